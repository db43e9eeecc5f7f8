package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// fewestFileWords: a file with less holds no story that could answer anything.
const fewestFileWords = 5

// ReadFile reads a local text, Markdown or HTML file, told by its name (.txt,
// .md, .html) or else by its bytes. The article's URL is the one the text says
// (see Read) or the page claims, else the file's absolute path as a file: URL;
// its title, where none is found, the file's name without extension. For the
// program's own user only: it opens whatever path it is given. Beyond this
// package's errors it returns those of opening the file; a folder is a
// syscall.EISDIR.
func (f *Fetcher) ReadFile(ctx context.Context, path string) (Page, error) {
	page, err := f.readFile(ctx, path)
	if err != nil {
		return Page{}, fmt.Errorf("read article: %w", err)
	}
	return page, nil
}

func (f *Fetcher) readFile(ctx context.Context, path string) (Page, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return Page{}, err
	}
	body, err := f.readRegular(abs)
	if err != nil {
		return Page{}, err
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))) == 0 {
		return Page{}, ErrEmptyFile
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	page, err := f.readBytes(ctx, body, address.String(), typeByName(abs))
	var kind *ContentTypeError
	switch {
	case errors.As(err, &kind):
		return Page{}, &NotTextError{What: describeType(kind.Type)}
	case errors.Is(err, ErrNoArticle), err == nil && page.Words < fewestFileWords:
		return Page{}, ErrNoStory
	}
	return page, err
}

// readRegular reads a file within the limit.
func (f *Fetcher) readRegular(path string) ([]byte, error) {
	// Opening a pipe would wait for its writer: ask first.
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR}
	case !info.Mode().IsRegular():
		return nil, &NotTextError{What: "a device or a pipe"}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	body, err := io.ReadAll(&capped{r: file, left: f.maxDecoded, limit: f.maxDecoded})
	if errors.Is(err, ErrTooLarge) {
		return nil, fmt.Errorf("%w: %w", ErrLargeFile, err)
	}
	return body, err
}

// typeByName is the media type that a file's name tells, "" for none.
func typeByName(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm", ".xhtml":
		return "text/html"
	case ".txt", ".text":
		return "text/plain"
	case ".md", ".markdown":
		return "text/markdown"
	}
	return ""
}

// describeType is a media type in a reader's words.
func describeType(mediaType string) string {
	kind, _, _ := strings.Cut(mediaType, "/")
	switch {
	case mediaType == "application/pdf":
		return "a PDF"
	case kind == "image":
		return "a picture"
	case kind == "audio", kind == "video":
		return "a recording"
	case mediaType == "application/zip":
		return "a zip archive or an office document"
	case strings.Contains(mediaType, "gzip"), strings.Contains(mediaType, "compressed"):
		return "a compressed archive"
	}
	return "binary data"
}
