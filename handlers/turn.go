package handlers

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"newsdesk.example/newsdesk/prompts"
)

// Bounds of what a question may lean on.
const (
	maxEarlier = 3
	// talkLasts is how long a conversation goes on without its turns being said
	// again: after that "he" is somebody else.
	talkLasts = 2 * time.Hour
)

// ledgerTime bounds one call of the ledger while a reader waits: a store that
// hangs must cost less than the answer is worth.
const ledgerTime = 1500 * time.Millisecond

// Turn gives back a question and what was replied to it, by Reply.ID. The error
// is ErrForgotten, or the ledger's.
func (d *Desk) Turn(ctx context.Context, guild, id string) (Turn, error) {
	if d.ledger == nil {
		return Turn{}, ErrForgotten
	}
	t, err := d.ledger.Turn(ctx, guild, id)
	if err == nil && !citesHold(t.Sentences, t.Sources) {
		err = ErrForgotten // somebody else wrote it, or an older program
	}
	if err != nil {
		return Turn{}, err
	}
	return t, nil
}

// keepTurn stores what was replied to a question and returns the ID for
// Reply.ID, "" where it was not kept. standing is the question as it was
// understood. It is kept even if the asker no longer waits.
func (d *Desk) keepTurn(ctx context.Context, from Asker, talk, question, standing string, asked time.Time, r Reply) (id string) {
	if d.ledger == nil {
		return ""
	}
	random := make([]byte, 8)
	_, _ = rand.Read(random) // never fails
	t := Turn{
		ID: hex.EncodeToString(random), Talk: talk, User: from.User,
		Question: question, Standing: standing, Asked: asked,
		Outcome: r.Outcome, Sentences: r.Sentences, Sources: r.Sources,
	}
	ctx, cancel := d.forLedger(context.WithoutCancel(ctx))
	defer cancel()
	if err := d.ledger.KeepTurn(ctx, from.Guild, t); err != nil {
		d.forgot(ctx, "keep turn", from.Guild, err)
		return ""
	}
	return t.ID
}

// earlier gives the turns that a question may lean on, at most maxEarlier, the
// oldest first: the one that it replies to, else the last ones of its talk.
func (d *Desk) earlier(ctx context.Context, q Question) []Turn {
	if d.ledger == nil || q.Follows == "" && q.Talk == "" {
		return nil
	}
	ctx, cancel := d.forLedger(ctx)
	defer cancel()
	if q.Follows != "" {
		t, err := d.Turn(ctx, q.From.Guild, q.Follows)
		if err == nil {
			return []Turn{t}
		}
		if !errors.Is(err, ErrForgotten) {
			d.forgot(ctx, "follow", q.From.Guild, err)
		}
	}
	if q.Talk == "" {
		return nil
	}
	turns, err := d.ledger.Talk(ctx, q.From.Guild, q.Talk, maxEarlier)
	if err != nil {
		d.forgot(ctx, "talk", q.From.Guild, err)
		return nil
	}
	return slices.DeleteFunc(turns, func(t Turn) bool {
		return q.Asked.Sub(t.Asked) > talkLasts || !citesHold(t.Sentences, t.Sources)
	})
}

// forLedger bounds a call of the ledger.
func (d *Desk) forLedger(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, ledgerTime)
}

// forgot logs what the ledger could not do. The reader gets an answer without.
func (d *Desk) forgot(ctx context.Context, what, guild string, err error) {
	d.log.WarnContext(ctx, "the ledger failed", "what", what, "guild", guild, "error", err)
}

// citesHold tells whether each citation names a source, as those who show them
// rely on.
func citesHold(sentences []prompts.Sentence, sources []prompts.Source) bool {
	for i, s := range sources {
		if s.N != i+1 {
			return false
		}
	}
	return !slices.ContainsFunc(sentences, func(s prompts.Sentence) bool {
		return slices.ContainsFunc(s.Cites, func(n int) bool { return n < 1 || n > len(sources) })
	})
}
