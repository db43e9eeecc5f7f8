package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/net/nettest"
)

// start opens a store in dir and closes it with the test.
func start(t testing.TB, dir string) *Server {
	t.Helper()
	s, err := Open(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatWasWrittenIsThereAgain(t *testing.T) {
	t.Parallel()
	dir, ctx := filepath.Join(t.TempDir(), "new"), t.Context()
	s := start(t, dir)
	_, err := s.Client().TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, "h", "title", "Satellites", "bytes", "\x00\r\n\xff")
		p.XAdd(ctx, &redis.XAddArgs{Stream: "log", Values: []any{"id", "1"}})
		p.XAdd(ctx, &redis.XAddArgs{Stream: "log", Values: []any{"id", "2"}})
		return nil
	})
	must(t, err)
	before, err := s.Client().XRange(ctx, "log", "-", "+").Result()
	must(t, err)
	must(t, s.Close())
	must(t, s.Close())

	s = start(t, dir)
	if got := s.Client().HGetAll(ctx, "h").Val(); got["bytes"] != "\x00\r\n\xff" || got["title"] != "Satellites" {
		t.Errorf("hash after replay: %q", got)
	}
	after, err := s.Client().XRange(ctx, "log", "-", "+").Result()
	must(t, err)
	if fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("ids of XADD * differ after replay: %v, %v", before, after)
	}
}

func TestFilesAreForTheOwnerAlone(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no modes on Windows")
	}
	dir := filepath.Join(t.TempDir(), "a", "b")
	start(t, dir)
	for path, want := range map[string]fs.FileMode{dir: 0o700, filepath.Join(dir, journalFile): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

func TestOneServerPerFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	if _, err := Open(t.Context(), dir, nil); !errors.Is(err, ErrLocked) {
		t.Errorf("second Open: %v, want ErrLocked", err)
	}
	must(t, s.Client().Set(t.Context(), "k", "v", 0).Err())
	must(t, s.Close())
	start(t, dir)
}

func TestPipelineLargerThanAnyBuffer(t *testing.T) {
	t.Parallel()
	s, ctx := start(t, t.TempDir()), t.Context()
	big := strings.Repeat("x", 1<<20)
	cmds, err := s.Client().Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range 20 {
			p.Set(ctx, fmt.Sprint("k", i), big, 0)
			p.Get(ctx, fmt.Sprint("k", i))
		}
		return nil
	})
	must(t, err)
	if got := cmds[39].(*redis.StringCmd).Val(); got != big {
		t.Errorf("last reply has %d bytes, want %d", len(got), len(big))
	}
}

func TestWatchSeesAConcurrentWrite(t *testing.T) {
	t.Parallel()
	s, ctx := start(t, t.TempDir()), t.Context()
	c := s.Client()
	err := c.Watch(ctx, func(tx *redis.Tx) error {
		must(t, c.Set(ctx, "k", "other", 0).Err())
		_, err := tx.TxPipelined(ctx, func(p redis.Pipeliner) error { return p.Set(ctx, "k", "mine", 0).Err() })
		return err
	}, "k")
	if !errors.Is(err, redis.TxFailedErr) {
		t.Errorf("EXEC after a watched key changed: %v, want TxFailedErr", err)
	}
	if got := c.Get(ctx, "k").Val(); got != "other" {
		t.Errorf("k = %q", got)
	}
}

