package handlers

import (
	"context"
	"errors"
	"slices"

	"newsdesk.example/newsdesk/prompts"
)

// compose has the model write, checks each sentence as it comes, and shows the
// answer as it grows. Whatever goes wrong ends in closest: a model that is
// down, or that says what the passages do not, must not cost the reader the
// passages.
func (d *Desk) compose(
	ctx context.Context, prompt []prompts.Message, sources []prompts.Source,
	show func(Reply), closest func(Cause) Reply,
) Reply {
	if d.model == nil {
		return closest(NoModel)
	}
	ctx, cancel := context.WithTimeout(ctx, d.answerTime)
	defer cancel()

	w := draft{sources: sources, show: show}
	var reader prompts.Reader
	usage, err := d.model.Stream(ctx, prompt, func(delta string) error {
		return w.take(reader.Write(delta))
	})
	if err == nil || errors.Is(err, errRefused) {
		err = w.take(reader.Close())
	}
	d.log.Info("model replied", "model", d.model.Name(), "prompt_tokens", usage.Prompt,
		"completion_tokens", usage.Completion, "kept", len(w.reply.Sentences), "dropped", len(w.reply.Dropped))
	if err != nil && !errors.Is(err, errRefused) {
		d.log.Warn("model failed", "model", d.model.Name(), "error", err)
	}
	return w.finish(err, closest)
}

// errRefused stops the stream of a model that has said it does not know: what
// such models add after it is invention.
var errRefused = errors.New("the model says it does not know")

// draft is an answer in the making.
type draft struct {
	sources []prompts.Source
	show    func(Reply)
	reply   Reply
	cited   []int // cited[i] is the N, among sources, of what is shown as [i+1]
}

// take checks raw sentences of the model's and shows what stands.
func (w *draft) take(raw []string) error {
	for _, r := range raw {
		if prompts.IsRefusal(r) {
			return errRefused
		}
		s := prompts.Check(r, w.sources)
		if s.Level == prompts.Red {
			w.reply.Dropped = append(w.reply.Dropped, s)
			continue
		}
		s.Cites = w.renumber(s.Cites)
		w.reply.Sentences = append(w.reply.Sentences, s)
		if w.show != nil {
			partial := w.reply
			partial.Outcome, partial.Partial = Answered, true
			partial.Sentences = slices.Clone(w.reply.Sentences)
			partial.Sources = slices.Clone(w.reply.Sources)
			w.show(partial)
		}
	}
	return nil
}

// renumber gives sources their shown numbers, in order of first citation, so
// that a number once shown stays. It adds newly cited ones to the reply.
func (w *draft) renumber(cites []int) []int {
	shown := make([]int, 0, len(cites))
	for _, n := range cites {
		at := slices.Index(w.cited, n)
		if at < 0 {
			at = len(w.cited)
			w.cited = append(w.cited, n)
			source := w.sources[n-1]
			source.N = at + 1
			w.reply.Sources = append(w.reply.Sources, source)
		}
		shown = append(shown, at+1)
	}
	slices.Sort(shown)
	return shown
}

// finish settles the outcome.
func (w *draft) finish(err error, closest func(Cause) Reply) Reply {
	r := w.reply
	switch {
	case len(r.Sentences) > 0:
		r.Outcome = Answered
		r.Cut = err != nil && !errors.Is(err, errRefused)
		return r
	case errors.Is(err, errRefused):
		return Reply{Outcome: Unknown, Dropped: r.Dropped}
	case err != nil:
		fallback := closest(ModelDown)
		fallback.Dropped = r.Dropped
		return fallback
	default:
		fallback := closest(Unfaithful)
		fallback.Dropped = r.Dropped
		return fallback
	}
}
