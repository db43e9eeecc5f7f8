package prompts

import (
	"slices"
	"strings"
)

// aligned is a claim sentence beside the sentences of the text that say it.
type aligned struct {
	claim []word
	parts []part
	e     *evidence
	sents []int           // sentences of e, the best first
	held  map[string]bool // keys of all their words
	names map[string]bool // keys that may be named of them: theirs, and whom their pronouns mean
	// relations are the claim's; confirmed counts those that the text has too.
	relations []relation
	confirmed int
}

// related is what the sentences that say the same as a claim make of it.
type related struct {
	// veto says why the claim is not carried although its words are there:
	// somebody else did it, to somebody else, elsewhere, or it was not done.
	veto string
	// contradicted: the source says that it is not so, or the opposite.
	contradicted bool
	// opposed: a sentence of the source says all of it, with another number or
	// the opposite in its place.
	opposed bool
	// held is the share of the claim's words in those sentences, confirmed the
	// share of its relations, in [0, 1).
	held, confirmed float64
}

// relate lays each statement of a claim beside what says the same in the text.
func relate(claim []word, e *evidence) related {
	var r related
	units, stated, found := statements(claim), 1, 0
	for _, unit := range units {
		a := align(unit, e)
		if a == nil {
			continue
		}
		for _, rule := range []func() string{a.negated, a.opposite} {
			if reason := rule(); reason != "" && !r.contradicted {
				r.veto, r.contradicted = reason, true
			}
		}
		for _, rule := range []func() string{a.outnumbered, a.turnedRound, a.otherSide} {
			if reason := rule(); reason != "" && !r.opposed {
				r.veto, r.opposed = reason, true
			}
		}
		for _, rule := range []func() string{a.otherReporter, a.otherDoer, a.stray, a.swapped, a.misgendered, a.unreal, a.overstated, a.misbound, a.unlinked, a.apart} {
			if reason := rule(); r.veto == "" {
				r.veto = reason
			}
		}
		r.held += a.share()
		stated, found = stated+len(a.relations), found+a.confirmed
	}
	r.held /= float64(max(1, len(units)))
	r.confirmed = float64(found) / float64(stated)
	return r
}

// align finds the sentences of the text that say what the claim's sentence
// does: the one that holds most of its words, others that hold as many, and
// one more for what is left of the words.
func align(claim []word, e *evidence) *aligned {
	a := &aligned{claim: claim, parts: partsOf(claim), e: e, held: make(map[string]bool), names: make(map[string]bool)}
	left := make(map[string]bool)
	for _, w := range claim {
		if w.kind != function {
			left[w.key] = true
		}
	}
	const mostSentences, fewestWords = 3, 2
	hits := make([]int, e.sentences())
	for range mostSentences {
		e.countIn(hits, left)
		best, most := -1, 0
		for i, n := range hits {
			if n > most && !slices.Contains(a.sents, i) {
				best, most = i, n
			}
		}
		if best < 0 || len(a.sents) > 0 && most < fewestWords {
			break
		}
		a.sents = append(a.sents, best)
		for i, w := range claim {
			// What makes another sentence part of it is what is told there,
			// not that somebody is named there.
			if a.parts[i] == name {
				delete(left, w.key)
			}
		}
		for _, w := range e.sentence(best) {
			delete(left, w.key)
			a.held[w.key] = true
		}
		a.takeNames(best)
	}
	if len(a.sents) == 0 {
		return nil
	}
	a.relations = relationsOf(claim, a.parts)
	return a
}

// share is how much of the claim's different words the aligned sentences hold.
// Those that only say where it was reported need not stand there.
func (a *aligned) share() float64 {
	said := make(map[string]bool)
	held := 0
	for i, w := range a.claim {
		if w.kind == function || said[w.key] || a.e.context[w.key] && !a.e.has(w.key) {
			continue
		}
		said[w.key] = true
		if a.held[w.key] || a.parts[i] == name && a.names[w.key] && a.e.has(w.key) {
			held++
		}
	}
	return float64(held) / float64(max(1, len(said)))
}

// countIn counts how many of the keys each sentence has.
func (e *evidence) countIn(hits []int, keys map[string]bool) {
	clear(hits)
	for k := range keys {
		last := -1
		for _, at := range e.at[k] {
			if s := e.words[at].sent; s != last {
				hits[s]++
				last = s
			}
		}
	}
}

func countKeys(ws []word, keys map[string]bool) int {
	seen := make(map[string]bool, len(keys))
	for _, w := range ws {
		if keys[w.key] {
			seen[w.key] = true
		}
	}
	return len(seen)
}

// takeNames notes what may be named of sentence i: its own words; whom it
// means where it uses a pronoun or names nobody; what its initials spell.
func (a *aligned) takeNames(i int) {
	ws := a.e.sentence(i)
	pointing, named := false, false
	for k, w := range ws {
		a.names[w.key] = true
		pointing = pointing || pronouns[w.text]
		named = named || w.capital && k > 0
	}
	for _, s := range a.e.speakers(i) {
		a.names[s] = true
	}
	a.names[initials(ws)] = true
	a.takeIntroduced(i)
	if !pointing && named {
		return
	}
	const back = 3
	for _, w := range a.e.words[a.e.starts[max(0, i-back)]:a.e.starts[i]] {
		if w.capital || w.kind == number && i > 0 && w.sent == ws[0].sent-1 {
			a.names[w.key] = true
		}
	}
}

// takeIntroduced notes whom sentence i has as "a former trader" and the next
// one begins by naming, as the first sentences of news do.
func (a *aligned) takeIntroduced(i int) {
	ws := a.e.sentence(i)
	if t := ws[0].text; t != "a" && t != "an" || i+1 == a.e.sentences() {
		return
	}
	for _, w := range a.e.sentence(i + 1) {
		if !w.capital {
			return
		}
		a.names[w.key] = true
	}
}

var pronouns = set(`he him she his her hers it its they them their this these such we our us i my me`)

// initials are the first letters of a sentence's first run of capitals, small
// words between them left out: what a body is called for short.
func initials(ws []word) string {
	var b strings.Builder
	for _, w := range ws {
		switch {
		case w.capital && w.kind == content:
			b.WriteByte(w.text[0])
		case w.kind != function && b.Len() < 3:
			b.Reset()
		case w.kind != function:
			return b.String()
		}
	}
	return b.String()
}
