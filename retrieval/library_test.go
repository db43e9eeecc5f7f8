package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// openServer is a store of the kind that a program without settings has.
func openServer(t *testing.T) *embedded.Server {
	t.Helper()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

func newStore(server *embedded.Server) *redisstore.Store {
	s := redisstore.New(server.Client(), nil)
	s.Interval = 5 * time.Millisecond
	return s
}

func openLibrary(t *testing.T, store retrieval.Store) *retrieval.Library {
	t.Helper()
	l, err := retrieval.Open(t.Context(), store, retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// run lets the library follow its store until the test ends.
func run(t *testing.T, l *retrieval.Library) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- l.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run: %v", err)
		}
	})
}

// story makes an article about a subject, published on a day of February 2022.
func story(url, subject string, day int) retrieval.Article {
	return retrieval.Article{
		URL: url, Title: "News of " + subject, Outlet: "The Test", Lang: "en",
		Published: time.Date(2022, 2, day, 12, 0, 0, 0, time.UTC),
		Text: fmt.Sprintf("The ministry spoke about %s on Monday. It said that %s would be discussed again.\n\n", subject, subject) +
			"Nobody else had anything to say.",
	}
}

func add(t *testing.T, l *retrieval.Library, guild string, a retrieval.Article) retrieval.Added {
	t.Helper()
	added, err := l.Add(t.Context(), guild, a)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// finds tells whether a search for the words has a passage that holds them.
func finds(t *testing.T, l *retrieval.Library, guild, words string) bool {
	t.Helper()
	result, err := l.Search(t.Context(), retrieval.Query{Guild: guild, Text: words})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range result.Passages {
		if strings.Contains(p.Text, words) {
			return true
		}
	}
	return false
}

// eventually polls until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("never: " + what)
		}
	}
}

func TestLibraryAdd(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	l := openLibrary(t, newStore(server))
	a := story("https://a.example/1", "satellites", 16)
	if got := add(t, l, "1", a); got.Version != 1 || !got.Changed || got.Replaced || got.Chunks < 1 {
		t.Errorf("first: %+v", got)
	}
	if !finds(t, l, "1", "satellites") {
		t.Error("what was added is not found")
	}
	if finds(t, l, "2", "satellites") || len(l.Articles("2")) != 0 {
		t.Error("another guild finds it")
	}
	if got := add(t, l, "1", a); got.Version != 1 || got.Changed || got.Replaced {
		t.Errorf("again: %+v", got)
	}
	a.Text = strings.ReplaceAll(a.Text, "satellites", "telescopes")
	if got := add(t, l, "1", a); got.Version != 2 || !got.Changed || !got.Replaced {
		t.Errorf("new version: %+v", got)
	}
	if finds(t, l, "1", "satellites") || !finds(t, l, "1", "telescopes") {
		t.Error("the search finds the old version")
	}
	add(t, l, "1", story("https://a.example/2", "sanctions", 17))
	for _, l := range []*retrieval.Library{l, openLibrary(t, newStore(server))} {
		list := l.Articles("1")
		if len(list) != 2 || list[0].Title != "News of sanctions" || list[0].Text != "" || list[1].Version != 2 {
			t.Errorf("%+v", list)
		}
		if !finds(t, l, "1", "telescopes") {
			t.Error("not found")
		}
		got, err := l.Article(t.Context(), "1", list[1].ID)
		if err != nil || got.Text != a.Text || !got.Published.Equal(a.Published) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if _, err := l.Add(t.Context(), "1", retrieval.Article{URL: "https://a.example/3", Text: " \n"}); !errors.Is(err, retrieval.ErrEmpty) {
		t.Errorf("empty article: %v", err)
	}
}

func TestLibraryRemove(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	l := openLibrary(t, newStore(server))
	a := story("https://a.example/1", "satellites", 16)
	add(t, l, "1", a)
	id := retrieval.ArticleID(a.URL)
	if err := l.Remove(t.Context(), "1", id); err != nil {
		t.Fatal(err)
	}
	if finds(t, l, "1", "satellites") || finds(t, openLibrary(t, newStore(server)), "1", "satellites") {
		t.Error("what was removed is found")
	}
	if err := l.Remove(t.Context(), "1", id); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("second Remove: %v", err)
	}
	if got := add(t, l, "1", a); got.Version != 1 || got.Replaced || !finds(t, l, "1", "satellites") {
		t.Errorf("added again: %+v", got)
	}
}

