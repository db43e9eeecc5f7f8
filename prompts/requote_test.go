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
