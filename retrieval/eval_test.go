package retrieval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// sharedFolder is where the evaluation data lies that is no part of this
// repository; tests that want it skip without it.
func sharedFolder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("NEWSDESK_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "eval")); err != nil {
		t.Skip("no evaluation data: set NEWSDESK_SHARED to the folder that holds eval/")
	}
	return dir
}

func sharedEntries(t testing.TB, set string) []entry {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "eval", set, "corpus.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var entries []entry
	places := make(map[string]int)
	for d := json.NewDecoder(bufio.NewReader(z)); d.More(); {
		var line struct{ ID, URL, Title, Outlet, Published, Text string }
		if err := d.Decode(&line); err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(line.Text)
		if at, ok := places[line.ID]; ok {
			entries[at].article.Text += "\n\n" + text
			continue
		}
		published, _ := time.Parse(time.DateOnly, line.Published)
		places[line.ID] = len(entries)
		entries = append(entries, entry{article: Article{
			ID: line.ID, URL: line.URL, Title: line.Title, Outlet: line.Outlet, Published: published, Text: text,
		}})
	}
	return entries
}

type evalQuestion struct {
	ID, Question, Asked string
}

func sharedQuestions(t testing.TB, file string) []evalQuestion {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "eval", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var questions []evalQuestion
	for d := json.NewDecoder(f); d.More(); {
		var q evalQuestion
		if err := d.Decode(&q); err != nil {
			t.Fatal(err)
		}
		questions = append(questions, q)
	}
	return questions
}

// TestWriteRanked writes what score.py reads, into the folder that
// NEWSDESK_RANKED names.
func TestWriteRanked(t *testing.T) {
	out := os.Getenv("NEWSDESK_RANKED")
	if out == "" {
		t.Skip("set NEWSDESK_RANKED to a folder to rank the shared questions into it")
	}
	built := make(map[string]*index)
	for _, set := range []struct {
		corpus, questions, name string
		later                   []string // when asked
	}{
		{"news", "news/questions.jsonl", "news", []string{"undated", "dated", "yearlater"}},
		{"news", "news/who-said.jsonl", "who", []string{"undated"}},
		{"multihop", "multihop/questions.jsonl", "multihop", []string{"undated"}},
	} {
		x := built[set.corpus]
		if x == nil {
			entries := sharedEntries(t, set.corpus)
			start := time.Now()
			x = newIndex().with(entries...)
			built[set.corpus] = x
			t.Logf("%s: %d articles in %v", set.corpus, x.live, time.Since(start).Round(time.Millisecond))
		}
		questions := sharedQuestions(t, set.questions)
		for _, later := range set.later {
			writeRanked(t, x, questions, later, filepath.Join(out, set.name+"-"+later+".jsonl"))
		}
	}
}

func writeRanked(t *testing.T, x *index, questions []evalQuestion, later, file string) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type passage struct {
		Article string `json:"article"`
		Text    string `json:"text"`
	}
	times := make([]time.Duration, 0, len(questions))
	runtime.GC()
	for _, q := range questions {
		query := Query{Text: q.Question}
		if later != "undated" {
			query.Asked, _ = time.Parse(time.DateOnly, q.Asked)
		}
		if later == "yearlater" {
			query.Asked = query.Asked.AddDate(1, 0, 0)
		}
		start := time.Now()
		r := x.search(query)
		times = append(times, time.Since(start))
		row := struct {
			ID       string    `json:"id"`
			Passages []passage `json:"passages"`
		}{ID: q.ID}
		for _, p := range r.Passages {
			row.Passages = append(row.Passages, passage{p.Article.ID, p.Article.Title + ". " + p.Text})
		}
		if err := json.NewEncoder(f).Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(times)
	t.Logf("%s: p50 %v, p99 %v", filepath.Base(file), times[len(times)/2], times[len(times)*99/100])
}
