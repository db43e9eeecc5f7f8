package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball"
	"golang.org/x/text/unicode/norm"
)

// term is what the index knows a word by: termBits of the FNV-1a hash of its
// stem. No string is kept. Among half a million terms a given one shares its
// number with another with a probability of 0.05 %, which moves no ranking;
// in exchange a token is four bytes, and what one segment calls a term needs
// no translation in the next.
type term uint32

const (
	termBits = 30
	// capital marks a token that the text wrote with a capital letter or a
	// digit: the words that names and figures are made of.
	capital = 1 << 31
	// figure marks a number, in digits or as a word.
	figure = 1 << 30
	marks  = capital | figure
)

// A word longer than this is noise (an encoded blob); its rest is ignored.
const longestWord = 64

// scanner cuts a text into words in lower case: possessive 's off, "U.S." as "us", "1,000" as "1000"; pairs of neighbouring characters
// in scripts written without spaces. It is apart from prose.Words because the
// index reads every word of every article when a process starts: it allocates
// nothing and looks at each byte once.
type scanner struct {
	text string
	pos  int

	word       []byte // the folded word, valid until the next call
	start, end int    // where it stands in the text
	capital    bool   // begins with a capital letter or a digit
	shouted    bool   // two letters or more, all of them capitals
	letters    int
	lower      bool
}

// next finds the next word; false at the end of the text.
func (s *scanner) next() bool {
	s.word = s.word[:0]
	s.capital, s.lower, s.letters = false, false, 0
	for s.pos < len(s.text) {
		s.plainLetters()
		if s.pos == len(s.text) {
			break
		}
		r, width := rune(s.text[s.pos]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRuneInString(s.text[s.pos:])
		}
		switch {
		case spaceless(r):
			if len(s.word) > 0 {
				return s.found()
			}
			if s.pair(width) {
				return true
			}
		case wordRune(r):
			if len(s.word) == 0 {
				s.start = s.pos
			}
			s.add(r)
			s.pos += width
			s.end = s.pos
		case len(s.word) == 0:
			s.pos += width
		default:
			skip := s.inside(r, width)
			if skip == 0 {
				return s.found()
			}
			s.pos += skip
		}
	}
	return len(s.word) > 0 && s.found()
}

// plainLetters adds the a to z at the scanner's place to the word, which is
// what most words are made of but for their first letter.
func (s *scanner) plainLetters() {
	from := s.pos
	for s.pos < len(s.text) && s.text[s.pos]-'a' < 26 {
		s.pos++
	}
	if from == s.pos {
		return
	}
	if len(s.word) == 0 {
		s.start = from
	}
	s.lower, s.end = true, s.pos
	s.letters += s.pos - from
	s.word = append(s.word, s.text[from:min(s.pos, from+max(0, longestWord-len(s.word)))]...)
}

func (s *scanner) found() bool {
	s.shouted = s.letters > 1 && !s.lower
	return true
}

// add folds a rune onto the word.
func (s *scanner) add(r rune) {
	if len(s.word) == 0 {
		s.capital = unicode.IsUpper(r) || unicode.IsDigit(r)
	}
	if len(s.word) >= longestWord {
		return
	}
	if r < utf8.RuneSelf {
		switch {
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
			s.letters++
		case 'a' <= r && r <= 'z':
			s.letters++
			s.lower = true
		}
		s.word = append(s.word, byte(r))
		return
	}
	if unicode.IsLetter(r) {
		s.letters++
		s.lower = s.lower || unicode.IsLower(r)
	}
	s.word = utf8.AppendRune(s.word, unicode.ToLower(r))
}

// inside tells how many bytes to step over when a mark stands within a word
// ("O'Neill", "U.S.", "1,000"), 0 when the word ends here.
func (s *scanner) inside(r rune, width int) int {
	after, afterWidth := utf8.DecodeRuneInString(s.text[s.pos+width:])
	last := s.word[len(s.word)-1]
	switch r {
	case '\'', '’':
		if !wordRune(after) || spaceless(after) {
			return 0
		}
		next, _ := utf8.DecodeRuneInString(s.text[s.pos+width+afterWidth:])
		if (after == 's' || after == 'S') && !wordRune(next) {
			// The possessive is passed over and its word ends in front of it.
			s.pos += width + afterWidth
			return 0
		}
		return width
	case '.':
		if isDigit(last) && isDigit(byte(after)) && after < utf8.RuneSelf {
			s.word = append(s.word, '.')
			return width
		}
		// An acronym: single letters between full stops.
		single := s.pos-1 == s.start || s.text[s.pos-2] == '.'
		if single && unicode.IsUpper(after) {
			next := s.pos + width + afterWidth
			if next < len(s.text) && s.text[next] == '.' {
				return width
			}
		}
	case ',':
		if isDigit(last) && isDigit(byte(after)) && after < utf8.RuneSelf {
			return width
		}
	}
	return 0
}

