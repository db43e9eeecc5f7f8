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
	fArticleIn                // InL2 of the same: longer memory for repetition
	fChunk                    // BM25 of the article's best stretch of halfWords
	fTitle                    // BM25 of the title alone
	fLead                     // BM25 of the article's opening
	fPassage                  // BM25 of the passage
	fCover                    // share of the question's words in the passage
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
	fOutlet                   // from an outlet that the question names
	fTime                     // published in a time that the question names
	fSaid                     // the person asked about says something there, on the subject
	features
)

var featureNames = [features]string{
	"article", "article-in", "chunk", "title", "lead", "passage", "cover", "sentence", "near",
	"pairs", "names", "dense", "votes", "first", "length", "week", "month", "half-year", "future",
	"outlet", "time", "said",
}

// weights are a linear mix.
type weights [features]float64

// The weights. How they were found is told in doc/evaluation.md.
var (
	// undated is for questions without a day they were asked on, and for those
	// that are about the past.
	undated = weights{
		fArticle: 4.9, fArticleIn: 4.7, fChunk: 1.7, fTitle: 3.2, fLead: 1.4, fPassage: .9, fCover: 1.9,
		fSentence: 2.3, fPairs: 2.2, fNames: 2.4, fDense: 2.2, fVotes: 2.7, fFirst: .8, fLength: -2.1,
		fFuture: -6.6, fOutlet: 2, fTime: 1, fSaid: 3,
	}
	// current is for questions about what is new.
	current = weights{
		fArticle: 4.1, fArticleIn: 5.2, fPassage: 2.1, fTitle: 2.2, fLead: .9, fSentence: 1.3, fNear: 2.1,
		fNames: 1.2, fVotes: 3.6, fFirst: .2, fPairs: 1.2,
		fWeek: -1.2, fMonth: 6.6, fHalfYear: 4.1, fFuture: -6.7, fOutlet: 2, fTime: 1, fSaid: 3,
	}
	// several is for questions whose answer rests on more than one article:
	// where they come from counts more, when next to nothing.
	several = weights{
		fArticle: 4.61, fArticleIn: 4.57, fChunk: 1.51, fTitle: 2.69, fLead: 1.23, fPassage: .65, fCover: 1.98,
		fSentence: 2.42, fPairs: 2.26, fNames: 2.50, fVotes: 4,
		fOutlet: 4, fTime: 3, fSaid: 3,
	}
)

// ranked is a passage with its score: one run of sentences or two.
type ranked struct {
	of       *candidate
	parts    []span
	features values
	lift     float64 // added to the features' sum, see balance
	meaning  float64 // how close it lies to the question, see mix
	score    float64
	mix      *weights
}

// rank scores the passages of the candidates, best first: by what each says
// alone, then by what the best of them agree on.
func (x *index) rank(w *wanted, found []*candidate) []*ranked {
	hits := make([]hit, 0, 64*len(found))
	for _, c := range found {
		hits = x.read(c, w, hits)
	}
	found = shortlist(w, found)
	var d desk
	all := make([]*ranked, 0, len(found)*(1+windowsKept+2*pairsKept))
	for _, c := range found {
		list := c.passages(w, &d)
		for i := range list {
			all = append(all, &list[i])
		}
	}
	mix := mixFor(w, all)
	for _, r := range all {
		r.mix = mix
		r.sum()
		if c := r.of; c.best == nil || r.score > c.best.score {
			c.best = r
		}
	}
	x.agree(w, slices.DeleteFunc(found, func(c *candidate) bool { return c.best == nil }))
	for _, r := range all {
		r.features[fDense] = r.of.density
		r.features[fVotes] = r.of.elected.share(r.of, r.parts)
		r.sum()
	}
	sorted(all)
	return all
}

// How many articles have their passages measured, of those that were read: the
// best by what is known of them as a whole. For a question over several
// articles, of which each has a part of the answer, that tells less.
const (
	deepReads        = 24
	deepReadsSeveral = 48
)

