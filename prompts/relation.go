package prompts

import (
	"slices"
	"strings"
)

// part is what a word does in its sentence, as far as lists and neighbours
// tell. A tagger would know better; the vetoes need to be right only where
// they speak, and keep silent where a slot has no filler.
type part uint8

const (
	noun part = iota // any content word that is nothing else, adjectives too
	name
	verb
	numeral
	determiner
	preposition
	auxiliary
	pronoun
	relative
	joint // a conjunction, where a clause may begin
	adverb
)

var (
	prepositions = set(`of in on at by for from to with into onto over under against between among through during before after above below across along around behind beyond near off out toward towards via per within without amid upon inside outside than`)
	auxiliaries  = set(`am is are was were be been being do does did has have had having will would shall should can could may might must ought to`)
	beForms      = set(`am is are was were be been being`)
	subjects     = set(`i he she it they we you himself herself itself themselves him her them us`)
	relatives    = set(`who which that whom whose where`)
	titles       = set(`president prime minister secretary professor chancellor king queen prince princess pope general colonel captain judge justice senator governor mayor sergeant chief detective inspector foreign defence`)
	joints       = set(`and or but so yet if because while although though whereas unless since whether as when until`)
	verbKeys     = keysOf("words/verbs.txt")
	antonyms     = pairsOf("words/antonyms.txt")
)

func keysOf(file string) map[string]bool {
	keys := make(map[string]bool)
	for _, fields := range wordLines(file) {
		for _, w := range fields {
			keys[key(w, false)] = true
		}
	}
	return keys
}

func pairsOf(file string) map[string][]string {
	pairs := make(map[string][]string)
	for _, f := range wordLines(file) {
		a, b := keyOrSelf(f[0]), keyOrSelf(f[1])
		pairs[a], pairs[b] = append(pairs[a], b), append(pairs[b], a)
	}
	return pairs
}

// keyOrSelf is the key a word has in a text, function words included.
func keyOrSelf(w string) string {
	if functionWords[w] {
		return w
	}
	return key(w, false)
}

// partsOf tells what each word of a sentence does.
func partsOf(ws []word) []part {
	parts := make([]part, len(ws))
	for i, w := range ws {
		parts[i] = partOf(ws, parts, i, w)
	}
	return parts
}

func partOf(ws []word, parts []part, i int, w word) part {
	switch {
	case w.kind == number:
		return numeral
	case w.kind == content:
		switch {
		case isName(ws, i):
			return name
		case isVerb(ws, parts, i):
			return verb
		case strings.HasSuffix(w.text, "ly"):
			return adverb
		}
		return noun
	case w.text == "to" && i+1 < len(ws) && ws[i+1].kind == content && !ws[i+1].capital && verbKeys[ws[i+1].key]:
		return auxiliary
	case w.text != "to" && auxiliaries[w.text]:
		return auxiliary
	case w.text == "her" && i+1 < len(ws) && ws[i+1].kind == content:
		return determiner
	case w.text == "that" && i > 0 && (parts[i-1] != noun && parts[i-1] != name):
		return joint
	case relatives[w.text]:
		return relative
	case prepositions[w.text]:
		return preposition
	case subjects[w.text]:
		return pronoun
	case joints[w.text]:
		return joint
	}
	if slices.Contains([]string{"not", "no", "never", "also", "just", "only", "already", "still", "again", "now", "then", "up", "down"}, w.text) && w.text != "no" {
		return adverb
	}
	return determiner
}

// isName tells whether a word is, or belongs to, a proper name.
func isName(ws []word, i int) bool {
	w := ws[i]
	if !w.capital {
		return false
	}
	if _, nation := nations[w.text]; nation || w.acronym || !w.first {
		return true
	}
	// A sentence's first word has a capital in any case; with another behind
	// it, or where it is no word we know, it is a name.
	next := i+1 < len(ws) && ws[i+1].before == "" && ws[i+1].capital && ws[i+1].kind == content
	return next || w.possessive || i+1 < len(ws) && (verbKeys[ws[i+1].key] || auxiliaries[ws[i+1].text]) && !strings.HasSuffix(w.text, "s") && !verbKeys[w.key]
}

