package handlers

import (
	"context"
	"errors"
	"strings"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

// maxNearest is how many titles are kept with a gap.
const maxNearest = 5

// Gaps lists the questions that the guild's articles could not answer, the last
// asked first. Errors: ErrNotManager, because the questions are other members',
// and the ledger's.
func (d *Desk) Gaps(ctx context.Context, from Asker) ([]Gap, error) {
	switch {
	case !from.Manager:
		return nil, ErrNotManager
	case d.ledger == nil:
		return nil, nil
	}
	return d.ledger.Gaps(ctx, from.Guild)
}

// ErrNoGap says that no gap has that ID, or none any more.
var ErrNoGap = errors.New("no such gap")

// CloseGap takes a gap out of the list. Errors: ErrNotManager, ErrNoGap, and the
// ledger's.
func (d *Desk) CloseGap(ctx context.Context, from Asker, id string) error {
	switch {
	case !from.Manager:
		return ErrNotManager
	case d.ledger == nil:
		return ErrNoGap
	}
	err := d.ledger.CloseGap(ctx, from.Guild, id)
	if errors.Is(err, ErrForgotten) {
		return ErrNoGap
	}
	if err != nil {
		return err
	}
	d.log.InfoContext(ctx, "gap closed", "guild", from.Guild, "user", from.User, "gap", id)
	return nil
}

// noteGap keeps a question that found no answer, with what was offered instead.
func (d *Desk) noteGap(ctx context.Context, from Asker, question string, asked time.Time, nearest []retrieval.Article) {
	question = strings.Join(strings.Fields(question), " ")
	if r := []rune(question); len(r) > maxQuestion {
		question = string(r[:maxQuestion])
	}
	if d.ledger == nil || question == "" {
		return
	}
	g := Gap{Question: question, Times: 1, First: asked, Last: asked}
	for _, a := range nearest[:min(len(nearest), maxNearest)] {
		g.Nearest = append(g.Nearest, a.Title)
	}
	ctx, cancel := d.forLedger(context.WithoutCancel(ctx))
	defer cancel()
	if err := d.ledger.NoteGap(ctx, from.Guild, g); err != nil {
		d.forgot(ctx, "note gap", from.Guild, err)
	}
}
