package retrieval

import "strings"

// takeManners takes what people wrap a question in ("hey Newsdesk", "can you
// tell me", "pls", "thx"), and short ways to write its small words.
func (r *questionReader) takeManners() {
	from, to := 0, len(r.words)
	for from < to {
		n := r.opening(from)
		if n == 0 {
			break
		}
		r.take(from, n)
		from += n
	}
	for to > from && oneOf(r.at(to-1), "pls plz please thx thanks ty lol lmao rn btw tho newsdesk") {
		to--
		r.take(to, 1)
	}
	for i := range r.words {
		w := &r.words[i]
		if long, ok := written(w.s); ok {
			w.s, w.owns = strings.CutSuffix(long, "'s")
			r.take(i, 1)
		}
	}
}

// opening counts the words from i on that only lead up to the question.
func (r *questionReader) opening(i int) int {
	for _, phrase := range []string{
		"can you tell me", "could you tell me", "can you explain", "do you know", "does anyone know", "i want to know", "i would like to know",
		"please tell me", "tell me", "i was wondering", "any idea", "quick question",
	} {
		if r.is(i, phrase) {
			return strings.Count(phrase, " ") + 1
		}
	}
	mentioned := i < len(r.words) && r.words[i].Start > 0 && r.text[r.words[i].Start-1] == '@'
	if oneOf(r.at(i), "hey hi hello yo pls plz please ok okay hmm um tldr newsdesk") || mentioned {
		return 1
	}
	return 0
}

// written is a small word as it is written in full.
func written(word string) (string, bool) {
	short := strings.Fields("wat what wot what wut what whats what's abt about bout about wheres where's whos who's hows how's whens when's nite night")
	for i := 0; i < len(short); i += 2 {
		if short[i] == word {
			return short[i+1], true
		}
	}
	return "", false
}
