package prose

import "strings"

// The word lists of this file are English. A word that is missing costs a
// name or a speaker that stays unknown, never a wrong one.

// IsReporting tells whether a word, in lower case, is a form of a verb that
// reports speech: said, told, warned, tweets. Those that as often report
// nothing ("held", "shown") are not among them.
func IsReporting(word string) bool {
	switch word {
	case "say", "says", "said", "saying", "tell", "tells", "told", "telling",
		"add", "adds", "added", "adding", "ask", "asks", "asked", "asking",
		"warn", "warns", "warned", "warning", "claim", "claims", "claimed", "claiming",
		"announce", "announces", "announced", "announcing", "insist", "insists", "insisted", "insisting",
		"argue", "argues", "argued", "arguing", "note", "notes", "noted", "noting",
		"explain", "explains", "explained", "explaining", "stress", "stresses", "stressed", "stressing",
		"write", "writes", "wrote", "written", "writing", "tweet", "tweets", "tweeted", "tweeting",
		"post", "posts", "posted", "posting", "call", "calls", "called", "calling",
		"describe", "describes", "described", "describing", "declare", "declares", "declared", "declaring",
		"deny", "denies", "denied", "denying", "admit", "admits", "admitted", "admitting",
		"acknowledge", "acknowledges", "acknowledged", "acknowledging",
		"reveal", "reveals", "revealed", "revealing", "state", "states", "stated", "stating",
		"suggest", "suggests", "suggested", "suggesting", "vow", "vows", "vowed", "vowing",
		"promise", "promises", "promised", "promising", "pledge", "pledges", "pledged", "pledging",
		"predict", "predicts", "predicted", "predicting", "testify", "testifies", "testified", "testifying",
		"recall", "recalls", "recalled", "recalling", "reply", "replies", "replied", "replying",
		"respond", "responds", "responded", "responding", "quip", "quips", "quipped", "quipping",
		"joke", "jokes", "joked", "joking", "conclude", "concludes", "concluded", "concluding",
		"continue", "continues", "continued", "continuing", "confirm", "confirms", "confirmed", "confirming",
		"comment", "comments", "commented", "commenting", "remark", "remarks", "remarked", "remarking",
		"emphasize", "emphasizes", "emphasized", "emphasizing",
		"emphasise", "emphasises", "emphasised", "emphasising",
		"reiterate", "reiterates", "reiterated", "reiterating", "repeat", "repeats", "repeated", "repeating",
		"urge", "urges", "urged", "urging", "observe", "observes", "observed", "observing",
		"maintain", "maintains", "maintained", "maintaining", "lament", "laments", "lamented", "lamenting",
		"hail", "hails", "hailed", "hailing", "dismiss", "dismisses", "dismissed", "dismissing",
		"accuse", "accuses", "accused", "accusing", "blame", "blames", "blamed", "blaming",
		"criticize", "criticizes", "criticized", "criticizing",
		"criticise", "criticises", "criticised", "criticising",
		"praise", "praises", "praised", "praising", "express", "expresses", "expressed", "expressing",
		"shout", "shouts", "shouted", "shouting", "condemn", "condemns", "condemned", "condemning",
		"decry", "decries", "decried", "denounce", "denounces", "denounced", "denouncing",
		"slam", "slams", "slammed", "slamming", "assert", "asserts", "asserted", "asserting",
		"contend", "contends", "contended", "contending", "caution", "cautions", "cautioned", "cautioning",
		"concede", "concedes", "conceded", "conceding", "boast", "boasts", "boasted", "boasting",
		"opine", "opines", "opined", "complain", "complains", "complained", "complaining",
		"label", "labels", "labeled", "labelled", "labeling", "labelling",
		"counter", "counters", "countered", "proclaim", "proclaims", "proclaimed",
		"assure", "assures", "assured", "assuring", "allege", "alleges", "alleged", "alleging",
		"apologize", "apologized", "apologise", "apologised", "cite", "cites", "cited", "citing",
		"thank", "thanks", "thanked", "thanking", "rejoin", "rejoined", "elaborate", "elaborated",
		"exclaim", "exclaims", "exclaimed", "mock", "mocked", "mocking", "recount", "recounts", "recounted",
		"reflect", "reflects", "reflected", "signal", "signals", "signaled", "signalled":
		return true
	}
	return false
}

// courtesy tells whether a word stands before a name and says nothing but how
// to address its bearer; male and female where it tells.
func courtesy(word string) (is, male, female bool) {
	switch strings.TrimRight(word, ".") {
	case "Mr", "Messrs", "Sir", "Lord", "Monsieur", "Herr", "Señor":
		return true, true, false
	case "Mrs", "Ms", "Miss", "Mme", "Mlle", "Lady", "Dame", "Madame", "Frau", "Señora":
		return true, false, true
	case "Mx", "Dr", "Drs", "Prof":
		return true, false, false
	}
	return false, false, false
}