// pair sets the word to the next rune and its neighbour in the same kind of script,
// or to the rune alone where it stands alone; false where the rune is the last
// of a run, which the pair before it held already.
func (s *scanner) pair(width int) bool {
	at := s.pos
	s.pos += width
	after, afterWidth := utf8.DecodeRuneInString(s.text[s.pos:])
	before, _ := utf8.DecodeLastRuneInString(s.text[:at])
	s.start, s.end = at, s.pos
	if spaceless(after) {
		s.end += afterWidth
	} else if spaceless(before) {
		return false
	}
	s.word = append(s.word, s.text[at:s.end]...)
	return s.found()
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.M, r))
}

// spaceless tells whether the rune's script is written without spaces.
func spaceless(r rune) bool {
	const longVowel = 'ー' // of both Japanese syllabaries, so of neither's script
	return r == longVowel || r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// stemmers names the languages that have a stemmer; others are indexed as
// they are written.
var stemmers = map[string]string{
	"": "english", "en": "english", "es": "spanish", "fr": "french", "ru": "russian",
	"sv": "swedish", "no": "norwegian", "nb": "norwegian", "hu": "hungarian",
}

// termOf stems a word of a language and takes its accents off: before the
// stemming for English, whose accents are ornaments, after it for languages
// whose endings are told by them. A name in capitals or a figure is kept whole.
func termOf(word []byte, lang string, whole bool) term {
	language := stemmers[lang]
	if language == "english" {
		word = plain(word)
	}
	if language != "" && !whole && len(word) > 2 {
		if stem, err := snowball.Stem(string(word), language, true); err == nil && stem != "" {
			word = []byte(stem)
		}
	}
	return term(hash(plain(word))) &^ marks
}

// plain takes the accents off a word in lower case.
func plain(word []byte) []byte {
	if !slices.ContainsFunc(word, func(b byte) bool { return b >= utf8.RuneSelf }) {
		return word
	}
	var to []byte
	for rest := norm.NFKD.Bytes(word); len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if !unicode.Is(unicode.Mn, r) {
			to = utf8.AppendRune(to, unicode.ToLower(r))
		}
		rest = rest[n:]
	}
	return to
}

// hash is 64-bit FNV-1a, folded to its upper half where 32 bits are asked for.
func hash(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h ^ h>>32
}

// stemmer remembers the term of every word it has met, because a corpus
// repeats its words and stemming is the slowest step of reading one. It serves
// one goroutine and one language.
type stemmer struct {
	lang  string
	stops func(word string) bool
	known []knownWord // open addressing: a power of two, at most half of it in use
	used  int
}

// knownWord is a word by its hash, whole; the zero is a free place.
type knownWord struct {
	key uint64
	token
}

// token is a word's term as a text has it, or none for a stop word.
type token uint32

const none token = capital // no capital letters without a term

func newStemmer(lang string) *stemmer {
	return &stemmer{lang: lang, stops: stopWords(lang), known: make([]knownWord, 1<<10)}
}

// token gives the scanner's word as a token, its capital bit set as written;
// ok is false for a stop word. "US" and "WHO" are names, "us" and "who" are not.
func (m *stemmer) token(s *scanner) (t token, ok bool) {
	key := hash(s.word)
	if s.shouted {
		key = ^key
	}
	if k := m.place(key); k.key == key {
		t = k.token
	} else {
		t = m.first(s)
		*k = knownWord{key, t}
		if m.used++; 2*m.used > len(m.known) {
			m.grow()
		}
	}
	if t == none {
		return 0, false
	}
	if s.capital {
		t |= capital
	}
	return t, true
}

// first makes the token of a word that was not met before.
func (m *stemmer) first(s *scanner) token {
	figures := isDigit(s.word[0])
	if !s.shouted && m.stops(string(s.word)) {
		return none
	}
	t := token(termOf(s.word, m.lang, s.shouted && len(s.word) < 5 || figures))
	if figures || numerals[string(s.word)] {
		t |= figure
	}
	return t
}

// place is where a word is known or would be.
func (m *stemmer) place(key uint64) *knownWord {
	mask := uint64(len(m.known) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if k := &m.known[i]; k.key == key || *k == (knownWord{}) {
			return k
		}
	}
}

func (m *stemmer) grow() {
	old := m.known
	m.known = make([]knownWord, 4*len(old))
	for _, k := range old {
		if k != (knownWord{}) {
			*m.place(k.key) = k
		}
	}
}

func (t token) term() term    { return term(t &^ marks) }
func (t token) capital() bool { return t&capital != 0 }

// numerals are the English words that answer "how many".
var numerals = setOf(`two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds thousand
	thousands million millions billion billions trillion percent half twice`)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
