package prompts

import (
	"time"
)

// Difference is one figure that two sources give differently.
type Difference struct {
	// First and Second say the same but for the figure. First is the earlier, or
	// the better ranked where both are of about the same day.
	First, Second Claim
	// Later: Second is of a later day, and may have superseded First.
	Later bool
}

// Claim is a sentence of a source.
type Claim struct {
	N         int    // the source's
	Words     string // verbatim, a whole sentence
	Outlet    string
	Published time.Time
}

const (
	// sameDay is how far apart in time two reports are of the same state of things.
	sameDay = 24 * time.Hour
	// oldest is how far apart two reports can be of the same event.
	oldest = 14 * 24 * time.Hour
)

// Differ finds where sources that bear on a question give different figures for
// the same thing: both of the same unit, counting the same noun, under the same
// verb, in sentences that share most of their other words and contradict each
// other in no name, day or place. Round figures do not contradict exact ones.
// It would rather miss a difference than make one up. question may be "": then
// all sources bear on it.
func Differ(question string, sources []Source) []Difference {
	asked := keysIn(question)
	readings := make([]reading, len(sources))
	for i := range sources {
		readings[i] = readFigures(&sources[i])
	}
	var found []Difference
	for i := range readings {
		for j := i + 1; j < len(readings); j++ {
			if d, ok := differ(&readings[i], &readings[j], asked); ok && !known(found, d) {
				found = append(found, d)
			}
		}
	}
	return found
}

// known tells whether one of the sentences has been reported as different
// already: one difference a statement is enough.
func known(found []Difference, d Difference) bool {
	for _, f := range found {
		if f.First.Words == d.First.Words || f.Second.Words == d.Second.Words || f.First.Words == d.Second.Words || f.Second.Words == d.First.Words {
			return true
		}
	}
	return false
}

// Sentences report a difference word for word: side by side where both are of
// about the same day, else each with its day.
func (d Difference) Sentences() []Sentence {
	one, two := "“"+innerMarks(d.First.Words)+"”", "“"+innerMarks(d.Second.Words)+"”"
	const reason = "verbatim"
	if d.Later {
		return []Sentence{
			{Text: "On " + day(d.First.Published) + ": " + one, Cites: []int{d.First.N}, Level: Green, Reason: reason},
			{Text: "By " + day(d.Second.Published) + ": " + two, Cites: []int{d.Second.N}, Level: Green, Reason: reason},
		}
	}
	text := oneLine(d.First.Outlet) + " has " + one + "; " + oneLine(d.Second.Outlet) + " has " + two
	return []Sentence{{Text: text, Cites: []int{min(d.First.N, d.Second.N), max(d.First.N, d.Second.N)}, Level: Green, Reason: reason}}
}
