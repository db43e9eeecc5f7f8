package handlers

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"newsdesk.example/newsdesk/prompts"
)

// request is what compose needs to know of an answer to be written.
type request struct {
	guild    string // who pays
	asked    time.Time
	question string // or a summary's topic, else ""
	// answers: what does not respond to the question is no answer.
	answers bool
	// consult: a second model is asked about amber sentences.
	consult bool
	prompt  []prompts.Message
	sources []prompts.Source
	// lead are sentences that were composed without a model and open the answer;
	// coda, where not nil, gives those that end it, by the sources that it cites.
	lead []prompts.Sentence
	coda func(cited []int) []prompts.Sentence
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
	req.consult = d.verifier != nil
	w := newDraft(req, show)
	cause, fault := NoModel, error(nil)
	if d.model != nil {
		answering, cancel := context.WithTimeout(ctx, cmp.Or(req.within, d.answerTime))
		defer cancel()
		cause, fault = d.write(answering, w)
		d.consult(answering, w)
	}
	if ctx.Err() != nil && !w.stands() {
		return Reply{}, ctx.Err() // nobody waits for an answer any more
	}
	reply := w.finish(cause, fault)
	if ctx.Err() != nil {
		reply.Cause = Stopped
	}
	d.log.Info("answer composed", "guild", req.guild, "outcome", reply.Outcome, "cause", reply.Cause,
		"prompt_tokens", reply.Usage.Prompt, "completion_tokens", reply.Usage.Completion,
		"kept", len(reply.Sentences), "dropped", len(reply.Dropped))
	return reply, nil
}

// write streams the model's reply into the draft. The cause is what the reply
// is worth where nothing of it stands; fault is the model's, nil where it ended
// by itself or was stopped by us.
func (d *Desk) write(ctx context.Context, w *draft) (cause Cause, fault error) {
	if !d.affords(ctx, w.guild, w.asked) {
		return Spent, nil
	}
	var reader prompts.Reader
	usage, err := d.stream(ctx, d.model, w.request, w.prompt, func(delta string) error {
		return w.take(reader.Write(delta))
	})
	switch {
	case err == nil:
		err = w.take(reader.Close())
	case !errors.Is(err, errRefused) && !errors.Is(err, errEnough):
		err = errors.Join(err, w.take(reader.Cut()))
	}
	w.pay(usage)
	switch {
	case errors.Is(err, errRefused):
		w.refused = true
	case errors.Is(err, errEnough), err == nil:
	default:
		d.log.Warn("model failed", "model", d.model.Name(), "error", err)
		return ModelDown, err
	}
	return Unfaithful, nil
}

// consult asks a second model about the sentences that are not verbatim in
// their source, in one call. Where it gives no opinion they stay as they are.
func (d *Desk) consult(ctx context.Context, w *draft) {
	doubtful := w.doubtful()
	if len(doubtful) == 0 {
		return
	}
	if w.unheard = ctx.Err() != nil || !d.affords(ctx, w.guild, w.asked); w.unheard {
		return
	}
	reply, usage, err := d.hear(ctx, d.verifier, w.request, prompts.Verify(doubtful, w.sources), maxOpinion)
	w.pay(usage)
	if w.unheard = err != nil && !errors.Is(err, errEnough); w.unheard {
		d.log.Warn("no second opinion", "model", d.verifier.Name(), "error", err)
	}
	w.judge(prompts.ParseOpinions(reply, len(doubtful)))
}

// maxOpinion is how many bytes of a second opinion are read: a line a sentence.
const maxOpinion = 4096

// hear is stream for a reply that is read as a whole: its first bytes, not many
// more than most, with errEnough where there were more.
func (d *Desk) hear(
	ctx context.Context, model Model, req request, prompt []prompts.Message, most int,
) (reply string, usage prompts.Usage, err error) {
	var heard strings.Builder
	usage, err = d.stream(ctx, model, req, prompt, func(delta string) error {
		if heard.Len() > most {
			return errEnough
		}
		heard.WriteString(delta)
		return nil
	})
	return heard.String(), usage, err
}

// stream calls a model and counts what that cost the guild.
func (d *Desk) stream(
	ctx context.Context, model Model, req request, prompt []prompts.Message, emit func(string) error,
) (prompts.Usage, error) {
	var said strings.Builder
	usage, err := model.Stream(ctx, prompt, func(delta string) error {
		said.WriteString(delta)
		return emit(delta)
	})
	usage = metered(usage, prompt, said.String())
	d.spend(ctx, req.guild, model.Name(), req.asked, usage)
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
