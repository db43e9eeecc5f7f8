package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"newsdesk.example/newsdesk/retrieval"
)

// bilingual is an embedder that knows what some words mean in two languages:
// each meaning is an axis. It remembers what it was asked.
type bilingual struct {
	model string
	// fault, where not nil, decides about a call before it is answered.
	fault func(ctx context.Context, texts []string) error

	mu    sync.Mutex
	calls [][]string
}

var meanings = map[string]string{
	"satelliten": "satellites", "flughafen": "airport", "sanktionen": "sanctions", "teleskope": "telescopes",
	"was": "", "sagt": "", "das": "", "ministerium": "ministry", "zu": "", "den": "", "the": "", "it": "", "that": "",
	"of": "", "on": "", "be": "", "to": "", "about": "", "again": "", "would": "", "discussed": "", "spoke": "",
}

func (b *bilingual) Model() string { return b.model }

func (b *bilingual) Embed(ctx context.Context, texts []string) ([][]float32, int, error) {
	b.mu.Lock()
	b.calls = append(b.calls, texts)
	fault := b.fault
	b.mu.Unlock()
	if fault != nil {
		if err := fault(ctx, texts); err != nil {
			return nil, 0, err
		}
	}
	var all [][]float32
	tokens := 0
	for _, text := range texts {
		const axes = 512
		v := make([]float32, axes)
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
		for _, w := range words {
			if m, ok := meanings[w]; ok {
				w = m
			}
			if w != "" {
				h := fnv.New32a()
				_, _ = h.Write([]byte(w))
				v[h.Sum32()%axes]++
			}
		}
		if strings.Contains(text, "void") {
			clear(v)
		}
		all = append(all, v)
		tokens += len(words)
	}
	return all, tokens, nil
}

func (b *bilingual) set(fault func(context.Context, []string) error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fault = fault
}

// asked counts the texts sent that hold a word.
func (b *bilingual) asked(word string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for _, call := range b.calls {
		for _, text := range call {
			if strings.Contains(text, word) {
				n++
			}
		}
	}
	return n
}

func embedding(t *testing.T, s retrieval.Store, e retrieval.Embedder) *retrieval.Library {
	t.Helper()
	l, err := retrieval.Open(t.Context(), s, retrieval.Options{Embedder: e})
	if err != nil {
		t.Fatal(err)
	}
	l.LookEvery(5 * time.Millisecond)
	return l
}

// crosses tells whether a German question finds the English article on a
// subject before all others.
func crosses(t *testing.T, l *retrieval.Library, german, subject string) bool {
	t.Helper()
	q := retrieval.Query{Guild: "1", Text: "Was sagt das Ministerium zu den " + german + "?", Explain: true}
	r, err := l.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Passages) == 0 || !strings.Contains(r.Passages[0].Text, subject) {
		return false
	}
	if !slices.ContainsFunc(r.Passages[0].Features, func(f retrieval.Feature) bool { return f.Name == "meaning" && f.Value == 1 }) {
		t.Errorf("features %+v", r.Passages[0].Features)
	}
	if r.Answerable < retrieval.MinAnswerable {
		t.Errorf("found, yet answerable by %v", r.Answerable)
	}
	return true
}

var subjects = []string{"satellites", "airport", "sanctions", "telescopes"}

func addAll(t *testing.T, l *retrieval.Library) {
	t.Helper()
	for i, subject := range subjects {
		add(t, l, "1", story("https://a.example/"+subject, subject, i+10))
	}
}

