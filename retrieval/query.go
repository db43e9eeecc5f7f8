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

	// sense is where the question lies, as Library.Search sets it; nil: only
	// words count.
	sense *sense
}

// Result is what a search found.
type Result struct {
	// Passages come best first. Empty: nothing in the guild's articles shares a
	// content word with the question, nor, with an embedder, lies close to it.
	Passages []Passage
	// Understood is what was read out of the question.
	Understood Understanding
	// Answerable is how likely the passages hold an answer, 0 to 1, as
	// calibrated in doc/evaluation.md.
	Answerable float64
	// Considered is how many articles the query's filters leave, all of the
	// guild's without any: 0 means that no article is of that outlet, time or ID.
	Considered int
	// Outside: Passages is empty because of the filters; without them there are
	// some.
	Outside bool
	// WordsOnly: there is an embedder, and it had no part in this search, as it did
	// not answer in time or nothing has vectors yet. Later the same search may find
	// more.
	WordsOnly bool
	// Parse tells, in one line each, what was understood of the question, for a
	// Query with Explain set.
	Parse []string
}

// Understanding is what was read out of a question, as far as whoever composes
// an answer needs it. What was not understood is left zero.
type Understanding struct {
	// WantsWords: the question asks for what Speaker ("" where it does not say)
	// said, About something ("" likewise).
	WantsWords     bool
	Speaker, About string
	// People are those named, without titles; Outlets those named, as the
	// guild's articles spell them.
	People, Outlets []string
	// Parts are the questions it consists of; nil where it is one.
	Parts []string
	// Several: the answer rests on more than one article.
	Several bool
	// Current: it asks for what is new ("latest"). Past: for a time gone by.
	Current, Past bool
	// Since and Until are the stretch of time that it names; zero: none.
	Since, Until time.Time
	// Readings are what the guild's articles explained of it: names misspelt,
	// who holds an office, when an event was.
	Readings []Reading
}
