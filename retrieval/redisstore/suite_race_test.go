package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

func testFollow(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "one", 2)
	put(t, s, g, a, chunks, 1, true)
	cursor := load(t, s, g, nil)
	a.Title = "two"
	put(t, s, g, a, chunks, 2, true)
	if err := s.Delete(t.Context(), g, a.ID); err != nil {
		t.Fatal(err)
	}
	want := []retrieval.Change{{Guild: g, ID: a.ID, Version: 2}, {Guild: g, ID: a.ID}}
	if got := follow(t, s, g, cursor, 2); !slices.Equal(got, want) {
		t.Errorf("changes %+v, want %+v", got, want)
	}
	// A change that comes while Follow waits for one.
	go func() {
		b, chunks := article("https://a.example/2", "other", 1)
		_, _, _ = s.Put(t.Context(), g, b, chunks)
	}()
	other := redisstore.New(s.Client(), nil)
	other.Interval = s.Interval
	if got := follow(t, other, g, cursor, 1); got[0].ID != retrieval.ArticleID("https://a.example/2") {
		t.Errorf("change %+v", got[0])
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		slow := redisstore.New(s.Client(), nil) // waits a second between looks
		done <- slow.Follow(ctx, load(t, s, g, nil), func(retrieval.Change) error { return nil })
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Follow ended with %v", err)
	}
}

