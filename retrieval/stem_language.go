package retrieval

import (
	"bytes"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/tamil"
	"github.com/blevesearch/snowballstem/turkish"
)

// language is what the index knows of a language. The zero value is one of
// which it knows nothing: words are indexed as they are written.
type language struct {
	stem func(*snowballstem.Env) bool // by the Snowball project; nil: it has none
	// keep is how many letters of a word stand for it where there is no stemmer
	// and words are inflected: five is best for most alphabets (McNamee, Nicholas
	// and Mayfield, Addressing Morphological Variation in Alphabetic Languages,
	// SIGIR 2009). 0: all.
	keep       int
	apostrophe apostrophe
	ornaments  bool // accents are ornaments and no part of a word's ending
	stops      map[string]bool
}

// stop tells whether a word in lower case says nothing about a story.
func (l *language) stop(word []byte) bool { return l.stops[string(plain(word))] }

const trunk = 5

// languages are those that the index knows something of, by their ISO 639-1
// codes.
var languages = withStops(map[string]*language{
	"ar": {stem: arabic.Stem}, "da": {stem: danish.Stem}, "de": {stem: german.Stem},
	"en": {stem: english.Stem, ornaments: true}, "es": {stem: spanish.Stem}, "fi": {stem: finnish.Stem},
	"fr": {stem: french.Stem, apostrophe: splits}, "ga": {stem: irish.Stem}, "hu": {stem: hungarian.Stem},
	"it": {stem: italian.Stem, apostrophe: splits}, "nl": {stem: dutch.Stem}, "no": {stem: norwegian.Stem},
	"pt": {stem: portuguese.Stem}, "ro": {stem: romanian.Stem}, "ru": {stem: russian.Stem}, "sv": {stem: swedish.Stem},
	"ta": {stem: tamil.Stem}, "tr": {stem: turkish.Stem, apostrophe: ends},
	"bg": {keep: trunk}, "ca": {keep: trunk, apostrophe: splits}, "cs": {keep: trunk}, "el": {keep: trunk}, "he": {},
	"hr": {keep: trunk}, "lt": {keep: trunk}, "lv": {keep: trunk}, "pl": {keep: trunk}, "sk": {keep: trunk},
	"sl": {keep: trunk}, "sr": {keep: trunk}, "uk": {keep: trunk},
}, stopLists)

func withStops(languages map[string]*language, lists map[string]string) map[string]*language {
	for lang, words := range lists {
		set := make(map[string]bool)
		for w := range strings.FieldsSeq(words) {
			set[string(plain([]byte(w)))] = true
		}
		languages[lang].stops = set
	}
	return languages
}

var unknownLanguage language

func languageFor(code string) *language {
	if l := languages[code]; l != nil {
		return l
	}
	return &unknownLanguage
}

// codeOf is the language of a BCP 47 tag as the index calls it: "de" for
// "de-AT"; "" where the tag says nothing.
func codeOf(tag string) string {
	if len(tag) == 2 && tag[0] >= 'a' && tag[1] >= 'a' && tag != "nb" && tag != "nn" && tag != "iw" {
		return tag // nearly always, and every article has one
	}
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	switch code {
	case "nb", "nn":
		return "no"
	case "iw":
		return "he"
	case "und", "mul", "zxx":
		return ""
	}
	return code
}

// guessed is how many words of a text tell its language.
const guessed = 100

// guess is the language of a text by the little words in it: each votes for
// the languages that have it among theirs, with less weight the more they are.
// So do letters that one language alone has. Where fewer than one word in leastVotes votes for any, it is English, or a
// script that English does nothing to.
func guess(text string) string {
	const (
		whole      = 12 // the vote of a word of one language
		leastVotes = 24
	)
	var votes [64]int
	words := 0
	for s := (scanner{text: text, apostrophe: splits}); words < guessed && s.next(); words++ {
		word := s.word
		if !ascii(word) {
			word = plain(word)
			if i := bytes.IndexFunc(s.word, func(r rune) bool { return letters[r] > 0 }); i >= 0 {
				r, _ := utf8.DecodeRune(s.word[i:])
				votes[letters[r]-1] += whole
			}
		}
		all := littleWords[string(word)]
		for set := all; set != 0; set &= set - 1 {
			votes[bits.TrailingZeros64(set)] += whole / bits.OnesCount64(all)
		}
	}
	best := slices.Index(listed, "en")
	for i, n := range votes {
		if n > votes[best] && leastVotes*n >= whole*words {
			best = i
		}
	}
	return listed[best]
}

// listed are the languages that have a list of stop words; littleWords tells
// which of them, a bit for each, have a word in theirs.
var (
	listed      = slices.Sorted(maps.Keys(stopLists))
	littleWords = func() map[string]uint64 {
		words := make(map[string]uint64)
		for i, lang := range listed {
			for w := range languages[lang].stops {
				words[w] |= 1 << i
			}
		}
		return words
	}()
	// letters tells the language of a letter by its place in listed, from 1.
	letters = func() map[rune]int {
		of := make(map[rune]int)
		for lang, own := range map[string]string{
			"hu": "őű", "tr": "ğı", "pl": "łęą", "cs": "řů", "de": "ß", "es": "ñ", "pt": "ãõ", "ro": "țăţ",
			"uk": "їєґ", "ru": "ыэё",
		} {
			for _, r := range own {
				of[r] = slices.Index(listed, lang) + 1
			}
		}
		return of
	}()
)
