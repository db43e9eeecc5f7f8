package prompts

import (
	"fmt"
	"slices"
	"strings"
)

// stray finds a name or a number that the text has, but in other sentences
// than those that say the rest.
func (a *aligned) stray() string {
	for i, w := range a.claim {
		isName := a.parts[i] == name
		if !isName && w.kind != number || a.names[w.key] || a.e.context[w.key] || !a.e.has(w.key) {
			continue
		}
		// Of a full name, the surname is enough: the article says "Mr Wallace".
		if isName && (a.surnamed(i) || a.owner(i)) {
			continue
		}
		return fmt.Sprintf("the source names %s, but not in what it says of this", w.text)
	}
	return ""
}

// surnamed tells whether a later part of the full name at i may be named of
// the aligned sentences, and the text has both together.
func (a *aligned) surnamed(i int) bool {
	for next := i + 1; next < len(a.claim) && a.parts[next] == name && a.claim[next].before == ""; next++ {
		if k := a.claim[next].key; a.names[k] && a.e.near(a.claim[i].key, k) {
			return true
		}
	}
	return false
}

// owner tells whether the name at i is what the article is about, and only
// says whose something is: "Lumenor's sales" are "sales" to an article about
// Lumenor.
func (a *aligned) owner(i int) bool {
	return a.claim[i].possessive && a.claim[i].key == a.e.topic()
}

// swapped finds a slot that the text fills otherwise, and counts those that it
// fills alike.
func (a *aligned) swapped() (veto string) {
	for _, r := range a.relations {
		same, other := a.lookUp(r)
		if !same && other == "" {
			other = a.moved(r)
		}
		switch {
		case same:
			a.confirmed++
		case other != "" && veto == "":
			veto = fmt.Sprintf("the source has %s for “%s” of “%s”", other, r.filler[len(r.filler)-1], r.anchor)
		}
	}
	return veto
}

// moved finds a name or number that the text has in the same slot of another
// verb, where both verbs are in both: "released 14 and arrested" of "arrested
// 14 and released".
func (a *aligned) moved(r relation) (other string) {
	if !a.held[r.anchor] || r.slot != "agent" && r.slot != "patient" && !strings.HasPrefix(r.slot, "number ") {
		return ""
	}
	for _, i := range a.sents {
		for _, q := range a.e.relations(i) {
			if q.slot != r.slot || q.anchor == r.anchor || anchorOf(q) == anchorOf(r) || q.named != r.named || !sameFiller(r, q) {
				continue
			}
			claimed, kept := false, false
			for _, c := range a.relations {
				claimed = claimed || c.anchor == q.anchor
				kept = kept || c.anchor == q.anchor && c.slot == q.slot && sameFiller(c, q)
			}
			if claimed && !kept {
				return "“" + q.anchor + "”"
			}
		}
	}
	return ""
}

// lookUp tells whether the text has a relation too, and what it has in its
// place where it has something else.
func (a *aligned) lookUp(r relation) (same bool, other string) {
	for _, i := range a.sents {
		for _, q := range a.e.relations(i) {
			if anchorOf(q) != anchorOf(r) {
				continue
			}
			alike := sameFiller(r, q)
			switch {
			case q.slot == r.slot && alike:
				return true, ""
			case q.slot == r.slot && a.conflict(r, q):
				other = "“" + q.filler[len(q.filler)-1] + "”"
			case alike && r.named == q.named && turned(r.slot, q.slot):
				other = "another part"
			}
		}
	}
	return false, other
}

// anchorOf is what two relations must share: all reporting is one.
func anchorOf(r relation) string {
	if r.slot == "agent" && reporting[r.anchor] {
		return "say"
	}
	return r.anchor
}

// turned tells whether two slots of one anchor cannot hold the same filler.
func turned(a, b string) bool {
	switch a + " " + b {
	case "agent patient", "patient agent", "to from", "from to", "for against", "against for", "with without", "without with",
		"before after", "after before", "over under", "under over", "above below", "below above":
		return true
	}
	return false
}

