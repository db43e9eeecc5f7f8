package prose

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Kind is what a word is made of.
type Kind uint8

// The kinds of word.
const (
	// Letters: a word as a dictionary has it, apostrophes and the stops of
	// "U.S." included. It may hold digits ("G20") but starts with none.
	Letters Kind = iota
	// Digits: a number in digits: "1,200", "3.5", "16th", "2022".
	Digits
	// Run is a stretch of a script that sets no spaces between words (Han, kana,
	// Thai, Lao, Khmer, Burmese): many words, of which an index makes bigrams.
	Run
)

// Word is one word of a text.
type Word struct {
	Span
	Kind Kind
	// Joined: a hyphen alone stands between this word and the one before, as
	// in "south-eastern".
	Joined bool
}

// Words returns the words of a text in order, by the word boundaries of
// UAX #29; marks and white space are left out. Words apart by a hyphen are two,
// the second Joined; "AT&T" is one.
func Words(text string) []Word {
	var found []Word
	// glue is the offset at which a word must start to belong to the last one
	// (a run going on, or the letter after an &), hyphen that to be Joined.
	glue, hyphen := -1, -1
	it := words.FromString(text)
	for it.Next() {
		token := Span{it.Start(), it.End()}
		s := token.In(text)
		kind, isWord := kindOf(s)
		switch {
		case isWord && token.Start == glue && (kind == Run) == (found[len(found)-1].Kind == Run):
			found[len(found)-1].End = token.End
		case isWord:
			found = append(found, Word{token, kind, token.Start == hyphen})
		case len(found) == 0 || found[len(found)-1].End != token.Start:
			continue
		case s == "&" && shortCaps(found[len(found)-1].In(text)):
			glue = token.End
			continue
		case s == "." && kindStops(found[len(found)-1].In(text)):
			found[len(found)-1].End = token.End
			continue
		case s == "-", s == "‐", s == "‑":
			hyphen = token.End
			continue
		}
		glue = -1
		if isWord && kind == Run {
			glue = token.End
		}
	}
	return found
}

// kindOf tells the kind of a token by its first letter or digit; a token with
// neither is no word.
func kindOf(token string) (Kind, bool) {
	for _, r := range token {
		switch {
		case unspaced(r):
			return Run, true
		case unicode.IsLetter(r):
			return Letters, true
		case unicode.IsNumber(r):
			return Digits, true
		}
	}
	return 0, false
}

func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// shortCaps tells whether a word may be the first half of "AT&T" or "Q&A".
func shortCaps(word string) bool {
	const longest = 3
	if len(word) > longest {
		return false
	}
	for _, r := range word {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// kindStops tells whether a full stop after the word belongs to it: single
// letters with stops between, as in "U.S".
func kindStops(word string) bool {
	first, width := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(first) && width < len(word) && word[width] == '.' && initials(word)
}
