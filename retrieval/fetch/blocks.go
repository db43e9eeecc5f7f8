package fetch

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block is one paragraph, heading, list item or table row of a page.
type block struct {
	kind  blockKind
	level int    // of a heading, 1 to 6; 0 elsewhere and where unknown
	text  string // plain, on one line, never empty
}

type blockKind uint8

const (
	paragraph blockKind = iota
	heading
	item // of a list, or a row of a table
)

// blocksOf reads the blocks under n, of a marked document, in its order.
func blocksOf(n *html.Node) []block {
	if n == nil {
		return nil
	}
	var w blockWriter
	w.walk(n, paragraph)
	w.flush(paragraph)
	return w.blocks
}

type blockWriter struct {
	blocks []block
	line   strings.Builder // text since the last boundary; a markBreak is a newline
	level  int             // of the heading being read
	mark   rune            // that the line began with, 0 for none; see markBlocks
}

// walk appends what n holds; kind is what the text directly under n belongs to.
// The depth is bounded by html.Parse, which refuses more than 512 open elements.
func (w *blockWriter) walk(n *html.Node, kind blockKind) {
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data, kind)
		return
	case silent(tag(n)):
		return
	}
	inner, boundary := kindOf(n, kind)
	if boundary {
		w.flush(kind)
	}
	if level := headingLevel(n); level > 0 {
		w.level = level
		defer func() { w.level = 0 }()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, inner)
	}
	if boundary {
		w.flush(inner)
	}
}

// text appends s, parted at its marks.
func (w *blockWriter) text(s string, kind blockKind) {
	for _, r := range s {
		switch {
		case r == markCell:
			w.line.WriteString(" | ")
		case r == markBreak:
			w.line.WriteByte('\n')
		case isMark(r):
			w.flush(kind)
			w.mark = r
		case r == '\n' || r == '\r':
			w.line.WriteByte(' ')
		default:
			w.line.WriteRune(r)
		}
	}
}

// flush ends the running block. What an extractor made a paragraph of is what
// its mark says. Two line breaks in a row end a paragraph, as
// pages without <p> write it; so does one after a full sentence.
func (w *blockWriter) flush(kind blockKind) {
	lines, level := strings.Split(w.line.String(), "\n"), w.level
	if kind == paragraph {
		kind, level = begun(w.mark)
	}
	w.line.Reset()
	w.mark = 0
	var run []string
	end := func() {
		if text := strings.Trim(cleanLine(strings.Join(run, " ")), "| "); text != "" {
			w.blocks = append(w.blocks, block{kind: kind, level: level, text: text})
		}
		run = run[:0]
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || (len(run) > 0 && endsSentence(run[len(run)-1])) {
			end()
		}
		if line != "" {
			run = append(run, line)
		}
	}
	end()
}

// tag is n's element; not n.DataAtom, which the extractors leave empty on the
// nodes they make.
func tag(n *html.Node) atom.Atom {
	if n.Type != html.ElementNode {
		return 0
	}
	return atom.Lookup([]byte(n.Data))
}

func silent(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe,
		atom.Head, atom.Button, atom.Figcaption, atom.Math:
		return true
	}
	return false
}

// kindOf says what kind of block n's text is, and whether n bounds a block.
func kindOf(n *html.Node, outer blockKind) (kind blockKind, boundary bool) {
	if headingLevel(n) > 0 {
		return heading, true
	}
	switch tag(n) {
	case atom.Li, atom.Tr, atom.Dd, atom.Dt:
		return item, true
	case atom.P, atom.Blockquote:
		return paragraph, true // in a layout table's cell, too
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body, atom.Pre, atom.Ul,
		atom.Ol, atom.Dl, atom.Table, atom.Tbody, atom.Thead, atom.Figure, atom.Header, atom.Footer, atom.Hr,
		atom.Details, atom.Summary, atom.Aside, atom.Caption, atom.Address, atom.Center, atom.Fieldset, atom.Legend,
		atom.Form, atom.Hgroup, atom.Nav, atom.Menu:
		return outer, true
	}
	return outer, false
}

// headingLevel is 1 to 6 for <h1> to <h6>, 0 for all else.
func headingLevel(n *html.Node) int {
	switch tag(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

// cleanLine is s on one line: control and invisible formatting characters out,
// every run of white space one space. Quotation marks, dashes and the joiners
// that Indic and Arabic scripts and emoji need stay.
func cleanLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = true
			continue
		case r == '\u200c' || r == '\u200d':
		case unicode.Is(unicode.C, r), r == unicode.ReplacementChar && b.Len() == 0:
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}

// endsSentence tells whether s ends as a sentence does, closing quotation marks
// and brackets aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]› ")
	if s == "" {
		return false
	}
	for _, end := range []string{".", "!", "?", "…", "。", "！", "？", "؟", "।"} {
		if strings.HasSuffix(s, end) {
			return true
		}
	}
	return false
}
