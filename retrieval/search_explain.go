package retrieval

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// explain tells, a line each, what was understood of the question, how it was
// looked up, and why it may have an answer.
func (x *index) explain(q Query, w *wanted, all []*ranked, r *Result, e *evidence) []string {
	lines := []string{"looking for: " + strings.Join(w.words(), ", ")}
	add := func(what string, values ...string) {
		if text := strings.Join(values, ", "); text != "" {
			lines = append(lines, what+": "+text)
		}
	}
	for _, reading := range w.readings {
		add(reading.Words, "read as "+reading.As)
	}
	add("outlets", w.outlets...)
	add("people", r.Understood.People...)
	if w.wantsWords {
		about := cmp.Or(w.about, "anything")
		add("asks for the words of", cmp.Or(r.Understood.Speaker, "anybody")+", on "+about)
	}
	for _, p := range w.times {
		add("time", fmt.Sprintf("%q, %s", p.words, between(p.since, p.until)))
	}
	add("reads like", w.tense.name())
	if w.question.follows {
		add("leans on", "an earlier question")
	}
	for i, part := range w.parts {
		add(fmt.Sprintf("asks %d", i+1), part)
	}
	if filters := q.filters(); len(filters) > 0 {
		add("only", append(filters, fmt.Sprintf("%d of %d articles", r.Considered, x.live))...)
	}
	if len(all) == 0 {
		return append(lines, "found: nothing that shares a word with it")
	}
	add("ranked as", all[0].mix.name())
	return append(lines, fmt.Sprintf("answerable: %.2f (refused below %g), log odds %s", r.Answerable, MinAnswerable, e.terms()))
}

// between names a stretch of time by its first and its last day.
func between(since, until time.Time) string {
	first, last := since.Format(time.DateOnly), until.AddDate(0, 0, -1).Format(time.DateOnly)
	switch {
	case until.IsZero():
		return first + " until now"
	case since.IsZero():
		return "until " + last
	case first == last:
		return first
	}
	return first + " to " + last
}

// filters names the filters that a query sets.
func (q Query) filters() []string {
	var filters []string
	add := func(name, value string) {
		if value != "" {
			filters = append(filters, name+" "+value)
		}
	}
	add("article", q.Article)
	add("outlet", q.Outlet)
	if !q.Since.IsZero() || !q.Until.IsZero() {
		add("published", between(q.Since, q.Until))
	}
	return filters
}

// terms are the parts of the log odds, the largest first.
func (e *evidence) terms() string {
	var measures []measure
	for m := range measureNames {
		if e[m] != 0 {
			measures = append(measures, measure(m))
		}
	}
	weigh := func(m measure) float64 { return e[m] * answerable[m] }
	slices.SortStableFunc(measures, func(a, b measure) int { return cmp.Compare(math.Abs(weigh(b)), math.Abs(weigh(a))) })
	terms := make([]string, len(measures))
	for i, m := range measures {
		terms[i] = fmt.Sprintf("%s %+.1f", measureNames[m], weigh(m))
		if m != mBase {
			terms[i] += fmt.Sprintf(" (%.2f)", e[m])
		}
	}
	return strings.Join(terms, ", ")
}

// words lists the words looked up, the weight of each behind it.
func (w *wanted) words() []string {
	words := make([]string, len(w.slots))
	for i, s := range w.slots {
		words[i] = fmt.Sprintf("%s %.1f", s.word, s.idf)
	}
	return words
}

func (t tense) name() string {
	return [...]string{"", "a question about what is new", "a question about the past"}[t]
}

func (m *weights) name() string {
	switch m {
	case &current:
		return "about what is new"
	case &several:
		return "about several articles"
	}
	return "about any time"
}

// Explanation tells how the score came about, for a passage that was searched
// for with Explain set: a line for each feature that counts, the largest first.
func (p Passage) Explanation() []string {
	features := slices.DeleteFunc(slices.Clone(p.Features), func(f Feature) bool { return math.Abs(f.Value*f.Weight) < .005 })
	slices.SortStableFunc(features, func(a, b Feature) int {
		return cmp.Compare(math.Abs(b.Value*b.Weight), math.Abs(a.Value*a.Weight))
	})
	lines := make([]string, len(features))
	for i, f := range features {
		lines[i] = fmt.Sprintf("%+6.2f  %-10s %5.2f x %5.2f", f.Value*f.Weight, f.Name, f.Value, f.Weight)
	}
	return lines
}
