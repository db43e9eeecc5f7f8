package handlers

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// What is read on a topic.
const (
	topicPassages = 80 // looked at
	topicWords    = 90 // of one passage at most
	// passagesPerPoint and perArticle bound what is chosen of them: enough to
	// choose from, and not all of it out of one article.
	passagesPerPoint = 3
	perArticle       = 3
	// aboutTopic is the share of a topic's words that the best passage has to
	// have, and more of which the beginning of an article has that is about it.
	aboutTopic = .5
	// allOfTopic is the share, by how rare its words are, that a passage has to
	// have where no article is about the topic.
	allOfTopic = .95
)

// onTopic is what the articles have on a topic since a day.
func (d *Desk) onTopic(ctx context.Context, req SummaryRequest, topic string) (*subject, error) {
	s := &subject{guild: req.From.Guild, asked: req.Asked, topic: topic, title: topic}
	if !req.Since.IsZero() {
		s.title += ", since " + dateOf(req.Since)
	}
	found, err := d.searchTopic(ctx, req, topic)
	if err != nil {
		return nil, err
	}
	near := onlyNear(found)
	if err := d.chooseArticles(ctx, s, near); err != nil {
		return nil, err
	}
	if len(s.articles) == 0 {
		return d.nothingOn(ctx, s, req, found)
	}
	chosen := s.choose(near, passagesPerPoint*(req.Detail.points()+1))
	s.settle(req.Detail)
	s.summary.Topic = topic
	s.sources, _ = fair(s.inOrder(chosen), d.readable(s.summary.Points))
	return s, nil
}

// chooseArticles keeps of the articles found those that are about the topic
// or, where none is, those that mention it with all its words, and says so.
func (d *Desk) chooseArticles(ctx context.Context, s *subject, near []retrieval.Passage) error {
	var about []retrieval.Article
	mentioned := false
	for _, p := range near {
		mentioned = mentioned || p.Coverage >= allOfTopic
		if slices.ContainsFunc(s.articles, func(a retrieval.Article) bool { return a.ID == p.Article.ID }) {
			continue
		}
		a, err := d.library.Article(ctx, s.guild, p.Article.ID)
		if err != nil {
			return err
		}
		s.articles = append(s.articles, a)
		if a.About(s.topic) > aboutTopic {
			about = append(about, a)
		}
	}
	switch {
	case len(about) > 0:
		s.articles = about
	case !mentioned:
		s.articles = nil
	default:
		s.notes = []string{"No article here is mainly about that; these mention it."}
	}
	return nil
}

// choose takes of the passages those of the chosen articles, the best first, at
// most n and perArticle of an article, and leaves the articles that have one.
func (s *subject) choose(near []retrieval.Passage, n int) []retrieval.Passage {
	var chosen []retrieval.Passage
	taken := map[string]int{}
	for _, p := range near {
		of := func(a retrieval.Article) bool { return a.ID == p.Article.ID }
		if len(chosen) < n && taken[p.Article.ID] < perArticle && slices.ContainsFunc(s.articles, of) {
			taken[p.Article.ID]++
			chosen = append(chosen, p)
		}
	}
	s.articles = slices.DeleteFunc(s.articles, func(a retrieval.Article) bool { return taken[a.ID] == 0 })
	return chosen
}

func (d *Desk) searchTopic(ctx context.Context, req SummaryRequest, topic string) ([]retrieval.Passage, error) {
	q := retrieval.Query{Guild: req.From.Guild, Text: topic, Since: req.Since, Limit: topicPassages}
	if req.Since.IsZero() {
		q.Asked = req.Asked // without a day of his own the asker wants what is new
	}
	found, err := d.library.Search(ctx, q)
	return found.Passages, err
}

// onlyNear are the passages that have about as much of the topic as the best,
// where that has enough of it.
func onlyNear(passages []retrieval.Passage) []retrieval.Passage {
	if mostCovered(passages) < aboutTopic {
		return nil
	}
	return near(passages)
}

// inOrder makes sources of passages, in the order of their articles and texts.
func (s *subject) inOrder(passages []retrieval.Passage) []prompts.Source {
	place := map[string]int{}
	for i, a := range s.articles {
		place[a.ID] = i
	}
	passages = slices.Clone(passages)
	slices.SortFunc(passages, func(a, b retrieval.Passage) int {
		return cmp.Or(cmp.Compare(place[a.Article.ID], place[b.Article.ID]), cmp.Compare(a.Start, b.Start))
	})
	for i, p := range passages {
		passages[i].Text = p.Excerpt(s.topic, topicWords)
	}
	return number(passages)
}

// nothingOn says that no article is about a topic, or none since that day, and
// names the nearest: older ones on it, or those that share a word with it.
func (d *Desk) nothingOn(ctx context.Context, s *subject, req SummaryRequest, closest []retrieval.Passage) (*subject, error) {
	note := "No article here is about that."
	if !req.Since.IsZero() {
		note = fmt.Sprintf("No article here that came out on %s or later is about that.", dateOf(req.Since))
		req.Since = time.Time{}
		found, err := d.searchTopic(ctx, req, s.topic)
		if err != nil {
			return nil, err
		}
		if older := onlyNear(found); len(older) > 0 {
			closest = older
		}
	}
	s.nearest = nearest(closest, maxClosest)
	s.notes = []string{note}
	return s, nil
}

// dateOf writes a day as news does.
func dateOf(t time.Time) string { return t.Format("2 January 2006") }
