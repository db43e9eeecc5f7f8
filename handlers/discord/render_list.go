package discord

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval"
)

// renderPassages is the pages that show passages with the words in bold that
// carry the answer, at least one.
func renderPassages(list []handlers.Highlighted) []string {
	var pieces []piece
	for _, h := range list {
		s := h.Source
		pieces = append(pieces, piece{"\n\n", "[" + strconv.Itoa(s.N) + "] " + sourceLine(s.Outlet, s.Title, s.Published, []string{s.Link}, s.URL)})
		before := "\n"
		for _, paragraph := range paragraphs(h) {
			pieces = append(pieces, piece{before, quoteMark + paragraph})
			before = "\n" + quoteMark + "\n"
		}
	}
	if len(pieces) == 0 {
		return []string{wordsForgotten}
	}
	return number(paginate(pieces, maxContent-footerRoom-len("00")))
}

// paragraphs are those of a passage, with bold words. One that is too long for
// a page, and will be broken, is without: a mark must not be parted from its
// other half.
func paragraphs(h handlers.Highlighted) []string {
	var out []string
	if h.Source.Speaker != "" {
		out = append(out, "*("+literal(clip(h.Source.Speaker, maxOutlet))+" is speaking)*")
	}
	at := 0
	for p := range strings.SplitSeq(h.Source.Text, "\n\n") {
		start, end := at, at+len(p)
		at = end + len("\n\n")
		line := emphasize(h, start, end)
		if units(line) > maxContent/2 {
			line = literal(clip(p, maxPassage))
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

// emphasize is a stretch of a passage as it reads, its spans in bold.
func emphasize(h handlers.Highlighted, start, end int) string {
	var b strings.Builder
	text, at := h.Source.Text, start
	for _, s := range h.Spans {
		from, to := max(s.Start, at), min(s.End, end)
		bold := ""
		if from < to {
			bold = literal(text[from:to])
		}
		if bold == "" {
			continue
		}
		b.WriteString(inside(text[at:from]) + "**" + bold + "**")
		at = to
	}
	b.WriteString(inside(text[at:end]))
	return strings.TrimSpace(b.String())
}

// inside is literal for a stretch in the middle of a line, which keeps the
// spaces at its ends.
func inside(s string) string {
	body := literal(s)
	if body == "" {
		return strings.Repeat(" ", min(1, len(s)))
	}
	if r, _ := utf8.DecodeRuneInString(s); isSpace(r) {
		body = " " + body
	}
	if r := lastRune(s); isSpace(r) {
		body += " "
	}
	return body
}

func isSpace(r rune) bool { return strings.TrimSpace(string(r)) == "" }

// renderArticles is a page of the list of articles: with their links and
// outlets where there is room for them all.
func renderArticles(shown []retrieval.Article, all, page, of int) string {
	if all == 0 {
		return wordsNoList
	}
	return roomiest(func(details int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "**%s**, the latest first", count(all, "article"))
		for _, a := range shown {
			title := clip(a.Title, maxListed)
			switch details {
			case 1:
				a.URL = ""
			case 0:
				a.URL, a.Outlet, title = "", "", clip(title, maxListed/2)
			}
			b.WriteString("\n- " + sourceLine(a.Outlet, title, a.Published, nil, a.URL))
		}
		return b.String() + pageNumber(page, of)
	})
}

// roomiest is the text with most details that fits on a page, 2 to 0; of none
// it must fit.
func roomiest(text func(details int) string) string {
	for details := 2; details > 0; details-- {
		if t := text(details); units(t) <= maxContent {
			return t
		}
	}
	return text(0)
}

// maxListed bounds a title or question in a list.
const maxListed = 120

// pageNumber is the last line of one of several pages.
func pageNumber(page, of int) string {
	if of < 2 {
		return ""
	}
	return fmt.Sprintf("\n-# %d of %d", page+1, of)
}

// renderRemoved tells that an article is gone.
func renderRemoved(title string) string {
	return "**Removed** from this server's articles: " + literal(plain(title, maxTitle))
}

// renderGaps is a page of the questions that found no answer; first is the
// place of the first shown among all.
func renderGaps(shown []handlers.Gap, all, first, page, of int) string {
	if all == 0 {
		return wordsNoGaps
	}
	return roomiest(func(details int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "**%s** that the articles could not answer, the last asked first", count(all, "question"))
		for i, g := range shown {
			fmt.Fprintf(&b, "\n%d\\. %s · asked %s, last on %s",
				first+i+1, literal(clip(g.Question, maxListed)), times(g.Times), date(g.Last))
			if len(g.Nearest) > 0 && details > 0 {
				b.WriteString("\n-# Nearest: " + literal(clip(g.Nearest[0], maxOutlet*details/2)))
			}
		}
		return b.String() + pageNumber(page, of)
	})
}

func times(n int) string {
	switch {
	case n <= 1:
		return "once"
	case n == 2:
		return "twice"
	}
	return count(n, "time")
}

// renderUsage tells what models have cost the server.
func renderUsage(u handlers.UsageReport) string {
	pieces := []piece{
		{"", "**Language models**, by the server's own count (days end at midnight UTC)"},
		{"\n", "Today: " + cost(u.Today)},
		{"\n", "Last 30 days: " + cost(u.Month)},
	}
	if u.DailyTokens > 0 {
		pieces = append(pieces, piece{"\n", "Left today: " + count(u.Left, "token") + " of " + count(u.DailyTokens, "token")})
	}
	if u.AnswerTokens > 0 {
		pieces = append(pieces, piece{"\n", "One answer may cost " + count(u.AnswerTokens, "token") + " at most"})
	}
	for _, m := range u.Models {
		pieces = append(pieces, piece{"\n", "- " + literal(clip(m.Model, maxOutlet)) + ": " + cost(m.Cost)})
	}
	return paginate(pieces, maxContent)[0]
}

// cost is one sum in words.
func cost(c handlers.Cost) string {
	words := count(c.Tokens(), "token")
	if c.Estimated > 0 {
		words = "about " + words
	}
	words += " in " + count(c.Calls, "call")
	if c.Cached > 0 {
		words += fmt.Sprintf(", %s from earlier answers (%.0f %%)", count(c.Cached, "more answer"), 100*c.CachedShare())
	}
	switch {
	case c.Dollars > 0 && c.Priced:
		words += fmt.Sprintf(", $%.2f", c.Dollars)
	case c.Dollars > 0:
		words += fmt.Sprintf(", more than $%.2f (not every model has a price)", c.Dollars)
	}
	return words
}
