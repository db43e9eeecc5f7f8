package prompts

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxTag is the longest tag looked for, "<|reserved_special_token_250|>".
const maxTag = 40

var (
	// thinkTag is between the brackets of a tag: <think>, [THINK], ◁think▷.
	thinkTag = regexp.MustCompile(`(?i)^(/?)(?:seed:)?(?:think|thinking|thought|thoughts|reasoning|reasoning_content|reflection|scratchpad|analysis)\s*$`)
	// tagClosers by what opens one; in brackets only [THINK] is a tag.
	tagClosers = map[rune]rune{'<': '>', '[': ']', '◁': '▷'}
	// endTag is a turn's end in the chat templates of common models. What a
	// model writes after it is a conversation with itself.
	endTag = regexp.MustCompile(`(?i)^<(?:\|[^|]*\|?|/s|eos|im_end|end_of_turn)>$`)
)

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
