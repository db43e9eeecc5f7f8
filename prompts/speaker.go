package prompts

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// reporting are the keys of verbs that put words into somebody's mouth. As an
// anchor they are one: who "stressed" it also "said" it.
var reporting = func() map[string]bool {
	keys := make(map[string]bool)
	for w := range set(`say add tell warn stress claim announce argue insist note explain state declare suggest reveal vow promise pledge admit concede confirm deny urge predict describe call report write accuse complain acknowledge assert reply remark comment ask tweet post joke quip conclude testify plead`) {
		keys[key(w, false)] = true
	}
	return keys
}()

// speakers are the keys of the names of whoever speaks in sentence i, or acts
// in it under a pronoun: who was last named as doing so.
func (e *evidence) speakers(i int) []string {
	const farthest = 6
	for back := i; back >= max(0, i-farthest); back-- {
		var names []string
		for _, r := range e.relations(back) {
			if r.slot == "agent" && r.named && (reporting[r.anchor] || back < i && r.at < 6) {
				names = append(names, r.filler...)
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	if i <= farthest {
		return e.opening
	}
	return nil
}

// misattributed tells what is wrong with the name that a claim puts to a
// quotation, both with their marks off: red where the text plainly has the
// words from somebody else, amber where it does not plainly have them from
// whom the claim says. A wrong name under somebody's words is the worst that an
// answer can hold, so that "she said" is nobody whom prose.Speakers can't name.
// Green where the claim names nobody.
func misattributed(text string, claim []word, quotation string, e *evidence) verdict {
	by := claimant(text, claim, quotation)
	if len(by) == 0 {
		return verdict{level: Green}
	}
	other := ""
	voices := e.voices(quotation)
	for _, v := range voices {
		switch {
		case v.name != nil && e.samePerson(by, v.name), v.name == nil && e.holds(by, v.role):
			return verdict{level: Green}
		case v.name != nil && !subset(by, v.name) && !subset(v.name, by):
			other = strings.Join(v.name, " ")
		case standIns[v.role]:
			other = "a " + v.role
		}
	}
	if at := e.sentenceOf(quotation); other == "" && at >= 0 {
		if said := e.speakers(at); len(said) > 0 && !overlap(by, said) && !overlap(by, e.around(at)) {
			other = strings.Join(said, " ") // "she" is none who is named nowhere near
		}
	}
	switch {
	case other != "":
		return verdict{Red, "the source has these words from " + other}
	case len(voices) == 0 && !slices.ContainsFunc(by, func(k string) bool { return !e.context[k] }):
		return verdict{level: Green} // a headline, of its outlet
	}
	return verdict{Amber, "the source does not say plainly whose words these are"}
}

// claimant are the keys of the name that a claim puts to a quotation; none
// where it names nobody.
func claimant(text string, claim []word, quotation string) (by []string) {
	quotations := prose.Quotations(text)
	for i, s := range prose.Speakers(text, quotations) {
		if s.Name != "" && quotations[i].Inner.In(text) == quotation {
			return nameKeys(s.Name)
		}
	}
	for _, r := range relationsOf(claim, partsOf(claim)) {
		if r.slot == "agent" && r.named && reporting[r.anchor] {
			by = append(by, r.filler...)
		}
	}
	for i, w := range claim { // "was Smith's reply"
		if i > 0 && len(by) == 0 && utterances[w.text] && claim[i-1].possessive && claim[i-1].capital {
			by = append(by, claim[i-1].key)
		}
	}
	return by
}

// utterances are nouns for what somebody says.
var utterances = set(`words word reply response answer statement comment comments remark remarks verdict phrase view warning message`)

func nameKeys(name string) (keys []string) {
	for _, w := range readWords(name) {
		keys = append(keys, w.key)
	}
	return keys
}

// voice is one place where a text has a quotation: the keys of the name of
// who says it, or the noun that it calls them by, or neither.
type voice struct {
	name []string
	role string
}

// voices are the places where the text has a quotation.
func (e *evidence) voices(quotation string) (found []voice) {
	parts, ok := e.quotedParts(quotation)
	if !ok || len(parts) == 0 {
		return nil
	}
	quotations := e.quotations()
	for first := 0; first < len(quotations); {
		var words []string
		last := first
		for ; last < len(quotations) && quotations[last].Run == quotations[first].Run; last++ {
			words = append(words, spoken(quotations[last].Inner.In(e.text))...)
		}
		switch at, _ := find(parts[0], words, 0); {
		case at < 0:
		case e.spoke[first].Name != "":
			found = append(found, voice{name: nameKeys(e.spoke[first].Name)})
		default:
			for i := range quotations[first:last] {
				found = append(found, e.beside(quotations[first+i].Span))
			}
		}
		first = last
	}
	if at := e.sentenceOf(quotation); len(found) == 0 && at >= 0 {
		// Words of the report, or what a passage begins in the middle of.
		start := e.words[e.starts[at]].span.Start
		found = append(found, e.beside(prose.Span{Start: start, End: start}))
	}
	return found
}

// quotations are the text's; their speakers are in spoke. Both are read once.
func (e *evidence) quotations() []prose.Quotation {
	if e.spoke == nil {
		e.quoted = prose.Quotations(e.text)
		e.spoke = prose.Speakers(e.text, e.quoted)
	}
	return e.quoted
}

// beside reads who says a quotation from the sentence that it stands in: "Smith
// said", "the mayor said". Who speaks within the quotation does not count, nor
// whom a pronoun may mean.
func (e *evidence) beside(q prose.Span) (v voice) {
	const farthest = 6
	for i := range e.sentences() {
		ws, parts := e.sentence(i), e.parts(i)
		if len(ws) == 0 || ws[len(ws)-1].span.End <= q.Start || ws[0].span.Start > q.End {
			continue
		}
		within := func(at prose.Span) bool { return q.Start <= at.Start && at.End <= q.End }
		pointed := false
		for k, w := range ws {
			pointed = pointed || parts[k] == pronoun && !within(w.span)
		}
		for _, r := range e.relations(i) {
			switch {
			case r.slot != "agent" || !reporting[r.anchor] || within(ws[r.at].span):
			case r.named:
				return voice{name: r.filler}
			default:
				v.role = ws[r.at].text
			}
		}
		if v.role == "" && !pointed && i <= farthest && len(e.opening) > 0 {
			return voice{name: e.opening}
		}
	}
	return v
}

// around are the keys of the names near sentence i, one of which its pronoun
// may mean.
func (e *evidence) around(i int) []string {
	var keys []string
	const reach = 3
	for _, w := range e.words[e.starts[max(0, i-reach)]:e.starts[min(i+2, e.sentences())]] {
		if w.capital {
			keys = append(keys, w.key)
		}
	}
	return keys
}

// samePerson tells whether two names are one person's: one is part of the
// other, and not only a surname that the text has of two.
func (e *evidence) samePerson(a, b []string) bool {
	const fewest = 2
	shared := 0
	for _, k := range a {
		shared += int(oneIf(slices.Contains(b, k)))
	}
	if shared == 0 || !subset(a, b) && !subset(b, a) && shared < fewest {
		return false
	}
	return shared >= fewest || !slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) && len(e.givenTo(k)) > 1 })
}

