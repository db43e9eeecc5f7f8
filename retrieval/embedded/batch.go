package embedded

import (
	"errors"
	"time"
)

// batch is what one commit of the journal makes durable.
type batch struct {
	records []record
	done    chan struct{} // closed when err is final
	err     error
}

// enlist adds a record of what was just executed to the open batch. The caller
// holds e.mu, as for pending.
func (e *engine) enlist(r record) {
	if e.open == nil {
		e.open = &batch{done: make(chan struct{})}
		e.rouse()
	}
	e.open.records = append(e.open.records, r)
	close(e.changed)
	e.changed = make(chan struct{})
}

func (e *engine) rouse() {
	select {
	case e.wake <- struct{}{}:
	default: // it is awake
	}
}

// pending returns the batch that must be committed before anybody may see what
// memory now holds, nil if the journal has it all.
func (e *engine) pending() *batch {
	if e.open != nil {
		return e.open
	}
	return e.flight
}

// commit is the committer: it makes one batch after the other durable, until
// wake is closed. While it waits for the disk the next batch fills.
func (e *engine) commit() {
	defer close(e.ended)
	for range e.wake {
		e.commitOpen()
	}
	e.commitOpen() // the last may have come with the end
}

func (e *engine) commitOpen() {
	e.mu.Lock()
	b := e.open
	if b == nil {
		e.mu.Unlock()
		return
	}
	e.open, e.flight = nil, b
	e.mu.Unlock()

	err := e.journal.append(b.records)

	e.mu.Lock()
	defer e.mu.Unlock()
	if err != nil {
		e.fail(err)
		return
	}
	e.flight = nil
	close(b.done)
	if e.journal.tail > max(e.slack, e.journal.base) {
		e.rewrite()
	}
}

// rewrite makes the journal as short as the state allows. It keeps e.mu, so
// that nothing executes meanwhile, and first commits what was executed during
// the last commit: the snapshot holds its effects, and replay would add them
// a second time.
func (e *engine) rewrite() {
	began, before := time.Now(), e.journal.base+e.journal.tail
	if b := e.open; b != nil {
		if err := e.journal.append(b.records); err != nil {
			e.fail(err)
			return
		}
		e.open = nil
		close(b.done)
	}
	if err := e.journal.rewrite(e.snapshot); err != nil {
		e.fail(err)
		return
	}
	e.log.Debug("journal rewritten", "before", before, "after", e.journal.base, "took", time.Since(began))
}

// fail ends writing: everybody whose commands are not on disk learns it, and
// memory goes back to what is.
func (e *engine) fail(err error) {
	e.failed = err
	e.log.Error("journal cannot be written: read-only until restart", "err", err)
	e.mr.FlushAll()
	if err := e.journal.replay(e.apply); err != nil {
		e.lost = err
		e.log.Error("journal cannot be read back", "err", err)
	}
	for _, b := range []*batch{e.flight, e.open} {
		if b != nil {
			b.err = err
			close(b.done)
		}
	}
	e.flight, e.open = nil, nil
}

// refusal is the reply to a write that was not, or will not be, committed. A
// store maps its first word to "cannot be written".
func refusal(err error) []byte {
	why := err.Error()
	if errors.Is(err, ErrDiskFull) {
		why = ErrDiskFull.Error()
	}
	return errorText("READONLY " + why + "; make room or repair, then restart")
}
