package retrieval

import (
	"fmt"
	"strings"
	"time"
)

// explain tells what was understood of the question and how it was looked up.
func (w *wanted) explain(mix *weights) []string {
	lines := []string{"looking for: " + strings.Join(w.words(), " ")}
	add := func(what string, names []string) {
		if len(names) > 0 {
			lines = append(lines, what+": "+strings.Join(names, ", "))
		}
	}
	var people, times []string
	for _, p := range w.people {
		people = append(people, strings.TrimSpace(p.office+" "+p.name))
	}
	for _, p := range w.times {
		until := "now on"
		if !p.until.IsZero() {
			until = p.until.Format(time.DateOnly)
		}
		times = append(times, fmt.Sprintf("%s (%s to %s)", p.words, p.since.Format(time.DateOnly), until))
	}
	add("outlets", w.outlets)
	add("people", people)
	add("times", times)
	if w.wantsWords {
		lines = append(lines, "asks for somebody's words")
	}
	add("parts", w.parts)
	return append(lines, "ranked as: "+mix.name())
}

// words lists the words looked up, the weight of each behind it.
func (w *wanted) words() []string {
	words := make([]string, len(w.slots))
	for i, s := range w.slots {
		words[i] = fmt.Sprintf("%s %.1f", s.word, s.idf)
	}
	return words
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
