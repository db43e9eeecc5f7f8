package prompts

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// reporting are the keys of verbs that put words into somebody's mouth. As an
// anchor they are one: who "stressed" it also "said" it.
var reporting = func() map[string]bool {
	keys := make(map[string]bool)
	for w := range set(`say add tell warn stress claim announce argue insist note explain state declare suggest reveal vow promise pledge admit concede confirm deny urge predict describe call report write accuse complain acknowledge assert reply remark comment ask tweet post joke quip conclude testify plead`) {
		keys[key(w, false)] = true
	}
	return keys
}()

// speakers are the keys of the names of whoever speaks in sentence i, or acts
// in it under a pronoun: who was last named as doing so.
func (e *evidence) speakers(i int) []string {
	const farthest = 6
	for back := i; back >= max(0, i-farthest); back-- {
		var names []string
		for _, r := range e.relations(back) {
			if r.slot == "agent" && r.named && (reporting[r.anchor] || back < i && r.at < 6) {
				names = append(names, r.filler...)
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	if i <= farthest {
		return e.opening
	}
	return nil
}

// misattributed tells whether the claim puts a quotation into the mouth of
// somebody else than the text does; both must name the speaker.
func misattributed(claim []word, quotation string, e *evidence) string {
	var by []string
	parts := partsOf(claim)
	for _, r := range relationsOf(claim, parts) {
		if r.slot == "agent" && r.named && reporting[r.anchor] {
			by = append(by, r.filler...)
		}
	}
	for i, w := range claim {
		if w.text == "to" && i > 0 && claim[i-1].text == "according" {
			p := parser{ws: claim, parts: parts}
			if filler, named, _ := p.phrase(i + 1); named {
				by = append(by, filler...)
			}
		}
	}
	at := e.sentenceOf(quotation)
	if len(by) == 0 || at < 0 {
		return ""
	}
	said, definite := e.speakers(at), e.namesSpeaker(at)
	if name := e.speakerOf(quotation); name != nil && !definite {
		said, definite = name, true
	}
	if len(said) == 0 || overlap(by, said) || !definite && overlap(by, e.around(at)) {
		return ""
	}
	return fmt.Sprintf("the source has these words from %s", strings.Join(said, " "))
}

// speakerOf are the keys of the name of who said the quotation that these words
// stand in, where the text says so plainly.
func (e *evidence) speakerOf(quotation string) (name []string) {
	words := spoken(ellipses.Split(quotation, 2)[0])
	if len(words) == 0 {
		return nil
	}
	quotations := prose.Quotations(e.text)
	if e.spoke == nil {
		e.spoke = prose.Speakers(e.text, quotations)
	}
	for i, s := range e.spoke {
		if s.Name != "" && contains(spoken(quotations[i].Inner.In(e.text)), words) {
			for _, w := range readWords(s.Name) {
				name = append(name, w.key)
			}
			return name
		}
	}
	return nil
}

// namesSpeaker tells whether sentence i itself names who speaks.
func (e *evidence) namesSpeaker(i int) bool {
	return slices.ContainsFunc(e.relations(i), func(r relation) bool {
		return r.slot == "agent" && r.named && reporting[r.anchor]
	})
}

// around are the keys of the names near sentence i, one of which its pronoun
// may mean.
func (e *evidence) around(i int) []string {
	var keys []string
	const reach = 3
	for _, w := range e.words[e.starts[max(0, i-reach)]:e.starts[min(i+2, e.sentences())]] {
		if w.capital {
			keys = append(keys, w.key)
		}
	}
	return keys
}

// sentenceOf is the sentence in which a quotation's first words stand, or -1.
func (e *evidence) sentenceOf(quotation string) int {
	var words []string
	for _, part := range ellipses.Split(quotation, -1) {
		if words = spoken(brackets.Split(part, 2)[0]); len(words) > 0 {
			break
		}
	}
	for i := range e.words {
		if len(words) > 0 && strings.HasPrefix(e.words[i].text, words[0]) && e.matches(i, words[:min(len(words), 6)]) {
			return e.words[i].sent
		}
	}
	return -1
}

func (e *evidence) matches(i int, words []string) bool {
	for k, w := range words {
		if i+k >= len(e.words) || !strings.HasPrefix(w, e.words[i+k].text) {
			return false
		}
	}
	return true
}
