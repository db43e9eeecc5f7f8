package fetch

import (
	"strings"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/text/language"
)

// firstLanguage is the BCP 47 primary subtag of the first tag that has one.
func firstLanguage(tags ...string) string {
	for _, tag := range tags {
		primary, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"), "-")
		if base, err := language.ParseBase(primary); err == nil && base.String() != "und" {
			return base.String()
		}
	}
	return ""
}

// languageOf is the language of a story whose page says claimed; "" where
// neither tells. Each of the first paragraphs votes, since whatlanggo's own
// measure of confidence fails on long texts and names mislead it on short ones.
// Five paragraphs of one mind are believed over the page: templates say "en"
// over stories in every language.
func languageOf(blocks []block, claimed string) string {
	const voters, votesAtMost = 80, 20 // shortest paragraph that votes, in bytes; how many vote
	votes := map[string]int{}
	total, best := 0, ""
	for _, b := range blocks {
		if len(b.text) < voters || !hasSentence(b) || total == votesAtMost {
			continue
		}
		lang := whatlanggo.DetectLang(b.text).Iso6391()
		total++
		votes[lang]++
		if votes[lang] > votes[best] {
			best = lang
		}
	}
	switch agreed := votes[best]; {
	case best == "":
		return claimed
	case agreed >= 5 && 4*agreed >= 3*total, claimed == "" && 3*agreed >= 2*total:
		return best
	}
	return claimed
}
