package retrieval

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestKeySentences(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../bot/samples/harrowmouth-flood-barrier.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(raw), "\n\n")
	a := Article{Title: "Harrowmouth votes for a tidal barrier", Lang: "en", Text: strings.TrimSpace(text)}
	var got []string
	for _, k := range KeySentences("", []Article{a}, 6) {
		if a.Text[k.Start:k.Start+len(k.Text)] != k.Text {
			t.Errorf("%q does not stand at %d", k.Text, k.Start)
		}
		got = append(got, k.Text)
	}
	if len(got) != 6 {
		t.Fatalf("%d sentences, want 6: %q", len(got), got)
	}
	if !strings.HasPrefix(got[0], "The council of Harrowmouth voted on Thursday") {
		t.Errorf("the story's first sentence is not the first: %q", got[0])
	}
	at := -1
	for _, s := range got {
		i := strings.Index(a.Text, s)
		if i <= at {
			t.Errorf("not verbatim, or out of order: %q", s)
		}
		at = i
		if strings.Count(s, "“") != strings.Count(s, "”") {
			t.Errorf("a quotation is cut: %q", s)
		}
	}
	if slices.Contains(got, "Fishing crews object") {
		t.Error("a heading is no sentence")
	}
}

func TestKeySentencesOfNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "Only a heading", "“", "\xff\xfe"} {
		if got := KeySentences("", []Article{{Text: text}}, 3); len(got) != 0 {
			t.Errorf("KeySentences(%q) = %v", text, got)
		}
	}
}

// Each of these was shown by some version over real news.
func TestKeySentencesStandAlone(t *testing.T) {
	t.Parallel()
	const good = "The council of Eastport approved the north bridge on Thursday after nine years."
	for name, c := range map[string]struct{ lang, text, want string }{
		"whole":                          {"en", good, good},
		"dateline in capitals":           {"en", "CORTINA D'AMPEZZO, Italy — A Ukrainian athlete was disqualified over a helmet on Thursday.", "A Ukrainian athlete was disqualified over a helmet on Thursday."},
		"dateline of an agency":          {"en", "KYIV, Feb 16 (Reuters) - Ukraine said on Wednesday that two banks had been attacked.", "Ukraine said on Wednesday that two banks had been attacked."},
		"dateline with a bar":            {"en", "WASHINGTON ― The Biden administration unveiled new rules on methane on Saturday.", "The Biden administration unveiled new rules on methane on Saturday."},
		"dateline of a town":             {"en", "Boston – A U.S. appeals court on Thursday lifted the order of a judge in the case.", "A U.S. appeals court on Thursday lifted the order of a judge in the case."},
		"dateline with two hyphens":      {"en", "WASHINGTON -- President Donald Trump vowed on Tuesday to take over the strip.", "President Donald Trump vowed on Tuesday to take over the strip."},
		"a list's mark":                  {"en", "∎ The military of Israel said on Tuesday that the raid goes on.", "The military of Israel said on Tuesday that the raid goes on."},
		"set against another sentence":   {"en", "To the north, however, the fire of Eastport grows fast, officials said.", ""},
		"a dash that is none":            {"en", "Melissa – a storm of rare force – reached Jamaica on Tuesday with high winds.", "Melissa – a storm of rare force – reached Jamaica on Tuesday with high winds."},
		"caption with its photographer":  {"en", "Archbishop Desmond Tutu pictured in Cape Town in April. Rodger Bosch/AFP/Getty Images", ""},
		"caption in a whole sentence":    {"en", "Mayor Ingrid Solheim is seen at the north bridge in Eastport on Monday.", ""},
		"heading in marks":               {"en", "Prince Charles calls the invasion of Ukraine 'unconscionable'", ""},
		"read more":                      {"en", "Read more: The whole story of the bridge of Eastport.", ""},
		"newsletter":                     {"en", "The Harbour Post sends its newsletter to readers in Eastport every morning.", ""},
		"live blog":                      {"en", "3:39 pm ET March 9, 2026 Share this update Trump and Putin spoke for an hour.", ""},
		"words without a speaker":        {"en", "“This bridge will outlive all of us who voted for it on Thursday.”", ""},
		"words of somebody called he":    {"en", "“This bridge will outlive all of us who voted for it,” he said.", ""},
		"words with their speaker":       {"en", "“The bridge will outlive all of us who voted,” Ingrid Solheim told the chamber.", "“The bridge will outlive all of us who voted,” Ingrid Solheim told the chamber."},
		"he before any name":             {"en", "In a long statement, he said that Eastport would build the bridge.", ""},
		"a name before he":               {"en", "Carl Brack said that he would sue the council of Eastport.", "Carl Brack said that he would sue the council of Eastport."},
		"the writer's voice":             {"en", "I asked the mayor of Eastport about the bridge on Monday.", ""},
		"we in a quotation":              {"en", "Ingrid Solheim said: “We have waited for this bridge in Eastport for years.”", "Ingrid Solheim said: “We have waited for this bridge in Eastport for years.”"},
		"counts from another sentence":   {"en", "Russia invaded the whole of Ukraine two weeks later.", ""},
		"leans on the sentence before":   {"en", "But the council of Eastport approved the north bridge on Thursday.", ""},
		"a question":                     {"en", "Will the council of Eastport ever approve the north bridge?", ""},
		"German, with a pronoun":         {"de", "Der Rat von Osthafen hat am Donnerstag seine neue Brücke beschlossen.", "Der Rat von Osthafen hat am Donnerstag seine neue Brücke beschlossen."},
		"a script without spaces":        {"ja", "北大西洋条約機構の会合が水曜日にブリュッセルで開かれた。", "北大西洋条約機構の会合が水曜日にブリュッセルで開かれた。"},
		"a fragment of such a script":    {"ja", "会合が開かれた。", ""},
		"Russian, in its own quotations": {"ru", "Мэр города заявил: «Этот мост переживёт всех нас, кто за него голосовал».", "Мэр города заявил: «Этот мост переживёт всех нас, кто за него голосовал»."},
	} {
		got := KeySentences("", []Article{{Lang: c.lang, Text: c.text}}, 3)
		var texts []string
		for _, k := range got {
			texts = append(texts, k.Text)
		}
		if all := strings.Join(texts, "|"); all != c.want {
			t.Errorf("%s: %q, want %q", name, all, c.want)
		}
	}
}