// conflict tells whether two fillers of a slot exclude each other. Two names
// do; two nouns may be two words for one thing.
func (a *aligned) conflict(r, q relation) bool {
	head := r.filler[len(r.filler)-1]
	switch {
	case r.slot == "count":
		return a.e.has(head) && (!slices.Contains(q.filler, head) || !subset(r.filler, q.filler) && !subset(q.filler, r.filler))
	case r.slot == "number":
		return a.counts(head, r.anchor)
	case r.named && q.named:
		if calendarKeys[head] != calendarKeys[q.filler[len(q.filler)-1]] {
			return false // on Friday and on Twitter
		}
		return !a.e.listed(head, q.filler[len(q.filler)-1])
	}
	return false
}

// listed tells whether the text has two names in one list, or as parts of one
// name that has commas: "Education, Research and Rehabilitation Institute".
func (e *evidence) listed(a, b string) bool {
	for _, i := range e.at[a] {
		for _, j := range e.at[b] {
			lo, hi := min(i, j), max(i, j)
			const longest = 8
			if hi-lo > longest || e.words[lo].sent != e.words[hi].sent || !slices.ContainsFunc(e.words[lo+1:hi+1], func(w word) bool { return w.before == "," }) {
				continue
			}
			if !slices.ContainsFunc(e.words[lo+1:hi], func(w word) bool { return w.text != "and" && !w.capital || w.before != "" && w.before != "," }) {
				return true
			}
		}
	}
	return false
}

// calendarKeys are the keys of days and months.
var calendarKeys = func() map[string]bool {
	keys := make(map[string]bool)
	for w := range calendar {
		keys[key(w, false)] = true
	}
	return keys
}()

// counts tells whether the text has a number as that of something else.
func (a *aligned) counts(number, anchor string) bool {
	return slices.ContainsFunc(a.sents, func(i int) bool {
		return slices.ContainsFunc(a.e.relations(i), func(q relation) bool {
			return q.slot == "number" && q.anchor != anchor && q.filler[0] == number
		})
	})
}

// sameFiller tells whether two relations are filled alike. What is counted
// must be the same thing, not only of the same kind ("four additional jets").
func sameFiller(r, q relation) bool {
	if r.slot == "count" {
		if !subset(r.filler, q.filler) && !subset(q.filler, r.filler) {
			return false // a 50-foot fin whale is no 50-foot pilot whale
		}
		return slices.Contains(q.filler, r.filler[len(r.filler)-1]) || slices.Contains(r.filler, q.filler[len(q.filler)-1])
	}
	if r.named && q.named && !subset(r.filler, q.filler) && !subset(q.filler, r.filler) {
		return false // Sara Patel is not Mina Patel
	}
	return overlap(r.filler, q.filler)
}

func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(k string) bool { return !slices.Contains(b, k) })
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

// misgendered finds "she" where the text speaks of "him" only.
func (a *aligned) misgendered() string {
	he, she := genders(a.claim)
	if he == she {
		return ""
	}
	before := 1 // whom the sentence before speaks of may be meant
	if a.antecedent() {
		before = 0
	}
	textHe, textShe := false, false
	for _, i := range a.sents {
		h, s := genders(a.e.words[a.e.starts[max(0, i-before)]:a.e.starts[i+1]])
		textHe, textShe = textHe || h, textShe || s
	}
	if he && textShe && !textHe || she && textHe && !textShe {
		return "the source speaks of another person"
	}
	return ""
}

// antecedent tells whether the claim names somebody before its pronoun.
func (a *aligned) antecedent() bool {
	for i, w := range a.claim {
		if he, she := genders(a.claim[i : i+1]); he || she {
			return false
		}
		if a.parts[i] == name && !w.possessive {
			return true
		}
	}
	return false
}

func genders(ws []word) (he, she bool) {
	for _, w := range ws {
		switch w.text {
		case "he", "him", "his", "himself":
			he = true
		case "she", "her", "hers", "herself":
			she = true
		}
	}
	return he, she
}
