package handlers

import (
	"slices"
	"testing"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestTimeNotes(t *testing.T) {
	t.Parallel()
	now := retrieval.Understanding{Current: true}
	lastWeek := retrieval.Understanding{Current: true, Since: date("2022-02-09"), Until: date("2022-02-16")}
	latest := "Latest I have is 16 February 2022."
	for name, c := range map[string]struct {
		question, asked string
		u               retrieval.Understanding
		published       []string // of the passages, all of them near
		cited           string   // "" for nothing
		want            []string
	}{
		"no word on time, fresh":    {"Who leads NATO?", "2022-03-18", retrieval.Understanding{}, []string{"2022-02-16"}, "2022-02-16", nil},
		"no word on time, old":      {"Who leads NATO?", "2022-03-19", retrieval.Understanding{}, []string{"2022-02-16"}, "2022-02-16", []string{latest}},
		"latest, fresh":             {"What is the latest on NATO?", "2022-02-23", now, []string{"2022-02-16"}, "2022-02-16", nil},
		"latest, old":               {"What is the latest on NATO?", "2022-02-24", now, []string{"2022-02-16"}, "2022-02-16", []string{latest}},
		"a fresher one lies beside": {"What is the latest on NATO?", "2022-02-24", now, []string{"2022-01-01", "2022-02-20"}, "2022-01-01", nil},
		"the past":                  {"What was said in 2019?", "2022-02-24", retrieval.Understanding{Past: true}, []string{"2019-05-01"}, "2019-05-01", nil},
		"before something":          {"before March?", "2022-12-24", retrieval.Understanding{Until: date("2022-03-01")}, []string{"2022-02-16"}, "", nil},
		"today, this morning's":     {"What happened today?", "2022-02-16", retrieval.Understanding{Current: true, Since: date("2022-02-16"), Until: date("2022-02-17")}, []string{"2022-02-16"}, "2022-02-16", nil},
		"today, last night's":       {"What happened today?", "2022-02-17", retrieval.Understanding{Current: true, Since: date("2022-02-17"), Until: date("2022-02-18")}, []string{"2022-02-16"}, "2022-02-16", []string{"I took “today” for 17 February 2022."}},
		"today, old": {
			"What happened today?", "2022-02-18",
			retrieval.Understanding{Current: true, Since: date("2022-02-18"), Until: date("2022-02-19")},
			[]string{"2022-02-16"},
			"2022-02-16",
			[]string{latest, "I took “today” for 18 February 2022."},
		},
		"last week, of it": {"What happened last week?", "2022-02-16", lastWeek, []string{"2022-02-12"}, "2022-02-12", nil},
		"last week, others cited": {
			"What happened last week?", "2022-02-16", lastWeek,
			[]string{"2022-02-12"},
			"2022-01-30",
			[]string{"I took “last week” for 9 to 15 February 2022."},
		},
		"two stretches": {"last week or last month?", "2022-02-16", lastWeek, []string{"2022-02-12"}, "2022-01-30", nil},
		"no days known": {"Who leads NATO?", "2022-12-19", retrieval.Understanding{}, []string{""}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var passages []retrieval.Passage
			for _, p := range c.published {
				passage := retrieval.Passage{Coverage: .8}
				if p != "" {
					passage.Article.Published = date(p)
				}
				passages = append(passages, passage)
			}
			passages = append(passages, retrieval.Passage{Coverage: .1, Article: retrieval.Article{Published: date("2030-01-01")}})
			var cited []prompts.Source
			if c.cited != "" {
				cited = []prompts.Source{{N: 1, Published: date(c.cited)}}
			}
			asked := date(c.asked).Add(9 * time.Hour)
			if got := timeNotes(c.question, asked, c.u, passages, cited); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if got := timeNotes(c.question, time.Time{}, c.u, passages, cited); got != nil {
				t.Errorf("asked at no time: %q", got)
			}
		})
	}
}

func TestStretch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		since, until, want string
	}{
		{"2022-02-09", "2022-02-16", "9 to 15 February 2022"},
		{"2022-02-15", "2022-02-16", "15 February 2022"},
		{"2022-01-28", "2022-02-04", "28 January to 3 February 2022"},
		{"2021-12-30", "2022-01-03", "30 December 2021 to 2 January 2022"},
		{"2022-02-09", "", "the time since 9 February 2022"},
		{"", "2022-02-09", "the time until 8 February 2022"},
		{"", "", ""},
	} {
		var since, until time.Time
		if c.since != "" {
			since = date(c.since)
		}
		if c.until != "" {
			until = date(c.until)
		}
		if got := stretch(since, until); got != c.want {
			t.Errorf("stretch(%s, %s) = %q, want %q", c.since, c.until, got, c.want)
		}
	}
}
