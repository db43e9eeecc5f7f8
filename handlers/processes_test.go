package handlers_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/fetch"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// process is a desk with everything of its own but the server.
func process(t *testing.T, server *redistest.Server, m *model) *handlers.Desk {
	t.Helper()
	s, err := redisstore.Open(t.Context(), redisstore.Options{Addrs: []string{server.Socket}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Interval = 5 * time.Millisecond
	library, err := retrieval.Open(t.Context(), s, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	following, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = library.Run(following)
	}()
	t.Cleanup(func() {
		stop()
		<-done
		_ = s.Close()
	})
	return handlers.New(handlers.Options{
		Library: library, Model: m, Ledger: ledger.New(s.Client(), s.Client(), nil), DailyTokens: 3000,
	})
}

// What one process has answered, another does not ask its model again, until the
// articles change; what both spend adds up to one budget.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	cost := []string{"The bridge is to cost 41 million crowns [1]."}
	first, second := &model{pieces: cost}, &model{pieces: cost}
	one, two := process(t, server, first), process(t, server, second)
	keep := func(name, text string) {
		t.Helper()
		page := fetch.Page{Words: 80, Article: retrieval.Article{
			URL: "https://post.example/" + name, Title: "Council approves the north bridge", Outlet: "The Harbour Post",
			Published: noon(15), Lang: "en", Text: text,
		}}
		if _, err := one.Keep(t.Context(), manager(), page); err != nil {
			t.Fatal(err)
		}
		until(t, "the other process has it", func() bool { return len(two.Articles("g")) == len(one.Articles("g")) })
	}
	ask := func(d *handlers.Desk, text string) handlers.Reply {
		t.Helper()
		r, err := d.Ask(t.Context(), handlers.Question{From: manager(), Text: text, Asked: noon(16)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	keep("bridge", bridge)
	if r := ask(one, "What does the bridge cost?"); r.Outcome != handlers.Answered || r.Cached || r.ID == "" {
		t.Fatalf("%+v", r)
	}
	r := ask(two, "what does the bridge cost")
	if r.Outcome != handlers.Answered || !r.Cached || second.taken != 0 || len(r.Sentences) != 1 {
		t.Errorf("asked again elsewhere: cached %v, %d pieces taken, %+v", r.Cached, second.taken, r.Sentences)
	}
	if got, err := one.Turn(t.Context(), "g", r.ID); err != nil || got.Question != "what does the bridge cost" {
		t.Errorf("a button of the other process's: %+v, %v", got, err)
	}
	keep("ferry", strings.ReplaceAll(bridge, "bridge", "ferry"))
	if r := ask(two, "what does the bridge cost"); r.Cached || second.taken != 1 {
		t.Errorf("after an article came: cached %v, %d pieces taken", r.Cached, second.taken)
	}
	for range 9 { // each other question costs what its prompt does
		ask(one, "what does the bridge cost in all, then?"+strings.Repeat(" Really?", first.taken))
	}
	r = ask(two, "how many crowns does the bridge cost?")
	if r.Outcome != handlers.Closest || r.Cause != handlers.Spent {
		t.Errorf("with the day's tokens spent: %s because %s", r.Outcome, r.Cause)
	}
	u, err := two.Usage(t.Context(), manager(), noon(16))
	if err != nil || u.Left != 0 || u.Today.Cached != 1 || u.Today.Calls != first.taken+second.taken || u.Today.Estimated != u.Today.Calls {
		t.Errorf("%+v, %v; %d calls", u, err, first.taken+second.taken)
	}
}

// until polls for a state.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("never: " + what)
		}
	}
}
