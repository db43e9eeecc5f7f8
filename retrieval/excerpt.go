package retrieval

import (
	"math"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Excerpt returns the part of the passage that is nearest to the question:
// the run of whole sentences, of at most words words together, that holds most
// of the question's different words, the shortest and earliest of equals. A
// quotation is never cut: sentences inside one stay together. The passage's
// own text is returned where it is short enough; a first sentence that is
// longer than words is returned whole.
func (p Passage) Excerpt(question string, words int) string {
	if len(strings.Fields(p.Text)) <= words {
		return p.Text
	}
	pieces := wholePieces(p.Text)
	asked := termsOf(question, p.Article.Lang)
	best, bestScore := prose.Span{}, math.Inf(-1)
	for i := range pieces {
		held := map[term]bool{}
		length := 0
		for _, piece := range pieces[i:] {
			length += len(strings.Fields(piece.In(p.Text)))
			if length > words && best.End > 0 {
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
				best, bestScore = prose.Span{Start: pieces[i].Start, End: piece.End}, score
			}
		}
	}
	return best.In(p.Text)
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
	stems := newStemmer(lang)
	for s := (scanner{text: text}); s.next(); {
		if t, ok := stems.token(&s); ok {
			terms[t.term()] = true
		}
	}
	return terms
}
