package prompts

import "slices"

// smallEnglish are words that English cannot do without and that its neighbours do
// not have.
var smallEnglish = set(`the and that with from which were been has this their would will are of to is it's by his her they was`)

// foreign tells whether a text is in another language than English, as far as
// its small words tell. The rules on who did what to whom know English only.
func (e *evidence) foreign() bool {
	const fewest, share = 12, .04
	n := 0
	for _, w := range e.words {
		n += int(oneIf(smallEnglish[w.text]))
	}
	return len(e.words) >= fewest && float64(n) < share*float64(len(e.words))
}

// copied tells whether each sentence of a claim stands word for word in one of
// the text's, and is most of it: what is left out can be a "not" in whatever
// language.
func (e *evidence) copied(claim []word) bool {
	const most = .7
	for from := 0; from < len(claim); {
		to := from + 1
		for to < len(claim) && claim[to].sent == claim[from].sent {
			to++
		}
		part, found := claim[from:to], false
		for i := range e.sentences() {
			ws := e.sentence(i)
			if float64(len(part)) < most*float64(len(ws)) {
				continue
			}
			for k := 0; k+len(part) <= len(ws) && !found; k++ {
				found = slices.EqualFunc(part, ws[k:k+len(part)], func(a, b word) bool { return a.text == b.text })
			}
		}
		if !found {
			return false
		}
		from = to
	}
	return len(claim) > 0
}
