package retrieval

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// maxSlots bounds the distinct terms of a question that are looked up. Of a
// question with more (a pasted page), the rarest are kept.
const maxSlots = 48

// slot is one distinct content word of a question.
type slot struct {
	variants []term // its stem in each language of the guild's articles
	idf      float64
	capital  bool // a name or a figure: capital or digit, not the first word
	word     string
}

// wanted is a question as the index looks it up.
type wanted struct {
	slots []slot
	// follows[i] is the slot that comes right after slot i in the question,
	// stop words left out, or -1.
	follows []int
	total   float64 // Σ idf
	lookup  lookup
	question
	lang    string  // that it is in, as far as can be told
	day     int32   // on which it was asked; noDay switches time off
	speaker slotSet // the surname of who is asked about, for "what did X say"
	names   *votes
	meaning *meaning // nil: only words count
}

// want looks the question's words up. Words that no article holds count in the
// total but have no slot: an answer can't be blamed for lacking them, yet they
// tell that nothing here is about the whole question.
func (x *index) want(q question, day int32) *wanted {
	langs := x.langs()
	w := &wanted{question: q, day: day, lang: languageOf(q.topic, langs)}
	order := w.collect(q.topic, w.lang, langs)
	for i := range w.slots {
		w.slots[i].idf = x.idf(w.slots[i].variants)
	}
	w.keep(order)
	for i := range w.slots {
		w.total += w.slots[i].idf
	}
	w.lookup = newLookup(w.slots)
	if speaker, ok := q.speaker(); ok {
		for s := (scanner{text: speaker.surname}); s.next(); {
			if slot, ok := w.lookup.find(termOf(s.word, w.lang, false)); ok {
				w.speaker |= 1 << slot
			}
		}
	}
	return w
}

// collect finds the distinct content words of the question and the order they
// come in.
func (w *wanted) collect(text, primary string, langs []string) (order []int) {
	l := languageFor(primary)
	first := true
	for s := (scanner{text: text, apostrophe: l.apostrophe}); s.next(); first = false {
		name := s.shouted && len(s.word) < 5
		if l.stop(s.word) && !name {
			continue
		}
		var variants []term
		for _, lang := range langs {
			if t := termOf(s.word, lang, name || isDigit(s.word[0])); !slices.Contains(variants, t) {
				variants = append(variants, t)
			}
		}
		i := slices.IndexFunc(w.slots, func(o slot) bool { return o.variants[0] == variants[0] })
		if i < 0 {
			i = len(w.slots)
			w.slots = append(w.slots, slot{variants: variants, word: string(s.word)})
		}
		if s.capital && !first {
			w.slots[i].capital = true
		}
		order = append(order, i)
	}
	return order
}

// keep leaves the maxSlots rarest slots and says which follows which.
func (w *wanted) keep(order []int) {
	place := make([]int, len(w.slots)) // old place -> new one
	if len(w.slots) > maxSlots {
		byRarity := make([]int, len(w.slots))
		for i := range byRarity {
			byRarity[i] = i
		}
		slices.SortStableFunc(byRarity, func(a, b int) int { return cmp.Compare(w.slots[b].idf, w.slots[a].idf) })
		for _, i := range byRarity[maxSlots:] {
			place[i] = -1
		}
	}
	var kept []slot
	for i, s := range w.slots {
		if place[i] == 0 {
			place[i] = len(kept)
			kept = append(kept, s)
		}
	}
	w.slots = kept
	w.follows = make([]int, len(kept))
	for i := range w.follows {
		w.follows[i] = -1
	}
	for i := 1; i < len(order); i++ {
		if a, b := place[order[i-1]], place[order[i]]; a >= 0 && b >= 0 && a != b {
			w.follows[a] = b
		}
	}
}

// idf is how telling a word is: ln(1 + (N-n+½)/(n+½)) for a word of n of N
// articles (Robertson and Spärck Jones, as BM25 has it).
func (x *index) idf(variants []term) float64 {
	n := 0
	for _, s := range x.segments {
		for _, t := range variants {
			_, count := s.find(t)
			n += count
		}
	}
	n = min(n, x.live)
	return math.Log(1 + (float64(x.live-n)+.5)/(float64(n)+.5))
}

// langs lists the languages of the index's articles, the commonest first,
// English always among them.
func (x *index) langs() []string {
	counts := map[string]int{"en": 0}
	for _, s := range x.segments {
		for lang, n := range s.langs {
			counts[lang] += n
		}
	}
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

// languageOf guesses which of the languages a question is in: the one with
// most stop words in it, the first where none is ahead.
func languageOf(text string, langs []string) string {
	best, most := langs[0], 0
	for _, lang := range langs {
		n, l := 0, languageFor(lang)
		for s := (scanner{text: text, apostrophe: splits}); s.next(); {
			if l.stop(s.word) {
				n++
			}
		}
		if n > most {
			best, most = lang, n
		}
	}
	return best
}

// lookup tells a token's slot. Most tokens of an article are of no slot, and
// one load from a table that fits the first cache line or two says so.
type lookup struct {
	filter [64]uint64 // bit per lowest 12 bits of a term
	terms  []term
	slots  []uint8
}

func newLookup(slots []slot) lookup {
	var l lookup
	for i, s := range slots {
		for _, t := range s.variants {
			l.add(t, uint8(i))
		}
	}
	return l
}

func (l *lookup) add(t term, slot uint8) {
	l.filter[t>>6&63] |= 1 << (t & 63)
	l.terms = append(l.terms, t)
	l.slots = append(l.slots, slot)
}

func (l *lookup) find(t term) (slot uint8, ok bool) {
	if l.filter[t>>6&63]>>(t&63)&1 == 0 {
		return 0, false
	}
	for i, o := range l.terms {
		if o == t {
			return l.slots[i], true
		}
	}
	return 0, false
}
