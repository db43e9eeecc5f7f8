package prompts

import (
	"fmt"
	"slices"
	"strings"
)

// askedKind is what kind of thing a question asks for.
type askedKind int

const (
	anyKind askedKind = iota
	aNumber
	somebody
	aTime
	aPlace
)

var (
	askWords = set(`what when where who whom whose which why how many much did does do is are was were tell explain please articles article news`)
	// counted words say how many without a figure.
	counted = set(`one two no none half dozen dozens hundreds thousands millions several few many most all both double doubled doubling
 doubles twice triple tripled first second third single zero pair quarter majority`)
	timeWords = set(`today yesterday tomorrow tonight week weeks month months year years day days hour hours morning afternoon evening night
 noon midnight weekend spring summer autumn winter ago before after since until during earlier later when century decade soon already
 immediately now recently dawn easter christmas once minutes`)
	placeWords = set(`in at to from near on off across around outside inside toward towards between into over above along beside here there abroad home overseas where`)
	persons    = set(`people man woman men women officials ministers minister police government army company firm group team union president
 families residents staff workers everyone nobody anyone those he she they him her them i we troops soldiers owners leaders leader
 spokesman spokeswoman judge jury court council commission parliament party voters students children experts scientists parents he's`)
)

// actors are bodies that act as persons do: "the town would pay" tells who. What they are
// called by is often only where something happens, so that they must do it.
var actors = set(`town towns city cities village municipality county district region province state states country government ministry
 ministries department agency authority authorities council councils committee board bank banks business businesses companies firms
 operator operators corporation charity foundation trust fund church school university hospital museum club league federation association
 organisation organization institute bureau office opposition coalition senate congress assembly chamber navy militia taxpayer taxpayers
 insurer insurance union unions`)

// kindOf reads what a question begins by asking for.
func kindOf(ws []word) askedKind {
	for i, w := range ws {
		next := ""
		if i+1 < len(ws) {
			next = ws[i+1].text
		}
		switch {
		case w.text == "how" && (next == "many" || next == "much"):
			return aNumber
		case w.text == "who" || w.text == "whom":
			return somebody
		case w.text == "when" || w.text == "what" && (next == "day" || next == "date" || next == "year"):
			return aTime
		case w.text == "where":
			return aPlace
		}
		if i >= 3 {
			break // "the man who", "the day when"
		}
	}
	return anyKind
}

// asksWords tells whether a question asks what somebody said.
func asksWords(ws []word) bool {
	if len(ws) == 0 || ws[0].text != "what" && ws[0].text != "how" && ws[0].text != "why" {
		return false
	}
	for i, w := range ws {
		if i > 1 && (reporting[w.key] || ws[0].text == "how" && (w.key == key("respond", false) || w.key == key("react", false))) {
			return true
		}
	}
	return false
}

// otherKind finds that the sentence has nothing of the kind asked for.
func (r *response) otherKind() string {
	var fits func(i int) bool
	var kind string
	switch r.question.kind {
	case aNumber:
		kind, fits = "number", func(i int) bool { return r.said[i].kind == number || counted[r.said[i].text] }
	case somebody:
		kind, fits = "person", r.isSomebody
	case aTime:
		kind, fits = "time", func(i int) bool {
			return r.said[i].kind == number || timeWords[r.said[i].text] || calendar[r.said[i].text]
		}
	case aPlace:
		kind, fits = "place", func(i int) bool { return placeWords[r.said[i].text] && i+1 < len(r.said) || r.parts[i] == name }
	default:
		return ""
	}
	for i := range r.said {
		if fits(i) {
			return ""
		}
	}
	return fmt.Sprintf("it has no %s", kind)
}

// isSomebody tells whether the word at i may be who was asked for.
func (r *response) isSomebody(i int) bool {
	w := r.said[i]
	if persons[w.text] || isPeople(w.text) {
		return true
	}
	if r.parts[i] != name && (!actors[w.text] || !r.acts(i)) {
		return false
	}
	for _, q := range r.question.words {
		if q.key == w.key {
			return false
		}
	}
	return true
}

// acts tells whether the sentence has the word at i do something.
func (r *response) acts(i int) bool {
	return slices.ContainsFunc(relationsOf(r.said, r.parts), func(x relation) bool { return x.slot == "agent" && x.at == i })
}

// isPeople tells a plural noun for people by its ending.
func isPeople(w string) bool {
	for _, end := range []string{"ers", "ors", "ists", "ians", "men", "ees"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
