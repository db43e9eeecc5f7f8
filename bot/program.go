package main

import (
	"context"
	"crypto/tls"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/config"
	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/fetch"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// consoleGuild is the tenant of whoever sits at the terminal.
const consoleGuild = "console"

//go:embed samples/*.txt
var samples embed.FS

// consoleAsker is the person at the terminal, who may do everything there.
func consoleAsker() handlers.Asker {
	return handlers.Asker{Guild: consoleGuild, User: "console", Manager: true}
}

// program is what all commands share.
type program struct {
	terminal
	config config.Config
	log    *slog.Logger
	pages  *fetch.Fetcher
}

// newProgram reads the settings. Its error lists all that is wrong with them.
func newProgram(t terminal) (*program, error) {
	c, err := config.Load(".", os.LookupEnv)
	if err != nil {
		return nil, usageError(err.Error())
	}
	if c.DataDir == "" { // a server's articles are elsewhere; the bot's state has to be somewhere
		c.DataDir = filepath.Join(os.TempDir(), "newsdesk")
	}
	level := c.LogLevel
	if !c.DiscordToken.IsSet() && level == slog.LevelInfo {
		level = slog.LevelError // a terminal is for the answer, which says what went wrong
	}
	log := slog.New(slog.NewTextHandler(t.err, &slog.HandlerOptions{Level: level}))
	redisstore.RouteLogs(log)
	for _, w := range c.Warnings {
		fmt.Fprintln(t.err, "newsdesk: "+w)
	}
	return &program{
		terminal: t, config: c, log: log,
		pages: fetch.New(fetch.Options{Allow: c.FetchAllow, Log: log}),
	}, nil
}

// store is an opened store and how to let go of it.
type store struct {
	*redisstore.Store
	ledger *ledger.Ledger
	close  func() error
	// fault says why writes are refused, nil while they are taken; of a server
	// nobody knows until one fails.
	fault func() error
}

// openStore opens the Redis that is configured, else the embedded one.
func (p *program) openStore(ctx context.Context) (store, error) {
	if len(p.config.Redis.Addrs) > 0 {
		s, err := redisstore.Open(ctx, serverOptions(p.config.Redis), p.log)
		if err != nil {
			return store{}, err
		}
		return store{s, ledger.New(s.Client(), s.Client(), p.log), s.Close, func() error { return nil }}, nil
	}
	server, err := embedded.Open(ctx, p.config.DataDir, p.log)
	if err != nil {
		if reason, ok := systemReason(err); ok && !errors.Is(err, embedded.ErrDiskFull) {
			return store{}, usageError(fmt.Sprintf("the data folder %s cannot be used: %s. Choose another with NEWSDESK_DATA, or set REDIS_URL.",
				p.config.DataDir, reason))
		}
		return store{}, err
	}
	return store{
		redisstore.New(server.Client(), p.log), ledger.New(server.Client(), server.Cache(), p.log), server.Close, server.Err,
	}, nil
}

// serverOptions turns the setting into what the store dials.
func serverOptions(r config.Redis) redisstore.Options {
	o := redisstore.Options{
		Addrs: r.Addrs, Cluster: r.Cluster, Username: r.Username, Password: r.Password.Reveal(), DB: r.DB,
	}
	if r.TLS {
		o.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return o
}

// newsroom is the opened store, library and desk of one run.
type newsroom struct {
	store   store
	library *retrieval.Library
	desk    *handlers.Desk
}

func (p *program) openNewsroom(ctx context.Context) (*newsroom, error) {
	s, err := p.openStore(ctx)
	if err != nil {
		return nil, err
	}
	warnings, err := s.Check(ctx)
	for _, w := range warnings {
		fmt.Fprintln(p.err, "newsdesk: "+w)
	}
	var library *retrieval.Library
	if err == nil {
		library, err = retrieval.Open(ctx, s, p.libraryOptions())
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return &newsroom{store: s, library: library, desk: p.newDesk(library, s.ledger)}, nil
}

// newDesk is the desk over a library; notes may be nil.
func (p *program) newDesk(library *retrieval.Library, notes handlers.Ledger) *handlers.Desk {
	c := p.config
	prices := make(map[string]handlers.Price, len(c.Prices))
	for model, price := range c.Prices {
		prices[model] = handlers.Price{PromptPerMillion: price.Prompt, CompletionPerMillion: price.Completion}
	}
	return handlers.New(handlers.Options{
		Library: library, Pages: p.pages, Model: p.model(c.Model), Verifier: p.model(c.Verifier), Ledger: notes, Prices: prices,
		AnswerTokens: c.AnswerTokens, DailyTokens: c.DailyTokens, AnswerTime: c.AnswerTimeout, Log: p.log,
	})
}

// libraryOptions sets up search, with an embedder where one is configured.
func (p *program) libraryOptions() retrieval.Options {
	o := retrieval.Options{Log: p.log}
	if p.config.Embedder.Configured() {
		o.Embedder = p.embedder()
	}
	return o
}

func (p *program) embedder() *openai.Embedder {
	e := p.config.Embedder
	return openai.NewEmbedder(openai.Options{Model: e.Name, BaseURL: e.BaseURL, Key: e.Key.Reveal(), Log: p.log})
}

// model returns a model that is configured, or nil.
func (p *program) model(m config.Model) handlers.Model {
	if !m.Configured() {
		return nil
	}
	return p.openaiModel(m)
}

func (p *program) openaiModel(m config.Model) *openai.Model {
	return openai.New(openai.Options{Model: m.Name, BaseURL: m.BaseURL, Key: m.Key.Reveal(), Timeout: p.config.AnswerTimeout, Log: p.log})
}

// withDesk opens the newsroom for a person at the terminal, runs do, and
// closes it.
func (p *program) withDesk(ctx context.Context, do func(*handlers.Desk) error) (err error) {
	room, err := p.openNewsroom(ctx)
	if err != nil {
		return err
	}
	following, stop := context.WithCancel(ctx)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		if err := room.library.Run(following); following.Err() == nil {
			p.log.Warn("other processes' changes are not followed", "error", err)
		}
	}()
	defer func() {
		stop()
		<-followed
		if closing := room.store.close(); closing != nil {
			fmt.Fprintf(p.err, "newsdesk: closing the store: %s\n", words(closing))
			err = errors.Join(err, errSilent)
		}
	}()
	return do(room.desk)
}

// withSamples is withDesk for who asks: an embedded store that never held an
// article gets the samples, once. They are not written to a Redis, which others
// may share.
func (p *program) withSamples(ctx context.Context, do func(*handlers.Desk) error) error {
	return p.withDesk(ctx, func(d *handlers.Desk) error {
		marker := filepath.Join(p.config.DataDir, "samples-kept")
		if _, err := os.Stat(marker); err == nil || len(p.config.Redis.Addrs) > 0 || len(d.Articles(consoleGuild)) > 0 {
			return do(d)
		}
		if err := keepSamples(ctx, p.pages, d); err != nil {
			return err
		}
		if err := os.WriteFile(marker, nil, 0o600); err != nil {
			return err
		}
		return do(d)
	})
}

// configured says in two lines what is set up and what is not.
func (p *program) configured(d *handlers.Desk) string {
	model := "no model (answers are the closest passages; set OPENAI_API_KEY or OPENAI_BASE_URL)"
	if p.config.Model.Configured() {
		model = "model " + p.config.Model.Name
	}
	kept := p.config.DataDir
	if len(p.config.Redis.Addrs) > 0 {
		kept = "Redis at " + strings.Join(p.config.Redis.Addrs, ", ")
	}
	held := d.Articles(consoleGuild)
	articles := count(len(held), "article")
	if len(held) > 0 && !slices.ContainsFunc(held, func(a retrieval.Article) bool { return !isSample(a) }) {
		articles = count(len(held), "sample article")
	}
	var b strings.Builder
	out := page{w: &b, width: p.columns()}
	out.paragraph("", "Newsdesk console: "+model+"; no Discord (set DISCORD_TOKEN).")
	out.paragraph("", articles+" in "+kept+". /help lists the commands.")
	return b.String()
}

// columns is how wide to write: the terminal, within what reads well.
func (p *program) columns() int {
	const narrow, wide = 40, 100
	if f, ok := p.out.(*os.File); ok {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			return min(max(w, narrow), wide)
		}
	}
	return wide
}

// isTerminal tells whether a person is at the other end of stream, which is a
// reader or a writer.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
