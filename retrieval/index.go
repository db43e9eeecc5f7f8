package retrieval

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
)

// index is the searchable form of one guild's articles at one moment. It never
// changes: with and without return another, which shares nearly everything
// with the first, so that readers go on undisturbed in the one they hold.
type index struct {
	segments []*segment
	live     int     // articles
	average  float64 // of doc.length
	outlets  outletNames
}

// entry is an article with its chunks, as a store holds them.
type entry struct {
	article Article
	chunks  []Chunk
}

func newIndex() *index { return &index{} }

// with returns the index with the articles added, each in place of an earlier
// one of the same ID. Many at once are read on all processors.
func (x *index) with(entries ...entry) *index {
	latest := make(map[string]int, len(entries))
	for i, e := range entries {
		latest[e.article.ID] = i
	}
	if len(latest) < len(entries) {
		kept := make([]entry, 0, len(latest))
		for i, e := range entries {
			if latest[e.article.ID] == i {
				kept = append(kept, e)
			}
		}
		entries = kept
	}
	if len(entries) == 0 {
		return x
	}
	added := build(entries)
	segments := append(x.drop(entries), added)
	return indexOf(tidy(segments))
}

// without returns the index without an article.
func (x *index) without(id string) *index {
	if _, ok := x.find(id); !ok {
		return x
	}
	return indexOf(tidy(x.drop([]entry{{article: Article{ID: id}}})))
}

// drop gives the segments with the entries' articles deleted.
func (x *index) drop(entries []entry) []*segment {
	segments := slices.Clone(x.segments)
	for i, s := range segments {
		var old []uint32
		for _, e := range entries {
			if doc, ok := s.place(e.article.ID); ok {
				old = append(old, doc)
			}
		}
		if len(old) > 0 {
			segments[i] = s.without(old...)
		}
	}
	return segments
}

func indexOf(segments []*segment) *index {
	x := &index{segments: segments}
	var length int64
	var outlets []string
	for _, s := range segments {
		x.live += s.live
		length += s.length
		for _, o := range s.outlets {
			if !slices.Contains(outlets, o) {
				outlets = append(outlets, o)
			}
		}
	}
	x.outlets = newOutletNames(outlets)
	if x.live > 0 {
		x.average = float64(length) / float64(x.live)
	}
	return x
}

// batch is how many articles are sorted together when many are added: few
// enough for the sorting to stay in the processor's cache, enough that merging
// the batches afterwards is quick.
const batch = 1024

// build reads the entries and indexes them as one segment.
func build(entries []entry) *segment {
	parts := slices.Collect(slices.Chunk(entries, batch))
	segments := make([]*segment, len(parts))
	work := make(chan int, len(parts))
	for i := range parts {
		work <- i
	}
	close(work)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(parts)) {
		wait.Go(func() {
			r := reader{stemmers: make(map[string]*stemmer)}
			for i := range work {
				docs := make([]*doc, len(parts[i]))
				for j, e := range parts[i] {
					docs[j] = r.read(e)
				}
				segments[i] = newSegment(docs)
			}
		})
	}
	wait.Wait()
	if len(segments) == 1 {
		return segments[0]
	}
	return merge(segments)
}

// fanout is how many segments of about one size may stand beside each other.
// With 8, adding articles one by one merges each of them once per power of 8.
const fanout = 8

// tidy merges segments of like size once there are fanout of them, and those
// of which more than half is dead.
func tidy(segments []*segment) []*segment {
	segments = slices.DeleteFunc(segments, func(s *segment) bool { return s.live == 0 })
	for i, s := range segments {
		if len(s.docs) > 2*s.live {
			segments[i] = merge([]*segment{s})
		}
	}
	for {
		slices.SortStableFunc(segments, func(a, b *segment) int { return cmp.Compare(b.live, a.live) })
		from, to := crowd(segments)
		if from == to {
			return segments
		}
		merged := merge(segments[from:to])
		segments = slices.Replace(segments, from, to, merged)
	}
}

// crowd finds fanout segments or more of one size class; from == to where
// there are none.
func crowd(segments []*segment) (from, to int) {
	for from = 0; from < len(segments); from = to {
		class := sizeClass(segments[from])
		for to = from; to < len(segments) && sizeClass(segments[to]) == class; to++ {
		}
		if to-from >= fanout {
			return from, to
		}
	}
	return 0, 0
}

// sizeClass is the logarithm of a segment's size to the base of fanout.
func sizeClass(s *segment) int {
	class := 0
	for n := s.live; n >= fanout; n /= fanout {
		class++
	}
	return class
}

// find gives the indexed form of an article.
func (x *index) find(id string) (*doc, bool) {
	for _, s := range x.segments {
		if i, ok := s.place(id); ok {
			return s.docs[i], true
		}
	}
	return nil, false
}

// article gives an article with its text.
func (x *index) article(id string) (Article, bool) {
	d, ok := x.find(id)
	if !ok {
		return Article{}, false
	}
	return d.article, true
}

// articles lists all articles without their texts, the newest first.
func (x *index) articles() []Article {
	list := make([]Article, 0, x.live)
	for _, s := range x.segments {
		for i, d := range s.docs {
			if !s.isDead(uint32(i)) {
				a := d.article
				a.Text = ""
				list = append(list, a)
			}
		}
	}
	slices.SortFunc(list, func(a, b Article) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
	})
	return list
}
