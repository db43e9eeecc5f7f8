package main

import (
	"slices"
	"strings"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// replyJSON is what --json prints for a reply.
type replyJSON struct {
	Outcome string `json:"outcome"`
	// Cause is why the outcome is "closest passages".
	Cause  string `json:"cause,omitempty"`
	Answer string `json:"answer"`
	// Standing is the question as it was understood, where that is not how it was
	// asked; Cached tells that the answer is an earlier one.
	Standing string `json:"standing,omitempty"`
	Cached   bool   `json:"cached,omitempty"`
	// Sentences are the answer's, each with how far it may be trusted.
	Sentences []sentenceLine `json:"sentences"`
	Sources   []sourceJSON   `json:"sources"`
	// Nearest are the articles that come nearest to an unknown.
	Nearest []articleJSON `json:"nearest,omitempty"`
	Notes   []string      `json:"notes,omitempty"`
	Tokens  prompts.Usage `json:"tokens"`
	Explain []string      `json:"explain,omitempty"`
}

// sourceJSON is one numbered source; Published is a date, or "" where unknown.
type sourceJSON struct {
	N         int    `json:"n"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	URL       string `json:"url"`
	Link      string `json:"link,omitempty"` // to the passage on the page
	Passage   string `json:"passage"`
}

func toReplyJSON(r handlers.Reply) replyJSON {
	texts, sentences := make([]string, len(r.Sentences)), make([]sentenceLine, len(r.Sentences))
	for i, s := range r.Sentences {
		texts[i] = s.Text + " " + prompts.Marks(s.Cites)
		sentences[i] = sentenceLine{s.Day, s.Text, s.Level.String(), s.Cites}
	}
	out := replyJSON{
		Outcome: string(r.Outcome), Cause: string(r.Cause), Answer: strings.Join(texts, " "), Sentences: sentences,
		Sources: make([]sourceJSON, len(r.Sources)), Notes: slices.Concat(r.Opening, r.Notes), Explain: r.Explain,
		Standing: r.Standing, Cached: r.Cached, Tokens: r.Usage,
	}
	if r.Outcome == handlers.Closest && !r.Summary {
		out.Answer = "" // what was found by rule is in the sentences, and not passed off as one
	}
	for _, a := range r.Nearest {
		out.Nearest = append(out.Nearest, toArticleJSON(a))
	}
	for i, s := range r.Sources {
		out.Sources[i] = sourceJSON{
			N: s.N, Title: s.Title, Outlet: s.Outlet, Published: isoDay(s.Published), URL: s.URL, Link: s.Link, Passage: s.Text,
		}
	}
	return out
}

// articleJSON is one line of articles --json, and part of a receipt's.
type articleJSON struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	Lang      string `json:"lang"`
	Version   int    `json:"version"`
}

func toArticleJSON(a retrieval.Article) articleJSON {
	return articleJSON{
		ID: a.ID, URL: a.URL, Title: a.Title, Outlet: a.Outlet,
		Published: isoDay(a.Published), Lang: a.Lang, Version: a.Version,
	}
}

// receiptJSON is one line of ingest --json. Error is set alone, with Source,
// where the source could not be ingested.
type receiptJSON struct {
	Source   string       `json:"source"`
	Status   string       `json:"status,omitempty"`
	Article  *articleJSON `json:"article,omitempty"`
	Words    int          `json:"words,omitempty"`
	Passages int          `json:"passages,omitempty"`
	Dropped  []string     `json:"dropped,omitempty"`
	Notes    []string     `json:"notes,omitempty"`
	Cost     string       `json:"cost,omitempty"`
	Error    string       `json:"error,omitempty"`
}

func toReceiptJSON(source string, r handlers.Receipt) receiptJSON {
	a := toArticleJSON(r.Article)
	return receiptJSON{
		Source: source, Status: string(r.Status), Article: &a,
		Words: r.Words, Passages: r.Passages, Dropped: r.Dropped, Notes: r.Notes, Cost: r.Cost(),
	}
}

// isoDay is t's date as YYYY-MM-DD, "" for the zero time.
func isoDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
