package retrieval

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// candidate is an article that got past the first look, with everything the
// features of its passages are made of.
type candidate struct {
	*doc
	reading
	promise  float64 // its score as far as the article as a whole tells
	kept     bool    // on the shortlist
	best     *ranked // the passage that says most on its own
	standing float64 // how much its word counts beside the best candidate's
	density  float64
	elected  ballot
	near     []int // sentences where chunks begin that lie close to the question
}

// How many articles are read closely: those with the highest BM25, and of the
// rest those that BM25 and recency together bring up.
const (
	closeReads  = 80
	recentReads = 40
)

// search answers a query. It reads nothing but the index it is called on.
func (x *index) search(q Query) Result {
	limit := q.Limit
	if limit <= 0 {
		limit = 10
	}
	keep := x.filterOf(q)
	asked, w, all := x.ask(q, keep)
	r := Result{Understood: asked.understanding(), Considered: x.kept(keep)}
	e := x.evidence(w, all)
	if len(all) > 0 {
		r.Answerable = max(e.probability(&answerable), w.meaning.answers(e[mCover]))
	} else if keep != nil {
		_, without := x.look(asked, q, nil)
		r.Outside = len(without) > 0
	}
	if q.Explain {
		r.Parse = x.explain(q, w, all, &r, &e)
	}
	r.Passages = choose(w, all, limit, q.Explain)
	x.addParts(&r, q, asked, limit)
	return r
}

// ask understands a question, with the help of the articles that it leads to,
// and ranks the passages for it.
func (x *index) ask(q Query, keep func(*doc) bool) (question, *wanted, []*ranked) {
	asked := parse(q.Text, q.Asked, x.outlets)
	w, all := x.look(asked, q, keep)
	if better, ok := x.reread(asked, w, all, q, keep); ok {
		asked = better
		w, all = x.look(asked, q, keep)
	}
	return asked, w, all
}

// look ranks the passages for one question, best first; none where no article
// that the filter keeps shares a word with it.
func (x *index) look(asked question, q Query, keep func(*doc) bool) (*wanted, []*ranked) {
	day := int32(noDay)
	if !q.Asked.IsZero() {
		day = dayOf(q.Asked)
	}
	w := x.want(asked, day)
	w.meaning = x.mean(q.sense, keep)
	found := w.meaning.join(w, x.candidates(w, keep))
	if len(found) == 0 {
		return w, nil
	}
	all := x.rank(w, found)
	if w.several {
		all = x.rank(w, x.widen(w, found, keep))
		all = liftClauses(w, balance(w, w.meaning.mix(all)))
	} else {
		all = w.meaning.mix(all)
	}
	return w, all
}

// BM25's constants (Robertson and Zaragoza, The Probabilistic Relevance
// Framework, 2009): how soon a repeated word stops counting, and how much a
// long article is held against its counts.
const (
	k1        = 1.2
	docLength = .75
)

// candidates finds the articles that share words with the question, the most
// promising of them, in no order.
func (x *index) candidates(w *wanted, keep func(*doc) bool) []*candidate {
	best, recent := newTop(closeReads), newTop(recentReads)
	fresh := freshness()
	prefers := len(w.outlets) > 0 || w.several
	for at, s := range x.segments {
		scores := s.bm25(w, x.average)
		for i, score := range scores {
			if score <= 0 || s.isDead(uint32(i)) {
				continue
			}
			if prefers {
				score *= float32(w.prior(s.docs[i]))
			}
			r := ref{at, uint32(i)}
			if best.wants(score) && (keep == nil || keep(s.docs[i])) {
				best.add(score, r)
			}
			if w.day == noDay || !recent.wants(score) || w.day-s.days[i] < -earlyBird {
				continue
			}
			score *= fresh[min(max(int64(w.day)-int64(s.days[i]), 0), oldest)]
			if recent.wants(score) && (keep == nil || keep(s.docs[i])) {
				recent.add(score, r)
			}
		}
	}
	refs := make([]ref, 0, closeReads+recentReads)
	for _, e := range best.entries {
		refs = append(refs, e.ref)
	}
	for _, e := range recent.entries {
		if !slices.Contains(refs[:len(best.entries)], e.ref) {
			refs = append(refs, e.ref)
		}
	}
	room, found := make([]candidate, len(refs)), make([]*candidate, len(refs))
	for i, r := range refs {
		room[i].doc = x.segments[r.segment].docs[r.doc]
		found[i] = &room[i]
	}
	return found
}

