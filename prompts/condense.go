package prompts

import "strings"

// Condense returns the prompt that has a model take notes of one part, of
// parts together, of what is to be summed up: up to notes sentences, each
// cited. Check them against the part's sources, and let [Notes] make of those
// that stand what [Summarize] goes on with.
func Condense(s Summary, sources []Source, part, parts, notes int) []Message {
	s.Points = notes
	page, example := s.page(sources), s.example()
	page.Part, page.Parts, example.Part, example.Parts = part, parts, 1, 2
	return []Message{
		{System, render("condense.system", page)},
		{User, render("condense.user", example)},
		{Assistant, render("condense.example.answer", nil)},
		{User, render("condense.user", page)},
	}
}

// Portions cuts sources into as few runs of about so many words as hold them
// all, each about as long as the others: a last one of a few words would be a
// call for nothing. A run is longer than that by half a source at most.
func Portions(sources []Source, words int) [][]Source {
	all := 0
	for _, s := range sources {
		all += Words(s.Text)
	}
	n := max(1, (all+words-1)/max(1, words))
	var portions [][]Source
	last, before := -1, 0
	for i, s := range sources {
		long := Words(s.Text)
		middle := (before + long/2) * n / max(1, all)
		if middle != last {
			portions = append(portions, sources[i:i])
			last = middle
		}
		run := &portions[len(portions)-1]
		*run = (*run)[:len(*run)+1]
		before += long
	}
	return portions
}

// Notes makes of checked sentences sources to write a summary from: each
// source that is cited, under its own number, its text what was noted of it.
// A sentence that rests on several stands under the first. What comes back is
// for a prompt only: the summary is to be checked against the sources
// themselves. Of an article only the first source keeps its title, outlet and
// day: repeated over each line they would be half of the prompt.
func Notes(kept []Sentence, sources []Source) []Source {
	said := map[int][]string{}
	for _, s := range kept {
		if len(s.Cites) > 0 {
			said[s.Cites[0]] = append(said[s.Cites[0]], s.Text)
		}
	}
	var notes []Source
	article := ""
	for _, s := range sources {
		if len(said[s.N]) == 0 {
			continue
		}
		note := Source{N: s.N, Article: s.Article, Text: strings.Join(said[s.N], "\n")}
		if s.Article != article || article == "" {
			note.Title, note.Outlet, note.URL, note.Published = s.Title, s.Outlet, s.URL, s.Published
		}
		article = s.Article
		notes = append(notes, note)
	}
	return notes
}
