package prompts

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// reading is a source read for its figures.
type reading struct {
	source  *Source
	figures []figure
	title   map[string]bool // keys of the title's words
}

// figure is a number that counts something in a sentence.
type figure struct {
	value    float64
	unit     string
	hedge    string // "", "about" or "at least"
	noun     string // key of what is counted, "" of a share or a sum
	verb     string // key of what it does or what is done to it, or ""
	sentence string
	keys     map[string]bool // of the sentence's other words that say something
	names    map[string]bool // of them those with a capital
	days     map[string]bool // weekdays, months, years
	spans    map[string]bool // "18 hours"
	// leans: what it is about stands in another sentence, or is of another time.
	leans bool
}

// readFigures reads the figures of a source's whole sentences.
func readFigures(source *Source) reading {
	const longest = 45 // words of a sentence that can be shown
	r := reading{source: source, title: keysIn(source.Title)}
	for _, part := range partsOfPassage(reported(source.Text)) {
		for _, s := range prose.Sentences(part) {
			sentence := s.In(part)
			if countWords(sentence) <= longest && strings.HasSuffix(sentence, ".") && !strings.ContainsAny(sentence, "“”\"") && Plain(sentence) == sentence {
				r.figures = append(r.figures, figuresOf(sentence)...)
			}
		}
	}
	return r
}

// figuresOf reads the figures of one sentence.
func figuresOf(sentence string) []figure {
	ws := readWords(sentence)
	base := figure{sentence: sentence, keys: make(map[string]bool), names: namesIn(sentence, ws), days: make(map[string]bool), spans: make(map[string]bool)}
	for i, w := range ws {
		switch {
		case leaning[w.text], pastTime[w.text]:
			base.leans = true
		case w.kind == function:
		case calendar[w.text] && w.capital, w.kind == number && isYear(w.text):
			base.days[w.key] = true
		case w.kind == number:
			if i+1 < len(ws) && timeUnit[ws[i+1].key] {
				base.spans[w.key+" "+ws[i+1].key] = true
			}
		default:
			base.keys[w.key] = true
		}
	}
	var found []figure
	for _, n := range prose.Numbers(sentence) {
		f := base
		if f.count(sentence, ws, n) && !f.leans {
			found = append(found, f)
		}
	}
	return found
}

// leaning are words that only the sentences before explain, pastTime those for
// another time than the report's.
var (
	leaning  = set(`it they he she its their his her this these those another other`)
	pastTime = set(`ago earlier previous previously last prior initially originally initial average overnight daily weekly new additional further hourly`)
)

// namesIn are the keys of a sentence's names, without those of who is cited for
// it.
func namesIn(sentence string, ws []word) map[string]bool {
	names := make(map[string]bool)
	for _, n := range prose.Names(sentence) {
		first := slices.IndexFunc(ws, func(w word) bool { return w.span.End > n.Start })
		last := first
		for last+1 < len(ws) && ws[last+1].span.Start < n.End {
			last++
		}
		if first < 0 || first == last && !n.Sure && common(n.In(sentence)) || cited(ws, first, last) {
			continue
		}
		for _, w := range ws[first : last+1] {
			if w.kind == content {
				names[w.key] = true
			}
		}
	}
	return names
}

// common tells whether a word that may owe its capital to its place is no name
// by its ending: Officials, Rescuers, Unemployment, Repairing, but not Arkansas.
func common(word string) bool {
	endings := []string{"als", "ers", "ors", "ists", "ies", "ents", "erts", "men", "ing", "ment", "tion", "sion", "ity", "ance", "ence", "ness"}
	return slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(word, end) })
}

// cited tells whether a name is only that of who says so: "according to the
// Health Ministry", "the CDC said".
func cited(ws []word, first, last int) bool {
	const reach = 4
	for i := first - 1; i >= max(0, first-reach); i-- {
		if ws[i].text == "according" {
			return true
		}
	}
	return last+1 < len(ws) && (ws[last+1].text == "said" || ws[last+1].text == "says")
}

func isYear(w string) bool {
	return len(w) == 4 && (strings.HasPrefix(w, "19") || strings.HasPrefix(w, "20")) && strings.Trim(w, "0123456789") == ""
}