func TestKeySentencesOfSeveral(t *testing.T) {
	t.Parallel()
	articles := []Article{
		{Lang: "en", Title: "Council approves north bridge", Text: "The council of Eastport approved the north bridge on Thursday.\n\nThe north bridge of Eastport is to cost 41 million crowns, the mayor said."},
		{Lang: "en", Title: "Eastport to get its bridge", Text: "Eastport's council on Thursday approved the north bridge.\n\nShipowner Carl Brack said that the north bridge would close the channel to tall ships."},
		{Lang: "en", Title: "Ferry fares rise", Text: "Fares on the island ferry of Eastport rise by four percent, the port authority said.\n\nThe Eastport cafe at the bridge of Brig Street has closed its doors for good."},
	}
	var all []string
	for _, k := range KeySentences("north bridge", articles, 6) {
		all = append(all, k.Text)
		if !strings.HasPrefix(articles[k.Article].Text[k.Start:], k.Text) || k.Weight <= 0 {
			t.Errorf("not where it says: %+v", k)
		}
	}
	text := strings.Join(all, "\n")
	if n := strings.Count(text, "approved"); n != 1 {
		t.Errorf("what two say is said %d times:\n%s", n, text)
	}
	for _, want := range []string{"41 million", "Carl Brack"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %s:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Fares") {
		t.Errorf("off the topic:\n%s", text)
	}
	if !slices.IsSortedFunc(KeySentences("", articles, 6), func(a, b KeySentence) int { return a.Article*1000 + a.Start - b.Article*1000 - b.Start }) {
		t.Error("not in the order of the articles")
	}
}

// Sums over a map differ in their last digit from one time to the next, and so
// did which of two sentences of the same words was shown.
func TestKeySentencesAreTheSameAgain(t *testing.T) {
	t.Parallel()
	articles := []Article{
		{Lang: "en", Text: "Eastport council approved seven bridges, nine ferries, four harbours and two tunnels on Thursday."},
		{Lang: "en", Text: "Two tunnels, four harbours, nine ferries and seven bridges Eastport council approved on Thursday."},
		{Lang: "en", Text: "Ferry fares of Eastport rise, and the council harbours doubts about two tunnels and bridges."},
	}
	first := KeySentences("", articles, 2)
	for range 200 {
		if again := KeySentences("", articles, 2); !slices.Equal(again, first) {
			t.Fatalf("%+v, then %+v", first, again)
		}
	}
}

func TestAbout(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("The harbour was quiet and the sea was calm all day long. ", 30)
	for _, c := range []struct {
		title, text, topic string
		least, most        float64
	}{
		{"Inflation falls", long, "inflation", 1, 1},
		{"Prices", "Inflationary pressure eased. " + long, "inflation", 1, 1},
		{"Ukrainian athlete disqualified", long, "Ukraine", 1, 1},
		{"Airbag inflators recalled", long, "inflation", 0, .5}, // the same stem
		{"Grocery prices", long + "Ukraine was mentioned.", "Ukraine", 0, 0},
		{"North bridge approved", long, "the north bridge", 1, 1},
		{"North wind", long, "north bridge", .5, .5},
		{"Anything", long, "the", 0, 0},
		{"Anything", long, "", 0, 0},
	} {
		if got := (Article{Lang: "en", Title: c.title, Text: c.text}).About(c.topic); got < c.least || got > c.most {
			t.Errorf("%q is about %q by %v, want %v to %v", c.title, c.topic, got, c.least, c.most)
		}
	}
}
