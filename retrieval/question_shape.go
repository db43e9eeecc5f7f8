package retrieval

import (
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// parts splits a text of several questions, nil where it is one.
func (r *questionReader) parts() []string {
	var parts []string
	for _, s := range prose.Sentences(r.text) {
		if sentence := s.In(r.text); strings.HasSuffix(sentence, "?") {
			parts = append(parts, sentence)
		}
	}
	if len(parts) > 1 {
		return parts
	}
	const shortest = 3 // words of a question
	parts = nil
	start := 0
	for i := shortest; i+shortest < len(r.words); i++ {
		if r.opensPart(i) && i-start >= shortest && asks(r.at(start)) {
			parts = append(parts, strings.TrimRight(r.text[r.words[start].Start:r.words[i].Start], " ,"))
			start = i + 1
		}
	}
	if start == 0 {
		return nil
	}
	return append(parts, r.text[r.words[start].Start:])
}

// opensPart tells whether "and" at i joins another question on.
func (r *questionReader) opensPart(i int) bool {
	return r.at(i) == "and" && oneOf(r.at(i+1), "what how who when where why which")
}

func asks(word string) bool {
	return oneOf(word, "what how who when where why which did does do is are was were has have can will")
}

// several tells whether the answer has to come from more than one article: the
// question names several sources, or one of them for many things, or compares.
func (r *questionReader) several(q *question) bool {
	const long = 25 // words; so many tell of more than one event
	switch {
	case r.sources > 1:
		return true
	case r.sources == 1 && (len(r.words) > long || r.has("articles both another each later same")):
		return true
	}
	compares := r.has("compare compared comparing comparison differ differs differed difference differences versus vs disagree disagreed " +
		"disagreement contrast both")
	return compares && (len(q.people) > 1 || len(q.times) > 1 || r.has("outlets sources papers newspapers"))
}

// follows tells whether the question leans on what was asked before: it opens
// with "and", or speaks of a "he" whom it does not name.
func (r *questionReader) follows() bool {
	if oneOf(r.at(0), "and but also") || r.is(0, "what about") || r.is(0, "how about") {
		return true
	}
	lone := true // nothing here that could be looked for
	for i, w := range r.words {
		if oneOf(w.s, "he she him his hers her they them their") && lone && i < 4 && !(i > 0 && r.at(i-1) == "who") {
			return true
		}
		lone = lone && oneOf(w.s, "what who when where why how is was are were does did do has have had will would it that this there "+
			"he she they him her them then so say said happen happened next about mean exactly more tell me else again it's that's they're")
	}
	return lone && len(r.words) > 0
}
