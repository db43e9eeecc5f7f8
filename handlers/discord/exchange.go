package discord

import (
	"context"
	"sync"
	"time"
)

// Bounds of what edits of a question can cost.
const (
	// editable is how long after its first version a question is answered anew
	// when it is edited.
	editable = 15 * time.Minute
	// maxEdits is how often.
	maxEdits = 5
)

// exchange is a question in a message, and the reply below it. It is remembered
// by this process alone: after a restart an edited question gets another reply.
type exchange struct {
	at    *answering
	begun time.Time

	mu    sync.Mutex
	asked string // the content that is answered
	edits int
	stop  func()        // ends the reply under way
	over  chan struct{} // closed when that has ended
}

// again tells whether content is an edit that is to be answered, and takes it
// for the question if it is.
func (x *exchange) again(content string, now time.Time) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if content == x.asked || x.edits == maxEdits || now.Sub(x.begun) > editable {
		return false
	}
	x.asked = content
	x.edits++
	return true
}

// take ends the reply under way and gives its place to the caller once it is
// free, until it calls leave. The context ends when another takes over.
func (x *exchange) take(ctx context.Context) (_ context.Context, leave func()) {
	ctx, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	x.mu.Lock()
	before, stop := x.over, x.stop
	x.over, x.stop = over, cancel
	x.mu.Unlock()
	if stop != nil {
		stop()
		<-before
	}
	return ctx, func() {
		cancel()
		close(over)
	}
}

// version is how often the question has been edited.
func (x *exchange) version() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.edits
}
