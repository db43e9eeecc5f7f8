package fetch

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readText takes the story from plain text or simple Markdown: header lines, if
// it begins with such, a title, if its first line looks like one, paragraphs.
func readText(s string) story {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var st story
	lines := st.readHeader(strings.Split(s, "\n"))
	blocks := textBlocks(lines)
	if st.title == "" && len(blocks) > 1 && (blocks[0].kind == heading || isHeadline(blocks[0])) {
		st.title = blocks[0].text
	}
	st.blocks, st.dropped = clearFurniture(blocks, st.title, true)
	return st
}

// header matches a line such as "Outlet: Reuters".
var header = regexp.MustCompile(`(?i)^(title|headline|outlet|source|publisher|published|date|updated|url|link|lang|language|author|by)\s*:\s*(.*)$`)

// readHeader takes the header lines at the very top into st, with or without
// the "---" fences of Markdown's front matter, and returns the lines after.
func (st *story) readHeader(lines []string) []string {
	i := 0
	for i < len(lines) && strings.TrimSpace(lines[i]) == "" {
		i++
	}
	fenced := i < len(lines) && strings.TrimSpace(lines[i]) == "---"
	if fenced {
		i++
	}
	for ; i < len(lines); i++ {
		m := header.FindStringSubmatch(strings.TrimSpace(lines[i]))
		if m == nil {
			break
		}
		st.set(strings.ToLower(m[1]), strings.Trim(cleanLine(m[2]), `"`))
	}
	if fenced && i < len(lines) && strings.TrimSpace(lines[i]) == "---" {
		i++
	}
	return lines[i:]
}

func (st *story) set(key, value string) {
	switch key {
	case "title", "headline":
		st.title = value
	case "outlet", "source", "publisher":
		st.outlet = value
	case "published", "date":
		st.published = parseDate(value)
	case "updated":
		st.updated = parseDate(value)
	case "url", "link":
		st.url = value
	case "lang", "language":
		st.lang = firstLanguage(value)
	}
}

// textBlocks groups lines into blocks. Blank lines bound them; a line break
// alone does too, unless the text is wrapped at a margin.
func textBlocks(lines []string) []block {
	wrapped := isWrapped(lines)
	var blocks []block
	var group []string
	end := func() {
		if len(group) == 0 {
			return
		}
		if wrapped && !allHeadlines(group) {
			group = []string{strings.Join(group, " ")}
		}
		for _, line := range group {
			if b := markdown(line); b.text != "" {
				blocks = append(blocks, b)
			}
		}
		group = nil
	}
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || bullet.MatchString(line) || strings.HasPrefix(line, "#") {
			end()
		}
		if line != "" {
			group = append(group, line)
		}
		if strings.HasPrefix(line, "#") {
			end()
		}
	}
	end()
	return blocks
}

// isWrapped tells whether lines break in the middle of sentences: a good part
// of those that follow another directly begin in lower case.
func isWrapped(lines []string) bool {
	next, lower := 0, 0
	for i := 1; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" || strings.TrimSpace(lines[i-1]) == "" || bullet.MatchString(line) {
			continue
		}
		next++
		if r, _ := utf8.DecodeRuneInString(line); unicode.IsLower(r) {
			lower++
		}
	}
	return 3*lower >= next && lower > 0
}

// allHeadlines: several lines, and each could be a headline of its own.
func allHeadlines(lines []string) bool {
	for _, l := range lines {
		if !isHeadline(block{text: l}) {
			return false
		}
	}
	return len(lines) > 1
}

var (
	bullet   = regexp.MustCompile(`^([-*•‣◦]|\d{1,3}[.)])\s+`)
	link     = regexp.MustCompile(`!?\[([^\]]*)\]\((https?://|/|#|mailto:)[^)\s]*( "[^"]*")?\)`)
	emphasis = regexp.MustCompile(`(\*\*|__)(\S|\S.*?\S)(\*\*|__)`)
)

// markdown reads one line's marks: headings, list items, quotations, links and
// bold. Single asterisks and underscores stay; plain text has them too.
func markdown(line string) block {
	b := block{}
	if marks := len(line) - len(strings.TrimLeft(line, "#")); marks > 0 && marks <= 6 && strings.HasPrefix(line[marks:], " ") {
		b.kind, b.level, line = heading, marks, strings.TrimRight(line[marks:], "# ")
	} else if m := bullet.FindString(line); m != "" {
		b.kind = item
		// A number is text, and a dash may open a quotation.
		if m[0] != '-' && !unicode.IsDigit(rune(m[0])) {
			line = line[len(m):]
		}
	} else if strings.Trim(line, "-=*_ ") == "" {
		return b // a rule, or the underlining of a title
	}
	line = strings.TrimPrefix(line, "> ")
	line = emphasis.ReplaceAllString(link.ReplaceAllString(line, "$1"), "$2")
	b.text = cleanLine(line)
	return b
}
