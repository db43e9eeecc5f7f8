package prose

import (
	"strings"
	"unicode/utf8"
)

// clauses looks for the words that say who speaks: a subject and a reporting
// verb in the sentence of a quotation.
type clauses struct {
	text  string
	parts []part
}

// farthest bounds how many parts a rule looks at.
const farthest = 60

// after finds the speaker in what follows the quotation at k: “…,” he said;
// “…” said Ben Wallace, the minister; “…,” according to Smith.
func (c *clauses) after(k int) *part {
	i := k + 1
	tagged := strings.ContainsRune(",?!-—–…", lastInside(c.parts[k].In(c.text))) || c.at(i).is(",") || c.at(i).is("-")
	for c.at(i).kind == isMark && !c.at(i).is("(") {
		i++
	}
	switch p := c.at(i); {
	case !tagged && !(p.kind == isWord && IsReporting(p.word)) && lastInside(c.parts[k].In(c.text)) != '.':
		return nil
	case p.is("according") && c.at(i+1).is("to"):
		return c.object(i + 2)
	case p.kind == isWord && finite(p.word):
		return c.object(i + 1)
	default:
		return c.subjectAt(i)
	}
}

// atEnd finds the speaker in a clause that ends the sentence: the deal is
// “tough”, Mr Johnson said.
func (c *clauses) atEnd(k int) *part {
	comma := -1
	i := k + 1
	for ; c.at(i).kind != isStop && i < k+farthest; i++ {
		if c.at(i).is(",") {
			comma = i
		}
	}
	const longestTag = 8
	if comma < 0 || i-comma > longestTag {
		return nil
	}
	return c.subjectAt(comma + 1)
}

// before finds the speaker in what comes before the quotation at k, in its
// sentence. settled: somebody is said to speak, so that it is not worth
// looking elsewhere, even if it is nobody with a name.
func (c *clauses) before(k int) (at *part, settled bool) {
	if c.at(k-1).is(":") && c.at(k-2).kind == isName && (k == 2 || c.at(k-3).kind == isStop) {
		return &c.parts[k-2], true // as in an interview
	}
	for i := k - 1; i >= 0 && i > k-farthest; i-- {
		p := c.at(i)
		switch {
		case p.kind == isStop:
			return nil, false
		case p.is("according") && c.at(i+1).is("to"):
			return c.object(i + 2), true
		case p.kind != isWord || !finite(p.word):
			// “…,” Smith said, adding that “…”: “said” has the subject
		case c.at(i - 1).is("to"):
			if j := c.wentOn(i - 1); j > 0 {
				return c.subjectOf(j), true
			}
			return nil, true
		case c.unsaid(i):
			// what “had been confirmed” is nobody's words
		default:
			if at = c.subjectOf(i); at != nil || plainlySaid(p.word) {
				return at, true
			}
		}
	}
	return nil, false
}

// wentOn returns where "went on to" or "continued to" begins, given its "to".
func (c *clauses) wentOn(to int) int {
	if c.at(to-1).is("on") && (c.at(to-2).is("went") || c.at(to-2).is("goes")) {
		return to - 2
	}
	return 0
}

// at returns part i, or a stop beyond the ends.
func (c *clauses) at(i int) part {
	if i < 0 || i >= len(c.parts) {
		return part{kind: isStop}
	}
	return c.parts[i]
}

// subjectAt reads a subject that starts at i and whose verb reports; nil where
// it is none.
func (c *clauses) subjectAt(i int) *part {
	if c.at(i).kind == isWord && pronoun(c.at(i).word) {
		if c.verbAt(i+1) >= 0 {
			return &c.parts[i]
		}
		return nil
	}
	if at := c.behindOffice(i); at != nil {
		return at
	}
	name := c.headName(i)
	if name < 0 {
		return nil
	}
	next := name + 1
	if place(c.at(next).word) && c.at(next).kind == isWord && c.at(next+1).kind == isName {
		next += 2 // Smith of Ohio
	}
	if c.verbAt(next) >= 0 {
		return c.speaker(name)
	}
	// Smith, a professor of law, said; Smith (R-Ohio) said
	if !c.at(next).is(",") && !c.at(next).is("(") {
		return nil
	}
	for j := next + 1; j < next+farthest/2 && c.at(j).kind != isStop && c.at(j).kind != isQuote; j++ {
		if (c.at(j).is(",") || c.at(j).is(")")) && c.verbAt(j+1) >= 0 {
			return c.speaker(name)
		}
	}
	return nil
}

// behindOffice reads a subject whose name stands apart behind its office: the mayor
// of Eastport, Ingrid Solheim, told.
func (c *clauses) behindOffice(i int) *part {
	const longestOffice = 8
	office := false
	for j := i; j < i+longestOffice; j++ {
		p := c.at(j)
		if p.kind != isName && (p.kind != isWord || breaks(p.word) && !place(p.word)) {
			return nil
		}
		// "the mayor’s wife" holds none.
		office = office || p.kind == isWord && IsOffice(p.word) && !c.possessive(j)
		if c.at(j + 1).is(",") {
			ofPlace := p.kind != isName || place(c.at(j-1).word)
			if office && ofPlace && c.at(j+2).kind == isName && !c.possessive(j+2) && c.at(j+3).is(",") && c.verbAt(j+4) >= 0 {
				return c.speaker(j + 2)
			}
			return nil
		}
	}
	return nil
}

