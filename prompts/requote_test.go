package prompts

import (
	"strings"
	"testing"
)

func TestWordsCopiedOutOfAQuotation(t *testing.T) {
	t.Parallel()
	sources := []Source{{N: 1, Text: "Defence Secretary Ben Wallace said: “Alongside our NATO allies, we are deploying troops and assets on land, sea and air.”\n\n" +
		"The ministry said that more would follow. One soldier wrote on a wall: “We did not ask to be sent to this cold place.”"}}
	for name, c := range map[string]struct {
		raw, text string
		level     Level
	}{
		"get their marks and speaker back": {
			raw:  "Alongside our NATO allies, we are deploying troops and assets on land, sea and air [1].",
			text: "Ben Wallace: “Alongside our NATO allies, we are deploying troops and assets on land, sea and air.”", level: Green,
		},
		"are dropped where nobody is named": {raw: "We did not ask to be sent to this cold place [1].", level: Red},
		"or where they are changed":         {raw: "We are deploying troops on land, sea and air [1].", level: Red},
		"a quotation stays as it is": {
			raw:  "Ben Wallace said “we are deploying troops and assets on land, sea and air” [1].",
			text: "Ben Wallace said “we are deploying troops and assets on land, sea and air”.", level: Green,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Check(c.raw, sources)
			if s.Level != c.level || c.text != "" && strings.TrimSpace(s.Text) != c.text {
				t.Errorf("%s %q: %s", s.Level, s.Text, s.Reason)
			}
		})
	}
}

// Half a sentence of somebody's may say the reverse of it.
func TestPartOfAQuotationIsNoQuotation(t *testing.T) {
	t.Parallel()
	sources := []Source{{N: 1, Title: "No attack in sight", Text: "Jens Stoltenberg said: “I do not believe that Russia will attack Ukraine this week.”\n\n" +
		"“Russia will attack Ukraine on Friday,” Ben Wallace said, “if nobody stops it in time.”\n\n" +
		"Petra Lund doubts that “Russia will attack Ukraine on Sunday.” Ines Calder did not say: “Russia will attack Ukraine on Monday.”\n\n" +
		"“Russia has attacked Ukraine at sea,” Tomas Brandt said. “Nobody has stopped it so far.”"}}
	for name, raw := range map[string]string{
		"its negation cut off":      "Russia will attack Ukraine this week [1].",
		"cut in the middle of word": "Russia will at [1].",
		"its condition cut off":     "Russia will attack Ukraine on Friday [1].",
		"a clause of the report":    "Russia will attack Ukraine on Sunday [1].",
		"never said":                "Russia will attack Ukraine on Monday [1].",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if s := Check(raw, sources); s.Level == Green || strings.Contains(s.Text, "“") {
				t.Errorf("%s %q: %s", s.Level, s.Text, s.Reason)
			}
		})
	}
	want := "Tomas Brandt: “Russia has attacked Ukraine at sea.”"
	if s := Check("Russia has attacked Ukraine at sea [1].", sources); s.Text != want {
		t.Errorf("%s %q: %s", s.Level, s.Text, s.Reason)
	}
	// What was amber stays so under its marks.
	s := Sentence{Text: "Russia has attacked Ukraine at sea.", Cites: []int{1}, Level: Amber, Reason: "other"}
	if NewChecker("", sources).requote(&s); s.Level != Amber || s.Text != want {
		t.Errorf("%s %q", s.Level, s.Text)
	}
}
