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
	// maxTag is the longest tag looked for, "<|reserved_special_token_250|>".
	maxTag = 40
)

var (
	thinkTag = regexp.MustCompile(`(?i)^<(/?)(?:think|thinking|thought|reasoning|reflection|scratchpad|analysis)>$`)
	// endTag is a turn's end in the chat templates of common models. What a
	// model writes after it is a conversation with itself.
	endTag = regexp.MustCompile(`(?i)^<(?:\|[^|]*\|?|/s|eos|im_end|end_of_turn)>$`)

	fenceLine  = regexp.MustCompile("^\\s*(?:```|~~~)")
	bullet     = regexp.MustCompile(`^\s*(?:[-*•–‣▪◦]|\(?\d{1,2}[.)]|#{1,6})(?:\s+|$)`)
	heading    = regexp.MustCompile(`(?i)^\s*[*_#>\s]*(?:(?:final |short |the |my )?(?:answers?|summary|response|reply|lead(?: sentence)?|(?:key |main )?points?|key (?:facts|takeaways)|points))[*_\s]*:[*_\s]*`)
	turnLine   = regexp.MustCompile(`(?i)^\s*[*_#>\s]*(?:question|user|human|passages?|system|assistant|note|explanation|sources?(?: used| list)?|references|citations|footnotes)[*_\s]*:`)
	onlyMarker = regexp.MustCompile(`^\s*(?:` + marker + `[\s.,;]*)+$`)
	openMarker = regexp.MustCompile(`^[\[【(][^\]】)]{0,30}$`)
	leadMarker = regexp.MustCompile(`^\s*(?:` + marker + `\s*[.,;:]?\s*)+`)
)

// Reader cuts a model's reply into sentences while it streams: complete
// sentences with their citation markers, wherever those stand around the full
// stop. It hides what is not the answer: reasoning between <think> tags, code
// fences, headings such as "Answer:", and whatever follows a list of sources
// or the end of the model's turn. How the reply is cut into deltas makes no
// difference. The zero value is ready for one reply; its memory is bounded.
type Reader struct {
	read     int    // bytes so far
	partial  []byte // an incomplete rune
	tag      []byte // a tag that may be one of ours, from its "<"
	thinking bool
	done     bool

	line   []byte // the unfinished line, less what was yielded of it
	inLine bool   // the line's beginning has been yielded
	fenced bool   // inside a code fence
	held   string // a line's last sentence: markers may follow on the next line
	any    bool   // a sentence was yielded
	out    []string
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
	r.endLine()
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
	switch {
	case c == '<':
		r.flushTag()
		r.tag = append(r.tag, '<')
	case len(r.tag) == 0:
		r.text(c)
	case c == '>':
		r.closeTag(string(r.tag) + ">")
	case len(r.tag) >= maxTag || c == '\n':
		r.flushTag()
		r.text(c)
	default:
		r.tag = utf8.AppendRune(r.tag, c)
	}
}

func (r *Reader) closeTag(tag string) {
	m := thinkTag.FindStringSubmatch(tag)
	switch {
	case m != nil:
		if m[1] != "" && !r.thinking {
			// A closing tag alone: the opening one was in the prompt, and what
			// came before was thought.
			r.line, r.held, r.inLine = r.line[:0], "", false
		}
		r.tag, r.thinking = r.tag[:0], m[1] == ""
	case endTag.MatchString(tag) && !r.thinking:
		r.tag = r.tag[:0]
		r.endLine()
		r.done = true
		r.release()
	default:
		r.tag = append(r.tag, '>')
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
		r.line = r.line[:0]
	}
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
		end := firstSentence(line)
		if end < 0 || !follows(line[end:]) {
			break
		}
		r.yield(line[:end])
		r.release()
		line = line[end:]
	}
	r.line = append(r.line[:0], line...)
}

// follows tells whether text holds more than markers, whole or begun.
func follows(text string) bool {
	text = strings.TrimSpace(text[len(leadMarker.FindString(text)):])
	return text != "" && !openMarker.MatchString(text)
}

// endLine yields what is left of the line. The end of a line is the end of a
// sentence.
func (r *Reader) endLine() {
	line := string(r.line)
	r.line = r.line[:0]
	switch {
	case !r.inLine && fenceLine.MatchString(line):
		r.fenced = !r.fenced
		line = ""
	case r.fenced:
		line = ""
	}
	for strings.TrimSpace(line) != "" && !r.done {
		end := firstSentence(line)
		if end < 0 {
			end = len(line)
		}
		r.yield(line[:end])
		line = line[end:]
	}
	r.inLine = false
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
// only. A sentence does not end inside a quotation that closes later.
func firstSentence(line string) int {
	lead := len(leadMarker.FindString(line)) // "[1] He said so." cites at its beginning
	for _, end := range sentenceEnds(line[lead:]) {
		if !openQuote(line[:lead+end]) {
			return lead + end
		}
	}
	return -1
}
