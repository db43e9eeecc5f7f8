package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

const consoleHelp = `Type a question, also one that follows the last ("and what did Russia answer?"), or one of:
  /ask [--since DAY] [--until DAY] [--outlet NAME] [--article ARTICLE] [--explain] QUESTION
  /summarize [--detail brief|standard|detailed] ARTICLE
                         an article's lead and points; name it by title, URL or id
  /summarize --topic TOPIC [--since DAY]
                         what the articles have on a topic
  /ingest FILE-or-URL    add an article
  /articles              list the articles
  /remove ARTICLE        take an article out
  /gaps                  the questions that found no answer; /gaps --close ID takes one out
  /usage                 what models have cost
  /help                  this text
  /quit                  leave (Ctrl-C and Ctrl-D do too)
`

// errQuit ends the console.
var errQuit = errors.New("quit")

// runConsole talks to one person at a terminal until they leave.
func runConsole(ctx context.Context, p *program) error {
	return p.withSamples(ctx, func(d *handlers.Desk) error {
		fmt.Fprint(p.out, p.configured(d))
		talk := "console-" + time.Now().UTC().Format(time.RFC3339Nano)
		lines, fault := readLines(ctx, p)
		for n := 0; ; n++ {
			if isTerminal(p.in) {
				fmt.Fprint(p.out, "\n> ")
			}
			select {
			case <-ctx.Done():
				fmt.Fprintln(p.out)
				return nil
			case line, open := <-lines:
				if !open && n == 0 && !isTerminal(p.in) {
					return usageError("there is no DISCORD_TOKEN, and nobody types. Set DISCORD_TOKEN to run the bot, or use the ask command")
				}
				if !open {
					return <-fault
				}
				err := p.obey(ctx, d, talk, strings.TrimSpace(line))
				switch {
				case errors.Is(err, errQuit):
					return nil
				case err != nil && ctx.Err() == nil:
					fmt.Fprintln(p.out, words(err))
				}
			}
		}
	})
}

// readLines reads the terminal in a goroutine of its own, since a read from it
// cannot be cancelled. fault gets one value after lines is closed.
func readLines(ctx context.Context, p *program) (<-chan string, <-chan error) {
	lines, fault := make(chan string), make(chan error, 1)
	go func() {
		defer close(lines)
		scan := bufio.NewScanner(p.in)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			select {
			case lines <- scan.Text():
			case <-ctx.Done():
				fault <- nil
				return
			}
		}
		fault <- scan.Err()
	}()
	return lines, fault
}

// obey does what one line says, in the conversation talk.
func (p *program) obey(ctx context.Context, d *handlers.Desk, talk, line string) error {
	verb, rest := "", line
	if strings.HasPrefix(line, "/") {
		verb, rest, _ = strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
	}
	switch strings.ToLower(verb) {
	case "":
		if line == "" {
			return nil
		}
		return p.ask(ctx, d, handlers.Question{From: consoleAsker(), Text: line, Asked: time.Now(), Talk: talk}, false)
	case "/ask":
		q, asJSON, err := readQuestion(splitLine(rest), p.err)
		if err != nil {
			return err
		}
		q.Talk = talk
		return p.ask(ctx, d, q, asJSON)
	case "/summarize":
		req, asJSON, err := readSummaryRequest(splitLine(rest), p.err)
		if err != nil {
			return err
		}
		req.Talk = talk
		return p.summarize(ctx, d, req, asJSON)
	case "/gaps":
		return p.gaps(ctx, d, splitLine(rest))
	case "/usage":
		return p.usage(ctx, d, splitLine(rest))
	case "/ingest":
		return p.ingestTyped(ctx, d, strings.Join(splitLine(rest), " "))
	case "/articles":
		p.listArticles(d)
		return nil
	case "/remove":
		return p.remove(ctx, d, strings.Join(splitLine(rest), " "))
	case "/help", "/?":
		fmt.Fprint(p.out, consoleHelp)
		return nil
	case "/quit", "/exit", "/q":
		return errQuit
	default:
		return usageError(fmt.Sprintf("There is no command %s here. /help lists them.", verb))
	}
}

// ingestTyped adds the article at a file or URL, and tells what became of it.
func (p *program) ingestTyped(ctx context.Context, d *handlers.Desk, source string) error {
	if source == "" {
		return usageError("Name a file or a URL: /ingest https://example.org/story")
	}
	receipt, err := p.ingest(ctx, d, source, progress(p, fetch.Redact(source)))
	if err != nil {
		return err
	}
	p.printReceipt(receipt)
	return p.dropSamples(ctx, d)
}

// splitLine splits what was typed into words, as a shell would: what stands in
// double quotes is one. A lone apostrophe is part of its word.
func splitLine(line string) []string {
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = ' ', true, true
	words, err := r.Read()
	if err != nil {
		return strings.Fields(line)
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}
