package retrieval

import (
	"fmt"
	"slices"
)

const (
	// mostParts is how many questions in one are looked for each on its own.
	mostParts = 3
	// partsWithin is among how many passages, best first, each part has one.
	partsWithin = 4
)

// addParts looks for each part of a question on its own, and sees to it that the
// best passage for each is among the first: a question of two parts is seldom
// answered by the one passage that shares most words with both. Of several
// outlets balance sees to that.
func (x *index) addParts(r *Result, q Query, asked question, limit int) {
	if len(asked.parts) > mostParts || asked.several {
		return
	}
	q.sense = nil // it is where the whole lies
	keep := x.filterOf(q)
	for i, text := range asked.parts {
		part := x.part(text, asked, i, q)
		w, all := x.look(part, q, keep)
		if len(all) == 0 {
			continue
		}
		e := x.evidence(w, all)
		p := e.probability(&answerable)
		if p < MinAnswerable {
			continue
		}
		r.Answerable = max(r.Answerable, p)
		best := choose(w, all, 1, q.Explain)[0]
		r.Passages = lift(r.Passages, best, min(i+1, len(r.Passages)), limit)
		if q.Explain {
			r.Parse = append(r.Parse, fmt.Sprintf("part %d: %s: %s, bytes %d-%d", i+1, part.text, best.Article.Title, best.Start, best.End))
		}
	}
}

// part is one of the questions that another consists of, standing by itself: its
// pronouns are named from those before it, and it is about the same time.
func (x *index) part(text string, whole question, i int, q Query) question {
	standing, _ := Standing(text, whole.parts[:i])
	part := parse(standing, q.Asked, x.outlets)
	if len(part.times) == 0 {
		part.times, part.tense = whole.times, whole.tense
	}
	if len(part.outlets) == 0 {
		part.outlets = whole.outlets
	}
	return part
}

// lift puts a passage at a place among others unless one of the first of them
// holds it, and takes it, or what it holds, away from behind.
func lift(shown []Passage, p Passage, at, limit int) []Passage {
	holds := func(o Passage) bool {
		return o.Article.ID == p.Article.ID && o.Start < p.End && p.Start < o.End
	}
	if i := slices.IndexFunc(shown, holds); i >= 0 && i < partsWithin {
		return shown
	}
	shown = slices.DeleteFunc(shown, holds)
	at = min(at, len(shown))
	if at > 0 {
		p.Score = min(p.Score, shown[at-1].Score)
	}
	if at < len(shown) {
		p.Score = max(p.Score, shown[at].Score)
	}
	return slices.Insert(shown, at, p)[:min(limit, len(shown)+1)]
}
