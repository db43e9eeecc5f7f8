package retrieval

import (
	"slices"
	"strings"
)

const (
	// repeat is taken off a passage's score for each passage of the same
	// article that is shown already: ten passages should not be one story.
	repeat = .3
	// overlapAllowed is the share of its words that a passage may have in
	// common with one that is shown already.
	overlapAllowed = .15
	// The first passages are shown at length, those from shortFrom to before
	// shortTo cut to their heart: a reader of 800 words gets six tries at the
	// answer instead of four. Whoever reads on has room again.
	shortFrom, shortTo = 3, 6
)

// choose picks the passages to show, best first.
func choose(w *wanted, all []*ranked, limit int, explain bool) []Passage {
	var shown []*ranked
	taken := make(map[*candidate]int)
	for len(shown) < limit {
		next := -1
		var best float64
		for i, r := range all {
			if r == nil {
				continue
			}
			// What comes later scores no higher.
			if next >= 0 && r.score <= best {
				break
			}
			if s := r.score - repeat*float64(taken[r.of]); next < 0 || s > best {
				if r.repeats(shown) {
					all[i] = nil
					continue
				}
				next, best = i, s
			}
		}
		if next < 0 {
			break
		}
		r := all[next]
		all[next] = nil
		taken[r.of]++
		if n := len(shown); n >= shortFrom && n < shortTo {
			r.parts = []span{r.of.trim(w, r.parts)}
		}
		shown = append(shown, r)
	}
	passages := make([]Passage, len(shown))
	for i, r := range shown {
		passages[i] = r.passage(explain)
	}
	return passages
}

// repeats tells whether too much of the passage is shown already.
func (r *ranked) repeats(shown []*ranked) bool {
	words := 0
	for _, p := range r.parts {
		words += r.of.wordsOf(p)
	}
	for _, o := range shown {
		if o.of != r.of {
			continue
		}
		common := 0
		for _, a := range r.parts {
			for _, b := range o.parts {
				if both := (span{max(a.from, b.from), min(a.to, b.to)}); both.from < both.to {
					common += r.of.wordsOf(both)
				}
			}
		}
		if float64(common) > overlapAllowed*float64(words) {
			return true
		}
	}
	return false
}

// trim gives the run of sentences, at most shortWords long where whole
// sentences allow it, that covers most of the question.
func (c *candidate) trim(w *wanted, parts []span) span {
	best, most := parts[0], -1.0
	for _, part := range parts {
		for from := part.from; from < part.to; from++ {
			if from > part.from && c.sentences[from].flags&inQuote != 0 {
				continue
			}
			s := c.window(from, shortWords-c.words)
			s.to = min(s.to, part.to)
			set := slotSet(0)
			a, b := c.tokensOf(s)
			for _, h := range c.within(a, b) {
				set |= 1 << h.slot
			}
			// An earlier sentence is the better of two alike.
			if cover := w.weigh(set)/w.total - .02*float64(from-part.from); cover > most {
				best, most = s, cover
			}
		}
	}
	return best
}

// passage gives what a caller gets to see.
func (r *ranked) passage(explain bool) Passage {
	c := r.of
	first := r.parts[0]
	p := Passage{
		Article: c.article, Score: r.score, Coverage: r.features[fCover], Start: c.byteAt(first.from), Heading: c.headingAbove(first.from),
	}
	p.Article.Text = ""
	var texts []string
	for _, part := range r.parts {
		text := strings.TrimRight(c.article.Text[c.byteAt(part.from):c.byteAt(part.to)], " \n\t")
		p.End = c.byteAt(part.from) + len(text)
		texts = append(texts, text)
	}
	p.Text = strings.Join(texts, " … ")
	p.Speaker = c.speakerAt(first.from)
	if explain {
		for f, v := range r.features {
			p.Features = append(p.Features, Feature{Name: featureNames[f], Value: v, Weight: r.mix[f]})
		}
		if r.meaning != 0 {
			p.Features = append(p.Features, Feature{Name: "meaning", Value: r.meaning, Weight: meaningWeight})
		}
		if r.lift != 0 {
			p.Features = append(p.Features, Feature{Name: "balance", Value: r.lift, Weight: 1})
		}
	}
	return p
}

// headingAbove is the nearest heading before a sentence.
func (d *doc) headingAbove(sentence int) string {
	for i := sentence - 1; i >= 0; i-- {
		if d.sentences[i].flags&heading != 0 {
			return strings.TrimSpace(d.article.Text[d.byteAt(i):d.byteAt(i+1)])
		}
	}
	return ""
}

// speakerAt is who speaks where a sentence begins within a quotation.
func (d *doc) speakerAt(sentence int) string {
	at := uint32(d.byteAt(sentence))
	if d.sentences[sentence].flags&inQuote == 0 {
		return ""
	}
	i := slices.IndexFunc(d.speakers, func(s speech) bool { return s.start > at })
	if i < 0 {
		i = len(d.speakers)
	}
	if i == 0 {
		return ""
	}
	return d.speakers[i-1].name
}

// sameOutlet tells whether an outlet is the one a filter names: the whole name
// or its beginning, whatever the case.
func sameOutlet(outlet, want string) bool {
	outlet, want = outletKey(outlet), outletKey(want)
	return want != "" && strings.HasPrefix(outlet, want)
}

// outletKey is a name's letters and digits in lower case, without "the" and
// "www.".
func outletKey(name string) string {
	var key []byte
	for s := (scanner{text: name}); s.next(); {
		if w := string(s.word); w != "the" && w != "www" {
			key = append(key, s.word...)
		}
	}
	return string(key)
}
