package retrieval

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Bounds of a key sentence, in words: shorter ones are fragments, longer ones
// are badly cut.
const (
	shortestKey = 6
	longestKey  = 60
)

var (
	// dateline is what comes before a story: KYIV, Feb 16 (Reuters) - or
	// PALM BEACH, Florida —
	dateline = regexp.MustCompile(`^(?:\p{Lu}[\p{L}\d.,/’' -]{0,60}\s?)?\(\p{Lu}[\p{L} ]{1,24}\)\s*[-–—−―]*\s*|` +
		`^\p{Lu}[\p{L}.’'-]+(?:[ ,/]+[\p{Lu}\d][\p{L}\d.’']*){0,6}\s*(?:[–—−―]+|--)\s+|^[∎•▪●►■◆·*]\s*`)
	// furniture is what a site says of itself or to its reader. The words are
	// English, as is most furniture within stories that extraction lets by.
	furniture = regexp.MustCompile(`(?i)^(?:\d{1,2}:\d\d\b|ai-assisted|read more|read also|see also|related|watch|listen|sign up|subscribe|follow|click|download|join|share|updated?|advertisement|editor[’']s note|correction|image|photo|file photo|pictured|getty|scroll|tap|get the|don[’']t miss|more on|for more|this (?:article|story|video|piece|page|post|file|transcript)|the views|opinion)\b|` +
		`\b(?:newsletters?|sign up|subscribers?|click here|share this|all rights reserved|e-?mail us|follow us|this (?:article|story) (?:was|has been|is|contains|includes)|our (?:app|coverage|podcast|live blog)|affiliate)\b`)
	// caption is who took a picture, or that it is one.
	caption = regexp.MustCompile(`(?i)/(?:getty|afp|ap|epa|reuters|shutterstock|pa|anadolu|bloomberg|zuma|sipa|imago)\b|\b(?:getty images|ap photo|file photo|photograph(?:er)?:|photo(?:graph)? by|image (?:source|caption|credit)|credit:|pictured (?:in|on|at|with|here|above|left|right)|(?:is|are) (?:seen|pictured|shown) (?:in|on|at|here|above|during|near|after))\b`)
	// speaksToReader is the voice of whoever wrote the story.
	speaksToReader = regexp.MustCompile(`(?i)\b(?:i|i[’'](?:m|ve|d|ll)|we|we[’'](?:re|ve|d|ll)|me|my|us|our|ours|you|you[’'](?:re|ve|d|ll)|your|yours)\b`)
	// goesOn counts from what another sentence said, or is set against it.
	goesOn   = regexp.MustCompile(`(?i)\b(?:hours?|days?|weeks?|months?|years?|minutes?) (?:later|earlier|before|after)[.,]|, (?:however|too|meanwhile|though|as well)[,.]`)
	assumes  = regexp.MustCompile(`^[“"]?The \p{Ll}`)
	personal = regexp.MustCompile(`(?i)\b(?:he|she|him|his|her|hers|they|them|their|theirs)\b`)
)

// leaning are first words that lean on the sentence before.
var leaning = map[string]bool{
	"he": true, "she": true, "it": true, "they": true, "this": true, "that": true, "these": true, "those": true,
	"but": true, "and": true, "so": true, "or": true, "yet": true, "meanwhile": true, "however": true, "also": true,
	"here": true, "there": true, "his": true, "her": true, "their": true, "its": true, "another": true, "others": true,
	"both": true, "some": true, "such": true, "instead": true, "then": true, "still": true, "nor": true, "because": true,
	"additionally": true, "moreover": true, "furthermore": true, "similarly": true, "likewise": true, "therefore": true,
	"elsewhere": true, "earlier": true, "later": true, "afterwards": true, "either": true, "neither": true, "it’s": true,
	"it's": true, "that’s": true, "that's": true, "he’s": true, "she’s": true, "they’re": true, "why": true, "how": true,
	"what": true, "who": true, "is": true, "are": true, "was": true, "were": true, "do": true, "does": true, "did": true,
	"here’s": true, "here's": true, "there’s": true, "there's": true, "tis": true, "well": true, "not": true, "no": true, "now": true, "today": true,
	"can": true, "could": true, "will": true, "would": true, "should": true,
}

