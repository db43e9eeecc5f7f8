package prompts

import (
	"slices"
	"strings"
	"unicode"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Words is how long a text is for a model, in English words: a token is about
// three quarters of one, and so is a character of a script that sets no spaces
// between words.
func Words(text string) int {
	quarters := 0
	for _, r := range text {
		if r >= 0xE00 && unicode.In(r, unspaced...) {
			quarters += 3
		}
	}
	return len(strings.Fields(text)) + quarters/4
}

var unspaced = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// Fit returns the sources, best first, as far as they fit into a number of
// words: whole ones, then one cut at the end of a sentence, then none. The
// first sentence of the first source stays even where it alone is too long, so
// that a prompt always has something to go on. A token is about three quarters
// of an English word.
//
// Check the answer against what Fit returns: a model cannot have read more.
func Fit(sources []Source, words int) []Source {
	fitted := make([]Source, 0, len(sources))
	for _, s := range sources {
		n := Words(s.Text)
		if n > words {
			s.Text = firstWords(s.Text, words, len(fitted) == 0)
			if s.Text != "" {
				fitted = append(fitted, s)
			}
			break
		}
		fitted, words = append(fitted, s), words-n
	}
	return slices.Clip(fitted)
}

// firstWords returns the sentences at the start of a text that hold at most so
// many words together, and at least one sentence where atLeastOne is set.
func firstWords(text string, words int, atLeastOne bool) string {
	end := 0
	for _, s := range prose.Sentences(text) {
		words -= Words(s.In(text))
		if words < 0 && (end > 0 || !atLeastOne) {
			break
		}
		end = s.End
	}
	return text[:end]
}
