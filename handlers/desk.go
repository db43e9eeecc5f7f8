package handlers

import (
	"context"
	"log/slog"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

// Library is the desk's view of the guilds' articles; *retrieval.Library is
// one.
type Library interface {
	Add(ctx context.Context, guild string, a retrieval.Article) (retrieval.Added, error)
	Remove(ctx context.Context, guild, id string) error
	Search(ctx context.Context, q retrieval.Query) (retrieval.Result, error)
	Article(ctx context.Context, guild, ref string) (retrieval.Article, error)
	Articles(guild string) []retrieval.Article
	Suggest(guild, typed string, n int) []retrieval.Article
	// Version changes with any change of the guild's articles, and is the same
	// in every process that holds the same.
	Version(guild string) string
}

// Pages reads an article from the web; *fetch.Fetcher is one.
type Pages interface {
	Fetch(ctx context.Context, url string) (fetch.Page, error)
}

// Model writes text; package bot/openai has one.
type Model interface {
	Name() string
	// Stream sends the prompt and calls emit with each piece of the reply as
	// it comes. It returns nil only when the model finished by itself.
	Stream(ctx context.Context, prompt []prompts.Message, emit func(delta string) error) (prompts.Usage, error)
}

// Options of a desk.
type Options struct {
	Library Library // required
	Pages   Pages   // required for Ingest
	// Model may be nil: then every answer is the closest passages.
	Model Model
	// Verifier gives a second opinion on amber sentences; nil: none is asked for.
	Verifier Model
	// Ledger may be nil: then nothing is remembered from one question to the next.
	Ledger Ledger
	// AnswerTokens bounds what one answer may cost, prompt and reply together,
	// and DailyTokens what a guild may spend on a day (UTC); 0: no bound.
	AnswerTokens, DailyTokens int
	// Prices of models by name, for Usage.
	Prices map[string]Price
	// Log takes what a user is never told; nil discards it.
	Log *slog.Logger
	// AnswerTime bounds one answer from question to last sentence, the model's
	// part of it; 0 means two minutes.
	AnswerTime time.Duration
}

// Desk answers, summarizes and ingests. Its methods may be called from many
// goroutines at once.
type Desk struct {
	library    Library
	pages      Pages
	model      Model
	verifier   Model // nil: none
	log        *slog.Logger
	answerTime time.Duration
	fetching   chan struct{} // a slot for each page being read

	ledger                    Ledger // nil: none
	answerTokens, dailyTokens int    // 0: no bound
	prices                    map[string]Price
}

// pagesAtOnce bounds how many pages are fetched and extracted at a time: an
// extraction holds a parsed document in memory, and admins paste lists.
const pagesAtOnce = 4

// New returns a desk over o.
func New(o Options) *Desk {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.AnswerTime == 0 {
		o.AnswerTime = 2 * time.Minute
	}
	return &Desk{
		library: o.Library, pages: o.Pages, model: o.Model, verifier: o.Verifier, log: o.Log,
		answerTime: o.AnswerTime, fetching: make(chan struct{}, pagesAtOnce),
		ledger: o.Ledger, answerTokens: o.AnswerTokens, dailyTokens: o.DailyTokens, prices: o.Prices,
	}
}

// Articles lists the guild's articles, the newest published first, their Text
// left out.
func (d *Desk) Articles(guild string) []retrieval.Article { return d.library.Articles(guild) }

// Suggest completes what was typed to at most n of the guild's articles.
func (d *Desk) Suggest(guild, typed string, n int) []retrieval.Article {
	return d.library.Suggest(guild, typed, n)
}
