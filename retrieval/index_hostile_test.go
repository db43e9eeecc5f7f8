package retrieval

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// A page may be one word of a megabyte: it was one sentence, and so one passage,
// which went to a model whole; and counts of a word in it ran over.
func TestIndexBoundsPassagesWithoutSpaces(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"one word":          "planes " + strings.Repeat("x", 1<<20),
		"hyphens":           strings.Repeat("planes-", 1<<17),
		"256 times":         strings.Repeat("planes-", 256),
		"65,536 times":      strings.Repeat("planes-", 1<<16),
		"not ASCII":         "planes " + strings.Repeat("é", 1<<19),
		"invalid":           "planes " + strings.Repeat("\xff", 1<<20),
		"nothing to see":    "planes " + strings.Repeat("\x00", 1<<20),
		"right to left":     "planes " + strings.Repeat("\u202eمرحبا", 1<<16),
		"emoji":             "planes " + strings.Repeat("👩‍👩‍👧", 1<<15),
		"Chinese":           "planes " + strings.Repeat("北大西洋条約機構", 1<<14),
		"letters and marks": "planes " + strings.Repeat("e\u0301", 1<<18),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newIndex().with(entry{Article{ID: "a", Title: "Planes", Text: text}, Split(text)})
			r := x.search(Query{Text: "planes", Limit: 3})
			if len(r.Passages) == 0 || r.Passages[0].Coverage < .99 {
				t.Fatalf("%d passages: %+v", len(r.Passages), r.Answerable)
			}
			const most = (passageWords + longestPiece) * longestWord * 2
			for _, p := range r.Passages {
				if len(p.Text) > most || utf8.ValidString(text) && !utf8.ValidString(p.Text) || p.Score < 0 {
					t.Errorf("%d bytes, score %f", len(p.Text), p.Score)
				}
			}
		})
	}
}

// A page may claim any language, and each of a guild's is looked up for each
// word of a question.
func TestIndexBoundsLanguages(t *testing.T) {
	t.Parallel()
	var entries []entry
	for i := range 100 {
		text := "The planes are here."
		entries = append(entries, entry{Article{ID: fmt.Sprint(i), Lang: fmt.Sprint("x", i), Text: text}, Split(text)})
	}
	x := newIndex().with(entries...)
	if langs := x.langs(); len(langs) > 2 {
		t.Errorf("%d languages: %v", len(langs), langs)
	}
	if r := x.search(Query{Text: "planes"}); len(r.Passages) == 0 {
		t.Error("nothing found")
	}
}
