package retrieval

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// What makes a sentence a good one to show, beside how much its words come up.
const (
	// alike is the share of a sentence's terms that may stand in one that is
	// chosen already before it counts as a repetition; of another article's,
	// where the same is said in other words, less is enough.
	alike, alikeElsewhere = .6, .38
	// titleCounts is how many sentences a title counts as much as: an editor
	// chose its words to say what the story is.
	titleCounts = 2
	// opens lifts the first sentence of a story that is one of several, and less
	// and less those after it: news puts what matters first.
	opens = 1.2
	// entitled lifts the sentences of an article whose title names the topic.
	entitled = .5
	// assumed is what a sentence is worth beside others' that begins with "The"
	// and a common word: it goes on with something said before, or seems to.
	assumed = .7
	// fullLength is the number of terms from which on a sentence is no longer
	// held to say little.
	fullLength = 12
	// onTopic lifts a sentence that has all words of the topic.
	onTopic = .5
	// again is what a sentence's score is worth for each that its article has
	// among the chosen already.
	again = .75
)

// KeySentence is a sentence of an article that says what matters in it.
type KeySentence struct {
	// Article is its place among the articles it was chosen from, Start the byte
	// of that article's text at which it begins.
	Article, Start int
	Text           string
	// Weight is how much it says of what the articles say, beside the others'.
	Weight float64
}

// KeySentences returns at most n sentences of the articles, verbatim, in the
// order of the articles and of their texts: those whose words come up most in
// the articles and their titles and, where there is a topic, that are about
// it. What several of them say is said once. Of a single article the first
// sentence of the story is always one. It needs no model. The measure is
// SumBasic's (Nenkova and Vanderwende, 2005), without its re-weighting;
// repetitions are skipped instead.
func KeySentences(topic string, articles []Article, n int) []KeySentence {
	candidates := weighKeys(topic, articles)
	var chosen []*keyCandidate
	if len(articles) == 1 && topic == "" && len(candidates) > 0 && n > 0 {
		chosen = append(chosen, candidates[0])
		candidates = candidates[1:]
	}
	for len(chosen) < n {
		best := bestKey(candidates, len(articles) > 1)
		if best == nil {
			break
		}
		chosen = append(chosen, best)
		candidates = slices.DeleteFunc(candidates, func(c *keyCandidate) bool {
			if c.article == best.article {
				c.before++
			}
			return c == best || c.repeats(best)
		})
	}
	slices.SortFunc(chosen, func(a, b *keyCandidate) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.span.Start, b.span.Start))
	})
	sentences := make([]KeySentence, len(chosen))
	for i, c := range chosen {
		sentences[i] = KeySentence{c.article, c.span.Start, c.span.In(articles[c.article].Text), c.score}
	}
	return sentences
}

// keyCandidate is a sentence that can stand alone.
type keyCandidate struct {
	article int
	span    prose.Span
	place   int  // among the sentences of its story
	assumes bool // it begins with "The" and a common word
	terms   map[term]bool
	own     map[term]bool // those that are not the topic's
	score   float64
	before  int // how many of its article are chosen
}

// bestKey is the candidate with the highest score, the earliest of equals.
func bestKey(candidates []*keyCandidate, spread bool) *keyCandidate {
	var best *keyCandidate
	most := 0.0
	for _, c := range candidates {
		score := c.score
		for range c.before {
			if spread {
				score *= again
			}
		}
		if score > most {
			best, most = c, score
		}
	}
	return best
}

// repeats tells whether c says little that a better one does not, or of another
// article the other way round. The topic is what all of them say.
func (c *keyCandidate) repeats(better *keyCandidate) bool {
	same := 0
	for t := range c.own {
		if better.own[t] {
			same++
		}
	}
	if c.article == better.article {
		return float64(same) >= alike*float64(len(c.own))
	}
	return float64(same) >= alikeElsewhere*float64(min(len(c.own), len(better.own)))
}

