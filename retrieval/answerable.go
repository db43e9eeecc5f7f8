package retrieval

import (
	"math"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// MinAnswerable is the Result.Answerable below which a question is better
// refused: the point of doc/evaluation.md's curve that loses less than one
// answerable question in a hundred.
const MinAnswerable = .1

// evidence is what tells whether the passages found hold an answer. Every
// measure means the same in a guild of three articles and of six thousand, so
// none is made of idf as it stands: see tells.
type evidence [measures]float64

type measure int

const (
	mBase     measure = iota // 1
	mCover                   // best share of the question in one passage with its title
	mSentence                // in one sentence
	mTitle                   // in one title
	mNameless                // it names nothing, and asks in words that articles may say otherwise
	mStranger                // share of its names that no article has
	mUnsaid                  // it asks for somebody's words: how far these are from the subject
	mWords                   // ln(1+words of the question): of a long one a smaller share will do
	mGuild                   // ln(1+articles): among many, more is shared by chance
	measures
)

var measureNames = [measures]string{"base", "cover", "sentence", "title", "nameless", "strangers", "unsaid", "words", "articles"}

// answerable are the weights of a logistic regression, as fitted by
// TestAnswerableCurve and rounded; doc/evaluation.md has the curve. All have the
// sign that reason gives them.
var answerable = evidence{
	mBase: -8.7, mCover: 6.8, mSentence: 2.8, mTitle: 1.7, mNameless: 1.1,
	mStranger: -1.1, mUnsaid: -3, mWords: 1.55, mGuild: -.26,
}

// looked is how many passages, best first, are looked through for evidence:
// about as many as an answer is made from.
const looked = 12

// probability is how likely the evidence makes an answer, 0 to 1.
func (e *evidence) probability(weights *evidence) float64 {
	sum := 0.0
	for i, v := range e {
		sum += v * weights[i]
	}
	return 1 / (1 + math.Exp(-sum))
}

// tells is how telling each of the question's words is, and which of them are
// names, as far as the guild can say: what its own articles count is mixed with
// what is usual, as if it had usualArticles more of them.
type tells struct {
	weight       [maxSlots]float64
	names        slotSet
	absent       slotSet // in no article
	total, named float64
}

const (
	usualArticles = 300
	usualShare    = .008 // of them have a word
	commonShare   = .1   // have one of commonWords
	nameShare     = .003 // have a name
)

func (x *index) tells(w *wanted, all []*ranked) *tells {
	t := &tells{names: w.namesIn(all)}
	for i := range w.slots {
		s := &w.slots[i]
		n := float64(x.holding(s.variants))
		share := usualShare
		switch {
		case t.names>>i&1 == 1:
			share = nameShare
		case commonWords[s.word]:
			share = commonShare
		}
		if n == 0 {
			t.absent |= 1 << i
		}
		articles, having := float64(x.live)+usualArticles, n+share*usualArticles
		t.weight[i] = math.Log(1 + (articles-having+.5)/(having+.5))
		t.total += t.weight[i]
		if t.names>>i&1 == 1 {
			t.named += t.weight[i]
		}
	}
	return t
}

// leave takes slots out of what counts, as far as something is left.
func (t *tells) leave(set slotSet) {
	if t.total-t.of(set) <= 0 {
		return
	}
	t.total -= t.of(set)
	t.named -= t.of(set & t.names)
	t.absent &^= set
	for i := range t.weight {
		if set>>i&1 == 1 {
			t.weight[i] = 0
		}
	}
}

// timeSlots are the slots of words that name a time which was understood.
func (w *wanted) timeSlots() slotSet {
	var set slotSet
	for _, p := range w.times {
		for word := range strings.FieldsSeq(prose.FoldCase(p.words)) {
			for i := range w.slots {
				if prose.FoldCase(w.slots[i].word) == word {
					set |= 1 << i
				}
			}
		}
	}
	return set
}

func (t *tells) of(set slotSet) float64 {
	sum := 0.0
	for i := range t.weight {
		if set>>i&1 == 1 {
			sum += t.weight[i]
		}
	}
	return sum
}

// namesIn finds the slots that are names or figures: written so in the question, or, as
// people type in lower case, in most places of the articles found.
func (w *wanted) namesIn(all []*ranked) slotSet {
	var names slotSet
	var capitals, places [maxSlots]int
	seen := make(map[*candidate]bool)
	for _, r := range all[:min(len(all), looked)] {
		if seen[r.of] {
			continue
		}
		seen[r.of] = true
		for _, h := range r.of.hits {
			places[h.slot]++
			if r.of.tokens[h.token].capital() {
				capitals[h.slot]++
			}
		}
	}
	for i, s := range w.slots {
		if s.capital || 3*capitals[i] > 2*places[i] {
			names |= 1 << i
		}
	}
	return names
}

// holding counts the articles that hold a word, deleted ones left out where
// there are few enough for that to matter.
func (x *index) holding(variants []term) int {
	const few = 64
	n := 0
	for _, s := range x.segments {
		for _, t := range variants {
			postings, count := s.find(t)
			if s.dead != nil && count <= few {
				count = 0
				each(postings, func(doc, _ uint32) {
					if !s.isDead(doc) {
						count++
					}
				})
			}
			n += count
		}
	}
	return min(n, x.live)
}

// evidence weighs the best passages.
func (x *index) evidence(w *wanted, all []*ranked) evidence {
	t := x.tells(w, all)
	var e evidence
	e[mBase] = 1
	if t.total == 0 || len(all) == 0 {
		return e
	}
	_, speaks := w.question.speaker()
	said := 0.0
	all = all[:min(len(all), looked)]
	if slices.ContainsFunc(all, func(r *ranked) bool { return r.features[fTime] > 0 }) {
		t.leave(w.timeSlots()) // an article of 2013 need not say "2013"
	}
	for _, r := range all {
		e.look(t, r)
		said = max(said, r.features[fSaid])
	}
	if t.named > 0 {
		e[mStranger] = t.of(t.absent&t.names) / t.named
	} else {
		e[mNameless] = 1
	}
	if speaks {
		e[mUnsaid] = 1 - said
	}
	e[mWords] = math.Log(1 + float64(len(w.slots)))
	e[mGuild] = math.Log(1 + float64(x.live))
	return e
}

// look adds what one passage shows.
func (e *evidence) look(t *tells, r *ranked) {
	c := r.of
	set := c.reading.title
	e[mTitle] = max(e[mTitle], t.of(set)/t.total)
	groups := c.bySentence(nil)
	for _, part := range r.parts {
		for _, g := range groups {
			if part.from <= g.sentence && g.sentence < part.to {
				set |= g.set
				e[mSentence] = max(e[mSentence], t.of(g.set)/t.total)
			}
		}
	}
	e[mCover] = max(e[mCover], t.of(set)/t.total)
}
