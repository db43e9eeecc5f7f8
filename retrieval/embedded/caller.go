package embedded

import (
	"bufio"
	"bytes"

	"github.com/alicebob/miniredis/v2/server"
)

// caller is whom miniredis keeps a connection's state for: MULTI and WATCH. Its
// fields belong to whoever holds engine.mu.
type caller struct {
	srv    *server.Server
	peer   *server.Peer
	out    bytes.Buffer
	inTx   bool   // MULTI was sent
	dirty  bool   // a command could not be queued: EXEC must fail
	queued []byte // the writing commands since MULTI, in RESP
	// watched says what was there of each key when WATCH came.
	watched map[string]string
}

func newCaller(srv *server.Server) *caller {
	c := &caller{srv: srv}
	c.peer = server.NewPeer(bufio.NewWriter(&c.out))
	return c
}

// dispatch executes a command in miniredis and returns its reply.
func (c *caller) dispatch(args ...string) []byte {
	c.out.Reset()
	c.srv.Dispatch(c.peer, args)
	c.peer.Flush()
	return bytes.Clone(c.out.Bytes())
}

// leaveTx forgets the transaction, and with it what was watched.
func (c *caller) leaveTx() { c.inTx, c.dirty, c.queued, c.watched = false, false, nil, nil }
