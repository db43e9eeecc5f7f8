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
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// suite is what a Store must do on every kind of server. Its tests share the
// server: each has a guild of its own.
func suite(t *testing.T, open func() *redisstore.Store) {
	t.Helper()
	tests := map[string]func(*testing.T, *redisstore.Store, string){
		"round trip":            testRoundTrip,
		"replace":               testReplace,
		"unchanged":             testUnchanged,
		"delete":                testDelete,
		"refused":               testRefused,
		"damage is mended":      testDamage,
		"foreign keys":          testForeign,
		"guilds apart":          testGuilds,
		"load many":             testLoadMany,
		"vectors":               testVectors,
		"vectors not whole":     testVectorsTorn,
		"vectors left behind":   testVectorsLeftBehind,
		"vectors race":          testVectorsRace,
		"follow":                testFollow,
		"follow after trimming": testTrimmed,
		"follow without a log":  testLogGone,
		"follow an empty log":   testLogFull,
		"follow visit fails":    testVisitFails,
		"concurrent puts":       testConcurrentPuts,
		"put and delete race":   testPutDelete,
		"never half":            testNeverHalf,
		"cancelled":             testCancelled,
		"large article":         testLarge,
	}
	for i, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, open(), guildIn(i))
		})
	}
}

// guildIn names a guild of a bucket, so that each test has a log to itself.
func guildIn(bucket int) string {
	for i := 0; ; i++ {
		if guild := fmt.Sprint("guild-", i); redisstore.Bucket(guild) == bucket {
			return guild
		}
	}
}

// article makes an article of n paragraphs, a chunk each, whose every
// paragraph tells which article it is of.
func article(url, mark string, n int) (retrieval.Article, []retrieval.Chunk) {
	a := retrieval.Article{
		ID: retrieval.ArticleID(url), URL: url, Title: mark, Outlet: "The Test", Lang: "en",
		Published: time.Date(2022, 2, 16, 23, 30, 0, 0, time.FixedZone("", -5*3600)),
		Fetched:   time.Date(2022, 2, 17, 6, 0, 0, 123456789, time.UTC),
	}
	var chunks []retrieval.Chunk
	var all strings.Builder
	for i := range n {
		text := fmt.Sprintf("Paragraph %d of %s: “so he said”.\n\n", i, mark)
		c := retrieval.Chunk{Index: i, Start: all.Len(), End: all.Len() + len(text), Text: text}
		if i%2 == 1 {
			c.Speaker = "Mr Stoltenberg"
		}
		all.WriteString(text)
		chunks = append(chunks, c)
	}
	a.Text = all.String()
	return a, chunks
}

func put(t *testing.T, s *redisstore.Store, guild string, a retrieval.Article, chunks []retrieval.Chunk, version int, changed bool) {
	t.Helper()
	v, c, err := s.Put(t.Context(), guild, a, chunks)
	if err != nil || v != version || c != changed {
		t.Fatalf("Put = %d, %v, %v; want %d, %v", v, c, err, version, changed)
	}
}

func same(t *testing.T, got, want retrieval.Article, gotChunks, wantChunks []retrieval.Chunk) {
	t.Helper()
	for _, pair := range [][2]time.Time{{got.Published, want.Published}, {got.Updated, want.Updated}, {got.Fetched, want.Fetched}} {
		// The day that the page means depends on the zone, so it counts too.
		if !pair[0].Equal(pair[1]) || pair[0].Format(time.RFC3339) != pair[1].Format(time.RFC3339) {
			t.Errorf("time %v, want %v", pair[0], pair[1])
		}
	}
	want.Published, want.Updated, want.Fetched = got.Published, got.Updated, got.Fetched
	if got != want {
		t.Errorf("article\n%+v, want\n%+v", got, want)
	}
	if !slices.Equal(gotChunks, wantChunks) {
		t.Errorf("chunks\n%+v, want\n%+v", gotChunks, wantChunks)
	}
}

