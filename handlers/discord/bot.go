package discord

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval"
)

// Desk is what the edge needs of the desk; *handlers.Desk is one. Its methods
// are called from many goroutines at once.
type Desk interface {
	Ask(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error)
	Summarize(ctx context.Context, r handlers.SummaryRequest, show func(handlers.Reply)) (handlers.Reply, error)
	Ingest(ctx context.Context, from handlers.Asker, url string, progress func(stage string)) (handlers.Receipt, error)
	Remove(ctx context.Context, from handlers.Asker, ref string) (title string, err error)
	Articles(guild string) []retrieval.Article
	Suggest(guild, typed string, n int) []retrieval.Article
	Turn(ctx context.Context, guild, id string) (handlers.Turn, error)
	Gaps(ctx context.Context, from handlers.Asker) ([]handlers.Gap, error)
	CloseGap(ctx context.Context, from handlers.Asker, id string) error
	Usage(ctx context.Context, from handlers.Asker, now time.Time) (handlers.UsageReport, error)
}

// Options of a bot.
type Options struct {
	// Token of the bot, with or without "Bot " before it.
	Token string
	// APIBase replaces https://discord.com/ for REST; the gateway's address is
	// what REST then says. "" keeps Discord's.
	APIBase string
	// Desk answers; required by Run.
	Desk Desk
	// Log takes what a user is never told; nil discards it.
	Log *slog.Logger
	// Open is how many replies may be open at a time; others are told to come
	// back. 0 means 256.
	Open int
}

// Bot is Newsdesk on Discord. Make one with [New], use it for one [Bot.Run].
type Bot struct {
	desk      Desk
	log       *slog.Logger
	wire      *wire
	gateway   *gateway
	registrar *registrar
	seen      *recent[struct{}] // IDs of events, so that a duplicate is answered once
	// exchanges are the questions in messages by the message's ID, turns the
	// turns that our messages show.
	exchanges *recent[*exchange]
	turns     *recent[string]
	crew      *crew
	refusals  *crew // those who are turned away in words
	self      atomic.Pointer[self]
	timing    timing
	// overdue is closed when replies that are still open at shutdown must end.
	overdue chan struct{}
}

const (
	// maxRefusals bounds the "too busy" replies that are under way at a time.
	maxRefusals = 32
	// seenEvents is how many recent events are remembered: a redelivery comes
	// within seconds, and this is minutes of a busy bot.
	seenEvents = 4096
	// seenReplies is how many recent questions and replies are. What is forgotten
	// costs little: an edited question gets another reply, and a question below
	// the first of several pages stands by itself.
	seenReplies = 2048
)

// ErrNoToken tells that the options hold no token.
var ErrNoToken = errors.New("no Discord token is set (DISCORD_TOKEN)")

// New returns a bot that is not connected yet. It fails with ErrNoToken, or
// with the fault of an APIBase that is no http address.
func New(o Options) (*Bot, error) { return build(o, defaultTiming()) }

func build(o Options, t timing) (*Bot, error) {
	token := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(o.Token)+" ", "Bot "))
	if token == "" {
		return nil, ErrNoToken
	}
	transport, err := dialTo(o.APIBase)
	if err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Open == 0 {
		o.Open = 256
	}
	newSession := func() *discordgo.Session {
		return quietSession(token, &http.Client{Transport: transport, Timeout: t.request})
	}
	b := &Bot{
		desk: o.Desk, log: o.Log, timing: t,
		seen: newRecent[struct{}](seenEvents), exchanges: newRecent[*exchange](seenReplies), turns: newRecent[string](seenReplies),
		crew: newCrew(o.Open), refusals: newCrew(maxRefusals), overdue: make(chan struct{}),
		wire: &wire{session: newSession(), retryFirst: t.retryFirst, retryMax: t.retryMax},
	}
	b.gateway = &gateway{newSession: newSession, log: o.Log, timing: t}
	b.registrar = newRegistrar(b.wire, o.Log)
	return b, nil
}

// quietSession is a discordgo session with its own retries, reconnection,
// state and log off: they are what bites (see gateway.go and wire.go), and its
// log prints addresses that hold interaction tokens.
func quietSession(token string, client *http.Client) *discordgo.Session {
	s, _ := discordgo.New("Bot " + token) // it has no way to fail
	s.Client = client
	s.UserAgent = "DiscordBot (https://newsdesk.example/newsdesk, 1)"
	s.LogLevel = -1
	s.StateEnabled = false
	s.SyncEvents = true
	s.MaxRestRetries = 0
	s.ShouldRetryOnRateLimit = false
	s.ShouldReconnectOnError = false
	// Message content is privileged and not needed: a message that mentions
	// the bot carries its content anyway.
	s.Identify.Intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages
	return s
}

// Run serves Discord until ctx ends, then finishes or apologizes in the open
// replies and returns nil, within 20 seconds whatever hangs. Before that it
// returns only for what no retry can mend: ErrToken, ErrIntents, ErrShards or
// ErrVersion, whose texts are fit for the operator.
func (b *Bot) Run(ctx context.Context) error {
	// Replies outlive ctx: a reply that is cut off without a word looks like a
	// crash to the one who asked.
	sending, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	running, done := context.WithCancel(ctx)
	defer done()

	var fault error // settled once closed is
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		fault = b.gateway.run(running, func(e *discordgo.Event) { b.receive(sending, e) })
	}()
	go b.registrar.run(running)
	go b.gateway.remind(running)

	select {
	case <-ctx.Done():
	case <-closed:
	}
	b.log.Info("discord: shutting down", "open", b.crew.open())
	done()
	b.crew.shut()
	if !b.crew.drain(b.timing.grace) {
		close(b.overdue)
		if !b.crew.drain(b.timing.lastWords) {
			b.log.Warn("discord: replies are left open", "open", b.crew.open())
		}
	}
	stop()
	select {
	case <-closed:
		return fault
	case <-time.After(b.timing.closing):
		b.log.Warn("discord: the gateway did not close in time")
		return nil
	}
}

// Connected tells whether the gateway link stands, for health checks.
func (b *Bot) Connected() bool { return b.gateway.up.Load() }
