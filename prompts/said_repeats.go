package prompts

import "strings"

// Repeats tells whether b says nothing that a has not said: its quotations
// stand in a, nearly all of its words do, and it denies nothing that a does not.
// What Newsdesk has said word for word, a model need not say again.
func Repeats(a, b Sentence) bool {
	const most = .8
	said := wordString(a.Text)
	for _, q := range quotes(b.Text) {
		if !strings.Contains(said, wordString(q)) {
			return false
		}
	}
	keys := make(map[string]bool)
	for _, w := range readWords(a.Text) {
		keys[w.key] = true
	}
	held, all := 0.0, 0.0
	for _, w := range readWords(b.Text) {
		switch {
		case turns(w.text) && !keys[w.key], w.kind == number && !keys[w.key]:
			return false
		case w.kind == function || reporting[w.key]:
		default:
			held, all = held+oneIf(keys[w.key]), all+1
		}
	}
	return all > 0 && held >= most*all
}
