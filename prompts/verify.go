package prompts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Opinion is what a second model makes of a sentence.
type Opinion int

// The opinions. No reply, or one that cannot be read, is none.
const (
	NoOpinion Opinion = iota
	Agrees
	Disagrees
)

// mostStatements bounds one prompt of [Verify].
const mostStatements = 12

// Verify returns the prompt that asks a model whether the passages that
// sentences cite say what they say: one call for all of them, each below its
// own passages alone. Sentences past the twelfth are not asked about. Read the
// reply with [ParseOpinions].
//
// The question is not part of it: a model that knows what was asked is the
// readier to find it answered.
func Verify(sentences []Sentence, sources []Source) []Message {
	sentences = sentences[:min(len(sentences), mostStatements)]
	view := verifyView{Count: len(sentences)}
	for i, s := range sentences {
		st := statement{i + 1, oneLine(s.Text)}
		at := slices.IndexFunc(view.Groups, func(g verifyGroup) bool { return slices.Equal(g.cites, s.Cites) })
		if at < 0 {
			at = len(view.Groups)
			cited := slices.DeleteFunc(slices.Clone(sources), func(src Source) bool { return !slices.Contains(s.Cites, src.N) })
			view.Groups = append(view.Groups, verifyGroup{cites: s.Cites, Passages: passages(cited)})
		}
		view.Groups[at].Statements = append(view.Groups[at].Statements, st)
	}
	examples := examplePassages()
	example := verifyView{Count: 3, Groups: []verifyGroup{
		{Passages: examples[:1], Statements: []statement{{1, render("verify.example.1", nil)}, {2, render("verify.example.2", nil)}}},
		{Passages: examples[1:], Statements: []statement{{3, render("verify.example.3", nil)}}},
	}}
	return []Message{
		{System, render("verify.system", nil)},
		{User, render("verify.user", example)},
		{Assistant, render("verify.example.reply", nil)},
		{User, render("verify.user", view)},
	}
}

// verifyView is what the template sees: statements below the passages that
// they all cite.
type verifyView struct {
	Count  int
	Groups []verifyGroup
}

type verifyGroup struct {
	cites      []int
	Passages   []passage
	Statements []statement
}

type statement struct {
	N    int
	Text string
}

var (
	opinionLine = regexp.MustCompile(`(?i)^[\s*_-]*(?:statement\s+)?(\d{1,2})\s*[.):-]*\s*\**(yes|no)\**[.!]?$`)
	bareOpinion = regexp.MustCompile(`(?i)^\**(yes|no)\**[.!]?$`)
	thoughts    = regexp.MustCompile(`(?is)^.*</think(?:ing)?>`)
)

// ParseOpinions reads the reply to [Verify] for n sentences: opinions[i] is on
// the i-th. Only a line with a sentence's number and a bare yes or no counts
// (for a single sentence the number may be missing); a sentence that two lines
// disagree about has none.
func ParseOpinions(reply string, n int) []Opinion {
	opinions := make([]Opinion, n)
	said := make([]bool, n)
	for line := range strings.Lines(thoughts.ReplaceAllString(reply, "")) {
		line = strings.TrimSpace(line)
		m := opinionLine.FindStringSubmatch(line)
		if m == nil && n == 1 {
			if bare := bareOpinion.FindStringSubmatch(line); bare != nil {
				m = []string{"", "1", bare[1]}
			}
		}
		if m == nil {
			continue
		}
		i, _ := strconv.Atoi(m[1])
		if i--; i < 0 || i >= n {
			continue
		}
		opinion := Agrees
		if strings.EqualFold(m[2], "no") {
			opinion = Disagrees
		}
		if said[i] && opinions[i] != opinion {
			opinion = NoOpinion
		}
		opinions[i], said[i] = opinion, true
	}
	return opinions
}

// Heard returns a sentence as it stands after a second opinion on it. A no
// makes an amber sentence red: rules could not prove it, and a reader of it
// disagrees. A yes leaves it amber: a model is no proof. Other levels stay, and
// so does everything without an opinion.
func (s Sentence) Heard(o Opinion) Sentence {
	switch {
	case s.Level != Amber:
	case o == Disagrees:
		s.Level, s.Reason = Red, "a second model says the source does not say it; "+s.Reason
	case o == Agrees:
		s.Reason += "; a second model agrees"
	}
	return s
}
