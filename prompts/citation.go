package prompts

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// maxCites bounds how many sources one sentence may cite; a range such as
// "[1-900]" is no citation.
const maxCites = 12

const (
	numberList = `\d{1,3}(?:\s*(?:,|;|&|and|-|–)\s*(?:(?:passages?|sources?)\s+)?\^?\d{1,3})*`
	marker     = `(?:\[\s*(?:(?i:passages?|sources?|citations?|refs?\.?)\s*:?\s*)?[\^#]?` + numberList + `\s*\]|` +
		`【\s*` + numberList + `(?:†[^】\n]{0,20})?】|` +
		`\(\s*(?i:passages?|sources?|citations?|refs?\.?)\s*:?\s*` + numberList + `\s*\))`
)

var (
	// markers are citations as models write them: [1], [1, 2], [1-3], [^1],
	// [Source 1], (passage 1), 【1†source】.
	markers    = regexp.MustCompile(marker)
	markerHere = regexp.MustCompile(`^` + marker)
	// looseMarkers are also "(1)", which is a citation only where a sentence
	// ends: elsewhere it may be anything.
	looseMarkers = regexp.MustCompile(`\(\s*\d{1,2}(?:\s*,\s*\d{1,2})*\s*\)(\s*[.!?…]?["”’]?\s*)$`)
	spacedStops  = regexp.MustCompile(`\s+([.,;:!?…])`)
	lists        = regexp.MustCompile(`(\d+)(?:\s*[-–]\s*\^?(\d+))?`)
)

// ParseCitations separates a sentence from its citations: the text without
// markers, and the cited numbers, ascending, each once. It does not know which
// sources exist.
func ParseCitations(raw string) (text string, cites []int) {
	text = markers.ReplaceAllStringFunc(raw, func(m string) string {
		cites = append(cites, readNumbers(m)...)
		return ""
	})
	text = strings.TrimSpace(text)
	if m := looseMarkers.FindStringSubmatchIndex(text); m != nil {
		cites = append(cites, readNumbers(text[m[0]:m[2]])...)
		text = text[:m[0]] + text[m[2]:m[3]]
	}
	text = spacedStops.ReplaceAllString(text, "$1")
	text = singleSpaced(text)
	// "… dispute.” [1]." leaves two full stops behind.
	if strings.HasSuffix(text, "..") && !strings.HasSuffix(text, "...") {
		text = text[:len(text)-1]
	}
	for _, end := range []string{".”.", ".\".", "!.", "?."} {
		if strings.HasSuffix(text, end) {
			text = text[:len(text)-1]
		}
	}
	slices.Sort(cites)
	return text, slices.Compact(cites)
}

// withoutMarkers takes markers and the space before them out of a text. It
// looks only where one can begin, which is many times quicker than looking
// everywhere.
func withoutMarkers(s string) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		next := strings.IndexAny(s[i:], "[(【")
		if next < 0 {
			break
		}
		i += next
		m := markerHere.FindString(s[i:])
		if m == "" {
			i++
			continue
		}
		b.WriteString(strings.TrimRightFunc(s[done:i], unicode.IsSpace))
		i += len(m)
		done = i
	}
	b.WriteString(s[done:])
	return b.String()
}

// readNumbers reads the numbers and short ranges of one marker.
func readNumbers(m string) []int {
	if at := strings.IndexRune(m, '†'); at >= 0 {
		m = m[:at]
	}
	var ns []int
	for _, f := range lists.FindAllStringSubmatch(m, -1) {
		from, _ := strconv.Atoi(f[1])
		to, err := strconv.Atoi(f[2])
		if err != nil || to < from || to-from > maxCites {
			to = from
		}
		for n := from; n <= to && len(ns) < maxCites; n++ {
			if n > 0 {
				ns = append(ns, n)
			}
		}
		if f[2] != "" && to == from && len(ns) < maxCites {
			if last, err := strconv.Atoi(f[2]); err == nil && last > 0 {
				ns = append(ns, last)
			}
		}
	}
	return ns
}
