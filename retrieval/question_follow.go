package retrieval

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// entity is somebody or something that a question names.
type entity struct {
	prose.Span // in the question, an article before it included
	name       string
	kind       entityKind
}

type entityKind int

const (
	thing entityKind = iota
	somebody
	place
	press
)

// entities finds what a question names: places and outlets in any case, people
// where its frame or a capital tells, and "the barrier" after "will".
func (t *turn) entities() []entity {
	var found []entity
	outlets := knownOutlets()
	for i := t.first; i < len(t.words); {
		n, kind := t.entityAt(i, outlets)
		if n == 0 {
			i++
			continue
		}
		e := entity{Span: prose.Span{Start: t.words[i].Start, End: t.words[i+n-1].End}, kind: kind}
		if t.words[i+n-1].owns {
			e.End = e.Start + len(strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(e.In(t.text), "'s"), "’s"), "'’"))
		}
		if i > 0 && t.at(i-1) == "the" {
			e.Start = t.words[i-1].Start
		}
		e.name = e.In(t.text)
		found = append(found, e)
		i += n
	}
	return found
}

func (t *turn) entityAt(i int, outlets outletNames) (n int, kind entityKind) {
	if _, n := t.outletAt(i, outlets); n > 0 {
		return n, press
	}
	if n := t.placeAt(i); n > 0 {
		return n, place
	}
	for _, p := range t.q.people {
		if words := strings.Fields(strings.ToLower(p.name)); len(words) > 0 && t.is(i, strings.Join(words, " ")) {
			return len(words), somebody
		}
	}
	for _, name := range t.names {
		if name.Start != t.words[i].Start {
			continue
		}
		for n = 1; i+n < len(t.words) && t.words[i+n].Start < name.End; n++ {
		}
		if _, _, isMonth := t.timeAt(i); isMonth {
			return 0, thing
		}
		if prose.BareName(name.In(t.text)) != name.In(t.text) || prose.MayBePerson(name.In(t.text)) {
			return n, somebody
		}
		return n, thing
	}
	return 0, thing
}

// placeAt tells how many words from i on are a country's or a capital's name.
func (t *turn) placeAt(i int) int {
	for _, of := range []int{3, 2, 1} {
		if i+of > len(t.words) {
			continue
		}
		var words []string
		for j := i; j < i+of; j++ {
			words = append(words, t.at(j))
		}
		name := strings.Join(words, "-")
		if oneOf(name, places) && (len(name) > 2 || t.words[i].raw == strings.ToUpper(name)) {
			return of
		}
	}
	return 0
}

// places are countries, unions of them, and the capitals by which they are called.
const places = "afghanistan africa albania algeria america angola argentina armenia asia australia austria azerbaijan bangladesh " +
	"beijing belarus belgium berlin bolivia bosnia brazil britain brussels bulgaria cambodia cameroon canada chile " +
	"china colombia congo costa-rica crimea croatia cuba cyprus denmark ecuador egypt england estonia ethiopia eu " +
	"europe european-union finland france gaza georgia germany ghana greece greenland guatemala haiti honduras " +
	"hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiev kosovo " +
	"kremlin kuwait kyiv latvia lebanon libya lithuania london luxembourg malaysia mali malta mexico moldova mongolia " +
	"morocco moscow mozambique myanmar nato nepal netherlands new-zealand nicaragua niger nigeria north-korea norway " +
	"oman pakistan palestine panama paraguay paris peru philippines poland portugal qatar romania russia rwanda " +
	"saudi-arabia scotland serbia singapore slovakia slovenia somalia south-africa south-korea spain sri-lanka sudan " +
	"sweden switzerland syria taiwan tanzania thailand tokyo tunisia turkey uganda uk ukraine un united-kingdom " +
	"united-nations united-states uruguay us usa venezuela vietnam wales washington white-house yemen zambia zimbabwe"

