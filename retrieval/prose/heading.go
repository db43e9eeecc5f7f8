package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestHeading is in words; news headings and captions stay below it.
const longestHeading = 16

// runesPerWord is how many runes of a script without spaces make about as much
// text as one word of another.
const runesPerWord = 2

// IsHeading tells whether a paragraph has the form of a heading: one short line
// of words that no mark ends as a sentence ends.
func IsHeading(paragraph string) bool {
	paragraph = strings.TrimFunc(paragraph, blank)
	if strings.ContainsFunc(paragraph, lineBreak) || !strings.ContainsFunc(paragraph, unicode.IsLetter) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(paragraph, closes))
	switch {
	case last == ':', last == ',', last == ';', last == '…', unicode.Is(unicode.STerm, last), unicode.Is(unicode.Pd, last):
		return false
	}
	if len(paragraph) > longestWord*longestHeading {
		return false
	}
	words := 0
	for _, w := range Words(paragraph) {
		switch {
		case w.Kind == Run:
			words += utf8.RuneCountInString(w.In(paragraph)) / runesPerWord
		case !w.Joined:
			words++
		}
	}
	return words <= longestHeading
}

// closes tells whether a rune may stand after the end of a sentence.
func closes(r rune) bool {
	return r == '"' || r == '\'' || unicode.In(r, unicode.Pe, unicode.Pf)
}

// runeFloor returns the last rune boundary of s not beyond i.
func runeFloor(s string, i int) int {
	if i >= len(s) {
		return len(s)
	}
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}
