package handlers_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

// talker is a model that says what a function makes of its prompt.
type talker func(prompt []prompts.Message) string

func (talker) Name() string { return "talker" }

func (t talker) Stream(_ context.Context, prompt []prompts.Message, emit func(string) error) (prompts.Usage, error) {
	return prompts.Usage{Prompt: 100, Completion: 10}, emit(t(prompt))
}

// says is a talker that always says the same.
func says(text string) talker { return func([]prompts.Message) string { return text } }

// stocked is a desk with a memory and the bridge.
func stocked(t *testing.T, o handlers.Options) *handlers.Desk {
	t.Helper()
	d := emptyRoom(t, o)
	keep(t, d, "https://post.example/bridge", "The Harbour Post", "2022-02-14", "Council approves the north bridge", bridge)
	return d
}

func ask(t *testing.T, d *handlers.Desk, q handlers.Question, show func(handlers.Reply)) handlers.Reply {
	t.Helper()
	q.From = manager()
	if q.Asked.IsZero() {
		q.Asked = noon(16)
	}
	r, err := d.Ask(t.Context(), q, show)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A question whose words no article has never reaches the model, whatever that
// would say, and is kept for who manages the articles.
func TestRefusedBeforeTheModel(t *testing.T) {
	t.Parallel()
	asked := 0
	d := stocked(t, handlers.Options{Model: talker(func([]prompts.Message) string {
		asked++
		return "Real Madrid won the Champions League [1]."
	})})
	r := ask(t, d, handlers.Question{Text: "who won the champions league in 2019?"}, nil)
	if r.Outcome != handlers.Unknown || len(r.Sources) != 0 || asked != 0 {
		t.Errorf("%s with %d sources; the model was asked %d times", r.Outcome, len(r.Sources), asked)
	}
	gaps, err := d.Gaps(t.Context(), manager())
	if err != nil || len(gaps) != 1 || gaps[0].Question != "who won the champions league in 2019?" {
		t.Errorf("gaps %+v, %v", gaps, err)
	}
}

// True words about somebody else are no answer, and are not shown while nothing
// that responds is.
func TestWhatDoesNotRespondWaits(t *testing.T) {
	t.Parallel()
	other := "Opponents are led by the shipowner Carl Brack [1]. "
	answer := "The bridge is to cost 41 million crowns [1]."
	q := handlers.Question{Text: "how many crowns is the bridge to cost?"}

	var shown []string
	show := func(r handlers.Reply) {
		for _, s := range r.Sentences {
			shown = append(shown, s.Text)
		}
	}
	r := ask(t, stocked(t, handlers.Options{Model: says(other)}), q, show)
	if r.Outcome != handlers.Unknown || len(r.Dropped) != 1 || len(shown) != 0 || len(r.Nearest) != 1 {
		t.Errorf("beside the question: %s, %d dropped, shown %q, %d nearest", r.Outcome, len(r.Dropped), shown, len(r.Nearest))
	}
	r = ask(t, stocked(t, handlers.Options{Model: says(other + answer)}), q, show)
	if r.Outcome != handlers.Answered || len(r.Sentences) != 2 {
		t.Errorf("with an answer beside it: %s, %+v", r.Outcome, r.Sentences)
	}
}

// Who asks for somebody's words gets them, word for word, before a model has
// said anything and where there is none.
func TestLeadsWithTheWordsAskedFor(t *testing.T) {
	t.Parallel()
	q := handlers.Question{Text: "what did Ingrid Solheim say about the bridge?"}
	const words = "“This bridge will outlive all of us who voted for it,”"
	r := ask(t, stocked(t, handlers.Options{}), q, nil)
	if r.Outcome != handlers.Closest || len(r.Sentences) != 1 || !strings.Contains(r.Sentences[0].Text, words[:len("“This bridge will outlive all of us who voted for it")]) {
		t.Fatalf("without a model: %s, %+v", r.Outcome, r.Sentences)
	}
	if r.Sources[0].Link == "" || !strings.Contains(r.Sources[0].Link, "#:~:text=") {
		t.Errorf("its source opens at %q", r.Sources[0].Link)
	}
	again := "The mayor, Ingrid Solheim, said: “This bridge will outlive all of us who voted for it” [1]. Work begins in March 2025 [1]."
	r = ask(t, stocked(t, handlers.Options{Model: says(again)}), q, nil)
	if r.Outcome != handlers.Answered || len(r.Sentences) != 2 || !strings.HasPrefix(r.Sentences[1].Text, "Work begins") {
		t.Errorf("what the model repeats is dropped: %+v", r.Sentences)
	}
	doubtful := "Solheim told opponents that the new bridge costs 41 million crowns [1]."
	r = ask(t, stocked(t, handlers.Options{Model: says(doubtful)}), q, nil)
	if r.Outcome != handlers.Answered || len(r.Sentences) != 1 || len(r.Dropped) != 1 {
		t.Errorf("a doubtful report beside the words themselves: %+v, dropped %+v", r.Sentences, r.Dropped)
	}
	r = ask(t, stocked(t, handlers.Options{Model: says("The articles do not say.")}), q, nil)
	if r.Outcome != handlers.Answered || len(r.Sentences) != 1 {
		t.Errorf("a model that does not know takes nothing back: %s, %+v", r.Outcome, r.Sentences)
	}
}

// A second model can take an amber sentence away; it cannot make it green, and
// what it was not asked about stays.
func TestSecondOpinion(t *testing.T) {
	t.Parallel()
	amber := "Councillors wanted the northern channel to have a bridge that costs 41 million crowns [1]."
	green := "The bridge is to cost 41 million crowns [1]. "
	for name, c := range map[string]struct {
		opinion string
		shown   int
	}{
		"no":         {"1. No", 1},
		"yes":        {"1. Yes", 2},
		"unreadable": {"It depends.", 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := stocked(t, handlers.Options{Model: says(green + amber), Verifier: says(c.opinion)})
			r := ask(t, d, handlers.Question{Text: "how many crowns is the bridge to cost?"}, nil)
			if r.Outcome != handlers.Answered || len(r.Sentences) != c.shown {
				t.Fatalf("%s, %+v, dropped %+v", r.Outcome, r.Sentences, r.Dropped)
			}
			if c.shown == 2 && r.Sentences[1].Level != prompts.Amber {
				t.Errorf("the doubtful sentence is %s now", r.Sentences[1].Level)
			}
			u, err := d.Usage(t.Context(), manager(), noon(16))
			if err != nil || u.Today.Calls != 2 {
				t.Errorf("%d calls counted, %v", u.Today.Calls, err)
			}
		})
	}
}

