package retrieval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

var rankingFolder = filepath.Join("testdata", "ranking")

// TestGoldenRanking holds the ranking of a small corpus of our own to a golden
// file, so that a change of ranking shows in a diff, question by question. A
// change for the better is taken over with -update.
func TestGoldenRanking(t *testing.T) {
	t.Parallel()
	x := newIndex().with(goldenArticles(t)...)
	var lines []string
	var first, five, reciprocal float64
	questions := goldenQuestions(t)
	for _, q := range questions {
		rank := q.rank(x.search(Query{Text: q.text, Asked: q.asked}))
		shown := fmt.Sprint(rank)
		switch {
		case rank == 0:
			shown = "-"
		case rank == 1:
			first++
			fallthrough
		case rank <= 5:
			five++
		}
		if rank > 0 {
			reciprocal += 1 / float64(rank)
		}
		lines = append(lines, fmt.Sprintf("%2s  %s", shown, q.text))
	}
	n := float64(len(questions))
	got := fmt.Sprintf("recall@1 %.3f  recall@5 %.3f  MRR %.3f  (%d questions)\n\n%s\n",
		first/n, five/n, reciprocal/n, len(questions), strings.Join(lines, "\n"))

	file := filepath.Join(rankingFolder, "golden.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the ranking has changed; if for the better, go test ./retrieval -run Golden -update\n%s", changed(string(want), got))
	}
}

// changed shows the lines that differ.
func changed(want, got string) string {
	var diff strings.Builder
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			fmt.Fprintf(&diff, "+ %s\n", b[i])
		case i >= len(b):
			fmt.Fprintf(&diff, "- %s\n", a[i])
		case a[i] != b[i]:
			fmt.Fprintf(&diff, "- %s\n+ %s\n", a[i], b[i])
		}
	}
	return diff.String()
}

// goldenArticles reads records of "=== id | outlet | date", "# title" and text.
func goldenArticles(t *testing.T) []entry {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(rankingFolder, "articles.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []entry
	for record := range strings.SplitSeq(string(raw), "=== ") {
		if record == "" {
			continue
		}
		head, rest, _ := strings.Cut(record, "\n")
		title, text, _ := strings.Cut(rest, "\n")
		fields := strings.Split(head, " | ")
		if len(fields) != 3 {
			t.Fatalf("bad record %q", head)
		}
		text = strings.ReplaceAll(strings.TrimSpace(text), "## ", "")
		entries = append(entries, entry{
			article: Article{
				ID: fields[0], URL: "https://example.com/" + fields[0], Title: strings.TrimPrefix(title, "# "),
				Outlet: fields[1], Published: day(fields[2]), Lang: "en", Text: text,
			},
			chunks: Split(text),
		})
	}
	return entries
}

type goldenQuestion struct {
	article string
	words   []string // any of these
	text    string
	asked   time.Time
}

func goldenQuestions(t *testing.T) []goldenQuestion {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(rankingFolder, "questions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var questions []goldenQuestion
	for line := range strings.Lines(string(raw)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.SplitN(strings.TrimSpace(line), " | ", 4)
		if len(fields) != 4 {
			t.Fatalf("bad line %q", line)
		}
		q := goldenQuestion{article: fields[0], words: strings.Split(fields[1], "|"), text: fields[3]}
		if date := strings.TrimSpace(fields[2]); date != "" {
			q.asked = day(date)
		}
		questions = append(questions, q)
	}
	return questions
}

// rank is the place of the first passage that answers the question, title
// included, from 1; 0 where none does.
func (q goldenQuestion) rank(r Result) int {
	for i, p := range r.Passages {
		if p.Article.ID != q.article {
			continue
		}
		shown := strings.ToLower(p.Article.Title + " " + p.Text)
		for _, words := range q.words {
			if strings.Contains(shown, strings.ToLower(words)) {
				return i + 1
			}
		}
	}
	return 0
}
