package handlers

import (
	"fmt"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// explainSearch tells what was understood of a question and how each passage
// scored, feature by feature; nothing unless asked.
func explainSearch(found retrieval.Result, asked bool) []string {
	if !asked {
		return nil
	}
	lines := append([]string(nil), found.Parse...)
	for i, p := range found.Passages {
		lines = append(lines, fmt.Sprintf("passage %d: %s, %s, bytes %d-%d, score %.3f",
			i+1, p.Article.Outlet, p.Article.Title, p.Start, p.End, p.Score))
		for _, l := range p.Explanation() {
			lines = append(lines, "  "+l)
		}
	}
	return lines
}

// explainCheck tells the verdict on each sentence of a model's.
func explainCheck(r Reply) []string {
	var lines []string
	for _, s := range append(append([]prompts.Sentence(nil), r.Sentences...), r.Dropped...) {
		lines = append(lines, fmt.Sprintf("%s: %q: %s", s.Level, s.Text, s.Reason))
	}
	return lines
}