// Passages that hardly hold an answer, and of which a model made nothing that
// holds, are not offered as the closest ones.
func TestNothingHoldsOfHardlyAnything(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]handlers.Outcome{
		"what does the bridge cost?": handlers.Closest,
		"who painted the bridge?":    handlers.Unknown,
	} {
		r := ask(t, stocked(t, handlers.Options{Model: says("It was painted by Martians [1].")}), handlers.Question{Text: question}, nil)
		if r.Outcome != want || (want == handlers.Unknown) != (len(r.Nearest) == 1) || (want == handlers.Unknown) != (len(r.Sources) == 0) || len(r.Dropped) != 1 {
			t.Errorf("%s: %s because %q, %d sources, %d nearest, dropped %+v", question, r.Outcome, r.Cause, len(r.Sources), len(r.Nearest), r.Dropped)
		}
	}
}

// An answer that nobody gave a second opinion on is shown, and made again for
// the next asker, who may get one.
func TestSecondOpinionThatFails(t *testing.T) {
	t.Parallel()
	second := &model{fault: errors.New("down")}
	d := stocked(t, handlers.Options{
		Model:    says("The bridge is to cost 41 million crowns [1]. Councillors wanted the northern channel to have a bridge that costs 41 million crowns [1]."),
		Verifier: second,
	})
	for _, c := range []struct {
		what   string
		shown  int
		cached bool
	}{{"down", 2, false}, {"up again", 1, false}, {"remembered", 1, true}} {
		r := ask(t, d, handlers.Question{Text: "how many crowns is the bridge to cost?"}, nil)
		if r.Outcome != handlers.Answered || len(r.Sentences) != c.shown || r.Cached != c.cached {
			t.Errorf("%s: %s, cached %v, %+v", c.what, r.Outcome, r.Cached, r.Sentences)
		}
		*second = model{pieces: []string{"1. No"}}
	}
}

