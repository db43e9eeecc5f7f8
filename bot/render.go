package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

// page writes replies for a terminal. A sentence is written once it stands;
// nothing is ever rewritten, so the output of a pipe reads the same.
type page struct {
	w     io.Writer
	width int // columns
	// shown are the sentences written of the reply that is streaming. A later reply
	// may have others between them, which waited for a second opinion.
	shown []string
}

// show writes what is new in a partial reply.
func (p *page) show(r handlers.Reply) {
	if len(p.shown) == 0 && len(r.Sentences) > 0 {
		p.open(r)
	}
	for i, s := range r.Sentences {
		if slices.Contains(p.shown, s.Text) {
			continue
		}
		p.shown = append(p.shown, s.Text)
		indent := ""
		if r.Summary && i > 0 {
			indent = "- "
		}
		p.paragraph(indent, cited(s))
	}
}

// open writes what stands above a reply: what it is a summary of, or how the
// question was understood, and remarks on its time.
func (p *page) open(r handlers.Reply) {
	if r.Title != "" {
		p.paragraph("", r.Title)
	}
	if r.Standing != "" {
		p.paragraph("", "Understood as: "+r.Standing)
	}
	for _, n := range r.Opening {
		p.paragraph("", n)
	}
	if r.Title != "" || r.Standing != "" || len(r.Opening) > 0 {
		fmt.Fprintln(p.w)
	}
}

// finish writes what is left of the final reply: the rest of its sentences,
// its sources and its remarks.
func (p *page) finish(r handlers.Reply) {
	if len(p.shown) == 0 && len(r.Sentences) == 0 {
		p.open(r)
	}
	if !r.Summary { // somebody's words, asked for, stand above the passages
		p.show(r)
	}
	if heading := closestHeading(r); heading != "" {
		if len(p.shown) > 0 {
			fmt.Fprintln(p.w)
		}
		p.paragraph("", heading)
		fmt.Fprintln(p.w)
	}
	p.show(r)
	switch {
	case r.Outcome == handlers.Unknown:
		p.unknown(r)
	case r.Outcome == handlers.Closest && !r.Summary:
		for _, s := range r.Sources {
			p.quote(s)
		}
	default:
		fmt.Fprintln(p.w, "\nSources")
		p.sources(r.Sources)
	}
	if r.Cut {
		p.paragraph("", "The answer was cut off here, so it may be incomplete. Ask again to retry.")
	}
	for _, n := range r.Notes {
		p.paragraph("", n)
	}
	if r.Cached {
		p.paragraph("", "(From an earlier answer over the same articles.)")
	}
	for _, line := range r.Explain {
		fmt.Fprintln(p.w, "# "+line)
	}
	p.shown = nil
}

// unknown says that there is no answer, and what comes nearest.
func (p *page) unknown(r handlers.Reply) {
	said := "The articles here hold no answer to that."
	if r.Summary {
		said = "The articles here hold nothing on that."
	}
	if len(r.Nearest) > 0 {
		said += " The nearest, which do not answer it:"
	}
	p.paragraph("", said)
	for _, a := range r.Nearest {
		p.paragraph("  - ", joined(a.Title, a.Outlet, day(a.Published)))
	}
}

// quote writes one passage as a quotation, and where it comes from.
func (p *page) quote(s prompts.Source) {
	lead := fmt.Sprintf("[%d] ", s.N)
	for paragraph := range strings.SplitSeq(s.Text, "\n\n") {
		p.paragraph(lead+"| ", paragraph)
		lead = strings.Repeat(" ", len(lead))
	}
	p.paragraph(lead, sourceLine(s))
	fmt.Fprintf(p.w, "%s%s\n\n", lead, printable(s.URL))
}

// sources lists what was cited; the passages of one article share a line.
func (p *page) sources(list []prompts.Source) {
	numbers := map[string][]int{}
	for _, s := range list {
		numbers[s.Article] = append(numbers[s.Article], s.N)
	}
	for _, s := range list {
		if cites, first := numbers[s.Article]; first {
			p.paragraph(prompts.Marks(cites)+" ", sourceLine(s))
			fmt.Fprintf(p.w, "    %s\n", printable(s.URL))
			delete(numbers, s.Article)
		}
	}
}

// closestHeading says what closest passages are and why they stand in for an
// answer; "" for other outcomes.
func closestHeading(r handlers.Reply) string {
	if r.Outcome != handlers.Closest {
		return ""
	}
	what := "Closest passages, quoted; not an answer"
	if r.Summary {
		what = "Key sentences of the article, quoted; not a summary"
		if slices.ContainsFunc(r.Sources, func(s prompts.Source) bool { return s.Article != r.Sources[0].Article }) {
			what = "Key sentences of the articles, quoted; not a summary"
		}
	}
	switch r.Cause {
	case handlers.NoModel:
		return what + ". No model is configured: set OPENAI_API_KEY or OPENAI_BASE_URL to get one written."
	case handlers.Spent:
		return what + ". What may be spent on models today (DAILY_TOKENS) is spent; answers are written again tomorrow (UTC)."
	case handlers.ModelDown:
		if r.Lasting {
			return what + ". The model cannot be used as it is set up; the doctor command says why."
		}
		return what + ". The model did not answer; try again in a minute, or run the doctor command."
	default:
		return what + ". What the model wrote was not in the articles, so it is not shown."
	}
}

// cited is a sentence with its citation markers behind it.
func cited(s prompts.Sentence) string {
	text := s.Text + " " + prompts.Marks(s.Cites)
	if s.Day != "" {
		text = s.Day + ": " + text
	}
	if s.Level == prompts.Amber {
		text += " (not verbatim in the source)"
	}
	return text
}

// sourceLine is outlet, title and date, as far as they are known.
func sourceLine(s prompts.Source) string {
	return joined(s.Outlet, s.Title, day(s.Published))
}

// joined puts dots between the parts that are not empty.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// day writes a date as news does; "date unknown" for the zero time.
func day(t time.Time) string {
	if t.IsZero() {
		return "date unknown"
	}
	return t.Format("2 January 2006")
}

// paragraph writes text wrapped at the page's width, its first line behind
// lead and the others indented by as much.
func (p *page) paragraph(lead, text string) {
	line, used := lead, utf8.RuneCountInString(lead)
	indent := strings.Repeat(" ", used)
	if strings.HasSuffix(lead, "| ") {
		indent = indent[:used-2] + "| "
	}
	empty := true
	for word := range strings.FieldsSeq(printable(text)) {
		n := utf8.RuneCountInString(word)
		if !empty && used+1+n > p.width {
			fmt.Fprintln(p.w, line)
			line, used, empty = indent, utf8.RuneCountInString(indent), true
		}
		if !empty {
			line, used = line+" ", used+1
		}
		line, used, empty = line+word, used+n, false
	}
	fmt.Fprintln(p.w, line)
}

// printable drops control characters: an article must not be able to steer
// the terminal it is read on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0):
			return -1
		}
		return r
	}, s)
}
