package retrieval

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Bounds of a key sentence, in words: shorter ones are fragments, longer ones
// are badly cut.
const (
	shortestKey = 6
	longestKey  = 60
)

// alike is the share of a sentence's terms that may stand in a better one
// before it counts as a repetition.
const alike = .6

// KeySentences returns at most n sentences of the article, verbatim and in the
// order of the text: the first sentence of the story, and those whose words
// come up most in the article and its title. It needs no model and no other
// article. The measure is SumBasic's (Nenkova and Vanderwende, 2005), without
// its re-weighting; repetitions are skipped instead.
func KeySentences(a Article, n int) []string {
	candidates := keyCandidates(a)
	if len(candidates) == 0 || n <= 0 {
		return nil
	}
	chosen := []keySentence{candidates[0]} // news puts what matters first
	rest := slices.Clone(candidates[1:])
	slices.SortStableFunc(rest, func(x, y keySentence) int { return cmp.Compare(y.score, x.score) })
	for _, c := range rest {
		if len(chosen) == n {
			break
		}
		if !slices.ContainsFunc(chosen, c.repeats) {
			chosen = append(chosen, c)
		}
	}
	slices.SortFunc(chosen, func(x, y keySentence) int { return cmp.Compare(x.span.Start, y.span.Start) })
	texts := make([]string, len(chosen))
	for i, c := range chosen {
		texts[i] = c.span.In(a.Text)
	}
	return texts
}

type keySentence struct {
	span  prose.Span
	terms map[term]bool
	score float64
}

// repeats tells whether c says little that better does not.
func (c keySentence) repeats(better keySentence) bool {
	same := 0
	for t := range c.terms {
		if better.terms[t] {
			same++
		}
	}
	return float64(same) >= alike*float64(len(c.terms))
}

// keyCandidates are the sentences that can stand alone, with their scores.
func keyCandidates(a Article) []keySentence {
	var candidates []keySentence
	count := map[term]float64{}
	for _, span := range wholePieces(a.Text) {
		s := keySentence{span: span, terms: termsOf(span.In(a.Text), a.Lang)}
		for t := range s.terms {
			count[t]++
		}
		if standsAlone(span.In(a.Text)) && len(s.terms) > 0 {
			candidates = append(candidates, s)
		}
	}
	for t := range termsOf(a.Title, a.Lang) {
		count[t] += 2 // an editor chose these words to say what the story is
	}
	for i := range candidates {
		for t := range candidates[i].terms {
			candidates[i].score += count[t] / float64(len(candidates[i].terms))
		}
	}
	return candidates
}

// standsAlone tells a whole sentence, understood without the one before it,
// from a heading, a caption, or one that begins with "He" or "But".
func standsAlone(sentence string) bool {
	words := strings.Fields(sentence)
	if len(words) < shortestKey || len(words) > longestKey {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(sentence)
	if !strings.ContainsRune(`.!?”"’'»。！？`, last) {
		return false
	}
	switch strings.ToLower(strings.Trim(words[0], `“"‘',`)) {
	case "he", "she", "it", "they", "this", "that", "these", "those", "but", "and", "so", "or", "yet",
		"meanwhile", "however", "also", "here", "there", "his", "her", "their", "its":
		return false
	}
	// Somebody's words without the name of who said them say too little.
	quotations := prose.Quotations(sentence)
	return len(quotations) != 1 || quotations[0].Len() < len(sentence)
}