// IsOffice tells whether a word, in any case, names what somebody is rather
// than who: "President", "secretary", "spokesman", "analyst".
func IsOffice(word string) bool {
	switch strings.ToLower(strings.TrimRight(word, ".")) {
	case "president", "vice", "minister", "secretary", "premier", "chancellor", "chief", "leader", "head",
		"sen", "senator", "rep", "representative", "congressman", "congresswoman", "gov", "governor", "mayor",
		"speaker", "whip", "judge", "justice", "attorney", "lawyer", "counsel", "prosecutor", "sheriff",
		"gen", "general", "col", "colonel", "maj", "major", "lt", "lieutenant", "sgt", "sergeant",
		"capt", "captain", "adm", "admiral", "cmdr", "commander", "officer", "detective", "inspector",
		"king", "queen", "prince", "princess", "duke", "duchess", "emperor", "pope", "rev", "reverend",
		"archbishop", "bishop", "cardinal", "father", "rabbi", "imam", "pastor",
		"professor", "doctor", "physician", "nurse", "scientist", "researcher", "historian", "expert",
		"analyst", "economist", "strategist", "adviser", "advisor", "consultant", "psychologist",
		"spokesman", "spokeswoman", "spokesperson", "spox", "director", "chairman", "chairwoman", "chair",
		"chairperson", "chief-executive", "ceo", "executive", "founder", "co-founder", "cofounder", "owner",
		"manager", "boss", "coach", "commissioner", "ambassador", "envoy", "diplomat", "delegate",
		"deputy", "administrator", "superintendent", "principal", "teacher", "actor", "actress", "singer",
		"rapper", "comedian", "author", "writer", "journalist", "reporter", "editor", "columnist", "host",
		"anchor", "critic", "activist", "billionaire", "candidate", "nominee", "councilman", "councilwoman",
		"councillor", "councilor", "cornerback", "teammate", "linebacker", "receiver", "guard", "forward", "lawmaker", "mp", "republican", "democrat", "astronaut", "star", "striker",
		"midfielder", "defender", "goalkeeper", "quarterback", "pitcher", "son", "daughter", "brother",
		"sister", "mother", "wife", "husband", "widow", "survivor", "resident", "correspondent", "meteorologist":
		return true
	}
	return false
}

// isSomebody tells whether a word in lower case stands for a person without a
// name.
func isSomebody(word string) bool {
	switch word {
	case "man", "woman", "boy", "girl", "mother", "father", "person", "official", "witness", "victim", "patient",
		"student", "worker", "employee", "neighbor", "neighbour", "friend", "soldier", "voter", "driver",
		"passenger", "juror", "source", "child", "teenager", "aide", "relative", "colleague", "protester", "user":
		return true
	}
	return IsOffice(word)
}

// namesBody tells whether a capitalised word is usual in the names of bodies,
// places and things, so that a name with it is nobody's.
func namesBody(word string) bool {
	word = strings.TrimRight(word, ".")
	if !strings.HasSuffix(word, "ss") { // Congress, Press
		word = strings.TrimSuffix(word, "s")
	}
	switch word {
	case "Ministry", "Department", "Bank", "University", "House", "Institute", "Bureau", "City", "State",
		"Republic", "Council", "Centre", "Center", "School", "College", "Office", "Church", "Court", "Board",
		"Foundation", "Museum", "Academy", "Association", "Federation", "Union", "Kingdom", "Isle", "Bay",
		"Cape", "Chamber", "Society", "Gulf", "Strait", "Group", "Committee", "Commission", "Agency",
		"Authority", "Administration", "Service", "Company", "Corporation", "Inc", "Corp", "Ltd", "Party",
		"Parliament", "Congress", "Senate", "Assembly", "Government", "Army", "Navy", "Force", "Guard",
		"Police", "Hospital", "Street", "Avenue", "Road", "County", "District", "Island", "River", "Lake",
		"Mountain", "Park", "Airport", "Station", "Bridge", "Tower", "Building", "Stadium", "Hotel",
		"Time", "Post", "New", "Journal", "Herald", "Tribune", "Guardian", "Telegraph", "Magazine", "Press",
		"Network", "Radio", "Television", "TV", "Studio", "Club", "League", "Cup", "Bowl", "Series",
		"Award", "Prize", "Trophy", "Medal", "Dictionary", "Weekly", "Fire", "Entertainment", "Picture", "Month", "Movie",
		"Show", "Film", "Tour", "Football", "Search", "Festival", "Game", "Olympic", "Championship", "War", "Act", "Bill",
		"Law", "Treaty", "Agreement", "Deal", "Plan", "Programme", "Program", "Project", "Fund", "Trust",
		"Black", "White", "North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western",
		"Central", "United", "National", "International", "Federal", "Royal", "Supreme", "Security", "Health",
		"Saint", "San", "Santa", "Lo", "La", "El", "Saudi", "Hong", "Street Journal", "Duke", "Prince",
		"Typhoon", "Hurricane", "Storm", "Cyclone", "Tropical", "Sri", "Costa", "Puerto", "Sierra", "Las", "Vega",
		"Secretary", "President", "Attorney", "Speaker", "Director", "Chief", "Bay Area", "Day", "Week":
		return true
	}
	return false
}

// calendar tells whether a capitalised word names a day or a month.
func calendar(word string) bool {
	switch strings.TrimRight(word, ".") {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
		"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
		"Sept", "Oct", "Nov", "Dec":
		return true
	}
	return false
}

// particle tells whether a word in lower case may stand inside a person's name.
func particle(word string) bool {
	switch word {
	case "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den",
		"ter", "ten", "bin", "ibn", "bint", "al", "el", "ul", "y", "e", "st", "af", "av", "zu":
		return true
	}
	return false
}
