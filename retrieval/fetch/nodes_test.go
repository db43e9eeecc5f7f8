package fetch

import (
	"errors"
	"strings"
	"testing"
)

// The extractors take time with the square of the nodes and cannot be stopped,
// so such a page is refused before they see it.
func TestPageOfTooManyNodes(t *testing.T) {
	t.Parallel()
	page := "<html><body><article>" + strings.Repeat("<p>A short paragraph.</p>", maxNodes/2) + "</article></body></html>"
	_, err := New(Options{}).Read(t.Context(), strings.NewReader(page), "https://example.org/long", "text/html")
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}