// givenTo are the keys of the given names that the text has before a surname.
func (e *evidence) givenTo(surname string) []string {
	var given []string
	for _, i := range e.at[surname] {
		if i == 0 || e.words[i].before != "" || !e.words[i].capital {
			continue
		}
		w := e.words[i-1]
		if w.capital && w.kind == content && !w.possessive && !titles[w.text] && !prose.IsOffice(w.text) && !slices.Contains(given, w.key) {
			given = append(given, w.key)
		}
	}
	return given
}

// holds tells whether the text calls a person by a noun: "crane driver Ali
// Demir", "Mr Wallace, the defence secretary"; and nobody else.
func (e *evidence) holds(name []string, role string) bool {
	const apposed = 4
	found := false
	for i, w := range e.words {
		if role == "" || w.text != role {
			continue
		}
		next := i + 1
		for next < len(e.words) && (e.words[next].before == "" || e.words[next].before == ",") && courtesies[e.words[next].text] {
			next++
		}
		if next < len(e.words) && e.words[next].capital && (e.words[next].before == "" || e.words[next].before == ",") && e.words[next].sent == w.sent {
			if !slices.Contains(name, e.words[next].key) {
				return false
			}
			found = true
		}
		for k := i; k > max(0, i-apposed) && e.words[k].sent == w.sent; k-- {
			if e.words[k].before == "," && e.words[k-1].capital && slices.Contains(name, e.words[k-1].key) {
				found = true
			}
		}
	}
	return found
}

// standIns speak for somebody else, or are somebody's, so that what they say is
// not that one's.
var standIns = set(`spokesman spokeswoman spokesperson lawyer lawyers attorney aide adviser advisor assistant representative deputy wife
 husband widow widower father mother son daughter brother sister friend colleague analyst critic neighbour neighbor official source`)

var courtesies = set(`mr mrs ms dr sir lord lady dame`)

// sentenceOf is the sentence in which a quotation's first words stand, or -1.
func (e *evidence) sentenceOf(quotation string) int {
	var words []string
	for _, part := range ellipses.Split(quotation, -1) {
		if words = spoken(brackets.Split(part, 2)[0]); len(words) > 0 {
			break
		}
	}
	for i := range e.words {
		if len(words) > 0 && strings.HasPrefix(e.words[i].text, words[0]) && e.matches(i, words[:min(len(words), 6)]) {
			return e.words[i].sent
		}
	}
	return -1
}

func (e *evidence) matches(i int, words []string) bool {
	for k, w := range words {
		if i+k >= len(e.words) || !strings.HasPrefix(w, e.words[i+k].text) {
			return false
		}
	}
	return true
}
