package prompts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// requote gives words that a model copied out of a quotation their marks and
// their speaker back: "We are deploying troops" is news when Ben Wallace says
// it, and a lie when Newsdesk does. Only whole sentences: half of one may say
// the reverse ("I do not believe that Russia will attack"), and is no better
// than amber. Where the source does not plainly say whose words they are, or
// the sentence says "we" in words of its own, it is red.
func (c *Checker) requote(s *Sentence) {
	words := spoken(s.Text)
	for _, n := range s.Cites {
		u := c.source(n).utter(words)
		switch {
		case u.whole == "" && u.part && s.Level == Green:
			s.Level, s.Reason = Amber, "it is part of what somebody said"
			continue
		case u.whole == "":
			continue
		case u.speaker == "":
			s.Level, s.Reason = Red, "somebody's words, and the source does not plainly say whose"
		default:
			s.Text = Plain(u.speaker + ": “" + u.whole + "”")
			if s.Level == Green {
				s.Reason = "quoted from " + u.speaker
			}
		}
		return
	}
	if speaksAsSomebody(s.Text) {
		s.Level, s.Reason = Red, "it speaks as somebody without saying who"
	}
}

// utterance is where some words stand in what a source quotes.
type utterance struct {
	// whole are the sentences that the words are, as the source has them; ""
	// where they are none.
	whole string
	// speaker is "" where that is in doubt.
	speaker string
	// part: the words stand in a quotation, but are only part of a sentence.
	part bool
}

// utter looks for words in what the source quotes.
func (source *Source) utter(words []string) (u utterance) {
	const fewest = 3 // words that may not have come from anywhere
	if len(words) < fewest {
		return u
	}
	text := neutral(source.Text)
	quotations := prose.Quotations(text)
	sentences := prose.Sentences(text)
	for i, q := range quotations {
		inner := q.Inner.In(text)
		said := spoken(inner)
		if !contains(said, words) {
			continue
		}
		u.part = true
		if u.whole = sentencesOf(inner, words); u.whole == "" || !standsAlone(text, q, quotations, sentences) {
			u.whole = ""
			continue
		}
		u.speaker = prose.Speakers(text, quotations)[i].Name
		if u.speaker == "" && strings.TrimSpace(text[:q.Start]) == "" {
			u.speaker = source.Speaker // the passage opens inside it
		}
		return u
	}
	return u
}

func contains(text, words []string) bool {
	for i := 0; i+len(words) <= len(text); i++ {
		if slices.Equal(text[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// sentencesOf returns the whole sentences of a text that are just these words,
// with a full stop at the end, or "".
func sentencesOf(text string, words []string) string {
	sentences := prose.Sentences(text)
	for i, first := range sentences {
		var all []string
		for _, s := range sentences[i:] {
			if all = append(all, spoken(s.In(text))...); len(all) < len(words) {
				continue
			}
			if slices.Equal(all, words) {
				whole := strings.TrimRight(text[first.Start:s.End], " ,;:")
				if !strings.HasSuffix(whole, ".") && !strings.HasSuffix(whole, "!") && !strings.HasSuffix(whole, "?") {
					whole += "."
				}
				return whole
			}
			break
		}
	}
	return ""
}

// standsAlone tells whether a quotation is a sentence by itself: it does not go
// on after "he said", it is not a clause of the reporter's ("he doubts that
// “Russia …”"), and the reporter does not say that it was not said.
func standsAlone(text string, q prose.Quotation, quotations []prose.Quotation, sentences []prose.Span) bool {
	before := strings.TrimRight(text[:q.Start], " \n")
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(q.Inner.In(text))
	if before != "" && !strings.ContainsRune(".,:;!?”\"’)…", last) && !strings.HasSuffix(text[:q.Start], "\n") || unicode.IsLower(first) {
		return false
	}
	for _, s := range sentences {
		if s.End <= q.Start || s.Start >= q.End {
			continue
		}
		for _, other := range quotations {
			if other != q && other.Run != q.Run && s.Start < other.End && other.Start < s.End {
				return false
			}
		}
		around := text[s.Start:max(s.Start, q.Start)] + " " + text[min(s.End, q.End):s.End]
		if slices.ContainsFunc(spoken(around), turns) {
			return false
		}
	}
	return true
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
