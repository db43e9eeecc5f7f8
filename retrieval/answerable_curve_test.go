package retrieval

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// trial is one search of which it is known whether the passages hold the answer.
type trial struct {
	kind     string
	fold     int
	answered bool
	evidence evidence
	coverage float64 // the highest of the passages
	fitted   float64 // Answerable, by weights from the other folds
}

const curveFolds = 5

// TestAnswerableCurve fits the weights of Answerable anew and prints how many
// unanswerable questions are refused for each answerable one that is lost:
// cross-validated, by the weights that ship, and by coverage alone.
func TestAnswerableCurve(t *testing.T) {
	if os.Getenv("NEWSDESK_CURVE") == "" {
		t.Skip("set NEWSDESK_CURVE=1 to draw the curve; it takes a minute")
	}
	trials := gatherTrials(t)
	for fold := range curveFolds {
		w := fitAnswerable(slices.DeleteFunc(slices.Clone(trials), func(c trial) bool { return c.fold == fold }))
		for i := range trials {
			if trials[i].fold == fold {
				trials[i].fitted = trials[i].evidence.probability(&w)
			}
		}
	}
	all := fitAnswerable(trials)
	for m, name := range measureNames {
		t.Logf("%-10s fitted %6.2f, shipped %6.2f", name, all[m], answerable[m])
	}
	var kinds []string
	for _, c := range trials {
		if !slices.Contains(kinds, c.kind) {
			kinds = append(kinds, c.kind)
		}
	}
	fitted := func(c trial) float64 { return c.fitted }
	shipped := func(c trial) float64 { return c.evidence.probability(&answerable) }
	printCurve(t, "cross-validated", trials, fitted)
	printCurve(t, "shipped", trials, shipped)
	printCurve(t, "coverage alone", trials, func(c trial) float64 { return c.coverage })
	for _, kind := range kinds {
		printCurve(t, kind, slices.DeleteFunc(slices.Clone(trials), func(c trial) bool { return c.kind != kind }), fitted)
	}
	printCalibration(t, trials)
	if lost, _ := atPoint(trials, shipped, MinAnswerable); lost > .01 {
		t.Errorf("%.4f of the answerable questions are lost, more than one in a hundred", lost)
	}
}

// printCurve prints the share of unanswerable questions refused where some share
// of answerable ones is lost, and what MinAnswerable does.
func printCurve(t *testing.T, name string, trials []trial, score func(trial) float64) {
	t.Helper()
	var good []float64
	for _, c := range trials {
		if c.answered {
			good = append(good, score(c))
		}
	}
	slices.Sort(good)
	line := fmt.Sprintf("%-18s %4d/%4d", name, len(good), len(trials)-len(good))
	for _, share := range []float64{0, .0025, .005, .01, .02, .03, .05, .1} {
		at := good[int(share*float64(len(good)))]
		_, refused := atPoint(trials, score, at)
		line += fmt.Sprintf(" | %g%% %.3f: %.1f%%", 100*share, at, 100*refused)
	}
	lost, refused := atPoint(trials, score, MinAnswerable)
	t.Logf("%s || at %g: lost %.1f%%, refused %.1f%%", line, MinAnswerable, 100*lost, 100*refused)
}

// atPoint gives the shares of answerable and unanswerable questions below a point.
func atPoint(trials []trial, score func(trial) float64, point float64) (lost, refused float64) {
	var below, of [2]float64 // unanswerable, answerable
	for _, c := range trials {
		i := 0
		if c.answered {
			i = 1
		}
		of[i]++
		if score(c) < point {
			below[i]++
		}
	}
	return below[1] / max(of[1], 1), below[0] / max(of[0], 1)
}

// printCalibration prints, for each tenth of Answerable, how many of the questions have an answer.
func printCalibration(t *testing.T, trials []trial) {
	t.Helper()
	var of, answered [10]float64
	for _, c := range trials {
		i := min(int(10*c.fitted), 9)
		of[i]++
		if c.answered {
			answered[i]++
		}
	}
	line := "calibration:"
	for i := range of {
		line += fmt.Sprintf(" %.1f: %.2f of %g;", float64(i)/10, answered[i]/max(of[i], 1), of[i])
	}
	t.Log(line)
}

