package prose_test

import (
	"testing"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// A soft hyphen at the end of a paragraph belongs to the word before it, but
// not to the paragraph: the word then reaches past the paragraph's end.
func TestSpeakersPastTheEndOfAParagraph(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"She had:\n\nAbused authority delegated to her by Wagner\u00ad\n\nRefused to travel, “I will not go,” said Mr Wagner.",
		"Wagner\u00ad",
		"Wagner\u00ad\n\n\u00ad",
	} {
		prose.Speakers(text, prose.Quotations(text))
	}
}
