package retrieval

import (
	"unicode"
	"unicode/utf8"
)

// A word longer than this is noise (an encoded blob); its rest is ignored.
const longestWord = 64

// apostrophe is what one within a word means, which languages differ in.
type apostrophe uint8

const (
	joins  apostrophe = iota // O'Neill, don't: one word
	splits                   // l'élection, dell'Italia: two
	ends                     // Ankara'da: the name is over, an ending follows
)

// scanner cuts a text into words in lower case: possessive 's off, "U.S." as
// "us", "1,000" as "1000", digits and letters of full width as their plain
// twins; pairs of neighbouring characters in scripts that a bigram index suits
// better than words. It is apart from prose.Words because the
// index reads every word of every article when a process starts: it allocates
// nothing and looks at each byte once.
type scanner struct {
	text       string
	apostrophe apostrophe
	pos        int

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
		case paired(r):
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
	if r = narrow(r); unicode.IsLetter(r) {
		s.letters++
		s.lower = s.lower || unicode.IsLower(r)
	}
	s.word = utf8.AppendRune(s.word, unicode.ToLower(r))
}

// narrow gives the plain twin of a letter or digit of full width, and the
// digits 0 to 9 for those of other scripts.
func narrow(r rune) rune {
	switch {
	case '！' <= r && r <= '～':
		return r - '！' + '!'
	case unicode.IsDigit(r):
		// The digits of a script stand together, 0 first, in one range or in a
		// row of such tens.
		for _, of := range unicode.Nd.R16 {
			if lo := rune(of.Lo); lo <= r && r <= rune(of.Hi) {
				return '0' + (r-lo)%10
			}
		}
	}
	return r
}

// inside tells how many bytes to step over when a mark stands within a word
// ("O'Neill", "U.S.", "1,000"), 0 when the word ends here.
func (s *scanner) inside(r rune, width int) int {
	after, afterWidth := utf8.DecodeRuneInString(s.text[s.pos+width:])
	last := s.word[len(s.word)-1]
	switch r {
	case '\'', '’':
		if !wordRune(after) || paired(after) || s.apostrophe == splits {
			return 0
		}
		if s.apostrophe == ends {
			for s.pos += width; wordRune(after); after, afterWidth = utf8.DecodeRuneInString(s.text[s.pos:]) {
				s.pos += afterWidth
			}
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
	if paired(after) {
		s.end += afterWidth
	} else if paired(before) {
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

// paired tells whether pairs of characters stand for words: in scripts without
// spaces, and in Korean, which writes its particles onto the words.
func paired(r rune) bool {
	return spaceless(r) || r >= 0x1100 && unicode.Is(unicode.Hangul, r)
}