// oldest is the age, in days, from which on articles are equally old: what is
// left of their recency is less than a rounding error of their BM25.
const oldest = 255

// freshness is what an article's age, in days, leaves of its score when recent
// ones are sought.
func freshness() (of [oldest + 1]float32) {
	for age := range of {
		of[age] = float32(.3 + .7*decay(float64(age), 20))
	}
	return of
}

// bm25 scores every doc of the segment by BM25 over title and text.
func (s *segment) bm25(w *wanted, average float64) []float32 {
	scores := make([]float32, len(s.docs))
	base, slope := float32(k1*(1-docLength)), float32(k1*docLength/max(average, 1))
	for i := range w.slots {
		idf := float32(w.slots[i].idf)
		for _, t := range w.slots[i].variants {
			postings, _ := s.find(t)
			for doc := uint32(0); len(postings) > 0; {
				// A varint of one byte, which most are, is read here.
				delta, n := uint32(postings[0]), 1
				if delta >= 0x80 {
					delta, n = longVarint(postings)
				}
				doc += delta
				tf := float32(postings[n])
				postings = postings[n+1:]
				scores[doc] += idf * tf / (tf + base + slope*float32(s.lengths[doc]))
			}
		}
	}
	return scores
}

func longVarint(postings []byte) (delta uint32, n int) {
	v, n := binary.Uvarint(postings)
	return uint32(v), n
}

// ref is an article's place in an index.
type ref struct {
	segment int
	doc     uint32
}

// top keeps the n highest of the scores it is shown, in a heap with the lowest
// of them first.
type top struct {
	n       int
	entries []scored
}

type scored struct {
	score float32
	ref   ref
}

func newTop(n int) *top { return &top{n: n, entries: make([]scored, 0, n)} }

// wants tells whether a score would be kept.
func (t *top) wants(score float32) bool {
	return len(t.entries) < t.n || score > t.entries[0].score
}

func (t *top) add(score float32, r ref) {
	e := t.entries
	if len(e) < t.n {
		t.entries = append(e, scored{score, r})
		e = t.entries
		for i := len(e) - 1; i > 0 && e[i].score < e[(i-1)/2].score; i = (i - 1) / 2 {
			e[i], e[(i-1)/2] = e[(i-1)/2], e[i]
		}
		return
	}
	if score <= e[0].score {
		return
	}
	e[0] = scored{score, r}
	for i := 0; ; {
		low := i
		for _, child := range [2]int{2*i + 1, 2*i + 2} {
			if child < len(e) && e[child].score < e[low].score {
				low = child
			}
		}
		if low == i {
			return
		}
		e[i], e[low] = e[low], e[i]
		i = low
	}
}

// kept counts the articles that a filter leaves.
func (x *index) kept(keep func(*doc) bool) int {
	if keep == nil {
		return x.live
	}
	n := 0
	for _, s := range x.segments {
		for i, d := range s.docs {
			if !s.isDead(uint32(i)) && keep(d) {
				n++
			}
		}
	}
	return n
}

// filterOf gives what the query wants of an article, nil where it takes any.
func (x *index) filterOf(q Query) func(*doc) bool {
	if q.Article == "" && q.Outlet == "" && q.Since.IsZero() && q.Until.IsZero() {
		return nil
	}
	named := x.outlets[squeeze(q.Outlet)] // as people call it
	return func(d *doc) bool {
		published := d.article.Published
		switch {
		case q.Article != "" && d.article.ID != q.Article,
			q.Outlet != "" && !slices.Contains(named, d.article.Outlet) && !sameOutlet(d.article.Outlet, q.Outlet),
			!q.Since.IsZero() && (published.IsZero() || published.Before(q.Since)),
			!q.Until.IsZero() && (published.IsZero() || !published.Before(q.Until)):
			return false
		}
		return true
	}
}

// sorted orders from high to low, equal scores by article and place so that
// the same search gives the same list.
func sorted(ps []*ranked) {
	slices.SortFunc(ps, func(a, b *ranked) int {
		if a.score != b.score { // nearly always, and a search compares thousands
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(cmp.Compare(a.of.article.ID, b.of.article.ID), cmp.Compare(a.parts[0].from, b.parts[0].from))
	})
}
