package handlers

import (
	"context"
	"errors"
	"time"

	"newsdesk.example/newsdesk/prompts"
)

// ErrForgotten says that the ledger does not hold, or no longer holds, what was
// asked for.
var ErrForgotten = errors.New("no longer remembered")

// Ledger is what a desk remembers of a guild beside its articles; package
// ledger keeps one in Redis. What Turns, Gaps and Spendings have taken survives
// a crash; what Cache has taken may be gone at any time. Losing any of it never
// costs a reader the answer: the desk logs a fault of it and goes on.
type Ledger interface {
	Turns
	Gaps
	Spendings
	Cache
}

// Turns keeps the last replies of each guild, so that buttons under them and
// questions that lean on them work after a restart.
type Turns interface {
	// KeepTurn stores a turn under its ID. The guild's oldest turns beyond a
	// bound are forgotten.
	KeepTurn(ctx context.Context, guild string, t Turn) error
	// Turn gives one back, or ErrForgotten.
	Turn(ctx context.Context, guild, id string) (Turn, error)
	// Talk gives the last turns of a conversation, at most n, the oldest first.
	Talk(ctx context.Context, guild, talk string, n int) ([]Turn, error)
}

// Turn is a question and what was replied to it.
type Turn struct {
	ID string `json:"id"` // 16 hexadecimal digits, unguessable
	// Talk is the conversation it was part of: a thread, a console session; ""
	// for none.
	Talk string `json:"talk,omitempty"`
	User string `json:"user"`
	// Question is as it was asked, Standing as it was understood with what had
	// been said before; they are equal where it stood by itself.
	Question string    `json:"question"`
	Standing string    `json:"standing"`
	Asked    time.Time `json:"asked"`

	Outcome   Outcome            `json:"outcome"`
	Sentences []prompts.Sentence `json:"sentences,omitempty"`
	// Sources are the ones cited or quoted, with their texts.
	Sources []prompts.Source `json:"sources,omitempty"`
}

// Gaps keeps the questions that the articles could not answer.
type Gaps interface {
	// NoteGap adds a gap, or counts it up where the same question, however it is
	// spelt, is one already. The guild's oldest beyond a bound are forgotten.
	NoteGap(ctx context.Context, guild string, g Gap) error
	// Gaps lists them, the last asked first.
	Gaps(ctx context.Context, guild string) ([]Gap, error)
	// CloseGap takes one out, or ErrForgotten.
	CloseGap(ctx context.Context, guild, id string) error
}

// Gap is a question that found no answer. Who asked it is not kept: an admin
// needs to know what is missing, not who missed it.
type Gap struct {
	ID       string    `json:"id"`
	Question string    `json:"question"`
	Times    int       `json:"times"` // how often it was asked
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
	// Nearest are the titles that were offered instead.
	Nearest []string `json:"nearest,omitempty"`
}

// Spendings counts what models cost, by guild, day and model.
type Spendings interface {
	// Spend adds to what is counted for s.Day and s.Model.
	Spend(ctx context.Context, guild string, s Spending) error
	// Spent lists what was counted from one day to another, both included, by
	// day, then by model. Days are "2006-01-02", in UTC.
	Spent(ctx context.Context, guild, from, to string) ([]Spending, error)
}

// Spending is what one model cost a guild on one day, in tokens.
type Spending struct {
	Day, Model string
	// Calls counts model calls, Cached the answers that needed none, Estimated
	// the calls whose tokens are estimates, because the server reported none.
	Calls, Cached, Estimated int
	Prompt, Completion       int
}

// Cache keeps what can be made again.
type Cache interface {
	Remember(ctx context.Context, guild, key string, value []byte, ttl time.Duration) error
	// Recall gives a value back; ok is false where there is none.
	Recall(ctx context.Context, guild, key string) (value []byte, ok bool, err error)
}
