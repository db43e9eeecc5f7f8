package retrieval

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

const (
	// turnsBack is how many earlier questions a follow-up may lean on.
	turnsBack = 3
	// longestTurn is how long a question that leans on others, or is leant on,
	// may be, in bytes. Nobody leans on a pasted page.
	longestTurn = 300
)

// Standing rewrites a follow-up so that it can be asked by itself: "and what did
// Russia answer?" after "what did Stoltenberg say about satellites?" becomes
// "what did Russia answer about satellites?". earlier are the questions before
// it, oldest first, each standing; the last three count. A question that stands
// already, or of which the rules aren't sure what it leans on, comes back as it
// was, and changed is false. English only.
func Standing(question string, earlier []string) (standing string, changed bool) {
	turns := turnsOf(earlier)
	if len(turns) == 0 || len(question) > longestTurn {
		return question, false
	}
	f := newTurn(question)
	f.skipManners()
	for _, rule := range []func([]*turn) string{f.more, f.bare, f.swap, f.fill} {
		if s := rule(turns); s != "" {
			return tidyTurn(s, question), true
		}
	}
	return question, false
}

// turn is a question of a conversation.
type turn struct {
	*questionReader
	q     question
	first int // the first word that is more than "and", "ok", "pls"
	all   []entity
}

func newTurn(text string) *turn {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	// What the rules put together is counted from the first word.
	if words := prose.Words(text); len(words) > 0 {
		text = text[words[0].Start:]
	}
	// The parse marks words as taken; a turn's own reader has them all.
	t := &turn{questionReader: newReader(text), q: parse(text, time.Time{}, knownOutlets())}
	t.all = t.entities()
	return t
}

// turnsOf gives the questions that may be leant on, the last first.
func turnsOf(earlier []string) []*turn {
	var turns []*turn
	for _, text := range slices.Backward(earlier[max(0, len(earlier)-turnsBack):]) {
		if strings.TrimSpace(text) != "" && len(text) <= longestTurn {
			turns = append(turns, newTurn(text))
		}
	}
	return turns
}

func (t *turn) skipManners() {
	for t.first < len(t.words) && oneOf(t.at(t.first), "and but so ok okay well also then hey hi pls plz please yes no hm hmm thanks thx") {
		t.first++
	}
}

// rest is the question from word i on, without its closing marks.
func (t *turn) rest(i int) string {
	if i >= len(t.words) {
		return ""
	}
	return strings.TrimRight(t.text[t.words[i].Start:], " ?!.…,;:")
}

// tidyTurn gives a rewritten question the closing mark that the follow-up had.
func tidyTurn(s, question string) string {
	s = strings.Join(strings.Fields(strings.TrimRight(s, " ?!.…,;:")), " ")
	if strings.HasSuffix(strings.TrimSpace(question), "?") {
		s += "?"
	}
	return s
}

// more asks the last question again: "tell me more".
func (t *turn) more(turns []*turn) string {
	rest := strings.ToLower(t.rest(t.first))
	switch rest {
	case "tell me more", "more", "more on that", "more about that", "more details", "any more", "go on", "anything more", "details":
		return turns[0].text
	}
	return ""
}

// bare puts the last question anew under a question word that stands alone:
// "why?" after "did Russia withdraw?".
func (t *turn) bare(turns []*turn) string {
	word := strings.ToLower(t.rest(t.first))
	switch word {
	case "why is that", "why so", "how come", "why that":
		word = "why"
	case "how so", "but how":
		word = "how"
	case "when was that", "when was this", "since when":
		word = "when"
	case "where was that", "where was this":
		word = "where"
	case "why", "when", "where", "how":
	default:
		return ""
	}
	last := turns[0]
	switch {
	case helps(last.at(0)):
		return word + " " + lowerFirst(last, 0)
	case last.at(0) == word || !helps(last.at(1)):
	case oneOf(last.at(0), "when where why how"):
		return word + " " + last.rest(1)
	case last.at(0) == "what" && last.q.wantsWords:
		for i := 2; i < len(last.words); i++ {
			if says(last.at(i)) {
				end := last.words[i].End
				return word + " " + last.text[last.words[1].Start:end] + " that" + last.text[end:]
			}
		}
	}
	return ""
}

// helps tells whether a word stands before the subject in a question.
func helps(word string) bool {
	return oneOf(word, "did does do is are was were has have had will would can could should")
}

// lowerFirst is the question from word i on, its capital taken off.
func lowerFirst(t *turn, i int) string {
	rest := t.rest(i)
	r, n := utf8.DecodeRuneInString(rest)
	return string(unicode.ToLower(r)) + rest[n:]
}

// fill puts names for pronouns, and the subject that "and what did Russia
// answer" leaves out.
func (t *turn) fill(turns []*turn) string {
	text, filled := t.named(turns)
	if t.q.wantsWords && t.q.about == "" && len(t.q.parts) == 0 && !t.has("else") {
		answers := t.has("answer respond reply react response reaction answers replies")
		opened := t.first > 0 && oneOf(t.at(t.first-1), "and but so then also")
		if about := turns[0].q.about; (answers || opened) && about != "" && t.speaks() {
			text, filled = strings.TrimRight(text, " ?!.")+" about "+about, true
		}
	}
	if !filled {
		return ""
	}
	return text
}

// speaks tells whether somebody is named, or meant by a pronoun, as speaking.
func (t *turn) speaks() bool {
	_, ok := t.q.speaker()
	return ok || t.has("he she they")
}

// Leans tells whether a question seems to lean on what was asked before it
// ("and what did he answer?"). English only.
func Leans(question string) bool {
	return len(question) <= longestTurn && newTurn(question).q.follows
}