func testRoundTrip(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	plain, plainChunks := article("https://a.example/plain", "plain", 3)
	bare := retrieval.Article{ID: retrieval.ArticleID("https://a.example/bare"), URL: "https://a.example/bare", Text: "x"}
	odd, _ := article("https://a.example/odd", "nul \x00, \xff and 記事\r\n", 1)
	odd.Updated = time.Date(1885, 1, 2, 3, 4, 5, 0, time.FixedZone("LMT", 3208))
	odd.Text = "\x00\xff\r\n$5\r\n“”"
	for _, c := range []struct {
		article retrieval.Article
		chunks  []retrieval.Chunk
	}{
		{plain, plainChunks},
		{bare, []retrieval.Chunk{{End: 1, Text: "x"}}},
		{odd, []retrieval.Chunk{{End: 2, Text: "\x00\xff"}, {Index: 1, Start: 2, End: len(odd.Text), Text: odd.Text[2:]}}},
	} {
		put(t, s, g, c.article, c.chunks, 1, true)
		got, chunks, err := s.Get(t.Context(), g, c.article.ID)
		if err != nil {
			t.Fatal(err)
		}
		c.article.Version = 1
		if c.article.Title == odd.Title { // RFC 3339 has no seconds in a zone
			c.article.Updated = c.article.Updated.In(time.FixedZone("", 3180))
		}
		same(t, got, c.article, chunks, c.chunks)
		put(t, s, g, got, chunks, 1, false)
	}
	wrong, chunks := article("https://a.example/wrong", "year", 1)
	wrong.Published = time.Date(20222, 2, 16, 0, 0, 0, 0, time.UTC)
	put(t, s, g, wrong, chunks, 1, true)
	if got, _, err := s.Get(t.Context(), g, wrong.ID); err != nil || !got.Published.IsZero() {
		t.Errorf("year 20222: %v, %v", got.Published, err)
	}
}

func testReplace(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	long, longChunks := article("https://a.example/1", "first", 9)
	short, shortChunks := article("https://a.example/1", "second", 2)
	put(t, s, g, long, longChunks, 1, true)
	before := keysOf(t, s, g)
	put(t, s, g, short, shortChunks, 2, true)
	got, chunks, err := s.Get(t.Context(), g, short.ID)
	if err != nil {
		t.Fatal(err)
	}
	short.Version = 2
	same(t, got, short, chunks, shortChunks)
	after := keysOf(t, s, g)
	if len(before) != 1+1+9 || len(after) != 1+1+2 {
		t.Errorf("keys before %v, after %v: old chunks stay", before, after)
	}
	for _, key := range after {
		if ttl := s.Client().TTL(t.Context(), key).Val(); ttl != -1 {
			t.Errorf("%s has a time to live: %v", key, ttl)
		}
	}
}

// keysOf lists a guild's keys, with every node's that has any.
func keysOf(t *testing.T, s *redisstore.Store, guild string) []string {
	t.Helper()
	var mu sync.Mutex
	found := map[string]bool{}
	scan := func(ctx context.Context, c *redis.Client) error {
		for it := c.Scan(ctx, 0, "nd:*:g:"+guild+":*", 1000).Iterator(); it.Next(ctx); {
			mu.Lock()
			found[it.Val()] = true
			mu.Unlock()
		}
		return nil
	}
	if c, ok := s.Client().(*redis.ClusterClient); ok {
		_ = c.ForEachMaster(t.Context(), scan)
	} else {
		_ = scan(t.Context(), s.Client().(*redis.Client))
	}
	return slices.Sorted(maps.Keys(found))
}

func testUnchanged(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "same", 3)
	put(t, s, g, a, chunks, 1, true)
	logged := len(logOf(t, s, g))
	a.Fetched = a.Fetched.Add(time.Hour)
	put(t, s, g, a, chunks, 1, false)
	if again := len(logOf(t, s, g)); logged != 1 || again != 1 {
		t.Errorf("log entries %d, then %d; want 1", logged, again)
	}
	got, _, err := s.Get(t.Context(), g, a.ID)
	if err != nil || !got.Fetched.Equal(a.Fetched.Add(-time.Hour)) {
		t.Errorf("an unchanged article was written: fetched %v, %v", got.Fetched, err)
	}
}

