package fetch

import (
	"encoding/json"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// linkedData is what a page's JSON-LD (schema.org) says of its article.
type linkedData struct {
	found                                    bool
	headline, publisher, published, modified string
	lang                                     string
	notFree                                  bool // isAccessibleForFree is false
	body                                     string
	words                                    int // wordCount, or of body; 0 unknown
}

// isLinkedData tells whether a <script> holds JSON-LD.
func isLinkedData(script *html.Node) bool {
	return strings.EqualFold(strings.TrimSpace(attr(script, "type")), "application/ld+json")
}

// maxLinkedData bounds the depth to which JSON-LD is searched for an article.
const maxLinkedData = 6

// readLinkedData finds the first article in the page's JSON-LD blocks.
func readLinkedData(scripts []string) linkedData {
	for _, s := range scripts {
		var v any
		if json.Unmarshal([]byte(s), &v) != nil {
			// Many sites leave raw line breaks in their strings.
			s = strings.Map(func(r rune) rune {
				if r < ' ' {
					return ' '
				}
				return r
			}, s)
			if json.Unmarshal([]byte(s), &v) != nil {
				continue
			}
		}
		if o := findArticle(v, maxLinkedData); o != nil {
			return describe(o)
		}
	}
	return linkedData{}
}

// articleType matches the schema.org types of one published piece.
var articleType = regexp.MustCompile(`(Article|Posting|^Report)$`)

// findArticle looks where an article that is the page's own can be, not among
// those that it lists or mentions.
func findArticle(v any, depth int) map[string]any {
	if depth == 0 {
		return nil
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if o := findArticle(e, depth-1); o != nil {
				return o
			}
		}
	case map[string]any:
		for _, t := range listOf(v["@type"]) {
			if articleType.MatchString(t) {
				return v
			}
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if o := findArticle(v[key], depth-1); o != nil {
				return o
			}
		}
	}
	return nil
}

func describe(o map[string]any) linkedData {
	d := linkedData{
		found:     true,
		headline:  html.UnescapeString(stringOf(o["headline"])),
		published: stringOf(o["datePublished"]),
		modified:  stringOf(o["dateModified"]),
		lang:      stringOf(o["inLanguage"]),
		publisher: html.UnescapeString(nameOf(o["publisher"])),
	}
	if d.headline == "" {
		d.headline = html.UnescapeString(stringOf(o["name"]))
	}
	switch free := o["isAccessibleForFree"].(type) {
	case bool:
		d.notFree = !free
	case string:
		d.notFree = strings.EqualFold(free, "false") || strings.HasSuffix(free, "/False")
	}
	if n, ok := o["wordCount"].(float64); ok && n > 0 && n < 1e6 {
		d.words = int(n)
	}
	d.body = stringOf(o["articleBody"])
	d.words = max(d.words, countWords(d.body))
	return d
}

// blocks are those of the story that d holds, which may be HTML, escaped HTML
// or text with line breaks.
func (d linkedData) blocks() []block {
	body := d.body
	if !strings.Contains(body, "<") {
		body = html.UnescapeString(body)
	}
	if !hasElements.MatchString(body) {
		return readText(d.body).blocks
	}
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return nil
	}
	markBlocks(doc)
	return blocksOf(doc)
}

var hasElements = regexp.MustCompile(`(?i)<(p|br|div|h[1-6]|li)\b[^>]*>`)

func stringOf(v any) string {
	s, _ := v.(string)
	return s
}

func listOf(v any) []string {
	if l, ok := v.([]any); ok {
		var out []string
		for _, e := range l {
			out = append(out, stringOf(e))
		}
		return out
	}
	return []string{stringOf(v)}
}

// nameOf is the name of an organisation, given as an object, a list of them or
// a bare string.
func nameOf(v any) string {
	switch v := v.(type) {
	case map[string]any:
		return stringOf(v["name"])
	case []any:
		if len(v) > 0 {
			return nameOf(v[0])
		}
	case string:
		return v
	}
	return ""
}
