package prose

import (
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of a text: the bytes from Start up to but not including
// End. Every span of this package lies on rune boundaries of its text.
type Span struct{ Start, End int }

// In returns what stands in the span. The text must be the one the span was
// found in.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len is the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Holds tells whether the whole of o lies within s.
func (s Span) Holds(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Paragraphs returns the paragraphs of a text, in order, without the white
// space around them. A blank line separates paragraphs; so does U+2029.
func Paragraphs(text string) []Span {
	var paragraphs []Span
	start, end, breaks := -1, 0, 0
	for i := 0; i < len(text); {
		if start >= 0 && breaks < 2 {
			// Nearly every character of nearly every text is passed here, each time
			// a process reads its articles anew.
			for ; i < len(text) && ' ' <= text[i] && text[i] < unicode.MaxASCII; i++ {
				if text[i] != ' ' {
					breaks, end = 0, i+1
				}
			}
		}
		r, width := utf8.DecodeRuneInString(text[i:])
		switch {
		case width == 0:
		case r == '\u2029':
			breaks = 2
		case lineBreak(r):
			// CR LF is one break, not a blank line.
			if r != '\n' || i == 0 || text[i-1] != '\r' {
				breaks++
			}
		case !blank(r):
			if start >= 0 && breaks >= 2 {
				paragraphs = append(paragraphs, Span{start, end})
				start = -1
			}
			if start < 0 {
				start = i
			}
			breaks, end = 0, i+width
		}
		i += width
	}
	if start >= 0 {
		paragraphs = append(paragraphs, Span{start, end})
	}
	return paragraphs
}

// runeLen is the width of the rune that ranging over text gave at i: an
// invalid byte reads as U+FFFD but is one byte wide.
func runeLen(text string, i int, r rune) int {
	if r != utf8.RuneError {
		return utf8.RuneLen(r)
	}
	_, width := utf8.DecodeRuneInString(text[i:])
	return width
}

func lineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// blank tells whether a rune leaves no mark on the page.
func blank(r rune) bool { return unicode.IsSpace(r) || invisible(r) }

// invisible tells whether a rune takes no room at all: joiners, direction
// marks, soft hyphens, variation selectors. Pages are full of them, and no
// reader sees them.
func invisible(r rune) bool {
	switch {
	case r == '\u00AD', r == '\u034F', r == '\u061C', r == '\uFEFF',
		'\u200B' <= r && r <= '\u200F',
		'\u202A' <= r && r <= '\u202E',
		'\u2060' <= r && r <= '\u2069',
		'\uFE00' <= r && r <= '\uFE0F':
		return true
	}
	return false
}