// object reads a name or pronoun that starts at i, after its verb: said former
// minister Ben Wallace; said the minister, Ben Wallace.
func (c *clauses) object(i int) *part {
	if c.at(i).kind == isWord && pronoun(c.at(i).word) {
		return &c.parts[i]
	}
	if name := c.headName(i); name >= 0 {
		if c.at(name + 1).is("and") {
			return nil // Smith and Jones
		}
		return c.speaker(name)
	}
	const longestOffice = 6
	for j := i; j < i+longestOffice && c.at(j).kind == isWord && !breaks(c.at(j).word); j++ {
		if c.at(j+1).is(",") && c.at(j+2).kind == isName && IsOffice(c.at(j).word) && !c.possessive(j+2) {
			return c.speaker(j + 2)
		}
	}
	return nil
}

// headName returns the name that a noun phrase starting at i is about: of
// "White House spokesman John Kirby" the last, -1 where it ends with no name.
func (c *clauses) headName(i int) int {
	const longest = 6
	for range longest {
		p := c.at(i)
		switch {
		case p.kind == isName:
			next := c.beyondOffice(i)
			switch {
			case next > i:
				i = next
			case c.modifies(i):
				return -1
			default:
				return i
			}
		case p.kind == isWord && !breaks(p.word):
			i++
		default:
			return -1
		}
	}
	return -1
}

// beyondOffice goes from a name that only says whose office it is to the name
// of who holds it, or stays.
func (c *clauses) beyondOffice(name int) int {
	const longestOffice = 5
	office := c.possessive(name)
	for j := name + 1; j <= name+longestOffice; j++ {
		switch p := c.at(j); {
		case p.kind == isName && j > name+1 && office:
			return j
		case p.kind != isWord || breaks(p.word):
			return name
		case IsOffice(p.word):
			office = true
		}
	}
	return name
}

// modifies tells whether the name at i only says what kind of person the words
// after it are about: Patriots in "Patriots teammate Julian Edelman".
func (c *clauses) modifies(i int) bool {
	next := c.at(i + 1)
	return c.possessive(i) || next.kind == isWord && !breaks(next.word) && !lightWord(next.word) && !timeWord(next.word)
}

// possessive tells whether the name at i has a possessive s.
func (c *clauses) possessive(i int) bool {
	rest := c.text[c.parts[i].End:]
	return strings.HasPrefix(rest, "’s") || strings.HasPrefix(rest, "'s") ||
		strings.HasSuffix(c.parts[i].word, "s") && (strings.HasPrefix(rest, "’ ") || strings.HasPrefix(rest, "' "))
}

// speaker returns the name at i if it can be a speaker's.
func (c *clauses) speaker(i int) *part {
	p := &c.parts[i]
	// “Prosecutors said”: a plural with the capital of its place.
	if p.doubtful && strings.HasSuffix(p.word, "s") && !strings.Contains(p.word, " ") {
		return nil
	}
	return p
}

// verbAt returns the reporting verb at i, what may stand before it left out;
// -1 where there is none.
func (c *clauses) verbAt(i int) int {
	const most = 4
	for j := i; j < i+most; j++ {
		p := c.at(j)
		switch {
		case p.kind != isWord:
			return -1
		case finite(p.word):
			return j
		case !lightWord(p.word):
			return -1
		}
	}
	return -1
}

// subjectOf finds the subject of the verb at v, going left; after a quotation,
// right.
func (c *clauses) subjectOf(v int) *part {
	i := v - 1
	for c.at(i).kind == isWord && lightWord(c.at(i).word) {
		i--
	}
	p := c.at(i)
	switch {
	case p.kind == isQuote, p.is(",") && c.at(i-1).kind == isQuote:
		return c.object(v + 1)
	case p.kind == isWord && passive(p.word):
		for j := v + 1; j < v+farthest/4 && c.at(j).kind != isStop; j++ {
			if c.at(j).is("by") {
				return c.object(j + 1)
			}
		}
		return nil
	case p.kind == isWord && pronoun(p.word):
		return &c.parts[i]
	case p.is("who"):
		if c.at(i - 1).is(",") {
			i--
		}
		return c.nameEnding(i - 1)
	case p.is(")"):
		for j := i - 1; j > i-farthest/4 && c.at(j).kind != isStop; j-- {
			if c.at(j).is("(") {
				return c.nameEnding(j - 1)
			}
		}
		return nil
	case p.is(","):
		return c.apposed(i)
	}
	return c.nameEnding(i)
}

// unsaid tells whether the verb at v is passive, with a thing for its subject
// and nobody named as doing it.
func (c *clauses) unsaid(v int) bool {
	i := v - 1
	isPassive := false
	for c.at(i).kind == isWord && (lightWord(c.at(i).word) || passive(c.at(i).word)) {
		isPassive = isPassive || passive(c.at(i).word)
		i--
	}
	return isPassive && c.at(i).kind == isWord && !pronoun(c.at(i).word) && c.subjectOf(v) == nil
}

