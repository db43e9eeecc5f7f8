package retrieval

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// scaled makes a corpus of n articles from the shared ones: copies of which one
// word in five is another word of the corpus, so that the vocabulary, the
// lengths and the frequencies stay those of news.
func scaled(tb testing.TB, n int) []entry {
	tb.Helper()
	entries := sharedEntries(tb, "news")
	if n <= len(entries) {
		return entries[:n]
	}
	random := rand.New(rand.NewPCG(1, 2))
	var pool []string
	for _, e := range entries[:500] {
		pool = append(pool, strings.Fields(e.article.Text)...)
	}
	for i := 0; len(entries) < n; i++ {
		a := entries[i].article
		a.ID += fmt.Sprintf("#%d", len(entries))
		paragraphs := strings.Split(a.Text, "\n\n")
		for j, p := range paragraphs {
			words := strings.Fields(p)
			for k := range words {
				if random.IntN(5) == 0 {
					words[k] = pool[random.IntN(len(pool))]
				}
			}
			paragraphs[j] = strings.Join(words, " ")
		}
		a.Text = strings.Join(paragraphs, "\n\n")
		entries = append(entries, entry{article: a})
	}
	return entries
}

// TestScale prints what the index costs at the size that NEWSDESK_SCALE gives
// in articles, on one core: 30500 hold about 183,000 passages of 195 words.
func TestScale(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("NEWSDESK_SCALE"))
	if n == 0 {
		t.Skip("set NEWSDESK_SCALE to a number of articles to measure")
	}
	entries := scaled(t, n)
	words := 0
	for _, e := range entries {
		words += len(strings.Fields(e.article.Text))
	}
	before := heap()
	cpu, start := cpuTime(t), time.Now()
	x := newIndex().with(entries...)
	t.Logf("%d articles, %d passages: indexed in %v, %v of processor time, %d MB of heap beside the text", x.live, words/195,
		time.Since(start).Round(time.Millisecond), (cpuTime(t) - cpu).Round(time.Millisecond), (heap()-before)>>20)

	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, dated := range []bool{false, true} {
		var times []time.Duration
		for _, q := range sharedQuestions(t, "news/questions.jsonl") {
			query := Query{Text: q.Question}
			if dated {
				query.Asked, _ = time.Parse(time.DateOnly, q.Asked)
			}
			start := cpuTime(t)
			x.search(query)
			times = append(times, cpuTime(t)-start)
		}
		slices.Sort(times)
		t.Logf("search, dated %v: p50 %v p99 %v max %v", dated, times[len(times)/2], times[len(times)*99/100], times[len(times)-1])
	}
	var times []time.Duration
	for i := range 600 {
		e := entries[i]
		e.article.ID += "!"
		start := cpuTime(t)
		x = x.with(e)
		times = append(times, cpuTime(t)-start)
	}
	slices.Sort(times)
	t.Logf("adding one: p50 %v p99 %v max %v", times[len(times)/2], times[len(times)*99/100], times[len(times)-1])
	runtime.KeepAlive(entries)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
