package discord

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"newsdesk.example/newsdesk/handlers"
)

// Types of a message that people write; the others are Discord's notices.
const (
	typeDefault = 0
	typeReply   = 19
)

// inquiry is what a message asks.
type inquiry struct {
	question string
	follows  string // the turn that it replies to
}

// onMessage answers a message that mentions the bot, that replies to one of the
// bot's and pings it, or that is sent to it directly.
func (b *Bot) onMessage(ctx context.Context, m posted) {
	q, ok := b.inquiry(m)
	if !ok || !b.seen.put(m.ID, struct{}{}) {
		return
	}
	x := &exchange{at: &answering{wire: b.wire, channel: m.ChannelID, asked: m.ID}, begun: time.Now(), asked: m.Content}
	b.exchanges.put(m.ID, x)
	b.admit(ctx, x, m, q)
}

// onEdit answers a question anew that was edited soon after it was asked.
// Discord reports other changes of a message in the same way, such as the
// preview of a link, so it is the content that counts.
func (b *Bot) onEdit(ctx context.Context, m posted) {
	q, ok := b.inquiry(m)
	if !ok || m.Edited.IsZero() {
		return
	}
	x := b.exchanges.get(m.ID)
	switch {
	case x != nil && x.again(m.Content, time.Now()):
		b.admit(ctx, x, m, q)
	case x == nil && m.Edited.Sub(m.Sent) <= editable && time.Since(m.Edited).Abs() <= time.Minute:
		// Asked of an earlier process, or not of the bot until now.
		b.onMessage(ctx, m)
	}
}

// admit answers in a goroutine of its own. To one who is turned away nothing is
// said: a full house cannot afford it, and the question stands in the channel
// to be asked again.
func (b *Bot) admit(ctx context.Context, x *exchange, m posted, q inquiry) {
	_ = b.crew.do(func() {
		defer b.rescue("message")
		b.answer(ctx, x, m, q)
	})
}

// inquiry reads what a message asks, and tells whether it asks the bot
// anything.
func (b *Bot) inquiry(m posted) (q inquiry, ok bool) {
	me := b.self.Load()
	if me == nil || m.Author.ID == "" || m.Author.ID == me.user || m.Author.Bot || m.WebhookID != "" ||
		(m.Type != typeDefault && m.Type != typeReply) {
		return q, false
	}
	question, mentioned := withoutMention(m.Content, me.user)
	q.question = question
	if m.Type == typeReply && m.Referenced != nil && m.Referenced.Author.ID == me.user {
		q.follows = b.turnShown(*m.Referenced)
		// Pinged, such a reply comes with its content, mention or not. One that
		// only says thanks is not a question.
		pinged := slices.ContainsFunc(m.Mentions, func(u user) bool { return u.ID == me.user })
		mentioned = mentioned || pinged && question != "" && !isThanks(question)
	}
	return q, mentioned || m.GuildID == ""
}

// turnShown is the turn that one of our own messages shows, "" where it shows
// none: by its buttons, or for a page without them by what is remembered.
func (b *Bot) turnShown(m referenced) string {
	type part struct {
		CustomID   string `json:"custom_id"`
		Components []part `json:"components"`
	}
	var parts []part
	_ = json.Unmarshal(m.Components, &parts) // what does not decode has no button of ours
	for i := 0; i < len(parts); i++ {
		if turn := readMark(parts[i].CustomID).turn(); turn != "" {
			return turn
		}
		parts = append(parts, parts[i].Components...)
	}
	return b.turns.get(m.ID)
}

// answer replies to a message below it.
func (b *Bot) answer(ctx context.Context, x *exchange, m posted, q inquiry) {
	ctx, cancel := context.WithTimeout(ctx, b.timing.reply)
	defer cancel()
	stopped, leave := x.take()
	defer leave()
	if isClosed(stopped) {
		return // edited once more
	}
	first := wordsLooking + waiting
	switch {
	case m.GuildID == "":
		first = wordsServersOnly
	case q.question == "":
		first = wordsHelp
	}
	x.at.version = x.version()
	if err := x.at.open(ctx, first); err != nil {
		b.log.Warn("discord: cannot reply", "channel", m.ChannelID, "error", err)
		return
	}
	if m.GuildID == "" || q.question == "" {
		x.at.end(ctx, 1)
		return
	}
	question := handlers.Question{
		// Whether the author is a manager is not known here, and not needed to ask.
		From: handlers.Asker{Guild: m.GuildID, User: m.Author.ID},
		Text: q.question, Follows: q.follows, Asked: time.Now(),
	}
	if isThread(m.ChannelType) {
		question.Talk = m.ChannelID
	}
	b.converse(ctx, x.at, stopped, func(ctx context.Context, show func(draft)) (pages, error) {
		return b.ask(ctx, question, show)
	})
}

// withoutMention takes the mentions of user out of content, and tells whether
// there was one.
func withoutMention(content, user string) (string, bool) {
	rest := strings.NewReplacer("<@"+user+">", " ", "<@!"+user+">", " ").Replace(content)
	return strings.Join(strings.Fields(rest), " "), rest != content
}

// isThanks tells what people say to an answer that asks nothing.
func isThanks(text string) bool {
	text = strings.Trim(strings.ToLower(text), " .,!:)❤👍🙏")
	switch text {
	case "", "thanks", "thank you", "thanks a lot", "thank you very much", "thx", "ty", "ok", "okay", "great", "nice", "cool", "good bot", "lol", "wow":
		return true
	}
	return false
}
