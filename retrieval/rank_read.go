package retrieval

import (
	"math"
	"math/bits"
)

// hit is a word of the question where it stands in an article.
type hit struct {
	token    int32 // its place among the article's tokens
	slot     uint8
	pair     bool    // the question's next word comes right after it
	sentence float32 // idf of the question's words in its sentence
	span     float32 // and in the nearWords tokens from here on
	said     float32 // how well its sentence is the speaker's word on the subject
}

// nearWords is how many tokens, stop words left out, count as "close
// together": about two sentences' worth.
const nearWords = 30

// leadTokens is how much of an article counts as its opening: news says who,
// what and where in the first paragraphs.
const leadTokens = 100

// slots is a set of a question's slots.
type slotSet uint64

func (w *wanted) weigh(set slotSet) float64 {
	sum := 0.0
	for set &= 1<<len(w.slots) - 1; set != 0; set &= set - 1 {
		sum += w.slots[bits.TrailingZeros64(uint64(set))].idf
	}
	return sum
}

// reading is what a close look at an article found of a question.
type reading struct {
	hits  []hit
	tf    [maxSlots]uint32 // in text and title, those of the title by titleWeight
	title slotSet
	// Features of the whole article, each in [0, 1].
	bm25, inL2, titleBM25, lead, names, chunk float64
}

// read looks an article through for the question's words. Its hits are laid
// behind those of the articles read before it, which saves growing a list for
// each.
func (x *index) read(c *candidate, w *wanted, hits []hit) []hit {
	first := len(hits)
	for i, t := range c.tokens {
		if slot, ok := w.lookup.find(t.term()); ok {
			hits = append(hits, hit{token: int32(i), slot: slot})
			c.tf[slot]++
		}
	}
	c.hits = hits[first:len(hits):len(hits)]
	for _, t := range c.doc.title {
		if slot, ok := w.lookup.find(t.term()); ok {
			c.tf[slot] += titleWeight
			c.reading.title |= 1 << slot
		}
	}
	x.weighArticle(c, w)
	return hits
}

// annotate sets what each hit knows of the words around it.
func (c *candidate) annotate(w *wanted, d *desk) {
	for i := range c.hits {
		h := &c.hits[i]
		if i+1 < len(c.hits) && c.hits[i+1].token == h.token+1 {
			h.pair = w.follows[h.slot] == int(c.hits[i+1].slot)
		}
		near := slotSet(0)
		for j := i; j < len(c.hits) && c.hits[j].token < h.token+nearWords; j++ {
			near |= 1 << c.hits[j].slot
		}
		h.span = float32(w.weigh(near))
	}
	d.groups = c.bySentence(d.groups)
	groups := d.groups
	for i, g := range groups {
		cover, said := float32(w.weigh(g.set)), float32(c.said(w, groups, i))
		for j := g.from; j < g.to; j++ {
			c.hits[j].sentence, c.hits[j].said = cover, said
		}
	}
}

// group is the hits of one sentence.
type group struct {
	sentence, from, to int
	set                slotSet
}

// bySentence lays the groups into room, grown as needed.
func (c *candidate) bySentence(room []group) []group {
	groups, sentence := room[:0], 0
	for i, h := range c.hits {
		if i == 0 || int(h.token) >= c.tokenAt(sentence+1) {
			for int(h.token) >= c.tokenAt(sentence+1) {
				sentence++
			}
			groups = append(groups, group{sentence: sentence, from: i})
		}
		g := &groups[len(groups)-1]
		g.to = i + 1
		g.set |= 1 << h.slot
	}
	return groups
}

// said tells, from 0 to 1, how well a sentence is the speaker's word on the
// subject: the speaker named beside a verb of saying, a quotation there or in
// the next sentence, and the subject in it or close by.
func (c *candidate) said(w *wanted, groups []group, i int) float64 {
	g := groups[i]
	if w.speaker == 0 || g.set&w.speaker == 0 {
		return 0
	}
	flags := c.sentences[g.sentence].flags
	value := 1.0
	if flags&(quotes|reports) != quotes|reports {
		next := sentenceFlags(0)
		if g.sentence+1 < len(c.sentences) {
			next = c.sentences[g.sentence+1].flags
		}
		if (flags|next)&(quotes|reports) != quotes|reports {
			return 0
		}
		value = .6
	}
	subject := g.set
	for _, j := range [2]int{i - 1, i + 1} {
		if j >= 0 && j < len(groups) && max(groups[j].sentence-g.sentence, g.sentence-groups[j].sentence) == 1 {
			subject |= groups[j].set
		}
	}
	if all := w.weigh(^w.speaker); all > 0 {
		value *= .4 + .6*w.weigh(subject&^w.speaker)/all
	}
	return value
}

// weighArticle computes the features of the whole article.
func (x *index) weighArticle(c *candidate, w *wanted) {
	var opening [maxSlots]uint8
	for _, h := range c.hits {
		if h.token >= leadTokens {
			break
		}
		opening[h.slot]++
	}
	length := float64(c.length) / max(x.average, 1)
	bigN := float64(x.live)
	var names, allNames float64
	for i, s := range w.slots {
		if s.capital {
			allNames += s.idf
			if c.tf[i] > 0 {
				names += s.idf
			}
		}
		if tf := float64(c.tf[i]); tf > 0 {
			c.bm25 += s.idf * tf / (tf + k1*(1-docLength+docLength*length))
			// InL2 of the divergence from randomness framework (Amati and van
			// Rijsbergen, 2002), c = 4.
			tfn := tf * math.Log2(1+4/length)
			df := (bigN + 1) / math.Exp(s.idf)
			c.inL2 += tfn / (tfn + 1) * math.Log2((bigN+1)/max(df, .5))
		}
		if c.reading.title>>i&1 == 1 {
			c.titleBM25 += s.idf / (1 + k1*(.5+.5*float64(len(c.doc.title))/usualTitle))
		}
		if tf := float64(opening[i]); tf > 0 {
			c.reading.lead += s.idf * tf / (tf + k1*(.5+.5*float64(min(len(c.tokens), leadTokens))/leadTokens))
		}
	}
	c.bm25 /= w.total
	c.inL2 /= math.Log2E * w.total
	c.titleBM25 /= w.total
	c.reading.lead /= w.total
	if allNames > 0 {
		c.names = names / allNames
	}
}

// usualTitle is how many tokens a title has, stop words left out.
const usualTitle = 8

// within gives the hits between two tokens.
func (c *candidate) within(from, to int) []hit {
	return c.hits[c.firstHit(from):c.firstHit(to)]
}

// firstHit is the first hit at a token or after it.
func (c *candidate) firstHit(token int) int {
	lo, hi := 0, len(c.hits)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if int(c.hits[mid].token) < token {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
