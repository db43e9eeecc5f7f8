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
// the text, so each list is read once.
type partReader struct {
	text       string
	words      []Word
	names      []Name
	quotations []Quotation
	ends       []Span // sentences, for where they end
	w, n, q, e int
	read       int // everything before this offset is in a part already
}

// paragraph returns the parts of the next paragraph.
func (r *partReader) paragraph(p Span) []part {
	var parts []part
	at := max(p.Start, r.read)
	for at < p.End {
		next, ok := r.next(p.End)
		if !ok {
			return r.gap(parts, at, p.End)
		}
		parts = r.gap(parts, at, next.Start)
		parts = append(parts, next)
		at = next.End
	}
	r.read = at // a part can reach into the next paragraph
	return parts
}

// next returns the next quotation, name or word that starts before end.
func (r *partReader) next(end int) (part, bool) {
	const never = int(^uint(0) >> 1)
	word, name, quote := never, never, never
	if r.w < len(r.words) {
		word = r.words[r.w].Start
	}
	if r.n < len(r.names) {
		name = r.names[r.n].Start
	}
	if r.q < len(r.quotations) {
		quote = r.quotations[r.q].Start
	}
	var p part
	switch first := min(word, name, quote); {
	case first >= end:
		return p, false
	case first == quote:
		p = part{Span: r.quotations[r.q].Span, kind: isQuote, quote: r.q}
		r.q++
	case first == name:
		n := r.names[r.n]
		p = part{Span: n.Span, kind: isName, word: n.In(r.text), doubtful: !n.Sure}
	default:
		w := r.words[r.w]
		p = part{Span: w.Span, kind: isWord, word: strings.ToLower(w.In(r.text))}
	}
	for r.w < len(r.words) && r.words[r.w].Start < p.End {
		r.w++
	}
	for r.n < len(r.names) && r.names[r.n].Start < p.End {
		r.n++
	}
	return p, true
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
