package handlers

import (
	"errors"
	"testing"

	"newsdesk.example/newsdesk/prompts"
)

// A lead that no model has added to stands above the closest passages and says
// why, with or without what ends it: or it would be remembered, once the budget
// is spent, as all that there is.
func TestALeadAloneSaysWhy(t *testing.T) {
	t.Parallel()
	sources := []prompts.Source{{N: 1, Text: "It sank."}, {N: 2, Text: "It did not sink."}}
	lead := prompts.Sentence{Text: "It sank.", Cites: []int{1}}
	coda := func([]int) []prompts.Sentence { return []prompts.Sentence{{Text: "It did not sink.", Cites: []int{2}}} }
	down := errors.New("down")
	for name, c := range map[string]struct {
		coda    func([]int) []prompts.Sentence
		written bool // the model's part has a sentence
		cause   Cause
		fault   error
		outcome Outcome
		want    Cause
		cut     bool
		lasts   bool
	}{
		"spent":                      {nil, false, Spent, nil, Closest, Spent, false, false},
		"spent, with a coda":         {coda, false, Spent, nil, Closest, Spent, false, false},
		"down, with a coda":          {coda, false, ModelDown, down, Closest, ModelDown, false, false},
		"no model, with a coda":      {coda, false, NoModel, nil, Closest, NoModel, false, true},
		"nothing held, with a coda":  {coda, false, Unfaithful, nil, Answered, "", false, true},
		"the model wrote":            {coda, true, Unfaithful, nil, Answered, "", false, true},
		"the model wrote, and broke": {coda, true, ModelDown, down, Answered, "", true, false},
	} {
		closest := func(cause Cause) Reply {
			return Reply{Outcome: Closest, Cause: cause, Sources: []prompts.Source{{N: 1, Text: "It …"}, {N: 2, Text: "They were saved."}}}
		}
		w := newDraft(request{lead: []prompts.Sentence{lead}, coda: c.coda, sources: sources, answers: true, closest: closest}, nil)
		if c.written {
			w.add(line{Sentence: prompts.Sentence{Text: "It was a ship.", Cites: []int{1}}})
		}
		r := w.finish(c.cause, c.fault)
		if r.Outcome != c.outcome || r.Cause != c.want || r.Cut != c.cut || lasting(r) != c.lasts {
			t.Errorf("%s: %s because %q, cut %v, lasting %v", name, r.Outcome, r.Cause, r.Cut, lasting(r))
		}
		if last := r.Sources[len(r.Sources)-1]; c.outcome == Closest && (last.Text != "They were saved." || last.N != len(r.Sources) || !citesHold(r.Sentences, r.Sources)) {
			t.Errorf("%s: the passages beneath are %+v", name, r.Sources)
		}
	}
}

// The first sentence of a summary is its lead. What comes after one that waits
// for a second opinion is not shown in its place, nor numbered before it.
func TestNothingIsShownBeforeADoubtedLead(t *testing.T) {
	t.Parallel()
	for _, answers := range []bool{false, true} {
		shown := 0
		w := newDraft(request{answers: answers, sources: []prompts.Source{{N: 1}, {N: 2}}}, func(Reply) { shown++ })
		w.add(line{Sentence: prompts.Sentence{Text: "Doubted.", Cites: []int{1}, Level: prompts.Amber}, state: doubted})
		w.add(line{Sentence: prompts.Sentence{Text: "Certain.", Cites: []int{2}}})
		if answers != (shown == 1) {
			t.Errorf("answers %v: shown %d times", answers, shown)
		}
		r := w.finish(Unfaithful, nil)
		first := 1
		if answers { // a number once shown stays
			first = 2
		}
		if len(r.Sentences) != 2 || r.Sentences[0].Text != "Doubted." || r.Sentences[0].Cites[0] != first {
			t.Errorf("answers %v: %+v", answers, r.Sentences)
		}
	}
}

// A sentence that waits beside the question was not said yet: one that responds
// and says nearly the same stands, in its place.
func TestWhatIsBesideTheQuestionIsNoFirstTelling(t *testing.T) {
	t.Parallel()
	const said = "The old depot by the river will be repaired by the county."
	sources := []prompts.Source{{N: 1, Text: "The old depot by the river will be repaired. " + said}}
	w := newDraft(request{question: "Who will repair the old depot?", answers: true, sources: sources}, nil)
	if err := w.take([]string{"The old depot by the river will be repaired [1].", said + " [1]"}); err != nil {
		t.Fatal(err)
	}
	r := w.finish(Unfaithful, nil)
	if r.Outcome != Answered || len(r.Sentences) != 1 || r.Sentences[0].Text != said {
		t.Errorf("%s: %+v, dropped %+v", r.Outcome, r.Sentences, r.Dropped)
	}
}
