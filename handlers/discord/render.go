package discord

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

const (
	// cursor ends a page that still grows, and no other.
	cursor = " ▌"
	// waiting ends a page that holds nothing of a reply yet.
	waiting = "…" + cursor
	// quoteMark begins each line of a quoted passage.
	quoteMark = "> "
	// maxPages bounds one reply; what does not fit is left out and said so.
	maxPages = 5
	// footerRoom is kept on each page for its number.
	footerRoom = len("\n-# 5 of 5")

	maxTitle, maxOutlet, maxURL = 200, 80, 512
	maxLabel                    = 100 // of an autocomplete choice: Discord's limit
)

// renderPartial is the page of a reply that still grows.
func renderPartial(r handlers.Reply) string {
	pages := paginate(sentences(r), maxContent-units(cursor))
	if len(pages) == 0 {
		return wordsLooking + waiting
	}
	return pages[0] + cursor
}

// renderReply is the pages of a final reply, each within Discord's limit.
func renderReply(r handlers.Reply) []string {
	switch r.Outcome {
	case handlers.Answered:
		return number(fit(r))
	case handlers.Closest:
		return number(paginate(closest(r), maxContent-footerRoom))
	default:
		if r.Summary {
			return []string{wordsNoSummary}
		}
		return []string{wordsUnknown}
	}
}

// fit lays out an answer. One that needs too many pages loses sentences at its
// end, rather than its sources.
func fit(r handlers.Reply) []string {
	shortened := false
	for {
		pieces := sentences(r)
		if r.Cut {
			pieces = append(pieces, piece{"\n\n", wordsCut})
		}
		if shortened {
			pieces = append(pieces, piece{"\n\n", wordsShortened})
		}
		pages := paginate(append(pieces, sources(r.Sources)...), maxContent-footerRoom)
		if len(pages) <= maxPages || len(r.Sentences) <= 1 {
			return pages
		}
		r.Sentences, shortened = r.Sentences[:len(r.Sentences)-1], true
	}
}

// number puts its number below each of several pages.
func number(pages []string) []string {
	if len(pages) > 1 {
		for i := range pages {
			pages[i] += fmt.Sprintf("\n-# %d of %d", i+1, len(pages))
		}
	}
	return pages
}

// sentences are an answer's sentences with their citations: running text, or
// for a summary a lead and points below it.
func sentences(r handlers.Reply) []piece {
	var pieces []piece
	for i, s := range r.Sentences {
		text := literal(s.Text) + " " + marks(s.Cites)
		if s.Level == prompts.Amber {
			text += " " + wordsAmber
		}
		before := " "
		if r.Summary && i > 0 {
			before, text = "\n", "- "+text
			if i == 1 {
				before = "\n\n"
			}
		}
		pieces = append(pieces, piece{before, text})
	}
	return pieces
}

// marks are citations as a reader sees them: [1][3].
func marks(cites []int) string {
	var b strings.Builder
	for _, n := range cites {
		fmt.Fprintf(&b, "[%d]", n)
	}
	return b.String()
}

// sources is the numbered list below an answer. Passages of one article share
// a line.
func sources(list []prompts.Source) []piece {
	var pieces []piece
	numbers := make(map[string][]int)
	for _, s := range list {
		numbers[s.Article] = append(numbers[s.Article], s.N)
	}
	for _, s := range list {
		n := numbers[s.Article]
		if s.N != n[0] {
			continue
		}
		pieces = append(pieces, piece{"\n", marks(n) + " " + sourceLine(s.Outlet, s.Title, s.URL, s.Published)})
	}
	if len(pieces) > 0 {
		// The heading stays with the first line.
		pieces[0] = piece{"\n\n", "**Sources**\n" + pieces[0].text}
	}
	return pieces
}

