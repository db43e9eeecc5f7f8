package prose

import (
	"slices"
	"strings"
)

// Speaker is who a text says spoke a quotation.
type Speaker struct {
	// Name is the speaker's name in the fullest form that the text has, without
	// titles ("Jens Stoltenberg"); "" where the text does not say, or not
	// plainly enough.
	Name string
	// At is where the text names the speaker of this quotation, be it by "he".
	At Span
}

// Speakers tells for each of a text's quotations who spoke it, as far as an
// English text says so by name: before the quotation, after it, or around the
// one before it in the same paragraph. "He" and "she" count where they can
// mean only one person. Where anything is in doubt the speaker is unknown: a
// wrong name under somebody's words is worse than none.
func Speakers(text string, quotations []Quotation) []Speaker {
	a := attribution{speakers: make([]Speaker, len(quotations))}
	if len(quotations) == 0 {
		return a.speakers
	}
	o := newOutline(text, quotations)
	names := o.names()
	a.people = newPeople(text, names)
	a.clauses.text = text
	r := partReader{text: text, words: o.words, names: names, quotations: quotations, ends: o.sentences}
	for _, p := range o.paragraphs {
		intro := a.parts
		a.parts = r.paragraph(p)
		a.attribute(intro)
	}
	a.shareRuns(quotations)
	return a.speakers
}

// attribution goes through a text paragraph by paragraph.
type attribution struct {
	clauses
	people   *people
	speakers []Speaker
	// present are the persons that the paragraph mentioned so far, earlier those
	// of the paragraph before it that mentioned any, paragraphs ago.
	present, earlier []string
	ago              int
	// last is the speaker of the latest quotation of this paragraph.
	last Speaker
}

// farthestBack is how many paragraphs back "he" may look for its person.
const farthestBack = 2

// attribute finds the speakers of a paragraph's quotations. intro are the parts
// of the paragraph before, which may end in a colon.
func (a *attribution) attribute(intro []part) {
	if a.ago++; len(a.present) > 0 {
		a.earlier, a.ago = a.present, 1
	}
	if a.ago > farthestBack {
		a.earlier = nil
	}
	a.present, a.last = nil, Speaker{}
	for k, p := range a.parts {
		switch p.kind {
		case isName:
			a.mention(a.people.fullName(p.word))
		case isWord:
			if isSomebody(p.word) && a.newcomer(k) {
				a.mention(anonymous)
			}
		case isQuote:
			at := a.find(k)
			if at == nil && k == 0 && len(intro) > 1 && intro[len(intro)-2].is(":") {
				at, _ = (&clauses{text: a.text, parts: intro}).before(len(intro) - 1)
			}
			a.settle(k, at)
		}
	}
}

// anonymous stands for anybody whom the text gives no name.
const anonymous = "a person"

// newcomer tells whether the person noun at k brings in somebody: "a mother",
// "another senior official", but not "Smith, a doctor".
func (a *attribution) newcomer(k int) bool {
	const longest = 3
	for i := k - 1; i >= k-longest; i-- {
		switch p := a.at(i); {
		case p.is("a"), p.is("an"), p.is("another"), p.is("one"):
			return !a.at(i-1).is(",") || a.at(i-2).kind != isName
		case p.kind != isWord || breaks(p.word):
			return false
		}
	}
	return false
}

// find returns the part that names the speaker of the quotation at k.
func (a *attribution) find(k int) *part {
	if at := a.after(k); at != nil {
		return at
	}
	at, settled := a.before(k)
	if at == nil && !settled {
		at = a.atEnd(k)
	}
	return at
}

// settle takes down who spoke the quotation at k, named at a part or not.
func (a *attribution) settle(k int, at *part) {
	quote := a.parts[k].quote
	switch {
	case at == nil:
		if a.alone(k) {
			a.speakers[quote] = a.last
		}
	case at.kind == isName:
		a.speakers[quote] = Speaker{Name: a.people.fullName(at.word), At: at.Span}
	default:
		name := a.resolve(at.word)
		if name != "" {
			a.speakers[quote] = Speaker{Name: name, At: at.Span}
		}
	}
	a.last = a.speakers[quote]
	if a.last.Name != "" {
		a.mention(a.last.Name)
	}
}

// mention notes that somebody has been mentioned who may be a person.
func (a *attribution) mention(name string) {
	const crowd = 16 // where so many are in sight, "he" is nobody
	if len(a.present) == crowd {
		return
	}
	words := strings.Fields(name)
	if (a.people.known[name] || name == anonymous || len(words) > 1 && personal(words)) && !slices.Contains(a.present, name) {
		a.present = append(a.present, name)
	}
}

// resolve says whom "he" or "she" means: the one person in sight whom it can
// mean, or the one who has just been quoted.
func (a *attribution) resolve(pronoun string) string {
	gender := byte('m')
	if pronoun == "she" {
		gender = 'f'
	}
	fits := func(name string) bool {
		g, told := a.people.gender[name]
		return !told || g == gender
	}
	if last := a.last.Name; slices.Contains(a.present, last) && fits(last) {
		return last
	}
	for _, inSight := range [][]string{a.present, a.earlier} {
		if len(inSight) == 0 {
			continue
		}
		var found []string
		for _, name := range inSight {
			if fits(name) {
				found = append(found, name)
			}
		}
		if len(found) != 1 || !a.people.known[found[0]] {
			return ""
		}
		a.people.gender[found[0]] = gender
		return found[0]
	}
	return ""
}

// shareRuns gives each quotation of an utterance over paragraphs the speaker
// that the first of them to have one has.
func (a *attribution) shareRuns(quotations []Quotation) {
	for i := 0; i < len(quotations); {
		end, named := i, Speaker{}
		for ; end < len(quotations) && quotations[end].Run == quotations[i].Run; end++ {
			if named.Name == "" {
				named = a.speakers[end]
			}
		}
		for ; i < end; i++ {
			a.speakers[i] = named
		}
	}
}
