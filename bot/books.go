package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"time"

	"newsdesk.example/newsdesk/handlers"
)

// runGaps lists the questions that found no answer.
func runGaps(ctx context.Context, p *program, args []string) error {
	return p.withDesk(ctx, func(d *handlers.Desk) error { return p.gaps(ctx, d, args) })
}

func (p *program) gaps(ctx context.Context, d *handlers.Desk, args []string) error {
	flags := flag.NewFlagSet("gaps", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print one JSON object a line")
	closing := flags.String("close", "", "take out the gap with this id")
	if words, err := parseFlags(flags, args, p.err); err != nil {
		return err
	} else if len(words) > 0 {
		return usageError("gaps takes no words; gaps --close ID takes one out")
	}
	if *closing != "" {
		if err := d.CloseGap(ctx, consoleAsker(), *closing); err != nil {
			return err
		}
		fmt.Fprintln(p.out, "Closed.")
		return nil
	}
	gaps, err := d.Gaps(ctx, consoleAsker())
	if err != nil {
		return err
	}
	lines := json.NewEncoder(p.out)
	lines.SetEscapeHTML(false)
	out := page{w: p.out, width: p.columns()}
	if len(gaps) == 0 && !*asJSON {
		out.paragraph("", "No question has gone without an answer.")
	}
	for _, g := range gaps {
		if *asJSON {
			if err := lines.Encode(g); err != nil {
				return err
			}
			continue
		}
		out.paragraph("", fmt.Sprintf("%s  %s (%d×, last %s)", g.ID, g.Question, g.Times, day(g.Last)))
		if len(g.Nearest) > 0 {
			out.paragraph("    nearest: ", strings.Join(g.Nearest, "; "))
		}
	}
	return nil
}

// runUsage says what models have cost.
func runUsage(ctx context.Context, p *program, args []string) error {
	return p.withDesk(ctx, func(d *handlers.Desk) error { return p.usage(ctx, d, args) })
}

func (p *program) usage(ctx context.Context, d *handlers.Desk, args []string) error {
	flags := flag.NewFlagSet("usage", flag.ContinueOnError)
	asJSON := flags.Bool("json", false, "print one JSON object")
	if words, err := parseFlags(flags, args, p.err); err != nil {
		return err
	} else if len(words) > 0 {
		return usageError("usage takes no words")
	}
	report, err := d.Usage(ctx, consoleAsker(), time.Now())
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(p.out).Encode(report)
	}
	p.printUsage(report)
	return nil
}

// printUsage writes a usage report for a person.
func (p *program) printUsage(r handlers.UsageReport) {
	out := page{w: p.out, width: p.columns()}
	out.paragraph("", "Today ("+r.Day+", UTC): "+costLine(r.Today)+".")
	if r.DailyTokens > 0 {
		out.paragraph("", fmt.Sprintf("Of today's %d tokens %d are left.", r.DailyTokens, r.Left))
	}
	out.paragraph("", "The last 30 days: "+costLine(r.Month)+".")
	for _, m := range r.Models {
		out.paragraph("  - ", m.Model+": "+costLine(m.Cost))
	}
	if r.AnswerTokens > 0 {
		out.paragraph("", fmt.Sprintf("One answer may cost %d tokens.", r.AnswerTokens))
	}
}

// costLine is a cost in words.
func costLine(c handlers.Cost) string {
	line := fmt.Sprintf("%d calls, %d tokens (%d of prompts, %d of replies)", c.Calls, c.Tokens(), c.Prompt, c.Completion)
	if c.Estimated > 0 {
		line += fmt.Sprintf(", those of %d calls estimated", c.Estimated)
	}
	if c.Cached > 0 {
		line += fmt.Sprintf("; %d answers from the cache (%.0f %%)", c.Cached, 100*c.CachedShare())
	}
	switch {
	case c.Dollars > 0 && c.Priced:
		line += fmt.Sprintf("; $%.4f", c.Dollars)
	case c.Dollars > 0:
		line += fmt.Sprintf("; $%.4f for the models that MODEL_PRICES names", c.Dollars)
	}
	return line
}
