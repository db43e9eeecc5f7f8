package retrieval

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// summits is a guild of two events with the days between them.
func summits(t *testing.T) *index {
	t.Helper()
	story := func(id, outlet, date, title, text string) entry {
		return entry{article: Article{ID: id, Outlet: outlet, Title: title, Text: text, Published: day(date), Lang: "en"}, chunks: Split(text)}
	}
	return newIndex().with(
		story("a", "The Guardian", "2022-02-16", "Leaders gather for the Brussels summit",
			"NATO chief Jens Stoltenberg opened the summit in Brussels. He said that satellites showed no withdrawal."),
		story("b", "bbc.co.uk", "2022-02-17", "Brussels summit ends without a deal",
			"The summit ended on Thursday. NATO chief Jens Stoltenberg told reporters that satellites had seen more troops."),
		story("c", "The Guardian", "2022-03-20", "Turbines off the coast of Harrowmouth",
			"The council of Harrowmouth wants forty turbines. Miriam Okafor said that the turbines would pay for the barrier."),
		story("d", "The Guardian", "2022-04-02", "Stoltenberg tours Estonia",
			"NATO chief Jens Stoltenberg visited troops in Estonia and met the prime minister Kaja Kallas."),
	)
}

// A page of nothing but an office took half a second to look through for who
// holds it.
func TestHolderOfGivesUp(t *testing.T) {
	t.Parallel()
	const holder = "NATO chief Jens Stoltenberg spoke."
	for n, want := range map[int]string{0: "Jens Stoltenberg", mostHolders - 1: "Jens Stoltenberg", mostHolders: "", 1000: ""} {
		if got := holderOf("nato chief", strings.Repeat("The nato chief of it. ", n)+holder); got != want {
			t.Errorf("after %d others: %q", n, got)
		}
	}
}

// Each word that no article has is looked for in a megabyte of text; noise of a
// hundred words took a quarter of a second.
func TestRespellGivesUp(t *testing.T) {
	t.Parallel()
	names := strings.Fields("Arbenico Bolterand Cramovich Dunlevski Erpolino Fontarell Gorbanek Hilversen Ilmarinta Jorvelund")
	text := "Those who met were, in order, " + strings.Join(names, ", ") + "."
	x := newIndex().with(entry{Article{ID: "a", Text: text}, Split(text)})
	question := "Who met"
	for _, n := range names {
		question += " " + n[:4] + "x" + n[5:] // a letter wrong
	}
	if got := x.search(Query{Text: question}).Understood.Readings; len(got) != mostTypos {
		t.Errorf("%d readings: %+v", len(got), got)
	}
}

func TestReadings(t *testing.T) {
	t.Parallel()
	x := summits(t)
	tests := []struct {
		question string
		want     []Reading
		article  string // of the first passage
	}{
		{"what did stoltenburg say about satellites", []Reading{{"stoltenburg", "Stoltenberg"}}, "b"},
		{"stoltenburg", []Reading{{"stoltenburg", "Stoltenberg"}}, "d"},
		{"What did Miriam Okafur say about the barier?", []Reading{{"Okafur", "Okafor"}, {"barier", "barrier"}}, "c"},
		{"what did the nato chief say about satellites", []Reading{{"nato chief", "Jens Stoltenberg"}}, ""},
		{"what did the NATO chief do in Estonia since the summit?", []Reading{{"since the summit", "since 2022-02-16"}}, "d"},
		{"who visited estonia after the brussels summit", []Reading{{"after the brussels summit", "after 2022-02-16"}}, "d"},
		// A word within another is not the one misspelt.
		{"what of kokafur and okafur", []Reading{{"okafur", "Okafor"}}, "c"},
		// Not a misspelling of anything here, no event that can be dated, nobody's own office.
		{"what did macron say about satellites", nil, "b"},
		{"what did Stoltenberg say after the earthquake?", nil, ""},
		{"what did the president say about satellites", nil, ""},
		{"which planes flew to Estonia", nil, "d"},
	}
	for _, test := range tests {
		r := x.search(Query{Text: test.question, Asked: day("2022-04-05")})
		if !slices.Equal(r.Understood.Readings, test.want) {
			t.Errorf("%s: %+v, want %+v", test.question, r.Understood.Readings, test.want)
		}
		if test.article != "" && (len(r.Passages) == 0 || r.Passages[0].Article.ID != test.article) {
			t.Errorf("%s: %+v", test.question, r.Passages)
		}
	}
	u := x.search(Query{Text: "what did the nato chief say since the summit"}).Understood
	if u.Speaker != "Jens Stoltenberg" || !u.Since.Equal(day("2022-02-16")) {
		t.Errorf("%+v", u)
	}
}

