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
	// aboutTopic is the share of a topic's words, by how rare they are, that the
	// best passage has to have: with less of it the articles are about
	// something else.
	aboutTopic = .5
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
	chosen := onlyRelevant(found, passagesPerPoint*(req.Detail.points()+1))
	if len(chosen) == 0 {
		return d.nothingOn(ctx, s, req, found)
	}
	for _, p := range chosen {
		a, err := d.library.Article(ctx, req.From.Guild, p.Article.ID)
		if err != nil {
			return nil, err
		}
		s.articles = append(s.articles, a)
	}
	s.settle(req.Detail)
	s.summary.Topic = topic
	s.sources = s.inOrder(chosen)
	s.sources = prompts.Fit(s.sources, d.readable(s.summary.Points))
	return s, nil
}

func (d *Desk) searchTopic(ctx context.Context, req SummaryRequest, topic string) ([]retrieval.Passage, error) {
	q := retrieval.Query{Guild: req.From.Guild, Text: topic, Since: req.Since, Limit: topicPassages}
	if req.Since.IsZero() {
		q.Asked = req.Asked // without a day of his own the asker wants what is new
	}
	found, err := d.library.Search(ctx, q)
	return found.Passages, err
}

// onlyRelevant are the passages that are about the topic, the best first, at
// most n and perArticle of an article.
func onlyRelevant(passages []retrieval.Passage, n int) []retrieval.Passage {
	most := 0.0
	for _, p := range passages {
		most = max(most, p.Coverage)
	}
	if most < aboutTopic {
		return nil
	}
	var chosen []retrieval.Passage
	taken := map[string]int{}
	for _, p := range passages {
		if p.Coverage >= nearEnough*most && len(chosen) < n && taken[p.Article.ID] < perArticle {
			taken[p.Article.ID]++
			chosen = append(chosen, p)
		}
	}
	return chosen
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
func (d *Desk) nothingOn(ctx context.Context, s *subject, req SummaryRequest, near []retrieval.Passage) (*subject, error) {
	note := "No article here is about that."
	if !req.Since.IsZero() {
		note = fmt.Sprintf("No article here that came out on %s or later is about that.", dateOf(req.Since))
		req.Since = time.Time{}
		found, err := d.searchTopic(ctx, req, s.topic)
		if err != nil {
			return nil, err
		}
		if older := onlyRelevant(found, len(found)); len(older) > 0 {
			near = older
		}
	}
	for _, p := range near {
		known := slices.ContainsFunc(s.nearest, func(a retrieval.Article) bool { return a.ID == p.Article.ID })
		if !known && len(s.nearest) < maxClosest {
			s.nearest = append(s.nearest, p.Article)
		}
	}
	s.notes = []string{note}
	return s, nil
}

// dateOf writes a day as news does.
func dateOf(t time.Time) string { return t.Format("2 January 2006") }
