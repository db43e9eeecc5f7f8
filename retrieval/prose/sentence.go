package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences returns the sentences of a text, in order, without the white space
// between them. A sentence never crosses a paragraph; a heading, having no full
// stop, is its own. Closing quotation marks, brackets and citation marks ("[1]")
// belong to the sentence they follow. A line break ends a sentence too, unless
// the next line goes on in lower case (hard-wrapped text).
//
// The rules are those of UAX #29, sentence boundaries, with abbreviations
// added and “Why?” he asked kept whole. They are not taken from uax29's own
// splitter because that one looks ahead anew from each closing mark: 80 kB of
// quotation marks after a full stop take it seven seconds.
func Sentences(text string) []Span {
	var sentences []Span
	for _, p := range Paragraphs(text) {
		start := p.Start
		for i := p.Start; i < p.End; {
			if c := text[i]; ' ' <= c && c < unicode.MaxASCII && c != '.' && c != '!' && c != '?' {
				i++ // most characters end no sentence
				continue
			}
			end, next, cut := boundary(text[:p.End], start, i)
			if cut {
				sentences = append(sentences, Span{start, end})
				start = next
			}
			i = next
		}
		if start < p.End {
			sentences = append(sentences, Span{start, p.End})
		}
	}
	return sentences
}

// boundary looks at the rune at i of a sentence that began at start. Where the
// sentence ends there, end is its last byte's successor and next the start of
// the one to come; otherwise the scan goes on at next.
func boundary(text string, start, i int) (end, next int, cut bool) {
	r, width := utf8.DecodeRuneInString(text[i:])
	switch {
	case lineBreak(r):
		next = skipBlank(text, i)
		return lastVisible(text, start, i), next, next < len(text) && !startsLower(text, next)
	case !unicode.Is(unicode.STerm, r) && r != '…':
		return 0, i + width, false
	}
	end, quoted := pastClosers(text, i)
	next = skipBlank(text, end)
	if next >= len(text) {
		return end, next, false
	}
	period := r == '.' && end == i+width
	switch {
	case startsSoftly(text, next), startsLower(text, next):
		cut = false
	case next == end:
		// No space, as in "3.5" and "example.com/?A": only marks that stand in no
		// number and no address end a sentence here ("。", or "end.”We").
		cut = quoted || r > unicode.MaxASCII && r != '…'
	case r == '.' && listNumber(text[start:i]):
		cut = false
	case quoted && r != '.':
		cut = !tagged(text[next:])
	case period || r == '.' && !quoted:
		cut = !abbreviates(text[start:i], text[next:])
	default:
		cut = true
	}
	return end, next, cut
}

// tagged tells whether what follows a quotation says by name who spoke it:
// “Why?” Mr. Smith asked.
func tagged(after string) bool {
	const longest = 4 // words before the verb
	after = after[:runeFloor(after, longest*longestWord)]
	if opensSentence(firstWord(after)) {
		return false
	}
	words := Words(after)
	for i, w := range words[:min(len(words), longest+1)] {
		switch gap := after[:w.Start]; {
		case i > 0 && IsReporting(w.In(after)):
			return true
		case i > 0 && strings.Trim(gap[words[i-1].End:], ". ") != "", !capital(w.In(after)):
			return false
		}
	}
	return false
}

// pastClosers returns where a run of terminators and the closing marks after
// it ends, and whether a quotation was closed there.
func pastClosers(text string, i int) (end int, quoted bool) {
	for i < len(text) {
		r, width := utf8.DecodeRuneInString(text[i:])
		switch {
		case closesQuotation(text, i, r):
			quoted = true
		case r == ')', r == ']', r == '}', r == '…', invisible(r), unicode.Is(unicode.STerm, r):
		case r == '[' && citation(text[i:]) > 0:
			width = citation(text[i:])
		case unicode.IsSpace(r) && spacedCloser(text, i) > 0:
			// French sets a space before », and [1] may follow one.
			width, quoted = spacedCloser(text, i), true
		default:
			return i, quoted
		}
		i += width
	}
	return i, quoted
}

// closesQuotation tells whether the rune at i, straight after the end of a
// sentence, is a mark that closes rather than opens: “ and « do either,
// depending on the language, and open when a word follows without a space.
func closesQuotation(text string, i int, r rune) bool {
	switch r {
	case '”', '’', '»', '›', '」', '』':
		return true
	case '"', '\'', '“', '‘', '«', '‹':
		next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		return i+utf8.RuneLen(r) == len(text) || !unicode.IsLetter(next) && !unicode.IsDigit(next)
	}
	return false
}

// spacedCloser returns the width of one space and a mark after it that can
// only belong to the sentence before: a closer or a citation, followed by no
// letter. 0: there is none.
func spacedCloser(text string, i int) int {
	_, space := utf8.DecodeRuneInString(text[i:])
	at := i + space
	r, width := utf8.DecodeRuneInString(text[at:])
	switch r {
	case '”', '»', '›':
		next, _ := utf8.DecodeRuneInString(text[at+width:])
		if unicode.IsLetter(next) || unicode.IsDigit(next) {
			return 0
		}
		return space + width
	case '[':
		if width = citation(text[at:]); width > 0 {
			return space + width
		}
	}
	return 0
}

// citation returns the length of a mark such as [1] or [2, 3] at the start of
// s, 0 where there is none.
func citation(s string) int {
	const longest = 16
	for i := 1; i < len(s) && i < longest; i++ {
		switch c := s[i]; {
		case c == ']' && i > 1:
			return i + 1
		case '0' <= c && c <= '9', i > 1 && (c == ',' || c == ' '):
		default:
			return 0
		}
	}
	return 0
}

func skipBlank(text string, i int) int {
	for i < len(text) {
		r, width := utf8.DecodeRuneInString(text[i:])
		if !blank(r) {
			break
		}
		i += width
	}
	return i
}

// lastVisible returns the end of the last rune before i that can be seen.
func lastVisible(text string, start, i int) int {
	for i > start {
		r, width := utf8.DecodeLastRuneInString(text[start:i])
		if !blank(r) {
			break
		}
		i -= width
	}
	return i
}

// startsLower tells whether the text at i goes on in lower case, opening marks
// aside. A word like "iPhone" is not lower case.
func startsLower(text string, i int) bool {
	const openers = 4
	for range openers {
		r, width := utf8.DecodeRuneInString(text[i:])
		if !opensAside(r) {
			next, _ := utf8.DecodeRuneInString(text[i+width:])
			return unicode.IsLower(r) && !unicode.IsUpper(next)
		}
		i += width
	}
	return false
}

// startsSoftly tells whether the mark at i continues a sentence: a comma, a
// colon, a dash with a space (UAX #29's SContinue).
func startsSoftly(text string, i int) bool {
	r, width := utf8.DecodeRuneInString(text[i:])
	switch r {
	case ',', ';', ':', '、', '，', '：', '；':
		return true
	case '-', '–', '—':
		next, _ := utf8.DecodeRuneInString(text[i+width:])
		return unicode.IsSpace(next) && startsLower(text, skipBlank(text, i+width))
	}
	return false
}

// opensAside tells whether a rune opens a bracket or a quotation.
func opensAside(r rune) bool {
	return r == '"' || r == '\'' || unicode.In(r, unicode.Ps, unicode.Pi)
}