// logOf is a guild's part of its bucket's log.
func logOf(t *testing.T, s *redisstore.Store, guild string) []redis.XMessage {
	t.Helper()
	all, err := s.Client().XRange(t.Context(), logKeyOf(guild), "-", "+").Result()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(m redis.XMessage) bool { return m.Values["guild"] != guild })
}

func testDelete(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "gone soon", 3)
	put(t, s, g, a, chunks, 1, true)
	if err := s.Delete(t.Context(), g, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Get(t.Context(), g, a.ID); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("Get after Delete: %v", err)
	}
	if err := s.Delete(t.Context(), g, a.ID); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("second Delete: %v", err)
	}
	if keys := keysOf(t, s, g); len(keys) != 0 {
		t.Errorf("left behind: %v", keys)
	}
	put(t, s, g, a, chunks, 1, true)
}

func testRefused(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "fine", 2)
	notOurs := a
	notOurs.ID = "1:c:0"
	for name, c := range map[string]struct {
		guild   string
		article retrieval.Article
		chunks  []retrieval.Chunk
		want    error
	}{
		"no guild":     {"", a, chunks, redisstore.ErrName},
		"colon":        {"1:arts", a, chunks, redisstore.ErrName},
		"brace":        {"{1}", a, chunks, redisstore.ErrName},
		"line break":   {"1\n2", a, chunks, redisstore.ErrName},
		"id":           {"1", notOurs, chunks, redisstore.ErrName},
		"no chunks":    {"1", a, nil, retrieval.ErrEmpty},
		"chunk amiss":  {"1", a, chunks[:1], nil},
		"wrong chunks": {"1", a, []retrieval.Chunk{chunks[1], chunks[0]}, nil},
	} {
		_, _, err := s.Put(t.Context(), c.guild, c.article, c.chunks)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, id := range []string{"", "x", strings.Repeat("F", 32), strings.Repeat("0", 32)} {
		if _, _, err := s.Get(t.Context(), "1", id); !errors.Is(err, retrieval.ErrNotFound) {
			t.Errorf("Get %q: %v", id, err)
		}
		if err := s.Delete(t.Context(), "1", id); !errors.Is(err, retrieval.ErrNotFound) {
			t.Errorf("Delete %q: %v", id, err)
		}
	}
}

// A server with an eviction policy loses chunks of articles that it lists.
func testDamage(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "torn", 4)
	whole, wholeChunks := article("https://a.example/2", "whole", 1)
	put(t, s, g, a, chunks, 1, true)
	put(t, s, g, whole, wholeChunks, 1, true)
	for i, harm := range []func(key string) error{
		func(key string) error { return s.Client().Del(t.Context(), key).Err() },
		func(key string) error { return s.Client().HSet(t.Context(), key, "text", "?").Err() },
	} {
		last := func(key string) bool { return strings.HasSuffix(key, fmt.Sprintf(":c:%s:%d:3", a.ID, i+1)) }
		keys := keysOf(t, s, g)
		if err := harm(keys[slices.IndexFunc(keys, last)]); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Get(t.Context(), g, a.ID); !errors.Is(err, redisstore.ErrDamaged) {
			t.Errorf("Get: %v", err)
		}
		found := map[string]retrieval.Article{}
		load(t, s, g, found)
		if len(found) != 1 || found[whole.ID].Text != whole.Text {
			t.Errorf("Load: %v", found)
		}
		put(t, s, g, a, chunks, i+2, true)
		if got, _, err := s.Get(t.Context(), g, a.ID); err != nil || got.Text != a.Text {
			t.Errorf("not mended: %v", err)
		}
	}
	if keys := keysOf(t, s, g); len(keys) != 1+2+4+1 {
		t.Errorf("left behind: %v", keys)
	}
}

