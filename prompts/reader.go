package prompts

import "unicode/utf8"

const (
	// maxSentence bounds the bytes kept for one sentence; a model that writes
	// on without an end is cut there.
	maxSentence = 2000
	// maxReply bounds the bytes read of one reply; the rest is ignored.
	maxReply = 64 << 10
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
