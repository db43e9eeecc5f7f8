package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	// evenOdds is the Answerable below which passages, of which a model made
	// nothing that holds, are no closest ones but none.
	evenOdds = .5
)

// Faults of a question.
var (
	ErrNoQuestion   = errors.New("empty question")
	ErrLongQuestion = errors.New("question too long")
	// ErrNoTime: the time asked for ends before it begins.
	ErrNoTime = errors.New("until is before since")
	// ErrNoArticles: the guild has none yet, so no question can be answered.
	ErrNoArticles = errors.New("guild has no articles")
)

// Ask answers a question from the guild's articles. It calls show, from one
// goroutine, with each growing partial reply; show may be nil. The returned
// reply is the final one and is not shown. An error means that no reply could
// be made at all; [Words] has the words for it.
func (d *Desk) Ask(ctx context.Context, q Question, show func(Reply)) (Reply, error) {
	q.Text = strings.TrimSpace(q.Text)
	switch {
	case q.Text == "":
		return Reply{}, ErrNoQuestion
	case utf8.RuneCountInString(q.Text) > maxQuestion:
		return Reply{}, ErrLongQuestion
	case len(d.library.Articles(q.From.Guild)) == 0:
		return Reply{}, ErrNoArticles
	case !q.Since.IsZero() && !q.Until.IsZero() && !q.Since.Before(q.Until):
		return Reply{}, ErrNoTime
	}
	query, err := d.query(ctx, q)
	if err != nil {
		return Reply{}, err
	}
	query.Text = d.stand(ctx, q)
	key := answerKey(q, query.Text, d.library.Version(q.From.Guild), d.makers())
	reply, cached := Reply{}, false
	if !q.Explain {
		reply, cached = d.recall(ctx, q.From.Guild, key)
	}
	if !cached {
		if reply, err = d.answer(ctx, q, query, show); err != nil {
			return Reply{}, err
		}
		d.link(ctx, q.From.Guild, reply.Sources)
		d.remember(ctx, q.From.Guild, key, reply)
	} else {
		d.spendCached(ctx, q.From.Guild, d.writer(), q.Asked)
	}
	if query.Text != q.Text {
		reply.Standing = query.Text
	}
	// What lies outside the filters is not missing.
	if reply.Outcome == Unknown && q.Outlet == "" && q.Article == "" && q.Since.IsZero() && q.Until.IsZero() {
		d.noteGap(ctx, q.From, query.Text, q.Asked, reply.Nearest)
	}
	reply.ID = d.keepTurn(ctx, q.From, q.Talk, q.Text, query.Text, q.Asked, reply)
	return reply, nil
}

// query is the search for a question, with its filters.
func (d *Desk) query(ctx context.Context, q Question) (retrieval.Query, error) {
	query := retrieval.Query{
		Guild: q.From.Guild, Asked: q.Asked, Limit: maxPassages, Explain: q.Explain,
		Outlet: q.Outlet, Since: q.Since, Until: q.Until,
	}
	if ref := strings.TrimSpace(q.Article); ref != "" {
		article, err := d.library.Article(ctx, q.From.Guild, ref)
		if err != nil {
			return query, err
		}
		query.Article = article.ID
	}
	return query, nil
}

// answer searches, and has an answer composed from what is found.
func (d *Desk) answer(ctx context.Context, q Question, query retrieval.Query, show func(Reply)) (Reply, error) {
	found, err := d.library.Search(ctx, query)
	if err != nil {
		return Reply{}, err
	}
	explain := explainSearch(found, q.Explain)
	d.log.Debug("searched", "guild", query.Guild, "passages", len(found.Passages),
		"answerable", found.Answerable, "understood", found.Understood)
	if len(found.Passages) == 0 || found.Answerable < retrieval.MinAnswerable {
		return Reply{
			Outcome: Unknown, Nearest: nearest(found.Passages, maxNearest), Explain: explain,
			Opening: readings(found.Understood), Notes: filterNotes(q, found), Provisional: found.WordsOnly,
		}, nil
	}
	mark := marking(q, query.Text, found)
	if show != nil {
		bare := show
		show = func(r Reply) { bare(mark(r)) }
	}
	reply, err := d.compose(ctx, d.toAnswer(ctx, q, query.Text, found), show)
	if err != nil {
		return Reply{}, err
	}
	if reply.Cause == Unfaithful && found.Answerable < evenOdds {
		reply.Outcome, reply.Cause, reply.Sources = Unknown, "", nil
	}
	if reply.Outcome == Unknown {
		reply.Nearest, reply.Opening = nearest(found.Passages, maxNearest), readings(found.Understood)
	} else {
		reply = mark(reply)
	}
	reply.Provisional = reply.Provisional || found.WordsOnly
	if q.Explain {
		reply.Explain = append(explain, explainCheck(reply)...)
	}
	return reply, nil
}

