package retrieval

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Article finds one article, with its text, by what a person calls it: its ID,
// its URL in any of the forms it is shared in, or its title. Of a title the
// beginning, some part or some of its words are enough, as long as they fit one
// article only. Errors: ErrNotFound, and *AmbiguousError, which is ErrAmbiguous.
func (l *Library) Article(ctx context.Context, guild, ref string) (Article, error) {
	if err := ctx.Err(); err != nil {
		return Article{}, err
	}
	s := l.at(guild)
	ref = strings.TrimSpace(ref)
	for _, id := range []string{ref, ArticleID(ref)} {
		if a, ok := s.index.article(id); ok {
			return a, nil
		}
	}
	if ref == "" {
		return Article{}, ErrNotFound
	}
	list := s.list()
	fits := list.byURL(ref)
	if fits == nil {
		fits = list.byTitle(ref)
	}
	switch len(fits) {
	case 0:
		return Article{}, ErrNotFound
	case 1:
		a, _ := s.index.article(list.articles[fits[0]].ID)
		return a, nil
	}
	return Article{}, list.ambiguous(fits)
}

// mostFits is how many articles an AmbiguousError names: as many as fit on
// one row of buttons.
const mostFits = 5

// AmbiguousError is an ErrAmbiguous that knows between which articles.
type AmbiguousError struct {
	// Fits are the last published of those that fit, at most five, without their
	// texts, and Count is how many fit.
	Fits  []Article
	Count int
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%d articles fit", e.Count)
}

// Unwrap makes it an ErrAmbiguous.
func (e *AmbiguousError) Unwrap() error { return ErrAmbiguous }

func (c catalog) ambiguous(fits []int) error {
	e := &AmbiguousError{Count: len(fits)}
	for _, i := range fits[:min(len(fits), mostFits)] {
		e.Fits = append(e.Fits, c.articles[i])
	}
	return e
}

// Suggest lists up to n articles, without their texts, whose title fits what
// somebody has typed so far: those that begin with it first, then those that
// hold it, then those that hold words beginning like each of its words, in
// title or outlet; the last published first among equals. For "" it lists the last
// published.
func (l *Library) Suggest(guild, typed string, n int) []Article {
	list := l.at(guild).list()
	var fits [titleMisses][]Article
	for i, f := range list.fits(typed) {
		if f < titleMisses {
			fits[f] = append(fits[f], list.articles[i])
		}
	}
	found := slices.Concat(fits[:]...)
	return found[:min(len(found), max(0, n))]
}

// titleFit tells how a title fits what was typed, the closest first.
type titleFit int

const (
	titleEquals titleFit = iota
	titleBegins
	titleHolds
	titleHoldsWords
	titleMisses
)

// maxWords is how many of the typed words are looked for: a title has no more,
// and what is typed is a stranger's.
const maxWords = 30

// fits judges all articles of the catalog.
func (c catalog) fits(typed string) iter.Seq2[int, titleFit] {
	typed = prose.FoldCase(typed)
	words := strings.Fields(typed)
	words = words[:min(len(words), maxWords)]
	return func(yield func(int, titleFit) bool) {
		for i, title := range c.titles {
			f := titleMisses
			switch {
			case title == typed:
				f = titleEquals
			case strings.HasPrefix(title, typed):
				f = titleBegins
			case strings.Contains(title, typed):
				f = titleHolds
			case !slices.ContainsFunc(words, func(w string) bool {
				return !holdsWord(title, w) && !holdsWord(c.outlets[i], w)
			}):
				f = titleHoldsWords
			}
			if !yield(i, f) {
				return
			}
		}
	}
}

// holdsWord: a word of the text begins with prefix.
func holdsWord(text, prefix string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], prefix)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:from+i])
		if !unicode.IsLetter(before) && !unicode.IsNumber(before) {
			return true
		}
		from += i + len(prefix)
	}
}

// byTitle gives the places of the articles that fit as closely as any does.
func (c catalog) byTitle(ref string) []int {
	var best []int
	closest := titleMisses
	for i, f := range c.fits(ref) {
		if f < closest {
			best, closest = nil, f
		}
		if f == closest && f < titleMisses {
			best = append(best, i)
		}
	}
	return best
}

// byURL gives the places of the articles that are at the same address, apart
// from what seldom tells two pages from each other.
func (c catalog) byURL(ref string) []int {
	address, ok := plainAddress(ref)
	if !ok {
		return nil
	}
	var found []int
	for i, a := range c.articles {
		if other, _ := plainAddress(a.URL); other == address {
			found = append(found, i)
		}
	}
	return found
}

// plainAddress reduces a web address to host and path, with the parameters that
// may name the page. Which page is meant among a guild's own is a milder
// question than which page to fetch, so more is left out than in a canonical
// URL: the scheme, www., a final slash.
func plainAddress(raw string) (string, bool) {
	if !strings.Contains(raw, "://") {
		raw = "//" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "", false
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") || strings.HasSuffix(name, "clid") {
			query.Del(name)
		}
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	address := host + strings.TrimRight(u.EscapedPath(), "/")
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address, true
}
