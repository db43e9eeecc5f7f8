package handlers

import (
	"cmp"
	"slices"
	"strings"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// finish makes a reply the subject's: its heading and remarks and, of several
// articles, its points in order of time, each with the day where that changes.
func (s *subject) finish(r Reply) Reply {
	r.Summary, r.Title = true, s.title
	r.Notes = append(slices.Clone(s.notes), r.Notes...)
	if !s.summary.Several || len(r.Sentences) == 0 {
		return r
	}
	s.putInOrder(&r)
	sayDays(&r)
	return r
}

// putInOrder sorts the points of a reply, not its lead, by the first source
// that each of them cites, and numbers the sources anew in order of their
// citation. The lead's keep their numbers: it has been shown.
func (s *subject) putInOrder(r *Reply) {
	was := r.Sources
	place := make([]int, len(was))
	for i, cited := range was {
		place[i] = s.place(cited)
	}
	first := func(c prompts.Sentence) int {
		at := len(s.parts)
		for _, n := range c.Cites {
			at = min(at, place[n-1])
		}
		return at
	}
	r.Sentences = slices.Clone(r.Sentences)
	slices.SortStableFunc(r.Sentences[1:], func(a, b prompts.Sentence) int { return cmp.Compare(first(a), first(b)) })
	c := citations{sources: was}
	for i := range r.Sentences {
		r.Sentences[i].Cites = c.renumber(r.Sentences[i].Cites)
	}
	r.Sources = c.shown()
}

// place is where a source stands in order of time and text.
func (s *subject) place(cited prompts.Source) int {
	same := func(o prompts.Source) bool { return o.Article == cited.Article && o.Text == cited.Text }
	if i := slices.IndexFunc(s.sources, same); i >= 0 {
		return i
	}
	return slices.IndexFunc(s.parts, same)
}

// sayDays puts before each point its day, where that is not the one before
// it, and before the lead where all that it cites is of one day.
func sayDays(r *Reply) {
	said := ""
	for i := range r.Sentences {
		days := daysOf(r.Sentences[i].Cites, r.Sources)
		switch {
		case i == 0 && days[0] == days[len(days)-1]:
			r.Sentences[0].Day = days[0]
		case i > 0 && days[0] != said:
			said = days[0]
			r.Sentences[i].Day = said
		}
	}
}

// daysOf are the days of the cited sources, the first one first; "" for those
// without.
func daysOf(cites []int, sources []prompts.Source) []string {
	cited := make([]prompts.Source, len(cites))
	for i, n := range cites {
		cited[i] = sources[n-1]
	}
	slices.SortFunc(cited, func(a, b prompts.Source) int { return a.Published.Compare(b.Published) })
	days := make([]string, len(cited))
	for i, c := range cited {
		if !c.Published.IsZero() {
			days[i] = dateOf(c.Published)
		}
	}
	return days
}

// keySentences is the summary that needs no model: sentences of the articles,
// each cited to the part it stands in. Of several articles the weightiest is
// the lead.
func (s *subject) keySentences(c Cause) Reply {
	r, cited := Reply{Outcome: Closest, Cause: c}, citations{sources: s.parts}
	keys := retrieval.KeySentences(s.topic, s.articles, s.summary.Points+1)
	if s.summary.Several {
		slices.SortStableFunc(keys, func(a, b retrieval.KeySentence) int { return cmp.Compare(b.Weight, a.Weight) })
	}
	for _, k := range keys {
		if n := s.partOf(k); n > 0 {
			r.Sentences = append(r.Sentences, prompts.Sentence{
				Text: k.Text, Cites: cited.renumber([]int{n}), Level: prompts.Green, Reason: "verbatim",
			})
		}
	}
	r.Sources = cited.shown()
	return r
}

// partOf is the number of the part that a key sentence stands in, 0 where it
// runs over two.
func (s *subject) partOf(k retrieval.KeySentence) int {
	id := s.articles[k.Article].ID
	for _, p := range s.parts {
		if p.Article == id && strings.Contains(p.Text, k.Text) {
			return p.N
		}
	}
	return 0
}
