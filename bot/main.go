// Newsdesk answers questions about news articles, on Discord and in a
// terminal, with every sentence cited and every quotation verbatim.
//
// This package is the program: flags, wiring, lifecycle. It is the only place
// where a default is chosen.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"newsdesk.example/newsdesk/handlers/discord"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// Exit codes.
const (
	exitOK    = 0
	exitFault = 1
	exitUsage = 2 // wrong settings or wrong use of the command line
)

// stopWithin is how long the program may take to end after a signal. What
// still hangs then (a socket that does not close) is left to the kernel.
const stopWithin = 20 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the program at once
		time.AfterFunc(stopWithin, func() { os.Exit(exitFault) })
	})
	os.Exit(run(ctx, os.Args[1:], terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// terminal is where the program is used from.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

// command is one word of the command line.
type command struct {
	name, args, help string
	run              func(ctx context.Context, p *program, args []string) error
	// bare commands only print what is built in: what explains the settings
	// must not need right ones.
	bare bool
}

// commands lists them in the order of the help text. It is a function, not a
// variable, because help prints it.
func commands() []command {
	return []command{
		{"ask", `[--json] [--explain] [--outlet NAME] [--article ARTICLE] [--since DAY] [--until DAY] QUESTION`, "answer a question from the articles", runAsk, false},
		{"summarize", `[--json] [--detail brief|standard|detailed] ARTICLE`, "summarize an article, named by title, URL or id", runSummarize, false},
		{"summarize", `[--json] [--detail ...] --topic TOPIC [--since DAY]`, "summarize what the articles have on a topic", runSummarize, false},
		{"ingest", `[--json] FILE-or-URL...`, "add articles: web pages, or local text and HTML files", runIngest, false},
		{"articles", `[--json]`, "list the articles, newest first", runArticles, false},
		{"remove", `ARTICLE`, "take an article out", runRemove, false},
		{"gaps", `[--json] [--close ID]`, "list the questions that found no answer", runGaps, false},
		{"usage", `[--json]`, "say what models have cost", runUsage, false},
		{"doctor", ``, "check the settings, the store, Discord and the model", runDoctor, false},
		{"health", ``, "exit 0 while a bot that uses the same data folder is well", runHealth, false},
		{"eval", `retrieve|check|answers ...`, "measure on files of your own; see doc/evaluation.md", runEval, false},
		{"settings", ``, "list every setting", runSettings, true},
		{"version", ``, "print which build this is", runVersion, true},
		{"help", ``, "print this text", runHelp, true},
	}
}

// usageError is a wrong use of the command line, in words.
type usageError string

func (e usageError) Error() string { return string(e) }

// find returns the command of that name; "" is the program without one.
func find(name string) (command, bool) {
	switch name {
	case "":
		return command{run: runDefault}, true
	case "-h", "-help", "--help":
		name = "help"
	}
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}

// run runs one command and returns the exit code.
func run(ctx context.Context, args []string, t terminal) int {
	name, rest := "", args
	if len(args) > 0 {
		name, rest = args[0], args[1:]
	}
	c, known := find(name)
	if !known {
		fmt.Fprintf(t.err, "newsdesk: there is no command %q. The commands are:\n\n%s", name, helpText())
		return exitUsage
	}
	p, err := &program{terminal: t}, error(nil)
	if !c.bare {
		p, err = newProgram(t)
	}
	if err == nil {
		err = c.run(ctx, p, rest)
	}
	return report(err, t.err)
}

// report tells err in the user's words and picks the exit code.
func report(err error, w io.Writer) int {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(w, "newsdesk: %s\n", usage)
		return exitUsage
	case errors.Is(err, errSilent):
		return exitFault
	default:
		fmt.Fprintf(w, "newsdesk: %s\n", words(err))
		if wrongSetting(err) {
			return exitUsage
		}
		return exitFault
	}
}

// wrongSetting tells the faults that only another setting mends.
func wrongSetting(err error) bool {
	for _, fault := range []error{
		discord.ErrNoToken, discord.ErrToken, discord.ErrIntents, redisstore.ErrAuth, redisstore.ErrUnsuitable,
	} {
		if errors.Is(err, fault) {
			return true
		}
	}
	return false
}

// errSilent ends a command whose faults have been told already.
var errSilent = errors.New("told already")

// runHelp prints the commands.
func runHelp(_ context.Context, p *program, _ []string) error {
	fmt.Fprint(p.out, helpText())
	return nil
}

// runVersion names the build, for reports of faults.
func runVersion(_ context.Context, p *program, _ []string) error {
	version, revision := "unknown", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	fmt.Fprintf(p.out, "newsdesk %s%s\n", version, revision)
	return nil
}

// helpColumn is how wide the commands stand in the help text.
const helpColumn = 37

func helpText() string {
	var b strings.Builder
	b.WriteString("Newsdesk answers questions about news articles.\n\n" +
		"  newsdesk               the Discord bot when DISCORD_TOKEN is set, else a console\n")
	for _, c := range commands() {
		line := strings.TrimSpace(c.name + " " + c.args)
		if len(line) > helpColumn { // what is long has its help below it
			fmt.Fprintf(&b, "  newsdesk %s\n%*s %s\n", line, helpColumn+len("  newsdesk "), "", c.help)
			continue
		}
		fmt.Fprintf(&b, "  newsdesk %-*s %s\n", helpColumn, line, c.help)
	}
	b.WriteString("\nSettings come from the environment or a .env file; see .env.example.\n")
	return b.String()
}

// parseFlags reads flags wherever they stand among the words, since a question
// is often typed before --json, and returns the words. What follows "--" is
// words only.
func parseFlags(flags *flag.FlagSet, args []string, w io.Writer) ([]string, error) {
	flags.SetOutput(io.Discard) // report says it, once
	var words []string
	for {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				fmt.Fprint(w, helpText())
				return nil, err
			}
			fault := err.Error()
			if strings.HasPrefix(fault, "flag provided but not defined") {
				fault += "; put -- before words that begin with a dash"
			}
			return nil, usageError(fault)
		}
		ended := flags.NArg() < len(args) && args[len(args)-flags.NArg()-1] == "--"
		switch {
		case flags.NArg() == 0:
			return words, nil
		case ended:
			return append(words, flags.Args()...), nil
		}
		words = append(words, flags.Arg(0))
		args = flags.Args()[1:]
	}
}
