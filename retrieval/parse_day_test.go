package retrieval_test

import (
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

func TestParseDay(t *testing.T) {
	t.Parallel()
	asked := time.Date(2024, 5, 15, 23, 30, 0, 0, time.FixedZone("", -4*3600)) // a Wednesday
	for text, want := range map[string]string{
		"2024-05-02":       "2024-05-02 2024-05-03",
		" 2 May 2024 ":     "2024-05-02 2024-05-03",
		"2 may 2024":       "2024-05-02 2024-05-03",
		"2nd of May 2024":  "2024-05-02 2024-05-03",
		"May 2, 2024":      "2024-05-02 2024-05-03",
		"MAY 2":            "2024-05-02 2024-05-03",
		"20 May":           "2023-05-20 2023-05-21",
		"02.05.2024":       "2024-05-02 2024-05-03",
		"2.5.2024":         "2024-05-02 2024-05-03",
		"May 2024":         "2024-05-01 2024-06-01",
		"march":            "2024-03-01 2024-04-01",
		"2023":             "2023-01-01 2024-01-01",
		"today":            "2024-05-15 2024-05-16",
		"Yesterday":        "2024-05-14 2024-05-15",
		"Monday":           "2024-05-13 2024-05-14",
		"last week":        "2024-05-06 2024-05-13",
		"Last Month":       "2024-04-01 2024-05-01",
		"this year":        "2024-01-01 2025-01-01",
		"3 days ago":       "2024-05-12 2024-05-13",
		"two weeks ago":    "2024-05-01 2024-05-02",
		"a year ago":       "2023-05-15 2023-05-16",
		"past three days":  "2024-05-12 2024-05-16",
		"29 February 2024": "2024-02-29 2024-03-01",

		"":                           "",
		"29 February 2023":           "",
		"31 June 2024":               "",
		"2024-13-01":                 "",
		"2024-02-30":                 "",
		"32.1.2024":                  "",
		"05/02/2024":                 "",
		"soon":                       "",
		"yesterday or so":            "",
		"yesterday, <@1>":            "",
		"may I ask":                  "",
		"\xff2024":                   "",
		strings.Repeat("last ", 500): "",
	} {
		since, until, ok := retrieval.ParseDay(text, asked)
		got := ""
		if ok {
			got = since.Format(time.DateOnly) + " " + until.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("2 May 2024")
	f.Add("last week")
	f.Add("3 days ago")
	f.Fuzz(func(t *testing.T, text string) {
		asked := time.Date(2024, 5, 15, 12, 0, 0, 0, time.UTC)
		if since, until, ok := retrieval.ParseDay(text, asked); ok && !since.Before(until) {
			t.Errorf("%q: from %v to %v", text, since, until)
		}
	})
}
