package prose

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSpeakers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // a speaker for each quotation, "" unknown
	}{
		{"before", "Mr Stoltenberg said: “It is so.”", []string{"Stoltenberg"}},
		{"full name from elsewhere", "Jens Stoltenberg spoke.\n\nMr Stoltenberg said: “It is so.”", []string{"Jens Stoltenberg"}},
		{"two of a surname", "Ann Lee and Bob Lee came.\n\nLee said: “It is so.”", []string{"Lee"}},
		{"after", "“It is so,” said Ben Wallace, the defence secretary.", []string{"Ben Wallace"}},
		{"after, subject first", "“It is so,” Defence Secretary Ben Wallace told reporters.", []string{"Ben Wallace"}},
		{"office first", "“It is so,” said White House spokesman John Kirby on Monday.", []string{"John Kirby"}},
		{"office with a comma", "“It is so,” said the defence secretary, Ben Wallace.", []string{"Ben Wallace"}},
		{"office apart from the name", "“It is so,” the mayor of Eastport, Ingrid Solheim, told the chamber.", []string{"Ingrid Solheim"}},
		{"a body's office apart", "“It is so,” Nato’s secretary general, Jens Stoltenberg, said.", []string{"Jens Stoltenberg"}},
		{"the wife of an office", "“It is so,” the mayor’s wife, Ann Lee, said.", []string{"Ann Lee"}},
		{"somebody's minister", "Russia’s foreign minister Sergei Lavrov warned of “consequences”.", []string{"Sergei Lavrov"}},
		{"explained between commas", "“It is so,” Ann Lee, a professor of law at Yale, said.", []string{"Ann Lee"}},
		{"explained before the verb", "Sergei Lavrov, who met Liz Truss last week, has vowed to “respond”.", []string{"Sergei Lavrov"}},
		{"the minister, by name", "In the end the minister, Ben Wallace, said: “It is so.”", []string{"Ben Wallace"}},
		{"of a place", "Sen. Bill Cassidy of Louisiana said it was “so”.", []string{"Bill Cassidy"}},
		{"in brackets", "Rep. Jim Jordan (R-Ohio) said: “It is so.”", []string{"Jim Jordan"}},
		{"according to", "It is “very tough”, according to Boris Johnson. According to Ann Lee, it is “easy”.", []string{"Boris Johnson", "Ann Lee"}},
		{"at the end", "The deal is “very tough” but fair, Mr Johnson said.", []string{"Johnson"}},
		{"around", "“It is,” Ann Lee said, adding, “so.”", []string{"Ann Lee", "Ann Lee"}},
		{"next sentence", "“It is so,” said Ann Lee. “It was so.”", []string{"Ann Lee", "Ann Lee"}},
		{"several in a sentence", "Boris Johnson has said the “tough” package is “ready to go”.", []string{"Boris Johnson", "Boris Johnson"}},
		{"colon before a paragraph", "Ann Lee wrote on Twitter:\n\n“It is so.”", []string{"Ann Lee"}},
		{"interview", "Ann Lee: “It is so.”", []string{"Ann Lee"}},
		{"body", "The Ministry of Defence said it was “ready”.", []string{"Ministry of Defence"}},
		{"by passive", "It was described as “so” by Ann Lee.", []string{"Ann Lee"}},
		{"run", "Ben Wallace said: “It is.\n\n“It was.\n\n“It will be.”", []string{"Ben Wallace", "Ben Wallace", "Ben Wallace"}},
		{"run named at its end", "“It is.\n\n“It was,” Ann Lee said.", []string{"Ann Lee", "Ann Lee"}},
		{"he", "Mr. Ben Wallace came.\n\n“It is so,” he said. “So it is.”", []string{"Ben Wallace", "Ben Wallace"}},
		{"he in the sentence", "Mr. Ben Wallace came. He called it “so”.", []string{"Ben Wallace"}},
		{"she, not he", "Mr. Ben Wallace met Ms. Ann Lee.\n\n“It is so,” she said.", []string{"Ann Lee"}},
		{"who had just spoken", "“It is,” Ben Wallace said of Ann Lee. “So,” he added.", []string{"Ben Wallace", "Ben Wallace"}},

		{"unknown: nobody", "It was a “new normal”.", []string{""}},
		{"unknown: he, of two", "Ben Wallace, 51, met Bob Lee, 50.\n\n“It is so,” he said.", []string{""}},
		{"unknown: she, of a man", "Mr. Ben Wallace came.\n\n“It is so,” she said.", []string{""}},
		{"unknown: she, a mother", "Ms. Ann Lee came. A mother cried. “It is so,” she said.", []string{""}},
		{"unknown: officials", "Officials in Kyiv said it was “so”. “It is,” a source told the Times.", []string{"", ""}},
		{"unknown: a spokesman", "A spokesman for Ann Lee said: “It is so.” “It is,” said a spokesman for Ann Lee.", []string{"", ""}},
		{"unknown: two speak", "Ann Lee and Bob Roy said: “It is so.” “It is,” said Ann Lee and Bob Roy.", []string{"", ""}},
		{"unknown: told, not telling", "Ann Lee was told: “It is so.”", []string{""}},
		{"unknown: somebody's words", "Ann Lee’s lawyer said: “It is so.”", []string{""}},
		{"unknown: an office alone", "The NATO secretary general added there was “optimism”.", []string{""}},
		{"unknown: the next paragraph", "“It is,” Ann Lee said.\n\n“It was.”", []string{"Ann Lee", ""}},
		{"unknown: a plural first", "Prosecutors said it was “so”.", []string{""}},
		{"unknown: name far away", "Critics, in the Guardian, insisted it was “so”.", []string{""}},
		{"unknown: other languages", "«Oui», a dit Jean Dupont.", []string{""}},
		{"teammates", "“It is so,” wrote Bucs cornerback and teammate Richard Sherman.", []string{""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range Speakers(test.text, Quotations(test.text)) {
				got = append(got, s.Name)
				if (s.Name == "") != (s.At == Span{}) {
					t.Errorf("%q is named at %q", s.Name, s.At.In(test.text))
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// The article the project was asked for; it is not ours to publish.
func TestSpeakersOfSample(t *testing.T) {
	t.Parallel()
	shared := os.Getenv("NEWSDESK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	sample, err := os.ReadFile(filepath.Join(shared, "eval", "sample", "stoltenberg.txt"))
	if err != nil {
		t.Skipf("the sample article is not here (set NEWSDESK_SHARED): %v", err)
	}
	text := string(sample)
	said := map[string]string{
		"quite hard to dispute": "Jens Stoltenberg",
		"What we see on the ground is no withdrawal of troops, forces and equipment. Actually what we see is Russian troops are moving into position and we saw the cyberattack.": "Jens Stoltenberg",
		"These are the kinds of actions and measures that we expect will come in advance of a bigger military intervention into Ukraine.":                                         "Jens Stoltenberg",
		"So of course this is of concern and that’s the reason why we continue to call on Russia to deescalate.":                                                                  "Jens Stoltenberg",
		"NATO and our allies have been clear that an invasion of Ukraine will be met with severe consequences.":                                                                   "Ben Wallace",
		"very, very tough":  "Boris Johnson",
		"cautious optimism": "", // the NATO secretary general
		"not too late for Russia to step back from the brink of conflict": "",
	}
	quotations := Quotations(text)
	for i, s := range Speakers(text, quotations) {
		words := quotations[i].Inner.In(text)
		if want, ok := said[words]; ok && s.Name != want {
			t.Errorf("%q is said by %q, want %q", words, s.Name, want)
		}
		delete(said, words)
	}
	for words := range said {
		t.Errorf("no quotation %q", words)
	}
}

func FuzzSpeakers(f *testing.F) {
	for _, seed := range []string{
		"", "Mr. Ben Wallace said: “One.\n\n“Two,” he said. She said “three”, according to Ann Lee of Ohio.",
		"“a” said X, the b, C, said “d” was e by F (G) said", "\xff said “\xff”", "Al’s “a”, who said “b”.",
		"a\u200d‘b’ said Al", "Al\u00ad\n\n\u00ad“b” said Al\u00ad", "א\"א said \"ב\"", "A‘B’, “c‘d” he said", "Al\u200d’s “b”",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quotations := Quotations(text)
		speakers := Speakers(text, quotations)
		if len(speakers) != len(quotations) {
			t.Fatalf("%d speakers of %d quotations", len(speakers), len(quotations))
		}
		for i, s := range speakers {
			if s.Name == "" {
				continue
			}
			checkSpans(t, text, []Span{s.At})
			if i > 0 && quotations[i].Run == quotations[i-1].Run && s != speakers[i-1] {
				t.Fatalf("one utterance has two speakers in %q", text)
			}
		}
	})
}
