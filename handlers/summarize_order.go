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
	if !s.dated() || len(r.Sentences) == 0 {
		return r
	}
	// What is disputed comes last, and says its days itself.
	points := len(r.Sentences)
	for points > 1 && slices.ContainsFunc(s.disputed, func(d prompts.Sentence) bool { return d.Text == r.Sentences[points-1].Text }) {
		points--
	}
	s.putInOrder(&r, points)
	sayDays(r.Sentences[:points], r.Sources)
	return r
}

// dated tells whether the points come in order of time, with their days: where
// the reader did not name the one article that they are of.
func (s *subject) dated() bool { return s.summary.Several || s.topic != "" }

// putInOrder sorts the first sentences of a reply but its lead by the first
// source that each of them cites, and numbers the sources anew in order of
// their citation. The lead's keep their numbers: it has been shown.
func (s *subject) putInOrder(r *Reply, points int) {
	was := r.Sources
	places := make([]place, len(was))
	for i, cited := range was {
		places[i] = s.place(cited)
	}
	first := func(c prompts.Sentence) place {
		cited := make([]place, len(c.Cites))
		for i, n := range c.Cites {
			cited[i] = places[n-1]
		}
		return slices.MinFunc(cited, place.compare)
	}
	r.Sentences = slices.Clone(r.Sentences)
	slices.SortStableFunc(r.Sentences[1:points], func(a, b prompts.Sentence) int { return first(a).compare(first(b)) })
	c := citations{sources: was}
	for i := range r.Sentences {
		r.Sentences[i].Cites = c.renumber(r.Sentences[i].Cites)
	}
	r.Sources = c.shown()
}

// place is where a source stands in order of time and, within an article, of
// text.
func (s *subject) place(cited prompts.Source) place {
	begins, _, _ := strings.Cut(cited.Text, " … ") // a passage may be of two parts
	for i, a := range s.articles {
		if a.ID == cited.Article {
			return place{i, strings.Index(a.Text, begins)}
		}
	}
	return place{}
}

// place orders sources.
type place struct{ article, at int }

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.article, o.article), cmp.Compare(p.at, o.at))
}

// sayDays puts before each point its day, where that is not the one before
// it, and before the lead where all that it cites is of one day.
func sayDays(sentences []prompts.Sentence, sources []prompts.Source) {
	said := ""
	for i := range sentences {
		days := daysOf(sentences[i].Cites, sources)
		switch {
		case i == 0 && days[0] == days[len(days)-1]:
			sentences[0].Day = days[0]
		case i > 0 && days[0] != said:
			said = days[0]
			sentences[i].Day = said
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
	articles := slices.Clone(s.articles)
	for i, a := range articles {
		articles[i].Text = prompts.Reported(s.topic, a.Text)
	}
	keys := retrieval.KeySentences(s.topic, articles, s.summary.Points+1)
	if s.dated() {
		slices.SortStableFunc(keys, func(a, b retrieval.KeySentence) int { return cmp.Compare(b.Weight, a.Weight) })
	}
	r, cited := Reply{Outcome: Closest, Cause: c}, citations{sources: slices.Concat(s.parts, s.sources)}
	for _, k := range keys {
		if n := s.partOf(k); n > 0 {
			r.Sentences = append(r.Sentences, prompts.Sentence{
				Text: k.Text, Cites: cited.renumber([]int{n}), Level: prompts.Green, Reason: "verbatim",
			})
		}
	}
	if len(r.Sentences) == 0 { // no sentence of it can stand alone
		r.Sources = prompts.Fit(s.parts[:1], excerptWords)
		return r
	}
	for _, d := range s.disputed {
		d.Cites = cited.renumber(s.amongParts(d.Cites))
		r.Sentences = append(r.Sentences, d)
	}
	r.Sources = cited.shown()
	return r
}

// amongParts are the numbers of sources in a list of the parts and, after them,
// the sources: that of a part where it is the same.
func (s *subject) amongParts(cites []int) []int {
	numbers := make([]int, len(cites))
	for i, n := range cites {
		source := s.sources[n-1]
		numbers[i] = n + len(s.parts)
		for _, p := range s.parts {
			if p.Article == source.Article && p.Text == source.Text {
				numbers[i] = p.N
			}
		}
	}
	return numbers
}

// differences are the sentences on what the articles give differently, at most
// maxDisputed of them.
func (s *subject) differences() []prompts.Sentence {
	if !s.summary.Several {
		return nil
	}
	var sentences []prompts.Sentence
	for _, d := range prompts.Differ(s.topic, s.sources) {
		if next := d.Sentences(); len(sentences)+len(next) <= maxDisputed {
			sentences = append(sentences, next...)
		}
	}
	return sentences
}

// maxDisputed is how many sentences a summary ends with on what is disputed.
const maxDisputed = 4

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
