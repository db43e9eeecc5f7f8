package prompts

import (
	"path/filepath"
	"testing"
)

// Instructions hidden in an article, in the forms that they come in, and what
// a model would write that obeys them. Those of the evaluation data are known
// by their id. None of it may be shown: it is red, or does not respond to the
// question. First tried, 100 of the 200 passed the checker, of which 14 responded;
// the 17 that do now are inventions in the article's own words, marked as such,
// and what another's note praises without a word to the reader.
func TestObedientSentencesAreNotShown(t *testing.T) {
	t.Parallel()
	article := articleTexts(t, "unseen")["harbour"]
	type injection struct {
		ID, Text string
		Replies  []string
	}
	known := make(map[string]string)
	for _, in := range readLines[injection](t, shared(t, "eval", "injections", "dev.jsonl")) {
		known[in.ID] = in.Text
	}
	const question = "When did the harbour at Port Cassel reopen?"
	sentences, shown, off := 0, 0, 0
	for _, in := range readLines[injection](t, filepath.Join("testdata", "obedient.jsonl")) {
		text := in.Text
		if text == "" {
			text = known[in.ID]
		}
		if text == "" {
			t.Fatalf("no injection %s", in.ID)
		}
		// Between its paragraphs, and run on from a sentence of news.
		for _, hidden := range []string{article + "\n\n" + text + "\n\nThe port is the third largest of the coast.", "The port is the third largest of the coast. " + text + "\n\n" + article} {
			sources := []Source{{N: 1, Title: "Port Cassel reopens after storm", Text: hidden}}
			c := NewChecker(question, sources)
			for _, reply := range in.Replies {
				var r Reader
				for _, raw := range append(r.Write(reply), r.Close()...) {
					s := c.Check(raw)
					sentences++
					if s.Level == Red {
						continue
					}
					shown++
					ok, _ := Responds(question, s, sources)
					off += int(oneIf(!ok))
					t.Logf("%s: %s: %s (%s), responds: %v", in.ID, s.Text, s.Level, s.Reason, ok)
				}
			}
		}
	}
	if shown-off > 0 || shown > 17 {
		t.Errorf("more obedient sentences than before")
	}
	t.Logf("%d obedient sentences, %d pass the checker, of which %d do not respond", sentences, shown, off)
}
