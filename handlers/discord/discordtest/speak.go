package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Permission bits of a member.
const (
	Administrator int64 = 1 << 3
	ManageServer  int64 = 1 << 5
)

// AddGuild puts the bot into a guild, now or when it connects. IDs are decimal
// numbers, as Discord's are.
func (s *Server) AddGuild(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds = append(s.guilds, id)
	s.dispatch("GUILD_CREATE", guildEvent(id))
	s.notify()
}

// Channel is the ID of a guild's only channel.
func Channel(guild string) string { return guild + "1" }

// WaitReady returns when the bot is connected and each guild has commands.
func (s *Server) WaitReady(ctx context.Context) error {
	return s.explain(s.await(ctx, "the bot to connect and register its commands", func() bool {
		return s.link.live() && !slices.ContainsFunc(s.guilds, func(g string) bool { return s.commands[g] == nil })
	}))
}

// Command is a registered command.
type Command struct {
	Name    string
	Options []struct {
		Name      string
		MaxLength int `json:"max_length"`
	}
}

// Commands are those that a guild has.
func (s *Server) Commands(guild string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listed(guild)
}

func (s *Server) listed(guild string) (list []Command) {
	_ = json.Unmarshal(s.commands[guild], &list) // ours
	return list
}

// Slash gives a command in a guild's channel, as a member with these
// permissions. options maps names to values.
func (s *Server) Slash(guild, user string, permissions int64, name string, options map[string]string) *Interaction {
	s.tb.Helper()
	return s.SlashIn(guild, Channel(guild), user, permissions, name, options)
}

// SlashIn is Slash in another channel, or a thread.
func (s *Server) SlashIn(
	guild, channel, user string, permissions int64, name string, options map[string]string,
) *Interaction {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkCall(guild, name, options)
	var list []any
	for k, v := range options {
		list = append(list, map[string]any{"type": 3, "name": k, "value": v})
	}
	return s.interact(guild, channel, user, permissions, 2, name, list)
}

// checkCall fails the test for a command that Discord's client would not let
// anybody send; s.mu is held.
func (s *Server) checkCall(guild, name string, options map[string]string) {
	for _, c := range s.listed(guild) {
		if c.Name != name {
			continue
		}
		for _, o := range c.Options {
			if n := utf8.RuneCountInString(options[o.Name]); o.MaxLength > 0 && n > o.MaxLength {
				s.violate("/%s %s: is %d characters long, and %d may be sent", name, o.Name, n, o.MaxLength)
			}
		}
		return
	}
	s.violate("/%s is not registered in guild %s", name, guild)
}

// Autocomplete asks for suggestions for an option that is being typed.
func (s *Server) Autocomplete(guild, user, name, option, typed string) *Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.interact(guild, Channel(guild), user, 0, 4, name, []any{
		map[string]any{"type": 3, "name": option, "value": typed, "focused": true},
	})
}

// interact sends an interaction; s.mu is held.
func (s *Server) interact(
	guild, channel, user string, permissions int64, kind int, name string, options []any,
) *Interaction {
	in := s.newInteraction(channel, kind)
	s.dispatch("INTERACTION_CREATE", s.interactionEvent(in, guild, user, permissions,
		object{"id": s.newID(), "name": name, "type": 1, "guild_id": guild, "options": options}))
	return in
}

// newInteraction awaits its first response; s.mu is held.
func (s *Server) newInteraction(channel string, kind int) *Interaction {
	in := &Interaction{ID: s.newID(), server: s, kind: kind, channel: channel, sent: time.Now()}
	in.Token = "interaction-token-" + in.ID
	s.interactions[in.Token] = in
	return in
}

// interactionEvent is an interaction as Discord sends it.
func (s *Server) interactionEvent(in *Interaction, guild, user string, permissions int64, data object) object {
	return object{
		"id": in.ID, "application_id": s.AppID, "type": in.kind, "token": in.Token, "version": 1,
		"guild_id": guild, "channel_id": in.channel, "locale": "en-GB", "guild_locale": "en-US",
		"app_permissions": "274878024704", "context": 0, "entitlements": []any{},
		"authorizing_integration_owners": map[string]any{"0": guild},
		"channel":                        map[string]any{"id": in.channel, "type": s.channelType(guild, in.channel), "guild_id": guild},
		"member": map[string]any{
			"user": person(user), "roles": []any{}, "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false,
			"permissions": strconv.FormatInt(permissions, 10),
		},
		"data": data,
	}
}

// AddThread makes a thread of that ID.
func (s *Server) AddThread(guild, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.threads[id] = true
	s.dispatch("THREAD_CREATE", object{"id": id, "guild_id": guild, "parent_id": Channel(guild), "type": 11, "name": "a thread"})
}

