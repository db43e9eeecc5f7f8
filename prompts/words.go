package prompts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// role of a word in its sentence, as far as its form tells.
type wordKind uint8

const (
	function wordKind = iota // says little alone: the, of, has
	content
	number
)

// word is one word of a claim or a passage, as the checker compares it.
type word struct {
	text string // folded, lower case, without a possessive ending
	// key is what makes two words the same: the stem, the canonical name of a
	// country for its adjective, the value of a number.
	key        string
	kind       wordKind
	capital    bool // begins with an upper-case letter
	acronym    bool // is in upper case throughout
	first      bool // opens its sentence or a quotation
	possessive bool // "Russia's"
	joined     bool // a hyphen joins it to the word before
	// before is the punctuation between the previous word and this one, one
	// byte for each kind of mark: , ; : - ( ) " and . at a sentence's start.
	before string
	sent   int // sentence number within the text
	span   prose.Span
}

// readWords reads the words of a text, sentence by sentence.
func readWords(text string) []word {
	var ws []word
	for n, s := range prose.Sentences(text) {
		ws = appendSentence(ws, text, s, n)
	}
	return joinNumbers(ws)
}

func appendSentence(ws []word, text string, s prose.Span, n int) []word {
	sentence := s.In(text)
	end, first := 0, true
	for _, pw := range prose.Words(sentence) {
		raw := pw.In(sentence)
		between := sentence[end:pw.Start]
		gap, opens := marksIn(between), strings.TrimRight(between, "\"“‘«„'") != between
		end = pw.End
		if first {
			gap = "." + gap
		}
		w := word{
			before: gap, sent: n, joined: pw.Joined,
			first: first || opens,
			span:  prose.Span{Start: s.Start + pw.Start, End: s.Start + pw.End},
		}
		w.capital, w.acronym = casing(raw)
		w.text, w.possessive = possessive(foldWord(raw))
		if c, ok := contraction(w.text); ok {
			w.text = c[0]
			w.classify()
			ws = append(ws, w)
			w.text, w.before, w.first, w.capital, w.possessive = c[1], "", false, false, false
		}
		w.classify()
		ws = append(ws, w)
		first = false
	}
	return ws
}

// classify sets kind and key.
func (w *word) classify() {
	switch value, isNumber := numberValue(w.text); {
	case isNumber:
		w.kind, w.key = number, value
	case functionWords[w.text] && !(w.acronym && len(w.text) == 2):
		w.kind, w.key = function, w.text
	default:
		w.kind = content
		w.key = key(w.text, w.acronym)
	}
}

// key is what a content word is compared by.
func key(text string, acronym bool) string {
	if k, ok := nations[strings.ReplaceAll(text, ".", "")]; ok && (acronym || len(text) > 2) {
		return k
	}
	text = unaccent(strings.ReplaceAll(text, ".", ""))
	if k, ok := irregular[text]; ok {
		return k
	}
	return derive(stem(text))
}

// marksIn reduces the text between two words to its marks.
func marksIn(gap string) string {
	if gap == " " || gap == "" {
		return ""
	}
	var b []byte
	for _, r := range gap {
		switch r {
		case ',', ';', ':', '(', ')':
			b = append(b, byte(r))
		case '–', '—':
			b = append(b, '-')
		case '"', '“', '”', '«', '»', '„', '‘':
			b = append(b, '"')
		case '[', ']':
			b = append(b, '[')
		}
	}
	return string(b)
}

// casing tells whether a word begins with a capital, and whether it is all
// capitals.
func casing(raw string) (capital, acronym bool) {
	letters, upper := 0, 0
	for i, r := range raw {
		if i == 0 && unicode.IsUpper(r) {
			capital = true
		}
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return capital, letters > 1 && upper == letters || letters > 2 && upper >= letters-1
}

// possessive takes 's and ' off a folded word.
func possessive(w string) (string, bool) {
	if s, ok := strings.CutSuffix(w, "'s"); ok && !pronounS[s] {
		return s, true
	}
	if s, ok := strings.CutSuffix(w, "'"); ok {
		return s, true
	}
	return w, false
}

// contraction splits "isn't" and "he's" into their words.
func contraction(w string) ([2]string, bool) {
	if at := strings.LastIndexByte(w, '\''); at > 0 {
		switch w[at:] {
		case "'t":
			switch stem := w[:at-1]; {
			case w == "won't":
				return [2]string{"will", "not"}, true
			case w == "can't":
				return [2]string{"can", "not"}, true
			case w[at-1] == 'n':
				return [2]string{stem, "not"}, true
			}
		case "'s":
			return [2]string{w[:at], "is"}, true
		case "'re":
			return [2]string{w[:at], "are"}, true
		case "'ve":
			return [2]string{w[:at], "have"}, true
		case "'ll":
			return [2]string{w[:at], "will"}, true
		case "'d":
			return [2]string{w[:at], "would"}, true
		case "'m":
			return [2]string{w[:at], "am"}, true
		}
	}
	if w == "cannot" {
		return [2]string{"can", "not"}, true
	}
	return [2]string{}, false
}

var pronounS = set("it he she that there here what who where how let")

// functionWords say little alone. Negations, prepositions and pronouns are
// among them, and are read by the rules that are about them.
var functionWords = set(`a an the this that these those some any each every either neither no not nor none never
 i me my mine we us our ours you your yours he him his she her hers it its they them their theirs
 himself herself itself themselves who whom whose which what when where why how there here
 am is are was were be been being do does did doing have has had having will would shall should can could may might must ought
 of in on at by for from to with into onto upon over under about against between among through during before after above below
 across along around behind beyond near off out up down within without toward towards via per than as amid amidst amongst until till
 and or but so yet if then because while although though whereas unless since whether
 also too very just only even still already again more most much many few less least such own same other another both all
 mr mrs ms dr sir lord lady dame
 ago yes okay etc`)

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// unaccent takes the marks off letters: São is written Sao as often.
func unaccent(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) {
					return -1
				}
				return r
			}, norm.NFD.String(s))
		}
	}
	return s
}

// foldWord is prose.FoldCase for one word, quick for the plain ones.
func foldWord(w string) string {
	for i := range len(w) {
		if w[i] >= utf8.RuneSelf || w[i] == '`' || w[i] == '"' {
			return prose.FoldCase(w)
		}
	}
	return strings.ToLower(w)
}
