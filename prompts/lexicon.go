package prompts

import (
	"embed"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

//go:embed words/*.txt
var lexicon embed.FS

var (
	// nations maps each word for a nation to the nation's key.
	nations = wordGroups("words/nations.txt", func(w string) string { return w })
	// irregular maps forms that the stemmer keeps apart to one stem.
	irregular = withRegular(wordGroups("words/forms.txt", stem))
)

// withRegular adds the regular forms of known verbs where the stemmer keeps
// them apart: "sue" and "sued".
func withRegular(forms map[string]string) map[string]string {
	for _, verbs := range wordLines("words/verbs.txt") {
		for _, verb := range verbs {
			known := stem(verb)
			if k, ok := forms[verb]; ok {
				known = k
			}
			root, y := strings.TrimSuffix(verb, "e"), strings.TrimSuffix(verb, "y")
			for _, form := range []string{verb + "s", verb + "ed", root + "ed", root + "ing", verb + "ing", y + "ied", y + "ies"} {
				if _, ok := forms[form]; !ok && stem(form) != known {
					forms[form] = known
				}
			}
		}
	}
	return forms
}

// wordGroups reads an embedded list: one group of words a line, the first of
// which, through name, stands for all.
func wordGroups(file string, name func(string) string) map[string]string {
	groups := make(map[string]string)
	for _, fields := range wordLines(file) {
		for _, w := range fields {
			groups[w] = name(fields[0])
		}
	}
	return groups
}

// wordLines reads the fields of each line of an embedded list, comments left
// out.
func wordLines(file string) [][]string {
	text, err := lexicon.ReadFile(file)
	if err != nil {
		panic(err) // embedded: it is there or the program does not build
	}
	var lines [][]string
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 0 && fields[0] != "#" {
			lines = append(lines, fields)
		}
	}
	return lines
}

// stem is what Snowball's English stemmer leaves of a word in lower case, the
// same that the index knows it by.
func stem(word string) string {
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}

// derive brings stems that differ only in British and American spelling to
// one form.
func derive(stem string) string {
	if s, ok := strings.CutSuffix(stem, "iz"); ok && len(s) > 2 {
		return s + "is"
	}
	if s, ok := strings.CutSuffix(stem, "our"); ok && len(s) > 2 {
		return s + "or"
	}
	return stem
}
