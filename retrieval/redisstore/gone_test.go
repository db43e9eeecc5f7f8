package redisstore_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

func TestFullMemoryIsReadOnly(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t, "--maxmemory", "3mb", "--maxmemory-policy", "noeviction")
	s := open(t, server)
	var err error
	stored := 0
	for ; err == nil && stored < 10_000; stored++ {
		a, chunks := article(fmt.Sprint("https://a.example/", stored), strings.Repeat("long ", 20), 20)
		_, _, err = s.Put(t.Context(), "1", a, chunks)
	}
	if !errors.Is(err, retrieval.ErrReadOnly) || stored < 5 {
		t.Fatalf("after %d articles: %v", stored, err)
	}
	found := map[string]retrieval.Article{}
	load(t, s, "1", found)
	if len(found) != stored-1 {
		t.Errorf("%d articles are whole, of %d acknowledged", len(found), stored-1)
	}
}

func TestReplicaIsReadOnly(t *testing.T) {
	t.Parallel()
	master := redistest.Start(t)
	host, port, _ := strings.Cut(master.Addr, ":")
	replica := redistest.Start(t, "--replicaof", host+" "+port)
	s := open(t, replica)
	a, chunks := article("https://a.example/1", "x", 1)
	if _, _, err := s.Put(t.Context(), "1", a, chunks); !errors.Is(err, retrieval.ErrReadOnly) {
		t.Errorf("Put: %v", err)
	}
	if _, err := s.Check(t.Context()); !errors.Is(err, redisstore.ErrUnsuitable) {
		t.Errorf("Check: %v", err)
	}
}

func TestServerGone(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s := open(t, server)
	a, chunks := article("https://a.example/1", "before", 2)
	put(t, s, "1", a, chunks, 1, true)
	cursor := load(t, s, "1", nil)

	changes := make(chan retrieval.Change)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		ended <- s.Follow(ctx, cursor, func(c retrieval.Change) error { changes <- c; return nil })
	}()

	server.Kill()
	unavailable(t, s)
	server.Restart()
	back(t, s)
	a.Title = "after"
	put(t, s, "1", a, chunks, 2, true)
	if c := <-changes; c.Version != 2 {
		t.Errorf("Follow went on with %+v", c)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Follow: %v", err)
	}
}

// back polls until the store has seen that its server is there again: after
// many failed dials go-redis tries one a second.
func back(t *testing.T, s *redisstore.Store) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(10 * time.Second)
	for {
		_, err := s.Check(t.Context())
		if err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("10 seconds after its server the store is not back: %v", err)
		}
	}
}

// unavailable holds every method to ErrUnavailable, well before its deadline.
func unavailable(t *testing.T, s *redisstore.Store) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	a, chunks := article("https://a.example/1", "meanwhile", 1)
	_, _, putErr := s.Put(ctx, "1", a, chunks)
	_, _, getErr := s.Get(ctx, "1", a.ID)
	_, loadErr := s.Load(ctx, nil)
	_, checkErr := s.Check(ctx)
	for name, err := range map[string]error{
		"Put": putErr, "Get": getErr, "Load": loadErr, "Check": checkErr, "Delete": s.Delete(ctx, "1", a.ID),
	} {
		if !errors.Is(err, retrieval.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if ctx.Err() != nil {
		t.Error("it took 10 seconds to say so")
	}
}

// A server that hangs keeps its connections: the caller's deadline ends the
// wait.
func TestServerHangs(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	s := open(t, server)
	a, chunks := article("https://a.example/1", "x", 2)
	put(t, s, "1", a, chunks, 1, true)
	server.Pause()
	defer server.Resume()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, _, err := s.Put(ctx, "1", a, chunks); !errors.Is(err, retrieval.ErrUnavailable) {
		t.Errorf("Put: %v", err)
	}
}

func TestOpenFaults(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t, "--requirepass", "open sesame")
	gone := []string{"127.0.0.1:" + redistest.FreePort(t)}
	for name, c := range map[string]struct {
		options redisstore.Options
		want    error
	}{
		"no password":      {redisstore.Options{Addrs: []string{server.Addr}}, redisstore.ErrAuth},
		"wrong password":   {redisstore.Options{Addrs: []string{server.Addr}, Password: "hunter2"}, redisstore.ErrAuth},
		"nobody listens":   {redisstore.Options{Addrs: gone, Password: "hunter2"}, retrieval.ErrUnavailable},
		"no such cluster":  {redisstore.Options{Addrs: gone, Password: "hunter2", Cluster: true}, retrieval.ErrUnavailable},
		"no such sentinel": {redisstore.Options{Addrs: gone, Password: "hunter2", Sentinel: "news"}, retrieval.ErrUnavailable},
		"no such socket":   {redisstore.Options{Addrs: []string{t.TempDir() + "/none"}, Password: "hunter2"}, retrieval.ErrUnavailable},
		"no TLS spoken":    {redisstore.Options{Addrs: []string{server.Addr}, TLS: &tls.Config{}, Password: "hunter2"}, retrieval.ErrUnavailable},
	} {
		s, err := redisstore.Open(t.Context(), c.options, nil)
		if err == nil {
			_ = s.Close()
		}
		if !errors.Is(err, c.want) || strings.Contains(fmt.Sprint(err), "hunter2") {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestForbiddenKeys(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	secure(t, server)
	admin := openAs(t, redisstore.Options{Addrs: []string{server.Addr}, Username: "newsdesk", Password: "password"}).Client()
	ctx := t.Context()
	for _, cmd := range [][]any{{"get", "foreign"}, {"flushall"}, {"keys", "*"}, {"config", "get", "*"}} {
		if err := admin.Do(ctx, cmd...).Err(); !redis.IsPermissionError(err) {
			t.Errorf("%v: %v", cmd, err)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args     []string
		warnings int
		want     error
	}{
		"good":   {nil, 0, nil},
		"no AOF": {[]string{"--appendonly", "no"}, 1, nil},
		"policy": {[]string{"--maxmemory-policy", "allkeys-lru"}, 1, nil},
		"evicts": {[]string{"--maxmemory-policy", "allkeys-lru", "--maxmemory", "100mb"}, 0, redisstore.ErrUnsuitable},
		"node":   {[]string{"--cluster-enabled", "yes", "--cluster-port", "0"}, 0, redisstore.ErrUnsuitable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "node" {
				c.args[3] = redistest.FreePort(t)
			}
			warnings, err := open(t, redistest.Start(t, c.args...)).Check(t.Context())
			if len(warnings) != c.warnings || !errors.Is(err, c.want) {
				t.Errorf("%q, %v", warnings, err)
			}
		})
	}
}
