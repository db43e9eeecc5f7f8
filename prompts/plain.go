package prompts

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// chatTokens are what chat templates of common models put between turns. A
	// model's tokenizer may read them as such even inside a passage.
	chatTokens = regexp.MustCompile(`(?i)<\|[^<>|]{0,60}\|>|\[/?INST\]|<</?SYS>>|</?(?:s|bos|eos|im_start|im_end|im_sep|system|assistant|user|human|think|thinking|start_of_turn|end_of_turn|instructions?)>|<(?:im_start|im_end)\|?`)
	// roleLines are turns written out as text.
	roleLines = regexp.MustCompile(`(?im)^[ \t]*(?:#{1,6}[ \t]*)?(system|assistant|user|human|instructions?|response|input|output)(?: prompt| message)?[ \t]*:`)
	hashLines = regexp.MustCompile(`(?m)^[ \t]*#{1,6}[ \t]+`)
	// fences end our own delimiters or begin code.
	fences = regexp.MustCompile("\"{3,}|'{3,}|`{3,}")

	mentions = regexp.MustCompile(`<(?:@[!&]?|#|a?:\w{1,40}:|/[\w -]{1,40}:|t:)-?\d{1,20}(?::\w)?>`)
	everyone = regexp.MustCompile(`(?i)@(everyone|here)\b`)
	masked   = regexp.MustCompile(`!?\[([^\[\]\n]*)\]\(<?([^()\s<>]+)>?(?: "[^"\n]*")?\)`)
	links    = regexp.MustCompile(`(?i)\b(?:https?|ftp|discord|steam)://[^\s<>"”’)\]]+|\b(?:www\.|discord\.gg/|discord(?:app)?\.com/invite/|t\.me/)[^\s<>"”’)\]]+`)
	// hosts are addresses without a scheme: with a path, or under a domain that
	// much is registered in and that is no word ("the end.In May").
	hosts = regexp.MustCompile(`(?i)\b(?:[a-z0-9][a-z0-9-]*\.)+(?:[a-z]{2,24}(?::\d+)?/[^\s<>"”’)\]]*|` +
		`(?:com|net|org|info|biz|io|co|ai|app|dev|gg|ly|tv|xyz|site|online|click|zip|eu|uk|ru|ua|cn|de|fr|nl|pl|example)\b)`)
	emphasis = regexp.MustCompile("\\*{1,3}|_{2,3}|~~|\\|\\||`+")
)

// neutral returns untrusted text for use inside a prompt: no chat-template
// tokens, no turns written out as text, none of our own delimiters, and no
// bracketed numbers that would look like citations. Paragraphs stay. [Check]
// reads the sources through it too, so that a model can quote what it saw.
func neutral(s string) string {
	s = visible(s)
	// A token taken out can leave another behind ("<|<|x|>|>"); each round
	// shortens the text, and what is nested deeper than this is no news.
	for i := 0; i < 4 && containsAny(s, "<", "[I", "[i", "[/"); i++ {
		s = chatTokens.ReplaceAllString(s, " ")
	}
	// Each look costs more than the rest of reading a passage; most have
	// nothing to find.
	lower := strings.ToLower(s)
	if hasTurn(lower) {
		s = roleLines.ReplaceAllString(s, "$1 -")
	}
	if strings.ContainsRune(s, '#') {
		s = hashLines.ReplaceAllString(s, "")
	}
	if containsAny(s, `"""`, "'''", "```") {
		s = fences.ReplaceAllString(s, `"`)
	}
	if containsAny(lower, "[", "【", "(passage", "(source", "(citation", "(ref", "( ") {
		s = withoutMarkers(s)
	}
	return singleSpaced(s)
}

// hasTurn tells whether a line may begin as a turn does.
func hasTurn(lower string) bool {
	for line := range strings.Lines(lower) {
		line = strings.TrimLeft(line, " \t#")
		for _, role := range []string{"system", "assistant", "user", "human", "instruction", "response", "input", "output"} {
			if strings.HasPrefix(line, role) {
				return true
			}
		}
	}
	return false
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// singleSpaced makes one space of many and drops those at the ends; line
// breaks stay.
func singleSpaced(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for i := range len(s) {
		if s[i] == ' ' || s[i] == '\t' {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteByte(s[i])
	}
	return strings.TrimSpace(b.String())
}

// Plain returns a model's or an article's text as it may be shown to people:
// no mentions, no invites, no links but the allowed ones, no markup, nothing
// invisible. Allowed links are compared as a whole.
func Plain(s string, allowed ...string) string {
	s = mentions.ReplaceAllString(visible(s), "")
	s = everyone.ReplaceAllString(s, "$1")
	s = masked.ReplaceAllString(s, "$1")
	s = links.ReplaceAllStringFunc(s, func(link string) string {
		bare := strings.TrimRight(link, ".,;:!?")
		for _, a := range allowed {
			if bare == a {
				return link
			}
		}
		return link[len(bare):]
	})
	return singleSpaced(emphasis.ReplaceAllString(s, ""))
}

// strayHost returns an address in a checked sentence that no source has, or
// "". A source's own link is an address too.
func (c *Checker) strayHost(text string) string {
	for _, host := range hosts.FindAllString(text, -1) {
		host = strings.ToLower(strings.TrimRight(host, ".,;:!?"))
		if !slices.ContainsFunc(c.sources, func(s Source) bool {
			return strings.Contains(strings.ToLower(s.Text+" "+s.Title+" "+s.Heading+" "+s.Outlet+" "+s.URL), host)
		}) {
			return host
		}
	}
	return ""
}

// visible drops what a reader cannot see but a model or a terminal obeys:
// control characters, zero-width and direction marks, private-use and tag
// runes. Line breaks stay; other separators become spaces.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\u2028' || r == '\u2029':
			return '\n'
		case unicode.IsSpace(r):
			return ' '
		case r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, s)
}
