package prompts

import (
	"fmt"
	"strings"
	"time"
)

// Source is one numbered passage that the model may cite as [N].
type Source struct {
	N             int    // from 1
	Article       string // article ID; sources may share one
	Title, Outlet string
	URL           string
	// Link is URL with a text fragment that leads to the passage, "" where there
	// is none. Like URL it is for readers, never for a model.
	Link      string
	Published time.Time // zero: unknown
	// Text is the passage, verbatim from the article.
	Text string
	// Heading and Speaker are the passage's context: the heading above it, and
	// who is being quoted where it opens inside a quotation. Either may be "".
	Heading, Speaker string
	// Whole is the article's whole text, for whoever must know what surrounds the
	// passage (see [Said]); "" where it is not at hand. No model sees it.
	Whole string
}

// Role of a message, in the words of chat-completion APIs.
type Role string

// The roles a prompt uses.
const (
	System    Role = "system"
	User      Role = "user"
	Assistant Role = "assistant"
)

// Message is one turn of a prompt.
type Message struct {
	Role Role
	Text string
}

// Level is how far a sentence may be trusted.
type Level int

// The levels, best first.
const (
	// Green: the cited passages carry the sentence.
	Green Level = iota
	// Amber: its words are in the passages, but not as they say it; they may
	// even have somebody else do it. Shown with a mark.
	Amber
	// Red: not shown.
	Red
)

// Sentence is one sentence of an answer after checking.
type Sentence struct {
	// Text is the sentence without its citation markers.
	Text string
	// Cites are the sources (Source.N) that it rests on, ascending, after any
	// repair. Never empty for Green and Amber.
	Cites []int
	Level Level
	// Reason says in a few words why the level is what it is.
	Reason string
	// Repaired tells that Cites is not what the model wrote.
	Repaired bool
	// Day stands before the sentence where a summary of several articles comes to
	// another day ("16 February 2022"), else it is "". It is no part of what was
	// checked: it is the day that the first of the cited sources was published.
	Day string
}

// Marks writes citations as a reader sees them: [1][3].
func Marks(cites []int) string {
	var b strings.Builder
	for _, n := range cites {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}

// Usage counts the tokens of one model call as the server reported them, 0
// where it did not.
type Usage struct {
	Prompt     int `json:"prompt"`
	Completion int `json:"completion"`
	// Estimated: the server reported none, so these are counted by letters.
	Estimated bool `json:"estimated,omitempty"`
}

// String is the level's name: green, amber or red.
func (l Level) String() string {
	switch l {
	case Green:
		return "green"
	case Amber:
		return "amber"
	default:
		return "red"
	}
}
