package discord

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"newsdesk.example/newsdesk/handlers"
)

type (
	// draft renders what there is of a reply so far. Most drafts are overtaken
	// before they are sent, so only those that are get rendered.
	draft func() string
	// work makes the pages of a reply, and shows drafts on the way.
	work func(ctx context.Context, show func(draft)) (pages, error)
	// pages is a reply as it is sent: a message for each text, with buttons below
	// the last.
	pages struct {
		texts []string
		below rows
		turn  string // handlers.Reply.ID, for those who reply to it
	}
)

// errPanicked stands for whatever went wrong inside.
var errPanicked = errors.New("internal fault")

// converse fills a place with what do makes of it: partial pages while it
// works, the final ones in the end, an apology where there are none. ctx spans
// all that is sent; it must outlive do, whose own end must not cut off the
// message that reports it.
//
// stopped, which may be nil, is closed when another reply is to take this one's
// place: then it leaves things as they are.
func (b *Bot) converse(ctx context.Context, at place, stopped <-chan struct{}, do work) {
	type result struct {
		pages pages
		err   error
	}
	working, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan result, 1)
	drafts := newDrafts(at, b.timing.editEvery)
	go func() {
		defer b.rescue("drafts")
		drafts.run(ctx)
	}()
	go func() {
		pages, err := b.safely(working, do, drafts.show)
		results <- result{pages, err}
	}()

	var r result
	select {
	case r = <-results:
	case <-stopped:
		cancel()
	case <-b.overdue:
		cancel()
		select {
		case r = <-results:
		case <-time.After(b.timing.lastWords / 4):
			r.err = errShut
		}
	}
	last := drafts.stop()
	if r.err != nil && !isClosed(stopped) {
		r.pages = pages{texts: []string{b.apology(last, r.err)}}
	}
	b.deliver(ctx, at, stopped, r.pages)
}

// isClosed tells whether a channel on which nothing is sent is closed; nil is
// not.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// safely runs do and turns a panic into an error.
func (b *Bot) safely(ctx context.Context, do work, show func(draft)) (made pages, err error) {
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("discord: panic in a reply", "panic", r, "stack", string(debug.Stack()))
			made, err = pages{}, fmt.Errorf("%w: %v", errPanicked, r)
		}
	}()
	return do(ctx, show)
}

// apology is the page for a reply that failed, below what was already shown.
func (b *Bot) apology(shown string, err error) string {
	words := handlers.Words(err)
	select {
	case <-b.overdue:
		words = wordsRestart
	default:
		b.log.Warn("discord: no reply could be made", "error", err)
	}
	return renderApology(shown, words)
}

// deliver sends the final pages. They are never skipped, unless other ones are
// to take their place.
func (b *Bot) deliver(ctx context.Context, at place, stopped <-chan struct{}, p pages) {
	for i, text := range p.texts {
		if isClosed(stopped) {
			return
		}
		var below rows
		if i == len(p.texts)-1 {
			below = p.below
		}
		var err error
		if i == 0 {
			err = at.edit(ctx, nil, text, below)
		} else {
			err = at.add(ctx, i+1, text, below)
		}
		if err != nil {
			b.log.Warn("discord: cannot deliver", "page", i+1, "pages", len(p.texts), "error", err)
			return
		}
	}
	if isClosed(stopped) {
		return
	}
	for _, id := range at.end(ctx, len(p.texts)) {
		if p.turn != "" && id != "" {
			b.turns.put(id, p.turn)
		}
	}
}

// drafts edits a place while its reply grows. The latest draft wins; between
// two edits there is a pause, and none is made once a final one waits.
type drafts struct {
	at     place
	every  time.Duration
	latest chan draft
	hurry  chan struct{} // closed when the final edit waits
	ended  chan struct{}
	shown  string // what the place holds; run's until ended
}

func newDrafts(at place, every time.Duration) *drafts {
	return &drafts{
		at: at, every: every, latest: make(chan draft, 1),
		hurry: make(chan struct{}), ended: make(chan struct{}),
	}
}

// show puts a draft in the place of one that still waits. It never blocks.
func (d *drafts) show(next draft) {
	for {
		select {
		case d.latest <- next:
			return
		case <-d.latest:
		}
	}
}

func (d *drafts) run(ctx context.Context) {
	defer close(d.ended)
	for {
		var next draft
		select {
		case next = <-d.latest:
		case <-d.hurry:
			return
		}
		for pause := d.at.sparing(); pause > 0; pause = d.at.sparing() {
			if !d.rest(pause) {
				return
			}
		}
		select {
		case next = <-d.latest:
		default:
		}
		page := next()
		if page == d.shown {
			continue
		}
		if err := d.at.edit(ctx, d.hurry, page, nil); err == nil {
			d.shown = page
		} else if definite(err) || ctx.Err() != nil {
			return
		}
		if !d.rest(d.every) {
			return
		}
	}
}

// rest pauses, and tells whether there is still a draft to show after it.
func (d *drafts) rest(pause time.Duration) bool {
	select {
	case <-d.hurry:
		return false
	case <-time.After(pause):
		return true
	}
}

// stop ends the drafts and returns what the reader last saw.
func (d *drafts) stop() string {
	close(d.hurry)
	<-d.ended
	return d.shown
}
