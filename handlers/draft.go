package handlers

import (
	"errors"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/prompts"
)

// draft is an answer in the making. A sentence is shown once it stands, and
// what is shown stays.
type draft struct {
	request
	citations citations
	checker   *prompts.Checker
	show      func(Reply)

	lines   []line
	refused bool
	// repeated counts the sentences that said nothing new.
	repeated int
	dropped  []prompts.Sentence
	usage    prompts.Usage
	// unheard: a second opinion was due and could not be had.
	unheard bool
}

// maxRepeated is how many repetitions tell that a small model goes round in
// circles, which it does until its limit.
const maxRepeated = 4

// line is a sentence of the draft. Its Cites are numbers among the sources.
type line struct {
	prompts.Sentence
	state state
	shown []int // its citations as they are shown
}

// state is what a line waits for.
type state int

const (
	standing state = iota // for nothing: it is shown
	beside                // for a sentence that responds to the question: by itself it is about something else
	doubted               // for a second opinion
)

func newDraft(req request, show func(Reply)) *draft {
	w := &draft{
		request: req, citations: citations{sources: req.sources},
		checker: prompts.NewChecker(req.question, req.sources), show: show,
	}
	for _, s := range req.lead {
		w.add(line{Sentence: s})
	}
	return w
}

// take checks raw sentences of the model's and shows what stands.
func (w *draft) take(raw []string) error {
	for _, r := range raw {
		if prompts.IsRefusal(r) {
			return errRefused
		}
		s := w.checker.Check(r)
		switch {
		case s.Level == prompts.Red:
			w.dropped = append(w.dropped, s)
		case s.Level == prompts.Amber && len(w.lead) > 0:
			// Beside somebody's own words a doubtful report of them does harm only.
			s.Reason = "it is not as certain as what stands already; " + s.Reason
			w.dropped = append(w.dropped, s)
		case w.repeats(s):
			s.Reason = "it repeats an earlier sentence"
			w.dropped = append(w.dropped, s)
			if w.repeated++; w.repeated == maxRepeated {
				return errEnough
			}
		default:
			l := w.place(s)
			w.outdo(l)
			w.add(l)
		}
		if w.limit > 0 && len(w.lines) >= w.limit {
			return errEnough
		}
	}
	return nil
}

// place decides what a checked sentence waits for.
func (w *draft) place(s prompts.Sentence) line {
	l := line{Sentence: s}
	if w.answers && !w.stands() {
		if responds, reason := prompts.Responds(w.question, s, w.sources); !responds {
			l.state, l.Reason = beside, reason
			return l
		}
	}
	if w.consult && s.Level == prompts.Amber {
		l.state = doubted
	}
	return l
}

// add appends a line. Once one stands, those beside it may stand too.
func (w *draft) add(l line) {
	w.lines = append(w.lines, l)
	if l.state != standing {
		return
	}
	for i := range w.lines {
		if o := &w.lines[i]; o.state == beside {
			o.state = standing
			if w.consult && o.Level == prompts.Amber {
				o.state = doubted
			}
		}
	}
	w.reveal()
}

// repeats: the same has been said. The points of a summary may say again what
// its lead has in brief, but not in the same words. What is beside the question
// has not been said yet: it does not keep what responds from standing.
func (w *draft) repeats(s prompts.Sentence) bool {
	aside := w.place(s).state == beside
	return slices.ContainsFunc(w.lines, func(l line) bool {
		return l.Text == s.Text || w.answers && (l.state != beside || aside) && prompts.Repeats(l.Sentence, s)
	})
}

// outdo drops what waits beside the question and a line that responds says too.
func (w *draft) outdo(by line) {
	if by.state == beside {
		return
	}
	w.lines = slices.DeleteFunc(w.lines, func(l line) bool {
		outdone := l.state == beside && prompts.Repeats(by.Sentence, l.Sentence)
		if outdone {
			w.dropped = append(w.dropped, l.Sentence)
		}
		return outdone
	})
}

// stands: something of it is fit to show.
func (w *draft) stands() bool {
	return slices.ContainsFunc(w.lines, func(l line) bool { return l.state == standing })
}

// doubtful lists the sentences that wait for a second opinion.
func (w *draft) doubtful() []prompts.Sentence {
	var list []prompts.Sentence
	for _, l := range w.lines {
		if l.state == doubted {
			list = append(list, l.Sentence)
		}
	}
	return list
}