func TestEmbedAdded(t *testing.T) {
	t.Parallel()
	server, e := openServer(t), &bilingual{model: "m"}
	l := embedding(t, newStore(server), e)
	got := add(t, l, "1", story("https://a.example/1", "satellites", 16))
	if want := (retrieval.Embedded{Model: "m", Chunks: got.Chunks, Tokens: 24}); got.Embedded != want || got.Chunks != 1 {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	got = add(t, l, "1", story("https://a.example/1", "satellites", 16))
	if want := (retrieval.Embedded{Model: "m"}); got.Embedded != want {
		t.Errorf("unchanged: %+v", got.Embedded)
	}
	addAll(t, l)
	if !crosses(t, l, "Satelliten", "satellites") || !crosses(t, l, "Sanktionen", "sanctions") {
		t.Error("a question in another language finds nothing")
	}
	if e.asked("Was sagt") != 2 {
		t.Errorf("questions were sent %d times", e.asked("Was sagt"))
	}
	crosses(t, l, "Satelliten", "satellites")
	if e.asked("Was sagt") != 2 {
		t.Error("a question is sent again")
	}
	// What has nothing to do with anything here finds nothing.
	if r, err := l.Search(t.Context(), retrieval.Query{Guild: "1", Text: "Wer kocht heute Zwiebelsuppe?"}); err != nil || len(r.Passages) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	// A guild without articles asks nobody.
	before := len(e.calls)
	if _, err := l.Search(t.Context(), retrieval.Query{Guild: "2", Text: "satellites"}); err != nil || len(e.calls) != before {
		t.Error("a question is sent though nothing can be compared with it")
	}
	// The next start has the vectors from the store.
	next := &bilingual{model: "m"}
	if again := embedding(t, newStore(server), next); !crosses(t, again, "Satelliten", "satellites") || next.asked("ministry") != 1 { // of the strangers
		t.Errorf("after a restart: %q", next.calls)
	}
	// Without an embedder nothing of this is there.
	plain := openLibrary(t, newStore(server))
	if got := add(t, plain, "1", story("https://a.example/2", "harbour", 16)); got.Embedded != (retrieval.Embedded{}) {
		t.Errorf("without an embedder: %+v", got.Embedded)
	}
	if crosses(t, plain, "Satelliten", "satellites") {
		t.Error("a library without an embedder knows German")
	}
}

// A filter holds for what only vectors find, too, and so does a deletion.
func TestEmbedFiltered(t *testing.T) {
	t.Parallel()
	l := embedding(t, newStore(openServer(t)), &bilingual{model: "m"})
	addAll(t, l)
	id := retrieval.ArticleID("https://a.example/satellites")
	q := retrieval.Query{Guild: "1", Text: "Satelliten", Since: time.Date(2022, 2, 11, 0, 0, 0, 0, time.UTC)}
	if r, _ := l.Search(t.Context(), q); slices.ContainsFunc(r.Passages, func(p retrieval.Passage) bool { return p.Article.ID == id }) {
		t.Errorf("%+v", r.Passages)
	}
	if err := l.Remove(t.Context(), "1", id); err != nil {
		t.Fatal(err)
	}
	if crosses(t, l, "Satelliten", "satellites") {
		t.Error("a removed article is found")
	}
}

// The API's failure fails neither an ingest nor a search, and is made up for.
func TestEmbedMadeUpFor(t *testing.T) {
	t.Parallel()
	e := &bilingual{model: "m"}
	l := embedding(t, newStore(openServer(t)), e)
	down := errors.New("down")
	e.set(func(context.Context, []string) error { return down })
	for i, subject := range subjects {
		got := add(t, l, "1", story("https://a.example/"+subject, subject, i+10))
		if got.Embedded != (retrieval.Embedded{Model: "m", Later: true}) || got.Version != 1 {
			t.Errorf("while it is down: %+v", got)
		}
	}
	if !finds(t, l, "1", "satellites") {
		t.Error("words do not find what has no vectors")
	}
	if err := l.EmbedAll(t.Context(), nil); !errors.Is(err, down) {
		t.Errorf("EmbedAll: %v", err)
	}
	// One that the model refuses holds nobody up.
	e.set(func(_ context.Context, texts []string) error {
		if slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "airport") }) {
			return errors.New("refused")
		}
		return nil
	})
	done, of := 0, 0
	if err := l.EmbedAll(t.Context(), func(d, o int) { done, of = d, o }); err == nil || done != 4 || of != 4 {
		t.Errorf("EmbedAll: %v after %d of %d", err, done, of)
	}
	if !crosses(t, l, "Satelliten", "satellites") || crosses(t, l, "Flughafen", "airport") {
		t.Error("one refused article, and others")
	}
	e.set(nil)
	run(t, l)
	eventually(t, "all are embedded", func() bool { return crosses(t, l, "Flughafen", "airport") })
	// A search goes on without.
	e.set(func(context.Context, []string) error { return down })
	if !finds(t, l, "1", "telescopes") {
		t.Error("without the API words find nothing")
	}
}

// A server that hangs costs a search its patience and no more.
func TestSearchDoesNotWait(t *testing.T) {
	t.Parallel()
	e := &bilingual{model: "m"}
	l := embedding(t, newStore(openServer(t)), e)
	addAll(t, l)
	e.set(func(ctx context.Context, _ []string) error {
		if _, ok := ctx.Deadline(); !ok {
			t.Error("a search has no bound")
		}
		<-ctx.Done()
		return ctx.Err()
	})
	if !finds(t, l, "1", "sanctions") {
		t.Error("words find nothing while the server hangs")
	}
}

