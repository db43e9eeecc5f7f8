package discord

import (
	"context"
	"net"
	"sync"
	"time"
)

// link is the raw connection under a session's websocket. Holding it allows to
// end a session that no longer ends itself.
type link struct {
	mu      sync.Mutex
	conn    net.Conn
	severed bool
	wrote   time.Time
}

// dial connects, for websocket.Dialer.
func (l *link) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.severed { // an abandoned session must not come back to life
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	l.conn = conn
	return linked{conn, l}, nil
}

// sever closes the connection, now and whenever it is dialed again.
func (l *link) sever() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.severed = true
	if l.conn != nil {
		_ = l.conn.Close()
	}
}

// lastWrite is when something was last sent.
func (l *link) lastWrite() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wrote
}

// linked notes each write for its link.
type linked struct {
	net.Conn
	link *link
}

func (c linked) Write(b []byte) (int, error) {
	c.link.mu.Lock()
	c.link.wrote = time.Now()
	c.link.mu.Unlock()
	return c.Conn.Write(b)
}
