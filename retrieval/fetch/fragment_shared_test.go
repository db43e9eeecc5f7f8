package fetch

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/retrieval"
)

// TestFragmentsOfRealArticles links each chunk of real articles, and reads
// every link as a browser would. Those without are mostly chunks that begin with
// a short paragraph, a byline say, that the page has more often. By default it
// takes every hundredth article; NEWSDESK_EVAL=1 takes them all.
func TestFragmentsOfRealArticles(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join(sharedDir(t), "eval", "news", "corpus.jsonl.gz"))
	if err != nil {
		t.Skip("skipped: no articles (set NEWSDESK_SHARED)")
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 8<<20)
	chunks, linked, longest := 0, 0, 0
	for n := 0; lines.Scan(); n++ {
		if n%100 != 0 && os.Getenv("NEWSDESK_EVAL") == "" {
			continue
		}
		var article struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
			t.Fatal(err)
		}
		for _, c := range retrieval.Split(article.Text) {
			passage := strings.TrimSpace(c.Text)
			chunks++
			fragment := TextFragment(article.Text, passage)
			if fragment == "" {
				continue
			}
			linked++
			longest = max(longest, len(fragment))
			checkFragment(t, article.Text, passage, fragment)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d chunks have a link, the longest of %d bytes", linked, chunks, longest)
	if share := float64(linked) / float64(max(1, chunks)); share < .97 {
		t.Errorf("only %.2f of the chunks have a link", share)
	}
}
