package retrieval

import (
	"slices"
	"strings"
	"unicode"
)

// outletNames finds outlets by the names people call them. The key is a name
// in lower case without spaces and marks, so that usatoday.com is USA Today.
type outletNames map[string][]string

// newOutletNames knows the outlets by their names and what is usual to leave
// out of these: "The", what follows a bar or a dash, the end of a domain.
func newOutletNames(outlets []string) outletNames {
	names := make(outletNames)
	for _, outlet := range outlets {
		for _, alias := range aliases(outlet) {
			if key := squeeze(alias); len(key) > 1 && !slices.Contains(names[key], outlet) {
				names[key] = append(names[key], outlet)
			}
		}
	}
	return names
}

func aliases(outlet string) []string {
	all := []string{outlet}
	short := outlet
	for _, mark := range []string{" | ", " - ", " – ", " — ", ": "} {
		short, _, _ = strings.Cut(short, mark)
	}
	short = strings.TrimSpace(short)
	all = append(all, short)
	if host := strings.ToLower(short); !strings.Contains(host, " ") && strings.Contains(host, ".") {
		labels := strings.Split(strings.TrimPrefix(host, "www."), ".")
		for len(labels) > 1 && len(labels[len(labels)-1]) <= 3 || len(labels) > 2 {
			last := labels[len(labels)-1]
			labels = labels[:len(labels)-1]
			if len(last) > 3 {
				break
			}
		}
		short = labels[len(labels)-1]
		all = append(all, short)
	}
	if rest, ok := strings.CutPrefix(strings.ToLower(short), "the "); ok {
		all = append(all, rest)
	}
	if rest, ok := strings.CutSuffix(strings.ToLower(short), " news"); ok && len(rest) > 2 && !ambiguous(rest) {
		all = append(all, rest)
	}
	return append(all, nicknames(squeeze(short))...)
}

// nicknames lists what else well-known outlets are called, by the key of their
// name or of their domain.
func nicknames(key string) []string {
	switch strings.TrimPrefix(key, "the") {
	case "newyorktimes", "nytimes", "nyt":
		return []string{"NYT", "NY Times", "New York Times", "The New York Times"}
	case "wallstreetjournal", "wsj":
		return []string{"WSJ", "Wall Street Journal", "The Wall Street Journal"}
	case "washingtonpost":
		return []string{"WaPo", "The Washington Post"}
	case "financialtimes", "ft":
		return []string{"FT", "Financial Times", "The Financial Times"}
	case "latimes", "losangelestimes":
		return []string{"LA Times", "Los Angeles Times"}
	case "bbcnews", "bbc":
		return []string{"BBC", "BBC News"}
	case "apnews", "ap", "associatedpress":
		return []string{"AP", "AP News", "Associated Press"}
	case "sydneymorningherald", "smh":
		return []string{"SMH", "Sydney Morning Herald"}
	case "aljazeera":
		return []string{"Al Jazeera", "Al-Jazeera"}
	case "cbssports", "foxnews", "skynews", "cbsnews", "nbcnews", "abcnews":
		return []string{strings.TrimSuffix(strings.TrimPrefix(key, "the"), "news")}
	}
	return nil
}

