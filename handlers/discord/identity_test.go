package discord

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What is not Discord ended, after the caller's time was up, as a deadline.
func TestIdentifySaysThatDiscordCannotBeReached(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		most  int64 // requests
	}{
		"a reset":        {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, 2},
		"503":            {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, 2},
		"a sign-in page": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>sign in</html>") }, 2},
		"another site":   {http.NotFound, 1},
		"silence":        {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var requests atomic.Int64
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests.Add(1)
				test.serve(w, r)
			}))
			t.Cleanup(server.Close)
			tm := quick()
			tm.identify = 200 * time.Millisecond
			b, err := build(Options{Token: "token-of-a-fake-bot", APIBase: server.URL}, tm)
			if err != nil {
				t.Fatal(err)
			}
			_, err = b.identify(within(t))
			if !errors.Is(err, ErrUnreachable) || errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "fake-bot") {
				t.Errorf("got %v", err)
			}
			if n := requests.Load(); n > test.most {
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestIdentifyEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(within(t))
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	if _, err := Identify(ctx, Options{Token: "t", APIBase: server.URL}); !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnreachable) {
		t.Errorf("got %v", err)
	}
}

// lines counts the log lines that hold words.
type lines struct {
	mu    sync.Mutex
	words string
	n     int
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if strings.Contains(string(p), l.words) {
		l.n++
	}
	return len(p), nil
}

func (l *lines) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

// A bot that could not connect wrote a line with each try, two minutes apart,
// and none of them said what that means.
func TestLogSaysThatThereIsNoLink(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	log := &lines{words: "not connected, so nobody is answered"}
	tm := quick()
	tm.remind = 5 * time.Millisecond
	b, err := build(Options{Token: "t", APIBase: server.URL, Desk: &desk{}, Log: slog.New(slog.NewTextHandler(log, nil))}, tm)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	waitFor(t, func() bool { return log.count() > 1 })
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
