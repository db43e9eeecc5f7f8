package prompts

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxSentence bounds the bytes kept for one sentence; a model that writes
	// on without an end is cut there.
	maxSentence = 2000
	// maxReply bounds the bytes read of one reply; the rest is ignored.
	maxReply = 64 << 10
	// maxMarker is more bytes than a marker has, and how far back a line is
	// read again for what it may be part of.
	maxMarker = 64
	// maxTag is the longest tag looked for, "<|reserved_special_token_250|>".
	maxTag = 40
)

var (
	// thinkTag is between the brackets of a tag: <think>, [THINK], ◁think▷.
	thinkTag = regexp.MustCompile(`(?i)^(/?)(?:seed:)?(?:think|thinking|thought|thoughts|reasoning|reasoning_content|reflection|scratchpad|analysis)\s*$`)
	// tagClosers by what opens one; in brackets only [THINK] is a tag.
	tagClosers = map[rune]rune{'<': '>', '[': ']', '◁': '▷'}
	// endTag is a turn's end in the chat templates of common models. What a
	// model writes after it is a conversation with itself.
	endTag = regexp.MustCompile(`(?i)^<(?:\|[^|]*\|?|/s|eos|im_end|end_of_turn)>$`)

	fenceLine  = regexp.MustCompile("^\\s*(?:```|~~~)")
	bullet     = regexp.MustCompile(`^\s*(?:[-*•–‣▪◦]|\(?\d{1,2}[.)]|#{1,6})(?:\s+|$)`)
	heading    = regexp.MustCompile(`(?i)^\s*[*_#>\s]*(?:(?:final |short |the |my )?(?:answers?|summary|response|reply|lead(?: sentence)?|(?:key |main )?points?|key (?:facts|takeaways)|points))[*_\s]*:[*_\s]*`)
	turnLine   = regexp.MustCompile(`(?i)^\s*[*_#>\s]*(?:question|user|human|passages?|system|assistant|note|explanation|sources?(?: used| list)?|references|citations|footnotes)[*_\s]*:`)
	onlyMarker = regexp.MustCompile(`^\s*(?:` + marker + `[\s.,;]*)+$`)
	openMarker = regexp.MustCompile(`^[\[【(][^\]】)]{0,30}$`)
	tailMarker = regexp.MustCompile(`(?:` + marker + `\s*)+$`)
	leadMarker = regexp.MustCompile(`^\s*(?:` + marker + `\s*[.,;:]?\s*)+`)
)

// Reader cuts a model's reply into sentences while it streams: complete
// sentences with their citation markers, wherever those stand around the full
// stop. It hides what is not the answer: reasoning between <think> tags, code
// fences, headings such as "Answer:", and whatever follows a list of sources
// or the end of the model's turn. How the reply is cut into deltas makes no
// difference. The zero value is ready for one reply; its memory is bounded.
//
// Where a model closes its thoughts without having opened them, only what is
// not yielded by then can be taken back; [Checker] holds the rest against the
// sources as it does the answer.
type Reader struct {
	read     int    // bytes so far
	partial  []byte // an incomplete rune
	tag      []byte // a tag that may be one of ours, from its "<"
	thinking bool
	done     bool

	line    []byte // the unfinished line, less what was yielded of it
	inLine  bool   // the line's beginning has been yielded
	scanned int    // of line: up to here no sentence ends
	joint   int    // of line: where the next line was joined on, 0 if none was
	leading bool   // the line's markers stand before their sentences
	fenced  bool   // inside a code fence
	held    string // a line's last sentence: markers may follow on the next line
	any     bool   // a sentence was yielded
	out     []string
}

// Write takes the next piece of the reply and returns the sentences that are
// now complete.
func (r *Reader) Write(delta string) []string {
	for i := 0; i < len(delta) && !r.done; i++ {
		if r.read++; r.read > maxReply {
			return r.Close()
		}
		r.partial = append(r.partial, delta[i])
		if !utf8.FullRune(r.partial) {
			continue
		}
		c, size := utf8.DecodeRune(r.partial)
		r.partial = append(r.partial[:0], r.partial[size:]...)
		if c != utf8.RuneError || size > 1 {
			r.rune(c)
		}
	}
	return r.take()
}

// Close ends the reply and returns what is left of it.
func (r *Reader) Close() []string {
	if !r.thinking {
		r.flushTag()
	}
	r.finishLine()
	r.release()
	r.done = true
	return r.take()
}

func (r *Reader) take() []string {
	out := r.out
	r.out = nil
	return out
}

// rune watches for tags; the rest is text.
func (r *Reader) rune(c rune) {
	opener, _ := utf8.DecodeRune(r.tag)
	switch {
	case tagClosers[c] != 0:
		r.flushTag()
		r.tag = utf8.AppendRune(r.tag, c)
	case len(r.tag) == 0:
		r.text(c)
	case c == tagClosers[opener]:
		r.closeTag(string(r.tag), c)
	case len(r.tag) >= maxTag || c == '\n' || opener == '[' && !mayThink(string(r.tag[1:])+string(c)):
		r.flushTag()
		r.text(c)
	default:
		r.tag = utf8.AppendRune(r.tag, c)
	}
}

// mayThink tells whether what follows a bracket may become [THINK] or
// [/THINK]; a citation must not wait for its end.
func mayThink(s string) bool {
	s = strings.TrimPrefix(strings.ToLower(s), "/")
	return strings.HasPrefix("think", s)
}

func (r *Reader) closeTag(tag string, closer rune) {
	_, opener := utf8.DecodeRuneInString(tag)
	m := thinkTag.FindStringSubmatch(tag[opener:])
	switch {
	case m != nil:
		if m[1] != "" && !r.thinking {
			// A closing tag alone: the opening one was in the prompt, and what
			// came before was thought.
			r.setLine("")
			r.held, r.inLine, r.any = "", false, false
		}
		r.tag, r.thinking = r.tag[:0], m[1] == ""
	case endTag.MatchString(tag+string(closer)) && !r.thinking:
		r.tag = r.tag[:0]
		r.finishLine()
		r.done = true
		r.release()
	default:
		r.tag = utf8.AppendRune(r.tag, closer)
		r.flushTag()
	}
}

// flushTag gives back what was no tag.
func (r *Reader) flushTag() {
	tag := string(r.tag)
	r.tag = r.tag[:0]
	for _, c := range tag {
		r.text(c)
	}
}

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
		r.line, r.joint = r.line[:at], 0
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

// Cut ends a reply whose stream broke and returns what of the rest is
// certainly complete: sentences with their markers, or with another sentence
// after them, but never the half that the stream broke in.
func (r *Reader) Cut() []string {
	if r.thinking || r.fenced || r.done {
		r.setLine("")
	}
	line := string(r.line)
	if follows(line) {
		r.release()
	}
	for !r.done {
		// A sentence that ends where the text does must do so whatever comes:
		// before a name "Mr." does not.
		end := r.firstSentence(line + next)
		if end < 0 || end > len(line)+1 {
			break
		}
		end = min(end, len(line))
		r.yield(line[:end])
		line = line[end:]
		if follows(line) {
			r.release()
		}
		r.setLine(line)
	}
	if _, cites := ParseCitations(r.held); len(cites) > 0 {
		r.release()
	}
	r.held, r.done = "", true
	return r.take()
}

// next is the beginning of a sentence that may as well go on with one.
const next = " Smith "

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
