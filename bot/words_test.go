package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"newsdesk.example/newsdesk/retrieval/fetch"
)

// A local file's faults must not be told in the words for web pages.
func TestFileFaultsHaveWordsOfTheirOwn(t *testing.T) {
	t.Parallel()
	said := map[string]error{}
	for _, fault := range []error{
		os.ErrNotExist, os.ErrPermission, syscall.EISDIR, fetch.ErrEmptyFile, fetch.ErrLargeFile, fetch.ErrNoStory,
		&fetch.NotTextError{What: "a PDF"}, &fetch.NotTextError{What: "binary data"},
	} {
		got := words(fmt.Errorf("read article: %w", fault))
		if strings.Contains(got, "read article") || strings.Contains(got, "browser") || strings.Contains(got, "news page") || !strings.HasSuffix(got, ".") {
			t.Errorf("%v: %q", fault, got)
		}
		if other, taken := said[got]; taken {
			t.Errorf("%v and %v have the same words", fault, other)
		}
		said[got] = fault
	}
}
