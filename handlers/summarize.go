package handlers

import (
	"context"
	"slices"
	"strconv"
	"time"

	"newsdesk.example/newsdesk/prompts"
)

// points is how many sentences follow the lead of a summary at most.
func (d Detail) points() int {
	switch d {
	case Brief:
		return 2
	case Detailed:
		return 12
	default:
		return 5
	}
}

// Summarize gives the lead and some cited points of one article, of several,
// or of what the articles have on a topic; those of several come in order of
// time, each with its day. Without a model's they are sentences of the
// articles, word for word, and the outcome is Closest; a topic that no article
// is about is Unknown, with the nearest ones. It shows partial replies as Ask
// does, but of several articles only the lead: in which order the points come
// is known when all are there. Errors: those of a request that cannot be
// understood (ErrNoReference and the ones beside it), retrieval.ErrNotFound and
// ErrAmbiguous, which a *RefError may wrap, and those of the store.
func (d *Desk) Summarize(ctx context.Context, req SummaryRequest, show func(Reply)) (Reply, error) {
	s, err := d.subject(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	key := s.key(d.makers())
	reply, cached := d.recall(ctx, s.guild, key)
	switch {
	case cached:
		d.spendCached(ctx, s.guild, d.writer(), s.asked)
	case len(s.articles) == 0:
		reply = s.finish(Reply{Outcome: Unknown, Nearest: s.nearest})
		d.noteGap(ctx, req.From, s.title, s.asked, s.nearest)
	default:
		var whole bool
		if reply, whole, err = d.sumUp(ctx, s, show); err != nil {
			return Reply{}, err
		}
		d.link(ctx, s.guild, reply.Sources)
		if whole {
			d.remember(ctx, s.guild, key, reply)
		}
	}
	reply.ID = d.keepTurn(ctx, req.From, req.Talk, s.title, s.title, s.asked, reply)
	return reply, nil
}

// sumUp writes the summary; whole tells whether all that was to be read was.
func (d *Desk) sumUp(ctx context.Context, s *subject, show func(Reply)) (_ Reply, whole bool, _ error) {
	deadline := time.Now().Add(d.answerTime)
	s.disputed = s.differences()
	written := d.condense(ctx, s, deadline)
	if len(written.sources) == 0 && ctx.Err() == nil {
		reply := newDraft(request{closest: s.keySentences}, nil).finish(written.cause, written.fault)
		reply.Usage = written.usage
		return s.finish(reply), false, nil
	}
	reply, err := d.compose(ctx, request{
		guild: s.guild, asked: s.asked, question: s.topic,
		prompt: prompts.Summarize(s.summary, written.sources), sources: s.sources,
		coda:    func([]int) []prompts.Sentence { return s.disputed },
		limit:   s.summary.Points + 1, // and the lead
		closest: s.keySentences,
		within:  time.Until(deadline),
	}, s.showing(show))
	if err != nil {
		return Reply{}, false, err
	}
	if reply.Outcome == Unknown { // a model that finds nothing to say of a text it holds
		dropped, usage := reply.Dropped, reply.Usage
		reply = s.keySentences(Unfaithful)
		reply.Dropped, reply.Usage = dropped, usage
	}
	reply.Usage.Prompt += written.usage.Prompt
	reply.Usage.Completion += written.usage.Completion
	if reply.Outcome == Answered {
		reply.Notes = slices.Concat(reply.Notes, s.cut, written.notes)
	}
	return s.finish(reply), len(written.notes) == 0, nil
}

// key names the summary in the cache: the articles in their versions and what
// is read of them, how much is to be told, and by which models.
func (s *subject) key(makers string) string {
	parts := []string{"summary", makers, s.title, s.topic, strconv.Itoa(s.summary.Points)}
	for _, a := range s.articles {
		parts = append(parts, a.ID, strconv.Itoa(a.Version))
	}
	for _, source := range s.sources {
		parts = append(parts, source.Text)
	}
	if len(s.articles) == 0 {
		return "" // an article may be added at any time
	}
	return keyOf(parts...)
}

// showing gives what shows partial replies: of several articles only the lead.
func (s *subject) showing(show func(Reply)) func(Reply) {
	if show == nil {
		return nil
	}
	return func(r Reply) {
		if !s.dated() || len(r.Sentences) == 1 {
			show(s.finish(r))
		}
	}
}
