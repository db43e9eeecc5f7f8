package discord

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

const (
	guildID = "100"
	userID  = "7"
)

// desk is a desk whose answers a test scripts. What is not scripted answers
// with a short example.
type desk struct {
	ask       func(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error)
	summarize func(ctx context.Context, r handlers.SummaryRequest) (handlers.Reply, error)
	ingest    func(ctx context.Context, from handlers.Asker, url string, progress func(string)) (handlers.Receipt, error)
	suggest   func(guild, typed string) []retrieval.Article
	remove    func(from handlers.Asker, ref string) (string, error)
	articles  []retrieval.Article
	turns     map[string]handlers.Turn // by guild and ID
	gaps      *gapList
	usage     handlers.UsageReport
}

func (d *desk) Ask(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
	if d.ask == nil {
		return example(), nil
	}
	return d.ask(ctx, q, show)
}

func (d *desk) Summarize(ctx context.Context, r handlers.SummaryRequest, _ func(handlers.Reply)) (handlers.Reply, error) {
	return d.summarize(ctx, r)
}

func (d *desk) Ingest(ctx context.Context, from handlers.Asker, url string, progress func(string)) (handlers.Receipt, error) {
	return d.ingest(ctx, from, url, progress)
}

func (d *desk) Suggest(guild, typed string, _ int) []retrieval.Article {
	return d.suggest(guild, typed)
}

func (d *desk) Remove(_ context.Context, from handlers.Asker, ref string) (string, error) {
	return d.remove(from, ref)
}

func (d *desk) Articles(string) []retrieval.Article { return d.articles }

func (d *desk) Turn(_ context.Context, guild, id string) (handlers.Turn, error) {
	if t, ok := d.turns[guild+" "+id]; ok {
		return t, nil
	}
	return handlers.Turn{}, handlers.ErrForgotten
}

func (d *desk) Gaps(_ context.Context, from handlers.Asker) ([]handlers.Gap, error) {
	if !from.Manager {
		return nil, handlers.ErrNotManager
	}
	return d.gaps.list(), nil
}

func (d *desk) CloseGap(_ context.Context, from handlers.Asker, id string) error {
	if !from.Manager {
		return handlers.ErrNotManager
	}
	return d.gaps.close(id)
}

func (d *desk) Usage(context.Context, handlers.Asker, time.Time) (handlers.UsageReport, error) {
	return d.usage, nil
}

// gapList is a guild's gaps.
type gapList struct {
	mu   sync.Mutex
	gaps []handlers.Gap
}

func (l *gapList) list() []handlers.Gap {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.gaps)
}

func (l *gapList) close(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, g := range l.gaps {
		if g.ID == id {
			l.gaps = slices.Delete(l.gaps, i, i+1)
			return nil
		}
	}
	return handlers.ErrNoGap
}

// example is an answer of two sentences from two articles.
func example() handlers.Reply {
	day := time.Date(2022, 2, 16, 0, 0, 0, 0, time.UTC)
	return handlers.Reply{
		Outcome: handlers.Answered,
		Sentences: []prompts.Sentence{
			{Text: "Satellites show no withdrawal.", Cites: []int{1}},
			{Text: "France offered to lead a battle group in Romania.", Cites: []int{1, 2}},
		},
		Sources: []prompts.Source{
			{N: 1, Article: "a", Title: "NATO sees no sign", Outlet: "The Wire", URL: "https://wire.example/nato?a=1", Published: day},
			{N: 2, Article: "b", Title: "Ministers meet", Outlet: "Daily", URL: "https://daily.example/(x)", Published: day},
		},
	}
}

const exampleText = "Satellites show no withdrawal. [1] France offered to lead a battle group in Romania. [1][2]\n\n" +
	"**Sources**\n" +
	"[1] The Wire · [NATO sees no sign](<https://wire.example/nato?a=1>) · 16 February 2022\n" +
	"[2] Daily · [Ministers meet](<https://daily.example/(x)>) · 16 February 2022"

// quick is a timing for tests: the same order of things, in milliseconds.
func quick() timing {
	t := defaultTiming()
	t.retryFirst, t.retryMax = 5*time.Millisecond, 50*time.Millisecond
	t.editEvery = 5 * time.Millisecond
	t.tick, t.stuck, t.settle = 20*time.Millisecond, 3*time.Second, 50*time.Millisecond
	t.beat, t.late = 500*time.Millisecond, 300*time.Millisecond
	t.connectFirst, t.connectMax = 10*time.Millisecond, 100*time.Millisecond
	t.farewell = 100 * time.Millisecond
	t.grace, t.lastWords = 5*time.Second, time.Second
	return t
}

// running is a bot at work on a fake Discord.
type running struct {
	*discordtest.Server
	bot  *Bot
	stop context.CancelFunc
	done chan error
}

// start runs a bot until the test ends, or its stop is called.
func start(t *testing.T, d Desk, change func(*Options, *timing), setUp ...func(*discordtest.Server)) *running {
	t.Helper()
	r := &running{Server: discordtest.Start(t), done: make(chan error, 1)}
	r.AddGuild(guildID)
	for _, f := range setUp {
		f(r.Server)
	}
	o := Options{Token: r.Token, APIBase: r.URL(), Desk: d, Log: slog.New(slog.NewTextHandler(logTo{t}, nil))}
	times := quick()
	if change != nil {
		change(&o, &times)
	}
	var err error
	if r.bot, err = build(o, times); err != nil {
		t.Fatal(err)
	}
	var ctx context.Context
	ctx, r.stop = context.WithCancel(context.Background())
	go func() {
		r.done <- r.bot.Run(ctx)
		close(r.done)
	}()
	t.Cleanup(func() {
		r.stop()
		<-r.done
	})
	return r
}

// connected is start, and waits until the bot serves.
func connected(t *testing.T, d Desk, change func(*Options, *timing), setUp ...func(*discordtest.Server)) *running {
	t.Helper()
	r := start(t, d, change, setUp...)
	if err := r.WaitReady(within(t)); err != nil {
		t.Fatal(err)
	}
	return r
}

// askOne asks and waits for the reply.
func (r *running) askOne(t *testing.T) discordtest.Reply {
	t.Helper()
	return replyTo(t, r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What of satellites?"}))
}

// replyTo waits for the reply to an interaction or message.
func replyTo(t *testing.T, to interface {
	WaitReply(ctx context.Context) (discordtest.Reply, error)
},
) discordtest.Reply {
	t.Helper()
	reply, err := to.WaitReply(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

// within ends a test that waits in vain.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// logTo shows the bot's log with a test that fails. It also holds the rule
// that no token reaches a log.
type logTo struct{ t *testing.T }

func (l logTo) Write(p []byte) (int, error) {
	line := strings.TrimSpace(string(p))
	if strings.Contains(line, "interaction-token-") || strings.Contains(line, "token-of-a-fake-bot") {
		l.t.Errorf("a token in the log: %s", line)
	}
	_, _ = fmt.Fprintln(l.t.Output(), line)
	return len(p), nil
}
