// Package fetch reads one news page from the web, or one local file, and keeps
// the story of it: who published what under which title on which day, in
// paragraphs. Every address is untrusted, and so is every byte that comes back.
package fetch

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval"
)

// Page is a fetched and extracted article.
type Page struct {
	// Article has everything but Version. Its URL is canonical.
	Article retrieval.Article
	// Words kept.
	Words int
	// Notes are suspicions about the extraction in a reader's words, such as
	// "no publication date found".
	Notes []string
	// Dropped are the paragraphs left out as no part of the story (captions,
	// notices, lists of other stories), at most 50 of them.
	Dropped []string
}

const (
	// maxText is the most text kept of one article, in characters: a long
	// book chapter, twenty times a long story.
	maxText    = 200_000
	maxDropped = 50
)

// finish makes the Page of a story that was found at u.
func (f *Fetcher) finish(s story, u *url.URL) (Page, error) {
	address, err := addressOf(s, u)
	if err != nil {
		return Page{}, err
	}
	blocks := capBlocks(s.blocks)
	p := Page{Notes: s.notes}
	for _, b := range blocks {
		p.Words += countWords(b.text)
	}
	if p.Words == 0 {
		return Page{}, ErrNoArticle
	}
	for _, b := range s.dropped[:min(len(s.dropped), maxDropped)] {
		p.Dropped = append(p.Dropped, b.text)
	}
	p.Article = retrieval.Article{
		ID: retrieval.ArticleID(address), URL: address,
		Title: limit(cleanLine(s.title), maxName), Outlet: limit(cleanLine(s.outlet), maxName),
		Published: s.published, Updated: s.updated, Fetched: f.now(),
		Lang: languageOf(blocks, s.lang), Text: joinText(blocks),
	}
	if a, err := url.Parse(address); err == nil && p.Article.Outlet == "" {
		p.Article.Outlet = strings.TrimPrefix(a.Hostname(), "www.")
	}
	if p.Article.Title == "" {
		p.Article.Title = limit(cleanLine(fileTitle(u)), maxName)
		note := "no title found"
		if p.Article.Title != "" {
			note += ", so it is called after its file"
		}
		p.Notes = append(p.Notes, note)
	}
	if p.Article.Published.IsZero() {
		p.Notes = append(p.Notes, "no publication date found")
	}
	if len(blocks) < len(s.blocks) || blocks[0].text != s.blocks[0].text {
		p.Notes = append(p.Notes, cutNote(characters(blocks), characters(s.blocks)))
	}
	return p, nil
}

// fileTitle is what a local file is called by: its name without extension.
func fileTitle(u *url.URL) string {
	if u.Scheme != "file" {
		return ""
	}
	name := path.Base(u.Path)
	if stem := strings.TrimSuffix(name, path.Ext(name)); stem != "" {
		return stem
	}
	return name
}

// cutNote says what share of a text was kept, in characters.
func cutNote(kept, all int) string {
	share := fmt.Sprintf("%d %%", kept*100/all)
	if kept*100 < all {
		share = "part (less than 1 %)"
	}
	return fmt.Sprintf("only the first %s of the text was kept (%s of %s characters)", share, grouped(kept), grouped(all))
}

// grouped writes a count with a comma between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// characters is how many there are in the text of blocks.
func characters(blocks []block) int { return utf8.RuneCountInString(joinText(blocks)) }

// addressOf is the story's canonical address: what it claims, else where it was
// found.
func addressOf(s story, u *url.URL) (string, error) {
	switch {
	case s.url != "":
		return Canonicalize(s.url)
	case isWeb(u):
		return Canonicalize(u.String())
	case u.Scheme == "file":
		return u.String(), nil
	}
	return "", fmt.Errorf("%w: the document has no address", ErrBadURL)
}

func isWeb(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }

// capBlocks keeps whole blocks up to maxText characters.
func capBlocks(blocks []block) []block {
	n := 0
	for i, b := range blocks {
		n += utf8.RuneCountInString(b.text) + 2
		if n > maxText {
			if i == 0 {
				return []block{{text: limit(b.text, maxText)}}
			}
			return blocks[:i]
		}
	}
	return blocks
}

// joinText writes blocks as retrieval.Article.Text has them.
func joinText(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n\n")
}
