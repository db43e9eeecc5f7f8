package retrieval

import (
	"reflect"
	"testing"
)

func TestUnderstanding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want Understanding
	}{
		{"Where is HMS Diamond going?", Understanding{}},
		{
			"what did Mr Stoltenberg say about satellites",
			Understanding{WantsWords: true, Speaker: "Stoltenberg", About: "satellites", People: []string{"Stoltenberg"}},
		},
		{
			"What did the NATO chief say last week?",
			Understanding{WantsWords: true, Speaker: "nato chief", People: []string{"nato chief"}, Current: true, Since: day("2022-02-07"), Until: day("2022-02-14")},
		},
		{
			"what did Jean-Pierre say about student debt",
			Understanding{WantsWords: true, Speaker: "Jean Pierre", About: "student debt", People: []string{"Jean Pierre"}},
		},
		// Whom the words are about is not who said them.
		{"who said Boris Johnson lied", Understanding{WantsWords: true, About: "Boris Johnson lied", People: []string{"Boris Johnson"}}},
		{"what did he say about Boris Johnson?", Understanding{WantsWords: true, About: "Boris Johnson", People: []string{"Boris Johnson"}}},
		{
			"Did the NYT and the BBC articles agree?",
			Understanding{Outlets: []string{"The New York Times", "bbc.co.uk"}, Several: true},
		},
		{"Who won in 2019?", Understanding{Past: true, Since: day("2019-01-01"), Until: day("2020-01-01")}},
		{"Who won since March?", Understanding{Since: day("2021-03-01")}},
		{"Who won before 2020?", Understanding{Past: true, Until: day("2020-01-01")}},
		{"Who won in 2019 and in 2020?", Understanding{Past: true, Since: day("2019-01-01"), Until: day("2021-01-01")}},
		{"Who won? Where was it?", Understanding{Parts: []string{"Who won?", "Where was it?"}}},
	}
	for _, test := range tests {
		q := parse(test.text, asked(), someOutlets())
		if got := q.understanding(); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s\n got %+v\nwant %+v", test.text, got, test.want)
		}
	}
}

// An empty guild's search still tells what was asked.
func TestSearchUnderstandsWithoutArticles(t *testing.T) {
	t.Parallel()
	if got := newIndex().search(Query{Text: "what did Stoltenberg say"}).Understood; got.Speaker != "Stoltenberg" {
		t.Errorf("%+v", got)
	}
}
