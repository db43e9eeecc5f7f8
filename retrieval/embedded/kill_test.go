package embedded

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const chunksPerArticle = 5

// putArticle writes what an ingest writes, in one transaction.
func putArticle(ctx context.Context, c *redis.Client, id string) error {
	_, err := c.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, "a:"+id, "id", id, "title", "Satellites "+id, "chunks", chunksPerArticle)
		for i := range chunksPerArticle {
			p.HSet(ctx, fmt.Sprint("c:", id, ":", i), "id", id, "text", strings.Repeat(id+" said so. ", 90))
		}
		p.ZAdd(ctx, "arts", redis.Z{Score: float64(len(id)), Member: id})
		p.XAdd(ctx, &redis.XAddArgs{Stream: "log", Values: []any{"id", id}})
		return nil
	})
	return err
}

// parts counts what is stored of an article: all of it is chunksPerArticle + 3.
func parts(t testing.TB, c *redis.Client, id string, logged map[string]bool) int {
	t.Helper()
	ctx, n := t.Context(), 0
	if got := c.HGetAll(ctx, "a:"+id).Val(); got["id"] == id && len(got) == 3 {
		n++
	}
	for i := range chunksPerArticle {
		if got := c.HGetAll(ctx, fmt.Sprint("c:", id, ":", i)).Val(); got["text"] == strings.Repeat(id+" said so. ", 90) {
			n++
		}
	}
	if c.ZScore(ctx, "arts", id).Err() == nil {
		n++
	}
	if logged[id] {
		n++
	}
	return n
}

// writeForEver is the child: it prints each id once its write was acknowledged.
// Its journal is rewritten often, so that kills hit that too.
func writeForEver(dir string) error {
	s, err := Open(context.Background(), dir, nil)
	if err != nil {
		return err
	}
	s.engine.mu.Lock()
	s.engine.slack = 256 << 10
	s.engine.mu.Unlock()
	failed := make(chan error)
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), w, i)
				if err := putArticle(context.Background(), s.Client(), id); err != nil {
					failed <- err
					return
				}
				fmt.Println(id) // one write to the pipe
			}
		}()
	}
	return <-failed
}

func openOnly(dir string) error {
	s, err := Open(context.Background(), dir, nil)
	if err != nil {
		return err
	}
	return s.Close()
}

func child(t testing.TB, role, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self, dir)
	cmd.Env = append(os.Environ(), childRole+"="+role)
	return cmd
}

// TestKill9 kills a writing process again and again: what it acknowledged is
// there and whole, and nothing is there by half.
func TestKill9(t *testing.T) {
	t.Parallel()
	rounds := 3
	if n, err := strconv.Atoi(os.Getenv("NEWSDESK_KILL_ROUNDS")); err == nil {
		rounds = n
	}
	total := 0
	for round := range rounds {
		dir := t.TempDir()
		for range 2 { // the second time on what the first left
			acknowledged := killWriter(t, dir)
			checkWhole(t, dir, acknowledged)
			total += len(acknowledged)
		}
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
		must(t, os.RemoveAll(dir))
	}
	t.Logf("%d SIGKILLs, %d acknowledged writes, none lost or halved", 2*rounds, total)
}

// killWriter runs the child for a random while after its first write, kills it,
// and returns the ids it acknowledged.
func killWriter(t *testing.T, dir string) []string {
	t.Helper()
	cmd := child(t, "writer", dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	var ids []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if len(ids) == 0 {
			time.AfterFunc(rand.N(400*time.Millisecond), func() { _ = cmd.Process.Kill() })
		}
		if strings.HasPrefix(lines.Text(), "error:") {
			t.Fatal(lines.Text())
		}
		ids = append(ids, lines.Text())
	}
	_ = cmd.Wait() // it was killed
	if len(ids) == 0 {
		t.Fatal("the writer wrote nothing")
	}
	return ids
}

func checkWhole(t *testing.T, dir string, acknowledged []string) {
	t.Helper()
	s := start(t, dir)
	c := s.Client()
	entries, err := c.XRange(t.Context(), "log", "-", "+").Result()
	must(t, err)
	logged := map[string]bool{}
	for _, entry := range entries {
		logged[entry.Values["id"].(string)] = true
	}
	for _, id := range acknowledged {
		if n := parts(t, c, id, logged); n != chunksPerArticle+3 {
			t.Errorf("%s was acknowledged and has %d parts of %d", id, n, chunksPerArticle+3)
		}
	}
	for _, key := range c.Keys(t.Context(), "*").Val() { // also what was never acknowledged
		if id, ok := strings.CutPrefix(key, "a:"); ok {
			if n := parts(t, c, id, logged); n != chunksPerArticle+3 {
				t.Errorf("%s has %d parts of %d", id, n, chunksPerArticle+3)
			}
		}
	}
	if n := c.ZCard(t.Context(), "arts").Val(); n != int64(len(logged)) {
		t.Errorf("%d articles, %d entries in the log", n, len(logged))
	}
	must(t, s.Close())
}

func TestSecondProcessIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	out, err := child(t, "opener", dir).Output()
	if err == nil || !strings.Contains(string(out), ErrLocked.Error()) {
		t.Errorf("second process: %v, %s", err, out)
	}
	must(t, s.Close())
	if out, err := child(t, "opener", dir).Output(); err != nil {
		t.Errorf("after Close: %v, %s", err, out)
	}
}