// An event told of at two times is at neither.
func TestEventsOfSeveralDaysAreNotDated(t *testing.T) {
	t.Parallel()
	x := summits(t).with(entry{article: Article{
		ID: "e", Title: "Another summit in Brussels", Text: "A summit.", Published: day("2023-06-01"), Lang: "en",
	}}, entry{article: Article{
		ID: "f", Title: "The third summit", Text: "A summit in Vilnius.", Published: day("2024-06-01"), Lang: "en",
	}})
	if got := x.search(Query{Text: "what happened since the summit?"}).Understood.Readings; len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestEditDistance(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"a", "", 1},
		{"stoltenburg", "stoltenberg", 1},
		{"sanctoins", "sanctions", 1},
		{"satelites", "satellites", 1},
		{"zelenski", "zelenskyy", 2},
		{"okafor", "brandt", 3},
		{"short", "muchlonger", 3},
	} {
		if got := editDistance(test.a, test.b, 2); got != test.want {
			t.Errorf("%q, %q: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestPartsHaveAPassageEach(t *testing.T) {
	t.Parallel()
	x := sampleArticles(t)
	tests := []struct {
		question string
		want     []string // words of passages among the first four
	}{
		{"Who leads the council of Harrowmouth and what did Stoltenberg say about satellites?", []string{"Okafor", "quite hard to dispute"}},
		{"what did Boris Johnson and Miriam Okafor say", []string{"ready to go", "carpets every winter"}},
		{"How much did the Webb telescope cost? And what does the barrier cost?", []string{"10 billion dollars", "86 million pounds"}},
	}
	for _, test := range tests {
		r := x.search(Query{Text: test.question, Limit: 6, Explain: true})
		var first strings.Builder
		for _, p := range r.Passages[:min(len(r.Passages), partsWithin)] {
			first.WriteString(p.Text)
		}
		for _, words := range test.want {
			if !strings.Contains(first.String(), words) {
				t.Errorf("%s: no %q among %d passages\n%s", test.question, words, len(r.Passages), strings.Join(r.Parse, "\n"))
			}
		}
		for i := 1; i < len(r.Passages); i++ {
			if r.Passages[i].Score > r.Passages[i-1].Score {
				t.Errorf("%s: passage %d scores more than the one before", test.question, i+1)
			}
		}
		if r.Answerable < MinAnswerable || len(r.Passages) > 6 {
			t.Errorf("%s: %.2f, %d passages", test.question, r.Answerable, len(r.Passages))
		}
	}
}

func TestFiltersTellWhatTheyLeave(t *testing.T) {
	t.Parallel()
	x := summits(t)
	all := Query{Text: "what did Stoltenberg say about satellites?"}
	tests := []struct {
		name       string
		set        func(*Query)
		articles   string // of the passages, in order of ID
		considered int
		outside    bool
	}{
		{"none", func(*Query) {}, "abd", 4, false},
		{"outlet", func(q *Query) { q.Outlet = "The Guardian" }, "ad", 3, false},
		{"outlet without its article", func(q *Query) { q.Outlet = "guardian" }, "ad", 3, false},
		{"outlet by what people call it", func(q *Query) { q.Outlet = "BBC" }, "b", 1, false},
		{"outlet by its full name", func(q *Query) { q.Outlet = "BBC News" }, "b", 1, false},
		{"unknown outlet", func(q *Query) { q.Outlet = "Le Monde" }, "", 0, true},
		{"since", func(q *Query) { q.Since = day("2022-02-17") }, "bd", 3, false},
		{"until is not included", func(q *Query) { q.Until = day("2022-02-17") }, "a", 1, false},
		{"between", func(q *Query) { q.Since, q.Until = day("2022-03-01"), day("2022-03-31") }, "", 1, true},
		{"nothing that day", func(q *Query) { q.Since, q.Until = day("2021-01-01"), day("2021-01-02") }, "", 0, true},
		{"article", func(q *Query) { q.Article = "b" }, "b", 1, false},
		{"unknown article", func(q *Query) { q.Article = "z" }, "", 0, true},
		{"nothing anywhere", func(q *Query) { q.Text, q.Outlet = "kangaroos", "BBC" }, "", 1, false},
		{"outlet and time", func(q *Query) { q.Outlet, q.Since = "guardian", day("2022-04-01") }, "d", 1, false},
	}
	for _, test := range tests {
		q := all
		test.set(&q)
		r := x.search(q)
		var ids []string
		for _, p := range r.Passages {
			ids = append(ids, p.Article.ID)
		}
		slices.Sort(ids)
		if got := strings.Join(slices.Compact(ids), ""); got != test.articles || r.Considered != test.considered || r.Outside != test.outside {
			t.Errorf("%s: %q of %d, outside: %v", test.name, got, r.Considered, r.Outside)
		}
	}
}

// An article without a date is of no time that a filter could mean.
func TestTimeFiltersLeaveOutUndatedArticles(t *testing.T) {
	t.Parallel()
	x := newIndex().with(entry{article: Article{ID: "a", Text: "Satellites everywhere."}})
	if r := x.search(Query{Text: "satellites", Since: time.Unix(0, 0)}); len(r.Passages) != 0 || r.Considered != 0 || !r.Outside {
		t.Errorf("%+v", r)
	}
}

func TestExplainReadings(t *testing.T) {
	t.Parallel()
	x := summits(t)
	r := x.search(Query{
		Text: "what did stoltenburg say about satellites since the summit?", Asked: day("2022-04-05"), Outlet: "bbc",
		Since: day("2022-02-01"), Explain: true,
	})
	got := strings.Join(r.Parse, "\n")
	for _, want := range []string{
		"looking for: ", "stoltenburg: read as Stoltenberg", "since the summit: read as since 2022-02-17", "people: Stoltenberg",
		"asks for the words of: Stoltenberg, on satellites", `time: "since the summit", 2022-02-17 until now`,
		"only: outlet bbc, published 2022-02-01 until now, 1 of 4 articles", "answerable: 0.", "refused below 0.1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	lines := r.Passages[0].Explanation()
	if len(lines) == 0 || !strings.Contains(lines[0], "names") {
		t.Errorf("%q", lines)
	}
	if r := x.search(Query{Text: "kangaroos", Explain: true}); !strings.Contains(strings.Join(r.Parse, "\n"), "nothing that shares a word") {
		t.Errorf("%q", r.Parse)
	}
}