// Keys that are not ours, in places where ours would be, must not stop a start.
func testForeign(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "ours", 1)
	put(t, s, g, a, chunks, 1, true)
	logKey := logKeyOf(g)
	prefix := strings.TrimSuffix(logKey, "log")
	s.Client().SAdd(t.Context(), prefix+"guilds", "not a guild", g+"-elsewhere")
	s.Client().ZAdd(t.Context(), prefix+"g:"+g+":arts", redis.Z{Member: "no-article"}, redis.Z{Member: strings.Repeat("0", 32)})
	found := map[string]retrieval.Article{}
	cursor := load(t, s, g, found)
	if len(found) != 1 || found[a.ID].Text != a.Text {
		t.Errorf("Load: %v", found)
	}
	s.Client().XAdd(t.Context(), &redis.XAddArgs{Stream: logKey, Values: []string{"what", "ever"}})
	b, chunks := article("https://a.example/2", "ours too", 1)
	put(t, s, g, b, chunks, 1, true)
	if got := follow(t, s, g, cursor, 1); got[0] != (retrieval.Change{Guild: g, ID: b.ID, Version: 1}) {
		t.Errorf("Follow: %v", got)
	}
}

func testGuilds(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	one, two := g, g+"2"
	a, chunks := article("https://a.example/1", "shared", 2)
	put(t, s, one, a, chunks, 1, true)
	if _, _, err := s.Get(t.Context(), two, a.ID); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("another guild sees it: %v", err)
	}
	put(t, s, two, a, chunks, 1, true)
	if err := s.Delete(t.Context(), one, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Get(t.Context(), two, a.ID); err != nil {
		t.Errorf("another guild lost it: %v", err)
	}
}

// load collects what Load shows of one guild; found may be nil.
func load(t *testing.T, s *redisstore.Store, guild string, found map[string]retrieval.Article) retrieval.Cursor {
	t.Helper()
	cursor, err := s.Load(t.Context(), func(g string, a retrieval.Article, chunks []retrieval.Chunk) error {
		if g == guild && found != nil {
			found[a.ID] = a
			for _, c := range chunks {
				if a.Text[c.Start:c.End] != c.Text {
					return fmt.Errorf("chunk %+v of %q", c, a.Text)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	forget(cursor, guild)
	return cursor
}

// forget drops from a cursor what is not the guild's: other tests cut the logs
// of other buckets.
func forget(cursor retrieval.Cursor, guild string) {
	maps.DeleteFunc(cursor, func(bucket, _ string) bool { return bucket != bucketOf(guild) })
}

// bucketOf is the bucket's name in a cursor.
func bucketOf(guild string) string { return fmt.Sprint("b", redisstore.Bucket(guild)) }

func logKeyOf(guild string) string { return "nd:{" + bucketOf(guild) + "}:log" }

// follow collects the next n changes of one guild.
func follow(t *testing.T, s *redisstore.Store, guild string, from retrieval.Cursor, n int) []retrieval.Change {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var changes []retrieval.Change
	defer forget(from, guild)
	err := s.Follow(ctx, from, func(c retrieval.Change) error {
		if c.Guild == guild {
			changes = append(changes, c)
		}
		if len(changes) == n {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Follow: %d changes of %d: %v", len(changes), n, err)
	}
	return changes
}

func testLoadMany(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	const n = 450 // more than two batches
	var wg sync.WaitGroup
	for worker := range 10 {
		wg.Go(func() {
			for i := worker; i < n; i += 10 {
				a, chunks := article(fmt.Sprintf("https://a.example/%d", i), fmt.Sprint("mark ", i), i%5+1)
				if _, _, err := s.Put(t.Context(), g, a, chunks); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	found := map[string]retrieval.Article{}
	load(t, s, g, found)
	for i := range n {
		want, _ := article(fmt.Sprintf("https://a.example/%d", i), fmt.Sprint("mark ", i), i%5+1)
		if got := found[want.ID]; got.Text != want.Text || got.Title != want.Title {
			t.Fatalf("article %d: %+v", i, got)
		}
	}
	stop := errors.New("stop")
	if _, err := s.Load(t.Context(), func(string, retrieval.Article, []retrieval.Chunk) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Load did not give visit's error: %v", err)
	}
}
