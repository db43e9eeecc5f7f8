package prompts

import (
	"regexp"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

var (
	// ellipses are where a writer left something out of a quotation.
	ellipses = regexp.MustCompile(`\[\s*(?:\.{3,}|…)\s*\]|\.{3,}|(?:\. ){2,}\.|…`)
	// brackets are a writer's own words in a quotation, with the word that one
	// cuts: "[the ferry]", "withdraw[ing]", "[W]e".
	brackets = regexp.MustCompile(`(\pL*)\[([^\[\]]*)\](\pL*)`)
	// doubles are marks that only a quotation has; a straight one after a digit
	// may be inches.
	doubles = regexp.MustCompile(`[“”„«»]|(?:^|[^\d"])"`)
)

const (
	// inBracket is how many words a writer may put in, and how many of the
	// speaker's they may stand for.
	inBracket = 3
	// inPart is how many words there must be on each side of an ellipsis: with
	// fewer, anything can be said in anybody's words.
	inPart = 3
)

// wordString is a text's words in lower case with single spaces around each,
// so that words in a row are a substring of it. Marks do not count: a
// quotation changes its own when it is quoted.
func wordString(s string) string {
	return " " + strings.Join(append(spoken(s), ""), " ")
}

// spoken are the folded words of a text.
func spoken(s string) []string {
	found := prose.Words(s)
	words := make([]string, 0, len(found)+1)
	for _, w := range found {
		words = append(words, foldWord(w.In(s)))
	}
	return words
}

// quotes returns what a sentence quotes, without the marks.
func quotes(sentence string) []string {
	var qs []string
	for _, q := range prose.Quotations(sentence) {
		qs = append(qs, q.Inner.In(sentence))
	}
	return qs
}

// titled tells whether all words that say something begin with a capital.
func titled(s string) bool {
	for _, w := range readWords(s) {
		if w.kind != function && !w.capital {
			return false
		}
	}
	return true
}

// halfQuoted tells whether a quotation opens and does not close, or the
// reverse: nobody can say then which words it claims.
func halfQuoted(sentence string) bool {
	end := 0
	for _, q := range prose.Quotations(sentence) {
		if doubles.MatchString(sentence[end:q.Start]) {
			return true
		}
		end = q.End
	}
	return doubles.MatchString(sentence[end:])
}

// stretches are the texts within each of which a quotation may be found: what
// somebody said in one go, over paragraphs or not; a sentence, less what it
// quotes; and each title or name given with the text.
func (e *evidence) stretches() [][]string {
	if e.sayings != nil {
		return e.sayings
	}
	text := e.text
	if at := strings.IndexAny(text, "“”\""); len(e.opening) > 0 && at >= 0 && strings.HasPrefix(text[at:], "”") {
		text = "“" + text // it opens inside a quotation
	}
	quotations := prose.Quotations(text)
	for i, q := range quotations {
		words := spoken(q.Inner.In(text))
		if i > 0 && quotations[i-1].Run == q.Run {
			last := len(e.sayings) - 1
			e.sayings[last] = append(e.sayings[last], words...)
			continue
		}
		e.sayings = append(e.sayings, words)
	}
	for _, s := range prose.Sentences(text) {
		e.sayings = append(e.sayings, outside(text, s, &quotations))
	}
	for _, c := range e.about {
		e.sayings = append(e.sayings, spoken(c))
	}
	return e.sayings
}

// outside are the words of a sentence that stand in no quotation, with a
// hole that no word fills where one stood. It takes off the quotations that
// end before the sentence does.
func outside(text string, s prose.Span, quotations *[]prose.Quotation) []string {
	var words []string
	at := s.Start
	for len(*quotations) > 0 && (*quotations)[0].Start < s.End {
		q := (*quotations)[0]
		if q.Start > at {
			words = append(words, spoken(text[at:q.Start])...)
		}
		words = append(words, "")
		at = min(max(at, q.End), s.End)
		if q.End > s.End {
			break // the next sentence begins inside it
		}
		*quotations = (*quotations)[1:]
	}
	return append(words, spoken(text[at:s.End])...)
}

// quotes tells whether a quotation stands in the text: within one stretch, its
// parts around ellipses in their order.
func (e *evidence) quotes(quotation string) bool {
	var parts [][]token
	for _, p := range ellipses.Split(quotation, -1) {
		part, ok := e.tokens(p)
		switch {
		case !ok:
			return false
		case len(part) > 0:
			parts = append(parts, part)
		}
	}
	for _, p := range parts {
		if len(parts) > 1 && len(p) < inPart {
			return false
		}
	}
	for _, words := range e.stretches() {
		if inOrder(parts, words) {
			return true
		}
	}
	return false
}

// token is one word of a quotation.
type token struct {
	word string
	// key, if not "", is all that must agree: a bracket changed the form.
	key string
	// gap: a bracket before it may stand for some words of the speaker's.
	gap bool
}

// tokens reads a part of a quotation; ok is false where a bracket says more
// than a writer may put into somebody's mouth.
func (e *evidence) tokens(part string) (found []token, ok bool) {
	end, gap := 0, false
	add := func(words []string) {
		for _, w := range words {
			found = append(found, token{word: w, gap: gap && len(found) > 0})
			gap = false
		}
	}
	for _, m := range brackets.FindAllStringSubmatchIndex(part, -1) {
		add(spoken(part[end:m[0]]))
		before, in, after := part[m[2]:m[3]], part[m[4]:m[5]], part[m[6]:m[7]]
		if end = m[1]; before+after != "" {
			whole := foldWord(before + in + after)
			found = append(found, token{word: whole, key: key(whole, false), gap: gap && len(found) > 0})
			gap = false
			continue
		}
		if !e.mayInsert(in) {
			return nil, false
		}
		gap = true
	}
	add(spoken(part[end:]))
	return found, true
}

// mayInsert tells whether a writer may put these words in: few, none that
// turns the sense round, and no name or number of their own making.
func (e *evidence) mayInsert(words string) bool {
	ws := readWords(words)
	for _, w := range ws {
		named := w.kind == number || w.capital && w.kind != function
		if turns(w.text) || named && !e.has(w.key) && !e.context[w.key] {
			return false
		}
	}
	return len(ws) <= inBracket
}

// turns tells whether a word turns the sense of others round.
func turns(word string) bool {
	return negators[word] || strings.HasSuffix(word, "n't") || word == "cannot" || implicit[key(word, false)]
}

// inOrder finds the parts of a quotation one after the other. Where words are
// left out right beside a part, none of them may turn its sense round.
func inOrder(parts [][]token, words []string) bool {
	const beside = 3
	at := 0
	for n, p := range parts {
		start, end := find(p, words, at)
		if start < 0 {
			return false
		}
		for i := at; n > 0 && i < start; i++ {
			if (i < at+beside || i >= start-beside) && turns(words[i]) {
				return false
			}
		}
		at = end
	}
	return true
}

// find returns where a part first stands in words, from a place on; -1 where
// it does not.
func find(part []token, words []string, from int) (start, end int) {
	for i := from; i < len(words); i++ {
		if end := matchAt(part, words, i); end > 0 {
			return i, end
		}
	}
	return -1, -1
}

// matchAt returns where a part that stands at i ends, or -1.
func matchAt(part []token, words []string, i int) int {
	for _, t := range part {
		left := 0
		for t.gap && left < inBracket && i < len(words) && !t.is(words[i]) && words[i] != "" && !turns(words[i]) {
			left, i = left+1, i+1
		}
		if i >= len(words) || !t.is(words[i]) {
			return -1
		}
		i++
	}
	return i
}

func (t token) is(word string) bool {
	return t.word == word || t.key != "" && word != "" && t.key == key(word, false)
}
