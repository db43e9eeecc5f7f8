package handlers_test

import (
	"reflect"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

func TestRecall(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{})
	r := answer("yes")
	r.Notes = []string{"Latest I have is 16 February 2022."}
	r.Title, r.Summary = "title", true
	want := r
	want.Cached = true
	// What belongs to the first asker is not the second's, who may have asked
	// outright what the first one's follow-up was understood as.
	r.Standing = "what did he say?"
	r.ID, r.Usage, r.Explain, r.Dropped = "0123456789abcdef", prompts.Usage{Prompt: 9}, []string{"why"}, []prompts.Sentence{{Text: "dropped"}}
	handlers.Remember(t.Context(), d, "g", "key", r)
	got, ok := handlers.Recall(t.Context(), d, "g", "key")
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%+v, want\n%+v", ok, got, want)
	}
	for _, at := range []struct{ guild, key string }{{"other", "key"}, {"g", "other"}, {"g", ""}} {
		if _, ok := handlers.Recall(t.Context(), d, at.guild, at.key); ok {
			t.Errorf("recalled from %v", at)
		}
	}
}

func TestWhatIsRemembered(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{})
	with := func(change func(*handlers.Reply)) handlers.Reply {
		r := answer("yes")
		change(&r)
		return r
	}
	text := []retrieval.Article{{ID: "a", Title: "near", Text: "long"}}
	for name, c := range map[string]struct {
		reply handlers.Reply
		want  bool
	}{
		"answered":            {answer("yes"), true},
		"unknown":             {handlers.Reply{Outcome: handlers.Unknown, Nearest: text}, true},
		"closest, no model":   {with(func(r *handlers.Reply) { r.Outcome, r.Cause = handlers.Closest, handlers.NoModel }), true},
		"closest, model down": {with(func(r *handlers.Reply) { r.Outcome, r.Cause = handlers.Closest, handlers.ModelDown }), false},
		"closest, unfaithful": {with(func(r *handlers.Reply) { r.Outcome, r.Cause = handlers.Closest, handlers.Unfaithful }), false},
		"answered, stopped":   {with(func(r *handlers.Reply) { r.Cause = handlers.Stopped }), false},
		"cut":                 {with(func(r *handlers.Reply) { r.Cut = true }), false},
		"partial":             {with(func(r *handlers.Reply) { r.Partial = true }), false},
		"no second opinion":   {with(func(r *handlers.Reply) { r.Provisional = true }), false},
		"nothing":             {handlers.Reply{}, false},
		"a citation of none":  {with(func(r *handlers.Reply) { r.Sources = nil }), false},
		"a citation of 0":     {with(func(r *handlers.Reply) { r.Sentences[0].Cites = []int{0} }), false},
		"sources out of turn": {with(func(r *handlers.Reply) { r.Sources[0].N = 2 }), false},
	} {
		handlers.Remember(t.Context(), d, "g", name, c.reply)
		r, ok := handlers.Recall(t.Context(), d, "g", name)
		if ok != c.want || r.Cached != ok {
			t.Errorf("%s: recalled %v, want %v", name, ok, c.want)
		}
		if len(r.Nearest) > 0 && r.Nearest[0].Text != "" {
			t.Errorf("%s: an article's text is remembered", name)
		}
	}
	if text[0].Text == "" {
		t.Error("remembering changed the reply")
	}
}

func TestAnswerKey(t *testing.T) {
	t.Parallel()
	base := handlers.Question{From: manager(), Text: "What did Müller’s aide say?", Asked: noon(16)}
	key := func(change func(*handlers.Question)) string {
		q := base
		change(&q)
		return handlers.AnswerKey(q, q.Text, "c1", "m1")
	}
	same := func(*handlers.Question) {}
	for name, c := range map[string]struct {
		key  string
		same bool
	}{
		"itself":               {key(same), true},
		"case, marks, space":   {key(func(q *handlers.Question) { q.Text = "  what did müller's\naide SAY " }), true},
		"composed otherwise":   {key(func(q *handlers.Question) { q.Text = "What did Mu\u0308ller’s aide say?" }), true},
		"later that day":       {key(func(q *handlers.Question) { q.Asked = q.Asked.Add(11 * time.Hour) }), true},
		"another asker":        {key(func(q *handlers.Question) { q.From.User = "v" }), true},
		"standing by itself":   {handlers.AnswerKey(base, "", "c1", "m1"), true},
		"as it was understood": {handlers.AnswerKey(handlers.Question{Text: "and?", Asked: noon(16)}, base.Text, "c1", "m1"), true},
		"another question":     {key(func(q *handlers.Question) { q.Text = "What did Muller’s aide say?" }), false},
		"another number":       {key(func(q *handlers.Question) { q.Text = "-" + q.Text }), false},
		"the next day":         {key(func(q *handlers.Question) { q.Asked = noon(17) }), false},
		"an article":           {key(func(q *handlers.Question) { q.Article = "a" }), false},
		"an outlet":            {key(func(q *handlers.Question) { q.Outlet = "a" }), false},
		"since":                {key(func(q *handlers.Question) { q.Since = noon(1) }), false},
		"until":                {key(func(q *handlers.Question) { q.Until = noon(1) }), false},
		"other articles":       {handlers.AnswerKey(base, base.Text, "c2", "m1"), false},
		"another model":        {handlers.AnswerKey(base, base.Text, "c1", "m2"), false},
		"parts run together":   {handlers.AnswerKey(base, base.Text, "c1m", "1"), false},
	} {
		if got := c.key == key(same); got != c.same {
			t.Errorf("%s: the same key: %v", name, got)
		}
	}
	if key(func(q *handlers.Question) { q.Explain = true }) != "" {
		t.Error("who wants an explanation gets an answer that has none")
	}
}
