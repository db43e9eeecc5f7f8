package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"newsdesk.example/newsdesk/handlers"
)

// runAsk answers one question and exits.
func runAsk(ctx context.Context, p *program, args []string) error {
	flags := flag.NewFlagSet("ask", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print one JSON object")
	explain := flags.Bool("explain", false, "show what was understood, how passages scored and what was dropped")
	words, err := parseFlags(flags, args, p.err)
	if err != nil {
		return err
	}
	return p.withSamples(ctx, func(d *handlers.Desk) error {
		q := handlers.Question{
			From: consoleAsker(), Text: strings.Join(words, " "), Asked: time.Now(), Explain: *explain,
		}
		return p.reply(*asJSON, func(show func(handlers.Reply)) (handlers.Reply, error) { return d.Ask(ctx, q, show) })
	})
}

// runSummarize summarizes one article and exits.
func runSummarize(ctx context.Context, p *program, args []string) error {
	flags := flag.NewFlagSet("summarize", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print one JSON object")
	words, err := parseFlags(flags, args, p.err)
	if err != nil {
		return err
	}
	return p.withSamples(ctx, func(d *handlers.Desk) error {
		req := handlers.SummaryRequest{From: consoleAsker(), Ref: reference(strings.Join(words, " ")), Asked: time.Now()}
		return p.reply(*asJSON, func(show func(handlers.Reply)) (handlers.Reply, error) { return d.Summarize(ctx, req, show) })
	})
}

// runArticles lists the articles.
func runArticles(ctx context.Context, p *program, args []string) error {
	flags := flag.NewFlagSet("articles", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	if words, err := parseFlags(flags, args, p.err); err != nil {
		return err
	} else if len(words) > 0 {
		return usageError("articles takes no words; try: newsdesk articles")
	}
	return p.withSamples(ctx, func(d *handlers.Desk) error {
		if !*asJSON {
			p.listArticles(d)
			return nil
		}
		lines := json.NewEncoder(p.out)
		for _, a := range d.Articles(consoleGuild) {
			if err := lines.Encode(toArticleJSON(a)); err != nil {
				return err
			}
		}
		return nil
	})
}

// runRemove takes one article out.
func runRemove(ctx context.Context, p *program, args []string) error {
	words, err := parseFlags(flag.NewFlagSet("remove", flag.ContinueOnError), args, p.err)
	if err != nil {
		return err
	}
	return p.withDesk(ctx, func(d *handlers.Desk) error { return p.remove(ctx, d, strings.Join(words, " ")) })
}

// reply prints what ask makes: as it grows, or as one JSON object at its end.
func (p *program) reply(asJSON bool, ask func(show func(handlers.Reply)) (handlers.Reply, error)) error {
	if asJSON {
		r, err := ask(nil)
		if err != nil {
			return err
		}
		lines := json.NewEncoder(p.out)
		lines.SetEscapeHTML(false)
		return lines.Encode(toReplyJSON(r))
	}
	out := page{w: p.out, width: p.columns()}
	r, err := ask(out.show)
	if err != nil {
		return err
	}
	out.finish(r)
	return nil
}

// listArticles prints a line or two for each article.
func (p *program) listArticles(d *handlers.Desk) {
	out := page{w: p.out, width: p.columns()}
	articles := d.Articles(consoleGuild)
	if len(articles) == 0 {
		out.paragraph("", "There are no articles. Add one with: ingest FILE-or-URL")
	}
	for _, a := range articles {
		out.paragraph("", joined(a.Title, a.Outlet, day(a.Published)))
		fmt.Fprintf(p.out, "    %s\n", printable(a.URL))
	}
}

// reference lets a local file be named by its path, as it was ingested.
func reference(ref string) string {
	if _, err := os.Stat(ref); err != nil {
		return ref
	}
	if path, err := filepath.Abs(ref); err == nil {
		return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
	}
	return ref
}

func (p *program) remove(ctx context.Context, d *handlers.Desk, ref string) error {
	title, err := d.Remove(ctx, consoleAsker(), reference(ref))
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "Removed: %s\n", printable(title))
	return nil
}
