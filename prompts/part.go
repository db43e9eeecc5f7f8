package prompts

import "strings"

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
	adverbs      = set(`not never also just only already still again now then up down`)
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
	case adverbs[w.text]:
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
	return next || w.possessive || i+1 < len(ws) && ws[i+1].before == "" && (verbKeys[ws[i+1].key] || auxiliaries[ws[i+1].text]) && !strings.HasSuffix(w.text, "s") && !verbKeys[w.key]
}

// isVerb tells whether a content word is used as a verb.
func isVerb(ws []word, parts []part, i int) bool {
	w := ws[i]
	ed := strings.HasSuffix(w.text, "ed") && len(w.text) > 4
	if !verbKeys[w.key] && !ed || w.capital && !w.first {
		return false
	}
	past, ing := ed || isPast(w), strings.HasSuffix(w.text, "ing") && len(w.text) > 4
	nextNoun := i+1 < len(ws) && ws[i+1].before == "" && ws[i+1].kind == content && !ws[i+1].capital
	if i == 0 || w.before != "" {
		return isPast(w) || ing || past && !nextNoun
	}
	switch prev := parts[i-1]; {
	case ws[i-1].possessive:
		return false
	case prev == auxiliary, prev == adverb && i > 1 && parts[i-2] != determiner:
		return true
	case ing:
		return verbKeys[w.key] && prev != determiner && !(nextNoun && ws[i-1].text == "of")
	case prev == determiner, prev == preposition, prev == verb && ed && nextNoun:
		return false // "the increased sanctions", "imposed increased sanctions"
	case prev == numeral:
		return past
	}
	return past || isPresent(w, ws[i-1], parts[i-1])
}

// isPresent tells whether a word that may be a verb is one in the present
// tense, after a subject that fits: "Russia vows", "ministers meet". After
// another noun it is a noun.
func isPresent(w, before word, is part) bool {
	plural := strings.HasSuffix(before.text, "s")
	third := strings.HasSuffix(w.text, "s")
	switch is {
	case pronoun, relative:
		return true
	case name:
		return third && !isDemonym(before) || w.text == "says"
	case noun:
		return !third && plural || w.text == "says"
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
var verbForms = set(`arose arisen began begun bore borne beat beaten became broke broken brought built bought caught chose chosen came cut dealt drew drawn drove driven ate eaten fell fallen felt fought found fled flew flown forbade forbidden forgot gave given went gone got grew grown hid hidden held kept knew known laid led left lent lost made meant met paid proven ran rose risen said saw seen sought sold sent shook shaken shot showed shown shrank shrunk sang sung sank sunk sat slept spoke spoken spent stood stole stolen stuck struck swore sworn swept took taken taught told thought threw thrown understood won withdrew withdrawn wrote written hit put set born wore worn woke woken tore torn swam swum swung spun shone overcame oversaw overseen overtook overtaken underwent undergone upheld rebuilt fed dug bent crept clung knelt lit pled slid wept withheld withstood misled bit bitten bled blew blown outsold`)
