package prompts

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// telling is a source read for who says what in it: its article where that is
// at hand, else one stretch of its passage.
type telling struct {
	source     *Source
	text       string
	shown      []prose.Span // what of the text stands in the passage
	quotations []prose.Quotation
	speakers   []prose.Speaker
	sentences  []prose.Span
	paragraphs []prose.Span
	names      []prose.Name
	keysOf     map[int]map[string]bool // of the paragraphs asked for
	title      map[string]bool         // keys of the title and the heading
}

// read reads the sources that have a name, each article once; for "", all. Of
// an article beyond its passage nothing is shown, so that what addresses the
// assistant there may stay.
func read(sources []Source, name string) []*telling {
	var tellings []*telling
	whole := make(map[string]*telling)
	for i := range sources {
		s := &sources[i]
		if !strings.Contains(strings.ToLower(s.Title+" "+cmp.Or(s.Whole, s.Text)), name) {
			continue
		}
		parts := partsOfPassage(reported(s.Text))
		if s.Whole != "" {
			t := whole[s.Whole]
			if t == nil {
				t = newTelling(s, neutral(s.Whole))
				whole[s.Whole] = t
			}
			if shown := places(parts, t.text); shown != nil {
				of := *t
				of.source, of.shown = s, shown
				tellings = append(tellings, &of)
				continue
			}
		}
		for _, part := range parts {
			tellings = append(tellings, newTelling(s, part))
		}
	}
	return tellings
}

func newTelling(source *Source, text string) *telling {
	t := &telling{
		source: source, text: text, shown: []prose.Span{{Start: 0, End: len(text)}}, quotations: prose.Quotations(text),
		sentences: prose.Sentences(text), paragraphs: prose.Paragraphs(text), names: prose.Names(text),
		keysOf: make(map[int]map[string]bool), title: keysIn(source.Title + ".\n\n" + source.Heading),
	}
	t.speakers = prose.Speakers(text, t.quotations)
	return t
}

// places finds each part in a text; nil where one is not there.
func places(parts []string, text string) []prose.Span {
	var found []prose.Span
	for _, p := range parts {
		at := strings.Index(text, p)
		if at < 0 || p == "" {
			return nil
		}
		found = append(found, prose.Span{Start: at, End: at + len(p)})
	}
	return found
}

// shows tells whether a place of the text stands in the passage.
func (t *telling) shows(at int) bool {
	return slices.ContainsFunc(t.shown, func(s prose.Span) bool { return s.Start <= at && at < s.End })
}

// keys are the keys of a paragraph's words; none beyond the ends.
func (t *telling) keys(paragraph int) map[string]bool {
	if paragraph < 0 || paragraph >= len(t.paragraphs) {
		return nil
	}
	keys, ok := t.keysOf[paragraph]
	if !ok {
		keys = keysIn(t.paragraphs[paragraph].In(t.text))
		t.keysOf[paragraph] = keys
	}
	return keys
}

// seam is what stands between the parts of a passage, and may be a speaker's
// pause.
const seam = " … "

// partsOfPassage cuts a passage where sentences were left out of it: at a seam
// after which one begins. A pause before a name is cut too, which loses it.
func partsOfPassage(text string) []string {
	var parts []string
	for from := 0; ; {
		at := strings.Index(text[from:], seam)
		if at < 0 {
			return append(parts, text)
		}
		at += from
		next, _ := utf8.DecodeRuneInString(text[at+len(seam):])
		if unicode.IsLower(next) {
			from = at + len(seam)
			continue
		}
		parts, text, from = append(parts, text[:at]), text[at+len(seam):], 0
	}
}