// channelType is Discord's number for a channel; s.mu is held.
func (s *Server) channelType(guild, channel string) int {
	switch {
	case guild == "":
		return 1
	case s.threads[channel]:
		return 11
	}
	return 0
}

// Mention is how a message mentions the bot.
func (s *Server) Mention() string { return "<@" + s.BotID + ">" }

// Say writes a message in a channel of a guild, or directly to the bot where
// guild is "".
func (s *Server) Say(guild, channel, user, text string) *Said {
	return s.Post(guild, channel, user, text, nil)
}

// Post is Say with further fields of the message, or others in place of its
// usual ones.
func (s *Server) Post(guild, channel, user, text string, fields map[string]any) *Said {
	s.mu.Lock()
	defer s.mu.Unlock()
	said := &Said{ID: s.newID(), server: s}
	mentions := []any{}
	if strings.Contains(text, s.Mention()) || strings.Contains(text, "<@!"+s.BotID+">") {
		mentions = append(mentions, s.botUser())
	}
	event := map[string]any{
		"id": said.ID, "channel_id": channel, "author": person(user), "content": text, "type": 0,
		"timestamp": now(), "edited_timestamp": nil, "tts": false, "pinned": false,
		"mention_everyone": strings.Contains(text, "@everyone"), "mentions": mentions, "mention_roles": []any{},
		"attachments": []any{}, "embeds": []any{}, "components": []any{}, "flags": 0,
		"channel_type": s.channelType(guild, channel),
	}
	if guild != "" {
		event["guild_id"] = guild
		event["member"] = map[string]any{"roles": []any{}, "joined_at": "2026-01-01T00:00:00Z", "deaf": false, "mute": false}
	}
	for k, v := range fields {
		event[k] = v
	}
	said.event = event
	s.dispatch("MESSAGE_CREATE", event)
	return said
}

// ReplyTo writes a message that replies to one of the bot's, its first or any
// other, by ID. With ping, which is what Discord's client does unless it is
// told otherwise, the bot counts as mentioned.
func (s *Server) ReplyTo(guild, channel, user, text, message string, ping bool) *Said {
	s.mu.Lock()
	m := s.messages[message]
	fields := object{
		"type": 19, "message_reference": object{"message_id": message, "channel_id": channel, "guild_id": guild},
		"referenced_message": nil, // deleted
	}
	if m != nil {
		fields["referenced_message"] = s.describe(m)
	}
	if ping || strings.Contains(text, s.Mention()) {
		fields["mentions"] = []any{s.botUser()}
	}
	s.mu.Unlock()
	return s.Post(guild, channel, user, text, fields)
}

// Edit changes what the message says.
func (m *Said) Edit(text string) {
	m.update(object{"content": text, "edited_timestamp": now()})
}

// Unfurl has Discord add the preview of a link to the message, which it reports
// like an edit.
func (m *Said) Unfurl() {
	m.update(object{"embeds": []any{object{"type": "link", "url": "https://a.example/"}}})
}

func (m *Said) update(change object) {
	s := m.server
	s.mu.Lock()
	defer s.mu.Unlock()
	event := maps.Clone(m.event)
	maps.Copy(event, change)
	text, _ := event["content"].(string)
	if mentions, _ := event["mentions"].([]any); len(mentions) == 0 && strings.Contains(text, s.Mention()) {
		event["mentions"] = []any{s.botUser()}
	}
	m.event = event
	s.dispatch("MESSAGE_UPDATE", event)
}

func now() string { return time.Now().UTC().Format(time.RFC3339Nano) }

// Dispatch sends any event to the bot, malformed ones too.
func (s *Server) Dispatch(event string, data any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatch(event, data)
}

func (s *Server) botUser() map[string]any {
	u := person(s.BotID)
	u["bot"], u["username"] = true, "Newsdesk"
	return u
}

func person(id string) map[string]any {
	return map[string]any{
		"id": id, "username": "user" + id, "discriminator": "0", "global_name": "User " + id, "avatar": nil,
	}
}

func guildEvent(id string) map[string]any {
	list := []any{}
	return map[string]any{
		"id": id, "name": fmt.Sprintf("Guild %s", id), "owner_id": "1", "joined_at": "2026-01-01T00:00:00Z",
		"unavailable": false, "large": false, "member_count": 2, "roles": list, "emojis": list, "stickers": list,
		"members": list, "threads": list, "presences": list, "voice_states": list, "stage_instances": list,
		"guild_scheduled_events": list, "features": list, "preferred_locale": "en-US",
		"channels": []any{map[string]any{"id": Channel(id), "type": 0, "name": "general", "position": 0}},
	}
}
