package retrieval

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// asked is a Wednesday.
func asked() time.Time { return time.Date(2022, 2, 16, 20, 0, 0, 0, time.UTC) }

func someOutlets() outletNames {
	return newOutletNames([]string{
		"The Verge", "The Age", "TechCrunch", "Cnbc | World Business News Leader", "The Guardian", "Sporting News", "usatoday.com",
		"FOX News - Health", "FOX News - Lifestyle", "bbc.co.uk", "The Week", "The New York Times", "Time", "Wired",
	})
}

// summary writes down what is not zero in a question, text and topic aside.
func (q question) summary() string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	for _, o := range q.outlets {
		add("from %s", o)
	}
	for _, p := range q.people {
		add("%s (%s)", strings.TrimSpace(p.office+" "+p.name), p.surname)
	}
	if q.wantsWords {
		add("says %q", q.about)
	}
	for _, p := range q.times {
		add("%s..%s", dayName(p.since), dayName(p.until))
	}
	switch q.tense {
	case tensePresent:
		add("present")
	case tensePast:
		add("past")
	}
	for _, p := range q.parts {
		add("part %q", p)
	}
	if q.several {
		add("several")
	}
	if q.follows {
		add("follows")
	}
	return strings.Join(parts, "; ")
}

func dayName(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"", ""},
		{"Where is HMS Diamond going?", ""},
		{"Stoltenberg satellites", ""},

		// Who said what.
		{"what did Stoltenberg say about satellites", `Stoltenberg (Stoltenberg); says "satellites"`},
		{"what did stoltenberg say about satellites?", `stoltenberg (stoltenberg); says "satellites"`},
		{"What did Mr Stoltenberg say?", `Stoltenberg (Stoltenberg); says ""`},
		{"What has Jens Stoltenberg said on sanctions", `Jens Stoltenberg (Stoltenberg); says "sanctions"`},
		{"what does Stoltenberg mean by a new normal in Europe", `Stoltenberg (Stoltenberg); says "a new normal in Europe"`},
		{"What did the NATO chief say about Crimea?", `nato chief (); says "Crimea"`},
		{"What did NATO chief Jens Stoltenberg say about Crimea?", `nato chief Jens Stoltenberg (Stoltenberg); says "Crimea"`},
		{"What did President Biden tell reporters?", `president Biden (Biden); says "reporters"`},
		{"what did the CDC's Frieden say about avoidable deaths", `cdc Frieden (Frieden); says "avoidable deaths"`},
		{"what did Ursula von der Leyen announce", `Ursula von der Leyen (von der Leyen); says ""`},
		{"What did Lavrov say Russia would do?", `Lavrov (Lavrov); says "Russia would do"`},
		{"what Stoltenberg said about satellites", `Stoltenberg (Stoltenberg); says "satellites"`},
		{"How did Putin respond to the sanctions?", `Putin (Putin); says "the sanctions"`},
		{"Did Wallace say that troops would go?", `Wallace (Wallace); says "troops would go"`},
		{"Stoltenberg’s reaction to the attack", `Stoltenberg (Stoltenberg); says "the attack"`},
		{"comments by Liz Truss on sanctions", `Liz Truss (Truss); says "sanctions"`},
		{"who said the package was ready to go", `says "the package was ready to go"`},
		{"What did Ben Wallace and Boris Johnson show?", "Ben Wallace (Wallace); Boris Johnson (Johnson)"},
		{"What NFL star announced his retirement?", ""},

		// Outlets.
		{"What does the Guardian say about sanctions?", "from The Guardian"},
		{"sanctions according to USA Today", "from usatoday.com"},
		{"What did the New York Times report on Crimea?", "from The New York Times"},
		{"Did the NYT and the BBC articles agree?", "from The New York Times; from bbc.co.uk; several"},
		{"Does 'The Age' article suggest a ban, while 'TechCrunch' and CNBC do not?", "from The Age; from TechCrunch; from Cnbc | World Business News Leader; several"},
		{"sanctions in the FOX News report", "from FOX News - Health; from FOX News - Lifestyle"},
		{"Which Fox News host left?", ""},
		{"What age was the queen at the time of the report?", ""},
		{"What did Time magazine's report say?", "from Time"},
		{"How wired is the article's author?", ""},

		// Times.
		{"What happened yesterday?", "2022-02-15..2022-02-16; present"},
		{"sanctions today", "2022-02-16..2022-02-17; present"},
		{"Who won this week?", "2022-02-10..2022-02-17; present"},
		{"Who won last week?", "2022-02-07..2022-02-14; present"},
		{"Who won at the weekend?", ""},
		{"Who won last weekend?", "2022-02-12..2022-02-14; present"},
		{"Who won last month?", "2022-01-01..2022-02-01"},
		{"Who won in the past three days?", "2022-02-13..2022-02-17; present"},
		{"Who won in the last couple of weeks?", "2022-01-19..2022-02-17"},
		{"Who won last year?", "2021-01-01..2022-01-01"},
		{"Who won on Tuesday?", "2022-02-15..2022-02-16; present"},
		{"Who won last Wednesday?", "2022-02-09..2022-02-10; present"},
		{"Who won two years ago?", "2019-08-17..2020-08-17; past"},
		{"Who won in March?", "2021-03-01..2021-04-01; past"},
		{"Who won last November?", "2021-11-01..2021-12-01; past"},
		{"Who won in March 2019?", "2019-03-01..2019-04-01; past"},
		{"Who won in 2019?", "2019-01-01..2020-01-01; past"},
		{"Who won on 3 May 2020?", "2020-05-03..2020-05-04; past"},
		{"Who won on February 3?", "2022-02-03..2022-02-04; present"},
		{"Who won on the 3rd of March?", "2021-03-03..2021-03-04; past"},
		{"Who won on 2019-03-04?", "2019-03-04..2019-03-05; past"},
		{"Who won since March?", "2021-03-01.."},
		{"Who won before 2020?", "..2020-01-01; past"},
		{"Who won between March and May 2021?", "2021-03-01..2021-06-01; past"},
		// These ended before they began.
		{"Who won between March and May 2019?", "2019-03-01..2019-06-01; past"},
		{"Who won between November and May 2021?", "2020-11-01..2021-06-01; past"},
		{"Who won from September to June?", "2020-09-01..2021-07-01; past"},
		{"Who won after May 1, 2021 and before June 1, 2021?", "2021-05-02..2021-06-01; past"},
		{"Who won in the 1990s?", "1990-01-01..2000-01-01; past"},
		{"What are the latest sanctions?", "present"},
		{"What is the history of NATO?", "past"},
		{"Who won since the summit?", ""},
		{"Which films were up for the 2022 Oscars?", ""},
		{"Who will run in 2024?", ""},
		{"Where did the troops march?", ""},
		{"Who won on Black Friday?", ""},
		{"Who may win?", ""},

		// Several questions, several sources, and what leans on other questions.
		{"What did Wallace say and what did Lavrov answer?", `Wallace (Wallace); Lavrov (Lavrov); says ""; ` +
			`part "What did Wallace say"; part "what did Lavrov answer?"`},
		{"Who won? Where was it?", `part "Who won?"; part "Where was it?"`},
		{"How do Joe Biden and Liz Truss differ on sanctions?", "Joe Biden (Biden); Liz Truss (Truss); several"},
		{"and what did he answer?", `says ""; follows`},
		{"What did she say about it?", `says "it"; follows`},
		{"What about France?", "follows"},
		{"why?", "follows"},
		{"When was that?", "follows"},
		{"Which star said she would retire?", ""},

		// Other languages are left alone.
		{"Was hat Olaf Scholz über den März gesagt?", ""},
		{"¿Qué dijo Pedro Sánchez ayer?", ""},
		{"ストルテンベルグは何と言ったか", ""},
	}
	for _, test := range tests {
		if got := parse(test.text, asked(), someOutlets()).summary(); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestParseTopic(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"Where is HMS Diamond going?", "Where is HMS Diamond going?"},
		{"what did Stoltenberg say about satellites", "what did Stoltenberg about satellites"},
		{"According to the Guardian, who left last week?", "who left ?"},
		{"Does 'The Age' article suggest a ban in 2019?", "Does ' a ban in 2019?"},
		{"What did TechCrunch's report published on October 24, 2021 say of Google?", "What did of Google?"},
		{"Which Fox News host left?", "Which Fox News host left?"},
		{"What happened on January 6?", "What happened on January 6?"},
		{"yesterday", "yesterday"},
		{strings.Repeat("long ", 1000), strings.Repeat("long ", 1000)},
	}
	for _, test := range tests {
		if got := parse(test.text, asked(), someOutlets()).topic; got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// Without a day to count from, only dates with a year are times.
func TestParseUndated(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Who won yesterday, last week, on Tuesday, in March, two days ago?": "",
		"Who won in March 2019?": "2019-03-01..2019-04-01",
		"Who won this week?":     "present",
	} {
		if got := parse(text, time.Time{}, nil).summary(); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

// The day of "yesterday" is the asker's, not Greenwich's.
func TestParseKeepsTheAskersDay(t *testing.T) {
	t.Parallel()
	tokyo := time.Date(2022, 2, 17, 1, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	if got := parse("yesterday", tokyo, nil).times; len(got) != 1 || dayName(got[0].since) != "2022-02-16" {
		t.Errorf("%+v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"", "what did Mr. X's Y say about Z last week and who said W?", "between May and June 3, 2021 2022-02-16 the 1990s 3rd of March",
		"The Verge, The Age - report from FOX News - Health", "\xff's 'The Week' reaction to", "a year ago in the past few", "van der said who",
		"2022-", "in", "this past", "comments by", "May 3", "\u2019s words", "Between MAY and 1800 ",
	} {
		f.Add(seed)
	}
	names := someOutlets()
	f.Fuzz(func(t *testing.T, text string) {
		q := parse(text, asked(), names)
		if q.topic == "" && strings.TrimSpace(text) != "" {
			t.Fatalf("nothing left to look for of %q", text)
		}
		for _, p := range q.times {
			if !p.until.IsZero() && !p.since.Before(p.until) || p.since.IsZero() && p.until.IsZero() || p.words == "" {
				t.Fatalf("%+v of %q", p, text)
			}
		}
		for _, p := range q.people {
			if p == (person{}) {
				t.Fatalf("nobody among the people of %q", text)
			}
		}
	})
}
