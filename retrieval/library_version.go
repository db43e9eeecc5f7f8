package retrieval

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
)

// Version names what a guild's articles are by now: it changes with any of them,
// and is the same in every process that holds the same ones, whatever the order
// they came in. An answer found under it holds for as long as it stays.
func (l *Library) Version(guild string) string {
	s := l.at(guild).sum()
	return fmt.Sprintf("%d-%016x%016x", s.articles, s.high, s.low)
}

// contentSum is a sum over articles, so that a change of one needs a look at
// that one only.
type contentSum struct {
	articles  int
	high, low uint64
}

// plus adds an article, minus takes one out.
func (s contentSum) plus(a Article) contentSum {
	high, low := contentTerm(a)
	return contentSum{s.articles + 1, s.high + high, s.low + low}
}

func (s contentSum) minus(a Article) contentSum {
	high, low := contentTerm(a)
	return contentSum{s.articles - 1, s.high - high, s.low - low}
}

// contentTerm is what an article adds: a hash, because sums of anything plainer
// could be the same for other articles. Version alone does not tell: it begins
// anew after a removal.
func contentTerm(a Article) (high, low uint64) {
	sum := sha256.Sum256([]byte(a.ID + " " + strconv.Itoa(a.Version) + " " + a.ContentHash()))
	return binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])
}

// sumOf is the sum over all articles of an index.
func sumOf(x *index) (s contentSum) {
	for _, segment := range x.segments {
		for i, d := range segment.docs {
			if !segment.isDead(uint32(i)) {
				s = s.plus(d.article)
			}
		}
	}
	return s
}

// sum is made anew only where no snapshot before this one has had any: over
// 26,000 articles that takes a few tenths of a second.
func (s *snapshot) sum() contentSum {
	if known := s.contents.Load(); known != nil {
		return *known
	}
	sum := sumOf(s.index)
	s.contents.Store(&sum)
	return sum
}

// after is the snapshot with one change made.
func (s *snapshot) after(t touch) *snapshot {
	next := newSnapshot(t.change(s.index))
	known := s.contents.Load()
	if known == nil {
		return next
	}
	sum := *known
	if a, ok := s.index.article(t.id); ok {
		sum = sum.minus(a)
	}
	if a, ok := next.index.article(t.id); ok {
		sum = sum.plus(a)
	}
	next.contents.Store(&sum)
	return next
}
