package retrieval

import (
	"encoding/binary"
	"slices"
)

// segment is an inverted index over some articles. It never changes: deleting
// an article gives a new segment that shares all but the bits of the dead.
//
// terms are in ascending order; the postings of terms[i] are the bytes from
// starts[i] to starts[i+1]: per article, ascending, the distance from the one
// before as a varint, then the term's count as a byte. Beside the inverted
// lists each doc keeps its own tokens in order; features that need to know
// where words stand read those, for the few articles that got that far.
type segment struct {
	docs     []*doc
	dead     []uint64 // a bit per doc; nil: none
	live     int
	length   int64 // Σ doc.length of the live ones
	terms    []term
	starts   []uint32
	counts   []uint32 // articles in each list
	postings []byte
	ids      map[string]uint32
	lengths  []uint32       // of the docs, and their days: side by side, as every search
	days     []int32        // runs over all of them
	langs    map[string]int // how many docs are in each language
	outlets  []string
}

// titleWeight is how often a word of the title counts, against one of the text.
const titleWeight = 2

// newSegment builds the segment of some articles.
func newSegment(docs []*doc) *segment {
	var size int
	for _, d := range docs {
		size += len(d.tokens) + len(d.title)
	}
	// One occurrence of a word, as term | doc | in the title, so that sorting
	// brings together what becomes one posting.
	occurrences := make([]uint64, 0, size)
	for i, d := range docs {
		for _, t := range d.tokens {
			occurrences = append(occurrences, uint64(t.term())<<32|uint64(i)<<1)
		}
		for _, t := range d.title {
			occurrences = append(occurrences, uint64(t.term())<<32|uint64(i)<<1|1)
		}
	}
	occurrences = byTerm(occurrences)
	w := &postingWriter{}
	for i := 0; i < len(occurrences); {
		key, count := occurrences[i]>>1, uint32(0)
		for ; i < len(occurrences) && occurrences[i]>>1 == key; i++ {
			count += 1 + uint32(occurrences[i]&1)*(titleWeight-1)
		}
		w.add(term(key>>31), uint32(key)&(1<<31-1), count)
	}
	return w.segment(docs)
}

// byTerm sorts occurrences, which come in order of doc, by their terms and
// keeps that order: a radix sort by digits of ten bits. A third of the time to
// index went into sorting by comparison.
func byTerm(occurrences []uint64) []uint64 {
	const digit = 10
	other := make([]uint64, len(occurrences))
	for shift := 32; shift < 32+termBits; shift += digit {
		var starts [1<<digit + 1]int
		for _, o := range occurrences {
			starts[o>>shift&(1<<digit-1)+1]++
		}
		for i := range 1 << digit {
			starts[i+1] += starts[i]
		}
		for _, o := range occurrences {
			at := &starts[o>>shift&(1<<digit-1)]
			other[*at] = o
			*at++
		}
		occurrences, other = other, occurrences
	}
	return occurrences
}

// postingWriter takes postings in ascending order of term and doc.
type postingWriter struct {
	terms    []term
	starts   []uint32
	counts   []uint32
	postings []byte
	last     uint32
}

func (w *postingWriter) add(t term, doc, count uint32) {
	if n := len(w.terms); n == 0 || w.terms[n-1] != t {
		w.terms = append(w.terms, t)
		w.starts = append(w.starts, uint32(len(w.postings)))
		w.counts = append(w.counts, 0)
		w.last = 0
	}
	w.counts[len(w.counts)-1]++
	w.postings = binary.AppendUvarint(w.postings, uint64(doc-w.last))
	w.postings = append(w.postings, byte(min(count, 255)))
	w.last = doc
}

