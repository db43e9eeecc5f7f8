package prompts

import (
	"fmt"
	"slices"
)

// joins join two clauses and say how one follows from, or on, the other.
var joins = set(`because after before when`)

// unlinked finds two clauses that the claim joins by "because" or "after" and
// that the text has in places of its own: each is true, and their link is
// made up.
func (a *aligned) unlinked() string {
	const apart = 1
	for i, w := range a.claim {
		reported := w.text == "that" && a.reports(i) // "told supporters at the hotel that"
		if !reported && !joins[w.text] || i == 0 || i+1 == len(a.claim) {
			continue
		}
		if w.text == "because" && a.reversed(i) {
			return "the source has cause and effect the other way round"
		}
		first, n := a.bestSentence(a.claim[:i])
		second, m := a.bestSentence(a.claim[i+1:])
		const fewest = 2
		if n < fewest || m < fewest || abs(first-second) <= apart {
			continue
		}
		// Some other sentence may have both.
		if s, both := a.bestSentence(a.claim); both >= n+m-1 || s < 0 {
			continue
		}
		return fmt.Sprintf("the source does not put what comes before “%s” with what comes after", w.text)
	}
	return ""
}

// reversed tells whether the text has what follows the "because" at i before
// its own, and what comes before it after.
func (a *aligned) reversed(i int) bool {
	for _, s := range a.sents {
		ws := a.e.sentence(s)
		k := slices.IndexFunc(ws, func(w word) bool { return w.text == "because" })
		if k <= 0 {
			continue
		}
		effect, cause := saidKeys(a.claim[:i]), saidKeys(a.claim[i+1:])
		if countKeys(ws[:k], cause) > countKeys(ws[k:], cause) && countKeys(ws[k:], effect) > countKeys(ws[:k], effect) {
			return true
		}
	}
	return false
}

// saidKeys are the keys of the words that say something.
func saidKeys(ws []word) map[string]bool {
	keys := make(map[string]bool)
	for _, w := range ws {
		if w.kind != function {
			keys[w.key] = true
		}
	}
	return keys
}

// reports tells whether the last verb before i is one of reporting.
func (a *aligned) reports(i int) bool {
	for k := i - 1; k >= 0; k-- {
		if a.parts[k] == verb {
			return reporting[a.claim[k].key]
		}
	}
	return false
}

// apart finds a body of several words ("the geological institute") that no
// sentence of the text has with what the claim has it do.
func (a *aligned) apart() string {
	for i := range a.claim {
		if a.parts[i] != verb || !a.held[a.claim[i].key] {
			continue
		}
		p := parser{ws: a.claim, parts: a.parts}
		passive, j := p.pastAuxiliaries(i)
		if passive || j < 0 || a.claim[j+1].before != "" {
			continue
		}
		// "teams from Vardia", "the pension fund in Ohio": head and all.
		filler, named, at := p.subject(j)
		if filler == nil || named {
			continue
		}
		body := make(map[string]bool)
		for _, w := range a.claim[p.phraseStart(at) : j+1] {
			if w.kind == content {
				body[w.key] = true
			}
		}
		if len(body) < 2 || a.together(body, a.claim[i].key) {
			continue
		}
		return fmt.Sprintf("the source does not have “%s” with “%s”", a.claim[at].text, a.claim[i].text)
	}
	return ""
}

// together tells whether a sentence of the text has the verb, and itself a part
// of the body, or a pronoun where the one before it has; or no sentence has all
// of the body.
func (a *aligned) together(body map[string]bool, verb string) bool {
	whole := false
	for i := range a.e.sentences() {
		whole = whole || countKeys(a.e.sentence(i), body) == len(body)
	}
	if !whole {
		return true
	}
	for _, at := range a.e.at[verb] {
		s := a.e.words[at].sent
		from := s
		if slices.ContainsFunc(a.e.sentence(s), func(w word) bool {
			return w.text == "he" || w.text == "she" || w.text == "it" || w.text == "they"
		}) {
			from = max(0, s-1)
		}
		if countKeys(a.e.words[a.e.starts[from]:a.e.starts[s+1]], body) > 0 {
			return true
		}
	}
	return false
}

// bestSentence is the sentence of the text with most of the words.
func (a *aligned) bestSentence(ws []word) (best, most int) {
	keys := saidKeys(ws)
	best = -1
	hits := make([]int, a.e.sentences())
	a.e.countIn(hits, keys)
	for i, n := range hits {
		if n > most {
			best, most = i, n
		}
	}
	return best, most
}

func abs(n int) int { return max(n, -n) }