// judge takes the second opinion on each doubtful sentence, in their order.
func (w *draft) judge(opinions []prompts.Opinion) {
	kept := w.lines[:0]
	for _, l := range w.lines {
		if l.state == doubted && len(opinions) > 0 {
			l.Sentence, opinions = l.Heard(opinions[0]), opinions[1:]
		}
		if l.Level == prompts.Red {
			w.dropped = append(w.dropped, l.Sentence)
			continue
		}
		kept = append(kept, l)
	}
	w.lines = kept
}

// settle ends the waiting: what was doubted stands, and what is beside the
// question stands where something else does.
func (w *draft) settle() {
	w.turn(doubted, standing)
	if w.stands() {
		w.turn(beside, standing)
	}
}

// cites are the sources that what stands rests on, by N.
func (w *draft) cites() []int {
	var cites []int
	for _, l := range w.lines {
		if l.state == standing {
			cites = append(cites, l.Cites...)
		}
	}
	return cites
}

// turn puts all lines of a state into another.
func (w *draft) turn(from, to state) {
	for i := range w.lines {
		if w.lines[i].state == from {
			w.lines[i].state = to
		}
	}
}

func (w *draft) pay(u prompts.Usage) {
	w.usage.Prompt += u.Prompt
	w.usage.Completion += u.Completion
}

// reveal shows the reader what stands. Of a summary nothing is shown while its
// lead is doubted: what stands first would be taken for it, and numbered before it.
func (w *draft) reveal() {
	if w.show == nil || !w.answers && w.lines[0].state != standing {
		return
	}
	r := w.reply()
	r.Outcome, r.Partial = Answered, true
	w.show(r)
}

// reply has the lines that stand and the sources that they cite.
func (w *draft) reply() Reply {
	r := Reply{Usage: w.usage, Dropped: slices.Clone(w.dropped), Provisional: w.unheard}
	for i := range w.lines {
		l := &w.lines[i]
		if l.state != standing {
			continue
		}
		if l.shown == nil {
			l.shown = w.citations.renumber(l.Cites)
		}
		s := l.Sentence
		s.Cites = l.shown
		r.Sentences = append(r.Sentences, s)
	}
	r.Sources = w.citations.shown()
	return r
}

// finish settles the outcome. cause and fault are what write made of the
// model's part.
func (w *draft) finish(cause Cause, fault error) Reply {
	w.settle()
	// Before the coda, which needs no model either.
	alone := len(w.lead) > 0 && !slices.ContainsFunc(w.lines[len(w.lead):], func(l line) bool { return l.state == standing })
	if w.stands() && w.coda != nil {
		for _, s := range w.coda(w.cites()) {
			w.lines = append(w.lines, line{Sentence: s})
		}
	}
	var aside []prompts.Sentence // checked, and about something else
	for _, l := range w.lines {
		if l.state == beside {
			aside = append(aside, l.Sentence)
		}
	}
	r := w.reply()
	r.Dropped = append(r.Dropped, aside...)
	switch {
	case len(r.Sentences) > 0 && (!alone || cause == Unfaithful):
		r.Outcome, r.Cut = Answered, fault != nil
		return r
	case len(r.Sentences) > 0: // the lead alone, which is no model's
	case w.refused, len(aside) > 0 && fault == nil:
		r.Outcome = Unknown
		return r
	}
	return w.without(cause, fault, r)
}

// without is the reply that no model has part in: the lead, where there is one,
// above the closest passages.
func (w *draft) without(cause Cause, fault error, r Reply) Reply {
	c := w.closest(cause)
	var lasting interface{ Lasting() bool }
	c.Lasting = errors.As(fault, &lasting) && lasting.Lasting()
	c.Dropped, c.Usage = r.Dropped, r.Usage
	if len(r.Sentences) > 0 {
		c.Sentences, c.Sources = r.Sentences, beneath(r.Sources, c.Sources)
	}
	return c
}

// beneath lists passages after the sources cited, without those that are part of
// one.
func beneath(cited, passages []prompts.Source) []prompts.Source {
	list := slices.Clone(cited)
	for _, p := range passages {
		opening, _, _ := strings.Cut(strings.TrimSpace(p.Text), "\n\n")
		opening = strings.Trim(opening, "… ")
		if slices.ContainsFunc(cited, func(s prompts.Source) bool { return s.Article == p.Article && strings.Contains(s.Text, opening) }) {
			continue
		}
		p.N = len(list) + 1
		list = append(list, p)
	}
	return list
}
