package prompts

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

const (
	// onSubject is how much of the question's subject must stand in or around
	// somebody's words for them to be the answer, each word weighted by its
	// rarity in the sources.
	onSubject = .3
	// maxTries is how many sayings are held against the checker: the best ones.
	maxTries = 5
)

// Said finds what a speaker ("Stoltenberg", "the NATO chief") said about a
// subject ("Ukraine", "" for anything) and reports it word for word: the words
// within quotation marks, or the source's own sentence where it only reports
// them, then outlet and day. Nothing of the sentence but that frame is ours, so
// it is Green, and it cites the one source that it is from.
//
// It is for the top of an answer, and silent where anything is in doubt: who
// is meant, who spoke, or whether the words are about the subject. The sources
// come best first, as a search found them. It has no state and takes any text.
func Said(speaker, about string, sources []Source) (Sentence, bool) {
	tellings := make([]*telling, 0, len(sources))
	for i := range sources {
		tellings = append(tellings, tellingsOf(&sources[i])...)
	}
	who, ok := identify(speaker, sources, tellings)
	if !ok {
		return Sentence{}, false
	}
	subject := newSubject(about, who, tellings)
	var found []saying
	for _, t := range tellings {
		for _, s := range t.sayingsOf(who) {
			if s.score = subject.score(s); s.score >= onSubject {
				found = append(found, s)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b saying) int { return cmp.Compare(b.score, a.score) })
	checker := NewChecker(about, sources)
	for _, s := range found[:min(len(found), maxTries)] {
		text := s.sentence()
		// The checker reads speakers by rules of its own: two that disagree are a
		// doubt, and what it would drop from a model has no better claim here.
		checked := checker.Check(text + Marks([]int{s.from.source.N}))
		if checked.Level != Red && checked.Text == text {
			return Sentence{Text: text, Cites: []int{s.from.source.N}, Level: Green, Reason: "verbatim"}, true
		}
	}
	return Sentence{}, false
}

// subject is what the words should be about.
type subject struct {
	weights map[string]float64 // of each word, by its key
	total   float64
}

// newSubject weighs the words of a subject by how few of the sources'
// paragraphs have them. The speaker's name says nothing about the subject.
func newSubject(about string, who identity, tellings []*telling) subject {
	s := subject{weights: make(map[string]float64)}
	paragraphs := 1.0
	in := make(map[string]float64)
	for _, t := range tellings {
		for _, keys := range t.keys {
			paragraphs++
			for k := range keys {
				in[k]++
			}
		}
	}
	for _, w := range readWords(about) {
		if _, seen := s.weights[w.key]; !seen && w.kind != function && !who.has(w.text) {
			s.weights[w.key] = math.Log(1 + paragraphs/(1+in[w.key]))
			s.total += s.weights[w.key]
		}
	}
	return s
}

// Where a word of the subject counts how much: in the words themselves, in
// their paragraph, in the one before or after, and in the article's title.
const (
	inWords     = 1.0
	inParagraph = .75
	beside      = .5
	inTitle     = .4
	// perQuote favours a quotation over a report of what was said.
	perQuote = .08
)

// score is how much of the subject a saying has: 0 to about 1. Something of it
// must stand in its own paragraph or in the one before; with no subject, all
// sayings are as good.
func (s subject) score(of saying) float64 {
	bonus := 0.0
	if of.quoted {
		bonus = perQuote
	}
	if s.total == 0 {
		return 1 + bonus
	}
	said := keysIn(of.text())
	sum, near := 0.0, false
	for k, weight := range s.weights {
		at := 0.0
		switch {
		case said[k]:
			at = inWords
		case of.from.keys[of.paragraph][k]:
			at = inParagraph
		case of.paragraph > 0 && of.from.keys[of.paragraph-1][k]:
			at = beside
		case of.paragraph+1 < len(of.from.keys) && of.from.keys[of.paragraph+1][k]:
			sum += beside * weight // what comes after may be another matter
			continue
		case of.from.title[k]:
			sum += inTitle * weight
			continue
		}
		near = near || at > 0
		sum += at * weight
	}
	if !near {
		return 0
	}
	return sum/s.total + bonus
}

// keysIn are the keys of the words of a text that say something.
func keysIn(text string) map[string]bool {
	keys := make(map[string]bool)
	for _, w := range readWords(text) {
		if w.kind != function {
			keys[w.key] = true
		}
	}
	return keys
}

// telling is one stretch of a source, read for who says what in it.
type telling struct {
	source     *Source
	text       string
	quotations []prose.Quotation
	speakers   []prose.Speaker
	sentences  []prose.Span
	paragraphs []prose.Span
	names      []prose.Name
	keys       []map[string]bool // of each paragraph
	title      map[string]bool   // keys of the title and the heading
}

// tellingsOf reads a source. One of two parts is two tellings: "he" of the
// second is nobody of the first. Who is said to speak where it opens inside a
// quotation is left alone: the index knows that by the chunk only.
func tellingsOf(source *Source) []*telling {
	var tellings []*telling
	for _, part := range partsOfPassage(withoutInstructions(neutral(source.Text))) {
		t := &telling{source: source, text: part, quotations: prose.Quotations(part), title: keysIn(source.Title + ".\n\n" + source.Heading)}
		t.speakers = prose.Speakers(part, t.quotations)
		t.sentences, t.paragraphs, t.names = prose.Sentences(part), prose.Paragraphs(part), prose.Names(part)
		for _, p := range t.paragraphs {
			t.keys = append(t.keys, keysIn(p.In(part)))
		}
		tellings = append(tellings, t)
	}
	return tellings
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
