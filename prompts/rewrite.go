package prompts

import (
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Asked is a question of the same conversation and the beginning of what was
// answered, "" where nothing was.
type Asked struct{ Question, Answer string }

// maxAnswered is how many runes of an earlier answer a prompt repeats.
const maxAnswered = 300

// Rewrite returns the prompt that has a model turn a follow-up ("and what did
// he answer?") into a question that stands by itself; earlier is oldest first.
func Rewrite(question string, earlier []Asked) []Message {
	type view struct {
		Question string
		Turns    []Asked
	}
	example := view{
		Question: render("rewrite.example.question", nil),
		Turns:    []Asked{{render("rewrite.example.before", nil), render("rewrite.example.answer", nil)}},
	}
	turns := make([]Asked, len(earlier))
	for i, e := range earlier {
		answer := []rune(oneLine(e.Answer))
		turns[i] = Asked{oneLine(e.Question), string(answer[:min(len(answer), maxAnswered)])}
	}
	return []Message{
		{System, render("rewrite.system", nil)},
		{User, render("rewrite.user", example)},
		{Assistant, render("rewrite.example.reply", nil)},
		{User, render("rewrite.user", view{oneLine(question), turns})},
	}
}

// ParseRewrite reads a model's reply to [Rewrite]. It is not ok where the model
// brought in a word that nobody had used, dropped one that the question turns
// on, or wrote anything but one question: a question that the asker did not ask
// is worse than one that finds nothing.
func ParseRewrite(reply, question string, earlier []Asked) (standing string, ok bool) {
	standing = strings.TrimSpace(reply)
	standing = strings.TrimSpace(strings.TrimPrefix(standing, "Question:"))
	standing = strings.Trim(standing, `"“”`)
	if standing == "" || strings.Contains(standing, "\n") || len([]rune(standing)) > maxQuestion {
		return "", false
	}
	used := map[string]bool{}
	for _, e := range earlier {
		addWords(used, e.Question)
		addWords(used, e.Answer)
	}
	own := map[string]bool{}
	addWords(own, question)
	has := map[string]bool{}
	addWords(has, standing)
	for w := range has {
		if !own[w] && !used[w] && !smallWord(w) {
			return "", false
		}
	}
	for w := range own {
		if !has[w] && !smallWord(w) {
			return "", false
		}
	}
	return standing, true
}

// addWords adds a text's words, folded and without a possessive.
func addWords(set map[string]bool, text string) {
	for _, w := range prose.Words(text) {
		set[strings.TrimSuffix(prose.FoldCase(w.In(text)), "'s")] = true
	}
}

// smallWord tells the words that a rewriting may add, drop or change.
func smallWord(w string) bool {
	switch w {
	case "a", "an", "the", "and", "or", "but", "so", "of", "in", "on", "at", "to", "for", "from", "by", "with", "about",
		"what", "when", "where", "who", "whom", "whose", "which", "why", "how",
		"do", "does", "did", "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "should",
		"he", "him", "his", "she", "her", "hers", "they", "them", "their", "it", "its", "this", "that", "these", "those",
		"there", "then", "also", "too", "else", "more", "ok", "please", "say", "said", "one", "ones", "same":
		return true
	}
	return false
}
