package handlers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// Limits of a request for a summary.
const (
	maxRefs  = 10
	maxTopic = 200 // characters
	maxTitle = 120 // characters of a heading that names several articles
)

// Faults of a request for a summary.
var (
	// ErrNoReference: neither an article nor a topic is named.
	ErrNoReference = errors.New("no article named")
	// ErrRefAndTopic: both are.
	ErrRefAndTopic = errors.New("both articles and a topic named")
	ErrManyRefs    = errors.New("too many articles named")
	ErrLongTopic   = errors.New("topic too long")
	// ErrSinceAlone: there is a day to begin with, but no topic.
	ErrSinceAlone = errors.New("a day without a topic")
	// ErrFutureSince: that day has not come yet.
	ErrFutureSince = errors.New("the day is in the future")
)

// RefError tells which of several references Err is about.
type RefError struct {
	Ref string
	Err error
}

func (e *RefError) Error() string { return "reference: " + e.Err.Error() }

// Unwrap gives the fault itself.
func (e *RefError) Unwrap() error { return e.Err }

// subject is what is to be summed up.
type subject struct {
	summary prompts.Summary
	guild   string
	asked   time.Time
	title   string // over the reply
	topic   string // "" for named articles
	// articles are those summed up, with their texts, the oldest first, and
	// parts the whole of them, cut and numbered.
	articles []retrieval.Article
	parts    []prompts.Source
	// sources are what a model may be shown and cite: parts, or the passages on
	// the topic.
	sources []prompts.Source
	// disputed are sentences on what they give differently.
	disputed []prompts.Sentence
	// nearest are offered where there are no articles.
	nearest []retrieval.Article
	notes   []string
	// cut says what of the articles is not among the sources. Key sentences are
	// taken of all of them.
	cut []string
}

// subject finds what a request names.
func (d *Desk) subject(ctx context.Context, req SummaryRequest) (*subject, error) {
	refs, topic := linesOf(req.Ref), strings.Join(strings.Fields(req.Topic), " ")
	if req.Asked.IsZero() {
		req.Asked = time.Now()
	}
	switch {
	case len(refs) > 0 && topic != "":
		return nil, ErrRefAndTopic
	case topic == "" && !req.Since.IsZero():
		return nil, ErrSinceAlone
	case len(refs) == 0 && topic == "":
		return nil, ErrNoReference
	case len(refs) > maxRefs:
		return nil, ErrManyRefs
	case utf8.RuneCountInString(topic) > maxTopic:
		return nil, ErrLongTopic
	case req.Since.After(req.Asked):
		return nil, ErrFutureSince
	case len(d.library.Articles(req.From.Guild)) == 0:
		return nil, ErrNoArticles
	case topic != "":
		return d.onTopic(ctx, req, topic)
	}
	return d.named(ctx, req, refs)
}

// linesOf are the lines of a text that are not empty.
func linesOf(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// named is the articles of some references.
func (d *Desk) named(ctx context.Context, req SummaryRequest, refs []string) (*subject, error) {
	s := &subject{guild: req.From.Guild, asked: req.Asked}
	for _, ref := range refs {
		a, err := d.library.Article(ctx, req.From.Guild, ref)
		if err != nil && len(refs) > 1 {
			err = &RefError{ref, err}
		}
		if err != nil {
			return nil, err
		}
		s.articles = append(s.articles, a)
	}
	s.settle(req.Detail)
	s.title = s.heading()
	if !s.summary.Several {
		s.summary.Title = s.title
	}
	s.sources, s.cut = fair(s.parts, d.readable(s.summary.Points))
	return s, nil
}

// heading names the articles.
func (s *subject) heading() string {
	var titles []string
	for _, a := range s.articles {
		titles = append(titles, a.Title)
	}
	heading := strings.Join(titles, " · ")
	if len(titles) > 1 && utf8.RuneCountInString(heading) > maxTitle {
		return fmt.Sprintf("%d articles", len(titles))
	}
	return heading
}

// settle puts the articles in order of time, each once, the undated ones last,
// and cuts them into parts.
func (s *subject) settle(detail Detail) {
	slices.SortFunc(s.articles, func(a, b retrieval.Article) int {
		switch undated := a.Published.IsZero(); {
		case undated == b.Published.IsZero():
			return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
		case undated:
			return 1
		default:
			return -1
		}
	})
	s.articles = slices.CompactFunc(s.articles, func(a, b retrieval.Article) bool { return a.ID == b.ID })
	s.summary = prompts.Summary{Several: len(s.articles) > 1, Points: detail.points(), Lang: s.articles[0].Lang}
	for _, a := range s.articles {
		if a.Lang != s.summary.Lang {
			s.summary.Lang = ""
		}
		for _, c := range retrieval.Split(a.Text) {
			s.parts = append(s.parts, prompts.Source{
				N: len(s.parts) + 1, Article: a.ID, Title: a.Title, Outlet: a.Outlet,
				URL: a.URL, Published: a.Published, Text: strings.TrimSpace(c.Text), Speaker: c.Speaker,
			})
		}
	}
}