// shortlist picks the articles worth a deep read, by either view of time.
func shortlist(w *wanted, found []*candidate) []*candidate {
	most := deepReads
	if w.several {
		most = deepReadsSeveral
	}
	if len(found) <= most {
		return found
	}
	views := []*weights{&undated}
	if w.day != noDay {
		views = append(views, &current)
	}
	kept := make([]*candidate, 0, 2*most)
	for _, mix := range views {
		for _, c := range found {
			v := c.whole(w)
			c.promise = v.score(mix)
		}
		slices.SortFunc(found, func(a, b *candidate) int { return inOrder(a.promise, b.promise, a, b) })
		for _, c := range found[:most] {
			if !c.kept {
				c.kept = true
				kept = append(kept, c)
			}
		}
	}
	for _, c := range found {
		if !c.kept && len(c.near) > 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

// inOrder compares two candidates by their scores, the higher first.
func inOrder(score, other float64, a, b *candidate) int {
	if score != other {
		return cmp.Compare(other, score)
	}
	return cmp.Compare(a.article.ID, b.article.ID)
}

// values are a passage's features.
type values [features]float64

func (v *values) score(mix *weights) float64 {
	sum := 0.0
	for f, x := range v {
		sum += x * mix[f]
	}
	return sum
}

// passages measures what may be shown of an article.
func (c *candidate) passages(w *wanted, d *desk) []ranked {
	c.annotate(w, d)
	d.spans, d.halves = c.weighWindows(w, halfWords, d.spans, d.halves)
	for _, v := range d.halves {
		c.chunk = max(c.chunk, v.bm25)
	}
	d.spans, d.wholes = c.weighWindows(w, passageWords-c.words, d.spans, d.wholes)
	whole := c.whole(w)
	choices := c.choices(w, d)
	list := make([]ranked, len(choices))
	for i, parts := range choices {
		list[i].of, list[i].parts, list[i].features = c, parts, whole
		list[i].measure(w)
	}
	return list
}

// agree sets what depends on the other candidates.
func (x *index) agree(w *wanted, found []*candidate) {
	slices.SortFunc(found, func(a, b *candidate) int { return inOrder(a.best.score, b.best.score, a, b) })
	for _, c := range found {
		// Weights were fitted as log odds, so this is how likely the article
		// is, beside the first, to hold the answer; its root, as the first may
		// be wrong.
		c.standing = math.Exp((c.best.score - found[0].best.score) / 2)
	}
	days := newDays(found)
	w.names = x.vote(w, found)
	for _, c := range found {
		c.density, c.elected = days.density(c), w.names.in(c)
	}
}

// sum mixes the features to the score.
func (r *ranked) sum() {
	r.score = r.features.score(r.mix)
}

// whole gives the features that all passages of the article share.
func (c *candidate) whole(w *wanted) (v values) {
	v = values{
		fArticle: c.bm25, fArticleIn: c.inL2, fChunk: c.chunk, fTitle: c.titleBM25, fLead: c.reading.lead,
		fNames: c.names, fLength: math.Log(1+float64(len(c.tokens))) / 8,
	}
	w.date(&v, c.doc)
	return v
}

// measure sets the features that the passage's own words tell.
func (r *ranked) measure(w *wanted) {
	c, f := r.of, &r.features
	var tf [maxSlots]uint16
	var pairs slotSet
	tokens := len(c.doc.title)
	for _, part := range r.parts {
		from, to := c.tokensOf(part)
		tokens += to - from
		for _, h := range c.within(from, to) {
			tf[h.slot]++
			f[fSentence] = max(f[fSentence], float64(h.sentence))
			f[fNear] = max(f[fNear], float64(h.span))
			f[fSaid] = max(f[fSaid], float64(h.said))
			if h.pair {
				pairs |= 1 << h.slot
			}
		}
	}
	f[fPassage], f[fCover] = w.passage(&tf, c.reading.title, tokens)
	f[fSentence] /= w.total
	f[fNear] /= w.total
	f[fPairs] = w.pairShare(pairs)
	if r.parts[0].from == 0 {
		f[fFirst] = 1
	}
}

// passage gives BM25 and coverage of a stretch of text under its title.
func (w *wanted) passage(tf *[maxSlots]uint16, title slotSet, tokens int) (bm25, cover float64) {
	norm := k1 * (.6 + .4*float64(tokens)/usualPassage)
	for i := range w.slots {
		n := float64(tf[i]) + float64(title>>i&1)
		if n == 0 {
			continue
		}
		s := &w.slots[i]
		bm25 += s.idf * n / (n + norm)
		cover += s.idf
	}
	return bm25 / w.total, cover / w.total
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
