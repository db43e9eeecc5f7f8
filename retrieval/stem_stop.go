package retrieval

import (
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
)

// english holds the words of English that say nothing about a story, the words
// a question is made of among them. "Said" stays in: half of all news is who
// said what, and its weight is small enough by its frequency.
const english = `a about above after again against ain all also am an and any are aren as at be because been
before being below between both but by can cannot could couldn d did didn do does doesn doing don dont down during
each either etc ever few for from further had hadn has hasn have haven having he hed her here hers herself him himself
his how i if im in into is isn it its itself just ll m may me might mightn more most much must mustn my myself
neither no nor not now o of off on once only or other our ours ourselves out over own per please re s same shall shan
she should shouldn so some such t tell than that thats the their theirs them themselves then there theres these they
this those through to too under until up upon us ve very via was wasn we were weren what whats when where whether
which while who whom whose why will with won wont would wouldn y you your yours yourself yourselves`

// stopWords tells a language's stop words; those of a language we have no list
// for are none, and its commonest words weigh next to nothing anyway.
func stopWords(lang string) func(word string) bool {
	switch stemmers[lang] {
	case "english":
		return englishStop
	case "spanish":
		return spanish.IsStopWord
	case "french":
		return french.IsStopWord
	case "russian":
		return russian.IsStopWord
	case "swedish":
		return swedish.IsStopWord
	case "norwegian":
		return norwegian.IsStopWord
	case "hungarian":
		return hungarian.IsStopWord
	}
	return func(string) bool { return false }
}

var englishStops = setOf(english)

func englishStop(word string) bool { return englishStops[word] }
