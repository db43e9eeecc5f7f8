package fetch

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// sharedDir is where evaluation data lies, which is no part of the project.
func sharedDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("NEWSDESK_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	return dir
}

// TestExtractionBenchmark extracts the news pages of the
// article-extraction-benchmark and holds the result to its F1. It counts the
// pages that would be refused besides: on this set, all but one are stories.
// By default it takes every sixteenth page; NEWSDESK_EVAL=1 takes them all (4 s,
// a minute with -race) and logs what was read.
func TestExtractionBenchmark(t *testing.T) {
	dir := filepath.Join(sharedDir(t), "eval", "extraction")
	raw, err := os.ReadFile(filepath.Join(dir, "ground-truth.json"))
	if err != nil {
		t.Skip("skipped: no extraction benchmark (set NEWSDESK_SHARED)")
	}
	var truth map[string]struct {
		Body string `json:"articleBody"`
		URL  string `json:"url"`
	}
	if err := json.Unmarshal(raw, &truth); err != nil {
		t.Fatal(err)
	}
	all := os.Getenv("NEWSDESK_EVAL") != ""
	if !all {
		for i, id := range slices.Sorted(maps.Keys(truth)) {
			if i%16 != 0 {
				delete(truth, id)
			}
		}
	}
	f := New(Options{})
	got := map[string]map[string]string{}
	titles, dates, refused := 0, 0, 0
	start := time.Now()
	for id, page := range truth {
		body := gunzip(t, filepath.Join(dir, "html", id+".html.gz"))
		p, err := f.Read(t.Context(), bytes.NewReader(body), page.URL, "text/html")
		text := p.Article.Text
		if err != nil {
			t.Logf("refused: %s: %v", page.URL, err)
			refused++
			text = blocksOnly(t, body, page.URL)
		}
		if p.Article.Title != "" {
			titles++
		}
		if !p.Article.Published.IsZero() {
			dates++
		}
		if all {
			t.Logf("%s | %s | %s | %s | %s | %v", p.Article.Published.Format(time.DateOnly), p.Article.Lang, p.Article.Outlet,
				p.Article.Title, p.Article.URL, p.Notes)
		}
		got[id] = map[string]string{"articleBody": text}
	}
	t.Logf("%d pages in %v: %d refused, %d with a title, %d with a date", len(truth), time.Since(start), refused, titles, dates)
	if refused > 1+len(truth)/33 {
		t.Errorf("%d of %d stories refused", refused, len(truth))
	}
	score, err := exec.CommandContext(t.Context(), "python3", filepath.Join(dir, "..", "score.py"), "extract",
		writeJSON(t, "truth.json", truth), writeJSON(t, "articles.json", got)).Output()
	if err != nil {
		t.Skipf("skipped: score.py did not run: %v", err)
	}
	t.Log(strings.TrimSpace(string(score)))
	m := regexp.MustCompile(`F1 ([0-9.]+)`).FindSubmatch(score)
	if m == nil {
		t.Fatalf("no F1 in %q", score)
	}
	if f1, err := strconv.ParseFloat(string(m[1]), 64); err != nil || f1 < .97 {
		t.Errorf("F1 %v, want at least .97", f1)
	}
}

func writeJSON(t *testing.T, name string, v any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	blob, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, blob, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func blocksOnly(t *testing.T, body []byte, address string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(decode(body, "text/html")))
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	blocks, _ := extractBlocks(doc, u, "")
	return joinText(blocks)
}

func gunzip(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
