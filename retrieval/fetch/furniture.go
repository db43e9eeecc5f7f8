package fetch

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clearFurniture parts the story from the furniture that extractors and copied text
// carry along: a repeated title and byline, notices about the page, lists of
// other stories and the captions of what is not there. It goes by form, so
// that a notice nobody has seen before is recognised too. title is what the
// page is called; plain tells that blocks come from text without mark-up, where
// a headline can be told from its form only.
func clearFurniture(blocks []block, title string, plain bool) (kept, dropped []block) {
	out := make([]bool, len(blocks))
	markLead(blocks, out, title)
	markNotices(blocks, out)
	markLists(blocks, out)
	markTail(blocks, out, plain)
	markCaptions(blocks, out, plain)
	for i, b := range blocks {
		if out[i] {
			dropped = append(dropped, b)
		} else {
			kept = append(kept, b)
		}
	}
	return kept, dropped
}

// markLead marks what stands above the first sentence and is not of the story:
// the title again, a bare address, a byline, a dateline.
func markLead(blocks []block, out []bool, title string) {
	for i, b := range blocks {
		if isProse(b) || len(b.text) > maxLine {
			return
		}
		out[i] = sameWords(b.text, title) || (b.level == 1 && agree(b.text, title)) ||
			bareURL.MatchString(b.text) || (b.kind == paragraph && isByline(b.text))
	}
}

var (
	bareURL = regexp.MustCompile(`(?i)^(https?://|www\.)\S+$`)
	writer  = regexp.MustCompile(`^(?i:by|von|par|por|di|door|av|af|updated|published|posted)\s+[\p{Lu}\d]`)
	year    = regexp.MustCompile(`\b(19|20)\d\d\b`)
)

// isByline: "By A. Writer", or a short line that holds a year and more digits,
// a day's or a time's.
func isByline(s string) bool {
	digits := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	n := len(words(s))
	return (n <= 12 && writer.MatchString(s)) || (n <= 10 && digits >= 5 && year.MatchString(s))
}

// awayWords make a short heading one over other stories, not over a section of
// this one.
var awayWords = regexp.MustCompile(`(?i)\b((you|we) (may|might|will|could|should|.ll)( also)? (like|love|enjoy|be interested)|related|recommended|trending|popular|most (read|viewed|shared|popular|commented)|more (from|on|in|news|stories|about|coverage|like this)|more( great| top)? \w+ stories|read (more|next|also|this next)|also (read|on|in|see)|see also|don.t miss|up next|up now|next up|latest (news|stories|headlines|from|in)|top stories|top news|editor.?s.? (picks?|choice)|must[- ]reads?|in other news|other (stories|news)|elsewhere|around the web|from the web|our best|best of|keep reading|further reading|newsletters?|popular now|what to read|for you|lesen sie auch|mehr zum thema|lire aussi|sur le même sujet|te puede interesar|más noticias|leia (também|mais)|veja também|leggi anche|potrebbe interessarti|lees ook|meer over|läs (också|mer)|читайте также)\b`)

func isAwayHeading(b block) bool {
	return len(b.text) <= maxLine && len(words(b.text)) <= 8 && !endsSentence(strings.TrimSuffix(b.text, "...")) && awayWords.MatchString(b.text)
}

// markLists marks "Articles You May Like" and the headlines under it. The same
// heading over sentences is a section of the story and stays.
func markLists(blocks []block, out []bool) {
	for i := 0; i < len(blocks); i++ {
		if out[i] || !isAwayHeading(blocks[i]) {
			continue
		}
		end := i + 1
		for end < len(blocks) && (!hasSentence(blocks[end]) || (end > i+1 && isQuestion(blocks[end]))) {
			// A heading right above a sentence belongs to that sentence.
			if end+1 < len(blocks) && hasSentence(blocks[end+1]) && end > i+1 && blocks[end].kind == heading {
				break
			}
			end++
		}
		if end == i+1 && end < len(blocks) {
			continue
		}
		for j := i; j < end; j++ {
			out[j] = true
		}
		i = end - 1
	}
}

// minTail headlines in a row after the last sentence of a plain text are a list
// of other stories, whatever stands above them. (In HTML two extractors have
// seen them, and agreed.)
const minTail = 3

// markTail marks what is left after the story's last sentence: headings over
// nothing, and lists of headlines. Real lists (of names, of results) stay.
func markTail(blocks []block, out []bool, plain bool) {
	var tail []int
	for i := len(blocks) - 1; i >= 0; i-- {
		if out[i] {
			continue
		}
		if (isProse(blocks[i]) && !isQuestion(blocks[i])) || blocks[i].kind == item {
			break
		}
		tail = append(tail, i)
	}
	// A question that follows the last sentence is the story's.
	for len(tail) > 0 && blocks[tail[len(tail)-1]].kind == paragraph && isQuestion(blocks[tail[len(tail)-1]]) {
		tail = tail[:len(tail)-1]
	}
	if len(tail) == 0 || len(tail) == len(blocks) {
		return
	}
	isListed := func(i int) bool { return isHeadline(blocks[i]) || isQuestion(blocks[i]) }
	headlines := 0
	for _, i := range tail {
		if isListed(i) {
			headlines++
		}
	}
	for _, i := range tail {
		out[i] = blocks[i].kind == heading || (plain && headlines >= minTail && isListed(i))
	}
}

// markCaptions marks a heading that another one of its rank follows at once:
// the caption of a video or picture that the text has lost. Longer runs are
// lists and stay.
func markCaptions(blocks []block, out []bool, plain bool) {
	var run []int
	end := func() {
		if len(run) == 2 || len(run) == 3 {
			for _, i := range run[:len(run)-1] {
				out[i] = true
			}
		}
		run = run[:0]
	}
	for i, b := range blocks {
		switch {
		case out[i]:
		case !isHeadline(b) || (b.kind != heading && !plain):
			end()
		case len(run) > 0 && blocks[run[len(run)-1]].level != b.level:
			end()
			run = append(run, i)
		default:
			run = append(run, i)
		}
	}
	end()
}

// isHeadline: a few words with a capital in front and no full stop behind.
func isHeadline(b block) bool {
	if len(b.text) > maxLine {
		return false
	}
	n := countWords(b.text)
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(b.text, "\"'“‘«„([ "))
	return b.kind != item && n >= 2 && n <= 22 && !endsSentence(b.text) && !strings.HasSuffix(b.text, ":") &&
		!unicode.IsLower(first)
}

// isQuestion: a line that may be a headline or a sentence ("Is NATO ready?").
func isQuestion(b block) bool {
	return b.kind != item && len(b.text) <= maxLine && strings.HasSuffix(b.text, "?") && countWords(b.text) <= 18
}

// isProse: a paragraph of the story, not a headline or a label.
func isProse(b block) bool { return b.kind == paragraph && hasSentence(b) }

// hasSentence: a sentence of some length, a long line, or one that introduces
// a quotation or a list.
func hasSentence(b block) bool {
	n := countWords(b.text)
	return b.kind != heading && ((n >= 5 && (endsSentence(b.text) || strings.HasSuffix(b.text, ":"))) || n >= 30)
}

// sameWords compares a and b by their words alone, letter case aside.
func sameWords(a, b string) bool {
	x, y := words(a), words(b)
	return len(x) > 0 && len(x) == len(y) && strings.EqualFold(strings.Join(x, " "), strings.Join(y, " "))
}
