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
		if sameWords(b.text, title) || bareURL.MatchString(b.text) || (b.kind == paragraph && byline.MatchString(b.text)) {
			out[i] = true
		}
	}
}

var (
	bareURL = regexp.MustCompile(`(?i)^(https?://|www\.)\S+$`)
	// byline: "By A. Writer", a weekday, or a year or a time of day in a short
	// line that is no sentence.
	byline = regexp.MustCompile(`(?i)^(by|von|par|por|di|door|av|af)\s+\p{Lu}|\b(19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|^(updated|published|posted)\b`)
)

// markNotices marks lines in which the page talks to its reader about itself
// ("Please use Chrome browser for a more accessible video player") and those
// that point to another story ("Read more: ...").
func markNotices(blocks []block, out []bool) {
	for i, b := range blocks {
		if isNotice(b) || isPointer(b) {
			out[i] = true
		}
	}
}

var (
	// asks: the line opens with what a page asks of its reader.
	asks = regexp.MustCompile(`(?i)^\W*((please|kindly|just)\s+)?(use|click|tap|swipe|scroll|press|enable|turn on|allow|accept|disable|switch|upgrade|update|download|install|get|subscribe|sign ?up|sign in|log ?in|register|join|follow|like|share|save|support|donate|watch|listen|view|see|visit|check out|enter|send|submit|comment|leave|copy|print|email|buy|order|shop|choose|select|to (use|view|watch|read|listen|see|subscribe|continue|comment)|you (can|may|must|need)|your|want|have you|enjoy|if you|this (browser|content|video|page|site|website|copy)|we use|we (earn|may)|our)\b`)
	// aboutPage: and it concerns the page, its player, or its business.
	aboutPage = regexp.MustCompile(`(?i)\b(browsers?|video player|media player|javascript|cookies?|newsletters?|inbox|click here|tap here|notifications?|(our|the|this|mobile) app|app store|google play|podcasts? (on|via|from)|subscri(be|bers?|ption)|log ?in|sign ?(up|in)|ad ?blocker|advertis(ing|ements?)|website|web ?page|this (page|site|story|article|post|content)|with a friend|on (facebook|twitter|instagram|whatsapp|telegram|youtube|tiktok|linkedin)|comments?|moderators?|letterbox|free trial|paywall|affiliate|commission|reprints|non-commercial use|full (story|article))\b`)
	// shortcode is a publishing system's own mark-up left in the page.
	shortcode = regexp.MustCompile(`^\[[a-z_-]+( [^\]]*)?\].*$`)
	labels    = regexp.MustCompile(`(?i)^(advertisements?|sponsored( content)?|promoted|loading\W*|share( this)?( article| story)?|print|e-?mail|comments?( \(\d+\))?|copy link|save|follow us|image( caption| source)?|video|gallery|photos?|listen|watch( live| now)?|play|pause|mute|close|menu|search|skip to content|read more|show more|view (more|gallery|all)|back to top|top|next|previous|image:.*|photo:.*|photo by .*|getty images)$`)
)

// maxLine is the longest line looked at for being furniture, in bytes.
const maxLine = 400

func isNotice(b block) bool {
	if len(b.text) > maxLine || speaks(b.text) {
		return false
	}
	return labels.MatchString(b.text) || shortcode.MatchString(b.text) ||
		(asks.MatchString(b.text) && aboutPage.MatchString(b.text))
}

// pointers open a line that leads away from the story.
var pointers = regexp.MustCompile(`(?i)^\W*((also |must |further )?(read|see|watch|listen|related|recommended|more|explore|click|view)( (more|also|next|now|on|this|here|stories|story|articles?|coverage|reading|video|links?|content|posts?|news|topics?))*|don.t miss|in (other|related) news|in pictures|analysis|explainer|go deeper|lesen sie auch|mehr (dazu|zum thema)|siehe auch|lire aussi|à lire( aussi)?|voir aussi|lea también|leia (também|mais)|veja também|leggi anche|lees ook|läs (också|mer)|læs også|les også|читайте также)\s*[:|»>–—-]+\s*\S`)

// isPointer tells whether b is a line such as "Related: Title of a story".
func isPointer(b block) bool {
	return b.kind != item && len(b.text) <= maxLine && !endsSentence(b.text) && pointers.MatchString(b.text)
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
		for end < len(blocks) && !isProse(blocks[end]) {
			// A heading right above a sentence belongs to that sentence.
			if end+1 < len(blocks) && isProse(blocks[end+1]) && end > i+1 && blocks[end].kind == heading {
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
		if isProse(blocks[i]) || blocks[i].kind == item {
			break
		}
		tail = append(tail, i)
	}
	if len(tail) == 0 || len(tail) == len(blocks) {
		return
	}
	headlines := 0
	for _, i := range tail {
		if isHeadline(blocks[i]) {
			headlines++
		}
	}
	for _, i := range tail {
		if blocks[i].kind == heading || (plain && headlines >= minTail && isHeadline(blocks[i])) {
			out[i] = true
		}
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

// isProse: a paragraph of the story, not a headline or a label.
func isProse(b block) bool { return b.kind == paragraph && hasSentence(b) }

// hasSentence: a sentence of some length, a long line, or one that introduces
// a quotation or a list.
func hasSentence(b block) bool {
	n := countWords(b.text)
	return b.kind != heading && ((n >= 5 && (endsSentence(b.text) || strings.HasSuffix(b.text, ":"))) || n >= 30)
}

// speaks tells whether s holds a quotation of some words: somebody's, not the
// page's.
func speaks(s string) bool {
	return quoted.MatchString(s)
}

var quoted = regexp.MustCompile(`[“"«„][^”"»“]*\s[^”"»“]*\s[^”"»“]*`)

// sameWords compares a and b by their words alone, letter case aside.
func sameWords(a, b string) bool {
	x, y := words(a), words(b)
	return len(x) > 0 && len(x) == len(y) && strings.EqualFold(strings.Join(x, " "), strings.Join(y, " "))
}
