package handlers_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/fetch"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

const bridge = `The council of Eastport approved a new bridge over the northern channel on Thursday, after nine years of argument.

“This bridge will outlive all of us who voted for it,” the mayor, Ingrid Solheim, told the chamber. The bridge is to cost 41 million crowns.

Opponents led by the shipowner Carl Brack say that the channel will be closed to tall ships for two summers. Work begins in March 2025.`

// model is a scripted one: pieces of text, then a fault or none.
type model struct {
	pieces []string
	fault  error
	taken  int // pieces that were accepted
}

func (*model) Name() string { return "scripted" }

func (m *model) Stream(_ context.Context, _ []prompts.Message, emit func(string) error) (prompts.Usage, error) {
	for _, p := range m.pieces {
		if err := emit(p); err != nil {
			return prompts.Usage{}, err
		}
		m.taken++
	}
	return prompts.Usage{}, m.fault
}

func manager() handlers.Asker { return handlers.Asker{Guild: "g", User: "u", Manager: true} }

// open returns a desk over a real library that holds one article.
func open(t *testing.T, m handlers.Model) *handlers.Desk {
	t.Helper()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	library, err := retrieval.Open(t.Context(), redisstore.New(server.Client(), nil), retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := handlers.New(handlers.Options{Library: library, Model: m})
	page := fetch.Page{Words: 80, Article: retrieval.Article{
		URL: "https://post.example/bridge", Title: "Council approves the north bridge", Outlet: "The Harbour Post",
		Published: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC), Lang: "en", Text: bridge,
	}}
	if r, err := d.Keep(t.Context(), manager(), page); err != nil || r.Status != handlers.Added || r.Passages == 0 {
		t.Fatalf("Keep: %+v, %v", r, err)
	}
	return d
}

func TestAskOutcomes(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	cost := "The bridge is to cost 41 million crowns [1]."
	for name, c := range map[string]struct {
		model   handlers.Model
		outcome handlers.Outcome
		cause   handlers.Cause
		shown   int // sentences
		cut     bool
	}{
		"no model":                      {nil, handlers.Closest, handlers.NoModel, 0, false},
		"answered":                      {&model{pieces: []string{cost}}, handlers.Answered, "", 1, false},
		"cut anywhere":                  {&model{pieces: strings.SplitAfter(cost+" Work begins in March 2025 [1].", "")}, handlers.Answered, "", 2, false},
		"refused":                       {&model{pieces: []string{"The articles do not say."}}, handlers.Unknown, "", 0, false},
		"refused, then invented":        {&model{pieces: []string{"The articles do not say. ", cost}}, handlers.Unknown, "", 0, false},
		"answered, then refused":        {&model{pieces: []string{cost, " The articles do not say more.", cost}}, handlers.Answered, "", 1, false},
		"unfaithful":                    {&model{pieces: []string{"It will be painted by Martians [1]."}}, handlers.Closest, handlers.Unfaithful, 0, false},
		"silent":                        {&model{}, handlers.Closest, handlers.Unfaithful, 0, false},
		"down":                          {&model{fault: down}, handlers.Closest, handlers.ModelDown, 0, false},
		"down in mid-sentence":          {&model{pieces: []string{"The bridge is to cost 41"}, fault: down}, handlers.Closest, handlers.ModelDown, 0, false},
		"down after one that was whole": {&model{pieces: []string{cost}, fault: down}, handlers.Answered, "", 1, true},
		"down after one that held":      {&model{pieces: []string{cost, " Work begins"}, fault: down}, handlers.Answered, "", 1, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := handlers.Question{From: manager(), Text: "what does the bridge cost?", Asked: time.Now()}
			r, err := open(t, c.model).Ask(t.Context(), q, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Outcome != c.outcome || r.Cause != c.cause || len(r.Sentences) != c.shown || r.Cut != c.cut {
				t.Errorf("got %q because %q, cut %v, %d sentences", r.Outcome, r.Cause, r.Cut, len(r.Sentences))
			}
			if known := r.Outcome != handlers.Unknown; known != (len(r.Sources) > 0) {
				t.Errorf("%s with %d sources", r.Outcome, len(r.Sources))
			}
		})
	}
}

