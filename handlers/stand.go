package handlers

import (
	"context"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// rewriteTime bounds how long a model may take to read a follow-up: the reader
// waits for the answer, not for this.
const rewriteTime = 15 * time.Second

// stand makes a question that leans on earlier ones stand by itself: by rule,
// and where rules cannot read it, by the model. What cannot be read stays as it
// was asked.
func (d *Desk) stand(ctx context.Context, q Question) string {
	turns := d.earlier(ctx, q)
	if len(turns) == 0 {
		return q.Text
	}
	earlier := make([]string, len(turns))
	for i, t := range turns {
		earlier[i] = t.Standing
	}
	if standing, changed := retrieval.Standing(q.Text, earlier); changed {
		return standing
	}
	if d.model == nil || !retrieval.Leans(q.Text) || !d.affords(ctx, q.From.Guild, q.Asked) {
		return q.Text
	}
	return d.rewrite(ctx, q, turns)
}

// rewrite asks the model.
func (d *Desk) rewrite(ctx context.Context, q Question, turns []Turn) string {
	ctx, cancel := context.WithTimeout(ctx, min(rewriteTime, d.answerTime/2))
	defer cancel()
	asked := make([]prompts.Asked, len(turns))
	for i, t := range turns {
		asked[i].Question = t.Standing
		if len(t.Sentences) > 0 {
			asked[i].Answer = t.Sentences[0].Text
		}
	}
	by := request{guild: q.From.Guild, asked: q.Asked}
	reply, _, err := d.hear(ctx, d.model, by, prompts.Rewrite(q.Text, asked), 4*maxQuestion)
	if err != nil {
		d.log.Warn("follow-up not rewritten", "model", d.model.Name(), "error", err)
		return q.Text
	}
	if standing, ok := prompts.ParseRewrite(reply, q.Text, asked); ok {
		return standing
	}
	d.log.Debug("follow-up not rewritten: the model's question is not the asker's")
	return q.Text
}
