package handlers

import (
	"context"
	"net/url"
	"strings"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

// directive begins what a browser takes for itself in an address (WICG, URL
// Fragment Text Directives).
const directive = ":~:"

// passageGap stands between the parts of a passage, as in retrieval.Passage.
const passageGap = " … "

// link gives the sources of a reply their links. A source whose article is
// gone, or no longer has the passage, stays without: its page is linked as a
// whole then.
func (d *Desk) link(ctx context.Context, guild string, sources []prompts.Source) {
	articles := make(map[string]retrieval.Article)
	for i := range sources {
		s := &sources[i]
		a, known := articles[s.Article]
		if !known {
			var err error
			if a, err = d.library.Article(ctx, guild, s.Article); err != nil {
				d.log.Debug("no link to a passage", "guild", guild, "article", s.Article, "error", err)
			}
			articles[s.Article] = a
		}
		s.Link = linkTo(a, s.Text)
	}
}

// linkTo is the address of an article's page that opens at a passage, each of
// its parts highlighted; "" where the page is not on the web or the passage not
// on the page.
func linkTo(a retrieval.Article, passage string) string {
	u, err := url.Parse(a.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	parts := []string{passage}
	if fetch.TextFragment(a.Text, passage) == "" {
		parts = strings.Split(passage, passageGap)
	}
	link := a.URL
	for _, p := range parts {
		link = addDirective(link, fragment(a.Text, p))
	}
	if link == a.URL {
		return ""
	}
	return link
}

// fragment is the text fragment of a passage: of the whole of it, or without
// its first paragraphs where these are so short, and so often on the page, that
// nothing leads to them.
func fragment(text, passage string) string {
	for more := true; more; {
		if f := fetch.TextFragment(text, passage); f != "" {
			return f
		}
		_, passage, more = strings.Cut(passage, "\n\n")
	}
	return ""
}

// addDirective adds the directives of a fragment ("#:~:text=…") to an address,
// after those it has.
func addDirective(address, fragment string) string {
	_, texts, ok := strings.Cut(fragment, directive)
	switch {
	case !ok:
		return address
	case strings.Contains(address, directive):
		return address + "&" + texts
	case strings.Contains(address, "#"):
		return address + directive + texts
	}
	return address + "#" + directive + texts
}

// JoinLinks is one address that leads to all of the passages that links lead
// to, which are of one page: each that still fits in limit bytes. Without
// links it is "".
func JoinLinks(links []string, limit int) string {
	joined := ""
	for _, l := range links {
		next := l
		if joined != "" {
			next = addDirective(joined, l)
		}
		if len(next) <= limit && !strings.Contains(joined, texts(l)) {
			joined = next
		}
	}
	return joined
}

// texts are an address's directives.
func texts(address string) string {
	_, texts, _ := strings.Cut(address, directive)
	return texts
}
