package retrieval

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// named puts the names of whom and what the earlier questions were about for
// the pronouns that nothing in the question itself explains.
func (t *turn) named(turns []*turn) (text string, filled bool) {
	var b strings.Builder
	at := 0
	if t.first < len(t.words) {
		at = t.words[t.first].Start
	}
	for i := t.first; i < len(t.words); i++ {
		name, owns := t.antecedent(i, turns)
		if name == "" {
			continue
		}
		if owns {
			name += "’s"
		}
		b.WriteString(t.text[at:t.words[i].Start])
		b.WriteString(name)
		at, filled = t.words[i].Start+len(bareWord(t.words[i].raw)), true
	}
	b.WriteString(t.text[at:])
	return b.String(), filled
}

// bareWord is a pronoun without what is joined to it: "he's".
func bareWord(raw string) string {
	if i := strings.IndexAny(raw, "'’"); i > 0 {
		return raw[:i]
	}
	return raw
}

// antecedent is whom or what the pronoun at i stands for; "" where there is no
// pronoun there, the question explains it, or two things could be meant.
func (t *turn) antecedent(i int, turns []*turn) (name string, owns bool) {
	// In a long question the pronoun's noun stands before it, or behind: "with his
	// plan in court, the president".
	const short, shorter = 10, 8
	word := strings.ToLower(bareWord(t.words[i].raw))
	before := t.explains(i)
	switch {
	case len(t.words) > short, oneOf(word, "it its they them their") && (before && len(t.all) == 0 || len(t.words) > shorter):
		return "", false
	case oneOf(word, "he she him") && !before:
		return personIn(turns, word, t.q.wantsWords), false
	case oneOf(word, "his her hers") && !before:
		last := i+1 == len(t.words) || t.words[i].after != "" || oneOf(t.at(i+1), "about on to in at for with after before and or")
		return personIn(turns, word, t.q.wantsWords), word != "her" && !last || word == "her" && !last
	case oneOf(word, "they them") && !before:
		return turns[0].only(place, thing, press), false
	case word == "their" && !before:
		return turns[0].only(place, thing, press), true
	case oneOf(word, "it that this") && t.q.wantsWords && i+1 == len(t.words) && oneOf(t.at(i-1), "about on to"):
		return turns[0].q.about, false
	case oneOf(word, "it its") && len(t.all) == 0 && !t.expletive(i):
		return turns[0].subject(), word == "its"
	case word == "there" && i+1 == len(t.words) && !before && !oneOf(t.at(i-1), "is are was were"):
		if where := turns[0].only(place); where != "" {
			return "in " + where, false
		}
	}
	return "", false
}

// explains tells whether what stands before word i may be what a pronoun there
// means: "which star said she".
func (t *turn) explains(i int) bool {
	for j := t.first; j < i; j++ {
		if oneOf(t.at(j), "who which whose") && t.at(i) != "him" || prose.IsOffice(t.at(j)) {
			return true
		}
	}
	return slices.ContainsFunc(t.all, func(e entity) bool { return e.Start < t.words[i].Start })
}

// expletive tells whether "it" at i means nothing: "is it true", "what time is it".
func (t *turn) expletive(i int) bool {
	return oneOf(t.at(i+1), "true possible likely rain raining safe legal about that okay ok worth") || oneOf(t.at(0), "it it's") ||
		t.has("weather time rain raining") || i+1 == len(t.words) && helps(t.at(i-1))
}

// personIn is the person whom the last question that names any is about; of
// several the speaker, if words are asked for again.
func personIn(turns []*turn, pronoun string, words bool) string {
	for _, turn := range turns {
		var people []entity
		for _, e := range turn.all {
			if e.kind == somebody && !slices.ContainsFunc(people, func(o entity) bool { return strings.EqualFold(o.name, e.name) }) {
				people = append(people, e)
			}
		}
		if speaker, ok := turn.q.speaker(); ok && speaker.name == "" && len(people) == 0 && speaker.office != "" {
			return "the " + speaker.office
		}
		switch {
		case len(people) == 0 && oneOf(turn.at(turn.first), "who whom whose"):
			return "" // whom its answer named, and no rule knows
		case len(people) == 0:
			continue
		case len(people) == 1 && turn.mayBe(people[0], pronoun):
			return people[0].name
		case len(people) > 1 && words && turn.q.wantsWords:
			if speaker, ok := turn.q.speaker(); ok && strings.Contains(people[0].name, speaker.surname) && turn.mayBe(people[0], pronoun) {
				return people[0].name
			}
		}
		return ""
	}
	return ""
}

// mayBe tells whether a title speaks against the pronoun.
func (t *turn) mayBe(e entity, pronoun string) bool {
	near := strings.ToLower(t.text[max(0, e.Start-5):e.End])
	woman := strings.Contains(near, "mrs") || strings.Contains(near, "ms ") || strings.Contains(near, "ms. ") || strings.Contains(near, "miss ")
	man := strings.Contains(near, "mr ") || strings.Contains(near, "mr. ")
	if oneOf(pronoun, "he him his") {
		return !woman
	}
	return !man
}

// only is the one thing of some kinds that a question names, "" where there
// are none or two.
func (t *turn) only(kinds ...entityKind) string {
	name := ""
	for _, e := range t.all {
		if !slices.Contains(kinds, e.kind) || strings.EqualFold(e.name, name) {
			continue
		}
		if name != "" {
			return ""
		}
		name = e.name
	}
	return name
}

// subject is what the question is about as a thing: "the barrier" of "what will
// the barrier cost", or the one thing that it names.
func (t *turn) subject() string {
	for i := 1; i < len(t.words); i++ {
		if t.at(i) != "the" || !helps(t.at(i-1)) {
			continue
		}
		if _, _, isTime := t.timeAt(i); isTime {
			continue
		}
		for n := i + 1; n < len(t.words) && n <= i+3; n++ {
			end := n+1 == len(t.words) || t.words[n].after != ""
			if end || !t.words[n].capital && (n > i+1 || !t.words[n+1].capital) {
				if end && n > i+1 && !t.words[n].capital {
					n-- // its last word is the verb
				}
				return t.text[t.words[i].Start:t.words[n].End]
			}
		}
		return ""
	}
	name := t.only(thing, place)
	if _, ok := t.q.speaker(); ok || t.only(somebody) != "" {
		return ""
	}
	return name
}
