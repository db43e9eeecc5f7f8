package prompts

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// light verbs say nothing by themselves: a profit that was made is a profit.
var light = keySet(`make take have do get give`)

func keySet(list string) map[string]bool {
	keys := make(map[string]bool)
	for w := range set(list) {
		keys[key(w, false)] = true
	}
	return keys
}

// holdsRest tells whether sentence s of the text has all that the claim says
// but for these keys: then it is about the same, and what it has in their place
// is what there is to say.
func (a *aligned) holdsRest(s int, but []string) bool {
	const fewest = 3
	theirs, rest := make(map[string]bool), 0
	for _, w := range a.e.sentence(s) {
		theirs[w.key] = true
	}
	for _, w := range a.claim {
		if w.kind == function || light[w.key] || slices.Contains(but, w.key) {
			continue
		}
		if !theirs[w.key] && !a.e.context[w.key] {
			return false
		}
		rest++
	}
	return rest >= fewest
}

// outnumbered finds a number in whose place a sentence that says all the rest of
// the claim has another.
func (a *aligned) outnumbered() string {
	for _, r := range a.relations {
		if r.slot != "number" && r.slot != "number after" {
			continue
		}
		if same, _ := a.lookUp(r); same {
			continue
		}
		// "4 on Monday and 6 people on Tuesday" are both right, of "6 of its 40
		// shops" one.
		counted := slices.ContainsFunc(a.relations, func(x relation) bool {
			same := x.slot == "number" && x.filler[0] == r.filler[0]
			if same {
				same, _ = a.lookUp(x)
			}
			return same
		})
		for _, s := range a.sents {
			for _, q := range a.e.relations(s) {
				if q.slot == r.slot && q.anchor == r.anchor && !a.states(q.filler[0]) && a.holdsRest(s, r.filler) &&
					(!counted || someOf(a.e.sentence(s), q.filler[0], r.filler[0])) {
					return fmt.Sprintf("the source has %s, not %s", q.filler[0], r.filler[0])
				}
			}
		}
	}
	return ""
}

// someOf tells whether a sentence has "few of its many".
func someOf(ws []word, few, many string) bool {
	for i := 2; i < len(ws); i++ {
		k := i - 1
		if ws[k].kind == function && ws[k].text != "of" && k > 1 {
			k--
		}
		if ws[i].key == many && ws[k].text == "of" && ws[k-1].key == few {
			return true
		}
	}
	return false
}

// states tells whether the claim has a key.
func (a *aligned) states(key string) bool {
	return slices.ContainsFunc(a.claim, func(w word) bool { return w.key == key })
}

// turnedRound finds a word in whose place a sentence that says all the rest of
// the claim has the opposite.
func (a *aligned) turnedRound() string {
	for i, w := range a.claim {
		if a.held[w.key] {
			continue
		}
		for _, o := range opposites(w) {
			if !a.held[o] || a.states(o) || !a.sameNeighbour(i, o) {
				continue
			}
			for _, s := range a.sents {
				if a.e.says(s, o, strings.HasSuffix(w.text, "ing")) && a.holdsRest(s, []string{w.key}) {
					return fmt.Sprintf("the source has “%s”, the opposite of “%s”", o, w.text)
				}
			}
		}
	}
	return ""
}

// says tells whether sentence s has a key, as a participle or not as one:
// "courts, excluding the military ones" do not exclude.
func (e *evidence) says(s int, key string, participle bool) bool {
	return slices.ContainsFunc(e.sentence(s), func(w word) bool {
		return w.key == key && strings.HasSuffix(w.text, "ing") == participle
	})
}

// otherSide finds that the claim has somebody for what the text has the same one
// against, or the reverse.
func (a *aligned) otherSide() string {
	for i, w := range a.claim {
		side := sideAfter(a.claim, i)
		if a.parts[i] != verb || side == "" {
			continue
		}
		var by []string
		for _, r := range a.relations {
			if r.anchor == w.key && r.slot == "agent" && r.named {
				by = r.filler
			}
		}
		other := ""
		for _, at := range a.e.at[w.key] {
			s := a.e.words[at].sent
			agrees := slices.ContainsFunc(a.e.relations(s), func(q relation) bool {
				return q.anchor == w.key && q.slot == "agent" && overlap(q.filler, by)
			})
			theirs := sideAfter(a.e.words, at)
			if !agrees || theirs == "" {
				continue
			}
			if theirs == side {
				return ""
			}
			other = theirs
		}
		if other != "" {
			return fmt.Sprintf("the source has “%s”, not “%s”", other, side)
		}
	}
	return ""
}

