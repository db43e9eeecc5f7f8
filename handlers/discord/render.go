package discord

import (
	"cmp"
	"fmt"
	"slices"
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

	// Bounds on what others wrote, far above what is usual.
	maxSentence, maxPassage     = 1500, 3000
	maxTitle, maxOutlet, maxURL = 200, 80, 512

	maxLabel = 100 // of an autocomplete choice: Discord's limit

	maxOffered = 5 // nearest articles: a row of buttons
)

// renderPartial is the page of a reply that still grows.
func renderPartial(r handlers.Reply) string {
	if len(r.Sentences) == 0 {
		return wordsLooking + waiting
	}
	return paginate(slices.Concat(heading(r), sentences(r)), maxContent-units(cursor))[0] + cursor
}

// renderPages is a final reply with its buttons.
func renderPages(r handlers.Reply) pages {
	return pages{texts: renderReply(r), below: buttons(r), turn: r.ID}
}

// buttons are those below a reply: its passages where it has any, else the
// articles that come nearest.
func buttons(r handlers.Reply) rows {
	if r.Outcome != handlers.Unknown {
		if !isName(r.ID) || len(r.Sources) == 0 {
			return nil
		}
		return rows{rowOf(newButton(wordsPassages, mark{verbPassages, []string{r.ID}}))}
	}
	var offered []any
	known := make(map[string]bool)
	for _, a := range r.Nearest {
		if !isName(a.ID) || known[a.ID] || len(offered) == maxOffered {
			continue
		}
		known[a.ID] = true
		m := mark{verbSummarize, []string{a.ID}}
		if isName(r.ID) {
			m.args = append(m.args, r.ID)
		}
		offered = append(offered, newButton(plain(cmp.Or(a.Title, a.URL), maxButton), m))
	}
	if len(offered) == 0 {
		return nil
	}
	return rows{rowOf(offered...)}
}

// renderReply is the pages of a final reply, each within Discord's limit.
func renderReply(r handlers.Reply) []string {
	switch {
	case r.Outcome == handlers.Answered:
		return fit(r, sentences)
	case r.Outcome == handlers.Closest:
		return fit(r, quotes)
	default:
		return unknown(r)
	}
}

// unknown is the page that says so, and what the articles have instead.
func unknown(r handlers.Reply) []string {
	words, advice := wordsUnknown, wordsUnknownAdvice
	if r.Summary {
		words = wordsNothingOn
	}
	if buttons(r) != nil {
		advice = wordsNearest
	}
	pieces := append(heading(r), piece{"\n\n", words + advice})
	for _, n := range r.Notes {
		pieces = append(pieces, piece{"\n\n", note(n)})
	}
	return paginate(append(pieces, origin(r)...), maxContent-footerRoom)[:1]
}

// note is a remark of the desk's.
func note(words string) string { return "*" + literal(clip(words, maxTitle)) + "*" }

// origin says of a reply that it was not made for this asker.
func origin(r handlers.Reply) []piece {
	if !r.Cached {
		return nil
	}
	return []piece{{"\n", wordsCached}}
}

// fit lays out a reply around its body. One that needs too many pages loses
// the end of its body, with the sources that only the end cites.
func fit(r handlers.Reply, body func(handlers.Reply) []piece) []string {
	var notes []piece
	switch {
	case r.Cut && r.Cause == handlers.Stopped:
		notes = append(notes, piece{"\n\n", wordsStopped})
	case r.Cut:
		notes = append(notes, piece{"\n\n", wordsCut})
	}
	for _, n := range r.Notes {
		notes = append(notes, piece{"\n\n", note(n)})
	}
	for shortened := false; ; shortened = true {
		pages := paginate(slices.Concat(heading(r), body(r), notes, sources(r.Sources), origin(r)), maxContent-footerRoom)
		shorter, ok := shorten(r)
		if len(pages) <= maxPages || !ok {
			return number(pages)
		}
		r = shorter
		if !shortened {
			notes = append(notes, piece{"\n\n", wordsShortened})
		}
	}
}

// shorten leaves out a reply's last sentence, or of quoted passages the last, and
// tells whether anything would stay.
func shorten(r handlers.Reply) (handlers.Reply, bool) {
	quoted := r.Outcome == handlers.Closest && !r.Summary
	switch n := len(r.Sentences) - 1; {
	case quoted && len(r.Sources) > 1:
		r.Sources = r.Sources[:len(r.Sources)-1]
	case n > 0 && !quoted:
		r.Sentences = r.Sentences[:n]
		cited := make(map[int]bool)
		for _, s := range r.Sentences {
			for _, c := range s.Cites {
				cited[c] = true
			}
		}
		r.Sources = slices.DeleteFunc(slices.Clone(r.Sources), func(s prompts.Source) bool { return !cited[s.N] })
	default:
		return r, false
	}
	return r, true
}

// heading says what follows: which question was understood, of what it is a
// summary, why there are only passages, and how old the news is.
func heading(r handlers.Reply) []piece {
	var lines []string
	if r.Standing != "" {
		lines = append(lines, "-# Answering: "+literal(clip(r.Standing, maxTitle)))
	}
	if r.Summary && r.Title != "" {
		lines = append(lines, "**"+literal(clip(r.Title, maxTitle))+"**")
	}
	if r.Outcome == handlers.Closest && r.Summary {
		lines = append(lines, closestWords(r))
	}
	var pieces []piece
	if len(lines) > 0 {
		pieces = append(pieces, piece{"", strings.Join(lines, "\n")})
	}
	for _, o := range r.Opening {
		pieces = append(pieces, piece{"\n\n", note(o)})
	}
	return pieces
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
		text, before := sentence(s), " "
		if s.Day != "" {
			text = "**" + literal(clip(s.Day, maxOutlet)) + "** " + text
		}
		switch {
		case i == 0:
			before = "\n\n"
		case r.Summary:
			text, before = "- "+text, "\n"
			if i == 1 {
				before = "\n\n"
			}
		}
		pieces = append(pieces, piece{before, text})
	}
	return pieces
}