// gatherTrials asks the shared questions of guilds with and without their articles.
func gatherTrials(t *testing.T) []trial {
	t.Helper()
	g := gatherer{t: t, entries: sharedEntries(t, "news"), places: make(map[string]int), random: rand.New(rand.NewPCG(1, 2))}
	g.whole = newIndex().with(g.entries...)
	r := reader{stemmers: make(map[string]*stemmer)}
	for i, e := range g.entries {
		g.places[e.article.ID] = i
		g.docs = append(g.docs, r.read(e))
		g.plain = append(g.plain, plainly(e.article.Title+" "+e.article.Text))
	}
	for _, q := range sharedRows(t, "news/questions.jsonl") {
		q.day, _ = time.Parse(time.DateOnly, q.Asked)
		g.ask(q, "quiz", foldOf(q.ID[:8]))
	}
	for _, q := range sharedRows(t, "news/who-said.jsonl") {
		q.Answer = q.Sentence
		q.day = g.entries[g.places[q.Articles[0]]].article.Published.AddDate(0, 0, 1)
		g.ask(q, "who-said", foldOf(q.ID))
	}
	g.askSample()
	return g.trials
}

type sharedRow struct {
	ID, Question, Asked, Answer, Sentence string
	Articles                              []string
	day                                   time.Time
}

func foldOf(key string) int { return int(hash([]byte(key)) % curveFolds) }

// plainly leaves words and figures, to tell whether a text has an answer.
func plainly(text string) string {
	var words []string
	for s := (scanner{text: text}); s.next(); {
		words = append(words, string(plain(s.word)))
	}
	return " " + strings.Join(words, " ") + " "
}

type gatherer struct {
	t       *testing.T
	entries []entry
	places  map[string]int
	docs    []*doc
	plain   []string
	whole   *index
	random  *rand.Rand
	trials  []trial
}

func (g *gatherer) ask(q sharedRow, kind string, fold int) {
	answer := plainly(q.Answer)
	if words := strings.Fields(answer); len(words) > 12 {
		answer = " " + strings.Join(words[:12], " ") + " "
	}
	var gold, holders []string // articles
	for i, e := range g.entries {
		apart := e.article.Published.Sub(q.day).Hours() / 24
		listed := slices.Contains(q.Articles, e.article.ID)
		if listed && strings.Contains(g.plain[i], answer) {
			gold = append(gold, e.article.ID)
		}
		if listed || strings.Contains(g.plain[i], answer) && math.Abs(apart) < 60 {
			holders = append(holders, e.article.ID)
		}
	}
	without := g.whole
	for _, id := range holders {
		without = without.without(id)
	}
	g.try(kind+" in 6,000", q, answer, fold, g.whole, gold)
	g.try(kind+" in 6,000", q, answer, fold, without, nil)
	if len(gold) == 0 {
		return
	}
	for _, size := range []int{3, 12, 50} {
		others := g.others(q, answer, holders, size, size == 12)
		g.try(fmt.Sprintf("%s in %d", kind, size), q, answer, fold, g.guild(others), nil)
		others[0] = gold[g.random.IntN(len(gold))]
		g.try(fmt.Sprintf("%s in %d", kind, size), q, answer, fold, g.guild(others), gold)
	}
}

// others draws articles without the answer: by chance, or half of them near to the question.
func (g *gatherer) others(q sharedRow, answer string, holders []string, n int, related bool) []string {
	var ids []string
	add := func(i int) {
		id := g.entries[i].article.ID
		if len(ids) < n && !slices.Contains(ids, id) && !slices.Contains(holders, id) && !strings.Contains(g.plain[i], answer) {
			ids = append(ids, id)
		}
	}
	for len(ids) < 1 || related && len(ids) < n/2 {
		add(g.random.IntN(len(g.entries)))
	}
	if related {
		full := n
		n = n/2 + n/4
		for _, p := range g.whole.search(Query{Text: q.Question, Asked: q.day, Limit: 20}).Passages {
			add(g.places[p.Article.ID])
		}
		n = full
	}
	for len(ids) < n {
		add(g.random.IntN(len(g.entries)))
	}
	return ids
}

func (g *gatherer) guild(ids []string) *index {
	var docs []*doc
	for _, id := range ids {
		docs = append(docs, g.docs[g.places[id]])
	}
	return indexOf([]*segment{newSegment(docs)})
}