// count finds what a number counts. False: a date, an age, a score, a name, or
// something that cannot be told.
func (f *figure) count(sentence string, ws []word, n prose.Number) bool {
	f.value, f.unit = n.Value, n.Unit
	first := slices.IndexFunc(ws, func(w word) bool { return w.span.End > n.Start })
	last := first
	for last+1 < len(ws) && ws[last+1].span.Start < n.End {
		last++
	}
	digits := n.In(sentence)
	switch {
	case first < 0, n.Unit == "th", n.Unit == "s", n.Unit == "" && isYear(digits), n.Value < 2:
		return false
	case first > 0 && (calendar[ws[first-1].text] || ws[first-1].capital && !ws[first-1].first && ws[first].before == ""), ws[first].joined:
		return false // May 4, Article 5, 3-2
	case strings.HasPrefix(sentence[n.End:], "-"), strings.HasPrefix(sentence[n.End:], ":"), strings.HasPrefix(sentence[n.End:], "–"):
		return false // 34-year-old, 9:30
	case last+1 < len(ws) && calendar[ws[last+1].text]:
		return false // 4 May
	}
	f.hedge = hedgeBefore(ws[:first])
	at := last + 1
	const longestNoun = 3
	for ; at < len(ws) && at <= last+longestNoun && ws[at].before == "" && (ws[at].kind == content || ws[at].text == "more" || ws[at].text == "other") && !verbish(ws[at]); at++ {
		if ws[at].kind == content {
			f.noun = ws[at].key
		}
	}
	f.verb = verbOf(ws, first, at)
	if timeUnit[f.noun] {
		return false
	}
	if f.verb == "shoot" && f.unit == "%" {
		return false // that is basketball
	}
	return happens[f.verb] && (f.noun != "" || f.unit != "")
}

// timeUnit are nouns that count time; how long ago differs with the day.
var timeUnit = keysOfList(`second minute hour day week month year decade age o'clock am pm`)

func keysOfList(list string) map[string]bool {
	keys := make(map[string]bool)
	for w := range set(list) {
		keys[key(w, false)] = true
	}
	return keys
}

// happens are verbs of events and states of affairs that are counted anew each
// day. What a player scores or a law allows is not.
var happens = keysOfList(`kill die wound injure hurt report confirm identify hospitalize infect arrest detain charge evacuate displace destroy
 damage miss rescue strand flood deploy vote cost approve rise fall drop climb reach stand hit lose cut contain burn test vaccinate sign raise pay
 fine sell invest pledge donate send receive recover find hold take abduct free release capture surrender flee cross register join attend face
 remain leave spread affect suffer drown crash fire lay strike launch intercept shoot blow increase decrease decline jump soar plunge total`)

// hedgeBefore reads what softens a number.
func hedgeBefore(before []word) string {
	const reach = 3
	for i := len(before) - 1; i >= max(0, len(before)-reach); i-- {
		switch before[i].text {
		case "about", "around", "nearly", "almost", "roughly", "approximately", "some", "estimated", "up", "under", "fewer", "below", "close", "between", "within":
			return "about"
		case "least", "over", "than", "above", "exceeding", "minimum":
			return "at least"
		}
	}
	return ""
}

func verbish(w word) bool {
	return verbKeys[w.key] && (strings.HasSuffix(w.text, "ed") || strings.HasSuffix(w.text, "ing") || !strings.HasSuffix(w.text, "s") && irregular[w.text] != "")
}

// verbOf is the key of the verb that goes with the phrase of a number: after it,
// with nothing but "were" and the like between, or before it.
func verbOf(ws []word, first, end int) string {
	for i := end; i < len(ws) && i < end+3; i++ {
		switch w := ws[i]; {
		case strings.ContainsAny(w.before, ",;:()") || w.kind == number:
			i = len(ws)
		case verbKeys[w.key] && !auxiliaries[w.text]:
			return w.key
		case auxiliaries[w.text], w.text == "also", w.text == "who":
		default:
			i = len(ws)
		}
	}
	const reach = 5
	for i := first - 1; i >= max(0, first-reach); i-- {
		switch w := ws[i]; {
		case verbKeys[w.key] && w.kind == content:
			return w.key
		case strings.ContainsAny(ws[i+1].before, ",;:()"):
			return ""
		}
	}
	return ""
}
