package handlers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"newsdesk.example/newsdesk/prompts"
)

// request is what compose needs to know of an answer to be written.
type request struct {
	guild    string // who pays
	question string // or a summary's topic, else ""
	prompt   []prompts.Message
	sources  []prompts.Source
	// limit is the most sentences to show; 0: no limit.
	limit int
	// closest makes the reply that needs no model.
	closest func(Cause) Reply
	// within is how long it may take; 0: as long as the desk gives an answer.
	within time.Duration
}

// compose has the model write, checks each sentence as it comes, and shows the
// answer as it grows. Whatever goes wrong ends in closest: a model that is
// down, or that says what the passages do not, must not cost the reader the
// passages. The error is the context's, when that ended before anything stood.
func (d *Desk) compose(ctx context.Context, req request, show func(Reply)) (Reply, error) {
	if d.model == nil {
		return req.closest(NoModel), nil
	}
	answering, cancel := context.WithTimeout(ctx, cmp.Or(req.within, d.answerTime))
	defer cancel()

	w := draft{sources: req.sources, checker: prompts.NewChecker(req.question, req.sources), limit: req.limit, show: show}
	usage, err := d.write(answering, req.guild, req.prompt, &w)
	if ctx.Err() != nil && len(w.reply.Sentences) == 0 {
		return Reply{}, ctx.Err() // nobody waits for an answer any more
	}
	reply := w.finish(err, req.closest)
	reply.Usage = usage
	if ctx.Err() != nil {
		reply.Cause = Stopped
	}
	d.log.Info("answer composed", "model", d.model.Name(), "outcome", reply.Outcome, "cause", reply.Cause,
		"prompt_tokens", usage.Prompt, "completion_tokens", usage.Completion,
		"kept", len(reply.Sentences), "dropped", len(reply.Dropped))
	return reply, nil
}

// write has the model reply to a prompt into a draft, sentence by sentence, and
// counts what that cost the guild. The error is the model's; what stood before
// it is in the draft.
func (d *Desk) write(ctx context.Context, guild string, prompt []prompts.Message, w *draft) (prompts.Usage, error) {
	var reader prompts.Reader
	var said strings.Builder
	usage, err := d.model.Stream(ctx, prompt, func(delta string) error {
		said.WriteString(delta)
		return w.take(reader.Write(delta))
	})
	usage = metered(usage, prompt, said.String())
	d.spend(ctx, guild, d.model.Name(), time.Now(), usage)
	switch {
	case err == nil:
		err = w.take(reader.Close())
	case !errors.Is(err, errRefused) && !errors.Is(err, errEnough):
		err = errors.Join(err, w.take(reader.Cut()))
	}
	switch {
	case errors.Is(err, errRefused):
		w.refused, err = true, nil
	case errors.Is(err, errEnough):
		err = nil
	case err != nil:
		d.log.Warn("model failed", "model", d.model.Name(), "error", err)
	}
	return usage, err
}

// What stops a stream early.
var (
	// errRefused: the model has said that it does not know. What a model adds
	// after that is invention.
	errRefused = errors.New("the model says it does not know")
	// errEnough: the reply is as long as it may be.
	errEnough = errors.New("enough sentences")
)

// draft is an answer in the making.
type draft struct {
	sources []prompts.Source
	checker *prompts.Checker
	limit   int
	show    func(Reply)
	reply   Reply
	refused bool
	cited   []int // cited[i] is the N, among sources, of what is shown as [i+1]
}

// take checks raw sentences of the model's and shows what stands.
func (w *draft) take(raw []string) error {
	for _, r := range raw {
		if prompts.IsRefusal(r) {
			return errRefused
		}
		s := w.checker.Check(r)
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
		if len(w.reply.Sentences) == w.limit {
			return errEnough
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

// finish settles the outcome; err is the model's fault, nil where it had none.
func (w *draft) finish(err error, closest func(Cause) Reply) Reply {
	if len(w.reply.Sentences) > 0 {
		r := w.reply
		r.Outcome, r.Cut = Answered, err != nil
		return r
	}
	var r Reply
	switch {
	case w.refused:
		r.Outcome = Unknown
	case err != nil:
		r = closest(ModelDown)
		var fault interface{ Lasting() bool }
		r.Lasting = errors.As(err, &fault) && fault.Lasting()
	default:
		r = closest(Unfaithful)
	}
	r.Dropped = w.reply.Dropped
	return r
}