// try searches, and keeps the trial where it is plain whether the passages hold the answer.
func (g *gatherer) try(kind string, q sharedRow, answer string, fold int, x *index, gold []string) {
	query := Query{Text: q.Question, Asked: q.day, Limit: 6}
	found := x.search(query)
	if len(found.Passages) == 0 {
		return // refused as it is
	}
	c := trial{kind: kind, fold: fold, evidence: x.evidenceFor(query)}
	held := false
	for _, p := range found.Passages {
		c.coverage = max(c.coverage, p.Coverage)
		if strings.Contains(plainly(p.Article.Title+" "+p.Text), answer) {
			held = true
			c.answered = c.answered || slices.Contains(gold, p.Article.ID)
		}
	}
	if held == c.answered && c.answered == (len(gold) > 0) {
		g.trials = append(g.trials, c)
	}
}

// askSample asks the questions of the shared sample with its article and without.
func (g *gatherer) askSample() {
	raw, err := os.ReadFile(filepath.Join(sharedFolder(g.t), "eval", "sample", "stoltenberg.txt"))
	if err != nil {
		g.t.Fatal(err)
	}
	title, text, _ := strings.Cut(string(raw), "\n")
	a := Article{ID: "sample", Title: title, Text: strings.TrimSpace(text), Published: day("2022-02-16"), Lang: "en"}
	r := reader{stemmers: make(map[string]*stemmer)}
	sample := r.read(entry{article: a, chunks: Split(a.Text)})
	for i, q := range sharedSample(g.t) {
		row := sharedRow{Question: q.Q, day: day("2022-02-17")}
		for _, size := range []int{0, 3, 12} {
			others := g.others(row, "\x00", nil, max(size, 1), false)
			docs := []*doc{sample}
			for _, id := range others[:size] {
				docs = append(docs, g.docs[g.places[id]])
			}
			fold := i % curveFolds
			g.note("sample", row, fold, indexOf([]*segment{newSegment(docs)}), true)
			if size > 0 {
				g.note("sample", row, fold, indexOf([]*segment{newSegment(docs[1:])}), false)
			}
		}
	}
}

func (g *gatherer) note(kind string, q sharedRow, fold int, x *index, answered bool) {
	query := Query{Text: q.Question, Asked: q.day, Limit: 6}
	found := x.search(query)
	if len(found.Passages) == 0 {
		return
	}
	c := trial{kind: kind, fold: fold, answered: answered, evidence: x.evidenceFor(query)}
	for _, p := range found.Passages {
		c.coverage = max(c.coverage, p.Coverage)
	}
	g.trials = append(g.trials, c)
}

// evidenceFor is what a search judges by.
func (x *index) evidenceFor(q Query) evidence {
	_, w, all := x.ask(q, nil)
	return x.evidence(w, all)
}

// fitAnswerable fits a logistic regression by gradient descent, each class with the same
// weight, pulled to zero a little.
func fitAnswerable(trials []trial) evidence {
	var w, mean, scale evidence
	for _, c := range trials {
		for i, v := range c.evidence {
			mean[i] += v / float64(len(trials))
		}
	}
	for _, c := range trials {
		for i, v := range c.evidence {
			scale[i] += (v - mean[i]) * (v - mean[i]) / float64(len(trials))
		}
	}
	for i := range scale {
		scale[i] = max(math.Sqrt(scale[i]), 1e-9)
	}
	mean[mBase], scale[mBase] = 0, 1
	good := 0.0
	for _, c := range trials {
		if c.answered {
			good++
		}
	}
	n := float64(len(trials))
	const rounds, ridge = 3000, 1e-3
	for range rounds {
		var step evidence
		for i := range trials {
			c := &trials[i]
			sum := 0.0
			for j, v := range c.evidence {
				sum += w[j] * (v - mean[j]) / scale[j]
			}
			p, weight := 1/(1+math.Exp(-sum)), .5*n/(n-good)
			y := 0.0
			if c.answered {
				y, weight = 1, .5*n/good
			}
			for j, v := range c.evidence {
				step[j] += weight * (y - p) * (v - mean[j]) / scale[j] / n
			}
		}
		for j := range w {
			w[j] += .5 * (step[j] - ridge*w[j])
		}
	}
	for j := 1; j < len(w); j++ {
		w[j] /= scale[j]
		w[0] -= w[j] * mean[j]
	}
	return w
}

func sharedRows(t *testing.T, file string) []sharedRow {
	t.Helper()
	return sharedLines[sharedRow](t, file)
}

func sharedSample(t *testing.T) []struct{ Q string } {
	t.Helper()
	return sharedLines[struct{ Q string }](t, "sample/questions.jsonl")
}

// sharedLines reads a JSON value a line.
func sharedLines[T any](t *testing.T, file string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "eval", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []T
	for d := json.NewDecoder(f); d.More(); {
		var row T
		if err := d.Decode(&row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}
