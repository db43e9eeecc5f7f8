package retrieval

import "strings"

const (
	// clauseLift is how far the best passage for each clause of a question is
	// lifted towards the best of all.
	clauseLift = .4
	// leastClause is the least share of a question's weight that makes a clause
	// worth a passage of its own.
	leastClause = .12
)

// liftClauses lifts the passages that say most on one clause of a question
// over several articles: "accused of fraud by the Verge, and once likened to
// Warren Buffett" is in no article as a whole, so that an article that has one
// half of it stands behind others that have a little of both.
func liftClauses(w *wanted, all []*ranked) []*ranked {
	clauses := w.clauses()
	if len(clauses) < 2 || len(all) == 0 {
		return all
	}
	held := make([]slotSet, len(all))
	for i, r := range all {
		held[i] = r.slots()
	}
	top := all[0].score
	for _, clause := range clauses {
		best, most := 0, -1.0
		for i := range all {
			// Of about equal coverage the one that ranks higher.
			if cover := w.weigh(held[i]&clause)/w.weigh(clause) + .02*all[i].score; cover > most {
				best, most = i, cover
			}
		}
		r := all[best]
		lift := clauseLift * (top - r.score)
		r.lift, r.score = r.lift+lift, r.score+lift
	}
	sorted(all)
	return all
}

// clauses gives the words of each clause that has enough of them, as far as
// commas and the commonest conjunctions tell clauses apart.
func (w *wanted) clauses() []slotSet {
	var clauses []slotSet
	text := strings.NewReplacer(", ", "\n", "; ", "\n", " and ", "\n", " while ", "\n", " but ", "\n").Replace(w.topic)
	for clause := range strings.SplitSeq(text, "\n") {
		set := slotSet(0)
		for s := (scanner{text: clause}); s.next(); {
			if slot, ok := w.lookup.find(termOf(s.word, w.lang, s.shouted && len(s.word) < 5)); ok {
				set |= 1 << slot
			}
		}
		if w.weigh(set) > leastClause*w.total {
			clauses = append(clauses, set)
		}
	}
	return clauses
}

// slots is what the passage and its title hold of the question.
func (r *ranked) slots() slotSet {
	set := r.of.reading.title
	for _, p := range r.parts {
		for _, h := range r.of.within(r.of.tokensOf(p)) {
			set |= 1 << h.slot
		}
	}
	return set
}
