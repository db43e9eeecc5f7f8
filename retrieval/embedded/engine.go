package embedded

import (
	"bufio"
	"bytes"
	"crypto/sha1" //nolint:gosec // Redis names scripts by their SHA-1
	"encoding/hex"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/alicebob/miniredis/v2/server"
)

// engine executes commands in memory and has what they change committed.
type engine struct {
	log     *slog.Logger
	journal *journal // of the committer, once it runs

	mu      sync.Mutex // held while a command or a transaction executes
	mr      *miniredis.Miniredis
	srv     *server.Server
	own     *caller           // what replay and rewrites speak through
	scripts map[string]string // by SHA-1; those that EVALSHA may name
	open    *batch            // executed, not yet given to the committer
	flight  *batch            // being committed
	changed chan struct{}     // closed and replaced when something was written
	failed  error             // why writes are refused, else nil
	lost    error             // why everything is, else nil

	wake  chan struct{} // tells the committer of an open batch
	ended chan struct{} // closed when the committer is done
	slack int           // bytes of tail that never make a rewrite due
}

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

// reply is what a command gives back.
type reply struct {
	text []byte
	// after, unless nil, must be committed before text may be seen.
	after *batch
	// changed is closed by the next write.
	changed <-chan struct{}
}

func newEngine(log *slog.Logger) (*engine, error) {
	e := &engine{
		log:     log,
		mr:      miniredis.NewMiniRedis(),
		scripts: map[string]string{},
		changed: make(chan struct{}),
		wake:    make(chan struct{}, 1),
		ended:   make(chan struct{}),
		slack:   32 << 20,
	}
	conn, err := e.mr.Dial() // makes the server, without a listener
	if err != nil {
		return nil, err
	}
	_ = conn.Close()
	e.srv = e.mr.Server()
	e.srv.SetPreHook(func(p *server.Peer, name string, args ...string) bool {
		why := refuse(e.srv, name, args)
		if why != "" {
			p.WriteError(why)
		}
		return why != ""
	})
	e.own = newCaller(e.srv)
	return e, nil
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

// apply executes the commands of a journal's record.
func (e *engine) apply(clock time.Time, commands [][]string) error {
	e.mr.SetTime(clock)
	for _, args := range commands {
		e.learn(args)
		e.own.dispatch(args...)
	}
	return nil
}

// learn remembers a script: a rewritten journal must load it, because EVALSHA
// in later records names it.
func (e *engine) learn(args []string) {
	var script string
	switch {
	case len(args) > 2 && strings.EqualFold(args[0], "EVAL"):
		script = args[1]
	case len(args) > 2 && strings.EqualFold(args[0], "SCRIPT") && strings.EqualFold(args[1], "LOAD"):
		script = args[2]
	default:
		return
	}
	sum := sha1.Sum([]byte(script)) //nolint:gosec // not for security
	e.scripts[hex.EncodeToString(sum[:])] = script
}

// execute runs one command for c.
func (e *engine) execute(c *caller, args []string) reply {
	name := strings.ToUpper(args[0])
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.lost != nil && kindOf(e.srv, name) != local {
		return reply{text: errorText("JOURNAL cannot be read: " + e.lost.Error())}
	}
	switch {
	case name == "EXEC" && c.inTx && len(args) == 1:
		return e.exec(c)
	case c.inTx:
		return e.queue(c, name, args)
	case name == "MULTI":
		text := c.dispatch(args...)
		c.inTx = !isError(text)
		return reply{text: text}
	case name == "INFO":
		return reply{text: e.info()}
	}
	if why := refuse(e.srv, name, args[1:]); why != "" {
		return reply{text: errorText(why)}
	}
	clock := e.tick()
	switch name {
	case "WATCH":
		return reply{text: e.watch(c, args)}
	case "UNWATCH":
		c.watched = nil
	}
	if kindOf(e.srv, name) != write {
		return reply{text: c.dispatch(args...), after: e.pending(), changed: e.changed}
	}
	if e.failed != nil {
		return reply{text: refusal(e.failed)}
	}
	return e.write(c, clock, name, args)
}

func (e *engine) write(c *caller, clock time.Time, name string, args []string) reply {
	r := record(appendCommand(newRecord(executed, clock), args...))
	e.learn(args)
	changed := e.changed
	text := c.dispatch(args...)
	if name == "XREADGROUP" && isNil(text) { // found nothing, so it changed nothing
		return reply{text: text, after: e.pending(), changed: changed}
	}
	e.enlist(r)
	return reply{text: text, after: e.pending(), changed: changed}
}

// queue runs a command between MULTI and EXEC.
func (e *engine) queue(c *caller, name string, args []string) reply {
	if name == "INFO" { // miniredis's own would answer
		c.dirty = true
		return reply{text: errorText("ERR INFO is not allowed in a transaction")}
	}
	kept := c.queued
	if kindOf(e.srv, name) == write {
		kept = appendCommand(kept, args...)
	}
	text := c.dispatch(args...)
	switch {
	case isError(text): // like Redis, which only forgives these two
		c.dirty = c.dirty || name != "MULTI" && name != "WATCH"
	case name == "DISCARD":
		c.leaveTx()
	default:
		e.learn(args)
		c.queued = kept
	}
	return reply{text: text}
}

// exec runs a transaction. Its record carries the clock of EXEC, by which its
// commands are executed.
func (e *engine) exec(c *caller) reply {
	writes := len(c.queued) > 0
	switch {
	case c.dirty:
		c.dispatch("DISCARD")
		c.leaveTx()
		return reply{text: errorText("EXECABORT Transaction discarded because of previous errors.")}
	case writes && e.failed != nil:
		c.dispatch("DISCARD")
		c.leaveTx()
		return reply{text: refusal(e.failed)}
	case e.spoiled(c):
		c.dispatch("DISCARD")
		c.leaveTx()
		return reply{text: []byte("*-1\r\n"), after: e.pending()}
	}
	r := append(newRecord(executed, e.tick()), c.queued...)
	text := c.dispatch("EXEC")
	c.leaveTx()
	if writes && !isError(text) && !isNil(text) { // nil: a watched key had changed, nothing was executed
		e.enlist(r)
	}
	return reply{text: text, after: e.pending()}
}

func (c *caller) leaveTx() { c.inTx, c.dirty, c.queued, c.watched = false, false, nil, nil }

// tick sets the clock for what is executed next. It is the wall clock, without
// the monotonic reading that a record could not carry.
func (e *engine) tick() time.Time {
	now := time.Unix(0, time.Now().UnixNano())
	e.mr.SetTime(now)
	return now
}
