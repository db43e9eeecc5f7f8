package retrieval

// weighed is a window with how well it suits the question on its own.
type weighed struct {
	span
	bm25, score float64
}

// desk is the room that a search lays an article's windows out on, used again
// for the next article.
type desk struct {
	spans          []span
	wholes, halves []weighed // windows of passageWords and of halfWords
	best           []weighed
	groups         []group
}

// weighWindows lays windows over the article and weighs each.
func (c *candidate) weighWindows(w *wanted, limit int, spans []span, list []weighed) ([]span, []weighed) {
	spans, list = c.windows(limit, spans), list[:0]
	first := 0 // hit at the window's first token or after it
	for _, s := range spans {
		from, to := c.tokensOf(s)
		for first < len(c.hits) && int(c.hits[first].token) < from {
			first++
		}
		var tf [maxSlots]uint16
		for i := first; i < len(c.hits) && int(c.hits[i].token) < to; i++ {
			tf[c.hits[i].slot]++
		}
		bm25, cover := w.passage(&tf, c.reading.title, to-from+len(c.doc.title))
		list = append(list, weighed{s, bm25, bm25 + .7*cover})
	}
	return spans, list
}

// bestOf gives the n windows of the highest score, best first, of equal ones
// the earlier first.
func bestOf(list []weighed, n int, room []weighed) []weighed {
	best := room[:0]
	for _, v := range list {
		if len(best) < n {
			best = append(best, v)
		} else if v.score <= best[n-1].score {
			continue
		}
		at := len(best) - 1
		for ; at > 0 && best[at-1].score < v.score; at-- {
			best[at] = best[at-1]
		}
		best[at] = v
	}
	return best
}

const (
	// windowsKept is how many of an article's windows are scored in full.
	windowsKept = 12
	// halvesKept is how many of its shorter stretches are looked at for pairs.
	halvesKept = 24
	// leastGap is how many words a pair must skip.
	leastGap = stride
	// pairsKept is how many pairs there are of either kind.
	pairsKept = 2
)

// choices lists what might be shown of the article: its best windows, its
// opening, and pairs of shorter stretches, since an answer often lies apart
// from the words that the question shares with the story.
func (c *candidate) choices(w *wanted, d *desk) [][]span {
	if len(d.wholes) == 0 {
		return nil
	}
	const most = 1 + windowsKept + 2*pairsKept
	list, room := make([][]span, 0, most), make([]span, 0, 2*most)
	choose := func(parts ...span) {
		room = append(room, parts...)
		list = append(list, room[len(room)-len(parts):len(room):len(room)])
	}
	choose(d.wholes[0].span)
	d.best = bestOf(d.wholes, windowsKept, d.best)
	for _, v := range d.best {
		if v.from > 0 {
			choose(v.span)
		}
	}
	for _, sentence := range c.near {
		choose(around(d.wholes, sentence))
	}
	if w.speaker != 0 {
		// Somebody's words are wanted as they were said, in one piece.
		return list
	}
	d.best = bestOf(d.halves, halvesKept, d.best)
	lead, with := c.window(0, leadWords), 0
	for _, v := range d.best {
		if with < pairsKept && c.apart(lead, v.span) {
			choose(lead, v.span)
			with++
		}
	}
	with = 0
	for _, v := range d.best[1:] {
		first, second := d.best[0].span, v.span
		if second.from < first.from {
			first, second = second, first
		}
		if with < pairsKept && c.apart(first, second) {
			choose(first, second)
			with++
		}
	}
	return list
}

// apart tells whether so much lies between two stretches, the first before the
// second, that showing them together is worth the cut. What skips a sentence
// or two may skip the very one that explains the others.
func (d *doc) apart(first, second span) bool {
	return first.to < second.from && d.wordsOf(span{first.to, second.from}) >= leastGap
}