// toAnswer is what is to be composed of what was found; question is as it was
// understood.
func (d *Desk) toAnswer(ctx context.Context, q Question, question string, found retrieval.Result) request {
	sources := d.fitBudget(number(found.Passages))
	return request{
		lead:  d.lead(ctx, q.From.Guild, found.Understood, sources),
		coda:  func(cited []int) []prompts.Sentence { return differences(question, sources, cited) },
		guild: q.From.Guild, asked: q.Asked, question: question, answers: true, sources: sources,
		prompt: prompts.Ask(question, sources, q.Asked),
		closest: func(c Cause) Reply {
			return Reply{Outcome: Closest, Cause: c, Sources: excerpts(found.Passages, question)}
		},
	}
}

// marking gives what puts above a reply how the question was understood. It is
// settled before the first sentence: what is shown stays.
func marking(q Question, question string, found retrieval.Result) func(Reply) Reply {
	standing := ""
	if question != q.Text {
		standing = question
	}
	opening := append(readings(found.Understood),
		timeNotes(question, q.Asked, found.Understood, found.Passages, number(near(found.Passages)))...)
	return func(r Reply) Reply {
		r.Standing, r.Opening = standing, opening
		return r
	}
}

// readings say what a question's words were taken for, where that was a guess.
func readings(u retrieval.Understanding) []string {
	var notes []string
	for _, r := range u.Readings {
		notes = append(notes, fmt.Sprintf("I read “%s” as %s.", r.Words, r.As))
	}
	return notes
}

// filterNotes say that it was the filters which left nothing, and which.
func filterNotes(q Question, found retrieval.Result) []string {
	if !found.Outside {
		return nil
	}
	var filters []string
	if q.Outlet != "" {
		filters = append(filters, "outlet "+q.Outlet)
	}
	if q.Article != "" {
		filters = append(filters, "that article")
	}
	if !q.Since.IsZero() || !q.Until.IsZero() {
		filters = append(filters, stretch(q.Since, q.Until)+" (articles without a date are left out)")
	}
	note := "Within " + strings.Join(filters, " and ")
	if found.Considered == 0 {
		return []string{note + " there is no article at all. Without that there are articles on this."}
	}
	return []string{note + " there is nothing on this. Without that there is."}
}

// nearest are the articles to offer where there is no answer: those of the
// passages, each once, at most so many.
func nearest(passages []retrieval.Passage, most int) []retrieval.Article {
	var list []retrieval.Article
	for _, p := range passages {
		known := slices.ContainsFunc(list, func(a retrieval.Article) bool { return a.ID == p.Article.ID })
		if !known && len(list) < most {
			list = append(list, p.Article)
		}
	}
	return list
}

// writer names the model that answers, "" where there is none.
func (d *Desk) writer() string {
	if d.model == nil {
		return ""
	}
	return d.model.Name()
}

// makers names all models that an answer depends on: one that no second model
// has heard is another answer.
func (d *Desk) makers() string {
	if d.verifier == nil {
		return d.writer()
	}
	return d.writer() + ", heard by " + d.verifier.Name()
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

// near are the passages that hold about as much of the question as the best of
// them; the others only share a word with it.
func near(passages []retrieval.Passage) []retrieval.Passage {
	most := mostCovered(passages)
	return slices.DeleteFunc(slices.Clone(passages), func(p retrieval.Passage) bool { return p.Coverage < nearEnough*most })
}

// mostCovered is the highest coverage of any passage, 0 of none.
func mostCovered(passages []retrieval.Passage) float64 {
	most := 0.0
	for _, p := range passages {
		most = max(most, p.Coverage)
	}
	return most
}

// excerpts are the best passages as they are quoted to a reader: the part of
// each that is nearest to the question.
func excerpts(passages []retrieval.Passage, question string) []prompts.Source {
	best := near(passages)
	best = best[:min(len(best), maxClosest)]
	sources := number(best)
	for i, p := range best {
		sources[i].Text = p.Excerpt(question, excerptWords)
	}
	return sources
}
