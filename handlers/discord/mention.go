package discord

import (
	"context"
	"strings"

	"newsdesk.example/newsdesk/handlers"
)

// Types of a message that people write; the others are Discord's notices.
const (
	typeDefault = 0
	typeReply   = 19
)

// onMessage answers a message that mentions the bot, or that is sent to it
// directly.
func (b *Bot) onMessage(ctx context.Context, m posted) {
	me := b.self.Load()
	if me == nil || m.Author.ID == "" || m.Author.ID == me.user || m.Author.Bot || m.WebhookID != "" ||
		(m.Type != typeDefault && m.Type != typeReply) {
		return
	}
	question, mentioned := withoutMention(m.Content, me.user)
	if (!mentioned && m.GuildID != "") || !b.seen.first(m.ID) {
		return
	}
	// A reply that only pings us by Discord's default is not meant for us: the
	// mention must stand in the text. To one who is turned away here nothing is
	// said: a full house cannot afford it, and the question stands in the
	// channel to be asked again.
	_ = b.crew.do(func() {
		defer b.rescue("message")
		b.answer(ctx, m, question)
	})
}

// answer replies to a message below it.
func (b *Bot) answer(ctx context.Context, m posted, question string) {
	ctx, cancel := context.WithTimeout(ctx, b.timing.reply)
	defer cancel()
	at := &answering{wire: b.wire, channel: m.ChannelID, asked: m.ID}
	first := wordsLooking + waiting
	switch {
	case m.GuildID == "":
		first = wordsServersOnly
	case question == "":
		first = wordsHelp
	}
	if err := at.open(ctx, first); err != nil {
		b.log.Warn("discord: cannot reply", "channel", m.ChannelID, "error", err)
		return
	}
	if m.GuildID == "" || question == "" {
		return
	}
	// Whether the author is a manager is not known here, and not needed to ask.
	from := handlers.Asker{Guild: m.GuildID, User: m.Author.ID}
	b.converse(ctx, at, func(ctx context.Context, show func(draft)) ([]string, error) {
		return b.ask(ctx, from, question, show)
	})
}

// withoutMention takes the mentions of user out of content, and tells whether
// there was one.
func withoutMention(content, user string) (string, bool) {
	rest := strings.NewReplacer("<@"+user+">", " ", "<@!"+user+">", " ").Replace(content)
	return strings.Join(strings.Fields(rest), " "), rest != content
}
