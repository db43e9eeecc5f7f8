package retrieval

import "time"

// question is what was understood of a question: by rule, in English, without
// looking at any article. What was not understood is left zero; of a question
// in a language the rules don't know only text and topic are set, both to the
// question as asked.
type question struct {
	// text is the question as asked. topic is what is left to look for once the
	// words are taken out that name an outlet, say that something was reported,
	// or name a time resolved in times ("according to the BBC", "article",
	// "last week"); its words stand in their order and spelling, names of people
	// included. It is empty only where text holds no more than such words.
	text, topic string
	// outlets are the known outlets that the question names, each as the caller
	// spells it, in the order named, without repetition. To prefer, not to filter.
	outlets []string
	// people are those named or described, in the order named.
	people []person
	// wantsWords: the question asks for what somebody said. The speaker is
	// people[0] where people is not empty, else unknown; about is what the words
	// should be about ("satellites"), "" where the question does not say.
	wantsWords bool
	about      string
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

// period is the time from since up to but not including until. A zero until
// has no end.
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