// isVerb tells whether a content word is used as a verb.
func isVerb(ws []word, parts []part, i int) bool {
	w := ws[i]
	known := verbKeys[w.key]
	ing, ed := strings.HasSuffix(w.text, "ing") && len(w.text) > 4, strings.HasSuffix(w.text, "ed") && len(w.text) > 4
	if !known && !ed {
		return false
	}
	if w.capital && !w.first {
		return false
	}
	prev := determiner
	start := i == 0 || w.before != ""
	if i > 0 {
		prev = parts[i-1]
	}
	nextNoun := i+1 < len(ws) && ws[i+1].before == "" && ws[i+1].kind == content && !ws[i+1].capital
	switch {
	case i > 0 && ws[i-1].possessive && !start:
		return false
	case i > 0 && prev == auxiliary:
		return true
	case prev == adverb && i > 1 && parts[i-2] != determiner:
		return known || ed
	case ing && !start && prev == determiner:
		return false
	case ing:
		return known && !(prev == preposition && nextNoun && i > 0 && ws[i-1].text == "of")
	case start:
		return ed && !nextNoun || isPast(w)
	case prev == numeral:
		return ed || isPast(w) // "61 per cent wanted"
	case prev == determiner:
		return false
	case ed && nextNoun && (prev == preposition || prev == verb || prev == noun && false):
		return false
	case prev == preposition:
		return false
	case ed, isPast(w):
		return true
	case prev == pronoun || prev == relative:
		return true
	case prev == name, prev == noun:
		// "Russia vows", "ministers meet": a present tense needs a subject
		// that fits, and no noun after a noun is one.
		return prev == name && strings.HasSuffix(w.text, "s") && !ws[i-1].possessive && !isDemonym(ws[i-1]) ||
			prev == noun && !strings.HasSuffix(w.text, "s") && strings.HasSuffix(ws[i-1].text, "s") ||
			w.text == "says"
	}
	return false
}

// isPast tells whether a word is an irregular past, such as "said" or "left".
func isPast(w word) bool {
	base, ok := irregular[w.text]
	return ok && verbKeys[w.key] && base != w.text && !strings.HasSuffix(w.text, "s") && !strings.HasSuffix(w.text, "ing") && verbForms[w.text]
}

// isDemonym tells whether a word is a nation's adjective: "Russian claims" are
// not what Russia does.
func isDemonym(w word) bool {
	k, ok := nations[w.text]
	return ok && k != w.text
}

// verbForms are the irregular forms that are no nouns.
var verbForms = set(`arose arisen began begun bore borne beat beaten became broke broken brought built bought caught chose chosen came cut dealt drew drawn drove driven ate eaten fell fallen felt fought found fled flew flown forbade forbidden forgot gave given went gone got grew grown hid hidden held kept knew known laid led left lent lost made meant met paid proven ran rose risen said saw seen sought sold sent shook shaken shot showed shown shrank shrunk sang sung sank sunk sat slept spoke spoken spent stood stole stolen stuck struck swore sworn swept took taken taught told thought threw thrown understood won withdrew withdrawn wrote written hit put set born wore worn woke woken tore torn swam swum swung spun shone overcame oversaw overseen overtook overtaken underwent undergone upheld rebuilt fed dug bent crept clung knelt lit pled slid wept withheld withstood misled bit bitten bled blew blown`)

// relation says that a word, the anchor, has a filler in one of its slots:
// the agent of "offer" is France.
type relation struct {
	anchor string
	slot   string // agent, patient, of, mod, count, or a preposition
	filler []string
	named  bool // the filler is a name
	at     int  // the filler's place in the sentence
}

// relationsOf reads who did what to whom, where a few rules can tell.
func relationsOf(ws []word) []relation {
	parts := partsOf(ws)
	p := parser{ws: ws, parts: parts}
	for i := range ws {
		switch parts[i] {
		case verb:
			p.clause(i)
		case auxiliary:
			p.predicate(i)
		case preposition:
			p.complement(i)
		case name:
			p.modifier(i)
		case numeral:
			p.count(i)
		}
	}
	return p.found
}

type parser struct {
	ws    []word
	parts []part
	found []relation
}

func (p *parser) add(anchor, slot string, filler []string, named bool, at int) {
	if anchor != "" && len(filler) > 0 {
		p.found = append(p.found, relation{anchor, slot, filler, named, at})
	}
}

