package prose

import (
	"strings"
	"unicode/utf8"
)

// partKind is what a part of a sentence is to the rules that look for speakers.
type partKind uint8

const (
	isWord  partKind = iota
	isName           // a whole name
	isQuote          // a whole quotation
	isMark           // , : ( ) or a dash
	isStop           // a sentence ends here
)

// part is a part of a paragraph, everything quoted being one.
type part struct {
	Span
	kind partKind
	// word is a word in lower case, a mark as one byte, or a name as it stands.
	word string
	// quote is the quotation's index.
	quote int
	// doubtful: a name that rests on the capital of a sentence's first word.
	doubtful bool
}

func (p part) is(word string) bool { return (p.kind == isWord || p.kind == isMark) && p.word == word }

// partReader cuts a text into parts. What it hands out lies in the order of
// the text without overlap, so each list is read once.
type partReader struct {
	text       string
	words      []Word
	names      []Name
	quotations []Quotation
	ends       []Span // sentences, for where they end
	w, n, q, e int
	// at is where the next part may begin: a word can reach past the end of its
	// paragraph (a soft hyphen is part of it), and into a quotation.
	at int
}

// paragraph returns the parts of the next paragraph.
func (r *partReader) paragraph(p Span) []part {
	var parts []part
	r.at = max(r.at, p.Start)
	for {
		next, ok := r.next(p.End)
		if !ok {
			return r.gap(parts, min(r.at, p.End), p.End)
		}
		parts = append(r.gap(parts, r.at, next.Start), next)
		r.at = next.End
	}
}

// next returns the next quotation, name or word that starts before end.
func (r *partReader) next(end int) (part, bool) {
	for r.w < len(r.words) && r.words[r.w].Start < r.at {
		r.w++
	}
	for r.n < len(r.names) && r.names[r.n].Start < r.at {
		r.n++
	}
	for r.q < len(r.quotations) && r.quotations[r.q].Start < r.at {
		r.q++
	}
	word, name, quote := end, end, end
	if r.w < len(r.words) {
		word = r.words[r.w].Start
	}
	if r.n < len(r.names) {
		name = r.names[r.n].Start
	}
	if r.q < len(r.quotations) {
		quote = r.quotations[r.q].Start
	}
	switch first := min(word, name, quote); {
	case first >= end:
		return part{}, false
	case first == quote:
		return part{Span: r.quotations[r.q].Span, kind: isQuote, quote: r.q}, true
	case first == name:
		n := r.names[r.n]
		return part{Span: n.Span, kind: isName, word: n.In(r.text), doubtful: !n.Sure}, true
	default:
		w := r.words[r.w]
		return part{Span: w.Span, kind: isWord, word: strings.ToLower(w.In(r.text))}, true
	}
}

// gap appends the marks between two parts, or up to the end of a sentence that
// comes between them, and a stop there.
func (r *partReader) gap(parts []part, from, to int) []part {
	stop := false
	for ; r.e < len(r.ends) && r.ends[r.e].End <= to; r.e++ {
		if end := r.ends[r.e].End; !stop && end >= from {
			to, stop = end, true
		}
	}
	for i, c := range r.text[from:to] {
		switch c {
		case '–', '—', '-':
			c = '-'
		case ';':
			c = ','
		case ',', ':', '(', ')':
		default:
			continue
		}
		at := from + i
		_, width := utf8.DecodeRuneInString(r.text[at:])
		parts = append(parts, part{Span: Span{at, at + width}, kind: isMark, word: string(c)})
	}
	if stop {
		parts = append(parts, part{Span: Span{to, to}, kind: isStop})
	}
	return parts
}