// sideAfter reads the side that the verb at i takes: "voted 14 to 9 against".
func sideAfter(ws []word, i int) string {
	const reach = 5
	for k := i + 1; k < min(len(ws), i+1+reach) && ws[k].sent == ws[i].sent && ws[k].before == ""; k++ {
		if t := ws[k].text; t == "for" || t == "against" {
			return t
		}
	}
	return ""
}

// otherDoer finds that the claim has one body do what a sentence that says all
// the rest has another do. Two nouns may be two words for one thing, so that
// this leaves doubt and no more.
func (a *aligned) otherDoer() string {
	for _, r := range a.relations {
		if r.slot != "agent" || r.named || !a.e.has(r.filler[0]) {
			continue
		}
		for _, s := range a.sents {
			for _, q := range a.e.relations(s) {
				if q.slot == r.slot && q.anchor == r.anchor && !overlap(q.filler, r.filler) && a.holdsRest(s, r.filler) &&
					countKeys(a.e.sentence(s), map[string]bool{r.filler[0]: true}) == 0 && !a.states(q.filler[0]) {
					return fmt.Sprintf("the source has “%s” for “%s” of “%s”", q.filler[0], r.filler[0], r.anchor)
				}
			}
		}
	}
	return ""
}

// otherReporter finds that what the claim has somebody say stands in the text as
// what somebody else says.
func (a *aligned) otherReporter() string {
	for _, r := range a.relations {
		if r.slot != "agent" || !reporting[r.anchor] {
			continue
		}
		s := a.reportedIn(r)
		if s < 0 {
			continue
		}
		other := ""
		for _, q := range a.e.relations(s) {
			if q.slot != "agent" || !reporting[q.anchor] {
				continue
			}
			role := a.e.sentence(s)[q.at].text
			switch {
			case overlap(q.filler, r.filler), q.named && r.named && a.e.listed(q.filler[0], r.filler[0]):
				return ""
			case q.named && (r.named || a.e.personal(q.filler) && a.e.acts(r.filler[0])):
				other = role
			case !q.named && r.named && (standIns[role] || prose.IsOffice(role)) && !a.e.holds(r.filler, role):
				other = "a " + role
			}
		}
		if other != "" {
			return "the source has this from " + other
		}
		if r.named && a.quotedElsewhere(s, r.filler) {
			return "the source does not say plainly who says this"
		}
	}
	return ""
}

// quotedElsewhere tells whether sentence s quotes somebody, and not plainly the
// one with this name.
func (a *aligned) quotedElsewhere(s int, name []string) bool {
	ws, found := a.e.sentence(s), false
	for i, q := range a.e.quotations() {
		if q.End <= ws[0].span.Start || q.Start >= ws[len(ws)-1].span.End {
			continue
		}
		said := a.e.spoke[i].Name
		if v := a.e.beside(q.Span); said == "" && (v.name != nil || a.e.holds(name, v.role)) {
			return false
		}
		if said != "" && a.e.samePerson(name, nameKeys(said)) {
			return false
		}
		found = true
	}
	return found
}

// reportedIn is the sentence of the text that has most of what the claim's r
// reports; -1 where none plainly does.
func (a *aligned) reportedIn(r relation) int {
	const fewest, share = 2, .6
	keys := make(map[string]bool)
	for i, w := range a.claim {
		if w.kind != function && a.parts[i] != name && !reporting[w.key] && !slices.Contains(r.filler, w.key) {
			keys[w.key] = true
		}
	}
	hits := make([]int, a.e.sentences())
	a.e.countIn(hits, keys)
	best, second := -1, 0
	for i, n := range hits {
		switch {
		case best < 0 || n > hits[best]:
			if best >= 0 {
				second = hits[best]
			}
			best = i
		case n > second:
			second = n
		}
	}
	if best < 0 || hits[best] < fewest || hits[best] == second || float64(hits[best]) < share*float64(len(keys)) {
		return -1
	}
	return best
}

// personal tells whether the text has a name behind a given name.
func (e *evidence) personal(name []string) bool {
	return slices.ContainsFunc(name, func(k string) bool { return len(e.givenTo(k)) > 0 })
}

// acts tells whether a noun does something of its own in the text.
func (e *evidence) acts(noun string) bool {
	return slices.ContainsFunc(e.at[noun], func(i int) bool {
		return slices.ContainsFunc(e.relations(e.words[i].sent), func(q relation) bool { return q.slot == "agent" && q.filler[0] == noun })
	})
}
