package prompts

import (
	"regexp"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

var (
	// ellipses are where a writer left something out of a quotation.
	ellipses = regexp.MustCompile(`\[\s*(?:\.{3,}|…)\s*\]|\.{3,}|(?:\. ){2,}\.|…`)
	// doubles are marks that only a quotation has; a straight one after a digit
	// may be inches.
	doubles = regexp.MustCompile(`[“”„«»]|(?:^|[^\d"])"`)
)

// wordString is a text's words in lower case with single spaces around each,
// so that words in a row are a substring of it. Marks do not count: a
// quotation changes its own when it is quoted.
func wordString(s string) string {
	return " " + strings.Join(append(spoken(s), ""), " ")
}

// spoken are the folded words of a text.
func spoken(s string) []string {
	found := prose.Words(s)
	words := make([]string, 0, len(found)+1)
	for _, w := range found {
		words = append(words, foldWord(w.In(s)))
	}
	return words
}

// quotes returns what a sentence quotes, without the marks.
func quotes(sentence string) []string {
	var qs []string
	for _, q := range prose.Quotations(sentence) {
		qs = append(qs, q.Inner.In(sentence))
	}
	return qs
}

// titled tells whether all words that say something begin with a capital.
func titled(s string) bool {
	for _, w := range readWords(s) {
		if w.kind != function && !w.capital {
			return false
		}
	}
	return true
}

// halfQuoted tells whether a quotation opens and does not close, or the
// reverse: nobody can say then which words it claims.
func halfQuoted(sentence string) bool {
	end := 0
	for _, q := range prose.Quotations(sentence) {
		if doubles.MatchString(sentence[end:q.Start]) {
			return true
		}
		end = q.End
	}
	return doubles.MatchString(sentence[end:])
}

// quotes tells whether a quotation stands in the text: within one stretch, its
// parts around ellipses in their order.
func (e *evidence) quotes(quotation string) bool {
	parts, ok := e.quotedParts(quotation)
	return ok && slices.ContainsFunc(e.stretches(), func(words []string) bool { return inOrder(parts, words) })
}

// quotedParts are a quotation's parts around its ellipses; ok is false where
// they are too short, or a bracket puts in what nobody may.
func (e *evidence) quotedParts(quotation string) (parts [][]token, ok bool) {
	for _, p := range ellipses.Split(quotation, -1) {
		part, ok := e.tokens(p)
		switch {
		case !ok:
			return nil, false
		case len(part) > 0:
			parts = append(parts, part)
		}
	}
	for _, p := range parts {
		if len(parts) > 1 && len(p) < inPart {
			return nil, false
		}
	}
	return parts, true
}
