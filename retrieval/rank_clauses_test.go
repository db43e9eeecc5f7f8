package retrieval

import (
	"fmt"
	"slices"
	"testing"
)

// A question over several articles has a clause for each; what answers one of
// them must not stand behind what has a little of every clause.
func TestClausesAreLifted(t *testing.T) {
	t.Parallel()
	entries := []entry{
		article("fraud", "Prosecutors open their case", "2024-05-01", "The founder is accused of wire fraud by prosecutors in Manhattan."),
		article("beaver", "A quiet river", "2024-05-02", "A beaver built lodges along the Alder."),
	}
	for i := range 12 {
		entries = append(entries, article(fmt.Sprint("both", i), "Founder accused, beaver seen", "2024-05-03",
			fmt.Sprintf("The founder was accused again on day %d. Somebody saw a beaver by the court.", i)))
	}
	x := newIndex().with(entries...)
	w := x.want(question{text: "founder accused of fraud, beaver lodges along the Alder", topic: "founder accused of fraud, beaver lodges along the Alder", several: true}, noDay)
	if n := len(w.clauses()); n != 2 {
		t.Fatalf("%d clauses", n)
	}
	all := x.rank(w, x.candidates(w, nil))
	plain := slices.IndexFunc(all, func(r *ranked) bool { return r.of.article.ID == "beaver" })
	before := all[plain].score
	lifted := liftClauses(w, all)
	at := slices.IndexFunc(lifted, func(r *ranked) bool { return r.of.article.ID == "beaver" })
	if at > plain || lifted[at].score < before {
		t.Errorf("the article on the second clause is at %d with %.2f, was at %d with %.2f", at, lifted[at].score, plain, before)
	}
	if first := lifted[0].of.article.ID; first != "fraud" && first != "beaver" {
		t.Errorf("first is %s", first)
	}
}
