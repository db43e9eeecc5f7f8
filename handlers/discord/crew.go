package discord

import (
	"errors"
	"sync"
	"time"
)

// Why a newcomer is turned away.
var (
	errFull = errors.New("too many open replies")
	errShut = errors.New("shutting down")
)

// crew bounds the replies that are open at a time, and tells when the last one
// is done. discordgo would start a goroutine for each event without end.
type crew struct {
	mu     sync.Mutex
	count  int
	limit  int
	closed bool
	idle   chan struct{} // made by drain, closed when count falls to 0
}

func newCrew(limit int) *crew { return &crew{limit: limit} }

// do runs work in a goroutine of its own, or says why it does not.
func (c *crew) do(work func()) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return errShut
	case c.count >= c.limit:
		return errFull
	}
	c.count++
	go func() {
		defer c.leave()
		work()
	}()
	return nil
}

func (c *crew) leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count--
	if c.count == 0 && c.idle != nil {
		close(c.idle)
		c.idle = nil
	}
}

// shut lets nobody in any more.
func (c *crew) shut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
}

func (c *crew) open() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}

// drain waits until nobody is left, at most for limit, and tells whether that
// came true.
func (c *crew) drain(limit time.Duration) bool {
	c.mu.Lock()
	if c.count == 0 {
		c.mu.Unlock()
		return true
	}
	if c.idle == nil {
		c.idle = make(chan struct{})
	}
	idle := c.idle
	c.mu.Unlock()
	select {
	case <-idle:
		return true
	case <-time.After(limit):
		return false
	}
}
