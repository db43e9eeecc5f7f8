package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestWord bounds how far a rule looks back or ahead for one word, so that
// no text makes the sentence splitter slow.
const longestWord = 24

// abbreviates tells whether a full stop between before and after (its white
// space taken off) marks an abbreviation and the sentence goes on. Where it
// could be either ("the U.S. Officials"), the sentence goes on: two sentences
// read as one do less harm to a quotation than one cut in two.
func abbreviates(before, after string) bool {
	word := lastWord(before)
	next := firstWord(after)
	switch {
	case word == "":
		return false
	case beforeName(word):
		return true
	case beforeNumber(word):
		return next != "" && unicode.IsDigit(rune(next[0]))
	case word == "a.m" || word == "p.m":
		return clockFollower(next)
	case beforeAnything(word), initials(word) && (!isLower(word) || utf8.RuneCountInString(next) == 1):
		return !opensSentence(next)
	case len(word) <= 2 && isDigits(word):
		return germanMonth(next)
	}
	return false
}

// listNumber tells whether a sentence so far is only the number of a list's
// point: "1", "12", "a".
func listNumber(before string) bool {
	return len(before) <= 2 && (isDigits(before) || len(before) == 1 && before >= "a")
}

// isLower tells whether a word is one small letter.
func isLower(word string) bool {
	r, width := utf8.DecodeRuneInString(word)
	return width == len(word) && unicode.IsLower(r)
}

func isDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// lastWord returns the letters, digits and marks within words that s ends with,
// "" where they are too many to be an abbreviation.
func lastWord(s string) string {
	i := len(s)
	for i > 0 {
		r, width := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && r != '.' && r != '\'' && r != '’' {
			break
		}
		if i -= width; len(s)-i > longestWord {
			return ""
		}
	}
	return s[i:]
}

// firstWord returns the letters and digits that s starts with, opening marks
// left out.
func firstWord(s string) string {
	s = strings.TrimLeftFunc(s[:runeFloor(s, 2*longestWord)], opensAside)
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if end < 0 {
		end = len(s)
	}
	return s[:end]
}

// initials tells whether a word is one letter or single letters with stops
// between: J, U.S, z.B, but not "node.js".
func initials(word string) bool {
	for part := range strings.SplitSeq(word, ".") {
		if r, width := utf8.DecodeRuneInString(part); width != len(part) || !unicode.IsLetter(r) {
			return word == "Ph.D"
		}
	}
	return true
}

// beforeName lists what stands before a name and so never ends a sentence.
func beforeName(word string) bool {
	switch word {
	case "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Gov", "Govs", "Sen", "Sens", "Rep", "Reps",
		"Gen", "Lt", "Col", "Sgt", "Capt", "Cmdr", "Cdr", "Adm", "Maj", "Brig", "Cpl", "Pvt", "Supt",
		"Insp", "Det", "Hon", "Rev", "Fr", "Pres", "Msgr", "Messrs", "Mme", "Mlle", "Amb", "Atty",
		"Asst", "St", "Ste", "Mt", "Ft", "Hr", "Hrn", "Sra", "Srta", "Dra", "vs", "v", "e.g", "i.e", "cf":
		return true
	}
	return false
}

// beforeNumber lists what abbreviates only when a number follows.
func beforeNumber(word string) bool {
	switch word {
	case "No", "no", "Nos", "nos", "Nr", "Art", "art", "Sec", "Fig", "fig", "p", "pp", "Vol", "vol",
		"Ch", "ch", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
		"c", "ca", "n":
		return true
	}
	return false
}

// beforeAnything lists abbreviations that a sentence may end with too: what
// follows must tell.
func beforeAnything(word string) bool {
	switch word {
	case "Jr", "Sr", "Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Assn", "Dept", "Ave", "Blvd", "Rd",
		"Univ", "etc", "al", "est", "approx", "usw", "bzw", "ca", "Abs", "Bd", "Std", "Mio", "Mrd",
		"Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky",
		"La", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa",
		"Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ont", "Que",
		"Mon", "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri", "Sat", "Sun", "EE.UU", "Ph.D":
		return true
	}
	return false
}

// clockFollower lists what may follow "3 p.m." within its sentence.
func clockFollower(next string) bool {
	switch next {
	case "ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "MDT", "PT", "PST", "PDT", "GMT", "BST",
		"UTC", "CET", "CEST", "Eastern", "Central", "Mountain", "Pacific", "Monday", "Tuesday",
		"Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
		"April", "May", "June", "July", "August", "September", "October", "November", "December",
		"Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Oct", "Nov", "Dec":
		return true
	}
	return false
}

// opensSentence lists capitalised words that are more likely the start of a
// sentence than of a name.
func opensSentence(next string) bool {
	switch next {
	case "The", "A", "An", "This", "That", "These", "Those", "There", "Here", "He", "She", "It", "They",
		"We", "I", "You", "His", "Her", "Its", "Their", "Our", "My", "Your", "In", "On", "At", "By",
		"For", "From", "To", "With", "Of", "As", "After", "Before", "Since", "During", "While", "When",
		"Where", "What", "Who", "Why", "How", "Which", "If", "But", "And", "Or", "So", "Yet", "Also",
		"However", "Meanwhile", "Although", "Though", "Because", "Until", "Then", "Now", "Some", "Many",
		"Most", "More", "All", "Both", "Each", "One", "Two", "Not", "No", "Once", "According", "Still",
		"Instead", "Other", "Others", "Another", "Under", "Over", "Despite", "About", "Even", "Is",
		"Are", "Was", "Were", "Do", "Does", "Did", "Has", "Have", "Had", "Can", "Could", "Will", "Would",
		"Should", "Last", "Earlier", "Later", "Today", "Only", "Just", "Let", "Police", "Officials":
		return true
	}
	return false
}

func germanMonth(next string) bool {
	switch next {
	case "Januar", "Jänner", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
		"September", "Oktober", "November", "Dezember":
		return true
	}
	return false
}
