// Package bench measures newsdesk's search beside what a user could plug
// together instead, on the same articles, in one run. It is a module of its
// own so that nobody downloads the peers who does not ask for them.
//
//	NEWSDESK_SHARED=... go test -run '^$' -bench Peers -benchtime 1x -timeout 90m
//
// It prints a table at its end; -bench 'Peers/.*/1000$' measures one size.
package bench

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/philippgille/chromem-go"

	"newsdesk.example/newsdesk/retrieval"
)

// engine is a search over the corpus: it takes a question and tells how many
// passages it found.
type engine func(question string) int

var peers = []struct {
	name  string
	index func(*testing.B, corpus) engine
	limit int // passages beyond which it is left out, 0: none
}{
	{"newsdesk", newsdesk, 0},
	{"newsdesk-dated", newsdeskDated, 0},
	{"bleve", bleveScorch, 183_000},
	{"chromem", chromemExact, 100_000},
}

func BenchmarkPeers(b *testing.B) {
	var rows table
	defer func() { fmt.Print(&rows) }()
	for _, size := range []int{1_000, 10_000, 100_000, 183_000, 200_000} {
		c := load(b, size)
		for _, peer := range peers {
			if peer.limit > 0 && size > peer.limit {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d", peer.name, size), func(b *testing.B) {
				rows.add(peer.name, size, measure(b, c, peer.index))
			})
		}
	}
}

// measure indexes once and asks every question once an iteration, on one core.
// All times are processor time, so that they mean the same on a busy machine.
func measure(b *testing.B, c corpus, index func(*testing.B, corpus) engine) cost {
	before, start := heap(), cpuTime(b)
	search := index(b, c)
	built := cpuTime(b) - start
	held := float64(heap()) - float64(before)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var times []time.Duration
	found := 0
	for b.Loop() {
		for _, q := range c.questions {
			start := cpuTime(b)
			found += search(q)
			times = append(times, cpuTime(b)-start)
		}
	}
	if found == 0 {
		b.Fatal("nothing found")
	}
	slices.Sort(times)
	of := cost{built, held / (1 << 20), times[len(times)/2], times[len(times)*99/100]}
	of.report(b)
	runtime.KeepAlive(search)
	runtime.KeepAlive(c)
	return of
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// shelf is a store that only ever is read whole.
type shelf struct {
	retrieval.Store
	articles []retrieval.Article
}

func (s shelf) Load(_ context.Context, visit func(string, retrieval.Article, []retrieval.Chunk) error) (retrieval.Cursor, error) {
	for _, a := range s.articles {
		if err := visit("bench", a, nil); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func newsdesk(b *testing.B, c corpus) engine { return library(b, c, time.Time{}) }

// newsdeskDated asks on the corpus's last day, so that time counts.
func newsdeskDated(b *testing.B, c corpus) engine { return library(b, c, c.last) }

func library(b *testing.B, c corpus, asked time.Time) engine {
	l, err := retrieval.Open(b.Context(), shelf{articles: c.articles}, retrieval.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return func(question string) int {
		r, err := l.Search(b.Context(), retrieval.Query{Guild: "bench", Text: question, Asked: asked})
		if err != nil {
			b.Fatal(err)
		}
		return len(r.Passages)
	}
}

// bleveScorch is bleve with its default index, BM25 and English analysis over
// title and text.
func bleveScorch(b *testing.B, c corpus) engine {
	mapping := bleve.NewIndexMapping()
	mapping.DefaultAnalyzer = en.AnalyzerName
	mapping.ScoringModel = "bm25"
	index, err := bleve.New(filepath.Join(b.TempDir(), "bleve"), mapping)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = index.Close() })
	batch := index.NewBatch()
	for i, p := range c.passages {
		if err := batch.Index(fmt.Sprint(i), map[string]any{"title": p.title, "text": p.text}); err != nil {
			b.Fatal(err)
		}
		if batch.Size() == 1000 || i == len(c.passages)-1 {
			if err := index.Batch(batch); err != nil {
				b.Fatal(err)
			}
			batch.Reset()
		}
	}
	return func(question string) int {
		title, text := bleve.NewMatchQuery(question), bleve.NewMatchQuery(question)
		title.SetField("title")
		text.SetField("text")
		r, err := index.Search(bleve.NewSearchRequestOptions(bleve.NewDisjunctionQuery(title, text), 10, 0, false))
		if err != nil {
			b.Fatal(err)
		}
		return len(r.Hits)
	}
}

// chromemExact is chromem-go's exact vector search. Its vectors are hashed
// words, which cost nothing to make: what is measured is the search alone,
// without the model that real vectors take.
func chromemExact(b *testing.B, c corpus) engine {
	collection, err := chromem.NewDB().CreateCollection("bench", nil, embed)
	if err != nil {
		b.Fatal(err)
	}
	documents := make([]chromem.Document, len(c.passages))
	for i, p := range c.passages {
		documents[i] = chromem.Document{ID: fmt.Sprint(i), Content: p.title + ". " + p.text}
	}
	if err := collection.AddDocuments(b.Context(), documents, runtime.NumCPU()); err != nil {
		b.Fatal(err)
	}
	return func(question string) int {
		r, err := collection.Query(b.Context(), question, 10, nil, nil)
		if err != nil {
			b.Fatal(err)
		}
		return len(r)
	}
}

// dimensions are those of all-MiniLM-L6-v2.
const dimensions = 384

func embed(_ context.Context, text string) ([]float32, error) {
	v := make([]float32, dimensions)
	for _, w := range strings.Fields(strings.ToLower(text)) {
		h := fnv.New32a()
		h.Write([]byte(w))
		v[h.Sum32()%dimensions]++
	}
	var sum float64
	for _, x := range v {
		sum += float64(x * x)
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(sum))
	}
	return v, nil
}
