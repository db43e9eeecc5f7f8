package discord

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// invites finds invitations, which Discord's client turns into a card with a
// join button even without http before them.
var invites = regexp.MustCompile(`(?i)(discord(?:app)?)(\.(?:gg|com/invite))`)

// numbered finds the start of what Discord would show as a numbered list.
var numbered = regexp.MustCompile(`^(\d+)([.)])`)

// invisible separates what must not be read together; readers don't see it.
const invisible = "\u200b" // zero-width space

// literal makes s, from whatever source, show as the text that it is, on one
// line: no markdown, no mention, no link, no control character.
func literal(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	for i, r := range s {
		switch {
		case unicode.IsControl(r), isDirection(r):
			continue
		case strings.ContainsRune("\\*_~`|[]<", r), i == 0 && strings.ContainsRune("#>-+", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '@', r == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteRune(r)
			b.WriteString(invisible)
		default:
			b.WriteRune(r)
		}
	}
	out := invites.ReplaceAllString(b.String(), "$1"+invisible+"$2")
	return numbered.ReplaceAllString(out, `$1\$2`)
}

// isDirection tells the characters that turn the direction of writing: with
// them a line can be made to read as what it is not.
func isDirection(r rune) bool {
	return (r >= '\u202a' && r <= '\u202e') || (r >= '\u2066' && r <= '\u2069')
}

// label is literal for the text of a link, in which Discord's parser takes no
// bracket, escaped or not.
func label(s string) string {
	return literal(strings.NewReplacer("[", "(", "]", ")").Replace(s))
}

// target is address as the target of a link between < and >, or "" where it
// cannot be one: no web address (a local file's path is nobody's business), or
// so long that it would crowd out the answer.
func target(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return ""
	}
	to := strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20", "`", "%60", `\`, "%5C").Replace(u.String())
	if len(to) > maxURL || !utf8.ValidString(to) {
		return ""
	}
	return to
}
