package discord

import (
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
	// stop and over belong to the reply under way: one has it end, the other
	// tells that it has.
	stop, over chan struct{}
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

// take has the reply under way stop and, once its last message is sent, gives
// its place to the caller until it calls leave. stopped is closed when another
// takes over. It is no context: a request on its way that was cut off could
// still arrive, and overtake what follows it.
func (x *exchange) take() (stopped <-chan struct{}, leave func()) {
	stop, over := make(chan struct{}), make(chan struct{})
	x.mu.Lock()
	stopBefore, overBefore := x.stop, x.over
	x.stop, x.over = stop, over
	x.mu.Unlock()
	if stopBefore != nil {
		close(stopBefore)
		<-overBefore
	}
	return stop, func() { close(over) }
}

// version is how often the question has been edited.
func (x *exchange) version() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.edits
}
