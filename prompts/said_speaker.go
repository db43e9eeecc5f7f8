package prompts

import (
	"slices"
	"strings"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// identity is whom a question asks about, as far as the sources tell.
type identity struct {
	// words are the name's, folded, without titles.
	words []string
	// full is the one person of that name in the sources, folded; nil where they
	// give the name in no fuller form than the question does.
	full []string
	// doubtful: the sources know several of that name, none much more than the
	// others. Then the name alone counts, where an article gives it no other way.
	doubtful bool
	// bearers are the articles that give the name in a fuller form, relatives
	// those that know another of that surname than the question gives in full.
	bearers, relatives map[string]bool
}

// identify finds out whom a question means by a name or an office. It fails
// where the sources do not tie the office to one person.
func identify(speaker string, tellings []*telling) (identity, bool) {
	words := strings.Fields(speaker)
	for len(words) > 1 && (functionWords[strings.ToLower(words[0])] || strings.HasSuffix(prose.FoldCase(words[0]), "'s")) {
		words = words[1:]
	}
	if len(words) == 0 {
		return identity{}, false
	}
	if prose.IsOffice(words[len(words)-1]) {
		name, ok := holder(words, tellings)
		if !ok {
			return identity{}, false
		}
		words = strings.Fields(name)
	}
	who := identity{words: nameWords(strings.Join(words, " "))}
	if len(who.words) == 0 {
		return identity{}, false
	}
	who.settle(tellings)
	return who, true
}

// telltale is what every text that names a speaker has, folded: the beginning of
// a surname, whose end is spelt in several ways; "" where there is no such thing.
func telltale(speaker string) string {
	const most = 5
	words := nameWords(speaker)
	if len(words) == 0 || prose.IsOffice(words[len(words)-1]) {
		return ""
	}
	last := words[len(words)-1]
	for i, r := range last {
		if i == most || r >= utf8.RuneSelf {
			return last[:i]
		}
	}
	return last
}

// settle finds the fullest form of the name. A surname is that person's to whom
// the sources give it: each article counts by its rank, and in it each bearer
// by how often it is named in full.
func (who *identity) settle(tellings []*telling) {
	const most = .75
	who.bearers, who.relatives = make(map[string]bool), make(map[string]bool)
	var bearers [][]string
	var weights []float64
	all := 0.0
	seen := make(map[string]bool)
	for _, t := range tellings {
		if seen[t.source.Article] && len(t.source.Whole) > 0 {
			continue
		}
		seen[t.source.Article] = true
		found := who.fullNames(t)
		for _, words := range found {
			who.bearers[t.source.Article] = true
			at := slices.IndexFunc(bearers, func(b []string) bool { return sameName(b, words) })
			if at < 0 {
				at = len(bearers)
				bearers, weights = append(bearers, words), append(weights, 0)
			}
			share := 1 / float64(max(1, t.source.N)*len(found))
			weights[at], all = weights[at]+share, all+share
		}
	}
	who.doubtful = all > 0
	for i, b := range bearers {
		if weights[i] >= most*all {
			who.full, who.doubtful = b, false
		}
	}
}

// fullNames are the names of a telling and its title that can be the one asked
// for, in full, each time they stand there; it notes those that only share its
// surname. A body's name is none.
func (who *identity) fullNames(t *telling) [][]string {
	var found [][]string
	take := func(name string) {
		words := nameWords(name)
		if len(words) < 2 || len(words) < len(who.words) || !prose.MayBePerson(prose.BareName(name)) {
			return
		}
		if sameName(who.words, words) {
			found = append(found, words)
		} else if words[len(words)-1] == who.words[len(who.words)-1] {
			who.relatives[t.source.Article] = true
		}
	}
	for _, n := range t.names {
		take(n.In(t.text))
	}
	for _, n := range prose.Names(t.source.Title) {
		if n.Sure {
			take(n.In(t.source.Title))
		}
	}
	return found
}

// is tells whether a name that a source gives a speaker is this person's.
func (who identity) is(name string, source *Source) bool {
	words := nameWords(name)
	switch alone := len(words) == 1; {
	case who.doubtful && (!alone || who.bearers[source.Article]), alone && who.relatives[source.Article]:
		return false
	}
	if who.full != nil && len(words) > 1 {
		return sameName(who.full, words)
	}
	return sameName(who.words, words)
}

// has tells whether a word, folded, is part of the name.
func (who identity) has(word string) bool {
	return slices.Contains(who.words, nameWord(word)) || slices.Contains(who.full, nameWord(word))
}
