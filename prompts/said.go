package prompts

import (
	"cmp"
	"math"
	"slices"
)

const (
	// onSubject is how much of the question's subject must stand in or around
	// somebody's words for them to be the answer, each word weighted by its
	// rarity in the sources.
	onSubject = .48
	// plainly is how much where the name may be another's as well.
	plainly = .65
	// perRank is what a worse place among the sources costs, perQuote what a
	// quotation has over a report of what was said.
	perRank  = .02
	perQuote = .15
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
// come best first, as a search found them. Their Whole is worth giving: only an
// article's whole text tells which of two people a surname means. It has no
// state and takes any text.
func Said(speaker, about string, sources []Source) (Sentence, bool) {
	tellings := read(sources, telltale(speaker))
	who, ok := identify(speaker, tellings)
	if !ok {
		return Sentence{}, false
	}
	subject := newSubject(about, who, tellings)
	var found []saying
	for _, t := range tellings {
		for _, s := range t.sayingsOf(who) {
			if s.score = subject.score(s); s.score >= onSubject && (!who.doubtful || s.score >= plainly) {
				s.score -= perRank * float64(t.source.N)
				if s.quoted {
					s.score += perQuote
				}
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
		if Plain(text) == text && checker.Check(text+Marks([]int{s.from.source.N})).Level != Red {
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
		for i := range t.paragraphs {
			if !t.shows(t.paragraphs[i].Start) {
				continue
			}
			paragraphs++
			for k := range t.keys(i) {
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
	inTitle     = .5
)

// score is how much of the subject a saying has: 0 to about 1. Something of it
// must stand in a quotation's paragraph or in the one before, and in what is
// only reported itself; with no subject, all sayings are as good.
func (s subject) score(of saying) float64 {
	if s.total == 0 {
		return 1
	}
	said := keysIn(of.text())
	sum, near := 0.0, false
	for k, weight := range s.weights {
		switch {
		case said[k]:
			sum, near = sum+inWords*weight, true
		case of.from.keys(of.paragraph)[k]:
			sum, near = sum+inParagraph*weight, near || of.quoted
		case of.from.keys(of.paragraph - 1)[k]:
			sum, near = sum+beside*weight, near || of.quoted
		case of.from.keys(of.paragraph + 1)[k]: // it may be another matter
			sum += beside * weight
		case of.from.title[k]:
			sum += inTitle * weight
		}
	}
	if !near {
		return 0
	}
	return sum / s.total
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
