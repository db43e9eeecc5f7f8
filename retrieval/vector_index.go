package retrieval

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// withVectors returns the index with an article's vectors in place of any it
// had. Vectors of a version that it does not hold are left out, and so is nil.
func (x *index) withVectors(given map[string]*vectors) *index {
	segments := slices.Clone(x.segments)
	for i, s := range segments {
		var docs []*doc
		for id, v := range given {
			at, ok := s.place(id)
			if !ok || v == nil || s.docs[at].article.Version != v.version {
				continue
			}
			if docs == nil {
				docs = slices.Clone(s.docs)
			}
			d := *s.docs[at]
			d.vectors = v
			docs[at] = &d
		}
		if docs != nil {
			changed := *s
			changed.docs = docs
			segments[i] = &changed
		}
	}
	c := *x
	c.segments = segments
	return &c
}

// embedded tells whether some article's vectors can be compared with those of
// a model.
func (x *index) embedded(model string) bool {
	for _, s := range x.segments {
		for i, d := range s.docs {
			if d.vectors != nil && d.vectors.model == model && !s.isDead(uint32(i)) {
				return true
			}
		}
	}
	return false
}

// nearChunk is a chunk that lies close to a question.
type nearChunk struct {
	*doc
	chunk  int
	cosine float32
}

// sharedFrom is how many articles are worth dividing among the processors.
const sharedFrom = 2000

// nearest looks at every chunk of the articles that the filter keeps, as far as
// it can be compared, and gives the n nearest, nearest first.
func (x *index) nearest(s *sense, keep func(*doc) bool, n int) []nearChunk {
	var docs []*doc
	for _, segment := range x.segments {
		for i, d := range segment.docs {
			if s.fits(d.vectors) && !segment.isDead(uint32(i)) && (keep == nil || keep(d)) {
				docs = append(docs, d)
			}
		}
	}
	shares := 1
	if len(docs) >= sharedFrom {
		shares = runtime.GOMAXPROCS(0)
	}
	best := make([][]nearChunk, shares)
	var wait sync.WaitGroup
	for i := range shares {
		from, to := len(docs)*i/shares, len(docs)*(i+1)/shares
		wait.Go(func() { best[i] = s.nearestOf(docs[from:to], n) })
	}
	wait.Wait()
	found := slices.Concat(best...)
	slices.SortFunc(found, func(a, b nearChunk) int {
		return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.article.ID, b.article.ID), cmp.Compare(a.chunk, b.chunk))
	})
	return found[:min(n, len(found))]
}

func (s *sense) nearestOf(docs []*doc, n int) (best []nearChunk) {
	found := newTop(n)
	for i, d := range docs {
		for chunk := range d.vectors.starts {
			if cosine := s.cosine(d.vectors, chunk); found.wants(cosine) {
				found.add(cosine, ref{i, uint32(chunk)})
			}
		}
	}
	for _, e := range found.entries {
		best = append(best, nearChunk{docs[e.ref.segment], int(e.ref.doc), e.score})
	}
	return best
}
