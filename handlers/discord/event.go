package discord

import (
	"context"
	"encoding/json"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk.example/newsdesk/handlers"
)

// The events as we read them, from their raw JSON. discordgo's own structs
// come half empty, with nil pointers, when a message holds a component that it
// does not know, even in the message that is replied to; these decode only
// what is used, and hold no pointer that is not checked.
type (
	user struct {
		ID  string `json:"id"`
		Bot bool   `json:"bot"`
	}
	interaction struct {
		ID            string `json:"id"`
		ApplicationID string `json:"application_id"`
		Token         string `json:"token"`
		Type          int    `json:"type"`
		GuildID       string `json:"guild_id"`
		Channel       struct {
			ID   string `json:"id"`
			Type int    `json:"type"`
		} `json:"channel"`
		Member struct {
			User        user   `json:"user"`
			Permissions string `json:"permissions"`
		} `json:"member"`
		Data struct {
			Name     string   `json:"name"`
			Options  []option `json:"options"`
			CustomID string   `json:"custom_id"`
			Values   []string `json:"values"`
		} `json:"data"`
	}
	option struct {
		Name    string `json:"name"`
		Value   any    `json:"value"`
		Focused bool   `json:"focused"`
	}
	posted struct {
		ID          string      `json:"id"`
		Type        int         `json:"type"`
		ChannelID   string      `json:"channel_id"`
		ChannelType int         `json:"channel_type"`
		GuildID     string      `json:"guild_id"`
		WebhookID   string      `json:"webhook_id"`
		Author      user        `json:"author"`
		Mentions    []user      `json:"mentions"`
		Content     string      `json:"content"`
		Sent        time.Time   `json:"timestamp"`
		Edited      time.Time   `json:"edited_timestamp"`
		Referenced  *referenced `json:"referenced_message"`
	}
	// referenced is the message that another replies to; its components are read
	// apart, as there is no telling what others put there.
	referenced struct {
		ID         string          `json:"id"`
		Author     user            `json:"author"`
		Components json.RawMessage `json:"components"`
	}
	ready struct {
		User        user `json:"user"`
		Application struct {
			ID string `json:"id"`
		} `json:"application"`
	}
	guild struct {
		ID          string `json:"id"`
		Unavailable bool   `json:"unavailable"`
	}
)

// self is who the bot is, as READY told.
type self struct{ user, application string }

// Types of an interaction that we meet.
const (
	typeCommand      = 2
	typeComponent    = 3
	typeAutocomplete = 4
)

// isThread tells the types of channel that are threads: below news, public,
// private.
func isThread(channelType int) bool { return channelType >= 10 && channelType <= 12 }

// talk is the conversation that a command is part of: the thread's.
func (in interaction) talk() string {
	if isThread(in.Channel.Type) {
		return in.Channel.ID
	}
	return ""
}

// Bits of a member's permissions.
const (
	administrator = 1 << 3
	manageServer  = 1 << 5
)

// asker is who gave the command. The permissions are the member's own, with
// all roles counted, as Discord computed them for this channel.
func (in interaction) asker() handlers.Asker {
	bits, _ := strconv.ParseUint(in.Member.Permissions, 10, 64) // 0 on a fault: no manager
	return handlers.Asker{
		Guild: in.GuildID, User: in.Member.User.ID, Manager: bits&(administrator|manageServer) != 0,
	}
}

// text is the value of a string option, "" where it is missing or no string.
func (in interaction) text(name string) string {
	for _, o := range in.Data.Options {
		if o.Name == name {
			s, _ := o.Value.(string)
			return s
		}
	}
	return ""
}

// receive takes one event of the gateway. It runs on the goroutine that reads
// the gateway, so it only decodes and hands over.
func (b *Bot) receive(ctx context.Context, e *discordgo.Event) {
	defer b.rescue("event " + e.Type)
	switch e.Type {
	case "READY":
		var r ready
		if b.decode(e, &r) {
			b.self.Store(&self{r.User.ID, r.Application.ID})
			b.log.Info("discord: connected", "application", r.Application.ID)
		}
	case "RESUMED":
		b.log.Info("discord: resumed")
	case "GUILD_CREATE":
		var g guild
		if me := b.self.Load(); b.decode(e, &g) && g.ID != "" && !g.Unavailable && me != nil {
			b.registrar.add(me.application, g.ID)
		}
	case "INTERACTION_CREATE":
		var in interaction
		if b.decode(e, &in) && in.ID != "" && b.seen.put(in.ID, struct{}{}) {
			b.onInteraction(ctx, in)
		}
	case "MESSAGE_CREATE":
		var m posted
		if b.decode(e, &m) && m.ID != "" {
			b.onMessage(ctx, m)
		}
	case "MESSAGE_UPDATE":
		var m posted
		if b.decode(e, &m) && m.ID != "" {
			b.onEdit(ctx, m)
		}
	}
}

func (b *Bot) decode(e *discordgo.Event, into any) bool {
	if err := json.Unmarshal(e.RawData, into); err != nil {
		b.log.Warn("discord: malformed event", "type", e.Type, "error", err)
		return false
	}
	return true
}

// rescue ends a panic in what: one odd event must not end the process for
// every guild.
func (b *Bot) rescue(what string) {
	if r := recover(); r != nil {
		b.log.Error("discord: panic", "in", what, "panic", r, "stack", string(debug.Stack()))
	}
}
