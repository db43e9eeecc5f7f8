package retrieval

import "time"

// Query is one search over one guild's articles.
type Query struct {
	Guild string
	// Text is the question in the asker's words.
	Text string
	// Asked is the moment relative words ("yesterday", "latest") count from.
	// Zero switches time-aware ranking off.
	Asked time.Time
	// Limit is how many passages to return at most; 0 means 10.
	Limit int
	// Article, Outlet, Since and Until keep only passages of that article ID,
	// of outlets whose name matches, and published in [Since, Until). Zero
	// values do not filter.
	Article, Outlet string
	Since, Until    time.Time
	// Explain asks for Passage.Features and Result.Parse.
	Explain bool
}

// Result is what a search found.
type Result struct {
	// Passages come best first. Empty: nothing in the guild's articles shares a
	// content word with the question.
	Passages []Passage
	// Parse tells, in one line each, what was understood of the question, for a
	// Query with Explain set.
	Parse []string
}
