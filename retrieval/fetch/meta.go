package fetch

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meta is what a page says about itself, as it says it.
type meta struct {
	props     map[string]string // <meta> name, property or itemprop (lower case) to its first content
	canonical string            // <link rel=canonical>
	lang      string            // <html lang>
	title     string            // <title>
	headings  []string          // <h1>, at most maxHeadings
	scripts   []string          // JSON-LD
	published string            // <time itemprop=datePublished> or <time pubdate>
	body      string            // all text, what scripts hold aside, cut at maxSeen bytes
	nodes     int
}

const (
	maxHeadings = 8
	// maxSeen bounds the text looked through for signs of a wall.
	maxSeen = 64 << 10
)

// readMeta collects in one walk over the document.
func readMeta(doc *html.Node) meta {
	m := meta{props: map[string]string{}}
	var seen strings.Builder
	for n := range doc.Descendants() {
		m.nodes++
		if n.Type == html.TextNode {
			if p := n.Parent; seen.Len() < maxSeen && p != nil && p.DataAtom != atom.Script && p.DataAtom != atom.Style {
				seen.WriteString(n.Data[:min(len(n.Data), maxSeen)] + " ")
			}
			continue
		}
		m.element(n)
	}
	m.body = cleanLine(seen.String())
	return m
}

func (m *meta) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		m.lang = attr(n, "lang")
	case atom.Title:
		if m.title == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
			m.title = cleanLine(textOf(n))
		}
	case atom.Meta:
		content := cleanLine(attr(n, "content"))
		for _, key := range []string{"property", "name", "itemprop"} {
			name := strings.ToLower(strings.TrimSpace(attr(n, key)))
			if name != "" && content != "" && m.props[name] == "" {
				m.props[name] = content
			}
		}
	case atom.Link:
		if strings.EqualFold(strings.TrimSpace(attr(n, "rel")), "canonical") && m.canonical == "" {
			m.canonical = attr(n, "href")
		}
	case atom.Script:
		if isLinkedData(n) {
			m.scripts = append(m.scripts, textOf(n))
		}
	case atom.H1:
		if t := cleanLine(textOf(n)); t != "" && len(m.headings) < maxHeadings {
			m.headings = append(m.headings, t)
		}
	case atom.Time:
		if at := attr(n, "datetime"); m.published == "" &&
			(strings.Contains(attr(n, "itemprop"), "datePublished") || hasAttr(n, "pubdate")) {
			m.published = at
		}
	}
}

// first is the first of the named properties that the page has.
func (m *meta) first(names ...string) string {
	for _, n := range names {
		if v := m.props[n]; v != "" {
			return v
		}
	}
	return ""
}

// maxName bounds titles and outlets, in characters.
const maxName = 300

// outletOf is who publishes the page: by its own word, else its host. Of the
// page's words, one that fits the host is better than one that does not: some
// name a section or their software.
func (m *meta) outletOf(ld linkedData, u *url.URL) string {
	best := ""
	for _, name := range []string{m.first("og:site_name"), ld.publisher, m.first("application-name", "al:ios:app_name")} {
		name = cleanLine(html.UnescapeString(name))
		// "LinkNaija | Nigeria's popular news platform"
		if head, _, ok := strings.Cut(name, " | "); ok {
			name = head
		}
		name = limit(strings.TrimSpace(name), maxName)
		switch {
		case name == "" || strings.Contains(name, "://"):
		case isOutlet(name, "", u.Hostname()):
			return name
		case best == "":
			best = name
		}
	}
	if best == "" {
		best = strings.TrimPrefix(u.Hostname(), "www.")
	}
	return best
}

// titleOf is the page's title without its outlet's name. The heading that
// readers see wins where another claim bears it out; a lone <h1> may be a logo.
func (m *meta) titleOf(ld linkedData, outlet string, u *url.URL) string {
	var claims []string
	for _, c := range []string{m.first("og:title"), ld.headline, m.first("twitter:title", "title", "dc.title"), m.title} {
		if c = stripOutlet(cleanLine(html.UnescapeString(c)), outlet, u.Hostname()); c != "" {
			claims = append(claims, c)
		}
	}
	for _, h := range m.headings {
		h = stripOutlet(h, outlet, u.Hostname())
		for _, c := range claims {
			if agree(h, c) {
				return limit(h, maxName)
			}
		}
	}
	if len(claims) == 0 && len(m.headings) > 0 {
		claims = m.headings
	}
	if len(claims) == 0 {
		return ""
	}
	return limit(claims[0], maxName)
}

// agree: at least three words, and three in four of them the other's.
func agree(a, b string) bool {
	have := map[string]bool{}
	for _, w := range words(strings.ToLower(b)) {
		have[w] = true
	}
	ws := words(strings.ToLower(a))
	n := 0
	for _, w := range ws {
		if have[w] {
			n++
		}
	}
	return len(ws) >= 3 && 4*n >= 3*len(ws)
}

// stripOutlet takes the outlet's name off either end of a title ("NATO warns |
// Politics | The Guardian"), and a section of one or two words before it.
func stripOutlet(title, outlet, host string) string {
	stripped := false
	for range 3 {
		i, n := lastSeparator(title)
		if i <= 0 {
			break
		}
		head, tail := strings.TrimSpace(title[:i]), title[i+n:]
		if !isOutlet(tail, outlet, host) && (!stripped || len(words(tail)) > 2 || len(words(head)) < 4) {
			break
		}
		title, stripped = head, true
	}
	for _, sep := range append(separators, ": ") {
		if head, tail, ok := strings.Cut(title, sep); ok && fold(head) == fold(outlet) {
			return strings.TrimSpace(tail)
		}
	}
	return title
}

var separators = []string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / "}

func lastSeparator(title string) (at, length int) {
	at = -1
	for _, sep := range separators {
		if i := strings.LastIndex(title, sep); i > at {
			at, length = i, len(sep)
		}
	}
	return at, length
}

// isOutlet tells whether part of a title names the outlet or its host.
func isOutlet(part, outlet, host string) bool {
	p := fold(part)
	if p == "" {
		return false
	}
	host = strings.TrimPrefix(host, "www.")
	label, _, _ := strings.Cut(host, ".")
	for _, name := range []string{fold(outlet), fold(host), fold(label)} {
		if len(name) >= 2 && (p == name || (len(name) >= 4 && len(p) >= 4 && len(p) <= 2*len(name)+8 &&
			(strings.HasPrefix(p, name) || strings.HasPrefix(name, p)))) {
			return true
		}
	}
	return false
}

// fold reduces a name to its letters and digits, "the" and case aside.
func fold(s string) string {
	s = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(s)), "the ")
	return strings.Join(words(s), "")
}

// limit cuts s to n characters, at a space where there is one near.
func limit(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	s = string([]rune(s)[:n-1])
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i > len(s)/2 {
		s = s[:i]
	}
	return s + "…"
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
