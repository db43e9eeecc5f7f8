package prose

import (
	"slices"
	"strings"
	"unicode"
)

// people are the persons of a text, as far as it can be told that they are
// persons.
type people struct {
	text string
	// full has the fullest name for a surname, "" where the text has several
	// persons of that surname.
	full map[string]string
	// known has the full names of those who are persons for certain.
	known map[string]bool
	// gender is 'm' or 'f' for the full names where the text tells.
	gender map[string]byte
}

func newPeople(text string, names []Name) *people {
	p := &people{text: text, full: map[string]string{}, known: map[string]bool{}, gender: map[string]byte{}}
	alone := map[string]bool{}
	for _, n := range names {
		bare := BareName(n.In(text))
		if words := strings.Fields(bare); len(words) == 1 {
			alone[bare] = true
		} else if personal(words) {
			p.learn(bare, words)
		}
	}
	for _, n := range names {
		p.judge(n, alone)
	}
	return p
}

// learn takes down a name of two words or more under its surname.
func (p *people) learn(bare string, words []string) {
	surname := words[len(words)-1]
	old, seen := p.full[surname]
	switch {
	case !seen, strings.HasPrefix(bare, firstOf(old)+" ") && len(bare) > len(old):
		p.full[surname] = bare
	case !strings.HasPrefix(bare, firstOf(old)+" "):
		p.full[surname] = "" // two of that surname
	}
}

func firstOf(s string) string { first, _, _ := strings.Cut(s, " "); return first }

// judge finds out from one mention whether its bearer is a person: by a title,
// an office, an age or "who", or a surname that elsewhere stands alone.
func (p *people) judge(n Name, alone map[string]bool) {
	s := n.In(p.text)
	bare := BareName(s)
	words := strings.Fields(bare)
	if len(words) == 0 || !personal(words) {
		return
	}
	full := p.fullOf(bare, words)
	is, male, female := courtesy(firstOf(s))
	switch {
	case male:
		p.gender[full] = 'm'
	case female:
		p.gender[full] = 'f'
	}
	if p.known[full] {
		return
	}
	titled := is || len(bare) < len(s) || IsOffice(lastWord(strings.TrimRight(p.text[:n.Start], " ")))
	if titled || len(words) > 1 && (alone[words[len(words)-1]] || introduced(p.text[n.End:])) {
		p.known[full] = true
	}
}

// introduced tells whether what follows a name says that it is a person's.
func introduced(after string) bool {
	after, ok := strings.CutPrefix(after, ", ")
	if !ok {
		verb := firstWord(strings.TrimLeft(after, " "))
		return strings.HasPrefix(after, " ") && IsReporting(verb)
	}
	word := firstWord(after)
	if explanation, _, _ := strings.Cut(after[:runeFloor(after, 4*longestWord)], ","); slices.ContainsFunc(strings.Fields(explanation), IsOffice) {
		return true
	}
	return word == "who" || word == "whose" || len(word) == 2 && isDigits(word) && strings.HasPrefix(after[2:], ",")
}

// fullName gives the fullest form that the text has of a name, without titles.
func (p *people) fullName(name string) string {
	bare := BareName(name)
	return p.fullOf(bare, strings.Fields(bare))
}

func (p *people) fullOf(bare string, words []string) string {
	if len(words) == 0 {
		return bare
	}
	full := p.full[words[len(words)-1]]
	if full != "" && (len(words) == 1 || strings.HasPrefix(full, words[0]+" ")) {
		return full
	}
	return bare
}

// BareName takes titles and offices off the front of a name: "Defence Secretary
// Ben Wallace" is Ben Wallace. A name that is all office stays as it is.
func BareName(name string) string {
	words := strings.Fields(name)
	last := len(words)
	for last > 1 && generation(words[last-1]) {
		last--
	}
	for i := last - 2; i >= 0; i-- {
		if is, _, _ := courtesy(words[i]); is || IsOffice(words[i]) {
			return strings.Join(words[i+1:], " ")
		}
	}
	return strings.Join(words, " ")
}

// generation tells whether a word only tells father from son.
func generation(word string) bool {
	switch strings.TrimRight(word, ".,") {
	case "Jr", "Sr", "II", "III", "IV":
		return true
	}
	return false
}

// MayBePerson tells whether a name, titles left out, could be a person's by its
// words: two to four of them, none usual in the names of bodies and places.
func MayBePerson(name string) bool {
	words := strings.Fields(name)
	return len(words) > 1 && len(words) < 5 && personal(words)
}

// personal tells whether a name could be a person's by its words.
func personal(words []string) bool {
	for _, w := range words {
		if namesBody(w) || acronym(w) && len(w) > 2 || strings.ContainsFunc(w, unicode.IsDigit) {
			return false
		}
	}
	return len(words) <= 5
}