// clause reads the agent and the patient of the verb at i.
func (p *parser) clause(i int) {
	w := p.ws[i]
	passive, j := p.pastAuxiliaries(i)
	if next := i + 1; next < len(p.ws) && p.ws[next].text == "by" && p.ws[next].before == "" && j == i-1 && next+1 < len(p.ws) && p.parts[next+1] != numeral {
		passive = true // "a video released by the ministry"
	}
	subject, named, at := p.subject(j, i)
	if subject == nil && i+1 < len(p.ws) && strings.Contains(w.before, `"`) || subject == nil && p.ws[i].before == "," {
		// “…,” said Mr Lavrov.
		subject, named, at = p.phrase(i + 1)
	}
	slot := "agent"
	if passive {
		slot = "patient"
	}
	p.add(w.key, slot, subject, named, at)
	switch {
	case passive, strings.HasSuffix(w.text, "ed") && subject == nil:
		for k := i + 1; k < min(i+8, len(p.ws)) && p.ws[k].before == ""; k++ {
			if p.ws[k].text == "by" {
				filler, named, at := p.phrase(k + 1)
				p.add(w.key, "agent", filler, named, at)
				break
			}
		}
	default:
		filler, named, at := p.phrase(i + 1)
		if filler == nil || p.ws[i+1].before != "" || at+1 < len(p.ws) && (p.parts[at+1] == verb || p.parts[at+1] == auxiliary) {
			return // no object, or the subject of a clause: "said the text told"
		}
		p.add(w.key, "patient", filler, named, at)
	}
}

// predicate reads what the subject of a form of "be" at i is said to be.
func (p *parser) predicate(i int) {
	if !beForms[p.ws[i].text] || i+1 == len(p.ws) || p.ws[i+1].before != "" {
		return
	}
	what, _, end := p.phrase(i + 1)
	if what == nil || end+1 < len(p.ws) && p.parts[end+1] == verb && p.ws[end+1].before == "" {
		return
	}
	_, j := p.pastAuxiliaries(i)
	filler, named, at := p.subject(j, i)
	p.add(what[0], "is", filler, named, at)
}

// pastAuxiliaries walks left from a verb over its auxiliaries and adverbs, and
// tells whether they make it passive.
func (p *parser) pastAuxiliaries(i int) (passive bool, j int) {
	j = i - 1
	for ; j >= 0 && !strings.Contains(p.ws[j+1].before, ","); j-- {
		switch {
		case p.parts[j] == auxiliary:
			passive = passive || beForms[p.ws[j].text] && !strings.HasSuffix(p.ws[i].text, "ing")
		case p.parts[j] == adverb || p.parts[j] == determiner && p.ws[j].text == "all":
		case p.parts[j] == verb && (j+1 < i) && p.parts[j+1] == auxiliary && p.ws[j+1].text == "to":
			// "offered to lead": the same subject; "has been asked to lead" too.
		default:
			return passive, j
		}
	}
	return passive, j
}

// subject reads the noun phrase that ends at j, before the verb at i.
func (p *parser) subject(j, i int) (filler []string, named bool, at int) {
	if j < 0 {
		return nil, false, 0
	}
	if strings.Contains(p.ws[j+1].before, ",") {
		// An apposition or a relative clause between commas: the subject is
		// before it.
		k := j
		for k > 0 && !strings.Contains(p.ws[k].before, ",") {
			k--
		}
		if j = k - 1; j < 0 {
			return nil, false, 0
		}
	}
	for hops := 0; hops < 4 && j >= 0; hops++ {
		switch p.parts[j] {
		case relative:
			j--
			continue
		case noun, name, numeral:
		default:
			return nil, false, 0
		}
		start := p.phraseStart(j)
		if k := start - 1; k > 0 && p.ws[start].before == "" && p.parts[k] == preposition && p.ws[k].before == "" {
			if t := p.ws[k-1].text; t == "that" || t == "those" {
				return p.fillers(start, j) // "those of Halden" are Halden's
			}
			j = k - 1 // "the number of troops in Estonia": the head comes first
			continue
		}
		if k := start - 1; k == 0 && p.parts[k] == preposition {
			return nil, false, 0
		}
		if k := start - 1; k >= 0 && p.ws[start].before == "," && p.parts[j] == noun && p.parts[k] == name && p.parts[start] == determiner {
			return p.fillers(p.phraseStart(k), k) // "Sally Ride, an astronaut who"
		}
		return p.fillers(start, j)
	}
	return nil, false, 0
}