// nameEnding returns the name that a subject ending with part i is about: Bill
// Cassidy of "Bill Cassidy of Louisiana", none of "a spokesman for Ford".
func (c *clauses) nameEnding(i int) *part {
	if c.at(i).kind != isName || c.possessive(i) {
		return nil
	}
	before := c.at(i - 1)
	if before.kind != isWord {
		return c.speaker(i)
	}
	switch {
	case before.is("and"), before.is("or"):
		return nil
	case place(before.word):
		if c.at(i-2).kind == isName {
			return c.nameEnding(i - 2)
		}
		return nil
	case breaks(before.word) && !conjunction(before.word):
		return nil
	}
	return c.speaker(i)
}

// apposed finds the name that words between commas explain, given the comma
// that closes them: Smith, a professor and a friend of Jones, said.
func (c *clauses) apposed(comma int) *part {
	for i := comma - 1; i > 0 && i > comma-farthest/2 && c.at(i).kind != isStop && c.at(i).kind != isQuote; i-- {
		if !c.at(i).is(",") || c.at(i+1).is("and") {
			continue
		}
		if at := c.nameEnding(i - 1); at != nil {
			return at
		}
		if i == comma-2 { // the minister, Ben Wallace, said
			return c.nameEnding(comma - 1)
		}
		return nil
	}
	return nil
}

// lastInside returns the last rune within a quotation's marks that is no mark
// of an inner quotation and no space.
func lastInside(quotation string) rune {
	quotation = strings.TrimRightFunc(quotation, func(r rune) bool { return foldMark(r) == '\'' || blank(r) })
	last, _ := utf8.DecodeLastRuneInString(quotation)
	return last
}

// finite tells whether a word is a reporting verb that can follow a subject.
func finite(word string) bool { return IsReporting(word) && !strings.HasSuffix(word, "ing") }

// plainlySaid tells whether a reporting verb cannot be a noun or a name, so
// that whoever stands before it does speak.
func plainlySaid(word string) bool {
	switch word {
	case "said", "says", "told", "tells", "wrote", "writes", "adds", "insists", "argues", "explains":
		return true
	}
	return strings.HasSuffix(word, "ed")
}

// pronoun tells whether a word can stand for one person.
func pronoun(word string) bool { return word == "he" || word == "she" }

func passive(word string) bool {
	switch word {
	case "was", "were", "is", "are", "be", "been", "being", "gets", "got":
		return true
	}
	return false
}

// lightWord tells whether a word may stand between subject and verb.
func lightWord(word string) bool {
	switch word {
	case "has", "have", "had", "also", "later", "then", "since", "again", "once", "earlier", "further", "now",
		"first", "just", "even", "still", "both", "therefore", "thus", "however", "himself", "herself":
		return true
	}
	return len(word) > 4 && strings.HasSuffix(word, "ly")
}

// timeWord tells whether a word that follows a name says when.
func timeWord(word string) bool {
	switch word {
	case "last", "this", "next", "early", "late", "yesterday", "today", "tonight", "afterward", "afterwards", "back",
		"ahead", "again", "too", "recently", "when", "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday":
		return true
	}
	return false
}

// place tells whether a preposition says where somebody belongs.
func place(word string) bool {
	switch word {
	case "of", "from", "in", "at", "with":
		return true
	}
	return false
}

func conjunction(word string) bool {
	switch word {
	case "but", "and", "as", "that", "when", "while", "because", "if", "although", "though", "what", "which", "whom",
		"where", "before", "after", "so", "yet":
		return true
	}
	return false
}

// breaks tells whether a word in lower case ends a noun phrase.
func breaks(word string) bool {
	switch word {
	case "of", "from", "in", "at", "with", "for", "by", "on", "to", "near", "into", "about", "over", "under", "during",
		"against", "between", "through", "without", "within", "is", "are", "was", "were", "be", "been", "has", "have",
		"had", "will", "would", "can", "could", "should", "may", "might", "must", "do", "does", "did", "not", "or", "nor",
		"who", "whose", "he", "she", "it", "they", "we", "you", "i", "this", "these", "those", "there", "than", "like",
		"via", "per", "amid", "outside", "inside", "across", "around", "alongside", "upon", "onto", "off", "up", "out", "below",
		"above", "behind", "beyond", "despite", "aboard", "among", "since", "until", "following", "including", "according", "how", "why":
		return true
	}
	return conjunction(word) || IsReporting(word)
}

// alone tells whether the quotation at k is all of its sentence, and the
// quotation before it ends with its sentence or its tag right before.
func (c *clauses) alone(k int) bool {
	if c.at(k+1).kind != isStop {
		return false
	}
	stops := 0
	for i := k - 1; i >= 0 && c.at(i).kind != isQuote; i-- {
		if c.at(i).kind == isStop {
			stops++
		}
	}
	return c.at(k-1).kind == isQuote || c.at(k-1).kind == isStop && stops <= 2
}
