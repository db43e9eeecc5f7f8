package fetch

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// story is what was read from a document, before it becomes an Article.
type story struct {
	title, outlet, lang string
	published, updated  time.Time
	url                 string // what the document claims; "" for where it was found
	blocks, dropped     []block
	notes               []string
}

// maxNodes bounds the documents that are extracted. The extractors take time
// with the square of the nodes (36,000 short paragraphs held a core for 12 s)
// and cannot be stopped; the largest of 98 news pages has 4,017 nodes.
const maxNodes = 20_000

// readHTML takes the story from a page found at u.
func readHTML(markup string, u *url.URL, now time.Time) (story, error) {
	var doc *html.Node
	var err error
	if !survive(func() { doc, err = html.Parse(strings.NewReader(markup)) }) || err != nil {
		return story{}, fmt.Errorf("%w: mark-up that cannot be parsed", ErrNoArticle)
	}
	m := readMeta(doc)
	if m.nodes > maxNodes {
		return story{}, fmt.Errorf("%w: %d nodes", ErrTooLarge, m.nodes)
	}
	ld := readLinkedData(m.scripts)
	s := story{}
	if c := claimed(u, m.canonical, m.first("og:url")); c != nil {
		s.url, u = canonical(c), c
	}
	s.outlet = m.outletOf(ld, u)
	s.title = m.titleOf(ld, s.outlet, u)
	s.blocks, s.dropped = extractBlocks(doc, u, s.title)

	words := sentenceWords(s.blocks)
	if words < minStory {
		// Some pages leave it to a script to show what their JSON-LD says.
		if said, dropped := clearFurniture(ld.blocks(), s.title, false); sentenceWords(said) > words {
			s.blocks, s.dropped, words = said, dropped, sentenceWords(said)
		}
	}
	text := joinText(s.blocks)
	if err := wallBefore(markup, m, ld, text, words); err != nil {
		return story{}, err
	}
	if ld.words > 2*words || (words < 2*teaser && paywallAsks.MatchString(m.body)) {
		s.notes = append(s.notes, "the page may show only the beginning of the story")
	}
	s.published, s.updated = datesOf(doc, m, ld, u, text, now)
	s.lang = firstLanguage(m.lang, ld.lang, m.first("og:locale", "content-language", "dc.language"))
	return s, nil
}

// sentenceWords counts the words of the blocks that have sentences.
func sentenceWords(blocks []block) (n int) {
	for _, b := range blocks {
		if hasSentence(b) {
			n += countWords(b.text)
		}
	}
	return n
}

// extractBlocks finds the story in doc: go-trafilatura's blocks, borne out by
// go-readability's, less furniture.
func extractBlocks(doc *html.Node, u *url.URL, title string) (kept, dropped []block) {
	witness, one := readabilityBlocks(doc, u)
	restore := markBlocks(doc)
	found := trafilaturaBlocks(doc, u)
	restore()
	if one || len(found) == 0 {
		found = rescue(found, witness)
	}
	kept = found
	if len(witness) > 0 {
		kept, dropped = vote(found, witness)
	}
	kept, furniture := clearFurniture(kept, title, false)
	return kept, append(dropped, furniture...)
}

// trafilaturaBlocks runs go-trafilatura in its fast mode; of the modes tried,
// FavorRecall loses least.
func trafilaturaBlocks(doc *html.Node, u *url.URL) (blocks []block) {
	opts := trafilatura.Options{
		OriginalURL: u, Focus: trafilatura.FavorRecall, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled,
	}
	survive(func() {
		if r, err := trafilatura.ExtractDocument(doc, opts); err == nil {
			blocks = blocksOf(r.ContentNode)
		}
	})
	return blocks
}

// readabilityBlocks runs readeck's go-readability. one is false where what it
// found spans several <article> elements, as on a page with more stories below
// its own. It keeps the page's elements, and so its blocks.
func readabilityBlocks(doc *html.Node, u *url.URL) (blocks []block, one bool) {
	survive(func() {
		a, err := readability.FromDocument(doc, u)
		if err != nil || a.Node == nil {
			return
		}
		articles := 0
		for n := range a.Node.Descendants() {
			if tag(n) == atom.Article {
				articles++
			}
		}
		markBlocks(a.Node) // only now: it weighs how texts begin and end
		blocks, one = blocksOf(a.Node), articles <= 1
	})
	return blocks, one
}

// survive runs a parser of somebody else's on somebody else's bytes, and tells
// whether it came back without a panic.
func survive(parse func()) (ok bool) {
	defer func() { ok = recover() == nil && ok }()
	parse()
	return true
}
