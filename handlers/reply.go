package handlers

import (
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// Outcome is how a question ended. It is a value, not an error: all of these
// are replies to show.
type Outcome string

// The outcomes.
const (
	// Answered: checked sentences stand, each with its citation.
	Answered Outcome = "answered"
	// Closest: no answer of a model's can be shown (see Cause); the best
	// passages are, word for word, and never passed off as an answer.
	Closest Outcome = "closest passages"
	// Unknown: the articles hold no answer. Nothing is cited.
	Unknown Outcome = "unknown"
)

// Cause is why the outcome is Closest, why an answer was cut, or why it is no
// more than what could be composed without a model; "" otherwise.
type Cause string

// The causes.
const (
	NoModel    Cause = "no model"   // none is configured
	ModelDown  Cause = "model down" // it failed, or was too slow
	Unfaithful Cause = "unfaithful" // what it said is not in the passages
	// Spent: what the guild may spend on models today is spent.
	Spent Cause = "budget spent"
	// Stopped is the cause of a Cut, too: the program was asked to end.
	Stopped Cause = "stopped"
)

// Asker is who speaks, and where.
type Asker struct {
	Guild string // the tenant: a Discord guild's ID, "console" in a terminal
	User  string
	// Manager: may change the guild's articles (Manage Server on Discord).
	Manager bool
}

// Question is one question as it was asked.
type Question struct {
	From  Asker
	Text  string
	Asked time.Time
	// Article, Outlet, Since and Until narrow the search, as in
	// retrieval.Query; Article is an ID, URL or title here.
	Article, Outlet string
	Since, Until    time.Time
	// Follows is the ID of the turn that this one replies to, and Talk the
	// conversation it is part of (a thread's ID, a console's session). Either may
	// be "". They let "and what did he answer?" mean something.
	Follows, Talk string
	// Explain asks for Reply.Explain.
	Explain bool
}

// SummaryRequest asks for a summary of one article, of several, or of what the
// articles have on a topic.
type SummaryRequest struct {
	From Asker
	// Ref is an article's ID, URL or title, whole or in part; several stand on
	// lines of their own.
	Ref string
	// Topic is for a summary of what the articles have on it, Since the day it
	// begins; both only without Ref.
	Topic string
	Since time.Time
	Asked time.Time
	// Detail is how long it may be; "" is Standard.
	Detail Detail
	Talk   string // as in Question
}

// Detail is how much a summary tells.
type Detail string

// The details.
const (
	Brief    Detail = "brief"    // the lead and two points
	Standard Detail = "standard" // the lead and five points
	Detailed Detail = "detailed" // the lead and twelve points
)

// Reply is what Newsdesk says to a question or a request for a summary. While
// it streams, a growing reply is shown with Partial set; a sentence once shown
// is never taken back.
type Reply struct {
	// ID names the turn in the ledger, for buttons and follow-ups; "" where it
	// was not kept.
	ID      string
	Outcome Outcome
	Cause   Cause
	// Standing is the question as it was understood, where that is not how it
	// was asked ("and what did he answer?"); else "".
	Standing string
	// Cached: it was composed for an earlier asker, over the same articles.
	Cached bool
	// Nearest are articles that come nearest to an Unknown, to offer; they are
	// not cited. Their Text is left out.
	Nearest []retrieval.Article
	// Lasting: the model failed in a way that no waiting mends, such as a wrong
	// name or key.
	Lasting bool
	// Partial: more will come; the outcome is not settled.
	Partial bool
	// Cut: the model broke off; what stands is shown, and is not all.
	Cut bool
	// Provisional: what would have judged it, or an embedder that should have had a
	// part in the search, could not be asked. It is shown, and not remembered for
	// the next asker.
	Provisional bool
	// Sentences are the checked sentences of an answer, in order. For a summary
	// the first is the lead and the others are its points.
	Sentences []prompts.Sentence
	// Sources are the cited ones (Answered) or the quoted ones (Closest),
	// numbered from 1 in order of first citation.
	Sources []prompts.Source
	// Dropped are the sentences that did not stand, for explain and logs only:
	// never shown to a reader.
	Dropped []prompts.Sentence
	// Summary: the reply is a summary of the article named Title; its points
	// are shown as a list.
	Summary bool
	Title   string
	// Opening are remarks that a reader needs before the answer ("Latest I have is
	// 16 February 2022."), Notes those that can follow it; both in a user's words.
	Opening, Notes []string
	// Usage is what the model's part of it cost.
	Usage prompts.Usage
	// Explain holds what was understood and how passages scored, where asked.
	Explain []string
}

// Receipt tells what became of an ingested article.
type Receipt struct {
	// Article is as stored, its Text left out.
	Article retrieval.Article
	Status  ReceiptStatus
	// Words kept, and in how many stored Passages (chunks).
	Words, Passages int
	// Dropped are paragraphs of the page that are not the story, the first 50.
	Dropped []string
	// Notes are suspicions in a user's words: no date found, looks cut short.
	Notes []string
	// Embedded is what became of its vectors; the zero value without an
	// embedder. Dollars is what they cost, 0 where no price is known.
	Embedded retrieval.Embedded
	Dollars  float64
}

// ReceiptStatus says what an ingest changed.
type ReceiptStatus string

// The receipt's statuses.
const (
	Added     ReceiptStatus = "added"
	Replaced  ReceiptStatus = "replaced"
	Unchanged ReceiptStatus = "unchanged"
)
