package fetch

import "regexp"

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
	// toReader: a whole sentence must address its reader, too; "Use of cookies
	// fell sharply, Google said." is news.
	toReader = regexp.MustCompile(`(?i)\b(you|your|our|us|we|here|please|below|this)\b`)
	// shortcode is a publishing system's own mark-up left in the page.
	shortcode = regexp.MustCompile(`^\[[a-z_-]+( [^\]]*)?\].*$`)
	labels    = regexp.MustCompile(`(?i)^(advertisements?|sponsored( content)?|promoted|loading\W*|share( this)?( article| story)?|print|e-?mail|comments?( \(\d+\))?|copy link|save|follow us|image( caption| source)?|video|gallery|photos?|listen|watch( live| now)?|play|pause|mute|close|menu|search|skip to content|read more|show more|view (more|gallery|all)|back to top|top|next|previous|image:.*|photo:.*|photo by .*|getty images)$`)
)

// maxLine is the longest line looked at for being furniture, in bytes.
const maxLine = 400

func isNotice(b block) bool {
	if len(b.text) > maxLine || len(words(b.text)) > 32 || speaks(b.text) {
		return false
	}
	if labels.MatchString(b.text) || shortcode.MatchString(b.text) {
		return true
	}
	return asks.MatchString(b.text) && aboutPage.MatchString(b.text) &&
		(!endsSentence(b.text) || toReader.MatchString(b.text))
}

// pointers open a line that leads away from the story.
var pointers = regexp.MustCompile(`(?i)^\W*((also |must |further )?(read|see|watch|listen|related|recommended|more)( (more|also|next|now|on|this|here|stories|story|articles?|coverage|reading|video|links?|content|posts?|news|topics?))*|don.t miss|in (other|related) news|lesen sie auch|mehr (dazu|zum thema)|siehe auch|lire aussi|à lire( aussi)?|voir aussi|lea también|leia (também|mais)|veja também|leggi anche|lees ook|läs (också|mer)|læs også|les også|читайте также)\s*[:|»>–—-]+\s*\S`)

// isPointer tells whether b is a line such as "Related: Title of a story".
func isPointer(b block) bool {
	return b.kind != item && len(b.text) <= maxLine && !endsSentence(b.text) && pointers.MatchString(b.text)
}

// speaks tells whether s holds a quotation of some words: somebody's, not the
// page's.
func speaks(s string) bool {
	return quoted.MatchString(s)
}

var quoted = regexp.MustCompile(`[“"«„][^”"»“]*\s[^”"»“]*\s[^”"»“]*`)
