package prompts

import (
	"fmt"
	"strings"
)

// What may be, what is planned and what somebody wants has not happened.
var (
	// hedges leave open whether what follows is so.
	hedges = set(`may might could possibly perhaps maybe potentially likely unlikely probably whether`)
	// tentative are those, and what else shows that a claim leaves things open.
	tentative = set(`may might could possibly perhaps maybe potentially likely unlikely probably whether can if unless possible risk`)
	// futures say of a verb that it is still to be done.
	futures = set(`will would shall should`)
	// wishes are the keys of words after which "to" says the same.
	wishes = func() map[string]bool {
		keys := make(map[string]bool)
		for w := range set(`plan want hope try intend expect threaten offer promise seek refuse fail decline aim consider vow pledge
 agree urge ask due likely set ready prepare wait request propose demand schedule attempt`) {
			keys[key(w, false)] = true
		}
		return keys
	}()
)

// unreal finds what the text has as possible or planned, and the claim as
// done: "may rise" is no "had risen".
func (a *aligned) unreal() string {
	open, ahead, plain := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	for _, s := range a.sents {
		ws := a.e.sentence(s)
		parts := a.e.parts(s)
		reached := make(map[int]bool)
		for i, w := range ws {
			switch {
			case w.kind == function && hedges[w.text] && !w.capital, w.kind == content && hedges[w.text]:
				reachOpen(ws, parts, i, open, reached)
			case w.kind == function && futures[w.text], w.text == "if" || w.text == "unless", w.text == "to" && wished(ws, i):
				if k := nextVerb(ws, parts, i); k >= 0 {
					ahead[ws[k].key], reached[k] = true, true
				}
			}
		}
		for i, w := range ws {
			plain[w.key] = plain[w.key] || !reached[i]
		}
	}
	for i, w := range a.claim {
		if tentative[w.text] && (w.text != "may" || !w.capital) {
			return "" // it leaves things open itself
		}
		if ahead[w.key] && !plain[w.key] && done(a.claim, a.parts, i) {
			return fmt.Sprintf("the source has “%s” as something to come", w.text)
		}
	}
	for _, w := range a.claim {
		if open[w.key] && !plain[w.key] {
			return fmt.Sprintf("the source leaves “%s” open", w.text)
		}
	}
	return ""
}

// reachOpen notes what the hedge at i leaves open: the next verb and what
// follows it; of "whether" the verb alone.
func reachOpen(ws []word, parts []part, i int, open map[string]bool, reached map[int]bool) {
	const farthest, most = 8, 2
	found := 0
	for k := i + 1; k < min(len(ws), i+1+farthest) && ws[k].before == "" && found < most; k++ {
		if ws[k].kind != content || ws[k].capital || parts[k] == adverb || ws[i].text == "whether" && parts[k] != verb {
			continue
		}
		open[ws[k].key], reached[k] = true, true
		found++
	}
}

// wished tells whether the "to" at i follows a word for a wish or a plan.
func wished(ws []word, i int) bool {
	const farthest = 4
	for k := i - 1; k >= max(0, i-farthest) && ws[k+1].before == ""; k-- {
		if wishes[ws[k].key] {
			return true
		}
	}
	return false
}

// nextVerb is where the verb after the auxiliary at i stands, or -1.
func nextVerb(ws []word, parts []part, i int) int {
	const farthest = 4
	for k := i + 1; k < min(len(ws), i+1+farthest) && ws[k].before == ""; k++ {
		if parts[k] == verb {
			return k
		}
	}
	return -1
}

// done tells whether the word at i is a verb in the past, and nothing before
// it takes that back.
func done(ws []word, parts []part, i int) bool {
	if parts[i] != verb || !strings.HasSuffix(ws[i].text, "ed") && !isPast(ws[i]) {
		return false
	}
	for k := i - 1; k >= 0 && (parts[k] == auxiliary || parts[k] == adverb || ws[k].text == "to"); k-- {
		if w := ws[k].text; futures[w] || w == "to" || w == "must" || w == "being" {
			return false
		}
	}
	return true
}
