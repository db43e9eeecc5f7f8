package retrieval

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// question is what was understood of a question: by rule, in English, without
// looking at any article. What was not understood is left zero; of a question
// in a language the rules don't know only text and topic are set, both to the
// question as asked.
type question struct {
	// text is the question as asked. topic is what is left to look for once the
	// words are taken out that name an outlet, say that something was reported,
	// or name a time resolved in times ("according to the BBC", "article",
	// "last week"); its words stand in their order and spelling, names of people
	// included. Where text holds no more than such words, topic is text.
	text, topic string
	// outlets are the known outlets that the question names, each as the caller
	// spells it, in the order named, without repetition. To prefer, not to filter.
	outlets []string
	// people are those named or described, in the order named.
	people []person
	// wantsWords: the question asks for what somebody said; ofPerson: that is
	// people[0], else nobody it names ("who said", "what did he say"). about is
	// what the words should be about ("satellites"), "" where it does not say.
	wantsWords, ofPerson bool
	about                string
	// times are the stretches of time that the question names, in the order
	// named: to prefer, not to filter.
	times []period
	// tense is what the question reads like as to time.
	tense tense
	// parts are the questions it consists of where these can be told apart
	// ("what did A say and how did B answer?"); nil where it is one.
	parts []string
	// several: the answer rests on more than one article, as the question
	// compares or joins outlets, people or days.
	several bool
	// events are those that it tells time by ("since the summit"), to be dated by
	// the guild's articles; readings are what these have explained.
	events   []happening
	readings []Reading
	// follows: it leans on what was asked before ("and what did he answer?").
	follows bool
}

// person is somebody the question names or describes.
type person struct {
	// name is the name without titles ("Jens Stoltenberg", "Stoltenberg"), ""
	// where only an office is given.
	name string
	// surname is the last part of name, lower-case particles included ("von der
	// Leyen").
	surname string
	// office is the title or office in lower case ("nato chief", "president"),
	// "" where none; Mr and the like are no office.
	office string
}

// period is the time from since up to but not including until; a zero since has
// no beginning, a zero until no end. Both are at midnight UTC, of the days as
// the asker's calendar has them.
type period struct {
	since, until time.Time
	// words are the question's own: "last week".
	words string
}

// tense is what a question reads like as to time.
type tense int

const (
	tenseOpen    tense = iota // nothing tells
	tensePresent              // about what is new: "latest", "this week", "today"
	tensePast                 // about a time gone by: "in 2019", "last year", "history"
)

// longestQuestion is how much of a question is understood, in bytes; a pasted
// page is only its words.
const longestQuestion = 4000

// parse understands a question that was asked at a time, over articles of the
// outlets. A zero time leaves relative times ("last week") alone.
func parse(text string, asked time.Time, outlets outletNames) question {
	q := question{text: text, topic: text}
	if len(text) > longestQuestion {
		return q
	}
	r := newReader(text)
	r.takeManners()
	q.outlets = r.takeOutlets(outlets)
	q.times = r.takeTimes(asked)
	q.tense = r.tense(q.times, asked)
	if r.english() {
		q.events = r.happenings()
		q.parts = r.parts()
		q.wantsWords, q.about = r.takeSaying(&q)
		q.people = r.people(q.people)
		q.several = r.several(&q)
		q.follows = r.follows()
	}
	q.topic = r.topic()
	return q
}

// questionReader goes over the words of a question and marks those that have
// been understood and need not be looked for.
type questionReader struct {
	text  string
	words []questionWord
	names []prose.Name
	// sources is how often the question names an outlet as its source.
	sources int
}

type questionWord struct {
	prose.Span
	// s is the word in lower case, without a possessive 's; raw is as written.
	s, raw string
	// after is what stands between this word and the next, trimmed.
	after   string
	capital bool
	owns    bool // it has a possessive s
	taken   bool // not to look for
	outlet  bool // part of an outlet's name
	timed   bool // part of a time
}

func newReader(text string) *questionReader {
	r := &questionReader{text: text, names: prose.Names(text)}
	found := prose.Words(text)
	for i, w := range found {
		raw := w.In(text)
		end := len(text)
		if i+1 < len(found) {
			end = found[i+1].Start
		}
		first, _ := utf8.DecodeRuneInString(raw)
		after := strings.TrimSpace(text[w.End:end])
		s, owns := strings.CutSuffix(prose.FoldCase(raw), "'s")
		owns = owns || strings.HasSuffix(s, "s") && (strings.HasPrefix(after, "'") || strings.HasPrefix(after, "’"))
		r.words = append(r.words, questionWord{
			Span: w.Span, raw: raw, s: s, after: after, capital: unicode.IsUpper(first), owns: owns,
		})
	}
	return r
}

// at returns word i in lower case, "" beyond the ends.
func (r *questionReader) at(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].s
}

// is tells whether the words from i on are those of a phrase.
func (r *questionReader) is(i int, phrase string) bool {
	for w := range strings.FieldsSeq(phrase) {
		if r.at(i) != w {
			return false
		}
		i++
	}
	return true
}

// take marks n words from i.
func (r *questionReader) take(i, n int) {
	for ; n > 0 && i < len(r.words); i, n = i+1, n-1 {
		if i >= 0 {
			r.words[i].taken = true
		}
	}
}

// has tells whether any of the words, of a list with spaces between, occurs
// outside the names of outlets.
func (r *questionReader) has(list string) bool {
	return slices.ContainsFunc(r.words, func(w questionWord) bool { return !w.outlet && oneOf(w.s, list) })
}

// oneOf tells whether a word is in a list with spaces between.
func oneOf(word, list string) bool {
	for len(word) > 0 {
		i := strings.Index(list, word)
		if i < 0 {
			return false
		}
		end := i + len(word)
		if (i == 0 || list[i-1] == ' ') && (end == len(list) || list[end] == ' ') {
			return true
		}
		list = list[end:]
	}
	return false
}

// english tells whether the question has a word that only English has; the
// rules for English are kept off other languages.
func (r *questionReader) english() bool {
	return r.has("the what what's who who's whose which how when where why did does the about said says say tell latest " +
		"his her their and by with from has have is are were")
}

// topic returns the question without the words taken. If none of a question's
// words is left, they all are.
func (r *questionReader) topic() string {
	var topic strings.Builder
	at, left, gone := 0, false, false
	for _, w := range r.words {
		if !w.taken {
			left, gone = true, false
			continue
		}
		if !gone { // between words that are both taken, marks go too
			topic.WriteString(r.text[at:w.Start])
		}
		at, gone = w.End, true
	}
	if !left {
		return r.text
	}
	topic.WriteString(r.text[at:])
	return strings.TrimLeft(strings.Join(strings.Fields(topic.String()), " "), ",;: ")
}