// A server that takes a second for the strangers and no time for a question had
// every question wait for both, in vain.
func TestSearchDoesNotWaitForStrangers(t *testing.T) {
	t.Parallel()
	e := &bilingual{model: "m"}
	l := embedding(t, newStore(openServer(t)), e)
	addAll(t, l)
	if err := l.EmbedAll(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	e.set(func(_ context.Context, texts []string) error {
		if len(texts) > 1 {
			return errors.New("too slow")
		}
		return nil
	})
	if !crosses(t, l, "Satelliten", "satellites") {
		t.Error("questions are placed only together with the strangers")
	}
	e.set(func(context.Context, []string) error { return errors.New("down") })
	if r, err := l.Search(t.Context(), retrieval.Query{Guild: "1", Text: "satellites over Brussels"}); err != nil || !r.WordsOnly {
		t.Errorf("a search without its embedder does not say so: %v", err)
	}
	e.set(nil)
	if r, err := l.Search(t.Context(), retrieval.Query{Guild: "1", Text: "satellites over Brussels"}); err != nil || r.WordsOnly {
		t.Errorf("a search with its embedder says that it had none: %v", err)
	}
	if err := l.EmbedAll(t.Context(), nil); err != nil {
		t.Errorf("the strangers are asked for again: %v", err)
	}
}

// A vector of nothing is not asked for again and again.
func TestEmbedUseless(t *testing.T) {
	t.Parallel()
	e := &bilingual{model: "m"}
	l := embedding(t, newStore(openServer(t)), e)
	if got := add(t, l, "1", story("https://a.example/1", "void", 16)); !got.Embedded.Later {
		t.Errorf("%+v", got.Embedded)
	}
	for range 3 {
		if err := l.EmbedAll(t.Context(), nil); err != nil {
			t.Error(err)
		}
	}
	if n := e.asked("void"); n != 1 {
		t.Errorf("asked for %d times", n)
	}
}

// Another model embeds everything anew; until then, its questions are not
// compared with the old vectors.
func TestEmbedModelChanges(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	addAll(t, embedding(t, newStore(server), &bilingual{model: "old"}))
	e := &bilingual{model: "new"}
	l := embedding(t, newStore(server), e)
	if crosses(t, l, "Satelliten", "satellites") || len(e.calls) > 0 {
		t.Error("vectors of two models are compared")
	}
	run(t, l)
	eventually(t, "all are embedded anew", func() bool {
		return crosses(t, l, "Satelliten", "satellites") && crosses(t, l, "Teleskope", "telescopes")
	})
	if next := embedding(t, newStore(server), e); !crosses(t, next, "Sanktionen", "sanctions") {
		t.Error("the new vectors are not in the store")
	}
}

// Two processes share the work, and what one adds the other finds.
func TestEmbedTwoProcesses(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	addAll(t, openLibrary(t, newStore(server))) // by words only
	one, two := &bilingual{model: "m"}, &bilingual{model: "m"}
	a, b := embedding(t, newStore(server), one), embedding(t, newStore(server), two)
	run(t, a)
	run(t, b)
	for _, l := range []*retrieval.Library{a, b} {
		eventually(t, "both have all", func() bool {
			return crosses(t, l, "Satelliten", "satellites") && crosses(t, l, "Flughafen", "airport") &&
				crosses(t, l, "Sanktionen", "sanctions") && crosses(t, l, "Teleskope", "telescopes")
		})
	}
	if n := one.asked("It said that") + two.asked("It said that"); n < 4 || n > 8 {
		t.Errorf("%d passages were sent for 4", n)
	}
	fresh := story("https://a.example/fresh", "harbour", 17)
	fresh.Fetched = time.Now() // so it is left to who adds it
	add(t, a, "1", fresh)
	eventually(t, "the other finds it", func() bool {
		r, err := b.Search(t.Context(), retrieval.Query{Guild: "1", Text: "harbour", Explain: true})
		return err == nil && len(r.Passages) > 0 && slices.ContainsFunc(r.Passages[0].Features, func(f retrieval.Feature) bool { return f.Name == "meaning" })
	})
	if two.asked("spoke about harbour") != 0 {
		t.Error("both embedded one article")
	}
}

// Two processes with different models do not take turns for ever.
func TestEmbedTwoModels(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	one, two := &bilingual{model: "one"}, &bilingual{model: "two"}
	a := embedding(t, newStore(server), one)
	addAll(t, a)
	run(t, a)
	b := embedding(t, newStore(server), two)
	run(t, b)
	eventually(t, "the later one has its vectors", func() bool { return crosses(t, b, "Teleskope", "telescopes") })
	eventually(t, "the earlier one gives way", func() bool { return !crosses(t, a, "Teleskope", "telescopes") })
	for range 3 {
		if err := a.EmbedAll(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := one.asked("It said that"); n != len(subjects) {
		t.Errorf("the earlier one embedded %d times", n)
	}
	if !finds(t, a, "1", "satellites") {
		t.Error("words find nothing where the model has lost")
	}
}

// Adding, searching, removing and making up at once; for the race detector.
func TestEmbedAtOnce(t *testing.T) {
	t.Parallel()
	e := &bilingual{model: "m"}
	l := embedding(t, newStore(openServer(t)), e)
	run(t, l)
	e.set(func(_ context.Context, texts []string) error {
		if len(texts[0])%3 == 0 {
			return errors.New("now and then")
		}
		return nil
	})
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			for j := range 12 {
				url := fmt.Sprintf("https://a.example/%d/%d", i, j%5)
				if _, err := l.Add(t.Context(), "1", story(url, subjects[j%4]+strings.Repeat("x", j), 16)); err != nil {
					t.Error(err)
				}
				if _, err := l.Search(t.Context(), retrieval.Query{Guild: "1", Text: fmt.Sprint("Satelliten ", j)}); err != nil {
					t.Error(err)
				}
				if j%6 == 5 {
					_ = l.Remove(t.Context(), "1", retrieval.ArticleID(url))
				}
			}
		})
	}
	wait.Wait()
	e.set(nil)
	eventually(t, "nothing lacks", func() bool {
		left := 0
		return l.EmbedAll(t.Context(), func(_, of int) { left = of }) == nil && left == 0
	})
}
