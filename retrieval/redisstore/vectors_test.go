package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// codes are n vectors that tell a mark, with the bytes that a code may hold.
func codes(mark string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(mark, i, "\x00\xff\r\n")
	}
	return all
}

func vectorsIn(t *testing.T, s *redisstore.Store, guild string, ids ...string) map[string]retrieval.Vectors {
	t.Helper()
	found := map[string]retrieval.Vectors{}
	err := s.Vectors(t.Context(), guild, ids, func(id string, v retrieval.Vectors) { found[id] = v })
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func testVectors(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	one, oneChunks := article("https://a.example/1", "one", 3)
	two, twoChunks := article("https://a.example/2", "two", 2)
	put(t, s, g, one, oneChunks, 1, true)
	put(t, s, g, two, twoChunks, 1, true)
	if got := vectorsIn(t, s, g, one.ID, two.ID); len(got) != 0 {
		t.Errorf("before there are any: %v", got)
	}
	cursor := load(t, s, g, nil)
	give := func(id string, version int, model string, n int) error {
		return s.PutVectors(t.Context(), g, id, retrieval.Vectors{Version: version, Model: model, Codes: codes(model, n)})
	}
	for _, model := range []string{"small", "large"} { // the second takes the first's place
		if err := give(one.ID, 1, model, 3); err != nil {
			t.Fatal(err)
		}
		want := map[string]retrieval.Vectors{one.ID: {Version: 1, Model: model, Codes: codes(model, 3)}}
		if got := vectorsIn(t, s, g, two.ID, one.ID, retrieval.ArticleID("none")); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	told := []retrieval.Change{{Guild: g, ID: one.ID, Version: 1, Model: "small"}, {Guild: g, ID: one.ID, Version: 1, Model: "large"}}
	if got := follow(t, s, g, cursor, 2); !slices.Equal(got, told) {
		t.Errorf("the log tells %+v", got)
	}
	got, gotChunks, err := s.Get(t.Context(), g, one.ID)
	if err != nil {
		t.Fatal(err)
	}
	one.Version = 1
	same(t, got, one, gotChunks, oneChunks)

	for name, err := range map[string]error{
		"an earlier version": give(one.ID, 0, "small", 3), "a later one": give(one.ID, 2, "small", 3),
		"no article": give(retrieval.ArticleID("none"), 1, "small", 3), "no ID": give("../x", 1, "small", 3),
	} {
		if !errors.Is(err, retrieval.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if give(one.ID, 1, "small", 2) == nil || give(one.ID, 1, "", 3) == nil || give(one.ID, 1, "small", 0) == nil {
		t.Error("vectors that are not the chunks' are taken")
	}
	if got := vectorsIn(t, s, g, one.ID)[one.ID]; got.Model != "large" {
		t.Errorf("after refusals: %+v", got)
	}
	// A new version has chunks of its own, and a deletion leaves nothing.
	longer, longerChunks := article("https://a.example/1", "one, longer", 4)
	put(t, s, g, longer, longerChunks, 2, true)
	if got := vectorsIn(t, s, g, one.ID); len(got) != 0 {
		t.Errorf("a new version has the old one's vectors: %v", got)
	}
	if err := give(one.ID, 2, "small", 4); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{one.ID, two.ID} {
		if err := s.Delete(t.Context(), g, id); err != nil {
			t.Fatal(err)
		}
	}
	if keys := keysOf(t, s, g); len(keys) != 0 {
		t.Errorf("left behind: %q", keys)
	}
}

// What a crash can leave of a transaction is not taken for an article's
// vectors.
func testVectorsTorn(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "one", 3)
	put(t, s, g, a, chunks, 1, true)
	if err := s.PutVectors(t.Context(), g, a.ID, retrieval.Vectors{Version: 1, Model: "small", Codes: codes("small", 3)}); err != nil {
		t.Fatal(err)
	}
	key := ""
	for _, k := range keysOf(t, s, g) {
		if strings.HasSuffix(k, ":1:1") {
			key = k
		}
	}
	for name, damage := range map[string]func() error{
		"another model": func() error { return s.Client().HSet(t.Context(), key, "vecmodel", "large").Err() },
		"no vector":     func() error { return s.Client().HDel(t.Context(), key, "vec", "vecmodel").Err() },
	} {
		if err := damage(); err != nil {
			t.Fatal(name, err)
		}
		if got := vectorsIn(t, s, g, a.ID); len(got) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
		if _, _, err := s.Get(t.Context(), g, a.ID); err != nil {
			t.Errorf("%s: the article can't be read: %v", name, err)
		}
	}
}

// A deletion cut short by a crash leaves chunks with vectors, and versions begin
// anew: the next article under these names had the vectors of the last.
func testVectorsLeftBehind(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "one", 3)
	put(t, s, g, a, chunks, 1, true)
	if err := s.PutVectors(t.Context(), g, a.ID, retrieval.Vectors{Version: 1, Model: "small", Codes: codes("small", 3)}); err != nil {
		t.Fatal(err)
	}
	for _, key := range keysOf(t, s, g) {
		if strings.HasSuffix(key, ":a:"+a.ID) {
			if err := s.Client().Del(t.Context(), key).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	other, chunks := article("https://a.example/1", "other", 2)
	put(t, s, g, other, chunks, 1, true)
	if got := vectorsIn(t, s, g, a.ID); len(got) != 0 {
		t.Errorf("vectors of another text: %+v", got)
	}
}

// Vectors are put while the article is replaced: they stay with the version
// they are of.
func testVectorsRace(t *testing.T, s *redisstore.Store, g string) {
	t.Helper()
	a, chunks := article("https://a.example/1", "one", 3)
	put(t, s, g, a, chunks, 1, true)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		var err error
		for version := 1; ctx.Err() == nil && err == nil; version++ {
			a.Outlet = fmt.Sprint("version ", version)
			_, _, err = s.Put(t.Context(), g, a, chunks)
		}
		done <- err
	}()
	kept := 0
	for range 40 {
		now, _, err := s.Get(t.Context(), g, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		mark := fmt.Sprint("of ", now.Version)
		err = s.PutVectors(t.Context(), g, a.ID, retrieval.Vectors{Version: now.Version, Model: "m", Codes: codes(mark, 3)})
		if err == nil {
			kept++
		} else if !errors.Is(err, retrieval.ErrNotFound) {
			t.Fatal(err)
		}
		for _, v := range vectorsIn(t, s, g, a.ID) {
			if want := codes(fmt.Sprint("of ", v.Version), 3); !slices.Equal(v.Codes, want) {
				t.Fatalf("version %d has %q", v.Version, v.Codes)
			}
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of 40 were in time", kept)
	if err := s.Delete(t.Context(), g, a.ID); err != nil {
		t.Fatal(err)
	}
	if keys := keysOf(t, s, g); len(keys) != 0 {
		t.Errorf("vectors were written to chunks that are gone: %q", keys)
	}
}
