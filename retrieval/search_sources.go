package retrieval

import "slices"

// Questions over several articles name their sources more often than not.
const (
	otherOutlet = .4 // what an article of another outlet than those named counts
	namedTime   = 3  // and one from a time that is named
	// nameWeight is how much the names that the first articles agree on count
	// in looking for more, against the question's own words.
	nameWeight = .7
	namesMore  = 12 // how many of these names are looked for
	// evenOut is how far the best article of each named outlet is lifted
	// towards the best of all.
	evenOut = .6
)

// prior is what an article's outlet and date do to its chance of a close
// reading: to prefer, not to filter, for the question may be wrong about both.
func (w *wanted) prior(d *doc) float64 {
	p := 1.0
	if len(w.outlets) > 0 && !w.fromNamedOutlet(d) {
		p *= otherOutlet
	}
	if w.several && w.inNamedTime(d) {
		p *= namedTime
	}
	return p
}

// widen looks again with the names that the first articles agree on, because
// a question over several articles seldom has the words of each of them, and
// gives all the candidates of both looks.
func (x *index) widen(w *wanted, found []*candidate, keep func(*doc) bool) []*candidate {
	more := *w
	more.slots = slices.Clone(w.slots)
	var total float64
	terms := w.names.terms[:min(namesMore, len(w.names.terms), maxSlots-min(maxSlots, len(w.slots)))]
	for _, t := range terms {
		total += x.idf([]term{t})
	}
	for _, t := range terms {
		more.slots = append(more.slots, slot{variants: []term{t}, idf: nameWeight * w.total * x.idf([]term{t}) / total})
	}
	seen := make(map[*doc]bool, len(found))
	var again []*candidate
	for _, list := range [][]*candidate{found, x.candidates(&more, keep)} {
		for _, c := range list {
			if !seen[c.doc] {
				seen[c.doc] = true
				again = append(again, &candidate{doc: c.doc, near: c.near})
			}
		}
	}
	return again
}

// balance lifts the passages of each outlet named towards the best passage of
// all, so that no side of a comparison is left out, and leaves one passage of
// each article.
func balance(w *wanted, all []*ranked) []*ranked {
	best := make(map[string]float64)
	for _, r := range slices.Backward(all) {
		best[r.of.article.Outlet] = r.score
	}
	seen := make(map[*candidate]bool)
	all = slices.DeleteFunc(all, func(r *ranked) bool {
		again := seen[r.of]
		seen[r.of] = true
		return again
	})
	if len(all) > 0 {
		top := all[0].score
		for _, r := range all {
			if w.fromNamedOutlet(r.of.doc) {
				r.lift = evenOut * (top - best[r.of.article.Outlet])
				r.score += r.lift
			}
		}
	}
	sorted(all)
	return all
}