// Optimistic increments from several goroutines: none may be lost, and none may
// be missing after replay.
func TestConcurrentClients(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := start(t, dir)
	const workers, each = 8, 25
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := range each {
				increment(t, s.Client())
				if err := s.Client().SAdd(ctx, "set", fmt.Sprint(w, "-", i)).Err(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	must(t, s.Close())
	c := start(t, dir).Client()
	if n, err := c.Get(ctx, "n").Int(); err != nil || n != workers*each {
		t.Errorf("n = %d (%v), want %d", n, err, workers*each)
	}
	if n := c.SCard(ctx, "set").Val(); n != workers*each {
		t.Errorf("set has %d, want %d", n, workers*each)
	}
}

func increment(t *testing.T, c *redis.Client) {
	t.Helper()
	ctx := t.Context()
	for {
		err := c.Watch(ctx, func(tx *redis.Tx) error {
			n, err := tx.Get(ctx, "n").Int()
			if err != nil && !errors.Is(err, redis.Nil) {
				return err
			}
			_, err = tx.TxPipelined(ctx, func(p redis.Pipeliner) error { return p.Set(ctx, "n", n+1, 0).Err() })
			return err
		}, "n")
		if !errors.Is(err, redis.TxFailedErr) {
			if err != nil {
				t.Error(err)
			}
			return
		}
	}
}

// A waiting reader must not keep others from writing, must see only what is on
// disk, and must go when the server does.
func TestBlockingReadWaitsWithoutTheLock(t *testing.T) {
	t.Parallel()
	s, ctx := start(t, t.TempDir()), t.Context()
	c := s.Client()
	must(t, c.XGroupCreateMkStream(ctx, "jobs", "g", "0").Err())
	type read struct {
		name string
		do   func() ([]redis.XStream, error)
	}
	for _, r := range []read{
		{"XREAD $", func() ([]redis.XStream, error) {
			return c.XRead(ctx, &redis.XReadArgs{Streams: []string{"jobs", "$"}, Block: 0}).Result()
		}},
		{"XREADGROUP", func() ([]redis.XStream, error) {
			return c.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g", Consumer: "c", Streams: []string{"jobs", ">"}, Block: time.Minute}).Result()
		}},
	} {
		got := make(chan string, 1)
		go func() {
			res, err := r.do()
			got <- fmt.Sprint(err == nil && len(res) == 1 && len(res[0].Messages) == 1)
		}()
		for done := false; !done; { // it may not have begun to wait: keep writing
			must(t, c.Set(ctx, "k", "v", 0).Err())
			must(t, c.XTrimMaxLen(ctx, "jobs", 0).Err())
			must(t, c.XAdd(ctx, &redis.XAddArgs{Stream: "jobs", Values: []any{"a", "b"}}).Err())
			select {
			case ok := <-got:
				if ok != "true" {
					t.Errorf("%s did not get its entry", r.name)
				}
				done = true
			default:
			}
		}
	}
	if _, err := c.XRead(ctx, &redis.XReadArgs{Streams: []string{"none", "0"}, Block: time.Millisecond}).Result(); !errors.Is(err, redis.Nil) {
		t.Errorf("expired XREAD: %v, want Nil", err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := c.XRead(ctx, &redis.XReadArgs{Streams: []string{"none", "0"}, Block: 0}).Result()
		ended <- err
	}()
	must(t, s.Close())
	if err := <-ended; err == nil {
		t.Error("XREAD BLOCK 0 ended without an error at Close")
	}
}

func TestRefusedCommands(t *testing.T) {
	t.Parallel()
	s, ctx := start(t, t.TempDir()), t.Context()
	c := s.Client()
	must(t, c.SAdd(ctx, "s", "a", "b").Err())
	for _, args := range [][]any{
		{"SET", "k", "v", "EX", 5},
		{"EXPIRE", "s", 5},
		{"SPOP", "s"},
		{"SRANDMEMBER", "s"},
		{"BLPOP", "l", 0},
		{"SUBSCRIBE", "c"},
		{"SELECT", 1},
		{"SWAPDB", 0, 1},
		{"NONSENSE"},
		{"EVAL", "return redis.call('SPOP', KEYS[1])", 1, "s"},
		{"EVAL", "return math.random()", 0},
		{"EVAL", "return redis.call('XREAD', 'BLOCK', 0, 'STREAMS', 'x', '0')", 0},
	} {
		err := c.Do(ctx, args...).Err()
		var reply redis.Error
		if !errors.As(err, &reply) {
			t.Errorf("%v: %v, want a refusal", args, err)
		}
	}
	_, err := c.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.Set(ctx, "half", "done", 0)
		p.Expire(ctx, "half", time.Hour)
		return nil
	})
	if err == nil || c.Exists(ctx, "half").Val() != 0 {
		t.Errorf("a transaction with a refused command was executed (%v)", err)
	}
	if n := c.SCard(ctx, "s").Val(); n != 2 {
		t.Errorf("set has %d members, want 2", n)
	}
}

func TestInfoAnswersTheStartCheck(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	got, err := s.Client().Info(t.Context(), "server", "memory", "persistence").Result()
	must(t, err)
	for _, want := range []string{"redis_version:7", "maxmemory_policy:noeviction\r\n", "aof_enabled:1\r\n", "aof_last_write_status:ok\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("INFO lacks %q: %q", want, got)
		}
	}
}

func TestCacheForgets(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := start(t, dir)
	c := s.Cache()
	must(t, c.Set(ctx, "short", "v", 50*time.Millisecond).Err())
	must(t, c.Set(ctx, "long", "v", time.Hour).Err())
	deadline := time.After(10 * time.Second)
	for c.Exists(ctx, "short").Val() == 1 {
		select {
		case <-deadline:
			t.Fatal("a key outlived its TTL by far")
		default:
			runtime.Gosched()
		}
	}
	if ttl := c.TTL(ctx, "long").Val(); ttl < 59*time.Minute {
		t.Errorf("TTL of the other key: %v", ttl)
	}
	if s.Client().Exists(ctx, "long").Val() != 0 {
		t.Error("the cache's keys are in the durable store")
	}
	must(t, s.Close())
	if start(t, dir).Cache().Exists(ctx, "long").Val() != 0 {
		t.Error("the cache survived a restart")
	}
}

func TestOpenCanBeCancelled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	must(t, s.Client().Set(t.Context(), "k", "v", 0).Err())
	must(t, s.Close())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, dir, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v, want Canceled", err)
	}
	start(t, dir)
}

// What go-redis would never send ends the connection, not the process.
func TestNonsenseOnTheWire(t *testing.T) {
	t.Parallel()
	s := start(t, t.TempDir())
	for in, want := range map[string]string{
		"GET k\r\n":                           "-ERR Protocol error",
		"*1\r\n$999999999999\r\n":             "-ERR Protocol error",
		"*0\r\n*1\r\n$4\r\nQUIT\r\n":          "+OK",
		"*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\nx\n": "-NOPROTO",
	} {
		conn, err := s.dial(t.Context(), "", "")
		must(t, err)
		_, err = conn.Write([]byte(in))
		must(t, err)
		got, err := io.ReadAll(conn) // until the server closes
		if err != nil || !strings.HasPrefix(string(got), want) {
			t.Errorf("%q gets %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestPipeIsANetConn(t *testing.T) {
	t.Parallel()
	nettest.TestConn(t, func() (c1, c2 net.Conn, stop func(), err error) {
		a, b := newPipe()
		return a, b, func() { _ = a.Close(); _ = b.Close() }, nil
	})
}
