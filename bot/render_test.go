package main

import (
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

// Each sentence is written once, also one that waited for a second opinion and
// then stands before one that did not wait.
func TestLateSentencesAreWrittenOnce(t *testing.T) {
	var b strings.Builder
	p := page{w: &b, width: 80}
	doubted := prompts.Sentence{Text: "It waited.", Cites: []int{2}, Level: prompts.Amber}
	certain := prompts.Sentence{Text: "It stood at once.", Cites: []int{1}}
	p.show(handlers.Reply{Outcome: handlers.Answered, Partial: true, Sentences: []prompts.Sentence{certain}})
	p.finish(handlers.Reply{Outcome: handlers.Answered, Sentences: []prompts.Sentence{doubted, certain}})
	for _, s := range []string{doubted.Text, certain.Text} {
		if n := strings.Count(b.String(), s); n != 1 {
			t.Errorf("%q is written %d times:\n%s", s, n, b.String())
		}
	}
	p.finish(handlers.Reply{Outcome: handlers.Answered, Sentences: []prompts.Sentence{certain}})
	if n := strings.Count(b.String(), certain.Text); n != 2 {
		t.Errorf("the next reply says nothing:\n%s", b.String())
	}
}