// squeeze leaves the letters and digits of a name, in lower case.
func squeeze(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// ambiguous tells whether an outlet's name, in lower case without "the", is a
// word that questions use otherwise.
func ambiguous(name string) bool {
	return oneOf(name, "age ap business conversation express fortune ft guardian herald hill independent journal mail mirror "+
		"nation nature new observer people politics post press record roar science scotsman sky spectator sport sports standard star "+
		"statesman sun telegraph time times today tribune us verge week wired world")
}

// mention is a place in the question where words from i on, n of them, are an
// outlet's name.
type mention struct {
	i, n    int
	outlets []string
	source  bool // it reports, rather than being what is reported on
}

// takeOutlets finds the outlets named as sources, and takes their names and the
// words around them that only say that something was reported.
func (r *questionReader) takeOutlets(names outletNames) []string {
	var mentions []mention
	for i := 0; i < len(r.words); i++ {
		if outlets, n := r.outletAt(i, names); n > 0 {
			if oneOf(r.at(i+n), "magazine newspaper paper website") {
				n++
			}
			mentions = append(mentions, mention{i, n, outlets, r.isSource(i, n)})
			i += n - 1
		}
	}
	// Where one outlet reports, the others do; and where a long question talks
	// of articles at all.
	const long = 15
	report := len(r.words) > long && r.has(reportingNouns+" attribute attributes mention mentioned published sources")
	report = report || slices.ContainsFunc(mentions, func(m mention) bool { return m.source })
	var found []string
	for _, m := range mentions {
		if !report {
			break
		}
		r.sources++
		for _, o := range m.outlets {
			if !slices.Contains(found, o) {
				found = append(found, o)
			}
		}
		for j := m.i; j < m.i+m.n; j++ {
			r.words[j].outlet = true
		}
		r.take(m.i, m.n)
	}
	if len(found) > 0 {
		r.takeReporting()
	}
	return found
}

// isSource tells whether an outlet's name at i, of n words, stands where a
// source does: "according to", "the … article", "… reports". "Which Fox News
// host" is about the outlet.
func (r *questionReader) isSource(i, n int) bool {
	before := i - 1
	for oneOf(r.at(before), "the both an a") {
		before--
	}
	switch prev := r.at(before); {
	case oneOf(prev, "by per via"), prev == "to" && r.at(before-1) == "according",
		oneOf(prev, "in from on") && (oneOf(r.at(before-1), reportingNouns) || i+n == len(r.words) || r.words[i+n-1].after != ""),
		oneOf(prev, "source compare between outlet newspaper"):
		return true
	}
	after := i + n
	return oneOf(r.at(after), reportingNouns) || oneOf(r.at(after), "say says said claim claims suggest suggests write writes wrote cover covers "+
		"describe describes vs versus") ||
		i > 0 && r.at(0) == "did" && before <= 0 || i == 0 && oneOf(r.at(after), "on about")
}

const reportingNouns = "article articles report reports reported reporting story stories coverage piece review news-piece account headline headlines"

// outletAt returns the outlets that the words from i on name, and how many
// words do.
func (r *questionReader) outletAt(i int, names outletNames) ([]string, int) {
	const longest = 8
	var key strings.Builder
	var outlets []string
	n := 0
	for j := i; j < len(r.words) && j < i+longest; j++ {
		key.WriteString(squeeze(r.words[j].s))
		if o := names[key.String()]; len(o) > 0 && r.meansOutlet(i, j) {
			outlets, n = o, j-i+1
		}
		if strings.ContainsAny(r.words[j].after, "?!;()") {
			break
		}
	}
	return outlets, n
}

// meansOutlet tells whether words that are an outlet's name are meant as one.
// "The week" may be any week: such a name needs its capital, and a word by
// itself at the start of the question, which has one anyway, more than that.
func (r *questionReader) meansOutlet(i, j int) bool {
	first := i
	if r.at(first) == "the" && j > i {
		first++
	}
	if first != j || !ambiguous(r.at(first)) {
		return true
	}
	if !r.words[j].capital && (first > i && oneOf(r.at(first), "guardian telegraph tribune herald spectator statesman scotsman") ||
		i > 1 && r.is(i-2, "according to")) {
		return true
	}
	return r.words[j].capital && j > 0 && (first > i && r.words[i].capital || i > 0)
}

// takeReporting takes the words by which a question speaks of articles rather
// than of what is in them.
func (r *questionReader) takeReporting() {
	for i := range r.words {
		if r.is(i, "according to") {
			r.take(i, 2)
		}
		if oneOf(r.at(i), "article articles report reports reported reporting story stories coverage covered covers piece published "+
			"publication suggest suggests suggested claimed imply implies implied indicate indicates indicated mention mentions "+
			"mentioned discuss discusses discussed discussing describe describes described highlight highlights highlighted featuring "+
			"featured portray portrays portrayed portrayal attribute attributes contrast contrasting consistency consistent inconsistent "+
			"agreement agree disagree compare compared comparison differ differs narrative respectively say says said whereas") {
			r.take(i, 1)
		}
	}
}
