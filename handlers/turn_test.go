package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

func TestKeepTurn(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{})
	gone, cancel := context.WithCancel(t.Context())
	cancel() // the asker no longer waits
	r := answer("yes")
	id := handlers.KeepTurn(gone, d, manager(), "talk", "and he?", "what did he say?", noon(16), r)
	if !regexp.MustCompile(`^[0-9a-f]{16}$`).MatchString(id) {
		t.Fatalf("ID %q", id)
	}
	got, err := d.Turn(t.Context(), "g", id)
	if err != nil || got.ID != id || got.User != "u" || got.Talk != "talk" || got.Question != "and he?" || got.Standing != "what did he say?" ||
		!got.Asked.Equal(noon(16)) || got.Outcome != handlers.Answered || got.Sentences[0].Text != r.Sentences[0].Text || got.Sources[0].Text != "“yes”" {
		t.Errorf("%+v, %v", got, err)
	}
	if again := handlers.KeepTurn(t.Context(), d, manager(), "", "and he?", "", noon(16), r); again == id || again == "" {
		t.Errorf("a second turn is %q", again)
	}
	for _, at := range []struct{ guild, id string }{{"other", id}, {"g", ""}, {"g", strings.Repeat("0", 16)}, {"g", id + "0"}} {
		if _, err := d.Turn(t.Context(), at.guild, at.id); !errors.Is(err, handlers.ErrForgotten) {
			t.Errorf("%v: %v", at, err)
		}
	}
	bad := answer("no")
	bad.Sentences[0].Cites = []int{2}
	id = handlers.KeepTurn(t.Context(), d, manager(), "bad", "q", "q", noon(16), bad)
	if _, err := d.Turn(t.Context(), "g", id); !errors.Is(err, handlers.ErrForgotten) {
		t.Errorf("a turn that cites nothing: %v", err)
	}
	if turns := handlers.Earlier(t.Context(), d, handlers.Question{From: manager(), Asked: noon(16), Talk: "bad"}); len(turns) != 0 {
		t.Errorf("a question leans on a turn that cites nothing: %v", turns)
	}
}

func TestEarlier(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{})
	ids := map[string]string{}
	for i, minutes := range []int{-121, -120, -50, -40, -30} { // from noon
		question := fmt.Sprint("q", i)
		ids[question] = handlers.KeepTurn(t.Context(), d, manager(), "talk", question, question, noon(16).Add(time.Duration(minutes)*time.Minute), answer(question))
	}
	ids["elsewhere"] = handlers.KeepTurn(t.Context(), d, manager(), "", "elsewhere", "elsewhere", noon(10), answer("x"))
	for i, minutes := range []int{-121, -120} {
		question := fmt.Sprint("p", i)
		handlers.KeepTurn(t.Context(), d, manager(), "slow talk", question, question, noon(16).Add(time.Duration(minutes)*time.Minute), answer(question))
	}
	for name, c := range map[string]struct {
		guild, follows, talk string
		want                 []string
	}{
		"nothing to lean on":      {"g", "", "", nil},
		"the last three":          {"g", "", "talk", []string{"q2", "q3", "q4"}},
		"not above two hours":     {"g", "", "slow talk", []string{"p1"}},
		"another talk":            {"g", "", "other", nil},
		"another guild":           {"other", ids["q3"], "talk", nil},
		"a reply, however old":    {"g", ids["elsewhere"], "", []string{"elsewhere"}},
		"a reply within a talk":   {"g", ids["q0"], "talk", []string{"q0"}},
		"a reply to the lost":     {"g", strings.Repeat("0", 16), "talk", []string{"q2", "q3", "q4"}},
		"a reply to no ID at all": {"g", "{x}:*", "", nil},
	} {
		q := handlers.Question{From: handlers.Asker{Guild: c.guild}, Asked: noon(16), Follows: c.follows, Talk: c.talk}
		var got []string
		for _, turn := range handlers.Earlier(t.Context(), d, q) {
			got = append(got, turn.Question)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The longest reply that there can be is kept.
func TestKeepLongTurn(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{})
	r := handlers.Reply{Outcome: handlers.Answered}
	for i := range 12 {
		r.Sources = append(r.Sources, prompts.Source{N: i + 1, Text: strings.Repeat("記事“\x00”", 400)})
		r.Sentences = append(r.Sentences, prompts.Sentence{Text: strings.Repeat("語 ", 500), Cites: []int{i + 1}})
	}
	id := handlers.KeepTurn(t.Context(), d, manager(), strings.Repeat("t", 1e5), strings.Repeat("ф", 1000), "", noon(16), r)
	got, err := d.Turn(t.Context(), "g", id)
	if err != nil || len(got.Sentences) != 12 || got.Sources[11].Text != r.Sources[11].Text {
		t.Errorf("%v, %d sentences", err, len(got.Sentences))
	}
	if id := handlers.KeepTurn(t.Context(), d, manager(), "", strings.Repeat("q", 2<<20), "", noon(16), r); id != "" {
		t.Error("a question of 2 MB is kept")
	}
}
