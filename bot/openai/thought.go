package openai

import "strings"

// The tags around what a model thinks, where its server leaves that in the
// text.
const (
	thoughtBegins = "<think>"
	thoughtEnds   = "</think>"
)

// thought takes what a model thinks before it speaks out of a text that comes
// in pieces. Only with that gone can a reply that never came be told from one
// that was cut. The zero value is ready for one reply.
type thought struct {
	held   string // may be the beginning of a tag
	inside bool
	over   bool // from here on all is text
}

// strip returns what of the next piece is known to be no thought.
func (t *thought) strip(piece string) string {
	if t.over {
		return piece
	}
	t.held += piece
	if !t.inside {
		text := strings.TrimSpace(t.held)
		t.inside = strings.HasPrefix(text, thoughtBegins)
		switch {
		case t.inside:
		case strings.HasPrefix(thoughtBegins, text):
			return ""
		default:
			t.over = true
			return t.held
		}
	}
	_, text, ended := strings.Cut(t.held, thoughtEnds)
	if !ended {
		t.held = t.held[max(0, len(t.held)-len(thoughtEnds)+1):]
		return ""
	}
	t.over = true
	return text
}
