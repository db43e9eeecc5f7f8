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
	own     map[*candidate][voteNames]float64
}

// vote counts the capitalised words in the best window of the best articles,
// by the articles' standing and the words' idf.
func (x *index) vote(w *wanted, found []*candidate) *votes {
	type tally struct {
		term   term
		weight float64
	}
	cast := make(map[term]float64)
	voters := found[:min(len(found), voteArticles)]
	for _, c := range voters {
		c.bestNames(w, func(t term) {
			cast[t] += c.standing
		})
	}
	tallies := make([]tally, 0, len(cast))
	for t, sum := range cast {
		tallies = append(tallies, tally{t, sum * x.idf([]term{t})})
	}
	slices.SortFunc(tallies, func(a, b tally) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	})
	v := &votes{own: make(map[*candidate][voteNames]float64, len(voters))}
	for i, t := range tallies[:min(len(tallies), voteNames)] {
		v.lookup.add(t.term, uint8(i))
		v.weights = append(v.weights, t.weight)
		v.terms = append(v.terms, t.term)
		v.total += t.weight
	}
	for _, c := range voters {
		var own [voteNames]float64
		c.bestNames(w, func(t term) {
			if i, ok := v.lookup.find(t); ok {
				own[i] = v.weights[i] * c.standing / cast[t]
			}
		})
		v.own[c] = own
	}
	return v
}

// bestNames calls visit once for each capitalised word of the candidate's best
// window that is not in the question.
func (c *candidate) bestNames(w *wanted, visit func(term)) {
	var names []term
	for _, part := range c.best.parts {
		from, to := c.tokensOf(part)
		for _, t := range c.tokens[from:to] {
			if _, asked := w.lookup.find(t.term()); t.capital() && !asked {
				names = append(names, t.term())
			}
		}
	}
	slices.Sort(names)
	for _, t := range slices.Compact(names) {
		visit(t)
	}
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
		ownSum += own[i]
		if held>>i&1 == 1 {
			sum += weight - own[i]
		}
	}
	if b.votes.total <= ownSum {
		return 0
	}
	return sum / (b.votes.total - ownSum)
}
