package handlers

import (
	"context"
	"errors"
	"strings"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// summaryPoints is how many points follow the lead of a summary at most.
const summaryPoints = 5

// summaryWords bounds what of an article is shown to the model. News puts what
// matters first, so a long article is cut at its end, and the reply says so.
const summaryWords = 1500

// ErrNoReference is for a summary that was asked of nothing.
var ErrNoReference = errors.New("no article named")

// Summarize gives the lead and up to five cited points of one article. Without
// a model's they are sentences of the article, word for word, and the outcome
// is Closest. It shows partial replies as Ask does. Errors: ErrNoReference,
// retrieval.ErrNotFound and ErrAmbiguous, and those of the store.
func (d *Desk) Summarize(ctx context.Context, req SummaryRequest, show func(Reply)) (Reply, error) {
	ref := strings.TrimSpace(req.Ref)
	if ref == "" {
		return Reply{}, ErrNoReference
	}
	if len(d.library.Articles(req.From.Guild)) == 0 {
		return Reply{}, ErrNoArticles
	}
	article, err := d.library.Article(ctx, req.From.Guild, ref)
	if err != nil {
		return Reply{}, err
	}
	sources, all := articleSources(article)
	mark := func(r Reply) Reply {
		r.Summary, r.Title = true, article.Title
		if !all {
			r.Notes = append(r.Notes, "This is a long article; only its first part was read.")
		}
		return r
	}
	if show != nil {
		bare := show
		show = func(r Reply) { bare(mark(r)) }
	}
	reply, err := d.compose(ctx, request{
		prompt: prompts.Summarize(prompts.Summary{Title: article.Title, Lang: article.Lang, Points: summaryPoints}, sources), sources: sources,
		limit:   summaryPoints + 1, // and the lead
		closest: func(c Cause) Reply { return keySentences(c, article, sources) },
	}, show)
	if err != nil {
		return Reply{}, err
	}
	if reply.Outcome == Unknown { // a model that finds nothing to say of a text it holds
		reply = keySentences(Unfaithful, article, sources)
	}
	return mark(reply), nil
}

// articleSources cuts an article into numbered sources, as many as
// summaryWords holds; all tells whether that is the whole of it.
func articleSources(a retrieval.Article) (sources []prompts.Source, all bool) {
	for _, c := range retrieval.Split(a.Text) {
		sources = append(sources, prompts.Source{
			N: len(sources) + 1, Article: a.ID, Title: a.Title, Outlet: a.Outlet,
			URL: a.URL, Published: a.Published, Text: strings.TrimSpace(c.Text), Speaker: c.Speaker,
		})
	}
	fitted := prompts.Fit(sources, summaryWords)
	last := len(fitted) - 1
	return fitted, last < 0 || len(fitted) == len(sources) && fitted[last].Text == sources[last].Text
}

// keySentences is the summary that needs no model: sentences of the article,
// each cited to the source it stands in.
func keySentences(c Cause, a retrieval.Article, sources []prompts.Source) Reply {
	w := draft{sources: sources, reply: Reply{Outcome: Closest, Cause: c}}
	for _, text := range retrieval.KeySentences(a, summaryPoints+1) {
		for _, s := range sources {
			if strings.Contains(s.Text, text) {
				w.reply.Sentences = append(w.reply.Sentences, prompts.Sentence{
					Text: text, Cites: w.renumber([]int{s.N}), Level: prompts.Green, Reason: "verbatim",
				})
				break
			}
		}
	}
	return w.reply
}
