package handlers_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// remembering returns a desk with a real ledger and no library.
func remembering(t *testing.T, o handlers.Options) *handlers.Desk {
	t.Helper()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	o.Ledger = ledger.New(server.Client(), server.Cache(), nil)
	return handlers.New(o)
}

func noon(day int) time.Time { return time.Date(2022, 2, day, 12, 0, 0, 0, time.UTC) }

// answer is a reply that stands, marked.
func answer(mark string) handlers.Reply {
	return handlers.Reply{
		Outcome:   handlers.Answered,
		Sentences: []prompts.Sentence{{Text: "He said " + mark + ".", Cites: []int{1}, Level: prompts.Amber}},
		Sources:   []prompts.Source{{N: 1, Article: "a", Title: "Title", Published: noon(16), Text: "“" + mark + "”"}},
	}
}

// useAll calls everything that a desk remembers by, and tells what came of it.
func useAll(t *testing.T, d *handlers.Desk) (id string, earlier int, recalled, affords bool) {
	t.Helper()
	ctx := t.Context()
	id = handlers.KeepTurn(ctx, d, manager(), "talk", "q", "q", noon(16), answer("x"))
	handlers.Remember(ctx, d, "g", "key", answer("x"))
	handlers.Spend(ctx, d, "g", "m", noon(16), prompts.Usage{Prompt: 100})
	handlers.SpendCached(ctx, d, "g", "m", noon(16))
	handlers.NoteGap(ctx, d, manager(), "q?", noon(16), nil)
	_, recalled = handlers.Recall(ctx, d, "g", "key")
	turns := handlers.Earlier(ctx, d, handlers.Question{From: manager(), Asked: noon(16), Talk: "talk", Follows: strings.Repeat("0", 16)})
	return id, len(turns), recalled, handlers.Affords(ctx, d, "g", noon(16))
}

// Without a ledger nothing is remembered, and nothing fails.
func TestNoLedger(t *testing.T) {
	t.Parallel()
	d := handlers.New(handlers.Options{DailyTokens: 1})
	if id, n, recalled, affords := useAll(t, d); id != "" || n != 0 || recalled || !affords {
		t.Errorf("%q, %d, %v, %v", id, n, recalled, affords)
	}
	if _, err := d.Turn(t.Context(), "g", strings.Repeat("0", 16)); !errors.Is(err, handlers.ErrForgotten) {
		t.Errorf("Turn: %v", err)
	}
	if gaps, err := d.Gaps(t.Context(), manager()); len(gaps) != 0 || err != nil {
		t.Errorf("Gaps: %v, %v", gaps, err)
	}
	if err := d.CloseGap(t.Context(), manager(), "x"); !errors.Is(err, handlers.ErrNoGap) {
		t.Errorf("CloseGap: %v", err)
	}
	if r, err := d.Usage(t.Context(), manager(), noon(16)); err != nil || r.Left != 1 || r.Today.Calls != 0 || len(r.Models) != 0 {
		t.Errorf("Usage: %+v, %v", r, err)
	}
}

// A ledger that fails costs what it remembers and nothing else, and the log has it.
func TestLedgerFails(t *testing.T) {
	t.Parallel()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	d := handlers.New(handlers.Options{
		Ledger: ledger.New(server.Client(), server.Cache(), nil), DailyTokens: 1,
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	if id, n, recalled, affords := useAll(t, d); len(id) != 16 || n != 1 || !recalled || affords {
		t.Fatalf("while it works: %q, %d, %v, %v", id, n, recalled, affords)
	}
	log.Reset()
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if id, n, recalled, affords := useAll(t, d); id != "" || n != 0 || recalled || !affords {
		t.Errorf("%q, %d, %v, %v", id, n, recalled, affords)
	}
	for _, what := range []string{"keep turn", "remember", "spend", "note gap", "recall", "follow", "talk", "afford"} {
		if !strings.Contains(log.String(), what) {
			t.Errorf("the log says nothing of %q", what)
		}
	}
	_, turnErr := d.Turn(t.Context(), "g", strings.Repeat("0", 16))
	_, gapsErr := d.Gaps(t.Context(), manager())
	_, usageErr := d.Usage(t.Context(), manager(), noon(16))
	for name, err := range map[string]error{
		"Turn": turnErr, "Gaps": gapsErr, "Usage": usageErr, "CloseGap": d.CloseGap(t.Context(), manager(), "x"),
	} {
		if !errors.Is(err, retrieval.ErrUnavailable) {
			t.Errorf("%s: %v", name, err)
		}
		if _, known := handlers.Known(err); !known {
			t.Errorf("%s: no words for %v", name, err)
		}
	}
}

// A guild whose name can be part of no key remembers nothing.
func TestLedgerRefusesGuild(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{DailyTokens: 1})
	for _, guild := range []string{"", "a:b", "{g}", strings.Repeat("1", 65)} {
		from := handlers.Asker{Guild: guild, Manager: true}
		if id := handlers.KeepTurn(t.Context(), d, from, "", "q", "q", noon(16), answer("x")); id != "" {
			t.Errorf("guild %q keeps %s", guild, id)
		}
		handlers.Spend(t.Context(), d, guild, "m", noon(16), prompts.Usage{Prompt: 100})
		if !handlers.Affords(t.Context(), d, guild, noon(16)) {
			t.Errorf("guild %q may ask no model", guild)
		}
	}
}

// A server that hangs costs a bounded time.
func TestLedgerHangs(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s, err := redisstore.Open(t.Context(), redisstore.Options{Addrs: []string{server.Socket}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d := handlers.New(handlers.Options{Ledger: ledger.New(s.Client(), s.Client(), nil)})
	server.Pause()
	defer server.Resume()
	began := time.Now()
	if _, ok := handlers.Recall(t.Context(), d, "g", "key"); ok {
		t.Error("recalled")
	}
	// Not how quick it is, but that the server's own patience of 4 s twice does
	// not count.
	if took := time.Since(began); took > 4*handlers.LedgerTime {
		t.Errorf("it took %v", took)
	}
}