// A number once shown stays: partial replies only ever grow.
func TestRepliesGrow(t *testing.T) {
	t.Parallel()
	m := &model{pieces: []string{"The bridge is to cost 41 million crowns [1]. ", "Martians came [1]. ", "Work begins in March 2025 [1]."}}
	var shown []handlers.Reply
	q := handlers.Question{From: manager(), Text: "what does the bridge cost?", Asked: time.Now()}
	final, err := open(t, m).Ask(t.Context(), q, func(r handlers.Reply) { shown = append(shown, r) })
	if err != nil {
		t.Fatal(err)
	}
	if len(shown) != 2 || len(final.Sentences) != 2 || len(final.Dropped) != 1 {
		t.Fatalf("%d partial replies, %d sentences, %d dropped", len(shown), len(final.Sentences), len(final.Dropped))
	}
	for _, partial := range shown {
		for i, s := range partial.Sentences {
			if s.Text != final.Sentences[i].Text || !slices.Equal(s.Cites, final.Sentences[i].Cites) {
				t.Errorf("sentence %d was shown as %+v and ended as %+v", i, s, final.Sentences[i])
			}
		}
		if !partial.Partial {
			t.Error("a partial reply says that it is final")
		}
	}
}

func TestSummarize(t *testing.T) {
	t.Parallel()
	points := "The council of Eastport approved a new bridge over the northern channel [1].\n" +
		strings.Repeat("- The bridge is to cost 41 million crowns [1].\n", 20)
	talker := &model{pieces: strings.SplitAfter(points, "\n")}
	r, err := open(t, talker).Summarize(t.Context(), handlers.SummaryRequest{From: manager(), Ref: "north bridge"}, nil)
	if err != nil || r.Outcome != handlers.Answered || !r.Summary || r.Title != "Council approves the north bridge" {
		t.Fatalf("%+v, %v", r, err)
	}
	// The model goes round in circles.
	if len(r.Sentences) != 2 || talker.taken > 8 {
		t.Errorf("%d sentences; the model was heard for %d lines", len(r.Sentences), talker.taken)
	}

	r, err = open(t, nil).Summarize(t.Context(), handlers.SummaryRequest{From: manager(), Ref: "north bridge"}, nil)
	if err != nil || r.Outcome != handlers.Closest || len(r.Sentences) == 0 {
		t.Fatalf("without a model: %+v, %v", r, err)
	}
	for _, s := range r.Sentences {
		if !strings.Contains(bridge, s.Text) || len(s.Cites) == 0 {
			t.Errorf("not verbatim or not cited: %+v", s)
		}
	}
}

func TestFaultsOfAsking(t *testing.T) {
	t.Parallel()
	d := open(t, nil)
	ask := func(guild, text string) error {
		_, err := d.Ask(t.Context(), handlers.Question{From: handlers.Asker{Guild: guild}, Text: text}, nil)
		return err
	}
	summarize := func(ref string) error {
		_, err := d.Summarize(t.Context(), handlers.SummaryRequest{From: manager(), Ref: ref}, nil)
		return err
	}
	_, removed := d.Remove(t.Context(), handlers.Asker{Guild: "g"}, "bridge")
	_, ingested := d.Ingest(t.Context(), handlers.Asker{Guild: "g"}, "https://post.example/", nil)
	for name, c := range map[string]struct{ got, want error }{
		"empty question":         {ask("g", " \n"), handlers.ErrNoQuestion},
		"long question":          {ask("g", strings.Repeat("ф", 6000)), handlers.ErrLongQuestion},
		"guild without articles": {ask("other", "bridge?"), handlers.ErrNoArticles},
		"no reference":           {summarize(" "), handlers.ErrNoReference},
		"unknown reference":      {summarize("zeppelin"), retrieval.ErrNotFound},
		"a member removes":       {removed, handlers.ErrNotManager},
		"a member ingests":       {ingested, handlers.ErrNotManager},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	d := open(t, nil)
	title, err := d.Remove(t.Context(), manager(), "north bridge")
	if err != nil || title != "Council approves the north bridge" || len(d.Articles("g")) != 0 {
		t.Errorf("removed %q, %v; %d articles left", title, err, len(d.Articles("g")))
	}
}