func testTrimmed(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "0", 1)
	put(t, s, g, a, chunks, 1, true)
	cursor := load(t, s, g, nil)
	_, err := s.Client().Pipelined(t.Context(), func(pipe redis.Pipeliner) error {
		for i := range 300 {
			entry := []any{"guild", g, "id", a.ID, "version", i + 2}
			pipe.XAdd(t.Context(), &redis.XAddArgs{Stream: logKeyOf(g), Values: entry})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := follow(t, s, g, maps.Clone(cursor), 300); got[299].Version != 301 {
		t.Errorf("last change: %+v", got[299])
	}
	s.LogLimit = 100
	a.Title = "the last straw"
	put(t, s, g, a, chunks, 2, true)
	if n := s.Client().XLen(t.Context(), logKeyOf(g)).Val(); n > 220 {
		t.Errorf("the log has %d entries in spite of its limit of about 100", n)
	}
	if err := s.Follow(t.Context(), cursor, ignore); !errors.Is(err, retrieval.ErrTrimmed) {
		t.Errorf("Follow over a gap: %v", err)
	}
}

func ignore(retrieval.Change) error { return nil }

// A server restored from an older backup, or emptied, has a log without our
// cursor's entry.
func testLogGone(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "0", 1)
	put(t, s, g, a, chunks, 1, true)
	cursor := load(t, s, g, nil)
	s.Client().XDel(t.Context(), logKeyOf(g), cursor[bucketOf(g)])
	if err := s.Follow(t.Context(), cursor, ignore); !errors.Is(err, retrieval.ErrTrimmed) {
		t.Errorf("Follow: %v", err)
	}
}

// The log of a bucket that was empty at Load has no entry to know a gap by;
// that it is full is the sign.
func testLogFull(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	for i := range 30 {
		a, chunks := article("https://a.example/1", fmt.Sprint(i), 1)
		put(t, s, g, a, chunks, i+1, true)
	}
	if got := follow(t, s, g, retrieval.Cursor{}, 30); got[0].Version != 1 {
		t.Errorf("first change: %+v", got[0])
	}
	s.LogLimit = 30
	if err := s.Follow(t.Context(), retrieval.Cursor{}, ignore); !errors.Is(err, retrieval.ErrTrimmed) {
		t.Errorf("Follow: %v", err)
	}
}

func testVisitFails(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	cursor := load(t, s, g, nil)
	a, chunks := article("https://a.example/1", "0", 1)
	put(t, s, g, a, chunks, 1, true)
	sorry := errors.New("sorry")
	for range 2 { // the cursor stays before what visit did not take
		err := s.Follow(t.Context(), cursor, func(c retrieval.Change) error {
			if c.Guild == g {
				return sorry
			}
			return nil
		})
		if !errors.Is(err, sorry) {
			t.Fatalf("Follow: %v", err)
		}
	}
	if got := follow(t, s, g, cursor, 1); got[0].ID != a.ID {
		t.Errorf("%+v", got)
	}
}

func testConcurrentPuts(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	const writers = 12
	var wg sync.WaitGroup
	var mu sync.Mutex
	byVersion := map[int]string{}
	for i := range writers {
		wg.Go(func() {
			a, chunks := article("https://a.example/1", fmt.Sprint("writer ", i), i+1)
			v, changed, err := s.Put(t.Context(), g, a, chunks)
			mu.Lock()
			defer mu.Unlock()
			if err != nil || !changed || byVersion[v] != "" {
				t.Errorf("writer %d: %d, %v, %v; that version: %q", i, v, changed, err, byVersion[v])
			}
			byVersion[v] = a.Text
		})
	}
	wg.Wait()
	got, _, err := s.Get(t.Context(), g, retrieval.ArticleID("https://a.example/1"))
	if err != nil || got.Version != writers || got.Text != byVersion[writers] {
		t.Errorf("version %d, %v: %q", got.Version, err, got.Text)
	}
	if n := len(logOf(t, s, g)); n != writers {
		t.Errorf("%d log entries for %d versions", n, writers)
	}
}

func testPutDelete(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	var wg sync.WaitGroup
	id := retrieval.ArticleID("https://a.example/1")
	for i := range 4 {
		wg.Go(func() {
			for j := range 10 {
				a, chunks := article("https://a.example/1", fmt.Sprint(i, " ", j), i*3+1)
				if _, _, err := s.Put(t.Context(), g, a, chunks); err != nil {
					t.Error(err)
				}
				if err := s.Delete(t.Context(), g, id); err != nil && !errors.Is(err, retrieval.ErrNotFound) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if keys := keysOf(t, s, g); len(keys) != 0 {
		t.Errorf("left behind: %v", keys)
	}
}

// While an article is replaced, again and again, by a longer and a shorter
// version of itself, each reader sees one version, whole.
func testNeverHalf(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	short, shortChunks := article("https://a.example/1", "short", 2)
	long, longChunks := article("https://a.example/1", "long", 40)
	put(t, s, g, short, shortChunks, 1, true)
	ctx, cancel := context.WithCancel(t.Context())
	var writers, readers sync.WaitGroup
	for i := range 2 {
		writers.Go(func() {
			for j := 0; ctx.Err() == nil; j++ {
				a, chunks := short, shortChunks
				if j%2 == 0 {
					a, chunks = long, longChunks
				}
				a.Outlet = fmt.Sprint(i, " ", j)
				if _, _, err := s.Put(ctx, g, a, chunks); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	whole := func(a retrieval.Article) {
		if a.Title == "short" && a.Text != short.Text || a.Title == "long" && a.Text != long.Text || a.Title == "" {
			t.Errorf("a mixture: %+v", a)
		}
	}
	for range 2 {
		readers.Go(func() {
			for range 60 {
				a, _, err := s.Get(t.Context(), g, short.ID)
				if err != nil {
					t.Error(err)
				}
				whole(a)
			}
		})
	}
	readers.Go(func() {
		for range 5 {
			found := map[string]retrieval.Article{}
			load(t, s, g, found)
			whole(found[short.ID])
		}
	})
	readers.Wait()
	cancel()
	writers.Wait()
}

func testCancelled(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a, chunks := article("https://a.example/1", "late", 1)
	if _, _, err := s.Put(ctx, g, a, chunks); !errors.Is(err, context.Canceled) {
		t.Errorf("Put: %v", err)
	}
	if _, _, err := s.Get(ctx, g, a.ID); !errors.Is(err, context.Canceled) {
		t.Errorf("Get: %v", err)
	}
	if _, err := s.Load(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Load: %v", err)
	}
	if err := s.Follow(ctx, retrieval.Cursor{}, ignore); !errors.Is(err, context.Canceled) {
		t.Errorf("Follow: %v", err)
	}
}

func testLarge(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", strings.Repeat("long ", 30), 3000)
	put(t, s, g, a, chunks, 1, true)
	got, _, err := s.Get(t.Context(), g, a.ID)
	if err != nil || got.Text != a.Text {
		t.Fatalf("%d bytes, want %d: %v", len(got.Text), len(a.Text), err)
	}
	if err := s.Delete(t.Context(), g, a.ID); err != nil {
		t.Fatal(err)
	}
	if keys := keysOf(t, s, g); len(keys) != 0 {
		t.Errorf("%d keys left", len(keys))
	}
}