// Two libraries on one store, as two processes have them.
func TestLibraryFollows(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	one, two := openLibrary(t, newStore(server)), openLibrary(t, newStore(server))
	run(t, one)
	run(t, two)
	a := story("https://a.example/1", "satellites", 16)
	add(t, one, "1", a)
	eventually(t, "the other has it", func() bool { return finds(t, two, "1", "satellites") })
	a.Text = strings.ReplaceAll(a.Text, "satellites", "telescopes")
	add(t, two, "1", a)
	eventually(t, "the first has the new version", func() bool { return finds(t, one, "1", "telescopes") })
	if err := one.Remove(t.Context(), "1", retrieval.ArticleID(a.URL)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other has lost it", func() bool { return len(two.Articles("1")) == 0 })
	// The version begins anew, with another text.
	a.Text = strings.ReplaceAll(a.Text, "telescopes", "sanctions")
	add(t, one, "1", a)
	eventually(t, "the other has it again", func() bool { return finds(t, two, "1", "sanctions") })
}

// Whoever adds what, and whoever is last: all end with the same.
func TestLibrariesConverge(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	libraries := []*retrieval.Library{openLibrary(t, newStore(server)), openLibrary(t, newStore(server))}
	var wg sync.WaitGroup
	for i, l := range libraries {
		run(t, l)
		for worker := range 3 {
			wg.Go(func() {
				for j := range 15 {
					a := story(fmt.Sprint("https://a.example/", j%4), fmt.Sprintf("matter %d%d%d", i, worker, j), 16)
					if _, err := l.Add(t.Context(), "1", a); err != nil {
						t.Error(err)
					}
					if j%5 == 4 {
						if err := l.Remove(t.Context(), "1", retrieval.ArticleID(a.URL)); err != nil && !errors.Is(err, retrieval.ErrNotFound) {
							t.Error(err)
						}
					}
					if _, err := l.Search(t.Context(), retrieval.Query{Guild: "1", Text: "ministry matter"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	truth := openLibrary(t, newStore(server))
	for _, l := range libraries {
		eventually(t, "the libraries agree", func() bool { return fmt.Sprint(l.Articles("1")) == fmt.Sprint(truth.Articles("1")) })
		for _, want := range truth.Articles("1") {
			a, _ := l.Article(t.Context(), "1", want.ID)
			b, _ := truth.Article(t.Context(), "1", want.ID)
			if a.Text != b.Text {
				t.Errorf("%q, in the store %q", a.Text, b.Text)
			}
		}
	}
}

// slowStore is a store whose next Load, where hold is set, ends only when it is
// let go.
type slowStore struct {
	retrieval.Store
	hold func()
}

func (s *slowStore) Load(ctx context.Context, visit func(string, retrieval.Article, []retrieval.Chunk) error) (retrieval.Cursor, error) {
	cursor, err := s.Store.Load(ctx, visit)
	if s.hold != nil {
		s.hold()
		s.hold = nil
	}
	return cursor, err
}

// After a gap in the log everything is loaded anew; what is added and removed
// meanwhile stays so.
func TestLibraryLoadsAnew(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	other := openLibrary(t, newStore(server))
	old := story("https://a.example/old", "satellites", 16)
	add(t, other, "1", old)
	add(t, other, "2", old)
	store := &slowStore{Store: newStore(server)}
	l := openLibrary(t, store)
	add(t, other, "1", story("https://a.example/missed", "sanctions", 16))
	if err := other.Remove(t.Context(), "2", retrieval.ArticleID(old.URL)); err != nil {
		t.Fatal(err)
	}
	for b := range 64 {
		server.Client().Del(t.Context(), fmt.Sprintf("nd:{b%d}:log", b))
	}

	loaded, goOn := make(chan struct{}), make(chan struct{})
	store.hold = func() { close(loaded); <-goOn }
	run(t, l)
	<-loaded
	add(t, l, "1", story("https://a.example/meanwhile", "telescopes", 17))
	if err := l.Remove(t.Context(), "1", retrieval.ArticleID(old.URL)); err != nil {
		t.Fatal(err)
	}
	if !finds(t, l, "1", "telescopes") {
		t.Error("an article added during the loading is not found")
	}
	close(goOn)
	eventually(t, "the missed article is found", func() bool { return finds(t, l, "1", "sanctions") })
	if !finds(t, l, "1", "telescopes") || finds(t, l, "1", "satellites") {
		t.Errorf("changes made during the loading are lost: %v", l.Articles("1"))
	}
	if len(l.Articles("2")) != 0 {
		t.Errorf("the guild that has nothing any more has %v", l.Articles("2"))
	}
}

// One article that cannot be read holds nobody up.
func TestLibraryPassesDamage(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	one, two := openLibrary(t, newStore(server)), openLibrary(t, newStore(server))
	torn := story("https://a.example/torn", "satellites", 16)
	add(t, one, "1", torn)
	keys, err := server.Client().Keys(t.Context(), "nd:*:c:*").Result()
	if err != nil || len(keys) == 0 {
		t.Fatal(keys, err)
	}
	server.Client().Del(t.Context(), keys...)
	run(t, two)
	add(t, one, "1", story("https://a.example/next", "sanctions", 16))
	eventually(t, "the next article is found", func() bool { return finds(t, two, "1", "sanctions") })
	if finds(t, two, "1", "satellites") {
		t.Error("a damaged article is found")
	}
	if got := add(t, one, "1", torn); got.Version != 2 || !got.Changed {
		t.Errorf("mending: %+v", got)
	}
	eventually(t, "the mended article is found", func() bool { return finds(t, two, "1", "satellites") })
}

func TestLibraryWithoutStore(t *testing.T) {
	t.Parallel()
	redisstore.RouteLogs(slog.New(slog.DiscardHandler)) // dials are meant to fail
	server := redistest.Start(t)
	s, err := redisstore.Open(t.Context(), redisstore.Options{Addrs: []string{server.Socket}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.Interval = 5 * time.Millisecond
	l := openLibrary(t, s)
	run(t, l)
	a := story("https://a.example/1", "satellites", 16)
	add(t, l, "1", a)
	id := retrieval.ArticleID(a.URL)

	server.Kill()
	if !finds(t, l, "1", "satellites") || len(l.Articles("1")) != 1 {
		t.Error("without the store there is nothing to search")
	}
	if _, err := l.Article(t.Context(), "1", id); err != nil {
		t.Errorf("Article: %v", err)
	}
	if _, err := l.Add(t.Context(), "1", story("https://a.example/2", "sanctions", 16)); !errors.Is(err, retrieval.ErrUnavailable) {
		t.Errorf("Add: %v", err)
	}
	if err := l.Remove(t.Context(), "1", id); !errors.Is(err, retrieval.ErrUnavailable) {
		t.Errorf("Remove: %v", err)
	}
	if len(l.Articles("1")) != 1 {
		t.Errorf("what was not stored is listed: %v", l.Articles("1"))
	}
	if _, err := retrieval.Open(t.Context(), s, retrieval.Options{}); !errors.Is(err, retrieval.ErrUnavailable) {
		t.Errorf("Open: %v", err)
	}

	server.Restart()
	other, err := redisstore.Open(t.Context(), redisstore.Options{Addrs: []string{server.Socket}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	add(t, openLibrary(t, other), "1", story("https://a.example/3", "telescopes", 16))
	eventually(t, "the library follows again", func() bool { return finds(t, l, "1", "telescopes") })
}

func TestLibraryCancelled(t *testing.T) {
	t.Parallel()
	l := openLibrary(t, newStore(openServer(t)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, addErr := l.Add(ctx, "1", story("https://a.example/1", "x", 1))
	_, searchErr := l.Search(ctx, retrieval.Query{Guild: "1", Text: "x"})
	_, articleErr := l.Article(ctx, "1", "x")
	for name, err := range map[string]error{
		"Add": addErr, "Search": searchErr, "Article": articleErr, "Run": l.Run(ctx), "Remove": l.Remove(ctx, "1", "x"),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