// sourceLine names an article: outlet, title, published date, link.
func sourceLine(outlet, title, url string, published time.Time) string {
	name := label(clip(title, maxTitle))
	if name == "" {
		name = wordsUntitled
	}
	if to := target(url); to != "" {
		name = "[" + name + "](<" + to + ">)"
	}
	parts := []string{name, date(published)}
	if outlet != "" {
		parts = append([]string{literal(clip(outlet, maxOutlet))}, parts...)
	}
	return strings.Join(parts, " · ")
}

func date(t time.Time) string {
	if t.IsZero() {
		return wordsUndated
	}
	return t.Format("2 January 2006")
}

// closest are passages in place of an answer, which they must not look like:
// a heading that says why, and every passage a quotation.
func closest(r handlers.Reply) []piece {
	pieces := []piece{{"", "**Closest passages**\n" + causeWords(r.Cause)}}
	for _, s := range r.Sources {
		var lines []string
		for p := range strings.SplitSeq(s.Text, "\n\n") {
			if p = literal(p); p != "" {
				lines = append(lines, p)
			}
		}
		before := "\n\n"
		for i, line := range lines {
			if i == 0 && s.Speaker != "" {
				line = "*(" + literal(s.Speaker) + " is speaking)* " + line
			}
			if i == len(lines)-1 {
				line += " " + marks([]int{s.N})
			}
			pieces = append(pieces, piece{before, quoteMark + line})
			before = "\n" + quoteMark + "\n"
		}
	}
	return append(pieces, sources(r.Sources)...)
}

func causeWords(c handlers.Cause) string {
	const passages = "These are the passages nearest to it, word for word; they are not an answer."
	switch c {
	case handlers.ModelDown:
		return "The language model is not answering at the moment. " + passages
	case handlers.Unfaithful:
		return "What the language model wrote did not hold against the articles, so it is not shown. " + passages
	default:
		return "No language model is configured to answer your question. " + passages
	}
}

// renderReceipt tells what became of an ingested article.
func renderReceipt(r handlers.Receipt) []string {
	var head string
	switch r.Status {
	case handlers.Replaced:
		head = "**Replaced** the earlier version of this article (now version " + strconv.Itoa(r.Article.Version) + ")."
	case handlers.Unchanged:
		head = "**Unchanged**: this article is already here with the same text, so nothing was replaced."
	default:
		head = "**Added** to this server's articles."
	}
	a := r.Article
	pieces := []piece{
		{"", head},
		{"\n", sourceLine(a.Outlet, a.Title, a.URL, a.Published)},
		{"\n", count(r.Words, "word") + " kept in " + count(r.Passages, "passage") + "."},
	}
	for _, note := range r.Notes {
		pieces = append(pieces, piece{"\n", "- " + literal(note)})
	}
	return number(paginate(pieces, maxContent-footerRoom))
}

// count is "1 word", "1,200 words".
func count(n int, noun string) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n != 1 {
		noun += "s"
	}
	return digits + " " + noun
}

// renderStage is the page of an ingest that is under way.
func renderStage(stage string) string {
	if r, size := utf8.DecodeRuneInString(stage); size > 0 {
		stage = string(unicode.ToUpper(r)) + stage[size:]
	}
	return strings.TrimRight(clip(literal(stage), maxContent/2), ".…") + waiting
}

// renderApology is what a reader saw so far, if anything, and why no more
// comes. What was shown is not taken back.
func renderApology(shown, words string) string {
	if shown == "" || strings.HasSuffix(shown, waiting) {
		return clip(words, maxContent)
	}
	shown = strings.TrimSuffix(shown, cursor)
	words = "\n\n" + clip(words, maxContent/4)
	if room := maxContent - units(words); units(shown) > room {
		shown, _ = breakText(shown, room)
	}
	return strings.TrimSpace(shown) + words
}

// renderChoice names an article in a list of suggestions.
func renderChoice(a retrieval.Article) string {
	title := a.Title
	if title == "" {
		title = a.URL
	}
	tail := ""
	if a.Outlet != "" {
		tail = " (" + clip(a.Outlet, 25) + ")"
	}
	return clip(clip(title, maxLabel-units(tail))+tail, maxLabel)
}
