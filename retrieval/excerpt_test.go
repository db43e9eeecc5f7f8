package retrieval

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	filler := "The hall was full and the doors stood open to the rain that had come in from the sea. "
	said := "Ms Okafor said: “We can pay for a gate once. We can pay for carpets every winter.” "
	for name, c := range map[string]struct {
		text, question, want string
		words                int
	}{
		"short text is returned whole": {
			text: "The gate closes. The boats wait.", question: "boats", words: 10,
			want: "The gate closes. The boats wait.",
		},
		"the sentence that was asked about": {
			text: strings.Repeat(filler, 3) + "Fishing crews fear the gate. " + filler, question: "what do fishing crews fear?", words: 8,
			want: "Fishing crews fear the gate.",
		},
		"a quotation stays whole": {
			text: filler + said + filler, question: "carpets every winter", words: 20,
			want: strings.TrimSpace(said),
		},
		"the sentence, not the heading above that has its words": {
			text: filler + "\n\nCrews fear a new normal\n\n" + filler + "She regretted a “new normal” for the crews.", question: "what is the new normal that crews fear?", words: 10,
			want: "She regretted a “new normal” for the crews.",
		},
		"context, but not across a heading": {
			text:     strings.TrimSpace(filler) + "\n\nFishing crews object\n\nCrews fear the gate. They sail at dawn. They always did so.\n\n" + filler,
			question: "what do crews fear?", words: 10,
			want: "Crews fear the gate. They sail at dawn.",
		},
		"a long first sentence is returned whole": {
			text: strings.TrimSpace(filler) + " " + filler, question: "rain", words: 3,
			want: strings.TrimSpace(filler),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := Passage{Article: Article{Lang: "en"}, Text: c.text}
			if got := p.Excerpt(c.question, c.words); got != c.want {
				t.Errorf("Excerpt(%q, %d)\n got %q\nwant %q", c.question, c.words, got, c.want)
			}
		})
	}
}

func TestKeySentences(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../bot/samples/harrowmouth-flood-barrier.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n\n")
	a := Article{Title: "Harrowmouth votes for a tidal barrier", Lang: "en", Text: strings.TrimSpace(text)}
	got := KeySentences(a, 6)
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
		if got := KeySentences(Article{Text: text}, 3); len(got) != 0 {
			t.Errorf("KeySentences(%q) = %q", text, got)
		}
	}
}
