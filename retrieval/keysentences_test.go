package retrieval

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestKeySentences(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../bot/samples/harrowmouth-flood-barrier.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n\n")
	a := Article{Title: "Harrowmouth votes for a tidal barrier", Lang: "en", Text: strings.TrimSpace(text)}
	var got []string
	for _, k := range KeySentences("", []Article{a}, 6) {
		if a.Text[k.Start:k.Start+len(k.Text)] != k.Text {
			t.Errorf("%q does not stand at %d", k.Text, k.Start)
		}
		got = append(got, k.Text)
	}
	if len(got) != 6 {
		t.Fatalf("%d sentences, want 6: %q", len(got), got)
	}
	if !strings.HasPrefix(got[0], "The council of Harrowmouth voted on Thursday") {
		t.Errorf("the story's first sentence is not the first: %q", got[0])
	}
	at := -1
	for _, s := range got {
		i := strings.Index(a.Text, s)
		if i <= at {
			t.Errorf("not verbatim, or out of order: %q", s)
		}
		at = i
		if strings.Count(s, "“") != strings.Count(s, "”") {
			t.Errorf("a quotation is cut: %q", s)
		}
	}
	if slices.Contains(got, "Fishing crews object") {
		t.Error("a heading is no sentence")
	}
}

func TestKeySentencesOfNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "Only a heading", "“", "\xff\xfe"} {
		if got := KeySentences("", []Article{{Text: text}}, 3); len(got) != 0 {
			t.Errorf("KeySentences(%q) = %v", text, got)
		}
	}
}
