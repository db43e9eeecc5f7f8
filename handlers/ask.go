package handlers

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// Limits of a question and of what is shown to the model for it.
const (
	maxQuestion  = 1000 // characters; longer ones are pasted articles
	maxPassages  = 6    // of at most 200 words: they fit a 4,096-token window
	maxClosest   = 3
	excerptWords = 90 // of a passage that is shown as a closest one
	// nearEnough is the share of the best passage's coverage of the question that
	// another needs to be shown beside it.
	nearEnough = .6
)

// Faults of a question.
var (
	ErrNoQuestion   = errors.New("empty question")
	ErrLongQuestion = errors.New("question too long")
	// ErrNoArticles: the guild has none yet, so no question can be answered.
	ErrNoArticles = errors.New("guild has no articles")
)

// Ask answers a question from the guild's articles. It calls show, from one
// goroutine, with each growing partial reply; show may be nil. The returned
// reply is the final one and is not shown. An error means that no reply could
// be made at all; [Words] has the words for it.
func (d *Desk) Ask(ctx context.Context, q Question, show func(Reply)) (Reply, error) {
	text := strings.TrimSpace(q.Text)
	switch {
	case text == "":
		return Reply{}, ErrNoQuestion
	case utf8.RuneCountInString(text) > maxQuestion:
		return Reply{}, ErrLongQuestion
	case len(d.library.Articles(q.From.Guild)) == 0:
		return Reply{}, ErrNoArticles
	}
	found, err := d.library.Search(ctx, retrieval.Query{
		Guild: q.From.Guild, Text: text, Asked: q.Asked, Limit: maxPassages, Explain: q.Explain,
	})
	if err != nil {
		return Reply{}, err
	}
	explain := explainSearch(found, q.Explain)
	if len(found.Passages) == 0 {
		return Reply{Outcome: Unknown, Explain: explain}, nil
	}
	sources := number(found.Passages)
	reply, err := d.compose(ctx, request{
		guild: q.From.Guild, question: text, prompt: prompts.Ask(text, sources, q.Asked), sources: sources,
		closest: func(c Cause) Reply {
			return Reply{Outcome: Closest, Cause: c, Sources: excerpts(found.Passages, text)}
		},
	}, show)
	if err != nil {
		return Reply{}, err
	}
	if q.Explain {
		reply.Explain = append(explain, explainCheck(reply)...)
	}
	return reply, nil
}

// number turns passages into the sources a model may cite, from 1.
func number(passages []retrieval.Passage) []prompts.Source {
	sources := make([]prompts.Source, len(passages))
	for i, p := range passages {
		sources[i] = prompts.Source{
			N: i + 1, Article: p.Article.ID, Title: p.Article.Title, Outlet: p.Article.Outlet,
			URL: p.Article.URL, Published: p.Article.Published,
			Text: p.Text, Heading: p.Heading, Speaker: p.Speaker,
		}
	}
	return sources
}

// excerpts are the best passages as they are quoted to a reader: the part of
// each that is nearest to the question. Those that hold far less of it than
// another does are left out, since they only share a word with it.
func excerpts(passages []retrieval.Passage, question string) []prompts.Source {
	most := 0.0
	for _, p := range passages {
		most = max(most, p.Coverage)
	}
	var best []retrieval.Passage
	for _, p := range passages {
		if p.Coverage >= nearEnough*most && len(best) < maxClosest {
			best = append(best, p)
		}
	}
	sources := number(best)
	for i, p := range best {
		sources[i].Text = p.Excerpt(question, excerptWords)
	}
	return sources
}
