package discord

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk.example/newsdesk/handlers"
)

// Types of a first response to an interaction.
const (
	callbackMessage     = 4
	callbackDefer       = 5
	callbackDeferUpdate = 6
	callbackChoices     = 8
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
		case typeComponent:
			b.press(ctx, in)
		case typeAutocomplete:
			b.suggest(ctx, in)
		}
	}
	err := b.crew.do(work)
	if err == nil || in.Type != typeCommand && in.Type != typeComponent {
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

// command routes a slash command. Discord hides those for managers from others
// by default, but a server's settings may show them to anybody, so each is
// guarded here or by the desk.
func (b *Bot) command(ctx context.Context, in interaction) {
	from := in.asker()
	switch name := in.Data.Name; {
	case in.GuildID == "":
		b.tell(ctx, in, wordsServersOnly)
	case forManagers(name) && !from.Manager:
		b.tell(ctx, in, handlers.Words(handlers.ErrNotManager))
	case name == "ask":
		b.askCommand(ctx, in)
	case name == "summarize":
		b.summarizeCommand(ctx, in)
	case name == "ingest":
		b.deferred(ctx, in, forAll, func(ctx context.Context, show func(draft)) (pages, error) {
			receipt, err := b.desk.Ingest(ctx, from, in.text("url"), func(stage string) {
				show(func() string { return renderStage(stage) })
			})
			return pages{texts: renderReceipt(receipt)}, err
		})
	case name == "remove":
		b.deferred(ctx, in, forAll, func(ctx context.Context, _ func(draft)) (pages, error) {
			title, err := b.desk.Remove(ctx, from, in.text("article"))
			return pages{texts: []string{renderRemoved(title)}}, err
		})
	case name == "articles":
		b.deferred(ctx, in, forAsker, b.articles(in, 0))
	case name == "gaps":
		b.deferred(ctx, in, forAsker, b.gaps(in, 0, nil))
	case name == "usage":
		b.deferred(ctx, in, forAsker, func(ctx context.Context, _ func(draft)) (pages, error) {
			report, err := b.desk.Usage(ctx, from, time.Now())
			return pages{texts: []string{renderUsage(report)}}, err
		})
	default:
		b.tell(ctx, in, wordsUnknownCommand)
	}
}

// askCommand answers /ask.
func (b *Bot) askCommand(ctx context.Context, in interaction) {
	now := time.Now()
	since, until, err := in.days(now)
	if err != nil {
		b.tell(ctx, in, err.Error())
		return
	}
	question := handlers.Question{
		From: in.asker(), Text: in.text("question"), Asked: now, Talk: in.talk(),
		Outlet: strings.TrimSpace(in.text("outlet")), Article: strings.TrimSpace(in.text("article")),
		Since: since, Until: until,
	}
	b.deferred(ctx, in, forAll, func(ctx context.Context, show func(draft)) (pages, error) {
		return b.ask(ctx, question, show)
	})
}

// summarizeCommand answers /summarize.
func (b *Bot) summarizeCommand(ctx context.Context, in interaction) {
	now := time.Now()
	since, _, err := in.days(now)
	if err != nil {
		b.tell(ctx, in, err.Error())
		return
	}
	request := handlers.SummaryRequest{
		From: in.asker(), Topic: strings.TrimSpace(in.text("topic")), Since: since, Asked: now,
		Detail: handlers.Detail(in.text("detail")), Talk: in.talk(),
	}
	// Several articles stand on lines of their own for the desk; an option of a
	// command has one line only.
	var refs []string
	for _, name := range articleOptions() {
		if ref := strings.TrimSpace(in.text(name)); ref != "" {
			refs = append(refs, ref)
		}
	}
	request.Ref = strings.Join(refs, "\n")
	b.deferred(ctx, in, forAll, b.summarize(request))
}

// summarize has the desk sum up, for a command or a button.
func (b *Bot) summarize(request handlers.SummaryRequest) work {
	return func(ctx context.Context, show func(draft)) (pages, error) {
		reply, err := b.desk.Summarize(ctx, request, showing(show))
		return renderPages(reply), err
	}
}

// ask has the desk answer a question, for a command or a mention.
func (b *Bot) ask(ctx context.Context, question handlers.Question, show func(draft)) (pages, error) {
	reply, err := b.desk.Ask(ctx, question, showing(show))
	return renderPages(reply), err
}

// showing makes drafts of partial replies.
func showing(show func(draft)) func(handlers.Reply) {
	return func(r handlers.Reply) {
		show(func() string { return renderPartial(r) })
	}
}

// audience is who sees the reply to an interaction.
type audience int

const (
	forAll   audience = iota // everybody in the channel
	forAsker                 // only the one who asked, in a message of its own
	forPage                  // whoever sees the message that the button is on: it is rewritten
)

// acknowledgement is the first response for an audience, which settles it.
func (a audience) acknowledgement() callback {
	switch a {
	case forAsker:
		return callback{Type: callbackDefer, Data: struct {
			Flags int `json:"flags"`
		}{ephemeral}}
	case forPage:
		return callback{Type: callbackDeferUpdate}
	default:
		return callback{Type: callbackDefer}
	}
}

// deferred acknowledges at once, and then converses.
func (b *Bot) deferred(ctx context.Context, in interaction, to audience, work work) {
	ctx, cancel := context.WithTimeout(ctx, b.timing.reply)
	defer cancel()
	if err := b.respond(ctx, in, to.acknowledgement()); err != nil {
		b.log.Warn("discord: cannot acknowledge", "command", in.Data.Name, "error", err)
		return
	}
	b.converse(ctx, &original{wire: b.wire, in: in, lane: newLane(), private: to != forAll}, nil, work)
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
