package prompts

import (
	"maps"
	"math"
	"slices"
	"strings"
)

// differ compares two sources.
func differ(a, b *reading, asked map[string]bool) (Difference, bool) {
	if a.source.Article == b.source.Article || a.source.Published.IsZero() || b.source.Published.IsZero() {
		return Difference{}, false
	}
	if b.source.Published.Before(a.source.Published.Add(-sameDay)) {
		a, b = b, a
	}
	apart := b.source.Published.Sub(a.source.Published).Abs()
	later := apart > sameDay
	if apart > oldest || !later && sameOutlet(a.source, b.source) {
		return Difference{}, false
	}
	for _, f := range a.figures {
		for _, g := range b.figures {
			if f.contradicts(g) && f.samePlace(g, b) && g.samePlace(f, a) && sameStory(f, g, a, b) && !b.counts(f) && !a.counts(g) && bears(asked, f, g, a, b) {
				return Difference{First: a.claim(f), Second: b.claim(g), Later: later}, true
			}
		}
	}
	return Difference{}, false
}

// sameOutlet tells whether two sources cannot stand side by side, each under the
// name of its outlet.
func sameOutlet(a, b *Source) bool {
	return a.Outlet == "" || b.Outlet == "" || strings.EqualFold(a.Outlet, b.Outlet)
}

func (r *reading) claim(f figure) Claim {
	return Claim{N: r.source.N, Words: f.sentence, Outlet: r.source.Outlet, Published: r.source.Published}
}

// counts tells whether a source has a figure as well, of the same thing.
func (r *reading) counts(f figure) bool {
	return slices.ContainsFunc(r.figures, func(g figure) bool { return f.value == g.value && f.noun == g.noun && f.unit == g.unit })
}

// samePlace tells whether the names of a sentence stand in the other one or in
// its source's title: the same figure of another place is another figure.
func (f figure) samePlace(g figure, of *reading) bool {
	for n := range f.names {
		if !g.keys[n] && !of.title[n] {
			return false
		}
	}
	return true
}

// sameStory tells whether two sentences are about one event: they share a name,
// or their sources' titles share words enough.
func sameStory(f, g figure, a, b *reading) bool {
	for n := range f.names {
		if g.names[n] {
			return true
		}
	}
	const fewest = 3
	shared := 0
	for k := range a.title {
		shared += int(oneIf(b.title[k]))
	}
	return shared >= fewest
}

// bears tells whether the sentences are about what was asked: they, with their
// titles, hold half of its words.
func bears(asked map[string]bool, f, g figure, a, b *reading) bool {
	held := 0
	for k := range asked {
		held += int(oneIf(f.keys[k] || g.keys[k] || a.title[k] || b.title[k]))
	}
	return 2*held >= len(asked)
}

// contradicts tells whether two figures count the same and differ by more than
// rounding or hedging can explain.
func (f figure) contradicts(g figure) bool {
	const (
		shared = .5 // of the words of the shorter sentence
		fewest = 3  // words in common
		// farthest is how many times one figure can be the other: more is a share of
		// it, or of another time.
		farthest = 4
	)
	if f.unit != g.unit || f.noun != g.noun || f.verb != g.verb || f.value == g.value || f.hedge != g.hedge || f.hedge == "about" {
		return false
	}
	if rounds(f.value, g.value) || rounds(g.value, f.value) || apart(f.days, g.days) || max(f.value, g.value) > farthest*min(f.value, g.value) {
		return false
	}
	both := 0
	for k := range f.keys {
		both += int(oneIf(g.keys[k]))
	}
	return both >= fewest && sameSpans(f.spans, g.spans) && float64(both) >= shared*float64(min(len(f.keys), len(g.keys)))
}

// sameSpans tells whether both name the same lengths of time.
func sameSpans(a, b map[string]bool) bool { return maps.Equal(a, b) }

// apart tells whether both name days, and not the same.
func apart(a, b map[string]bool) bool {
	for d := range a {
		if b[d] {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}

// rounds tells whether r may be v rounded: it ends in zeros where v does not,
// and is less than half of its last digit that counts away.
func rounds(v, r float64) bool {
	const digits = 6
	for unit := math.Pow(10, -2); unit <= r && unit < math.Pow(10, digits+6); unit *= 10 {
		if q := r / unit; math.Abs(q-math.Round(q)) > 1e-6 {
			return false
		}
		if math.Abs(v-r) <= unit/2 && v/unit != math.Round(v/unit) {
			return true
		}
	}
	return false
}
