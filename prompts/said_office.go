package prompts

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// holder finds the one person whom the sources call by an office: "NATO chief
// Jens Stoltenberg" or "Jens Stoltenberg, the NATO chief".
func holder(office []string, tellings []*telling) (string, bool) {
	wanted := officeWords(strings.Join(office, " "))
	found := ""
	for _, t := range tellings {
		for _, n := range t.names {
			bare := prose.BareName(n.In(t.text))
			if !prose.MayBePerson(bare) || !holds(t, n.Span, bare, wanted) {
				continue
			}
			if found != "" && !sameName(nameWords(found), nameWords(bare)) {
				return "", false
			}
			if len(bare) > len(found) {
				found = bare
			}
		}
	}
	return found, found != "" && len(wanted) > 0
}

// holds tells whether just the words of an office stand right before a person's
// name or between commas right after it: a former NATO chief is not the NATO
// chief, nor is a deputy.
func holds(t *telling, name prose.Span, bare string, wanted []string) bool {
	const longest = 60 // bytes of an office
	at := name.End - len(bare)
	before := t.text[max(0, at-longest):at]
	if i := strings.LastIndexAny(before, ",.;:()\n“”\"—"); i >= 0 {
		before = before[i+1:]
	}
	for { // "On Monday the NATO chief": an office begins after a word that is none
		if slices.Equal(officeWords(before), wanted) {
			return true
		}
		space := strings.IndexByte(strings.TrimLeft(before, " "), ' ')
		if space < 0 {
			break
		}
		first := strings.TrimLeft(before, " ")[:space]
		if !functionWords[strings.ToLower(first)] && !calendar[strings.ToLower(first)] {
			break
		}
		before = strings.TrimLeft(before, " ")[space:]
	}
	after, ok := strings.CutPrefix(t.text[name.End:], ", ")
	end := strings.IndexAny(after, ",.;:()\n“\"")
	return ok && end > 0 && end <= longest && slices.Equal(officeWords(after[:end]), wanted)
}

// officeWords are the words of an office that say which it is, those for who
// heads a body being one.
func officeWords(office string) []string {
	var words []string
	for _, w := range readWords(strings.NewReplacer("-", " ", "’s", "", "'s", "").Replace(office)) {
		switch n := len(words); {
		case w.text == "head" || w.text == "boss" || w.text == "leader" || w.text == "ceo",
			w.text == "general" && n > 0 && (words[n-1] == key("secretary", false) || words[n-1] == key("director", false)),
			w.text == "executive" && n > 0 && words[n-1] == "chief":
			if n > 0 && w.text != "ceo" && (w.text == "general" || w.text == "executive") {
				words = words[:n-1]
			}
			words = append(words, "chief")
		case w.text == "pm":
			words = append(words, key("prime", false), key("minister", false))
		case w.kind != function:
			words = append(words, w.key)
		}
	}
	return words
}
