package prompts

import (
	"regexp"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// cuts are where a writer left something out of a quotation or put a word of
// their own in, with the word that a bracket cuts: "withdraw[ing]".
var cuts = regexp.MustCompile(`\s*(?:\.{3,}|(?:\. ){2,}\.|…|\w*\[[^\]]*\]\w*|\([^)]*\))\s*`)

// wordString is a text's words in lower case with single spaces around each,
// so that words in a row are a substring of it. Marks do not count: a
// quotation changes its own when it is quoted.
func wordString(s string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, w := range prose.Words(s) {
		b.WriteString(foldWord(w.In(s)))
		b.WriteByte(' ')
	}
	return b.String()
}

// quotes returns what a sentence quotes, without the marks. Titles and
// nicknames, which stand in marks too, are names.
func quotes(sentence string) []string {
	var qs []string
	for _, q := range prose.Quotations(sentence) {
		if inner := q.Inner.In(sentence); !titled(inner) {
			qs = append(qs, inner)
		}
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

// quoted tells whether a quotation stands in the text (a wordString), its
// parts around an ellipsis or a bracket in their order.
func quoted(quotation, verbatim string) bool {
	at := 0
	for _, part := range cuts.Split(quotation, -1) {
		words := wordString(part)
		if words == " " {
			continue
		}
		i := strings.Index(verbatim[at:], words)
		if i < 0 {
			return false
		}
		at += i + len(words) - 1 // the space is the next word's too
	}
	return true
}