// sentence is one sentence with its citations.
func sentence(s prompts.Sentence) string {
	text := literal(clip(s.Text, maxSentence)) + " " + prompts.Marks(s.Cites)
	if s.Level == prompts.Amber {
		text += " " + wordsAmber
	}
	return text
}

// sources is the numbered list below an answer. Passages of one article share
// a line, whose link leads to all of them.
func sources(list []prompts.Source) []piece {
	var pieces []piece
	numbers, links := make(map[string][]int), make(map[string][]string)
	for _, s := range list {
		numbers[s.Article] = append(numbers[s.Article], s.N)
		links[s.Article] = append(links[s.Article], s.Link)
	}
	for _, s := range list {
		n := numbers[s.Article]
		if s.N != n[0] {
			continue
		}
		pieces = append(pieces, piece{"\n", prompts.Marks(n) + " " + sourceLine(s.Outlet, s.Title, s.Published, links[s.Article], s.URL)})
	}
	if len(pieces) > 0 {
		// The heading stays with the first line.
		pieces[0] = piece{"\n\n", "**Sources**\n" + pieces[0].text}
	}
	return pieces
}

// sourceLine names an article: outlet, title, published date, and a link to
// passages of it where there are some, else to its page.
func sourceLine(outlet, title string, published time.Time, links []string, page string) string {
	name := label(clip(title, maxTitle))
	if name == "" {
		name = wordsUntitled
	}
	if to := cmp.Or(target(handlers.JoinLinks(links, maxURL)), target(page)); to != "" {
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

// quotes are passages, or key sentences of an article, in place of an answer.
// None is left outside of a quotation, so that they do not look like one.
func quotes(r handlers.Reply) []piece {
	if r.Summary {
		var pieces []piece
		for _, s := range r.Sentences {
			pieces = append(pieces, piece{"\n\n", quoteMark + sentence(s)})
		}
		return pieces
	}
	// Somebody's words that were asked for need no model, and come first.
	pieces := append(sentences(r), piece{"\n\n", closestWords(r)})
	for _, s := range r.Sources {
		pieces = append(pieces, quote(s)...)
	}
	return pieces
}

// quote is one passage, a line to each paragraph.
func quote(s prompts.Source) []piece {
	var pieces []piece
	for p := range strings.SplitSeq(clip(s.Text, maxPassage), "\n\n") {
		if p = literal(p); p != "" {
			pieces = append(pieces, piece{"\n" + quoteMark + "\n", quoteMark + p})
		}
	}
	if len(pieces) == 0 {
		return nil
	}
	first, last := &pieces[0], &pieces[len(pieces)-1]
	if s.Speaker != "" {
		first.text = quoteMark + "*(" + literal(clip(s.Speaker, maxOutlet)) + " is speaking)* " + first.text[len(quoteMark):]
	}
	first.before = "\n\n"
	last.text += " " + prompts.Marks([]int{s.N})
	return pieces
}

// closestWords says what stands in place of an answer or a summary, and why.
func closestWords(r handlers.Reply) string {
	head, what := "**Closest passages**\n", "These are the passages nearest to your question, word for word; they are not an answer."
	if r.Summary {
		head, what = "**Key sentences**\n", "These are key sentences of the article, word for word; they are not a summary."
	}
	return head + whyNoModel(r) + " " + what
}

// whyNoModel says why no model wrote what is shown.
func whyNoModel(r handlers.Reply) string {
	switch {
	case r.Cause == handlers.ModelDown && r.Lasting:
		return "The language model cannot be used as it is set up; whoever runs this bot should run its doctor command."
	case r.Cause == handlers.ModelDown:
		return "The language model is not answering at the moment."
	case r.Cause == handlers.Unfaithful:
		return "What the language model wrote did not hold against the articles, so it is not shown."
	case r.Cause == handlers.Spent:
		return "What this server may spend on language models today is spent; it can again tomorrow (UTC)."
	case r.Cause == handlers.Stopped:
		return "Newsdesk is restarting, so no more was written."
	default:
		return "No language model is configured."
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
		{"\n", sourceLine(a.Outlet, a.Title, a.Published, nil, a.URL)},
		{"\n", count(r.Words, "word") + " kept in " + count(r.Passages, "passage") + "."},
	}
	if cost := embedding(r); cost != "" {
		pieces = append(pieces, piece{"\n", cost})
	}
	for _, note := range r.Notes {
		pieces = append(pieces, piece{"\n", "- " + literal(clip(note, maxTitle))})
	}
	return number(paginate(pieces, maxContent-footerRoom))
}

// embedding tells what became of an article's vectors, and what they cost.
func embedding(r handlers.Receipt) string {
	e := r.Embedded
	switch {
	case e.Later:
		return "-# The embedding model did not answer, so this article is found by its words for now."
	case e.Chunks == 0:
		return ""
	}
	words := "-# Embedded for " + count(e.Tokens, "token")
	if r.Dollars > 0 {
		words += fmt.Sprintf(" ($%.4f)", r.Dollars)
	}
	return words + "."
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
