package redisstore_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// What Put acknowledged is there, whole, after the server was killed.
// NEWSDESK_KILL_ROUNDS asks for more rounds than the usual 3.
func TestKill(t *testing.T) {
	t.Parallel()
	rounds := 3
	if n, err := strconv.Atoi(os.Getenv("NEWSDESK_KILL_ROUNDS")); err == nil {
		rounds = n
	}
	server := redistest.Start(t)
	acknowledged := &ledger{versions: map[string]int{}}
	for range rounds {
		s := open(t, server)
		write(t, s, acknowledged, server)
		_ = s.Close()
		server.Restart()
		acknowledged.compare(t, open(t, server))
	}
	t.Logf("%d rounds, %d writes acknowledged, %d articles", rounds, acknowledged.writes, len(acknowledged.versions))
}

// Redis 7.0 does not cut off all of a transaction that a crash left half
// written in its file: at the start after next it executes the beginning of it
// (TestKill met an article whose old chunks were gone and whose new ones were
// missing). So the beginning of each of ours has to be harmless.
func TestTornTransaction(t *testing.T) {
	t.Parallel()
	for _, binary := range []string{"redis-server", "valkey-server"} {
		t.Run(binary, func(t *testing.T) {
			t.Parallel()
			server := redistest.StartBinary(t, binary)
			file := filepath.Join(server.Dir(), "appendonlydir", "appendonly.aof.1.incr.aof")
			s := open(t, server)
			old, oldChunks := versionOf("https://a.example/1", 3)
			put(t, s, "1", old, oldChunks, 1, true)
			before := size(t, file)
			changed, chunks := versionOf("https://a.example/1", 5)
			put(t, s, "1", changed, chunks, 2, true)
			replaced := size(t, file)
			if err := s.PutVectors(t.Context(), "1", old.ID, retrieval.Vectors{Version: 2, Model: "m", Codes: codes("m", len(chunks))}); err != nil {
				t.Fatal(err)
			}
			embedded := size(t, file)
			if err := s.Delete(t.Context(), "1", old.ID); err != nil {
				t.Fatal(err)
			}
			deleted := size(t, file)
			server.Kill()
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, cut := range slices.Concat(cuts(before, replaced), cuts(replaced, embedded), cuts(embedded, deleted)) {
				if err := os.WriteFile(file, whole[:cut], 0o600); err != nil {
					t.Fatal(err)
				}
				server.Restart()
				other, otherChunks := article("https://a.example/2", "other", 2)
				put(t, open(t, server), "1", other, otherChunks, 1, true)
				server.Kill()
				server.Restart()
				found := map[string]retrieval.Article{}
				s := open(t, server)
				load(t, s, "1", found)
				a, ok := found[old.ID]
				if ok && a.Text != old.Text && a.Text != changed.Text || !ok && cut <= embedded || found[other.ID].Text != other.Text {
					t.Errorf("cut at %d (%d, %d, %d, %d): %+v", cut, before, replaced, embedded, deleted, found)
				}
				for _, v := range vectorsIn(t, s, "1", old.ID) {
					if v.Version != 2 || !slices.Equal(v.Codes, codes("m", len(chunks))) {
						t.Errorf("cut at %d: vectors %+v", cut, v)
					}
				}
				server.Kill()
			}
		})
	}
}

// cuts are places between two sizes of a file, in the middle of commands and,
// by chance, between some.
func cuts(from, to int64) []int64 {
	var all []int64
	for i := range int64(8) {
		all = append(all, from+(to-from)*(i+1)/9)
	}
	return all
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// ledger remembers what was acknowledged: the versions by URL.
type ledger struct {
	mu       sync.Mutex
	versions map[string]int
	writes   int
}

// write puts articles from several goroutines, new ones and new versions of old
// ones, until the server is killed under them.
func write(t *testing.T, s *redisstore.Store, l *ledger, server *redistest.Server) {
	t.Helper()
	const writers = 4
	var acks atomic.Int64
	enough := int64(20 + rand.N(60))
	var once sync.Once
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for {
				url := fmt.Sprintf("https://a.example/%d/%d", w, rand.N(200))
				l.mu.Lock()
				next := l.versions[url] + 1
				l.mu.Unlock()
				a, chunks := versionOf(url, next+rand.N(1000)*1000)
				version, _, err := s.Put(t.Context(), "1", a, chunks)
				if err != nil {
					return
				}
				l.mu.Lock()
				l.versions[url] = version
				l.writes++
				l.mu.Unlock()
				if acks.Add(1) >= enough {
					once.Do(server.Kill)
				}
			}
		})
	}
	wg.Wait()
}

// versionOf makes an article whose text tells by its length which one it is.
func versionOf(url string, mark int) (retrieval.Article, []retrieval.Chunk) {
	return article(url, fmt.Sprint(url, "#", mark), mark%9+1)
}

// compare holds the store to the ledger. A version above the acknowledged one
// is a write whose acknowledgement the kill cut off.
func (l *ledger) compare(t *testing.T, s *redisstore.Store) {
	t.Helper()
	found := map[string]retrieval.Article{}
	load(t, s, "1", found)
	for url, version := range l.versions {
		a := found[retrieval.ArticleID(url)]
		if a.Version < version {
			_, _, err := s.Get(t.Context(), "1", retrieval.ArticleID(url))
			t.Errorf("%s: version %d was acknowledged, %d is there (%v)", url, version, a.Version, err)
		}
		l.versions[url] = a.Version
	}
	for _, a := range found {
		var mark int
		if _, err := fmt.Sscanf(a.Title[len(a.URL):], "#%d", &mark); err != nil {
			t.Fatal(err)
		}
		if want, _ := versionOf(a.URL, mark); a.Text != want.Text {
			t.Errorf("%s is not whole: %q", a.Title, a.Text)
		}
	}
}
