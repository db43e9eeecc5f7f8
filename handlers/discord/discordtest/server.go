package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// TB is the part of testing.TB that is used.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Logf(format string, args ...any)
	Cleanup(f func())
}

// Server is one Discord with one application. Its methods may be called from
// many goroutines.
type Server struct {
	// Token is the only one that is accepted (without "Bot ").
	Token string
	// BotID and AppID are the bot user's and the application's.
	BotID, AppID string

	tb     TB
	http   *httptest.Server
	schema *schema

	mu      sync.Mutex
	changed chan struct{} // closed and renewed at every change
	over    bool
	lastID  int64

	latency    time.Duration
	heartbeat  time.Duration
	ackWithin  time.Duration
	duplicates bool
	faults     map[Route][]Fault
	budgets    budgets

	requests     []Request
	violations   []string
	guilds       []string
	commands     map[string]json.RawMessage // by guild
	interactions map[string]*Interaction    // by token
	messages     map[string]*message        // by ID
	nonces       map[string]*message
	posts        []*message // in channels, in order
	threads      map[string]bool
	link         linkState
}

// Request is one REST request that was received.
type Request struct {
	Route        Route
	Method, Path string
	Body         string
	At           time.Time
	Status       int
}

// Start runs a Discord until the test ends.
func Start(tb TB) *Server {
	tb.Helper()
	s := &Server{
		Token: "token-of-a-fake-bot", BotID: "900000000000000001", AppID: "900000000000000002",
		tb: tb, changed: make(chan struct{}), lastID: 1_200_000_000_000_000_000,
		heartbeat: 41250 * time.Millisecond, ackWithin: 3 * time.Second,
		faults: make(map[Route][]Fault), budgets: make(budgets),
		commands: make(map[string]json.RawMessage), interactions: make(map[string]*Interaction),
		messages: make(map[string]*message), nonces: make(map[string]*message),
		threads: make(map[string]bool),
		link:    newLinkState(),
	}
	var err error
	if s.schema, err = theSchema(); err != nil {
		tb.Logf("discordtest: bodies are not held to Discord's schema: %v", err)
	}
	s.http = httptest.NewServer(s.routes())
	tb.Cleanup(s.stop)
	return s
}

// URL is the address to give as DISCORD_API_BASE.
func (s *Server) URL() string { return s.http.URL + "/" }

func (s *Server) stop() {
	s.mu.Lock()
	s.over = true
	s.dropLinks()
	s.mu.Unlock()
	s.http.CloseClientConnections()
	s.http.Close()
}

// SetLatency delays every REST reply.
func (s *Server) SetLatency(d time.Duration) { s.set(func() { s.latency = d }) }

// SetHeartbeat is the interval told to links that open from now on; 41.25 s
// where it is not set, as at Discord.
func (s *Server) SetHeartbeat(d time.Duration) { s.set(func() { s.heartbeat = d }) }

// SetAckWithin is how long an interaction may wait for its first response; 3 s
// where it is not set, as at Discord. A test whose machine is shared by many
// processes under the race detector measures that machine, and should set more.
func (s *Server) SetAckWithin(d time.Duration) { s.set(func() { s.ackWithin = d }) }

// SetDuplicates delivers every event twice.
func (s *Server) SetDuplicates(on bool) { s.set(func() { s.duplicates = on }) }

// LimitEdits allows n edits of one message in each span of per, with the
// headers that announce it; what comes beyond gets a 429.
func (s *Server) LimitEdits(n int, per time.Duration) {
	s.set(func() { s.budgets[RouteEdit] = &budget{n: n, per: per, used: make(map[string]*window)} })
}

func (s *Server) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	s.notify()
}

// notify wakes those who wait for a change; s.mu is held.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// await returns nil once cond holds; cond is called with s.mu held.
func (s *Server) await(ctx context.Context, what string, cond func() bool) error {
	for {
		s.mu.Lock()
		ok, changed := cond(), s.changed
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("discordtest: waiting for %s: %w", what, ctx.Err())
		}
	}
}

// newID makes a snowflake; s.mu is held.
func (s *Server) newID() string {
	s.lastID++
	return strconv.FormatInt(s.lastID, 10)
}

// Requests are those received on a route so far, in order.
func (s *Server) Requests(route Route) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.requests), func(r Request) bool { return r.Route != route })
}

// Violations are the broken rules so far. Each has failed the test already.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// violate notes a broken rule; s.mu is held.
func (s *Server) violate(format string, args ...any) {
	if s.over {
		return
	}
	v := fmt.Sprintf(format, args...)
	s.violations = append(s.violations, v)
	s.tb.Errorf("discordtest: %s", v)
}

// handler serves one route. It is called with s.mu held, and returns what to
// send: reply nil is an empty body.
type handler func(r *http.Request, body []byte, arrived time.Time) (status int, reply any)

// maxBody bounds what is read of a request.
const maxBody = 25 << 20

// serve wraps a handler in what all routes share.
func (s *Server) serve(rt route, h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return // the client has gone
		}
		s.mu.Lock()
		latency, fault := s.latency, s.takeFault(rt.name)
		s.mu.Unlock()
		if latency > 0 {
			select {
			case <-time.After(latency):
			case <-r.Context().Done():
			}
		}
		arrived := time.Now() // what follows is not Discord's network
		problems := rt.check(body)
		if len(body) > 0 {
			problems = append(problems, s.schema.check(r.Method, rt.template, body)...)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		defer s.notify()
		note := Request{Route: rt.name, Method: r.Method, Path: r.URL.Path, Body: string(body), At: arrived}
		defer func() { s.requests = append(s.requests, note) }()
		if fault != None && fault != Lost {
			note.Status = fault.strike(w)
			return
		}
		status, reply := s.judge(w, rt, r, note, problems, h)
		if note.Status = status; fault == Lost {
			note.Status = Reset.strike(w)
			return
		}
		send(w, status, reply)
	}
}

// judge lets a handler answer what breaks no rule; s.mu is held.
func (s *Server) judge(
	w http.ResponseWriter, rt route, r *http.Request, note Request, problems []string, h handler,
) (int, any) {
	if agent := r.UserAgent(); !strings.HasPrefix(agent, "DiscordBot (") {
		s.violate("%s %s: user agent %q", r.Method, r.URL.Path, agent)
	}
	if !rt.open && r.Header.Get("Authorization") != "Bot "+s.Token {
		return refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
	}
	if wait, limited := s.budgets.spend(rt.name, r.URL.Path, w.Header()); limited {
		return http.StatusTooManyRequests, limitReply(wait)
	}
	if len(problems) > 0 {
		s.violate("%s %s: %s\n%s", r.Method, r.URL.Path, strings.Join(problems, "; "), note.Body)
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body: "+strings.Join(problems, "; "))
	}
	return h(r, []byte(note.Body), note.At)
}

// refuse is Discord's form of an error.
func refuse(status, code int, text string) (int, any) {
	return status, map[string]any{"code": code, "message": text}
}

func send(w http.ResponseWriter, status int, reply any) {
	if reply == nil {
		w.WriteHeader(status)
		return
	}
	var b bytes.Buffer
	_ = json.NewEncoder(&b).Encode(reply) // built here, of plain values
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}
