package fetch

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// ReadFile reads a local text, Markdown or HTML file, told by its name (.txt,
// .md, .html) or else by its bytes. The article's URL is the one the text says
// (see Read) or the page claims, else the file's absolute path as a file: URL.
// For the program's own user only: it opens whatever path it is given. Beyond
// this package's errors it returns those of opening the file.
func (f *Fetcher) ReadFile(ctx context.Context, path string) (Page, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Page{}, fmt.Errorf("read article: %w", err)
	}
	// Opening a pipe would wait for its writer: ask first.
	info, err := os.Stat(abs)
	if err != nil {
		return Page{}, fmt.Errorf("read article: %w", err)
	}
	if !info.Mode().IsRegular() {
		return Page{}, fmt.Errorf("read article: %w", &ContentTypeError{Type: "not a regular file"})
	}
	file, err := os.Open(abs)
	if err != nil {
		return Page{}, fmt.Errorf("read article: %w", err)
	}
	defer func() { _ = file.Close() }()
	contentType := ""
	switch strings.ToLower(filepath.Ext(abs)) {
	case ".html", ".htm", ".xhtml":
		contentType = "text/html"
	case ".txt", ".text":
		contentType = "text/plain"
	case ".md", ".markdown":
		contentType = "text/markdown"
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	return f.Read(ctx, file, address.String(), contentType)
}
