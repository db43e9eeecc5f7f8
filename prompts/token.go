package prompts

import (
	"regexp"
	"strings"
)

// brackets are a writer's own words in a quotation, with the word that one
// cuts: "[the ferry]", "withdraw[ing]", "[W]e".
var brackets = regexp.MustCompile(`([\pL'’]*)\[([^\[\]]*)\]([\pL'’]*)`)

const (
	// inBracket is how many words a writer may put in, and how many of the
	// speaker's they may stand for.
	inBracket = 3
	// inPart is how many words there must be on each side of an ellipsis: with
	// fewer, anything can be said in anybody's words.
	inPart = 3
)

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

// unbracket makes one word of "[t]he", which else reads as "t" and "he".
func unbracket(text string) string {
	if !strings.ContainsRune(text, '[') {
		return text
	}
	return brackets.ReplaceAllStringFunc(text, func(m string) string {
		if parts := brackets.FindStringSubmatch(m); parts[1]+parts[3] != "" {
			return parts[1] + parts[2] + parts[3]
		}
		return m
	})
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