func (w *postingWriter) segment(docs []*doc) *segment {
	s := &segment{
		docs: docs, live: len(docs), terms: slices.Clip(w.terms),
		starts: slices.Clip(append(w.starts, uint32(len(w.postings)))),
		counts: slices.Clip(w.counts), postings: slices.Clip(w.postings),
		ids: make(map[string]uint32, len(docs)), lengths: make([]uint32, len(docs)),
		days: make([]int32, len(docs)), langs: make(map[string]int),
	}
	for i, d := range docs {
		s.length += int64(d.length)
		s.ids[d.article.ID] = uint32(i)
		s.lengths[i], s.days[i] = uint32(d.length), d.day
		s.langs[d.lang]++
		if !slices.Contains(s.outlets, d.article.Outlet) && d.article.Outlet != "" {
			s.outlets = append(s.outlets, d.article.Outlet)
		}
	}
	return s
}

// find gives the postings of a term and how many articles they name, the dead
// among them; nil where none has it.
func (s *segment) find(t term) (postings []byte, count int) {
	// Terms are hashes, evenly spread over termBits: the place of one can be
	// told to within a few, and the search starts there.
	n := len(s.terms)
	guess := int(uint64(t) * uint64(n) >> termBits)
	lo, hi := guess, guess
	for step := 8; lo > 0 && s.terms[lo] > t; step *= 2 {
		lo = max(0, lo-step)
	}
	for step := 8; hi < n && s.terms[hi] < t; step *= 2 {
		hi = min(n, hi+step)
	}
	i, found := slices.BinarySearch(s.terms[lo:min(n, hi+1)], t)
	if !found {
		return nil, 0
	}
	i += lo
	return s.postings[s.starts[i]:s.starts[i+1]], int(s.counts[i])
}

// each calls visit for every posting of the list.
func each(postings []byte, visit func(doc, count uint32)) {
	for doc := uint32(0); len(postings) > 0; {
		delta, n := binary.Uvarint(postings)
		doc += uint32(delta)
		visit(doc, uint32(postings[n]))
		postings = postings[n+1:]
	}
}

func (s *segment) isDead(doc uint32) bool {
	return s.dead != nil && s.dead[doc/64]>>(doc%64)&1 == 1
}

// without gives the segment without the articles at some places.
func (s *segment) without(docs ...uint32) *segment {
	c := *s
	c.dead = make([]uint64, (len(s.docs)+63)/64)
	copy(c.dead, s.dead)
	for _, doc := range docs {
		if c.isDead(doc) {
			continue
		}
		c.dead[doc/64] |= 1 << (doc % 64)
		c.live--
		c.length -= int64(s.docs[doc].length)
	}
	return &c
}

// place finds an article that is not deleted.
func (s *segment) place(id string) (doc uint32, ok bool) {
	doc, ok = s.ids[id]
	return doc, ok && !s.isDead(doc)
}

// merge makes one segment of several and leaves the dead behind.
func merge(segments []*segment) *segment {
	var docs []*doc
	places := make([][]uint32, len(segments)) // old place -> new place
	size := 0
	for i, s := range segments {
		places[i] = make([]uint32, len(s.docs))
		for j, d := range s.docs {
			places[i][j] = gone
			if !s.isDead(uint32(j)) {
				places[i][j] = uint32(len(docs))
				docs = append(docs, d)
			}
		}
		size += len(s.postings)
	}
	w := &postingWriter{postings: make([]byte, 0, size)}
	next := make([]int, len(segments)) // the term each segment has come to
	for {
		t, more := lowest(segments, next)
		if !more {
			return w.segment(docs)
		}
		for i, s := range segments {
			if next[i] == len(s.terms) || s.terms[next[i]] != t {
				continue
			}
			each(s.postings[s.starts[next[i]]:s.starts[next[i]+1]], func(doc, count uint32) {
				if at := places[i][doc]; at != gone {
					w.add(t, at, count)
				}
			})
			next[i]++
		}
	}
}

const gone = 1<<32 - 1

// lowest is the smallest term that any of the segments has come to.
func lowest(segments []*segment, next []int) (t term, more bool) {
	for i, s := range segments {
		if next[i] < len(s.terms) && (!more || s.terms[next[i]] < t) {
			t, more = s.terms[next[i]], true
		}
	}
	return t, more
}
