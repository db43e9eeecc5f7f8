package handlers

import (
	"slices"

	"newsdesk.example/newsdesk/prompts"
)

// citations numbers sources for a reader, in order of first citation, so that a
// number once shown stays.
type citations struct {
	sources []prompts.Source
	cited   []int // cited[i] is the N, among sources, of what is shown as [i+1]
}

// renumber gives the shown numbers of some sources.
func (c *citations) renumber(cites []int) []int {
	shown := make([]int, 0, len(cites))
	for _, n := range cites {
		at := slices.Index(c.cited, n)
		if at < 0 {
			at = len(c.cited)
			c.cited = append(c.cited, n)
		}
		shown = append(shown, at+1)
	}
	slices.Sort(shown)
	return shown
}

// shown are the sources cited so far, under their shown numbers.
func (c *citations) shown() []prompts.Source {
	shown := make([]prompts.Source, len(c.cited))
	for i, n := range c.cited {
		shown[i] = c.sources[n-1]
		shown[i].N = i + 1
	}
	return shown
}
