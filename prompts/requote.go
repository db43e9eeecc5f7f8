package prompts

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// requote gives words that a model copied out of a quotation their marks and
// their speaker back: "We are deploying troops" is news when Ben Wallace says
// it, and a lie when Newsdesk does. Where the source does not plainly say whose
// words they are, or the sentence says "we" in words of its own, it is red.
func (c *Checker) requote(s *Sentence) {
	words := strings.TrimRight(strings.TrimSpace(s.Text), " .,;:!?")
	folded := prose.FoldCase(words)
	for _, n := range s.Cites {
		speaker, found := speakerOf(folded, c.source(n))
		switch {
		case !found:
			continue
		case speaker == "":
			s.Level, s.Reason = Red, "somebody's words, and the source does not plainly say whose"
		default:
			s.Text = speaker + ": “" + words + ".”"
			s.Level, s.Reason = Green, "quoted from "+speaker
		}
		return
	}
	if speaksAsSomebody(s.Text) {
		s.Level, s.Reason = Red, "it speaks as somebody without saying who"
	}
}

// speakerOf finds the quotation of the source that holds the folded words, and
// who spoke it; "" where that is in doubt.
func speakerOf(folded string, source *Source) (name string, found bool) {
	text := neutral(source.Text)
	quotations := prose.Quotations(text)
	for i, speaker := range prose.Speakers(text, quotations) {
		if !strings.Contains(prose.FoldCase(quotations[i].Inner.In(text)), folded) {
			continue
		}
		if speaker.Name == "" && strings.TrimSpace(text[:quotations[i].Start]) == "" {
			return source.Speaker, true // the passage opens inside it
		}
		return speaker.Name, true
	}
	return "", false
}

// speaksAsSomebody tells a sentence that is in the first person outside of its
// quotations. "US" is a country.
func speaksAsSomebody(text string) bool {
	quotations := prose.Quotations(text)
	for _, w := range prose.Words(text) {
		if slices.ContainsFunc(quotations, func(q prose.Quotation) bool { return q.Holds(w.Span) }) {
			continue
		}
		switch w.In(text) {
		case "I", "We", "we", "My", "my", "me", "Our", "our", "us", "ours", "myself", "ourselves", "I'm", "I’m", "We're", "we're", "We’re", "we’re":
			return true
		}
	}
	return false
}
