package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold brings a text into the form in which two texts of the same words are
// equal: compatibility forms (NFKC), every quotation mark and apostrophe as ',
// every dash and hyphen as -, an ellipsis as three stops, white space as single
// spaces with none at the ends, marks that take no room left out. Case is kept.
// It is for comparing only: stored and shown text keeps its own marks.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	return NewFolded(s).Text
}

// FoldCase is [Fold] with letters in lower case, ß as ss.
func FoldCase(s string) string {
	if folded(s) {
		return strings.ToLower(s)
	}
	return NewFoldedCase(s).Text
}

// folded tells of most ASCII text that it is folded already.
func folded(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= utf8.RuneSelf || c == '"' || c == '`' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return before != ' ' || s == ""
}

// Folded is a folded text that knows where in the original its bytes came from.
type Folded struct {
	// Text is what [Fold] or [FoldCase] makes of the original.
	Text string
	// from[i] is the original offset of the rune that Text's byte i came from;
	// one more entry holds the original's length.
	from []int
}

// NewFolded folds as [Fold] does and keeps the way back.
func NewFolded(s string) Folded { return newFolded(s, false) }

// NewFoldedCase folds as [FoldCase] does and keeps the way back.
func NewFoldedCase(s string) Folded { return newFolded(s, true) }

// Origin returns the stretch of the original that a stretch of Text stands
// for, whole runes of it.
func (f Folded) Origin(s Span) Span {
	if s.Start >= s.End {
		return Span{f.from[s.Start], f.from[s.Start]}
	}
	end := s.End
	for f.from[end] <= f.from[s.End-1] {
		end++
	}
	return Span{f.from[s.Start], f.from[end]}
}

// Find returns where in the original the words stand for the first time; they
// must be folded in the same way. Only whole words count: "art" does not stand
// in "part".
func (f Folded) Find(words string) (Span, bool) {
	if words == "" {
		return Span{}, false
	}
	for at := 0; ; {
		i := strings.Index(f.Text[at:], words)
		if i < 0 {
			return Span{}, false
		}
		found := Span{at + i, at + i + len(words)}
		if wordEdge(f.Text, found.Start) && wordEdge(f.Text, found.End) {
			return f.Origin(found), true
		}
		_, width := utf8.DecodeRuneInString(f.Text[found.Start:])
		at = found.Start + width
	}
}

// wordEdge tells whether no word of a spaced script goes on across i.
func wordEdge(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !inWord(before) || !inWord(after) || unspaced(before) || unspaced(after)
}

func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

func newFolded(s string, anyCase bool) Folded {
	out := folding{anyCase: anyCase, text: make([]byte, 0, len(s)), from: make([]int, 0, len(s)+1)}
	seen := visible(s)
	for i := 0; i < len(seen.text); {
		width := 1
		// NFKC leaves ASCII alone, unless a combining mark follows.
		if seen.text[i] >= utf8.RuneSelf || i+1 < len(seen.text) && seen.text[i+1] >= utf8.RuneSelf {
			width = norm.NFKC.NextBoundary(seen.text[i:], true)
			for _, r := range string(norm.NFKC.Bytes(seen.text[i : i+width])) {
				out.add(r, seen.from[i])
			}
		} else {
			out.add(rune(seen.text[i]), seen.from[i])
		}
		i += width
	}
	if n := len(out.text); n > 0 && out.text[n-1] == ' ' {
		out.text, out.from = out.text[:n-1], out.from[:n-1]
		return Folded{string(out.text), append(out.from, seen.trimmed)}
	}
	return Folded{string(out.text), append(out.from, len(s))}
}

// folding is a text under way, each byte with the offset it came from.
type folding struct {
	anyCase bool
	text    []byte
	from    []int
	// trimmed is where the white space at the end of the original begins.
	trimmed int
}

// visible takes the invisible runes out and folds the marks. It comes before
// NFKC, which would make a space and an accent of ´, and would not compose
// letters with a joiner between.
func visible(s string) folding {
	seen := folding{text: make([]byte, 0, len(s)), from: make([]int, 0, len(s))}
	for i, r := range s {
		if invisible(r) {
			continue
		}
		if !blank(r) {
			seen.trimmed = i + runeLen(s, i, r)
		}
		seen.append(foldMark(r), i)
		if r == '…' {
			seen.append('.', i)
			seen.append('.', i)
		}
	}
	return seen
}

func (f *folding) append(r rune, from int) {
	n := len(f.text)
	f.text = utf8.AppendRune(f.text, r)
	for range len(f.text) - n {
		f.from = append(f.from, from)
	}
}

// add appends one rune of the result, in lower case where asked, and drops
// what NFKC may have brought in: another space, a joiner.
func (f *folding) add(r rune, from int) {
	r = foldMark(r)
	n := len(f.text)
	switch {
	case invisible(r), r == ' ' && (n == 0 || f.text[n-1] == ' '):
	case f.anyCase && (r == 'ß' || r == 'ẞ'):
		f.append('s', from)
		f.append('s', from)
	case f.anyCase:
		f.append(unicode.ToLower(r), from)
	default:
		f.append(r, from)
	}
}

// foldMark gives the one form of a quotation mark, dash or space. Double and
// single marks fold alike: a quotation within a quotation changes its marks
// when it is quoted alone.
func foldMark(r rune) rune {
	switch r {
	case '"', '`', '´', '‘', '’', '‚', '‛', '“', '”', '„', '‟', '«', '»', '‹', '›', '′', '″', 'ʼ', 'ʻ':
		return '\''
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	case '…':
		return '.'
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}