// knownOutlets are outlets that people name in questions, for rules that have no
// articles at hand.
func knownOutlets() outletNames {
	return newOutletNames([]string{
		"BBC News", "CNN", "The Guardian", "The New York Times", "The Washington Post", "Reuters", "AP News", "Sky News", "Fox News",
		"NBC News", "CBS News", "ABC News", "The Wall Street Journal", "Financial Times", "Bloomberg", "USA Today", "Al Jazeera",
		"Politico", "The Verge", "TechCrunch", "CNBC", "The Economist", "The Telegraph", "The Times", "The Independent", "Le Monde",
		"Der Spiegel", "NPR", "Axios", "The Atlantic", "Wired", "Los Angeles Times",
	})
}

// timeAt reads a time at word i: its words, and whether there is one.
func (t *turn) timeAt(i int) (words string, n int, ok bool) {
	c := calendar{r: newReader(t.text), today: time.Date(2099, 12, 31, 0, 0, 0, 0, time.UTC)}
	if i >= len(t.words) {
		return "", 0, false
	}
	if _, n = c.at(i); n == 0 {
		_, isYear := year(t.at(i))
		if !isYear {
			return "", 0, false
		}
		n = 1
	}
	return t.text[t.words[i].Start:t.words[i+n-1].End], n, true
}

// swap reads "what about Romania?", "and the BBC?", "and in 2019?": the last
// question with one thing put for another of its kind.
func (t *turn) swap(turns []*turn) string {
	at, last := t.first, turns[0]
	openly := t.is(at, "what about") || t.is(at, "how about")
	switch {
	case openly:
		at += 2
	case at == 0 || !oneOf(t.at(at-1), "and but"):
		return ""
	}
	if at >= len(t.words) || len(t.words)-at > 5 {
		return ""
	}
	if words, n, ok := t.timeAt(at); ok && at+n == len(t.words) {
		return last.inTime(words)
	}
	before := ""
	if oneOf(t.at(at), "in on for at from with about of to by") && at+1 < len(t.words) {
		before = t.at(at)
		at++
	}
	for i := at; i < len(t.words); i++ {
		if t.words[i].after == "," || asks(t.at(i)) || says(t.at(i)) || oneOf(t.at(i), "which whose whom it its he she they him her his them their that this there i you we "+
			"now long many much often far not") {
			return ""
		}
	}
	kind := t.kindOf(at)
	if !openly && kind == thing && before != "about" {
		return "" // "and boris johnson?" may be anything
	}
	return last.with(t.rest(at), kind, before)
}

// kindOf tells what the words from i to the end are.
func (t *turn) kindOf(i int) entityKind {
	for _, e := range t.all {
		if e.End >= t.words[len(t.words)-1].Start && e.Start <= t.words[i].End {
			return e.kind
		}
	}
	return thing
}

// inTime is the question about another time.
func (t *turn) inTime(words string) string {
	rest := t.rest(0)
	for i := range t.words {
		if old, _, ok := t.timeAt(i); ok {
			return strings.Replace(rest, old, words, 1)
		}
	}
	if unicode.IsDigit(rune(words[0])) {
		words = "in " + words
	}
	return rest + " " + words
}

// with puts a name in the place of another, "" where it isn't plain which.
func (t *turn) with(name string, kind entityKind, before string) string {
	rest := t.rest(0)
	put := func(s prose.Span, name string) string {
		return rest[:s.Start] + name + rest[min(s.End, len(rest)):]
	}
	var same []entity
	for _, e := range t.all {
		if e.kind == kind && kind != thing && !strings.EqualFold(e.name, name) {
			same = append(same, e)
		}
	}
	if len(same) > 1 && before != "" {
		same = slices.DeleteFunc(same, func(e entity) bool {
			return !strings.HasSuffix(strings.ToLower(strings.TrimRight(rest[:e.Start], " ")), " "+before)
		})
	}
	about := strings.LastIndex(rest, t.q.about)
	switch {
	case len(same) == 1:
		return put(same[0].Span, name)
	case len(same) > 1:
		if speaker, ok := t.q.speaker(); ok && kind == somebody && strings.Contains(same[0].name, speaker.surname) {
			return put(same[0].Span, name)
		}
		return ""
	case kind == press:
		return rest + " according to " + name
	case t.q.wantsWords && t.q.about != "" && about > 0 && kind != somebody:
		return put(prose.Span{Start: about, End: about + len(t.q.about)}, name)
	}
	return ""
}
