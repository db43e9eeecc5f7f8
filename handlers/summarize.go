package handlers

import (
	"context"
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
	switch {
	case err != nil:
		return Reply{}, err
	case len(s.articles) == 0:
		return s.finish(Reply{Outcome: Unknown, Nearest: s.nearest}), nil
	}
	deadline := time.Now().Add(d.answerTime)
	written := d.condense(ctx, s, deadline)
	if len(written.sources) == 0 && ctx.Err() == nil {
		reply := newDraft(request{closest: s.keySentences}, nil).finish(written.cause, written.fault)
		reply.Usage = written.usage
		return s.finish(reply), nil
	}
	reply, err := d.compose(ctx, request{
		guild: s.guild, asked: req.Asked, question: s.topic,
		prompt:  prompts.Summarize(s.summary, written.sources),
		sources: s.sources,
		limit:   s.summary.Points + 1, // and the lead
		closest: s.keySentences,
		within:  time.Until(deadline),
	}, s.showing(show))
	if err != nil {
		return Reply{}, err
	}
	if reply.Outcome == Unknown { // a model that finds nothing to say of a text it holds
		dropped := reply.Dropped
		reply = s.keySentences(Unfaithful)
		reply.Dropped = dropped
	}
	reply.Usage.Prompt += written.usage.Prompt
	reply.Usage.Completion += written.usage.Completion
	if reply.Outcome == Answered {
		reply.Notes = append(reply.Notes, written.notes...)
	}
	return s.finish(reply), nil
}

// showing gives what shows partial replies: of several articles only the lead.
func (s *subject) showing(show func(Reply)) func(Reply) {
	if show == nil {
		return nil
	}
	return func(r Reply) {
		if s.summary.Several && len(r.Sentences) > 1 {
			return
		}
		show(s.finish(r))
	}
}
