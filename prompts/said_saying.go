package prompts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

const (
	// maxSaid is how many words of a quotation are given, in whole sentences; one
	// sentence may have maxSentenceSaid, and fewer than minSaid say nothing.
	maxSaid         = 50
	maxSentenceSaid = 70
	minSaid         = 3
)

// saying is something that a source has somebody say.
type saying struct {
	from      *telling
	paragraph int
	// name is the speaker's, as the source gives it; "" where the words are a
	// whole sentence of the source's that names them.
	name string
	// words are those spoken, or the source's own sentence where quoted is false.
	words  prose.Span
	quoted bool
	// rest goes on with the words after "he said"; often empty.
	rest prose.Span
	// occasion is the source's "told reporters in Brussels", or "".
	occasion string
	score    float64
}

// text is what was said.
func (s saying) text() string {
	return s.words.In(s.from.text) + " " + s.rest.In(s.from.text)
}

// sentence reports it: speaker, occasion, words, outlet and day.
func (s saying) sentence() string {
	var b strings.Builder
	words := strings.TrimSpace(s.words.In(s.from.text))
	if s.name != "" {
		b.WriteString(s.name)
		if s.occasion != "" {
			b.WriteString(" " + s.occasion)
		}
		b.WriteString(": ")
	}
	switch {
	case !s.quoted:
		b.WriteString(words)
	case s.rest.Len() > 0:
		b.WriteString("“" + innerMarks(words) + "” … “" + innerMarks(strings.TrimRight(s.rest.In(s.from.text), " ,;:")) + "”")
	default:
		b.WriteString("“" + innerMarks(strings.TrimRight(words, " ,;:")) + "”")
	}
	if from := join([]string{oneLine(s.from.source.Outlet), day(s.from.source.Published)}, ", "); from != "" {
		b.WriteString(" (" + from + ")")
	}
	return b.String()
}

// innerMarks gives a quotation within a quotation single marks.
func innerMarks(words string) string {
	open := false
	return strings.Map(func(r rune) rune {
		switch {
		case r == '“' || r == '«' || r == '„', r == '"' && !open:
			open = true
			return '‘'
		case r == '”' || r == '»', r == '"':
			open = false
			return '’'
		}
		return r
	}, words)
}

// sayingsOf returns what a telling has somebody say: quotations first, then
// what it only reports.
func (t *telling) sayingsOf(who identity) []saying {
	var found []saying
	taken := make(map[int]bool) // sentences, by their start
	for k := range t.quotations {
		if t.speakers[k].Name == "" || !who.is(t.speakers[k].Name, t.source) || !t.paired(k) {
			continue
		}
		for _, s := range t.quoted(k) {
			if !s.quoted && taken[s.words.Start] || !t.shows(s.words.Start) || !t.shows(s.words.End-1) {
				continue
			}
			taken[s.words.Start] = true
			found = append(found, s)
		}
	}
	for i, s := range t.sentences {
		if !taken[s.Start] && t.shows(s.Start) && t.shows(s.End-1) && t.reports(i, who) {
			found = append(found, saying{from: t, paragraph: t.paragraphAt(s.Start), words: s})
		}
	}
	return found
}

// paired tells whether the marks of a quotation are surely its own: a passage
// that opens inside straight marks has all of them the wrong way round.
func (t *telling) paired(k int) bool {
	p := t.paragraphs[t.paragraphAt(t.quotations[k].Start)]
	for _, q := range t.quotations {
		if q.Start < p.Start || q.Start >= p.End || t.text[q.Start] != '"' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(t.text[p.Start:q.Start])
		inner := q.Inner.In(t.text)
		if inner == "" || strings.TrimSpace(inner) != inner || q.Start > p.Start && !unicode.IsSpace(before) && !strings.ContainsRune("([—–-‘'", before) {
			return false
		}
	}
	return true
}

func (t *telling) paragraphAt(at int) int {
	for i, p := range t.paragraphs {
		if at < p.End {
			return i
		}
	}
	return len(t.paragraphs) - 1
}

// sentenceAt is the index of the sentence that holds a place, or -1.
func (t *telling) sentenceAt(at int) int {
	return slices.IndexFunc(t.sentences, func(s prose.Span) bool { return s.Start <= at && at < s.End })
}
