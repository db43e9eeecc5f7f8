package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval"
)

// runAsk answers one question and exits.
func runAsk(ctx context.Context, p *program, args []string) error {
	q, asJSON, err := readQuestion(args, p.err)
	if err != nil {
		return err
	}
	return p.withSamples(ctx, func(d *handlers.Desk) error { return p.ask(ctx, d, q, asJSON) })
}

// readQuestion reads what the ask command was given.
func readQuestion(args []string, w io.Writer) (q handlers.Question, asJSON bool, err error) {
	q = handlers.Question{From: consoleAsker(), Asked: time.Now()}
	flags := flag.NewFlagSet("ask", flag.ContinueOnError)
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	flags.BoolVar(&q.Explain, "explain", false, "show what was understood, how passages scored and what was dropped")
	flags.StringVar(&q.Outlet, "outlet", "", "only articles of this outlet")
	flags.StringVar(&q.Article, "article", "", "only this article: its title, URL or id")
	flags.Func("since", "only articles published since a day", firstDay(&q.Since, q.Asked))
	flags.Func("until", "only articles published until a day, that day included", lastDay(&q.Until, q.Asked))
	words, err := parseFlags(flags, args, w)
	q.Text, q.Article = strings.Join(words, " "), reference(q.Article)
	return q, asJSON, err
}

func (p *program) ask(ctx context.Context, d *handlers.Desk, q handlers.Question, asJSON bool) error {
	return p.reply(asJSON, func(show func(handlers.Reply)) (handlers.Reply, error) { return d.Ask(ctx, q, show) })
}

// runSummarize summarizes an article, several, or a topic, and exits.
func runSummarize(ctx context.Context, p *program, args []string) error {
	req, asJSON, err := readSummaryRequest(args, p.err)
	if err != nil {
		return err
	}
	return p.withSamples(ctx, func(d *handlers.Desk) error { return p.summarize(ctx, d, req, asJSON) })
}

// readSummaryRequest reads what the summarize command was given.
func readSummaryRequest(args []string, w io.Writer) (req handlers.SummaryRequest, asJSON bool, err error) {
	req = handlers.SummaryRequest{From: consoleAsker(), Asked: time.Now()}
	flags := flag.NewFlagSet("summarize", flag.ContinueOnError)
	flags.BoolVar(&asJSON, "json", false, "print one JSON object")
	flags.StringVar(&req.Topic, "topic", "", "what the articles have on a topic")
	flags.Func("since", "of a topic, only what was published since a day", firstDay(&req.Since, req.Asked))
	flags.Func("detail", "brief, standard or detailed", func(value string) error {
		req.Detail = handlers.Detail(strings.ToLower(value))
		switch req.Detail {
		case handlers.Brief, handlers.Standard, handlers.Detailed:
			return nil
		}
		return errors.New("it is brief, standard or detailed")
	})
	words, err := parseFlags(flags, args, w)
	if req.Topic != "" { // of several words, and without quotes
		words = append([]string{req.Topic}, words...)
		req.Topic = strings.Join(words, " ")
		return req, asJSON, err
	}
	req.Ref = reference(strings.Join(words, " "))
	return req, asJSON, err
}

func (p *program) summarize(ctx context.Context, d *handlers.Desk, req handlers.SummaryRequest, asJSON bool) error {
	return p.reply(asJSON, func(show func(handlers.Reply)) (handlers.Reply, error) { return d.Summarize(ctx, req, show) })
}

// firstDay reads a day in a person's words; of a stretch of time, its first.
func firstDay(into *time.Time, now time.Time) func(string) error {
	return func(value string) (err error) {
		*into, _, err = readDay(value, now)
		return err
	}
}

// lastDay reads a day and keeps its end; of a stretch of time, the end of that.
func lastDay(into *time.Time, now time.Time) func(string) error {
	return func(value string) (err error) {
		_, *into, err = readDay(value, now)
		return err
	}
}

func readDay(value string, now time.Time) (since, until time.Time, err error) {
	since, until, ok := retrieval.ParseDay(value, now)
	if !ok {
		err = errors.New(`not a day; write 2024-05-02, "2 May 2024", "yesterday" or "last week"`)
	}
	return since, until, err
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
	if ref == "" {
		return ""
	}
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
