package discord

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk.example/newsdesk/handlers"
)

// Types of a first response to an interaction.
const (
	callbackMessage = 4
	callbackDefer   = 5
	callbackChoices = 8
)

// callback is the body of a first response.
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// onInteraction admits an interaction, or turns it away in words.
func (b *Bot) onInteraction(ctx context.Context, in interaction) {
	work := func() {
		defer b.rescue("interaction " + in.Data.Name)
		switch in.Type {
		case typeCommand:
			b.command(ctx, in)
		case typeAutocomplete:
			b.suggest(ctx, in)
		}
	}
	err := b.crew.do(work)
	if err == nil || in.Type != typeCommand {
		return
	}
	words := wordsFull
	if errors.Is(err, errShut) {
		words = wordsRestart
	}
	// A few refusals at a time: when even those pile up, Discord's own "did
	// not respond" has to do.
	_ = b.refusals.do(func() { b.tell(ctx, in, words) })
}

// command routes a slash command.
func (b *Bot) command(ctx context.Context, in interaction) {
	from := in.asker()
	switch {
	case in.GuildID == "":
		b.tell(ctx, in, wordsServersOnly)
	case in.Data.Name == "ask":
		b.deferred(ctx, in, func(ctx context.Context, show func(draft)) ([]string, error) {
			return b.ask(ctx, from, in.text("question"), show)
		})
	case in.Data.Name == "summarize":
		b.deferred(ctx, in, func(ctx context.Context, show func(draft)) ([]string, error) {
			request := handlers.SummaryRequest{From: from, Ref: in.text("article"), Asked: time.Now()}
			reply, err := b.desk.Summarize(ctx, request, showing(show))
			return renderReply(reply), err
		})
	case in.Data.Name == "ingest" && !from.Manager:
		// Discord hides the command from others by default, but a server's
		// settings may show it to anybody.
		b.tell(ctx, in, handlers.Words(handlers.ErrNotManager))
	case in.Data.Name == "ingest":
		b.deferred(ctx, in, func(ctx context.Context, show func(draft)) ([]string, error) {
			receipt, err := b.desk.Ingest(ctx, from, in.text("url"), func(stage string) {
				show(func() string { return renderStage(stage) })
			})
			return renderReceipt(receipt), err
		})
	default:
		b.tell(ctx, in, wordsUnknownCommand)
	}
}

// ask has the desk answer a question, for a command or a mention.
func (b *Bot) ask(ctx context.Context, from handlers.Asker, text string, show func(draft)) ([]string, error) {
	question := handlers.Question{From: from, Text: text, Asked: time.Now()}
	reply, err := b.desk.Ask(ctx, question, showing(show))
	return renderReply(reply), err
}

// showing makes drafts of partial replies.
func showing(show func(draft)) func(handlers.Reply) {
	return func(r handlers.Reply) {
		show(func() string { return renderPartial(r) })
	}
}

// deferred acknowledges at once, visibly to all, and then converses.
func (b *Bot) deferred(ctx context.Context, in interaction, work work) {
	ctx, cancel := context.WithTimeout(ctx, b.timing.reply)
	defer cancel()
	if err := b.respond(ctx, in, callback{Type: callbackDefer}); err != nil {
		b.log.Warn("discord: cannot acknowledge", "command", in.Data.Name, "error", err)
		return
	}
	b.converse(ctx, &original{wire: b.wire, in: in, lane: newLane()}, work)
}

// tell answers at once, to the one who asked only.
func (b *Bot) tell(ctx context.Context, in interaction, words string) {
	data := message{Content: words, Flags: ephemeral}
	if err := b.respond(ctx, in, callback{Type: callbackMessage, Data: data}); err != nil {
		b.log.Warn("discord: cannot respond", "command", in.Data.Name, "error", err)
	}
}

// respond sends the first response, within the 3 s that Discord allows.
func (b *Bot) respond(ctx context.Context, in interaction, body callback) error {
	ctx, cancel := context.WithTimeout(ctx, b.timing.ack)
	defer cancel()
	_, err := b.wire.persist(ctx, nil, request{
		method: "POST", url: discordgo.EndpointInteractionResponse(in.ID, in.Token), body: body, lane: newLane(),
	})
	if code(err) == codeAcknowledged {
		return nil // an attempt whose reply was lost had arrived
	}
	return err
}

// choice is one suggestion of autocomplete.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// maxChoices is Discord's limit.
const maxChoices = 25

// suggest completes an article. The value is its ID, which names it for sure.
func (b *Bot) suggest(ctx context.Context, in interaction) {
	choices := []choice{} // null would be refused
	for _, o := range in.Data.Options {
		typed, ok := o.Value.(string)
		if !o.Focused || !ok || in.GuildID == "" {
			continue
		}
		for _, a := range b.desk.Suggest(in.GuildID, typed, maxChoices) {
			if len(choices) < maxChoices {
				choices = append(choices, choice{renderChoice(a), a.ID})
			}
		}
	}
	data := struct {
		Choices []choice `json:"choices"`
	}{choices}
	if err := b.respond(ctx, in, callback{Type: callbackChoices, Data: data}); err != nil {
		b.log.Debug("discord: cannot suggest", "error", err)
	}
}
