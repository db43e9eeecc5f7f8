package bench

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

// corpus is one and the same text as articles and as passages of about
// passageWords words.
type corpus struct {
	articles  []retrieval.Article
	passages  []passage
	questions []string
	last      time.Time
}

type passage struct{ title, text string }

const passageWords = 195

// load makes a corpus of a number of passages from the evaluation news. What
// these do not fill is filled with copies in which one word in five is another
// word of the corpus, which keeps vocabulary, lengths and frequencies.
func load(b *testing.B, size int) corpus {
	b.Helper()
	dir := os.Getenv("NEWSDESK_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "eval", "news")
	file, err := os.Open(filepath.Join(dir, "corpus.jsonl.gz"))
	if err != nil {
		b.Skip("no evaluation data: set NEWSDESK_SHARED to the folder that holds eval/")
	}
	defer file.Close()
	var c corpus
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	for d := json.NewDecoder(bufio.NewReader(unzipped)); d.More() && len(c.passages) < size; {
		var line struct{ ID, URL, Title, Outlet, Published, Text string }
		if err := d.Decode(&line); err != nil {
			b.Fatal(err)
		}
		published, err := time.Parse(time.DateOnly, line.Published)
		if err != nil {
			b.Fatal(err)
		}
		c.add(retrieval.Article{
			ID: line.ID, URL: line.URL, Title: line.Title, Outlet: line.Outlet, Published: published, Text: line.Text,
		})
	}
	c.fill(size)
	c.ask(b, filepath.Join(dir, "questions.jsonl"))
	return c
}

func (c *corpus) ask(b *testing.B, name string) {
	file, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	for d := json.NewDecoder(file); d.More(); {
		var q struct{ Question string }
		if err := d.Decode(&q); err != nil {
			b.Fatal(err)
		}
		c.questions = append(c.questions, q.Question)
	}
}

func (c *corpus) add(a retrieval.Article) {
	c.articles = append(c.articles, a)
	if a.Published.After(c.last) {
		c.last = a.Published
	}
	for words := strings.Fields(a.Text); len(words) > 0; {
		n := min(passageWords, len(words))
		c.passages = append(c.passages, passage{a.Title, strings.Join(words[:n], " ")})
		words = words[n:]
	}
}

func (c *corpus) fill(size int) {
	random := rand.New(rand.NewPCG(1, 2))
	var pool []string
	for _, a := range c.articles[:min(500, len(c.articles))] {
		pool = append(pool, strings.Fields(a.Text)...)
	}
	for i := 0; len(c.passages) < size; i++ {
		a := c.articles[i]
		a.ID = fmt.Sprintf("%s#%d", a.ID, i)
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
		c.add(a)
	}
}
