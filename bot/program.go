package main

import (
	"context"
	"crypto/tls"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/term"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/config"
	"newsdesk.example/newsdesk/handlers"
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
	// sampled is how many sample articles this run has put in place.
	sampled int
}

// newProgram reads the settings. Its error lists all that is wrong with them.
func newProgram(t terminal) (*program, error) {
	c, err := config.Load(".", os.LookupEnv)
	if err != nil {
		return nil, usageError(err.Error())
	}
	level := c.LogLevel
	if !c.DiscordToken.IsSet() && level == slog.LevelInfo {
		level = slog.LevelWarn // a terminal is for the answer
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
	close func() error
}

// openStore opens the Redis that is configured, else the embedded one.
func (p *program) openStore(ctx context.Context) (store, error) {
	if len(p.config.Redis.Addrs) > 0 {
		s, err := redisstore.Open(ctx, serverOptions(p.config.Redis), p.log)
		if err != nil {
			return store{}, err
		}
		return store{s, s.Close}, nil
	}
	server, err := embedded.Open(ctx, p.config.DataDir, p.log)
	if err != nil {
		return store{}, err
	}
	return store{redisstore.New(server.Client(), p.log), server.Close}, nil
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
		library, err = retrieval.Open(ctx, s, retrieval.Options{Log: p.log})
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return &newsroom{
		store: s, library: library,
		desk: handlers.New(handlers.Options{
			Library: library, Pages: p.pages, Model: p.model(), Log: p.log, AnswerTime: p.config.AnswerTimeout,
		}),
	}, nil
}

// model returns the configured model, or nil.
func (p *program) model() handlers.Model {
	if !p.config.Model.Configured() {
		return nil
	}
	return p.openaiModel()
}

func (p *program) openaiModel() *openai.Model {
	m := p.config.Model
	return openai.New(openai.Options{Model: m.Name, BaseURL: m.BaseURL, Key: m.Key.Reveal(), Timeout: p.config.AnswerTimeout, Log: p.log})
}

// withDesk opens the newsroom for a person at the terminal, runs do, and
// closes it. A terminal without articles gets the samples.
func (p *program) withDesk(ctx context.Context, do func(*handlers.Desk) error) (err error) {
	room, err := p.openNewsroom(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, room.store.close()) }()
	if len(room.desk.Articles(consoleGuild)) == 0 {
		if p.sampled, err = keepSamples(ctx, p.pages, room.desk); err != nil {
			return err
		}
	}
	return do(room.desk)
}

// configured says in two lines what is set up and what is not.
func (p *program) configured(d *handlers.Desk) string {
	model := "no model (answers are the closest passages; set OPENAI_API_KEY or OPENAI_BASE_URL)"
	if p.config.Model.Configured() {
		model = "model " + p.config.Model.Name
	}
	kept := "articles in " + p.config.DataDir
	if len(p.config.Redis.Addrs) > 0 {
		kept = "articles in Redis at " + strings.Join(p.config.Redis.Addrs, ", ")
	}
	articles := fmt.Sprintf("%d articles", len(d.Articles(consoleGuild)))
	if p.sampled > 0 {
		articles = fmt.Sprintf("%d sample articles", p.sampled)
	}
	return fmt.Sprintf("Newsdesk console: %s; no Discord (set DISCORD_TOKEN).\n%s, %s. /help lists the commands.\n",
		model, kept, articles)
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
