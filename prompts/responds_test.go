package prompts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Questions with a sentence that responds, and with one that is about somebody
// or something else. First tried: 28 of 30 passed, 17 of 21 stopped.
func TestResponds(t *testing.T) {
	t.Parallel()
	articles := articleTexts(t, "unseen")
	for name, text := range articleTexts(t, "beats") {
		articles[name] = text
	}
	var right, let, wrong, stopped int
	type pair struct {
		Article, Question, Sentence string
		Responds                    bool
	}
	for _, p := range readLines[pair](t, filepath.Join("testdata", "responds.jsonl")) {
		sources := []Source{{N: 1, Title: "Something else", Text: "A bus stopped."}, {N: 2, Text: articles[p.Article]}}
		ok, reason := Responds(p.Question, Sentence{Text: p.Sentence, Cites: []int{2}}, sources)
		if p.Responds {
			right++
			let += int(oneIf(ok))
		} else {
			wrong++
			stopped += int(oneIf(!ok))
		}
		if ok == (reason != "") {
			t.Errorf("%v and %q: %s", ok, reason, p.Sentence)
		}
		if ok != p.Responds {
			t.Logf("%v (%s): %s %s", ok, reason, p.Question, p.Sentence)
		}
	}
	if let < right-1 || stopped < wrong-2 {
		t.Errorf("fewer than before")
	}
	t.Logf("%d of %d right ones pass, %d of %d wrong ones stopped", let, right, stopped, wrong)
}

// Of the right answers to the sample questions at most one may be lost.
func TestRightAnswersRespond(t *testing.T) {
	t.Parallel()
	article, err := os.ReadFile(shared(t, "eval", "sample", "stoltenberg.txt"))
	if err != nil {
		t.Fatal(err)
	}
	type question struct {
		Q    string
		Gold []string
	}
	text, lost := string(article), 0
	for _, q := range readLines[question](t, shared(t, "eval", "sample", "questions.jsonl")) {
		found, responds := 0, 0
		for _, s := range prose.Sentences(text) {
			sentence := s.In(text)
			if !slices.ContainsFunc(q.Gold, func(g string) bool { return strings.Contains(wordString(sentence), strings.TrimSpace(wordString(g))) }) {
				continue
			}
			found++
			ok, reason := Responds(q.Q, Sentence{Text: sentence, Cites: []int{1}}, []Source{{N: 1, Text: text}})
			responds += int(oneIf(ok))
			if !ok {
				t.Logf("%s %s: %s", q.Q, sentence, reason)
			}
		}
		if found == 0 {
			t.Fatalf("no sentence answers %s", q.Q)
		}
		lost += int(oneIf(responds == 0))
	}
	if lost > 1 {
		t.Errorf("%d questions lost all their answers", lost)
	}
}

func FuzzResponds(f *testing.F) {
	f.Add("How many tanks is Poland sending?", "Britain is sending 14 tanks.", "Poland waits. Britain is sending 14 tanks.")
	f.Add("what did x say", "X: “Go.”", "“Go,” X said.")
	f.Add("", "", "")
	f.Fuzz(func(t *testing.T, question, sentence, passage string) {
		ok, reason := Responds(question, Sentence{Text: sentence, Cites: []int{1, 7}}, []Source{{N: 1, Title: question, Text: passage}})
		if ok == (reason != "") {
			t.Errorf("%v and %q", ok, reason)
		}
	})
}

// Words may be asked for that say what another does; the one is as good a
// subject of the answer as the other.
func TestRespondsToWhatAnotherWouldDo(t *testing.T) {
	t.Parallel()
	sources := []Source{{N: 1, Text: "Russian foreign minister Sergei Lavrov vowed his country would retaliate if Britain imposes new sanctions. " +
		"“Russia will respond to new UK sanctions if they are imposed,” he said."}}
	for sentence, want := range map[string]bool{
		"Russia vowed to respond to new UK sanctions if they are imposed by Britain.": true,
		"Sergei Lavrov vowed that Russia would retaliate.":                            true,
	} {
		ok, reason := Responds("What did Lavrov say Russia would do about new British sanctions?", Sentence{Text: sentence, Cites: []int{1}}, sources)
		if ok != want {
			t.Errorf("%v (%s): %s", ok, reason, sentence)
		}
	}
}

// Who pays may be a town: bodies act as persons do.
func TestABodyIsSomebody(t *testing.T) {
	t.Parallel()
	sources := []Source{{N: 1, Text: "The county would repair the old depot itself. The bill for the depot came in May, to the surprise of the county."}}
	for sentence, want := range map[string]bool{
		"The county would repair the old depot itself.": true,
		"The old depot is repaired by the county.":      true,
		"The bill for the depot came in May.":           false,
	} {
		if ok, reason := Responds("Who will repair the old depot?", Sentence{Text: sentence, Cites: []int{1}}, sources); ok != want {
			t.Errorf("%v (%s): %s", ok, reason, sentence)
		}
	}
}
