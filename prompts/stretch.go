package prompts

import (
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// stretches are the texts within each of which a quotation may be found: what
// somebody said in one go, over paragraphs or not; a sentence, less what it
// quotes; and each title or name given with the text.
func (e *evidence) stretches() [][]string {
	if e.sayings != nil {
		return e.sayings
	}
	text := e.text
	if at := strings.IndexAny(text, "“”\""); len(e.opening) > 0 && at >= 0 && strings.HasPrefix(text[at:], "”") {
		text = "“" + text // it opens inside a quotation
	}
	quotations := prose.Quotations(text)
	for i, q := range quotations {
		words := spoken(q.Inner.In(text))
		if i > 0 && quotations[i-1].Run == q.Run {
			last := len(e.sayings) - 1
			e.sayings[last] = append(e.sayings[last], words...)
			continue
		}
		e.sayings = append(e.sayings, words)
	}
	for _, s := range prose.Sentences(text) {
		e.sayings = append(e.sayings, outside(text, s, &quotations))
	}
	for _, c := range e.about {
		e.sayings = append(e.sayings, spoken(c))
	}
	return e.sayings
}

// outside are the words of a sentence that stand in no quotation, with a
// hole that no word fills where one stood. It takes off the quotations that
// end before the sentence does.
func outside(text string, s prose.Span, quotations *[]prose.Quotation) []string {
	var words []string
	at := s.Start
	for len(*quotations) > 0 && (*quotations)[0].Start < s.End {
		q := (*quotations)[0]
		if q.Start > at {
			words = append(words, spoken(text[at:q.Start])...)
		}
		words = append(words, "")
		at = min(max(at, q.End), s.End)
		if q.End > s.End {
			break // the next sentence begins inside it
		}
		*quotations = (*quotations)[1:]
	}
	return append(words, spoken(text[at:s.End])...)
}
