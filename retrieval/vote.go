package retrieval

import (
	"cmp"
	"slices"
)

const (
	voteArticles = 20 // the best articles whose names are counted
	voteNames    = 25 // the names that are kept; a slotSet holds them
)

// votes are names and figures outside the question that the best articles
// agree on: for "who won the Hart Trophy", they say Matthews.
type votes struct {
	lookup  lookup
	terms   []term
	weights []float64
	total   float64
	own     map[*candidate][]float64 // what each voter put in, by name
}

// tally is a name with its votes, and these times its idf.
type tally struct {
	term        term
	sum, weight float64
}

// vote counts the capitalised words in the best window of the best articles,
// by the articles' standing and the words' idf.
func (x *index) vote(w *wanted, found []*candidate) *votes {
	voters := found[:min(len(found), voteArticles)]
	cast := make(map[term]float64, 512)
	var names []term
	ends := make([]int, len(voters)) // of each voter's names
	for i, c := range voters {
		names = c.bestNames(w, names)
		from := 0
		if i > 0 {
			from = ends[i-1]
		}
		for _, t := range names[from:] {
			cast[t] += c.standing
		}
		ends[i] = len(names)
	}
	v := &votes{own: make(map[*candidate][]float64, len(voters))}
	for i, t := range x.elect(cast) {
		v.lookup.add(t.term, uint8(i))
		v.weights = append(v.weights, t.weight)
		v.terms = append(v.terms, t.term)
		v.total += t.weight
	}
	from := 0
	for i, c := range voters {
		own := make([]float64, len(v.weights))
		for _, t := range names[from:ends[i]] {
			if at, ok := v.lookup.find(t); ok {
				own[at] = v.weights[at] * c.standing / cast[t]
			}
		}
		v.own[c], from = own, ends[i]
	}
	return v
}

// elect picks the names of the greatest weight. Most have too few votes even
// were they as rare as can be, so that their idf need not be looked up.
func (x *index) elect(cast map[term]float64) []tally {
	first := make([]tally, 0, voteNames+1)
	rarest := x.idf(nil)
	for t, sum := range cast {
		if len(first) == voteNames && sum*rarest < first[voteNames-1].weight {
			continue
		}
		n := tally{t, sum, sum * x.idf([]term{t})}
		at, _ := slices.BinarySearchFunc(first, n, func(a, b tally) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
		})
		first = slices.Insert(first, at, n)
		first = first[:min(len(first), voteNames)]
	}
	return first
}

// bestNames appends, once each, the capitalised words of the candidate's best
// window that are not in the question.
func (c *candidate) bestNames(w *wanted, names []term) []term {
	from := len(names)
	for _, part := range c.best.parts {
		a, b := c.tokensOf(part)
		for _, t := range c.tokens[a:b] {
			if t.capital() {
				if _, asked := w.lookup.find(t.term()); !asked {
					names = append(names, t.term())
				}
			}
		}
	}
	slices.Sort(names[from:])
	return append(names[:from], slices.Compact(names[from:])...)
}

// ballot is where the elected names stand in one article.
type ballot struct {
	votes *votes
	hits  []hit
}

func (v *votes) in(c *candidate) ballot {
	b := ballot{votes: v}
	if len(v.weights) == 0 {
		return b
	}
	for i, t := range c.tokens {
		if slot, ok := v.lookup.find(t.term()); ok {
			b.hits = append(b.hits, hit{token: int32(i), slot: slot})
		}
	}
	return b
}

// share is the share of the votes that a passage holds, its own article's
// vote taken off.
func (b ballot) share(c *candidate, parts []span) float64 {
	if len(b.hits) == 0 {
		return 0
	}
	var held slotSet
	for _, part := range parts {
		from, to := c.tokensOf(part)
		i, _ := slices.BinarySearchFunc(b.hits, from, func(h hit, at int) int { return cmp.Compare(int(h.token), at) })
		for ; i < len(b.hits) && int(b.hits[i].token) < to; i++ {
			held |= 1 << b.hits[i].slot
		}
	}
	own := b.votes.own[c]
	var sum, ownSum float64
	for i, weight := range b.votes.weights {
		mine := 0.0
		if own != nil {
			mine = own[i]
		}
		ownSum += mine
		if held>>i&1 == 1 {
			sum += weight - mine
		}
	}
	if b.votes.total <= ownSum {
		return 0
	}
	return sum / (b.votes.total - ownSum)
}
