package discord

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxContent is Discord's limit of a message's content. It counts characters;
// counting UTF-16 units can only be too careful.
const maxContent = 2000

// piece is text that is not to be broken between messages where it can be
// helped, with what stands before it unless it begins a message.
type piece struct{ before, text string }

// units counts UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// paginate lays pieces out on pages of at most limit units. A piece that is
// longer than a page is broken at a sentence's end, or between words.
func paginate(pieces []piece, limit int) []string {
	var pages []string
	var page strings.Builder
	used := 0
	flush := func() {
		if used > 0 {
			pages = append(pages, page.String())
			page.Reset()
			used = 0
		}
	}
	put := func(p piece) {
		before := p.before
		if used == 0 {
			before = ""
		}
		if need := units(before) + units(p.text); used+need > limit {
			flush()
			before = ""
		}
		page.WriteString(before)
		page.WriteString(p.text)
		used += units(before) + units(p.text)
	}
	for _, p := range pieces {
		for units(p.text) > limit {
			head, tail := breakText(p.text, limit)
			put(piece{p.before, head})
			p = piece{" ", tail}
			if prefix := linePrefix(head); prefix != "" {
				p = piece{"\n", prefix + tail}
			}
		}
		put(p)
	}
	flush()
	return pages
}

// linePrefix is the mark of a quoted line, which its continuation needs too.
func linePrefix(line string) string {
	if strings.HasPrefix(line, quoteMark) {
		return quoteMark
	}
	return ""
}

// breakText cuts text within limit units, at the last sentence's end in its
// second half, else between words, else between characters.
func breakText(text string, limit int) (head, tail string) {
	at := prefixOf(text, limit)
	cut := at
	if i := strings.LastIndexFunc(text[:at], unicode.IsSpace); i > at/2 {
		cut = i
	}
	for i := cut - 1; i > at/2; i-- {
		if text[i] == ' ' && strings.ContainsRune(`.!?"”’`, lastRune(text[:i])) {
			cut = i
			break
		}
	}
	if cut == at && cut > 1 && text[cut-1] == '\\' {
		cut-- // an escape stays with what it escapes
	}
	return strings.TrimRightFunc(text[:cut], unicode.IsSpace), strings.TrimLeftFunc(text[cut:], unicode.IsSpace)
}

// prefixOf is the length in bytes of the longest prefix within limit units.
func prefixOf(text string, limit int) int {
	used := 0
	for i, r := range text {
		used++
		if r > 0xffff {
			used++
		}
		if used > limit {
			return i
		}
	}
	return len(text)
}

// clip shortens s to at most limit units, with an ellipsis where it was cut.
func clip(s string, limit int) string {
	if units(s) <= limit {
		return s
	}
	return strings.TrimRightFunc(s[:prefixOf(s, limit-1)], unicode.IsSpace) + "…"
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