// phraseStart is where the noun phrase that ends at j begins.
func (p *parser) phraseStart(j int) int {
	for j > 0 && p.ws[j].before == "" {
		switch p.parts[j-1] {
		case noun, name, numeral:
			j--
		case joint:
			if p.ws[j-1].text == "and" && j > 1 && p.parts[j-2] == name && p.parts[j] == name {
				j -= 2
				continue
			}
			return j
		case determiner:
			return j - 1
		default:
			return j
		}
	}
	return j
}

// phrase reads the noun phrase that begins at i.
func (p *parser) phrase(i int) (filler []string, named bool, at int) {
	start := i
	for i < len(p.ws) && p.parts[i] == determiner {
		i++
	}
	end := i
	for end < len(p.ws) && (end == start || p.ws[end].before == "") {
		if p.parts[end] == noun || p.parts[end] == name || p.parts[end] == numeral {
			end++
			continue
		}
		break
	}
	if end == i {
		return nil, false, 0
	}
	return p.fillers(i, end-1)
}

// fillers are the names of a noun phrase that are its head, or its head noun.
func (p *parser) fillers(start, end int) (filler []string, named bool, at int) {
	if p.parts[end] == name && !p.ws[end].possessive {
		for k := end; k >= start && (p.parts[k] == name && !p.ws[k].possessive || p.ws[k].text == "and"); k-- {
			if p.parts[k] == name && (!titles[p.ws[k].text] || k == end) {
				filler = append(filler, p.ws[k].key)
			}
		}
		return filler, true, end
	}
	if p.parts[end] != noun {
		return nil, false, 0
	}
	return []string{p.ws[end].key}, false, end
}

// complement reads what the preposition at i attaches to what.
func (p *parser) complement(i int) {
	filler, named, at := p.phrase(i + 1)
	if filler == nil || i == 0 {
		return
	}
	slot := p.ws[i].text
	switch slot {
	case "into", "onto", "toward", "towards":
		slot = "to"
	case "off", "out":
		slot = "from"
	}
	if slot == "by" {
		return // an agent, or a means
	}
	seenVerb := false
	for k := i - 1; k >= max(0, i-8); k-- {
		switch p.parts[k] {
		case verb:
			p.add(p.ws[k].key, slot, filler, named, at)
			seenVerb = true
		case noun:
			if k == i-1 {
				p.add(p.ws[k].key, slot, filler, named, at)
			}
		}
		if seenVerb || p.ws[k].before != "" || p.parts[k] == joint || p.parts[k] == relative {
			break
		}
	}
}

// modifier reads the name at i as what belongs to it: "Russian oligarchs",
// "Russia's troops".
func (p *parser) modifier(i int) {
	end := i
	for end+1 < len(p.ws) && p.ws[end+1].before == "" && p.parts[end+1] == noun && !p.ws[end].possessive || end == i && end+1 < len(p.ws) && p.ws[end+1].before == "" && p.parts[end+1] == noun {
		end++
	}
	for k := i + 1; k <= end; k++ {
		p.add(p.ws[k].key, "mod", []string{p.ws[i].key}, true, i)
	}
}

// count reads what the number at i counts, and of what it is the number.
func (p *parser) count(i int) {
	var counted []string
	for k := i + 1; k < len(p.ws) && p.ws[k].before == "" && (p.parts[k] == noun || p.parts[k] == name); k++ {
		counted = append(counted, p.ws[k].key)
	}
	value := []string{p.ws[i].key}
	if len(counted) > 0 {
		p.add(p.ws[i].key, "count", counted, false, i+len(counted))
		p.add(counted[len(counted)-1], "number", value, true, i)
	}
	if k := i - 1; k > 0 && p.parts[k] == preposition && p.ws[i].before == "" && p.ws[k].before == "" {
		// "a daughter born in 2015", "shows in 2024"
		if k--; p.parts[k] == verb && k > 0 && p.ws[k].before == "" {
			k--
		}
		if p.parts[k] == noun && p.ws[k+1].before == "" {
			p.add(p.ws[k].key, "number "+p.ws[i-1].text, value, true, i)
		}
	}
	for k := i - 1; k >= max(0, i-3) && p.ws[k+1].before == "" && p.parts[k] != numeral; k-- {
		switch p.parts[k] {
		case verb:
			slot := "number after"
			if k+1 < i && p.parts[k+1] == preposition {
				slot = "number " + p.ws[k+1].text
			}
			p.add(p.ws[k].key, slot, value, true, i)
			return
		}
	}
}
