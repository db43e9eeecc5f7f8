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

// blocksOf reads the blocks under n in document order.
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
	line   strings.Builder // text since the last boundary; a <br> is a newline
	level  int             // of the heading being read
}

// walk appends what n holds; kind is what the text directly under n belongs to.
// The depth is bounded by html.Parse, which refuses more than 512 open elements.
func (w *blockWriter) walk(n *html.Node, kind blockKind) {
	switch {
	case n.Type == html.TextNode:
		w.line.WriteString(strings.Map(lineBreakToSpace, n.Data))
		return
	case tag(n) == atom.Br:
		w.line.WriteByte('\n')
		return
	case silent(tag(n)):
		return
	}
	inner, boundary := kindOf(n, kind)
	if boundary {
		w.flush(kind)
	}
	if inner == heading && boundary {
		w.level = int(n.Data[1] - '0')
		defer func() { w.level = 0 }()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c, inner)
		if t := tag(c); t == atom.Td || t == atom.Th {
			w.line.WriteString(" | ")
		}
	}
	if boundary {
		w.flush(inner)
	}
}

// flush ends the running block. Two line breaks in a row end a paragraph, as
// pages without <p> write it; so does one after a full sentence.
func (w *blockWriter) flush(kind blockKind) {
	lines := strings.Split(w.line.String(), "\n")
	w.line.Reset()
	var run []string
	end := func() {
		if text := strings.Trim(cleanLine(strings.Join(run, " ")), "| "); text != "" {
			w.blocks = append(w.blocks, block{kind: kind, level: w.level, text: text})
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

func lineBreakToSpace(r rune) rune {
	if r == '\n' || r == '\r' {
		return ' '
	}
	return r
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
	switch tag(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return heading, true
	case atom.Li, atom.Tr, atom.Dd, atom.Dt:
		return item, true
	case atom.P, atom.Blockquote:
		return paragraph, true // in a layout table's cell, too
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body, atom.Pre, atom.Ul,
		atom.Ol, atom.Dl, atom.Table, atom.Tbody, atom.Thead, atom.Figure, atom.Header, atom.Footer, atom.Hr,
		atom.Details, atom.Summary, atom.Aside, atom.Caption:
		return outer, true
	}
	return outer, false
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
