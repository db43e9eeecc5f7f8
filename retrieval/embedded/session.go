package embedded

import (
	"bufio"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// session is one connection.
type session struct {
	*caller
	engine *engine
	conn   *pipe
}

// serve runs the connection's commands until either side closes it. Replies
// have a goroutine of their own, so that the commands of a pipeline share
// commits instead of waiting for one each.
func (s *session) serve() {
	replies := make(chan reply, 512)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		s.send(replies)
	}()
	in := bufio.NewReader(s.conn)
	for !s.peer.Closed() {
		args, err := readCommand(in)
		if errors.Is(err, errProtocol) {
			replies <- reply{text: errorText("ERR Protocol error: " + err.Error())}
		}
		if err != nil {
			break
		}
		if len(args) > 0 {
			replies <- s.run(args)
		}
	}
	close(replies)
	<-sent
	_ = s.conn.Close()
}

func (s *session) send(replies <-chan reply) {
	for r := range replies {
		text := r.text
		if r.after != nil {
			<-r.after.done
			if err := r.after.err; err != nil {
				text = refusal(err)
			}
		}
		_, _ = s.conn.Write(text) // a client that is gone needs none
	}
}

// run executes a command. Blocking reads are asked again after each write
// instead of waiting in miniredis, which would hold the engine's lock.
func (s *session) run(args []string) reply {
	var wait time.Duration
	blocks := false
	switch strings.ToUpper(args[0]) {
	case "XREAD", "XREADGROUP":
		args, wait, blocks = unblock(args)
		args = s.engine.resolve(args)
	}
	r := s.engine.execute(s.caller, args)
	if !blocks {
		return r
	}
	var expired <-chan time.Time // never, for BLOCK 0
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		expired = timer.C
	}
	for isNil(r.text) && r.changed != nil {
		select {
		case <-r.changed:
			r = s.engine.execute(s.caller, args)
		case <-expired:
			return r
		case <-s.conn.done:
			return r
		}
	}
	return r
}

// unblock takes BLOCK out of an XREAD or XREADGROUP.
func unblock(args []string) (rest []string, wait time.Duration, blocks bool) {
	from := 1
	if strings.EqualFold(args[0], "XREADGROUP") {
		from = 4 // after GROUP and two names, which may be any word
	}
	for i := from; i+1 < len(args); i++ {
		switch strings.ToUpper(args[i]) {
		case "STREAMS":
			return args, wait, blocks
		case "BLOCK":
			ms, err := strconv.ParseInt(args[i+1], 10, 64)
			if err != nil || ms < 0 {
				return args, 0, false // miniredis says so, without waiting
			}
			wait, blocks = time.Duration(min(ms, 1<<40))*time.Millisecond, true
			args = slices.Concat(args[:i], args[i+2:])
			i--
		}
	}
	return args, wait, blocks
}

// resolve puts the last id of its stream in place of each $ of an XREAD: asked
// again, $ would mean another place, and in a MULTI miniredis answers it twice.
func (e *engine) resolve(args []string) []string {
	at := slices.IndexFunc(args, func(arg string) bool { return strings.EqualFold(arg, "STREAMS") })
	rest := args[at+1:]
	if at < 0 || len(rest)%2 != 0 || !slices.Contains(rest[len(rest)/2:], "$") {
		return args
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	args = slices.Clone(args)
	keys, ids := args[at+1:at+1+len(rest)/2], args[at+1+len(rest)/2:]
	for i, id := range ids {
		if id != "$" {
			continue
		}
		ids[i] = "0-0"
		if last, err := e.lastID(keys[i]); err == nil && last != "" { // an error: no such stream
			ids[i] = last
		}
	}
	return args
}
