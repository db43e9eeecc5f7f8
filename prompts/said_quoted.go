package prompts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// quoted returns the sayings that quotation k makes: its sentences where it is
// whole sentences, else the source's sentence that it is part of.
func (t *telling) quoted(k int) []saying {
	q := t.quotations[k]
	first := t.sentenceAt(q.Start)
	if first < 0 {
		return nil
	}
	if t.opensSentence(k, first) {
		return t.wholes(k)
	}
	return t.partial(k, first)
}

// opensSentence tells whether quotation k begins with a sentence of the
// speaker's own: a capital, at the start of the source's sentence or after a
// colon or a comma.
func (t *telling) opensSentence(k, sentence int) bool {
	q := t.quotations[k]
	start, _ := utf8.DecodeRuneInString(strings.TrimLeft(q.Inner.In(t.text), "‘'“\"[(… ."))
	if !unicode.IsUpper(start) && !unicode.IsDigit(start) {
		return false
	}
	before := strings.TrimSpace(t.text[t.sentences[sentence].Start:q.Start])
	return before == "" || strings.HasSuffix(before, ":") || strings.HasSuffix(before, ",")
}

// wholes cuts the sentences of a quotation into sayings: all of it where it is
// short, else each sentence with those after it that fit.
func (t *telling) wholes(k int) []saying {
	q := t.quotations[k]
	if t.unsaid(q) {
		return nil
	}
	made := saying{from: t, paragraph: t.paragraphAt(q.Start), name: t.shownName(k), quoted: true, occasion: t.occasion(k)}
	if rest, goesOn := t.rest(k); goesOn {
		made.words, made.rest = q.Inner, rest
		if rest.Len() == 0 || countWords(made.text()) > maxSentenceSaid {
			return nil
		}
		return []saying{made}
	}
	sentences := prose.Sentences(q.Inner.In(t.text))
	var found []saying
	for i := range sentences {
		last := i
		for last+1 < len(sentences) && countWords(q.Inner.In(t.text)[sentences[i].Start:sentences[last+1].End]) <= maxSaid {
			last++
		}
		s := made
		s.words = prose.Span{Start: q.Inner.Start + sentences[i].Start, End: q.Inner.Start + sentences[last].End}
		if n := countWords(s.text()); n >= minSaid && n <= maxSentenceSaid && endsSentence(s.text(), last+1 == len(sentences)) {
			found = append(found, s)
		}
		if last+1 == len(sentences) {
			break
		}
	}
	return found
}

// endsSentence tells whether words are not broken off: a dash, or no mark at
// all but where the quotation ends.
func endsSentence(words string, last bool) bool {
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRight(words, " ’'\")]”"))
	return strings.ContainsRune(".!?…", end) || last && end != '-' && end != '–' && end != '—' && end != ':'
}

func countWords(s string) int { return len(strings.Fields(s)) }

// rest finds how a quotation that breaks off with a comma goes on after the
// words that say whose it is: “It is time,” he said, “to go.” goesOn with an
// empty rest: it does, but not plainly.
func (t *telling) rest(k int) (rest prose.Span, goesOn bool) {
	q := t.quotations[k]
	if k+1 == len(t.quotations) || t.paragraphAt(q.Start) != t.paragraphAt(t.quotations[k+1].Start) {
		return prose.Span{}, false
	}
	next := t.quotations[k+1]
	start, _ := utf8.DecodeRuneInString(next.Inner.In(t.text))
	between := strings.TrimSpace(t.text[q.End:next.Start])
	const longestTag = 25
	switch {
	case !unicode.IsLower(start), !strings.HasSuffix(between, ","), strings.ContainsAny(between, ".!?"), countWords(between) > longestTag:
		return prose.Span{}, false
	case t.speakers[k+1].Name != t.speakers[k].Name:
		return prose.Span{}, true
	}
	sentences := prose.Sentences(next.Inner.In(t.text))
	if len(sentences) == 0 {
		return prose.Span{}, true
	}
	return prose.Span{Start: next.Inner.Start, End: next.Inner.Start + sentences[0].End}, true
}

// unsaid tells whether the source says around a quotation that it was not said,
// or not so: he denied saying “…”.
func (t *telling) unsaid(q prose.Quotation) bool {
	for _, s := range t.sentences {
		if s.End <= q.Start || s.Start >= q.End {
			continue
		}
		if slices.ContainsFunc(spoken(t.outside(s)), turns) {
			return true
		}
	}
	return false
}

// outside is what of a sentence stands in no quotation.
func (t *telling) outside(s prose.Span) string {
	var b strings.Builder
	at := s.Start
	for _, q := range t.quotations {
		if q.End <= s.Start || q.Start >= s.End {
			continue
		}
		b.WriteString(t.text[at:max(at, q.Start)] + " ")
		at = min(max(at, q.End), s.End)
	}
	return b.String() + t.text[at:s.End]
}

// partial gives the source's own sentence around a quotation that is only part
// of one; where it says "he", the name goes in front.
func (t *telling) partial(k, first int) []saying {
	q := t.quotations[k]
	span := t.sentences[first]
	for _, s := range t.sentences[first:] {
		if s.Start < q.End {
			span.End = s.End
		}
	}
	own := span.In(t.text)
	if countWords(own) > maxSentenceSaid || halfQuoted(own) || !endsSentence(own, false) {
		return nil
	}
	s := saying{from: t, paragraph: t.paragraphAt(span.Start), words: span}
	surname := t.speakers[k].Name[strings.LastIndexByte(t.speakers[k].Name, ' ')+1:]
	if !strings.Contains(t.outside(span), surname) {
		s.name = t.shownName(k)
	}
	return []saying{s}
}

// shownName is a speaker's name as the source has it beside the quotation where
// it is full there, else in its fullest form.
func (t *telling) shownName(k int) string {
	s := t.speakers[k]
	if beside := s.At.In(t.text); strings.HasSuffix(beside, s.Name) {
		return oneLine(beside)
	}
	return oneLine(s.Name)
}
