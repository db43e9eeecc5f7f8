package retrieval

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Reading is a word or two of a question that the guild's articles explain.
type Reading struct {
	Words string // "stoltenburg", "nato chief", "since the summit"
	As    string // "Stoltenberg", "Jens Stoltenberg", "since 2022-02-16"
}

// reread understands the question better with the articles that a first look
// found: a name misspelt, an office of which they say who holds it, an event of
// which they say when it was. False: nothing to be gained.
func (x *index) reread(asked question, w *wanted, all []*ranked, q Query, keep func(*doc) bool) (question, bool) {
	docs := docsOf(all)
	if text, readings := x.respell(q.Text, w, docs, keep); len(readings) > 0 {
		asked = parse(text, q.Asked, x.outlets)
		asked.readings = readings
	}
	asked.nameOffice(docs)
	asked.dateEvent(x, docs)
	return asked, len(asked.readings) > 0
}

// docsOf lists the articles of the passages, best first.
func docsOf(all []*ranked) []*doc {
	var docs []*doc
	for _, r := range all {
		if !slices.Contains(docs, r.of.doc) {
			docs = append(docs, r.of.doc)
		}
	}
	return docs
}

const (
	// shortestTypo is how long a word must be to be taken for another's misspelling, and
	// longTypo from when on two letters of a name may be wrong.
	shortestTypo = 5
	longTypo     = 8
	// mostTypos is how many words of a question are looked into; with more that no
	// article has, it is in another language, or noise, and each costs milliseconds.
	mostTypos = 6
	// spellingBytes is how much text is searched for the right spelling.
	spellingBytes = 1 << 20
)

// respell finds the words of a question that no article has and that are nearly
// a word which the articles at hand have.
func (x *index) respell(text string, w *wanted, docs []*doc, keep func(*doc) bool) (string, []Reading) {
	var readings []Reading
	tries := 0
	for i := range w.slots {
		s := &w.slots[i]
		if tries == mostTypos {
			break
		}
		if len(s.word) < shortestTypo || strings.ContainsFunc(s.word, func(r rune) bool { return !unicode.IsLetter(r) }) || x.holding(s.variants) > 0 {
			continue
		}
		at := wordAt(text, s.word)
		if at < 0 {
			continue
		}
		if len(docs) == 0 {
			docs = x.some(keep)
		}
		tries++
		if right := nearest(s.word, docs); right != "" {
			readings = append(readings, Reading{text[at : at+len(s.word)], right})
			text = text[:at] + right + text[at+len(s.word):]
		}
	}
	return text, readings
}

// wordAt is where a word in lower case stands in a text as one of its own; -1
// where it doesn't.
func wordAt(text, word string) int {
	for s := (scanner{text: text}); s.next(); {
		if string(s.word) == word && s.end-s.start == len(word) {
			return s.start
		}
	}
	return -1
}

// some gives articles to find a spelling in where the question led to none.
func (x *index) some(keep func(*doc) bool) []*doc {
	var docs []*doc
	bytes := 0
	for _, s := range slices.Backward(x.segments) {
		for i, d := range slices.Backward(s.docs) {
			if bytes > spellingBytes {
				return docs
			}
			if !s.isDead(uint32(i)) && (keep == nil || keep(d)) {
				docs = append(docs, d)
				bytes += len(d.article.Text)
			}
		}
	}
	return docs
}

// nearest is the word of the articles that another is most likely a misspelling
// of: a name one letter away, or two of a long one; another word that lacks a letter
// or has one too many within. "" where there is none.
func nearest(word string, docs []*doc) string {
	count := make(map[string]int)
	names := make(map[string]bool)
	bytes := 0
	for _, d := range docs {
		for _, text := range [2]string{d.article.Title, d.article.Text} {
			if bytes += len(text); bytes > spellingBytes {
				break
			}
			likeWords(text, word, func(found string, name bool) {
				count[found]++
				names[found] = names[found] || name
			})
		}
	}
	best, least := "", 3
	for found, n := range count {
		far := editDistance(word, strings.ToLower(found), 2)
		if !plausible(word, strings.ToLower(found), far, names[found]) {
			continue
		}
		if far < least || far == least && (n > count[best] || n == count[best] && found < best) {
			best, least = found, far
		}
	}
	return best
}

// plausible tells whether a word may be the one meant, so many edits away.
func plausible(word, found string, far int, name bool) bool {
	switch {
	case far == 0 || far > 2:
		return false
	case name:
		return far == 1 || len(word) >= longTypo
	}
	// Of words that are no names, "planes" and "planet" are both right.
	return len(word) > shortestTypo && far == 1 && word[len(word)-1] == found[len(found)-1] &&
		(len(word) != len(found) || sameLetters(word, found))
}

func sameLetters(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// likeWords calls visit with the words of a text that begin as another does and are
// about as long; name tells that one is written with a capital within a sentence.
func likeWords(text, like string, visit func(word string, name bool)) {
	inWord := false
	for i := 0; i < len(text); i++ {
		letter := wordByte(text[i])
		starts := letter && !inWord
		inWord = letter
		if !starts || text[i]|0x20 != like[0] {
			continue
		}
		end := i
		for end < len(text) && wordByte(text[end]) {
			end++
		}
		if n := end - i; n >= len(like)-2 && n <= len(like)+2 {
			within := i > 1 && text[i-1] == ' ' && (wordByte(text[i-2]) || text[i-2] == ',')
			visit(text[i:end], within && text[i] < 'a')
		}
		i, inWord = end-1, true
	}
}

func wordByte(b byte) bool {
	return b >= utf8.RuneSelf || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// editDistance is how many letters must be put in, left out, changed or swapped
// with their neighbour to make a word another; limit+1 where more than limit.
func editDistance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(a) > longestWord {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}

// nameOffice finds who the articles say holds the office of somebody whose
// words are asked for: "the NATO chief".
func (q *question) nameOffice(docs []*doc) {
	speaker, ok := q.speaker()
	if !ok || speaker.name != "" || !strings.Contains(speaker.office, " ") {
		return // "the president" is nobody's own
	}
	votes := make(map[string]int)
	all, best := 0, ""
	for _, d := range docs[:min(len(docs), looked)] {
		name := holderOf(speaker.office, d.article.Text)
		if name == "" {
			continue
		}
		all++
		surname := surname(name)
		votes[surname]++
		if votes[surname] > votes[best] || len(name) > len(q.people[0].name) && surname == best {
			best, q.people[0].name = surname, name
		}
	}
	if best == "" || 3*votes[best] < 2*all {
		q.people[0].name = ""
		return
	}
	q.people[0].surname = best
	q.topic += " " + best
	q.readings = append(q.readings, Reading{speaker.office, q.people[0].name})
}

// mostHolders is how often an article may name an office before it is given up
// that a name follows: a page may be nothing else.
const mostHolders = 20

// holderOf is the name that stands right after an office in a text.
func holderOf(office, text string) string {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return ""
	}
	from := 0
	for range mostHolders {
		i := strings.Index(lower[from:], office+" ")
		if i < 0 {
			break
		}
		start := from + i + len(office) + 1
		near := text[start:min(len(text), start+60)]
		for _, n := range prose.Names("The " + near) {
			if name := n.In("The " + near); strings.HasPrefix(near, name) && prose.MayBePerson(name) {
				return name
			}
		}
		from = start
	}
	return ""
}
