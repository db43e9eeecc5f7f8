package handlers_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval"
)

func TestGaps(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{})
	near := make([]retrieval.Article, 9)
	for i := range near {
		near[i] = retrieval.Article{Title: fmt.Sprint("title ", i), Text: "long"}
	}
	member := handlers.Asker{Guild: "g", User: "v"}
	handlers.NoteGap(t.Context(), d, member, "Who won?", noon(16), near[:1])
	handlers.NoteGap(t.Context(), d, member, "  who WON ", noon(17), near)
	handlers.NoteGap(t.Context(), d, member, strings.Repeat("ф", 6000), noon(15), nil)
	handlers.NoteGap(t.Context(), d, member, " \n", noon(18), nil)
	handlers.NoteGap(t.Context(), d, handlers.Asker{Guild: "other"}, "Who won?", noon(16), nil)
	gaps, err := d.Gaps(t.Context(), manager())
	if err != nil || len(gaps) != 2 {
		t.Fatalf("%+v, %v", gaps, err)
	}
	if g := gaps[0]; g.Times != 2 || !g.First.Equal(noon(16)) || !g.Last.Equal(noon(17)) || len(g.Nearest) != 5 || g.Nearest[4] != "title 4" || g.ID == "" {
		t.Errorf("%+v", g)
	}
	if n := len([]rune(gaps[1].Question)); n != 1000 {
		t.Errorf("a question of 6,000 letters is kept with %d", n)
	}

	if _, err := d.Gaps(t.Context(), member); !errors.Is(err, handlers.ErrNotManager) {
		t.Errorf("a member lists gaps: %v", err)
	}
	if err := d.CloseGap(t.Context(), member, gaps[0].ID); !errors.Is(err, handlers.ErrNotManager) {
		t.Errorf("a member closes a gap: %v", err)
	}
	if err := d.CloseGap(t.Context(), handlers.Asker{Guild: "third", Manager: true}, gaps[0].ID); !errors.Is(err, handlers.ErrNoGap) {
		t.Errorf("another guild's manager closes it: %v", err)
	}
	for i, want := range []error{nil, handlers.ErrNoGap} {
		if err := d.CloseGap(t.Context(), manager(), gaps[0].ID); !errors.Is(err, want) {
			t.Errorf("closing it the %d. time: %v", i+1, err)
		}
	}
	left, err := d.Gaps(t.Context(), manager())
	if err != nil || len(left) != 1 || left[0].ID != gaps[1].ID || slices.Contains(left[0].Nearest, "title 0") {
		t.Errorf("%+v, %v", left, err)
	}
}
