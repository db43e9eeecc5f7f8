package prompts

import "fmt"

// What a quantity is of is in the relations; here is how far it goes.
var (
	universals = set(`all every entire whole`)
	// anyWhole are the words that a text may have for a universal.
	anyWhole   = set(`all every each both entire whole always everyone everybody everything entirely completely total full none no never nobody nothing any unanimous unanimously throughout`)
	exclusives = set(`only solely exclusively`)
	anySole    = set(`only solely exclusively just sole alone merely exclusive but except unique single`)
	// shares of what is named after them; two different ones exclude each other.
	shares = map[string]string{
		"all": "all", "every": "all", "each": "all", "most": "most", "majority": "most", "half": "half",
		"some": "some", "several": "some", "few": "few", "none": "none", "minority": "few", "quarter": "quarter",
	}
)

// overstated finds "all" where the text has "most" or says nothing of it, and
// "only" where it names no limit.
func (a *aligned) overstated() string {
	whole, sole := false, false
	theirs := make(map[string]string)
	for _, s := range a.sents {
		ws := a.e.sentence(s)
		for i, w := range ws {
			whole, sole = whole || anyWhole[w.text], sole || anySole[w.text]
			if share, of := shareAt(ws, i); share != "" && (theirs[of] == "" || theirs[of] == share) {
				theirs[of] = share
			} else if share != "" {
				theirs[of] = "several" // of nothing at odds with any
			}
		}
	}
	for i, w := range a.claim {
		share, of := shareAt(a.claim, i)
		switch next := i + 1; {
		case share != "" && theirs[of] != "" && theirs[of] != share && theirs[of] != "several":
			return fmt.Sprintf("the source has “%s”, not “%s”", theirs[of], w.text)
		case universals[w.text] && !whole && (next == len(a.claim) || a.claim[next].text != "other"):
			return fmt.Sprintf("the source does not say “%s”", w.text)
		case exclusives[w.text] && !sole && (i == 0 || a.claim[i-1].text != "not") && (next == len(a.claim) || a.claim[next].kind != number):
			return fmt.Sprintf("the source does not say “%s”", w.text)
		}
	}
	return ""
}

// shareAt reads the quantifier at i: its kind and the key of what it is of.
func shareAt(ws []word, i int) (share, of string) {
	const reach = 3
	if share = shares[ws[i].text]; share == "" {
		return "", ""
	}
	for k := i + 1; k <= min(i+reach, len(ws)-1) && ws[k].before == ""; k++ {
		if ws[k].kind == content {
			return share, ws[k].key
		}
	}
	return "", ""
}

// bound of a number: exact, or open to one side.
type bound int8

const (
	exact bound = iota
	above       // "more than", "over"
	atLeast
	below // "less than", "under"
	upTo
	nearly
)

// misbound finds a number that the text bounds from the other side, a limit
// given as the number itself, and a bound that the text does not have.
func (a *aligned) misbound() string {
	theirs := make(map[string]map[bound]bool)
	for _, s := range a.sents {
		ws := a.e.sentence(s)
		for i, w := range ws {
			if w.kind == number {
				if theirs[w.key] == nil {
					theirs[w.key] = make(map[bound]bool)
				}
				theirs[w.key][boundAt(ws, i)] = true
			}
		}
	}
	for i, w := range a.claim {
		if w.kind != number || len(theirs[w.key]) == 0 {
			continue
		}
		if b := boundAt(a.claim, i); !allowed(b, theirs[w.key]) {
			return fmt.Sprintf("the source bounds the number %s otherwise", w.text)
		}
	}
	return ""
}

// allowed tells whether a bound may be given for a number that has these.
func allowed(b bound, theirs map[bound]bool) bool {
	switch b {
	case above, atLeast:
		return theirs[above] || theirs[atLeast]
	case below, upTo, nearly:
		return theirs[below] || theirs[upTo] || theirs[nearly]
	default:
		return theirs[exact] || theirs[above] || theirs[atLeast] || theirs[nearly]
	}
}

// boundAt reads the words before the number at i.
func boundAt(ws []word, i int) bound {
	if i == 0 || ws[i].before != "" {
		return exact
	}
	last, before := ws[i-1].text, ""
	if i > 1 && ws[i-1].before == "" {
		before = ws[i-2].text
	}
	switch {
	case last == "than" && (before == "more" || before == "greater" || before == "higher"):
		if i > 2 && ws[i-3].text == "no" {
			return upTo
		}
		return above
	case last == "over", last == "above", last == "exceeding":
		return above
	case last == "least" && before == "at":
		return atLeast
	case last == "than" && (before == "less" || before == "fewer" || before == "lower"):
		if i > 2 && ws[i-3].text == "no" {
			return atLeast
		}
		return below
	case last == "under", last == "below":
		return below
	case last == "to" && before == "up", last == "most" && before == "at":
		return upTo
	case last == "nearly", last == "almost":
		return nearly
	}
	return exact
}
