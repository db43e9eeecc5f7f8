package handlers

import (
	"errors"
	"fmt"
	"strings"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// maxNamed is how many characters of a title or reference words repeat.
const maxNamed = 80

// notFound says that no article fits and, of several references, which.
func notFound(err error) string {
	what := "that"
	var of *RefError
	if errors.As(err, &of) {
		what = "“" + brief(of.Ref) + "”"
	}
	return "No article here fits " + what + ". Check the title or address; an article has to be ingested before it can be named."
}

// ambiguous names the articles between which a reference does not decide.
func ambiguous(err error) string {
	what := "that"
	var of *RefError
	if errors.As(err, &of) {
		what = "“" + brief(of.Ref) + "”"
	}
	var among *retrieval.AmbiguousError
	if !errors.As(err, &among) {
		return "More than one article fits " + what + ". Write more of the title, or use the address."
	}
	var titles []string
	for _, a := range among.Fits {
		titles = append(titles, described(a))
	}
	if more := among.Count - len(titles); more > 0 {
		titles = append(titles, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%d articles fit %s: %s. Write more of the title, or use the address.", among.Count, what, strings.Join(titles, "; "))
}

// described is an article's title with what tells it from one of the same
// title.
func described(a retrieval.Article) string {
	text := "“" + brief(a.Title) + "”"
	var from []string
	if a.Outlet != "" {
		from = append(from, brief(a.Outlet))
	}
	if !a.Published.IsZero() {
		from = append(from, dateOf(a.Published))
	}
	if len(from) > 0 {
		text += " (" + strings.Join(from, ", ") + ")"
	}
	return text
}

// brief is the beginning of a stranger's text, fit to be shown.
func brief(text string) string {
	text = strings.Join(strings.Fields(prompts.Plain(text)), " ")
	if r := []rune(text); len(r) > maxNamed {
		return string(r[:maxNamed]) + "…"
	}
	return text
}
