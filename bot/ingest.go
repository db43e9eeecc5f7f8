package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

// runIngest adds each named page or file. One that fails is told and the rest
// go on; the exit code then says so.
func runIngest(ctx context.Context, p *program, args []string) error {
	flags := flag.NewFlagSet("ingest", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	sources, err := parseFlags(flags, args, p.err)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return usageError("ingest needs at least one file or URL: newsdesk ingest FILE-or-URL...")
	}
	return p.withDesk(ctx, func(d *handlers.Desk) error {
		lines := json.NewEncoder(p.out)
		lines.SetEscapeHTML(false)
		failed := 0
		for i, source := range sources {
			name := fetch.Redact(source) // what is shown of it
			receipt, err := p.ingest(ctx, d, source, progress(p, fmt.Sprintf("%d/%d %s", i+1, len(sources), name)))
			if err != nil {
				failed++
			}
			switch {
			case *asJSON && err != nil:
				err = lines.Encode(receiptJSON{Source: name, Error: words(err)})
			case *asJSON:
				err = lines.Encode(toReceiptJSON(name, receipt))
			case err != nil:
				fmt.Fprintf(p.err, "%s: %s\n", printable(name), words(err))
				err = nil
			default:
				p.printReceipt(receipt)
			}
			if err != nil {
				return err
			}
			if ctx.Err() != nil { // the rest was not tried, and this one was told
				return errSilent
			}
		}
		if failed < len(sources) {
			if err := p.dropSamples(ctx, d); err != nil {
				return err
			}
		}
		if failed > 0 {
			return errSilent
		}
		return nil
	})
}

// ingest adds one page or local file.
func (p *program) ingest(
	ctx context.Context, d *handlers.Desk, source string, tell func(stage string),
) (handlers.Receipt, error) {
	defer tell("")
	if isURL(source) {
		return d.Ingest(ctx, consoleAsker(), source, tell)
	}
	tell(handlers.StageFetching)
	page, err := p.pages.ReadFile(ctx, source)
	if err != nil {
		return handlers.Receipt{}, err
	}
	tell(handlers.StageStoring)
	return d.Keep(ctx, consoleAsker(), page)
}

// dropSamples takes the samples out once there is an article of the user's own:
// one of them is fiction, and none should turn up among real sources.
func (p *program) dropSamples(ctx context.Context, d *handlers.Desk) error {
	dropped := 0
	for _, a := range d.Articles(consoleGuild) {
		if !isSample(a) {
			continue
		}
		if _, err := d.Remove(ctx, consoleAsker(), a.ID); err != nil {
			return err
		}
		dropped++
	}
	if dropped > 0 {
		fmt.Fprintf(p.err, "The %d sample articles have made room for yours.\n", dropped)
	}
	return nil
}

// isURL tells a web address from a file name. A file that exists wins, so
// that a folder named "http:" can still be reached.
func isURL(source string) bool {
	if _, err := os.Stat(source); err == nil {
		return false
	}
	lower := strings.ToLower(source)
	return strings.HasPrefix(lower, "http:") || strings.HasPrefix(lower, "https:") || strings.Contains(lower, "://")
}

// progress returns a function that rewrites one line of the terminal with the
// stage that label is in, and clears it for stage "". Without a terminal it
// writes nothing: a log of carriage returns helps nobody.
func progress(p *program, label string) func(stage string) {
	if !isTerminal(p.err) {
		return func(string) {}
	}
	return func(stage string) {
		fmt.Fprint(p.err, "\r\x1b[K")
		if stage != "" {
			fmt.Fprintf(p.err, "%s: %s…", printable(label), stage)
		}
	}
}

// droppedShown is how many of the paragraphs that were left out a receipt
// quotes: enough to see whether part of the story is among them.
const droppedShown = 3

// clip shortens a text to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// count is "1 word", "2 words".
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// printReceipt tells what became of one article.
func (p *program) printReceipt(r handlers.Receipt) {
	out := page{w: p.out, width: p.columns()}
	a := r.Article
	said := map[handlers.ReceiptStatus]string{
		handlers.Added: "Ingested", handlers.Replaced: "Replaced the earlier version of", handlers.Unchanged: "Nothing changed in",
	}[r.Status]
	out.paragraph("", fmt.Sprintf("%s: %s", said, a.Title))
	out.paragraph("    ", joined(a.Outlet, day(a.Published), count(r.Words, "word")+" in "+count(r.Passages, "passage")))
	for i, d := range r.Dropped {
		if i == droppedShown {
			out.paragraph("    ", fmt.Sprintf("Left out: %d paragraphs more", len(r.Dropped)-i))
			break
		}
		out.paragraph("    ", "Left out: "+clip(d, out.width-20))
	}
	for _, n := range r.Notes {
		out.paragraph("    ", "Note: "+n)
	}
	if cost := r.Cost(); cost != "" {
		out.paragraph("    ", cost)
	}
}

// samplesURL is what the addresses of the samples begin with.
const samplesURL = "https://newsdesk.example/samples/"

func isSample(a retrieval.Article) bool { return strings.HasPrefix(a.URL, samplesURL) }

// keepSamples gives an empty console the articles that come with the program,
// through the same path as any other.
func keepSamples(ctx context.Context, pages *fetch.Fetcher, d *handlers.Desk) error {
	entries, err := samples.ReadDir("samples")
	if err != nil {
		return fmt.Errorf("sample articles: %w", err)
	}
	for _, e := range entries {
		f, err := samples.Open("samples/" + e.Name())
		if err != nil {
			return fmt.Errorf("sample articles: %w", err)
		}
		page, err := pages.Read(ctx, f, samplesURL+e.Name(), "text/plain; charset=utf-8")
		if err != nil {
			return fmt.Errorf("sample article %s: %w", e.Name(), err)
		}
		if _, err := d.Keep(ctx, consoleAsker(), page); err != nil {
			return err
		}
	}
	return nil
}
