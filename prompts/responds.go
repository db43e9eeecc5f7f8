package prompts

import (
	"fmt"
	"slices"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Responds tells whether a checked sentence is about what the question asks,
// and if not, why. It is false only where the sentence plainly is about
// something else: it and the sentences of the cited sources that say the same
// name nobody and nothing that the question names, they have another do what
// is asked of one, or they lack what kind of thing is asked for. A sentence
// that goes on after one that responds ("He added ...") need not do so by
// itself; an answer of which no sentence responds is none.
//
// Cites of the sentence are numbers of these sources.
func Responds(question string, s Sentence, sources []Source) (ok bool, reason string) {
	q := readQuestion(question)
	if len(q.words) == 0 {
		return true, ""
	}
	r := response{question: q, said: readWords(unbracket(s.Text))}
	r.parts = partsOf(r.said)
	for _, n := range s.Cites {
		for i := range sources {
			if sources[i].N == n {
				r.read(&sources[i])
			}
		}
	}
	for _, rule := range []func() string{r.stranger, r.elsewhere, r.otherSpeaker, r.otherAgent, r.otherKind} {
		if reason := rule(); reason != "" {
			return false, reason
		}
	}
	return true, ""
}

// asking is a question as [Responds] reads it.
type asking struct {
	words []word
	parts []part
	kind  askedKind
	// speaker: it asks what somebody said.
	speaker bool
}

func readQuestion(text string) asking {
	q := asking{words: readWords(unbracket(text))}
	q.parts = partsOf(q.words)
	q.kind = kindOf(q.words)
	q.speaker = asksWords(q.words)
	return q
}

// response is a sentence beside a question.
type response struct {
	question asking
	said     []word
	parts    []part
	// here are the keys of the sentence and of what says the same in the
	// sources, with whom that means; near those of their titles and headings and
	// of all of the passages.
	here, near map[string]bool
	// proper are words that the sources have with a capital only: "stoltenberg"
	// in a question is a name.
	proper map[string]bool
	// speakers are the keys of who speaks in what says the same.
	speakers []string
	// matched are the relations of what says the same.
	matched []relation
}

// read takes in a source that the sentence cites.
func (r *response) read(src *Source) {
	if r.here == nil {
		r.here, r.near, r.proper = make(map[string]bool), make(map[string]bool), make(map[string]bool)
		for _, w := range r.said {
			r.here[w.key] = true
		}
	}
	for _, about := range []string{src.Title, src.Heading, src.Speaker} {
		for _, w := range readWords(about) {
			r.near[w.key] = true
		}
	}
	e := newEvidence(neutral(src.Text), src.Title, src.Speaker)
	for _, w := range readWords(src.Speaker) {
		e.opening = append(e.opening, w.key)
		r.proper[w.key] = true
	}
	for _, w := range e.words {
		r.near[w.key] = true
		if _, seen := r.proper[w.key]; w.kind == content && (!w.first || !seen) {
			r.proper[w.key] = w.capital && (!seen || r.proper[w.key])
		}
	}
	a := align(r.said, e)
	if a == nil {
		return
	}
	for k := range a.held {
		r.here[k] = true
	}
	for k := range a.names {
		r.here[k] = true
	}
	for _, i := range a.sents {
		r.matched = append(r.matched, e.relations(i)...)
	}
	r.speakers = append(r.speakers, e.speakers(a.sents[0])...)
}

// names are the places in the question of the names that an answer must be
// about. Not of those in what it asks for ("which Marvel star", "what share of
// babies in the UK"): the answer stands in their place; nor of days.
func (r *response) names() (at []int) {
	asking := false // within what is asked for
	for i, w := range r.question.words {
		switch part := r.question.parts[i]; {
		case w.text == "which" || w.text == "what" && i+1 < len(r.question.words) && r.question.parts[i+1] == noun:
			asking = true
		case part == verb || part == auxiliary:
			asking = false
		}
		if asking || w.kind != content || askWords[w.text] || calendar[w.text] || (!w.capital || w.first) && (!r.proper[w.key] || titles[w.text] || prose.IsOffice(w.text)) {
			continue
		}
		if _, nation := nations[w.text]; nation && isDemonym(w) {
			continue
		}
		at = append(at, i)
	}
	return at
}

// stranger finds that neither the sentence nor its sources have a word of the
// question.
func (r *response) stranger() string {
	asks := false
	for _, w := range r.question.words {
		if w.kind == function || askWords[w.text] {
			continue
		}
		asks = true
		if r.here[w.key] || r.near[w.key] {
			return ""
		}
	}
	if !asks {
		return ""
	}
	return "it has nothing of the question"
}

// elsewhere finds that the question names somebody or something, and what the
// sentence says is not said of any of them.
func (r *response) elsewhere() string {
	names := r.names()
	if len(names) == 0 {
		return ""
	}
	around := false
	for _, i := range names {
		k := r.question.words[i].key
		if r.here[k] {
			return ""
		}
		around = around || r.near[k]
	}
	if around && !r.namesAnother() && r.sharesTopic() {
		return "" // the passage is about them, and the sentence about nobody else
	}
	return fmt.Sprintf("it says nothing of %s", r.question.words[names[len(names)-1]].text)
}

// namesAnother tells whether the sentence has a subject with a name.
func (r *response) namesAnother() bool {
	return slices.ContainsFunc(relationsOf(r.said, r.parts), func(x relation) bool { return x.slot == "agent" && x.named })
}

// sharesTopic tells whether a word of the question that is no name stands in
// the sentence or in what says the same, where it has any.
func (r *response) sharesTopic() bool {
	asks := false
	for _, w := range r.question.words {
		if w.kind == function || askWords[w.text] || r.proper[w.key] {
			continue
		}
		if asks = true; r.here[w.key] {
			return true
		}
	}
	return !asks
}

// otherAgent finds that the question asks what one does and the sentence tells
// what another does.
func (r *response) otherAgent() string {
	asked := make(map[string]bool)
	for _, i := range r.names() {
		asked[r.question.words[i].key] = true
	}
	told := relationsOf(r.said, r.parts)
	for _, want := range append(relationsOf(r.question.words, r.question.parts), r.question.inverted()...) {
		if want.slot != "agent" || !overlapsSet(want.filler, asked) {
			continue
		}
		for _, got := range told {
			if got.slot != "agent" || !got.named || anchorOf(got) != anchorOf(want) || overlap(got.filler, want.filler) {
				continue
			}
			if r.question.speaker && overlapsSet(got.filler, asked) {
				continue // what did Lavrov say that Russia would do?
			}
			if !slices.ContainsFunc(told, func(x relation) bool { return overlap(x.filler, want.filler) }) {
				return fmt.Sprintf("it tells what %s did, not %s", got.filler[0], want.filler[0])
			}
		}
	}
	return ""
}

// inverted reads "did Sweden offer", where the verb stands behind its subject.
func (q asking) inverted() []relation {
	p := parser{ws: q.words, parts: q.parts}
	for i := range q.words {
		if q.parts[i] != auxiliary || i+1 == len(q.words) {
			continue
		}
		end := i + 1
		for end < len(q.words) && q.parts[end] == name {
			end++
		}
		if filler, named, at := p.fillers(i+1, max(i+1, end-1)); named && end < len(q.words) && verbKeys[q.words[end].key] {
			return []relation{{anchor: q.words[end].key, slot: "agent", filler: filler, named: true, at: at}}
		}
	}
	return nil
}

func overlapsSet(keys []string, set map[string]bool) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return set[k] })
}