// weighKeys are the sentences that can stand alone, in order, each with how
// much its words come up: in the share of an article's sentences, so that a
// long article counts no more than a short one.
func weighKeys(topic string, articles []Article) []*keyCandidate {
	var candidates []*keyCandidate
	weight := map[term]float64{}
	for i, a := range articles {
		found, sentences := keysOf(a)
		for _, s := range sentences {
			for t := range s {
				weight[t] += 1 / float64(len(sentences))
			}
		}
		title := termsOf(a.Title, a.Lang)
		for t := range title {
			weight[t] += titleCounts / float64(max(1, len(sentences)))
		}
		about := termsOf(topic, a.Lang)
		for _, c := range found {
			if c.article = i; c.lift(about, title, len(articles) > 1) {
				candidates = append(candidates, c)
			}
		}
	}
	for _, c := range candidates {
		// In an order: in another the sum differs in its last digit, and of two
		// sentences that are alike now this one and now that one would win.
		mean := 0.0
		for _, t := range slices.Sorted(maps.Keys(c.terms)) {
			mean += weight[t] / float64(len(c.terms))
		}
		c.score *= mean
	}
	return candidates
}

// lift sets how much a candidate counts beside its words, and tells whether it
// is about the topic at all: it has half of the words, or stands near the top
// of an article whose title has.
func (c *keyCandidate) lift(about, title map[term]bool, several bool) bool {
	c.score = min(1, float64(len(c.terms))/fullLength)
	if several {
		c.score *= 1 + opens/float64(1+c.place)
	}
	if several && c.assumes {
		c.score *= assumed
	}
	if c.own = c.terms; len(about) == 0 {
		return true
	}
	c.own = maps.Clone(c.terms)
	held, named := 0, 0
	for t := range about {
		if c.terms[t] {
			held++
			delete(c.own, t)
		}
		if title[t] {
			named++
		}
	}
	share, headed := float64(held)/float64(len(about)), float64(named)/float64(len(about))
	c.score *= (1 + onTopic*share) * (1 + entitled*headed)
	return share >= .5 || c.place < 2 && headed >= .5
}

// About is the share of a topic's words, 0 to 1, that the article's title or
// the beginning of its text has: an article that is about something says so
// there, and one that has it further down only mentions it. A word of which
// they have only a relative ("inflators" for "inflation") counts less.
func (a Article) About(topic string) float64 {
	const (
		opening  = 80 // words: the first two or three sentences, captions between them
		relative = .4
	)
	_, end := wordsUpTo(a.Text, opening)
	top := a.Title + "\n\n" + a.Text[:end]
	words := map[string]bool{}
	for s := (scanner{text: top}); s.next(); {
		words[string(s.word)] = true
	}
	held, asked := 0.0, 0.0
	stems, topTerms := newStemmer(a.Lang), termsOf(top, a.Lang)
	for s := (scanner{text: topic}); s.next(); {
		t, ok := stems.token(&s)
		if !ok {
			continue
		}
		asked++
		switch {
		case holdsForm(words, strings.TrimRight(string(s.word), "esy")):
			held++
		case topTerms[t.term()]:
			held += relative
		}
	}
	return held / max(1, asked)
}

// holdsForm tells whether one of the words is a form of the one that begins so.
func holdsForm(words map[string]bool, begins string) bool {
	const longestEnding = 4 // Ukrain-ian, tax-es, inflation-ary
	for w := range words {
		if strings.HasPrefix(w, begins) && len(w) <= len(begins)+longestEnding {
			return true
		}
	}
	return false
}

// keysOf finds an article's sentences that can stand alone, and the terms of
// all its sentences.
func keysOf(a Article) (candidates []*keyCandidate, sentences []map[term]bool) {
	read, place := newStory(a), 0
	for _, span := range wholePieces(a.Text) {
		terms := termsOf(span.In(a.Text), a.Lang)
		if len(terms) == 0 {
			continue
		}
		sentences = append(sentences, terms)
		span, ok := read.standing(span)
		if ok {
			c := &keyCandidate{span: span, terms: terms, place: place, assumes: assumes.MatchString(span.In(a.Text))}
			candidates = append(candidates, c)
		}
		if ended(span.In(a.Text)) { // what stands above a story is no sentence of it
			place++
		}
	}
	return candidates, sentences
}
