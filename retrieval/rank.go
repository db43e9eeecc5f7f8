package retrieval

import (
	"cmp"
	"math"
	"slices"
)

// A feature is one measure of how well a passage answers a question; all but
// recency and length are in [0, 1].
type feature int

const (
	fArticle   feature = iota // BM25 of the whole article, title included
	fArticleIn                // InL2 of the same: longer memory for repetition; question words discounted
	fChunk                    // BM25 of the article's best stretch of halfWords
	fTitle                    // BM25 of the title alone
	fLead                     // BM25 of the article's opening
	fPassage                  // BM25 of the passage
	fCover                    // share of the question's words in the passage, question words discounted
	fSentence                 // best share in one sentence
	fNear                     // best share within nearWords words
	fPairs                    // share of the question's neighbouring pairs that are neighbours here
	fNames                    // share of its names and figures that are in the article
	fDense                    // articles of about the same day rank high: a story broke
	fVotes                    // holds the names that the best articles agree on
	fFirst                    // begins the article
	fLength                   // ln(1+tokens)/8 of the article: what is long has everything in it
	fWeek                     // e^(-age/7 days)
	fMonth                    // e^(-age/30 days)
	fHalfYear                 // e^(-age/180 days)
	fFuture                   // published after the question was asked
	features
)

var featureNames = [features]string{
	"article", "article-in", "chunk", "title", "lead", "passage", "cover", "sentence", "near",
	"pairs", "names", "dense", "votes", "first", "length", "week", "month", "half-year", "future",
}

// weights are a linear mix.
type weights [features]float64

// The weights. How they were found is told in doc/evaluation.md.
var (
	// undated is for questions without a day they were asked on.
	undated = weights{
		fArticle: 4.61, fArticleIn: 4.57, fChunk: 1.51, fTitle: 2.69, fLead: 1.23, fPassage: .65, fCover: 1.98,
		fSentence: 2.42, fPairs: 2.26, fNames: 2.50, fDense: 1.93, fVotes: 2.91, fFirst: 1.14, fLength: -1.80,
	}
	// current is for questions about what is new.
	current = weights{
		fArticle: 3.92, fArticleIn: 5.05, fPassage: 2.01, fTitle: 2.20, fLead: .83, fSentence: 1.33, fNear: 2.16,
		fNames: 1.20, fVotes: 3.55, fFirst: .90, fPairs: 1.06,
		fWeek: -.98, fMonth: 6.48, fHalfYear: 4.06, fFuture: -6.58,
	}
	// anyTime is for questions that may be about the past.
	anyTime = weights{
		fArticle: 4.02, fArticleIn: 5.05, fPassage: 1.33, fTitle: 2.78, fLead: 1.30, fSentence: 1.50, fNear: 2.67,
		fNames: 1.97, fVotes: 3.12, fFirst: 1.05, fPairs: 1.75,
		fWeek: 1.19, fMonth: 1.12, fHalfYear: 3.93, fFuture: -7.10,
	}
)

// ranked is a passage with its score: one run of sentences or two.
type ranked struct {
	of       *candidate
	parts    []span
	features [features]float64
	score    float64
	mix      *weights
}

// rank scores the passages of the candidates, best first.
func (x *index) rank(w *wanted, asked moment, found []*candidate, mix *weights) []*ranked {
	for _, c := range found {
		x.read(c, w)
		c.halves = c.weighWindows(w, halfWords)
		for _, v := range c.halves {
			c.chunk = max(c.chunk, v.bm25)
		}
		c.mix = c.chunk + .7*c.bm25 + .1*c.titleBM25
	}
	slices.SortFunc(found, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.mix, a.mix), cmp.Compare(a.article.ID, b.article.ID))
	})
	days := newDays(found)
	for _, c := range found {
		c.wholes = c.weighWindows(w, passageWords-c.words)
	}
	names := x.vote(w, found)
	var all []*ranked
	for _, c := range found {
		elected := names.in(c)
		for _, parts := range c.passages() {
			r := &ranked{of: c, parts: parts, mix: mix}
			r.measure(w, elected)
			r.features[fDense] = days.density(c)
			r.date(asked)
			for f, v := range r.features {
				r.score += v * mix[f]
			}
			all = append(all, r)
		}
	}
	sorted(all)
	return all
}

// measure sets the features that the passage's words tell.
func (r *ranked) measure(w *wanted, b ballot) {
	c, f := r.of, &r.features
	f[fArticle], f[fArticleIn], f[fChunk] = c.bm25, c.inL2, c.chunk
	f[fTitle], f[fLead], f[fNames] = c.titleBM25, c.reading.lead, c.names
	f[fLength] = math.Log(1+float64(len(c.tokens))) / 8
	var tf [maxSlots]uint8
	var pairs slotSet
	tokens := len(c.doc.title)
	for _, part := range r.parts {
		from, to := c.tokensOf(part)
		tokens += to - from
		for _, h := range c.within(from, to) {
			tf[h.slot]++
			f[fSentence] = max(f[fSentence], float64(h.sentence))
			f[fNear] = max(f[fNear], float64(h.span))
			if h.pair {
				pairs |= 1 << h.slot
			}
		}
	}
	f[fPassage], f[fCover] = w.passage(&tf, c.reading.title, tokens)
	f[fSentence] /= w.total
	f[fNear] /= w.total
	f[fPairs] = w.pairShare(pairs)
	f[fVotes] = b.share(c, r.parts)
	if r.parts[0].from == 0 {
		f[fFirst] = 1
	}
}

// passage gives BM25 and coverage of a stretch of text under its title.
func (w *wanted) passage(tf *[maxSlots]uint8, title slotSet, tokens int) (bm25, cover float64) {
	norm := k1 * (.6 + .4*float64(tokens)/usualPassage)
	for i := range w.slots {
		n := float64(tf[i]) + float64(title>>i&1)
		if n == 0 {
			continue
		}
		s := &w.slots[i]
		bm25 += s.idf * n / (n + norm)
		cover += s.rare * s.rare * s.idf
	}
	return bm25 / w.total, cover / w.rarity
}

// usualPassage is how many tokens a passage has, stop words left out.
const usualPassage = 105

// pairShare is the share of the question's neighbouring pairs in a set.
func (w *wanted) pairShare(pairs slotSet) float64 {
	var share, all float64
	for i, next := range w.follows {
		if next < 0 {
			continue
		}
		weight := w.slots[i].idf + w.slots[next].idf
		all += weight
		if pairs>>i&1 == 1 {
			share += weight
		}
	}
	if all == 0 {
		return 0
	}
	return share / all
}
