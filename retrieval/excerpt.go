package retrieval

import (
	"cmp"
	"math"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Excerpt returns the part of the passage that is nearest to the question:
// the run of whole sentences, of at most words words together, that holds most
// of the question's different words, the shortest and earliest of equals, and
// then as many of the sentences after and before it as there is room for,
// since a sentence alone is hard to understand. A quotation is never cut:
// sentences inside one stay together. The passage's own text is returned where
// it is short enough; a sentence that is longer than words is returned whole.
func (p Passage) Excerpt(question string, words int) string {
	if len(strings.Fields(p.Text)) <= words {
		return p.Text
	}
	pieces := wholePieces(p.Text)
	asked := termsOf(question, p.Article.Lang)
	from, to, bestScore := 0, 0, math.Inf(-1)
	for i := range pieces {
		held := map[term]bool{}
		length := 0
		for j, piece := range pieces[i:] {
			// A heading has the words of the question and says nothing.
			if prose.IsHeading(piece.In(p.Text)) {
				break
			}
			length += len(strings.Fields(piece.In(p.Text)))
			if length > words && to > 0 {
				break
			}
			for t := range termsOf(piece.In(p.Text), p.Article.Lang) {
				if asked[t] {
					held[t] = true
				}
			}
			// A word more of the question is worth a whole excerpt of length.
			score := float64(len(held)) - float64(length)/float64(words+1)
			if score > bestScore {
				from, to, bestScore = i, i+j+1, score
			}
		}
	}
	if to == 0 { // nothing but headings
		return p.Text
	}
	from, to = widen(p.Text, pieces, from, to, words)
	return p.Text[pieces[from].Start:pieces[to-1].End]
}

// widen adds to pieces[from:to] those after and then those before it that
// still fit in words, up to the next heading.
func widen(text string, pieces []prose.Span, from, to, words int) (int, int) {
	count := func(s prose.Span) int { return len(strings.Fields(s.In(text))) }
	fits := func(s prose.Span) bool { return count(s) <= words && !prose.IsHeading(s.In(text)) }
	for _, piece := range pieces[from:to] {
		words -= count(piece)
	}
	for ; to < len(pieces) && fits(pieces[to]); to++ {
		words -= count(pieces[to])
	}
	for ; from > 0 && fits(pieces[from-1]); from-- {
		words -= count(pieces[from-1])
	}
	return from, to
}

// wholePieces cuts a text into sentences, but not inside a quotation.
func wholePieces(text string) []prose.Span {
	var pieces []prose.Span
	quotations := prose.Quotations(text)
	for _, s := range prose.Sentences(text) {
		for len(quotations) > 0 && quotations[0].End <= s.Start {
			quotations = quotations[1:]
		}
		inside := len(quotations) > 0 && quotations[0].Start < s.Start
		if inside && len(pieces) > 0 {
			pieces[len(pieces)-1].End = s.End
			continue
		}
		pieces = append(pieces, s)
	}
	return pieces
}

// termsOf is the set of content terms of a text in a language.
func termsOf(text, lang string) map[term]bool {
	terms := map[term]bool{}
	stems := newStemmer(cmp.Or(codeOf(lang), "en"))
	for s := (scanner{text: text, apostrophe: stems.apostrophe}); s.next(); {
		if t, ok := stems.token(&s); ok {
			terms[t.term()] = true
		}
	}
	return terms
}
