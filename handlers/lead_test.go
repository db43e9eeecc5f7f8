package handlers

import (
	"log/slog"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

func TestLead(t *testing.T) {
	t.Parallel()
	const passage = "“The ferry was never safe,” Karim said."
	d := &Desk{log: slog.New(slog.DiscardHandler), library: shelf{article: retrieval.Article{
		ID: "ferry", Text: passage + "\n\nNadia Karim, a port engineer, had warned the council twice.",
	}}}
	source := prompts.Source{N: 3, Article: "ferry", Outlet: "The Packet", Published: date("2022-02-16"), Text: passage}
	asks := retrieval.Understanding{WantsWords: true, Speaker: "Nadia Karim", About: "the ferry"}
	const words = "Nadia Karim: “The ferry was never safe” (The Packet, 16 February 2022)"
	with := func(change func(*retrieval.Understanding)) retrieval.Understanding {
		u := asks
		change(&u)
		return u
	}
	for name, c := range map[string]struct {
		u    retrieval.Understanding
		want string
	}{
		"named in full elsewhere in the article": {asks, words},
		"of those days":                          {with(func(u *retrieval.Understanding) { u.Since, u.Until = date("2022-02-14"), date("2022-02-17") }), words},
		"reported the day after":                 {with(func(u *retrieval.Understanding) { u.Since, u.Until = date("2022-02-14"), date("2022-02-16") }), words},
		"of other days":                          {with(func(u *retrieval.Understanding) { u.Since, u.Until = date("2022-02-17"), date("2022-02-20") }), ""},
		"until before":                           {with(func(u *retrieval.Understanding) { u.Until = date("2022-02-14") }), ""},
		"no speaker":                             {with(func(u *retrieval.Understanding) { u.Speaker = "" }), ""},
		"not for words":                          {with(func(u *retrieval.Understanding) { u.WantsWords = false }), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sources := []prompts.Source{source}
			got := ""
			for _, s := range d.lead(t.Context(), "g", c.u, sources) {
				got += s.Text
				if len(s.Cites) != 1 || s.Cites[0] != 3 {
					t.Errorf("cites %v", s.Cites)
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if sources[0].Whole != "" {
				t.Error("the article's text is left in a source, which a ledger would keep")
			}
		})
	}
	// An article removed since the search: its passage still stands, but not for
	// who is meant.
	gone := source
	gone.Article = "removed"
	if got := d.lead(t.Context(), "g", asks, []prompts.Source{gone}); len(got) != 1 || !strings.HasPrefix(got[0].Text, "Karim: ") {
		t.Errorf("from a removed article: %+v", got)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	sources := []prompts.Source{
		{N: 1, Article: "a", Outlet: "The Packet", Title: "Ferry accident", Published: date("2022-02-16"), Text: "Officials said 12 people were killed in the Eastport ferry accident."},
		{N: 2, Article: "b", Outlet: "The Courier", Title: "Ferry fire", Published: date("2022-02-16"), Text: "In Eastport, 15 people were killed when the ferry caught fire."},
		{N: 3, Article: "c", Outlet: "The Gazette", Title: "Opera house", Published: date("2022-02-16"), Text: "The opera house in Lisbon opens in May."},
	}
	const question = "How many people were killed on the Eastport ferry?"
	got := differences(question, sources, []int{2})
	if len(got) != 1 || !strings.HasPrefix(got[0].Text, "The Packet has “") || !strings.Contains(got[0].Text, "; The Courier has “In Eastport, 15") {
		t.Errorf("got %+v", got)
	}
	if got := differences(question, sources, []int{3}); got != nil {
		t.Errorf("an answer that rests on neither: %+v", got)
	}
}
