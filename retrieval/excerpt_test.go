package retrieval

import (
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
