package embedded

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.etcd.io/bbolt"
)

// filled makes a folder with a journal of n articles and returns it.
func filled(t testing.TB, n int) (dir string, ids []string) {
	t.Helper()
	dir = t.TempDir()
	s := start(t, dir)
	for i := range n {
		ids = append(ids, fmt.Sprint("id", i))
		must(t, putArticle(t.Context(), s.Client(), ids[i]))
	}
	must(t, s.Close())
	return dir, ids
}

func TestDamagedJournalIsAnError(t *testing.T) {
	t.Parallel()
	dir, _ := filled(t, 20)
	path := filepath.Join(dir, journalFile)
	whole, err := os.ReadFile(path)
	must(t, err)
	page := os.Getpagesize()
	for name, damage := range map[string]func([]byte) []byte{
		"cut to half":        func(b []byte) []byte { return b[:len(b)/2] },
		"cut to three pages": func(b []byte) []byte { return b[:3*page] },
		"cut to a byte":      func(b []byte) []byte { return b[:1] },
		"zeroed":             func(b []byte) []byte { return make([]byte, len(b)) },
		"zeroed past meta":   func(b []byte) []byte { clear(b[2*page:]); return b },
		"not a journal":      func([]byte) []byte { return []byte(strings.Repeat("news ", 5000)) },
		"one letter changed": func(b []byte) []byte {
			i := strings.LastIndex(string(b), "id7 said so")
			b[i] ^= 1
			return b
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, journalFile)
			bad := damage([]byte(string(whole)))
			must(t, os.WriteFile(path, bad, 0o600))
			if _, err := Open(t.Context(), dir, nil); !errors.Is(err, ErrCorrupt) {
				t.Fatalf("Open: %v, want ErrCorrupt", err)
			}
			if kept, err := os.ReadFile(path); err != nil || len(kept) != len(bad) {
				t.Errorf("the damaged file was changed: %v", err)
			}
			must(t, os.Remove(path)) // a panic in bbolt's Open keeps the lock of that file
			must(t, os.WriteFile(path, whole, 0o600))
			start(t, dir)
		})
	}
}

// Random bytes are changed past bbolt's meta pages, which have their own
// checksums. Either that is noticed or it hit nothing that counts.
func TestRandomDamageLosesNothingSilently(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 10)
	whole, err := os.ReadFile(filepath.Join(dir, journalFile))
	must(t, err)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	noticed := 0
	for range 150 {
		dir := t.TempDir()
		bad := []byte(string(whole))
		from := 2 * os.Getpagesize()
		for range 1 + r.IntN(3) {
			bad[from+r.IntN(len(bad)-from)] = byte(r.Uint32())
		}
		must(t, os.WriteFile(filepath.Join(dir, journalFile), bad, 0o600))
		s, err := Open(t.Context(), dir, nil)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) {
				t.Errorf("Open: %v, want ErrCorrupt", err)
			}
			noticed++
			continue
		}
		must(t, s.Close())
		checkWhole(t, dir, ids)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if noticed == 0 {
		t.Error("no damage was noticed")
	}
}

// The file is cut while the store is open: an error, not a SIGBUS.
func TestJournalCutWhileOpen(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 20)
	s := start(t, dir)
	must(t, os.Truncate(filepath.Join(dir, journalFile), int64(2*os.Getpagesize())))
	if err := putArticle(t.Context(), s.Client(), "new"); err == nil || !strings.HasPrefix(err.Error(), "READONLY ") {
		t.Errorf("write: %v", err)
	}
	if err := s.Client().HGetAll(t.Context(), "a:"+ids[0]).Err(); err == nil || !strings.HasPrefix(err.Error(), "JOURNAL ") {
		t.Errorf("read: %v", err)
	}
	if _, err := s.Client().TxPipelined(t.Context(), func(p redis.Pipeliner) error { return p.Get(t.Context(), "a").Err() }); err == nil {
		t.Error("a reading transaction is served from an empty memory")
	}
	if !errors.Is(s.Err(), ErrCorrupt) {
		t.Errorf("Err: %v", s.Err())
	}
	must(t, s.Close())
}

// A crash during a rewrite leaves a second generation: it does not count.
func TestUnfinishedRewriteIsIgnored(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 5)
	db, err := bbolt.Open(filepath.Join(dir, journalFile), 0o600, nil)
	must(t, err)
	must(t, db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket(bucketKey(1))
		if err != nil {
			return err
		}
		return b.Put(recordKey(1), []byte("half"))
	}))
	must(t, db.Close())
	checkWhole(t, dir, ids)
	s := start(t, dir)
	s.forceRewrite(t)
	must(t, s.Close())
	checkWhole(t, dir, ids)
}

// The journal is rewritten again and again while clients write.
func TestRewriteUnderLoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, dir)
	s.engine.mu.Lock()
	s.engine.slack = 1000
	s.engine.mu.Unlock()
	var ids []string
	var mu sync.Mutex
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 20 {
				id := fmt.Sprint(w, "-", i)
				if err := putArticle(t.Context(), s.Client(), id); err != nil {
					t.Error(err)
				}
				mu.Lock()
				ids = append(ids, id)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	must(t, s.Close())
	if s.engine.journal.generation < 3 {
		t.Errorf("only %d rewrites", s.engine.journal.generation)
	}
	checkWhole(t, dir, ids)
}

// A rewrite forgets the EVAL that loaded a script; EVALSHA in later records
// must find it all the same. Scripts that failed are not loaded by that.
func TestScriptsSurviveARewrite(t *testing.T) {
	t.Parallel()
	dir, ctx := t.TempDir(), t.Context()
	s := start(t, dir)
	const good, bad = "return redis.call('SET', KEYS[1], ARGV[1])", "return redis.call('NONSENSE')"
	must(t, s.Client().Eval(ctx, good, []string{"k"}, "1").Err())
	if s.Client().Eval(ctx, bad, nil).Err() == nil {
		t.Fatal("the bad script succeeded")
	}
	s.forceRewrite(t)
	must(t, s.Client().EvalSha(ctx, sha(good), []string{"k"}, "2").Err())
	must(t, s.Close())
	c := start(t, dir).Client()
	if got := c.Get(ctx, "k").Val(); got != "2" {
		t.Errorf("k = %q after replay, want 2", got)
	}
	if err := c.EvalSha(ctx, sha(bad), nil).Err(); !redis.HasErrorPrefix(err, "NOSCRIPT") {
		t.Errorf("bad script: %v", err)
	}
}
