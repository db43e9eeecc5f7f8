package retrieval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sampleArticles are those that a fresh Newsdesk has: three, of different subjects.
func sampleArticles(t *testing.T) *index {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "bot", "samples", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	var entries []entry
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		head, text, _ := strings.Cut(string(raw), "\n\n")
		a := Article{ID: f, Lang: "en", Text: strings.TrimSpace(text)}
		for line := range strings.Lines(head) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "Title":
				a.Title = value
			case "Outlet":
				a.Outlet = value
			case "Published":
				a.Published = day(value)
			}
		}
		entries = append(entries, entry{article: a, chunks: Split(a.Text)})
	}
	return newIndex().with(entries...)
}

// Of neither table was a question used to fit the weights.
var sampleAnswerable = []string{
	"how many homes were flooded?",
	"What will the barrier cost?",
	"how much does the goverment pay for the barrier",
	"When does work on the barrier begin?",
	"what did Miriam Okafor say",
	"what did okafor say about carpets",
	"Who speaks for the harbour association?",
	"why are fishing crews against the gate?",
	"how often will the gate close",
	"which streets were hit hardest",
	"what did Agnes Lund ask for?",
	"How did councillors vote?",
	"how high will the quay wall be raised",
	"will crews be compensated?",
	"what did Stoltenberg say about satellites",
	"what did stoltenberg say",
	"Where is HMS Diamond going?",
	"who offered to lead a battle group in Romania",
	"which defence website went offline",
	"Was there optimism about diplomacy?",
	"what did Boris Johnson say about sanctions",
	"what did lavrov vow",
	"when did Russia annex Crimea",
	"how many typhoon jets go to cyprus",
	"When was the Webb telescope launched?",
	"how much did the telescope cost",
	"what is the Carina Nebula",
	"who presented the first picture at the white house",
	"how big is webbs main mirror",
	"is there water on WASP-96 b?",
}

var sampleUnanswerable = []string{
	"Who won the World Cup?",
	"what is the capital of Australia",
	"best pizza recipe",
	"What did Elon Musk say about Twitter?",
	"how do I reset my password",
	"Who is the president of France?",
	"what is the weather in Berlin tomorrow",
	"When is the next iPhone coming out?",
	"what happened to the stock market today",
	"Who won the Super Bowl in 2023?",
	"tell me a joke",
	"How many people live in Tokyo?",
	"what did Taylor Swift say about her album",
	"What are the symptoms of measles?",
	"who scored for Liverpool last night",
	"Did the Fed raise interest rates?",
	"What did Greta Thunberg say about coal?",
	"how tall is Mount Everest",
	"What is Bitcoin worth?",
	"Who directed Oppenheimer?",
	"which team won the NBA championship",
	"What did the Pope say about abortion?",
	"How many died in the earthquake in Turkey?",
	"what is the plot of Barbie",
	"Who was elected mayor of Chicago?",
	"when does the school year start",
	"what is a good laptop for students",
	"What did Merkel say about Greece?",
	"where was the queen buried",
	"How did the Wagner mutiny end?",
	// Of the articles' own subjects, but not in them.
	"What did Stoltenberg say about China?",
	"What did Macron say about Ukraine?",
	"How many soldiers has Ukraine lost?",
	"what did Okafor say about schools",
}

func TestAnswerableOnSamples(t *testing.T) {
	t.Parallel()
	x := sampleArticles(t)
	for _, set := range []struct {
		questions []string
		want      bool
	}{{sampleAnswerable, true}, {sampleUnanswerable, false}} {
		for _, q := range set.questions {
			r := x.search(Query{Text: q, Asked: day("2024-03-25"), Limit: 6})
			if got := r.Answerable >= MinAnswerable; got != set.want {
				t.Errorf("%q: %.3f, want answerable: %v", q, r.Answerable, set.want)
			}
			if len(r.Passages) == 0 && r.Answerable != 0 {
				t.Errorf("%q: %.3f without a passage", q, r.Answerable)
			}
		}
	}
}

// A year that was understood is not missing from an article of that year, which
// need not name it; of another year it is.
func TestAnswerableInAYear(t *testing.T) {
	t.Parallel()
	x := sampleArticles(t)
	for year, want := range map[string]bool{"2022": true, "2016": false} {
		r := x.search(Query{Text: "what did Stoltenberg say in " + year + "?", Asked: day("2024-03-25")})
		if got := r.Answerable >= MinAnswerable; got != want {
			t.Errorf("in %s: %.3f", year, r.Answerable)
		}
	}
}

// A deleted article's words are nobody's.
func TestAnswerableForgetsDeletedArticles(t *testing.T) {
	t.Parallel()
	x := sampleArticles(t)
	const question = "What will the barrier cost?"
	before := x.search(Query{Text: question}).Answerable
	for _, a := range x.articles() {
		if strings.Contains(a.Title, "Harrowmouth") {
			x = x.without(a.ID)
		}
	}
	if after := x.search(Query{Text: question}).Answerable; before < .9 || after >= MinAnswerable {
		t.Errorf("%.3f with the article, %.3f without", before, after)
	}
}
