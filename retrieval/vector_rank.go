package retrieval

import (
	"slices"
)

const (
	// nearRead is how many of the nearest chunks have their articles read, if
	// their words did not bring them up already.
	nearRead = 24
)

// meaning is what vectors tell a search; nil where there are none.
type meaning struct {
	*sense
	near []nearChunk
	background
}

// mean compares the question with all chunks; nil where there is nothing to
// compare.
func (x *index) mean(s *sense, keep func(*doc) bool) *meaning {
	if s == nil {
		return nil
	}
	m := &meaning{sense: s}
	if m.near, m.background = x.nearest(s, keep, nearRead); m.chunks == 0 {
		return nil
	}
	return m
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

// mix adds to each passage's score how close it lies, and sorts anew.
func (m *meaning) mix(all []*ranked) []*ranked {
	if m == nil || len(all) == 0 {
		return all
	}
	cosines := map[*candidate][]float32{}
	for _, r := range all {
		if _, ok := cosines[r.of]; !ok && m.fits(r.of.vectors) {
			list := make([]float32, len(r.of.vectors.starts))
			for i := range list {
				list[i] = m.cosine(r.of.vectors, i)
			}
			cosines[r.of] = list
		}
	}
	for _, r := range all {
		if list := cosines[r.of]; list != nil {
			r.meaning = m.above(r.closest(list))
			r.score += meaningWeight * r.meaning
		}
	}
	sorted(all)
	return all
}

var meaningWeight = .5

// closest is the highest cosine of the chunks that the passage holds half of.
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
