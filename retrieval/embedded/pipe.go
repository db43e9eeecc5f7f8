package embedded

import (
	"bytes"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

// pipe is one end of a connection in memory. Unlike net.Pipe it has buffers
// without a limit: a client writes a whole pipeline before it reads the first
// reply, and over net.Pipe both ends would then wait for each other for ever. A
// buffer holds at most what one client wrote or asked for, which is in memory
// anyway.
type pipe struct {
	in, out *flow
	done    chan struct{} // closed with the connection
	once    *sync.Once
}

var _ net.Conn = (*pipe)(nil)

func newPipe() (client, server *pipe) {
	up, down := newFlow(), newFlow()
	done, once := make(chan struct{}), new(sync.Once)
	return &pipe{in: down, out: up, done: done, once: once}, &pipe{in: up, out: down, done: done, once: once}
}

func (p *pipe) Read(b []byte) (int, error)  { return p.in.read(b) }
func (p *pipe) Write(b []byte) (int, error) { return p.out.write(b) }

// Close ends both directions. What was written before can still be read.
func (p *pipe) Close() error {
	p.once.Do(func() { close(p.done) })
	p.in.close()
	p.out.close()
	return nil
}

func (p *pipe) SetReadDeadline(t time.Time) error  { p.in.setReadBy(t); return nil }
func (p *pipe) SetWriteDeadline(t time.Time) error { p.out.setWriteBy(t); return nil }

func (p *pipe) SetDeadline(t time.Time) error {
	p.in.setReadBy(t)
	p.out.setWriteBy(t)
	return nil
}

func (p *pipe) LocalAddr() net.Addr  { return pipeAddr{} }
func (p *pipe) RemoteAddr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "embedded" }

// keepBuffer is the largest buffer an idle flow keeps, in bytes.
const keepBuffer = 1 << 20

// flow is one direction of a pipe: what was written and not yet read.
type flow struct {
	mu              sync.Mutex
	moved           *sync.Cond // data, an end or a deadline has come
	data            bytes.Buffer
	closed          bool
	readBy, writeBy time.Time // zero: no deadline
	alarm           *time.Timer
}

func newFlow() *flow {
	f := &flow{}
	f.moved = sync.NewCond(&f.mu)
	return f
}

func (f *flow) read(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for {
		switch {
		case passed(f.readBy):
			return 0, os.ErrDeadlineExceeded
		case len(b) == 0:
			return 0, nil
		case f.data.Len() > 0:
			n, err := f.data.Read(b)
			if f.data.Len() == 0 && f.data.Cap() > keepBuffer {
				f.data = bytes.Buffer{}
			}
			return n, err
		case f.closed:
			return 0, io.EOF
		}
		f.moved.Wait()
	}
}

func (f *flow) write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		return 0, io.ErrClosedPipe
	case passed(f.writeBy):
		return 0, os.ErrDeadlineExceeded
	}
	f.moved.Broadcast()
	return f.data.Write(b)
}

func (f *flow) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.alarm != nil {
		f.alarm.Stop()
	}
	f.moved.Broadcast()
}

func (f *flow) setReadBy(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.readBy = t
	if f.alarm != nil {
		f.alarm.Stop()
	}
	if !t.IsZero() {
		f.alarm = time.AfterFunc(time.Until(t), f.wake)
	}
	f.moved.Broadcast()
}

// wake takes the lock so that it cannot fall between a reader's look at the
// deadline and its wait.
func (f *flow) wake() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.moved.Broadcast()
}

func (f *flow) setWriteBy(t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writeBy = t
}

func passed(deadline time.Time) bool {
	return !deadline.IsZero() && !time.Now().Before(deadline)
}
