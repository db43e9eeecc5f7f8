package embedded

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// idle makes an engine whose committer does not run.
func idle(t *testing.T) (*engine, *caller) {
	t.Helper()
	e, err := newEngine(slog.New(slog.DiscardHandler))
	must(t, err)
	t.Cleanup(e.mr.Close)
	return e, newCaller(e.srv)
}

// Nobody may see what a crash could take back: a read that comes after a write
// waits for the write's commit.
func TestReadsWaitForTheWritesTheySaw(t *testing.T) {
	t.Parallel()
	e, c := idle(t)
	if r := e.execute(c, []string{"GET", "k"}); r.after != nil {
		t.Error("a read waits though nothing is open")
	}
	w := e.execute(c, []string{"SET", "k", "v"})
	other := newCaller(e.srv)
	for _, args := range [][]string{{"GET", "k"}, {"HGETALL", "h"}} {
		if r := e.execute(other, args); w.after == nil || r.after != w.after {
			t.Errorf("%v does not wait for the open batch", args)
		}
	}
	e.open, e.flight = nil, e.open
	if r := e.execute(other, []string{"GET", "k"}); r.after != w.after {
		t.Error("a read does not wait for the batch in flight")
	}
}

func TestWhatIsJournaled(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		commands string // one a line
		want     int    // records
	}{
		{"GET k", 0},
		{"SET k v", 1},
		{"SET k v NX\nSET k w NX", 2}, // a nil reply too
		{"SET k v EX 5", 0},
		{"EVAL return(redis.call('HGET',KEYS[1])) 1 k", 1}, // a failure too
		{"MULTI\nSET k v\nSET l v\nEXEC", 1},
		{"MULTI\nGET k\nEXEC", 0},
		{"MULTI\nSET k v\nDISCARD", 0},
		{"MULTI\nSET k\nSET k v\nEXEC", 0}, // EXECABORT
		{"MULTI\nSET k v\nNONSENSE\nEXEC", 0},
		{"SET k 1\nWATCH k\nSET k 2\nMULTI\nSET k 3\nEXEC", 2},
		{"XGROUP CREATE s g 0 MKSTREAM\nXREADGROUP GROUP g c STREAMS s >\nXREADGROUP GROUP g c STREAMS s >", 1}, // idle polls are free
	} {
		e, c := idle(t)
		for line := range strings.Lines(tc.commands) {
			e.execute(c, strings.Fields(line))
		}
		got := 0
		if e.open != nil {
			got = len(e.open.records)
		}
		if got != tc.want {
			t.Errorf("%q: %d records, want %d", tc.commands, got, tc.want)
		}
	}
}

// miniredis alone misses these; found by comparing with redis-server.
func TestWatchNoticesDeletions(t *testing.T) {
	t.Parallel()
	for _, change := range []string{"HDEL h a", "ZREM z a", "ZPOPMIN z", "ZREMRANGEBYSCORE z 0 1", "XTRIM x MAXLEN 1", "FLUSHALL", "DEL h"} {
		for _, again := range []string{"PING", "WATCH h z x"} { // a second WATCH must not forget
			e, c := idle(t)
			for line := range strings.Lines("HSET h a 1 b 2\nZADD z 1 a 2 b\nXADD x 1-1 f v\nXADD x 2-1 f v\nWATCH h z x\n" + change + "\n" + again + "\nMULTI\nSET k v") {
				if r := e.execute(c, strings.Fields(line)); isError(r.text) {
					t.Fatalf("%s: %s", line, r.text)
				}
			}
			if r := e.execute(c, []string{"EXEC"}); !isNil(r.text) {
				t.Errorf("%s after WATCH: EXEC gives %q", change, r.text)
			}
			e.execute(c, []string{"MULTI"})
			if r := e.execute(c, []string{"EXEC"}); string(r.text) != "*0\r\n" {
				t.Errorf("%s: the next EXEC gives %q", change, r.text)
			}
		}
	}
}

// Jobs: what was delivered and not acknowledged is pending after a rewrite, for
// the same consumer, as often delivered.
func TestGroupsSurviveARewrite(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := start(t, dir)
	c := s.Client()
	must(t, c.XGroupCreateMkStream(ctx, "jobs", "g", "0").Err())
	for range 3 {
		must(t, c.XAdd(ctx, &redis.XAddArgs{Stream: "jobs", Values: []any{"job", "x"}}).Err())
	}
	res, err := c.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g", Consumer: "c", Streams: []string{"jobs", ">"}, Count: 2}).Result()
	must(t, err)
	must(t, c.XAck(ctx, "jobs", "g", res[0].Messages[0].ID).Err())
	must(t, c.XDel(ctx, "jobs", res[0].Messages[0].ID).Err())
	last := c.XAdd(ctx, &redis.XAddArgs{Stream: "jobs", Values: []any{"job", "last"}}).Val()
	must(t, c.XDel(ctx, "jobs", last).Err())
	s.forceRewrite(t)
	must(t, s.Close())

	c = start(t, dir).Client()
	pending, err := c.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: "jobs", Group: "g", Start: "-", End: "+", Count: 9}).Result()
	must(t, err)
	if len(pending) != 1 || pending[0].ID != res[0].Messages[1].ID || pending[0].Consumer != "c" || pending[0].RetryCount != 1 {
		t.Errorf("pending: %+v", pending)
	}
	next, err := c.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g", Consumer: "d", Streams: []string{"jobs", ">"}}).Result()
	if err != nil || len(next[0].Messages) != 1 {
		t.Errorf("next delivery: %v, %v", next, err)
	}
	if err := c.XAdd(ctx, &redis.XAddArgs{Stream: "jobs", ID: last, Values: []any{"job", "x"}}).Err(); err == nil {
		t.Log("a deleted entry's id was given out again") // miniredis looks at the last entry only
	}
	if info := c.XInfoStream(ctx, "jobs"); info.Err() == nil && info.Val().LastGeneratedID < last {
		t.Errorf("last id %s, want %s", info.Val().LastGeneratedID, last)
	}
}
