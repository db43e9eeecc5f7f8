package prompts

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// nameWords are the words of a name, folded, without titles, generations and
// initials in the middle.
func nameWords(name string) []string {
	name = prose.BareName(name)
	if _, whose, ok := strings.Cut(" "+name, " of "); ok {
		name = whose[strings.LastIndexByte(whose, ' ')+1:] // President of Ukraine Zelensky
	}
	var words []string
	// A question may leave the hyphen of Jean-Pierre out.
	fields := strings.Fields(strings.NewReplacer("-", " ", "‑", " ").Replace(name))
	for i, f := range fields {
		f = nameWord(f)
		switch f {
		case "", "jr", "sr", "ii", "iii", "iv":
			continue
		}
		if len([]rune(f)) == 1 && i > 0 && i+1 < len(fields) {
			continue
		}
		words = append(words, f)
	}
	return words
}

// nameWord folds a word of a name; a transcribed "-skyy" or "-skiy" is "-sky".
func nameWord(w string) string {
	w = unaccent(strings.Trim(foldWord(w), ".,'"))
	w = strings.TrimSuffix(w, "'s")
	const shortest = 4 // letters before the ending
	for _, end := range []string{"skyy", "skiy", "skyi", "skyj", "skij"} {
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) >= shortest {
			return stem + "sky"
		}
	}
	return w
}

// sameName tells whether two names can be one person's: the same words, one
// the surname of the other, or given name and surname alike whatever stands
// between.
func sameName(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return false
	}
	if len(a) == 1 {
		return a[0] == b[len(b)-1]
	}
	last := a[len(a)-1] == b[len(b)-1]
	return slices.Equal(a, b[len(b)-len(a):]) || last && sameGiven(a[0], b[0])
}

// sameGiven tells whether two given names are alike, or one is the other's
// initial.
func sameGiven(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len(a) == 1 && strings.HasPrefix(b, a)
}
