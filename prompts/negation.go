package prompts

import (
	"fmt"
	"slices"
	"strings"
)

// negators turn what follows them round; so do, without saying "not", the
// implicit ones: "failure to withdraw" is no withdrawal.
var (
	negators = set(`not no never neither nor without none nobody nothing`)
	// flatly are those that leave nothing over.
	flatly   = set(`never none nobody nothing`)
	implicit = func() map[string]bool {
		keys := make(map[string]bool)
		for w := range set(`fail refuse deny prevent avoid lack decline`) {
			keys[key(w, false)] = true
		}
		return keys
	}()
)

// negations returns the content words that a negation reaches: the next one,
// and the next two. Of "not caused by the drug but by the inhaler" it is the
// drug.
func negations(ws []word) (next, reach map[string]bool) {
	next, reach = make(map[string]bool), make(map[string]bool)
	for i, w := range ws {
		if !implicit[w.key] && (!negators[w.text] || i+1 < len(ws) && ws[i+1].text == "only") {
			continue
		}
		const farthest, most = 8, 2
		var reached []string
		contrast := false
		for k := i + 1; k < min(i+1+farthest, len(ws)) && !strings.ContainsAny(ws[k].before, ",;:."); k++ {
			if ws[k].text == "and" || ws[k].text == "but" {
				contrast = ws[k].text == "but"
				break
			}
			if ws[k].kind == content {
				reached = append(reached, ws[k].key)
			}
		}
		switch {
		case len(reached) == 0:
			continue
		case contrast:
			next[reached[len(reached)-1]] = true
		default:
			next[reached[0]] = true
			reached = reached[:min(most, len(reached))]
		}
		for _, k := range reached {
			reach[k] = true
		}
	}
	return next, reach
}

// negated finds a word that is negated on one side only.
func (a *aligned) negated() string {
	claimNext, claimReach := negations(a.claim)
	if slices.ContainsFunc(a.claim, func(w word) bool { return implicit[w.key] }) && a.refuses() {
		// What both refuse is for the relations to compare; each has its own
		// words for it.
		clear(claimNext)
	}
	in := make(map[string]bool)
	for _, w := range a.claim {
		in[w.key] = true
	}
	textReach, plainly := make(map[string]bool), make(map[string]bool)
	textNext, negatesAny := make(map[string]bool), false
	flat := slices.ContainsFunc(a.claim, func(w word) bool { return flatly[w.text] })
	for _, i := range a.sents {
		next, reach := negations(a.e.sentence(i))
		for k := range next {
			textNext[k] = true
		}
		for k := range reach {
			textReach[k] = true
		}
		for _, w := range a.e.sentence(i) {
			negatesAny = negatesAny || flat && turns(w.text)
			if !reach[w.key] {
				plainly[w.key] = true
			}
		}
	}
	for k := range claimNext {
		if a.held[k] && !textReach[k] {
			return fmt.Sprintf("the source does not negate “%s”", k)
		}
	}
	if flat && !negatesAny {
		return "the source negates nothing of it"
	}
	for k := range textNext {
		if in[k] && !claimReach[k] && !plainly[k] {
			return fmt.Sprintf("the source negates “%s”", k)
		}
	}
	return ""
}

// refuses tells whether the text has an implicit negation too.
func (a *aligned) refuses() bool {
	for k := range implicit {
		if a.held[k] {
			return true
		}
	}
	return false
}

// opposite finds a word of the claim in whose place the text has its opposite.
func (a *aligned) opposite() string {
	in := make(map[string]bool)
	for _, w := range a.claim {
		in[w.key] = true
	}
	for i, w := range a.claim {
		for _, o := range opposites(w) {
			if a.held[w.key] || !a.held[o] || in[o] {
				continue
			}
			if a.sameNeighbour(i, o) {
				return fmt.Sprintf("the source has “%s”, the opposite of “%s”", o, w.text)
			}
		}
	}
	return ""
}

// opposites are the keys of what says the opposite of a word: those listed,
// and the word with or without a negative prefix.
func opposites(w word) []string {
	found := slices.Clone(antonyms[w.key])
	for _, prefix := range []string{"dis", "un", "in", "im", "non"} {
		const shortest = 4
		if rest, ok := strings.CutPrefix(w.key, prefix); ok && len(rest) >= shortest {
			found = append(found, rest)
		}
		if w.kind == content && len(w.key) >= shortest {
			found = append(found, prefix+w.key)
		}
	}
	return found
}

// sameNeighbour tells whether a content word beside the claim's i-th also
// stands beside the opposite in the text.
func (a *aligned) sameNeighbour(i int, opposite string) bool {
	const reach = 3
	beside := make(map[string]bool)
	for k := max(0, i-reach); k <= min(i+reach, len(a.claim)-1); k++ {
		if a.claim[k].kind != function {
			beside[a.claim[k].key] = true
		}
	}
	for _, s := range a.sents {
		ws := a.e.sentence(s)
		for j, w := range ws {
			if w.key != opposite {
				continue
			}
			for k := max(0, j-reach); k <= min(j+reach, len(ws)-1); k++ {
				if beside[ws[k].key] {
					return true
				}
			}
		}
	}
	return false
}