// A follow-up's answer is given again to who asks the whole question, and says
// nothing of the first asker's.
func TestFollowUpIsRemembered(t *testing.T) {
	t.Parallel()
	d := stocked(t, handlers.Options{Model: says("The articles do not say.")})
	ask(t, d, handlers.Question{Text: "what did Ingrid Solheim say about the bridge?", Talk: "thread"}, nil)
	first := ask(t, d, handlers.Question{Text: "and what did Carl Brack say?", Talk: "thread"}, nil)
	if r := ask(t, d, handlers.Question{Text: first.Standing}, nil); first.Standing == "" || !r.Cached || r.Standing != "" {
		t.Errorf("cached %v, understood as %q", r.Cached, r.Standing)
	}
}

// "and what about ...?" means something in a conversation, and nothing without.
func TestFollowUp(t *testing.T) {
	t.Parallel()
	d := stocked(t, handlers.Options{})
	first := ask(t, d, handlers.Question{Text: "what did Ingrid Solheim say about the bridge?", Talk: "thread"}, nil)
	for name, q := range map[string]handlers.Question{
		"in the same thread":    {Talk: "thread"},
		"in reply to an answer": {Follows: first.ID},
	} {
		q.Text = "and what did Carl Brack say?"
		if r := ask(t, d, q, nil); r.Standing != "and what did Carl Brack say about the bridge?" && r.Standing != "what did Carl Brack say about the bridge?" {
			t.Errorf("%s: understood as %q", name, r.Standing)
		}
	}
	if r := ask(t, d, handlers.Question{Text: "and what did Carl Brack say?", Talk: "another"}, nil); r.Standing != "" {
		t.Errorf("elsewhere: understood as %q", r.Standing)
	}
}

// Filters narrow the search; an article is named as a person would.
func TestAskWithin(t *testing.T) {
	t.Parallel()
	d := stocked(t, handlers.Options{})
	text := "how many crowns is the bridge to cost?"
	for name, c := range map[string]struct {
		q    handlers.Question
		want handlers.Outcome
	}{
		"its article":     {handlers.Question{Text: text, Article: "north bridge"}, handlers.Closest},
		"its outlet":      {handlers.Question{Text: text, Outlet: "harbour post"}, handlers.Closest},
		"another outlet":  {handlers.Question{Text: text, Outlet: "The Courier"}, handlers.Unknown},
		"before it":       {handlers.Question{Text: text, Until: noon(10)}, handlers.Unknown},
		"after it":        {handlers.Question{Text: text, Since: noon(15)}, handlers.Unknown},
		"around its time": {handlers.Question{Text: text, Since: noon(1), Until: noon(20)}, handlers.Closest},
	} {
		r := ask(t, d, c.q, nil)
		if r.Outcome != c.want {
			t.Errorf("%s: %s, want %s", name, r.Outcome, c.want)
		}
		if told := strings.Contains(strings.Join(r.Notes, " "), "Without that there"); told != (c.want == handlers.Unknown) {
			t.Errorf("%s: notes %q", name, r.Notes)
		}
	}
	if gaps, err := d.Gaps(t.Context(), manager()); err != nil || len(gaps) != 0 {
		t.Errorf("what a filter hides is no gap: %+v, %v", gaps, err)
	}
}

// A guess at what was meant is told.
func TestMisspeltNameIsTold(t *testing.T) {
	t.Parallel()
	r := ask(t, stocked(t, handlers.Options{}), handlers.Question{Text: "what did ingrid solhiem say about the bridge?"}, nil)
	if len(r.Opening) == 0 || r.Opening[0] != "I read “solhiem” as Solheim." {
		t.Errorf("%s opens with %q", r.Outcome, r.Opening)
	}
}
