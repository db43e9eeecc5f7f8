package prose

import (
	"unicode"
	"unicode/utf8"
)

// pairSingles finds the single quotation marks of a paragraph: the offset of
// each opening mark with that of its partner. Most of the marks that look like
// one are apostrophes, so an opening mark counts only where a fitting closing
// one follows before the next opening one.
func pairSingles(text string, p Span) map[int]int {
	var pairs map[int]int
	open, style := -1, rune(0)
	possessive := -1 // a closing mark after an s, which may be an apostrophe
	settle := func(partner int) {
		if open >= 0 && partner >= 0 {
			if pairs == nil {
				pairs = make(map[int]int)
			}
			pairs[open] = partner
		}
		open, possessive = -1, -1
	}
	for at := nextMark(text, p, p.Start); at.Len() > 0; at = nextMark(text, p, at.End) {
		r, _ := utf8.DecodeRuneInString(at.In(text))
		if r != '‘' && r != '’' && r != '\'' {
			continue
		}
		before, after := around(text, p, at)
		switch {
		case r != '’' && opensSingle(text[at.End:p.End], before, after):
			settle(possessive)
			open, style = at.Start, r
		case open < 0 || spaceOrEnd(before) || letterOrDigit(after):
		case style == '‘' && r != '’' || style == '\'' && r != '\'':
		case before == 's' || before == 'S':
			// “the allies’ plan”: taken only if nothing better comes.
			if possessive < 0 {
				possessive = at.Start
			}
		default:
			settle(at.Start)
		}
	}
	settle(possessive)
	return pairs
}

// opensSingle tells whether a single mark with these neighbours can open a
// quotation; rest is what follows it.
func opensSingle(rest string, before, after rune) bool {
	if spaceOrEnd(after) || unicode.IsDigit(after) && !unicode.IsDigit(second(rest)) {
		return false
	}
	if !spaceOrEnd(before) && !unicode.In(before, unicode.Ps, unicode.Pi, unicode.Pd) && before != '"' && before != '/' {
		return false
	}
	switch firstWord(rest) {
	case "em", "til", "tis", "Tis", "twas", "Twas", "cause", "Cause", "n", "bout", "cos",
		"50s", "60s", "70s", "80s", "90s", "00s":
		return false
	}
	return true
}

func second(s string) rune {
	_, width := utf8.DecodeRuneInString(s)
	r, _ := utf8.DecodeRuneInString(s[width:])
	return r
}

// around returns the runes before and after a mark within its paragraph, 0 at
// its ends; invisible ones count as spaces.
func around(text string, p, mark Span) (before, after rune) {
	if mark.Start > p.Start {
		before, _ = utf8.DecodeLastRuneInString(text[p.Start:mark.Start])
	}
	if mark.End < p.End {
		after, _ = utf8.DecodeRuneInString(text[mark.End:p.End])
	}
	return before, after
}

func spaceOrEnd(r rune) bool { return r == 0 || blank(r) }

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
