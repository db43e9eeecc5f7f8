package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

// runEval measures: eval retrieve, eval check, eval answers. Each runs the
// code that answers on Discord over files of the user's own.
func runEval(ctx context.Context, p *program, args []string) error {
	kinds := map[string]func(context.Context, *program, evalFiles) error{
		"retrieve": evalRetrieve, "check": evalCheck, "answers": evalAnswers,
	}
	kind := ""
	if len(args) > 0 {
		kind, args = args[0], args[1:]
	}
	do, ok := kinds[kind]
	if !ok {
		return usageError("eval needs one of retrieve, check, answers; doc/evaluation.md shows how")
	}
	var f evalFiles
	flags := flag.NewFlagSet("eval "+kind, flag.ContinueOnError)
	flags.StringVar(&f.out, "out", "", "file to write")
	if kind == "check" {
		flags.StringVar(&f.claims, "claims", "", "claims, a JSON object a line")
	} else {
		flags.StringVar(&f.corpus, "corpus", "", "articles, a JSON object a line; may be gzipped")
		flags.StringVar(&f.questions, "questions", "", "questions, a JSON object a line")
	}
	if kind == "retrieve" {
		flags.IntVar(&f.limit, "limit", 10, "passages a question")
	}
	if words, err := parseFlags(flags, args, p.err); err != nil {
		return err
	} else if len(words) > 0 {
		return usageError(fmt.Sprintf("eval %s takes flags only; %q is none", kind, words[0]))
	}
	missing := usageError("")
	flags.VisitAll(func(fl *flag.Flag) {
		if fl.Value.String() == "" && missing == "" {
			missing = usageError(fmt.Sprintf("eval %s needs --%s FILE", kind, fl.Name))
		}
	})
	if missing != "" {
		return missing
	}
	for _, in := range []string{f.corpus, f.questions, f.claims} {
		if sameFile(in, f.out) {
			return usageError(fmt.Sprintf("--out must not be %s, which is read", in))
		}
	}
	return do(ctx, p, f)
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// evalFiles are the flags of eval.
type evalFiles struct {
	corpus, questions, claims, out string
	limit                          int
}

// questionLine is a line of a questions file.
type questionLine struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	// Asked is a date, or "" for a question of no particular day.
	Asked string `json:"asked"`
}

// asked is the moment relative words count from; zero where the file has none.
func (q questionLine) asked() time.Time {
	return dayIn(q.Asked)
}

// dayIn reads the date that text begins with; zero where there is none.
func dayIn(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text[:min(len(text), len(time.DateOnly))])
	if err != nil {
		return time.Time{}
	}
	return t
}

// rankedLine is a line that eval retrieve writes; score.py-like tools read it.
type rankedLine struct {
	ID       string          `json:"id"`
	Passages []rankedPassage `json:"passages"`
}

// rankedPassage is one passage, best first. Text begins with the article's
// title, as a model and a reader are always shown it.
type rankedPassage struct {
	Article string  `json:"article"`
	Text    string  `json:"text"`
	Score   float64 `json:"score"`
}

// evalRetrieve ranks passages for each question, and prints what it cost.
func evalRetrieve(ctx context.Context, p *program, f evalFiles) error {
	library, err := openCorpus(ctx, p, f.corpus)
	if err != nil {
		return err
	}
	var took []time.Duration
	err = mapLines(p, f.questions, f.out, nil, func(q questionLine) (any, error) {
		start := time.Now()
		found, err := library.Search(ctx, retrieval.Query{
			Guild: consoleGuild, Text: q.Question, Asked: q.asked(), Limit: f.limit,
		})
		took = append(took, time.Since(start))
		line := rankedLine{ID: q.ID, Passages: make([]rankedPassage, len(found.Passages))}
		for i, passage := range found.Passages {
			line.Passages[i] = rankedPassage{passage.Article.ID, passage.Article.Title + ". " + passage.Text, passage.Score}
		}
		return line, err
	})
	if err != nil || len(took) == 0 {
		return err
	}
	slices.Sort(took)
	fmt.Fprintf(p.out, "%d questions: p50 %v, p99 %v a search\n", len(took),
		took[len(took)/2].Round(time.Microsecond), took[len(took)*99/100].Round(time.Microsecond))
	return nil
}

// openCorpus indexes a corpus file and prints how long that took and what it
// holds in memory.
func openCorpus(ctx context.Context, p *program, path string) (*retrieval.Library, error) {
	c, err := readCorpus(p, path)
	if err != nil {
		return nil, err
	}
	before := heap()
	start := time.Now()
	library, err := retrieval.Open(ctx, c, p.libraryOptions())
	if err != nil {
		return nil, err
	}
	took := time.Since(start)
	if err := p.embedCorpus(ctx, library); err != nil {
		return nil, err
	}
	fmt.Fprintf(p.out, "%d articles, %.1f MB of text: indexed in %v, %.1f MB of heap beyond the text\n",
		len(c.articles), float64(c.bytes)/1e6, took.Round(time.Millisecond), float64(max(0, heap()-before))/1e6)
	runtime.KeepAlive(c)
	return library, nil
}

// embedCorpus gives a corpus its vectors, where an embedder is configured: no
// file keeps them. Articles that the model cannot take are searched by words.
func (p *program) embedCorpus(ctx context.Context, library *retrieval.Library) error {
	if !p.config.Embedder.Configured() {
		return nil
	}
	start := time.Now()
	tell := progress(p, "embedding with "+p.config.Embedder.Name)
	err := library.EmbedAll(ctx, func(done, of int) { tell(fmt.Sprintf("%d of %d articles", done, of)) })
	tell("")
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		fmt.Fprintf(p.err, "newsdesk: not all articles have vectors: %s\n", words(err))
	}
	fmt.Fprintf(p.out, "embedded with %s in %v\n", p.config.Embedder.Name, time.Since(start).Round(time.Millisecond))
	return nil
}

// heap is what is in use after a collection, in bytes.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
