package embedded

import (
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
	kind := kindOf(e.srv, name)
	if text := e.barred(kind); text != nil {
		return reply{text: text}
	}
	clock := e.tick()
	switch {
	case kind == write:
		return e.write(c, clock, name, args)
	case name == "WATCH":
		return reply{text: e.watch(c, args)}
	case name == "UNWATCH":
		c.watched = nil
	}
	return reply{text: c.dispatch(args...), after: e.pending(), changed: e.changed}
}

// barred returns the reply to a command that cannot be run since the journal
// has failed, nil if it can.
func (e *engine) barred(k kind) []byte {
	switch {
	case k == local:
		return nil
	case e.lost != nil:
		return errorText("JOURNAL " + e.lost.Error())
	case k == write && e.failed != nil:
		return refusal(e.failed)
	}
	return nil
}

func (e *engine) write(c *caller, clock time.Time, name string, args []string) reply {
	r := record(appendCommand(newRecord(executed, clock), args...))
	e.learn(args)
	changed := e.changed
	text := c.dispatch(args...)
	if name != "XREADGROUP" || !isNil(text) { // it found nothing, so it changed nothing
		e.enlist(r)
	}
	return reply{text: text, after: e.pending(), changed: changed}
}

// tick sets the clock for what is executed next. It is the wall clock, without
// the monotonic reading that a record could not carry.
func (e *engine) tick() time.Time {
	now := time.Unix(0, time.Now().UnixNano())
	e.mr.SetTime(now)
	return now
}
