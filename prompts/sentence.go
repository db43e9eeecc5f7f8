package prompts

import (
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// sentenceEnds returns the offsets in line at which a sentence ends and
// another follows, the space between them included. Citation markers count as
// space.
func sentenceEnds(line string) []int {
	if !strings.ContainsAny(line, ".!?…。") {
		return nil
	}
	masked := line
	if strings.ContainsAny(line, "[【(") {
		masked = markers.ReplaceAllStringFunc(line, func(m string) string { return strings.Repeat(" ", len(m)) })
	}
	spans := prose.Sentences(masked)
	ends := make([]int, 0, len(spans))
	for i := 1; i < len(spans); i++ {
		ends = append(ends, spans[i].Start)
	}
	return ends
}

// openQuote tells whether a quotation begun in s has not ended there. A
// straight mark after a digit is no beginning: 12" are inches.
func openQuote(s string) bool {
	straight, depth := false, 0
	for i, c := range s {
		switch c {
		case '"':
			straight = !straight && (i == 0 || s[i-1] < '0' || s[i-1] > '9')
		case '“', '«':
			depth++
		case '”', '»':
			depth = max(0, depth-1)
		}
	}
	return straight || depth > 0
}
