package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"newsdesk.example/newsdesk/retrieval"
)

// corpus is a store of what a corpus file holds, for measuring. The library
// over it is built as at any start of the program; it takes no changes but
// vectors, which it forgets.
type corpus struct {
	articles []retrieval.Article
	chunks   [][]retrieval.Chunk // of each article, as an ingest would store them
	bytes    int                 // of text
}

var _ retrieval.Store = (*corpus)(nil)

// articleLine is a line of a corpus file. Lines that share an ID are parts of
// one article, in order.
type articleLine struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	Lang      string `json:"lang"`
	Text      string `json:"text"`
}

const articleForm = `A line is {"id", "url", "title", "outlet", "published", "text"}; doc/evaluation.md shows one.`

// readCorpus reads a corpus file, plain or gzipped.
func readCorpus(p *program, path string) (_ *corpus, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var r io.Reader = bufio.NewReader(f)
	if magic, peeked := r.(*bufio.Reader).Peek(2); peeked == nil && string(magic) == "\x1f\x8b" {
		if r, err = gzip.NewReader(r); err != nil {
			return nil, err
		}
	}
	c := &corpus{}
	places, read := map[string]int{}, 0
	err = eachLine(p, path, r, nil, func(line articleLine) error {
		read++
		text := strings.TrimSpace(line.Text)
		if line.ID == "" || text == "" {
			return nil
		}
		if at, known := places[line.ID]; known {
			c.articles[at].Text += "\n\n" + text
			return nil
		}
		places[line.ID] = len(c.articles)
		c.articles = append(c.articles, retrieval.Article{
			ID: line.ID, URL: line.URL, Title: line.Title, Outlet: line.Outlet, Published: dayIn(line.Published),
			Lang: line.Lang, Text: text, Version: 1,
		})
		return nil
	})
	switch {
	case err != nil || len(c.articles) > 0:
	case read > 0: // of another kind: the wrong file, rather than an empty one
		return nil, usageError(path + " holds no article. " + articleForm)
	default:
		fmt.Fprintf(p.err, "newsdesk: %s holds no article, so no search will find anything. %s\n", path, articleForm)
	}
	for _, a := range c.articles {
		c.chunks = append(c.chunks, retrieval.Split(a.Text))
		c.bytes += len(a.Text)
	}
	return c, err
}

// Load implements retrieval.Store.
func (c *corpus) Load(ctx context.Context, visit func(string, retrieval.Article, []retrieval.Chunk) error) (retrieval.Cursor, error) {
	for i, a := range c.articles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := visit(consoleGuild, a, c.chunks[i]); err != nil {
			return nil, err
		}
	}
	return retrieval.Cursor{}, nil
}

// Get implements retrieval.Store.
func (c *corpus) Get(_ context.Context, _, id string) (retrieval.Article, []retrieval.Chunk, error) {
	for i, a := range c.articles {
		if a.ID == id {
			return a, c.chunks[i], nil
		}
	}
	return retrieval.Article{}, nil, retrieval.ErrNotFound
}

// Put implements retrieval.Store; a corpus takes no changes.
func (*corpus) Put(context.Context, string, retrieval.Article, []retrieval.Chunk) (int, bool, error) {
	return 0, false, retrieval.ErrReadOnly
}

// Delete implements retrieval.Store; a corpus takes no changes.
func (*corpus) Delete(context.Context, string, string) error { return retrieval.ErrReadOnly }

// PutVectors implements retrieval.Store: the library holds them, which is all
// that a measurement needs.
func (*corpus) PutVectors(context.Context, string, string, retrieval.Vectors) error { return nil }

// Vectors implements retrieval.Store; there are none at the start.
func (*corpus) Vectors(context.Context, string, []string, func(string, retrieval.Vectors)) error {
	return nil
}

// Follow implements retrieval.Store; nothing ever changes.
func (*corpus) Follow(ctx context.Context, _ retrieval.Cursor, _ func(retrieval.Change) error) error {
	<-ctx.Done()
	return ctx.Err()
}
