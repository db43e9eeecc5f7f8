package ledger_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// frailConn loses the reply to the first EXEC that is sent while armed holds,
// and with it the connection.
type frailConn struct {
	net.Conn
	armed *atomic.Bool
	lost  bool
}

func (c *frailConn) Write(b []byte) (int, error) {
	if bytes.Contains(bytes.ToLower(b), []byte("\r\nexec\r\n")) && c.armed.CompareAndSwap(true, false) {
		c.lost = true
	}
	return c.Conn.Write(b)
}

func (c *frailConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.lost && err == nil {
		_ = c.Close() // the server has done what it was asked to
		return 0, io.EOF
	}
	return n, err
}

// What was done and not acknowledged is tried again, and counts once.
func TestLostAcknowledgement(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	var armed atomic.Bool
	client := redis.NewClient(&redis.Options{
		Network: "unix", Addr: server.Socket, Protocol: 2, DisableIdentity: true,
		Dialer: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
			return &frailConn{Conn: conn, armed: &armed}, err
		},
	})
	defer client.Close()
	l := ledger.New(client, client, nil)
	spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
	must(t, l.KeepTurn(t.Context(), "1", turn(1, "talk")))
	armed.Store(true)
	spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
	if armed.Swap(true) {
		t.Fatal("no acknowledgement was lost")
	}
	must(t, l.KeepTurn(t.Context(), "1", turn(2, "talk")))
	if armed.Load() {
		t.Fatal("no acknowledgement was lost")
	}
	want := []handlers.Spending{{Day: "2022-02-16", Model: "small", Calls: 2, Prompt: 6, Completion: 8}}
	if spent, err := l.Spent(t.Context(), "1", "2022-02-16", "2022-02-16"); err != nil || !slices.Equal(spent, want) {
		t.Errorf("spent %+v, %v", spent, err)
	}
	if turns, err := l.Talk(t.Context(), "1", "talk", 9); err != nil || len(turns) != 2 {
		t.Errorf("%d turns, %v", len(turns), err)
	}
}
