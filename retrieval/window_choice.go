package retrieval

import (
	"cmp"
	"slices"
)

// weighed is a window with how well it suits the question on its own.
type weighed struct {
	span
	bm25, cover float64
}

func (v weighed) score() float64 { return v.bm25 + .7*v.cover }

// weighWindows lays windows over the article and weighs each.
func (c *candidate) weighWindows(w *wanted, limit int) []weighed {
	spans := c.windows(limit)
	list := make([]weighed, len(spans))
	for i, s := range spans {
		list[i].span = s
		from, to := c.tokensOf(s)
		var tf [maxSlots]uint8
		for _, h := range c.within(from, to) {
			tf[h.slot]++
		}
		list[i].bm25, list[i].cover = w.passage(&tf, c.reading.title, to-from+len(c.doc.title))
	}
	return list
}

// windowsKept is how many of an article's windows are scored in full.
const windowsKept = 12

// choices lists what might be shown of the article: its best windows, its
// opening, and pairs of shorter stretches, since an answer often lies apart
// from the words that the question shares with the story.
func (c *candidate) choices(w *wanted) [][]span {
	if len(c.wholes) == 0 {
		return nil
	}
	list := [][]span{{c.wholes[0].span}}
	byScore := func(a, b weighed) int { return cmp.Compare(b.score(), a.score()) }
	wholes := slices.Clone(c.wholes)
	slices.SortStableFunc(wholes, byScore)
	for _, v := range wholes[:min(len(wholes), windowsKept)] {
		if v.from > 0 {
			list = append(list, []span{v.span})
		}
	}
	if w.speaker != 0 {
		// Somebody's words are wanted as they were said, in one piece.
		return list
	}
	halves := slices.Clone(c.halves)
	slices.SortStableFunc(halves, byScore)
	lead := c.window(0, leadWords)
	with := 0
	for _, v := range halves {
		if v.from > lead.to && with < 2 {
			list = append(list, []span{lead, v.span})
			with++
		}
	}
	with = 0
	for _, v := range halves[1:] {
		first, second := halves[0].span, v.span
		if second.from < first.from {
			first, second = second, first
		}
		if first.to < second.from && with < 2 {
			list = append(list, []span{first, second})
			with++
		}
	}
	return list
}