// story is an article with what tells which of its sentences can stand alone.
type story struct {
	article    Article
	paragraphs []prose.Span
	quotations []prose.Quotation
	names      []prose.Name
	english    bool
}

func newStory(a Article) *story {
	return &story{
		article: a, paragraphs: prose.Paragraphs(a.Text), quotations: prose.Quotations(a.Text),
		names: prose.Names(a.Text), english: a.Lang == "" || a.Lang == "en",
	}
}

// standing tells a whole sentence, understood without the one before it, from
// a heading, a caption, or one that begins with "He" or "But". It must be
// called for one sentence after the other. An agency's dateline is not part of
// what it returns.
func (s *story) standing(span prose.Span) (prose.Span, bool) {
	for len(s.paragraphs) > 0 && s.paragraphs[0].End <= span.Start {
		s.paragraphs = s.paragraphs[1:]
	}
	for len(s.quotations) > 0 && s.quotations[0].End <= span.Start {
		s.quotations = s.quotations[1:]
	}
	for len(s.names) > 0 && s.names[0].End <= span.Start {
		s.names = s.names[1:]
	}
	text := span.In(s.article.Text)
	at := len(dateline.FindString(text))
	if first, _ := utf8.DecodeRuneInString(text[at:]); !unicode.IsLower(first) && at < len(text) {
		span.Start += at
		text = text[at:]
	}
	words, _ := wordsUpTo(text, longestKey+1)
	if words < shortestKey || words > longestKey || !ended(text) || s.inCaption() {
		return span, false
	}
	outside := s.unquoted(span)
	if s.english && (furniture.MatchString(text) || speaksToReader.MatchString(outside) || goesOn.MatchString(outside) || strings.HasSuffix(text, "?")) {
		return span, false
	}
	if first, _, _ := strings.Cut(text, " "); s.english && leaning[strings.ToLower(strings.Trim(first, `“"‘',`))] {
		return span, false
	}
	// Somebody's words without the name of who said them say too little.
	if len(outside) < len(text) && strings.TrimSpace(outside) == "" {
		return span, false
	}
	return span, !s.english || s.named(span, outside, len(outside) < len(text))
}

// ended tells whether a text ends as a sentence does.
func ended(text string) bool {
	text = strings.TrimRight(text, ` ”"’'»)]`)
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(`.!?。！？।`, last) && !strings.HasSuffix(text, "...")
}

// inCaption tells whether the paragraph that the sentence is in says who took
// a picture or ends as no prose does, be its other sentences whole.
func (s *story) inCaption() bool {
	if len(s.paragraphs) == 0 {
		return false
	}
	text := s.paragraphs[0].In(s.article.Text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return last != ':' && !ended(text) || caption.MatchString(text)
}

// unquoted is what of a sentence stands outside of quotation marks.
func (s *story) unquoted(span prose.Span) string {
	var b strings.Builder
	at := span.Start
	for _, q := range s.quotations {
		if q.Start >= span.End {
			break
		}
		b.WriteString(s.article.Text[at:max(at, q.Start)])
		at = min(span.End, max(at, q.End))
	}
	b.WriteString(s.article.Text[at:span.End])
	return b.String()
}

// named tells whether a sentence says whom it is about: it has a name before
// any "he" or "her", and a name or an office where it quotes.
func (s *story) named(span prose.Span, outside string, quotes bool) bool {
	first := -1
	for _, n := range s.names {
		if n.Start >= span.End {
			break
		}
		if n.Start >= span.Start && !s.quoted(n.Start) {
			first = n.Start
			break
		}
	}
	if first >= 0 {
		before := s.article.Text[span.Start:first]
		return !personal.MatchString(before)
	}
	if personal.MatchString(outside) {
		return false
	}
	return !quotes || strings.ContainsFunc(outside, unicode.IsUpper)
}

func (s *story) quoted(at int) bool {
	for _, q := range s.quotations {
		if q.Start <= at && at < q.End {
			return true
		}
		if q.Start > at {
			break
		}
	}
	return false
}
