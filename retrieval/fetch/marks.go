package fetch

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Extractors rebuild what they keep of a page, and on some roads forget where
// its blocks ended: go-trafilatura makes one paragraph of a short <article>.
// Therefore the text itself is marked where blocks begin and end before they
// run, and parted at the marks after. Pictures of control characters serve: as
// printable symbols they outlive the extractors' clean-ups, and no story has any.
const (
	markParagraph = '\u2400' // and markParagraph+n begins a heading of level n
	markItem      = '\u2407'
	markEnd       = '\u2408'
	markCell      = '\u2409' // between two cells of a table's row
	markBreak     = '\u240a' // a <br>; two end the block
)

func isMark(r rune) bool { return r >= markParagraph && r <= markBreak }

// markBlocks marks doc's text and takes the JSON-LD out, whose copy of the
// story has no blocks, until restore is called.
func markBlocks(doc *html.Node) (restore func()) {
	m := marker{next: markEnd}
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && tag(n.Parent) == atom.Script && isLinkedData(n.Parent) {
			m.set(n, "")
		}
	}
	m.walk(doc, block{})
	return func() {
		for _, s := range m.saved {
			s.node.Data = s.data
		}
	}
}

type marker struct {
	saved []savedText
	last  *html.Node // the text before
	next  rune       // markEnd, markCell or markBreak: what came since; 0: nothing
}

type savedText struct {
	node *html.Node
	data string
}

// walk marks the text under n; outer says what kind of block it belongs to.
func (m *marker) walk(n *html.Node, outer block) {
	if n.Type == html.TextNode {
		m.text(n, outer)
		return
	}
	inner, boundary := outer, false
	switch t := tag(n); {
	case t == atom.Figcaption:
		boundary = true
	case silent(t):
		return
	case t == atom.Br && m.next == markBreak:
		m.next = markEnd
	case t == atom.Br && m.next != markEnd:
		m.next = markBreak
	case (t == atom.Td || t == atom.Th) && m.next == 0:
		m.next = markCell
	default:
		inner.kind, boundary = kindOf(n, outer.kind)
	}
	if boundary {
		m.next = markEnd
		if level := headingLevel(n); level > 0 || inner.kind != heading {
			inner.level = level
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c, inner)
	}
	if boundary {
		m.next = markEnd
	}
}

// text marks n's beginning, and the end of the text before it: an extractor may
// drop either.
func (m *marker) text(n *html.Node, b block) {
	data := strings.Map(func(r rune) rune {
		if isMark(r) {
			return ' '
		}
		return r
	}, n.Data)
	rest := strings.TrimLeftFunc(data, unicode.IsSpace)
	if rest == "" {
		return
	}
	lead := data[:len(data)-len(rest)]
	switch m.next {
	case markCell, markBreak:
		data = lead + string(m.next) + rest
	case markEnd:
		if m.last != nil {
			before := strings.TrimRightFunc(m.last.Data, unicode.IsSpace)
			m.last.Data = before + string(markEnd) + m.last.Data[len(before):]
		}
		data = lead + string(beginning(b)) + rest
	}
	m.set(n, data)
	m.last, m.next = n, 0
}

// set changes a text, which restore puts back.
func (m *marker) set(n *html.Node, data string) {
	m.saved = append(m.saved, savedText{n, n.Data})
	n.Data = data
}

// beginning is the mark for a block like b.
func beginning(b block) rune {
	switch b.kind {
	case heading:
		return markParagraph + rune(b.level)
	case item:
		return markItem
	}
	return markParagraph
}

// begun is what beginning was given; of other marks, a paragraph.
func begun(mark rune) (kind blockKind, level int) {
	switch {
	case mark > markParagraph && mark < markItem:
		return heading, int(mark - markParagraph)
	case mark == markItem:
		return item, 0
	}
	return paragraph, 0
}
