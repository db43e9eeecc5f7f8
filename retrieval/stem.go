package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
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

// termOf stems a word of a language and takes its accents off: before the
// stemming for English, whose accents are ornaments, after it for languages
// whose endings are told by them. A name in capitals or a figure is kept whole.
func termOf(word []byte, lang string, whole bool) term {
	l := languageFor(lang)
	if l.ornaments {
		word = plain(word)
	} else if !ascii(word) {
		word = norm.NFKC.Bytes(word)
	}
	if l.stem != nil && !whole && len(word) > 2 {
		env := snowballstem.NewEnv(string(word))
		l.stem(env)
		if env.Current() != "" {
			word = []byte(env.Current())
		}
	}
	word = plain(word)
	if l.keep > 0 && !whole {
		word = firstRunes(word, l.keep)
	}
	return term(hash(word)) &^ marks
}

// plain takes the accents off a word in lower case and writes letters that
// keyboards elsewhere lack as people type them there.
func plain(word []byte) []byte {
	if ascii(word) {
		return word
	}
	var to []byte
	for rest := norm.NFKD.Bytes(word); len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		if s, ok := typed[r]; ok {
			to = append(to, s...)
		} else if !unicode.Is(unicode.Mn, r) {
			to = utf8.AppendRune(to, unicode.ToLower(r))
		}
	}
	return to
}

// typed are letters that Unicode does not take for accented ones.
var typed = map[rune]string{
	'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th",
	'ς': "σ", 'ʼ': "",
}

func ascii(word []byte) bool {
	return !slices.ContainsFunc(word, func(b byte) bool { return b >= utf8.RuneSelf })
}

func firstRunes(word []byte, n int) []byte {
	for i := range string(word) {
		if n == 0 {
			return word[:i]
		}
		n--
	}
	return word
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
	lang string
	*language
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
	return &stemmer{lang: lang, language: languageFor(lang), known: make([]knownWord, 1<<8)}
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
	if !s.shouted && m.stop(s.word) {
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
