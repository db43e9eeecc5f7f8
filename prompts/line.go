package prompts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarker is more bytes than a marker has, and how far back a line is read
// again for what it may be part of.
const maxMarker = 64

var (
	fenceLine  = regexp.MustCompile("^\\s*(?:```|~~~)")
	bullet     = regexp.MustCompile(`^\s*(?:[-*•–‣▪◦]|\(?\d{1,2}[.)]|#{1,6})(?:\s+|$)`)
	heading    = regexp.MustCompile(`(?i)^\s*[*_#>\s]*(?:(?:final |short |the |my )?(?:answers?|summary|response|reply|lead(?: sentence)?|(?:key |main )?points?|key (?:facts|takeaways)|points))[*_\s]*:[*_\s]*`)
	turnLine   = regexp.MustCompile(`(?i)^\s*[*_#>\s]*(?:question|user|human|passages?|system|assistant|note|explanation|sources?(?: used| list)?|references|citations|footnotes)[*_\s]*:`)
	onlyMarker = regexp.MustCompile(`^\s*(?:` + marker + `[\s.,;]*)+$`)
	openMarker = regexp.MustCompile(`^[\[【(][^\]】)]{0,30}$`)
	tailMarker = regexp.MustCompile(`(?:` + marker + `\s*)+$`)
	leadMarker = regexp.MustCompile(`^\s*(?:` + marker + `\s*[.,;:]?\s*)+`)
)

// text takes what is no tag.
func (r *Reader) text(c rune) {
	switch {
	case r.thinking || r.done || c == '\r':
		return
	case c == '\n':
		r.endLine()
		return
	}
	wordEnds := unicode.IsSpace(c) && len(r.line) > 0 && r.line[len(r.line)-1] != ' '
	if unicode.IsSpace(c) {
		c = ' '
	}
	r.line = utf8.AppendRune(r.line, c)
	switch {
	case wordEnds && !r.fenced:
		r.cut()
	case len(r.line) > maxSentence && r.fenced:
		r.line = r.line[:len("```")] // enough to know the closing fence by
	case len(r.line) > maxSentence:
		r.yield(string(r.line))
		r.release()
		r.setLine("")
	}
}

// setLine keeps what is left of the line, its offsets with it.
func (r *Reader) setLine(rest string) {
	gone := len(r.line) - len(rest)
	r.line = append(r.line[:0], rest...)
	r.scanned, r.joint = max(0, r.scanned-gone), max(0, r.joint-gone)
}

// cut yields the line's first sentences once a whole word after them, and
// after their markers, shows that they have ended.
func (r *Reader) cut() {
	line := string(r.line)
	if !r.inLine && (fenceLine.MatchString(line) || turnLine.MatchString(line)) {
		return // for endLine to judge
	}
	if r.held != "" && follows(line) {
		r.release()
	}
	for !r.done {
		end := r.firstSentence(line)
		if end < 0 || !follows(line[end:]) {
			break
		}
		r.yield(line[:end])
		r.release()
		line = line[end:]
		r.setLine(line)
	}
	// What ends before the last word is known by now, unless that word is, or
	// begins, a marker. The bound keeps a line of brackets from being read
	// anew at each.
	last := strings.LastIndexByte(strings.TrimRight(line, " "), ' ') + 1
	if !strings.ContainsAny(line[last:], "[]()【】") || last-r.scanned > maxMarker {
		r.scanned = max(r.scanned, last)
	}
}

// follows tells whether text holds more than markers, whole or begun.
func follows(text string) bool {
	text = strings.TrimSpace(text[len(leadMarker.FindString(text)):])
	return text != "" && !openMarker.MatchString(text)
}

// endLine acts on a line break. It ends a sentence, unless a quotation is open
// there that the next line closes.
func (r *Reader) endLine() {
	switch line := string(r.line); {
	case r.fenced || r.joint > 0 && !openQuote(line):
		r.finishLine()
	case r.joint > 0:
		at := r.joint
		// What was no end in the quotation may be one out of it.
		r.line, r.joint, r.scanned = r.line[:at], 0, 0
		r.finishLine()
		r.line = append(r.line, line[at:]...)
		if !r.done {
			r.endLine()
		}
	case openQuote(line) && !fenceLine.MatchString(line) && (r.inLine || !turnLine.MatchString(line)) && len(line) < maxSentence:
		r.line = append(r.line, ' ')
		r.joint = len(r.line)
	default:
		r.finishLine()
	}
}

// finishLine yields what is left of the line, or of the two where a quotation
// joined them in vain.
func (r *Reader) finishLine() {
	line, rest := string(r.line), ""
	if r.joint > 0 && openQuote(line) {
		line, rest = line[:r.joint], line[r.joint:]
	}
	r.setLine("")
	switch {
	case !r.inLine && fenceLine.MatchString(line):
		r.fenced = !r.fenced
		line = ""
	case r.fenced:
		line = ""
	}
	for strings.TrimSpace(line) != "" && !r.done {
		end := r.firstSentence(line)
		if end < 0 {
			end = len(line)
		}
		r.yield(line[:end])
		line = line[end:]
	}
	r.inLine, r.leading = false, false
	if rest != "" && !r.done {
		r.line = append(r.line, rest...)
		r.finishLine()
	}
}

// yield takes a piece of a line as a sentence, or as the markers of the one
// before it, and holds it for markers on the next line.
func (r *Reader) yield(s string) {
	if !r.inLine {
		if turnLine.MatchString(s) {
			// The model goes on to a list of sources or to a turn of its own
			// making; before the answer, it repeats the question.
			r.done = r.any
			r.release()
			return
		}
		s = bullet.ReplaceAllString(s, "")
		s = heading.ReplaceAllString(s, "")
		s = bullet.ReplaceAllString(s, "")
	}
	r.inLine = true
	s = strings.TrimSpace(s)
	switch {
	case onlyMarker.MatchString(s):
		if r.held != "" {
			r.held += " " + s
		}
	case strings.ContainsFunc(s, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }):
		r.release()
		r.held, r.any = s, true
	}
}

func (r *Reader) release() {
	if r.held != "" {
		r.out = append(r.out, r.held)
		r.held = ""
	}
}

// firstSentence returns where the first sentence of a line ends, its markers
// and the space after it included, or -1 where the line holds one sentence
// only. A sentence does not end inside a quotation that closes later. On a
// line that begins with a marker, markers belong to what follows them.
func (r *Reader) firstSentence(line string) int {
	from := 0
	if before := r.scanned - maxMarker; before > 0 && before < len(line) {
		from = before + strings.IndexByte(line[before:], ' ') + 1
	}
	head := line[:min(len(line), 4*maxMarker)]
	if !r.inLine {
		r.leading = leadMarker.MatchString(bullet.ReplaceAllString(head, ""))
	}
	if from == 0 {
		from = len(leadMarker.FindString(head)) // "[1] He said so." cites at its beginning
	}
	for _, end := range sentenceEnds(line[from:]) {
		if end += from; end <= r.scanned || openQuote(line[:end]) {
			continue
		}
		if r.leading && follows(line[end:]) {
			tail := line[max(0, end-4*maxMarker):end]
			return max(1, end-len(tailMarker.FindString(tail)))
		}
		return end
	}
	return -1
}
