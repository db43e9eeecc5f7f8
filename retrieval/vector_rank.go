package retrieval

import (
	"math"
	"slices"
)

const (
	// nearRead is how many of the nearest chunks have their articles read, if
	// their words did not bring them up already.
	nearRead = 24
	// nearEnough is by how many spreads a chunk must be closer to a question than
	// what is unrelated, to be a candidate on that account. It was picked by looking
	// at the shared news questions under MiniLM, one model, without a held-out set:
	// about one question in twenty found as close a chunk on something else.
	nearEnough = 3.3
	// meaningWeight is what being the closest of the passages counts, against the
	// least close of the first mixedFirst. It is the middle of a sweep over the same
	// questions, neither cross-validated nor tried under another model: half as much
	// and twice as much did about as well there, so it is a size rather than a fit.
	meaningWeight = 3
	mixedFirst    = 50
)

// meaning is what vectors tell a search; nil where there are none.
type meaning struct {
	*sense
	near []nearChunk
}

// mean finds what lies close to the question; nil where nothing does.
func (x *index) mean(s *sense, keep func(*doc) bool) *meaning {
	if s == nil {
		return nil
	}
	m := &meaning{s, x.nearest(s, keep, nearRead)}
	if len(m.near) == 0 {
		return nil
	}
	return m
}

// answers is how likely the nearest chunk holds an answer where words cannot
// tell, because the passages hold next to none of the question's: it may be in
// another language. Where they hold some, words tell better, since what is about
// the same subject lies close whether or not it has the answer.
func (m *meaning) answers(cover float64) float64 {
	const few, even, slope = .5, 6.5, 2
	if m == nil || cover >= few {
		return 0
	}
	return 1 / (1 + math.Exp(-slope*(m.beyond(m.near[0].cosine)-even)))
}

// join adds the articles of the nearest chunks to the candidates.
func (m *meaning) join(w *wanted, found []*candidate) []*candidate {
	if m == nil {
		return found
	}
	if w.total == 0 { // stop words only: no feature of words can be a share of them
		w.total = 1
	}
	places := make(map[*doc]*candidate, len(found))
	for _, c := range found {
		places[c.doc] = c
	}
	for _, n := range m.near {
		if m.beyond(n.cosine) < nearEnough {
			break
		}
		c := places[n.doc]
		if c == nil {
			c = &candidate{doc: n.doc}
			places[n.doc] = c
			found = append(found, c)
		}
		c.near = append(c.near, n.doc.sentenceAt(n.vectors.starts[n.chunk]))
	}
	return found
}

// sentenceAt is the sentence that a byte of the text is in.
func (d *doc) sentenceAt(start uint32) int {
	i, exact := slices.BinarySearchFunc(d.sentences, start, func(s sentence, at uint32) int {
		switch {
		case s.start < at:
			return -1
		case s.start > at:
			return 1
		}
		return 0
	})
	if !exact {
		i--
	}
	return max(i, 0)
}

// around gives, of windows in order, the last that begins at a sentence or
// before it: the one that has most of what stands from there on.
func around(windows []weighed, sentence int) span {
	at := windows[0].span
	for _, v := range windows {
		if v.from > sentence {
			break
		}
		at = v.span
	}
	return at
}

// mix adds to each passage's score how close it lies, from 0 to 1 among those at
// hand, and sorts anew. A cosine as it is would count little with models whose
// cosines are all alike.
func (m *meaning) mix(all []*ranked) []*ranked {
	if m == nil || len(all) == 0 {
		return all
	}
	cosines := map[*candidate][]float32{}
	lowest, highest := float32(1), float32(-1)
	closest := make([]float32, len(all))
	for i, r := range all {
		if !m.fits(r.of.vectors) {
			closest[i] = -1
			continue
		}
		list := cosines[r.of]
		if list == nil {
			list = m.cosines(r.of.vectors)
			cosines[r.of] = list
		}
		closest[i] = r.closest(list)
		highest = max(highest, closest[i])
		if i < mixedFirst {
			lowest = min(lowest, closest[i])
		}
	}
	if len(cosines) == 0 {
		return all
	}
	lowest = min(lowest, highest-1e-6) // so that one passage alone is the closest
	for i, r := range all {
		r.meaning = float64(max(0, (closest[i]-lowest)/(highest-lowest)))
		r.score += meaningWeight * r.meaning
	}
	sorted(all)
	return all
}

// cosines are those of all chunks of an article.
func (s *sense) cosines(v *vectors) []float32 {
	list := make([]float32, len(v.starts))
	for i := range list {
		list[i] = s.cosine(v, i)
	}
	return list
}

// closest is the highest cosine of the chunks that the passage holds half of, or
// where there is none, that of the one it holds most of.
func (r *ranked) closest(cosines []float32) float32 {
	v, text := r.of.vectors, len(r.of.article.Text)
	best, most := float32(-1), 0.0
	for i := range cosines {
		from, to := int(v.starts[i]), text
		if i+1 < len(v.starts) {
			to = int(v.starts[i+1])
		}
		common := 0
		for _, p := range r.parts {
			common += max(0, min(to, r.of.byteAt(p.to))-max(from, r.of.byteAt(p.from)))
		}
		share := float64(common) / float64(to-from)
		switch {
		case share >= .5 && (most < .5 || cosines[i] > best):
			best, most = cosines[i], max(share, .5)
		case share < .5 && share > most:
			best, most = cosines[i], share
		}
	}
	return best
}