// otherSpeaker finds, where the question asks for somebody's words, that these
// are another's.
func (r *response) otherSpeaker() string {
	if !r.question.speaker {
		return ""
	}
	var asked []string
	for _, i := range r.names() {
		w := r.question.words[i]
		if _, nation := nations[w.text]; nation || i+1 < len(r.question.parts) && r.question.parts[i+1] == noun && !reporting[r.question.words[i+1].key] {
			return "" // somebody speaks for Keshia, and the Braga coach has a name
		}
		if r.asSubject(i) {
			asked = append(asked, w.key)
		}
	}
	if len(asked) == 0 {
		return ""
	}
	var by []string
	for _, x := range relationsOf(r.said, r.parts) {
		if x.slot == "agent" && x.named && reporting[x.anchor] {
			by = append(by, x.filler...)
		}
	}
	if len(by) == 0 {
		by = r.speakers
	}
	for i, w := range r.said { // "Ben Wallace: “...”", "according to Ben Wallace", "said the physician Ben Abo"
		if w.kind == content && slices.Contains(asked, w.key) && (i < 4 || r.told(i)) {
			return ""
		}
	}
	if len(by) == 0 || overlap(by, asked) {
		return ""
	}
	return fmt.Sprintf("these are words of %s, not of %s", by[0], asked[len(asked)-1])
}

// told tells whether a verb of saying, or "according to", stands before the
// name at i with nothing but what introduces it between.
func (r *response) told(i int) bool {
	for k := i - 1; k >= 0; k-- {
		switch w := r.said[k]; {
		case reporting[w.key] || w.text == "to" && k > 0 && r.said[k-1].text == "according":
			return true
		case w.kind == function && r.parts[k] != determiner && !titles[w.text] && w.text != "dr":
			return false
		}
	}
	return false
}

// asSubject tells whether the question's word at i stands before the verb of
// saying: "what did X say about Y".
func (r *response) asSubject(i int) bool {
	for k := i; k < len(r.question.words); k++ {
		if reporting[r.question.words[k].key] || r.question.words[k].text == "respond" || r.question.words[k].text == "react" {
			return true
		}
	}
	return false
}
