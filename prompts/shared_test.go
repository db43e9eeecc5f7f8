package prompts

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// shared returns a file of the evaluation data, which is not part of the
// project, or skips the test.
func shared(t testing.TB, path ...string) string {
	t.Helper()
	root := os.Getenv("NEWSDESK_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	file := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("no evaluation data (set NEWSDESK_SHARED to its folder): %v", err)
	}
	return file
}

func readLines[T any](t testing.TB, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []T
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

type humanClaim struct {
	Set, Source, Claim, Passage string
	Supported                   bool
}

// tally counts verdicts against labels.
type tally struct{ good, bad, goodRed, badRed, goodGreen, badGreen int }

func (c *tally) add(supported bool, l Level) {
	switch {
	case supported:
		c.good++
		c.goodRed += int(oneIf(l == Red))
		c.goodGreen += int(oneIf(l == Green))
	default:
		c.bad++
		c.badRed += int(oneIf(l == Red))
		c.badGreen += int(oneIf(l == Green))
	}
}

func (c *tally) balanced() float64 {
	return (float64(c.badRed)/float64(c.bad) + 1 - float64(c.goodRed)/float64(c.good)) / 2
}

func (c *tally) green() (precision, coverage float64) {
	return float64(c.goodGreen) / float64(c.goodGreen+c.badGreen), float64(c.goodGreen) / float64(c.good)
}

// The checker against human labels. With -v it prints the table, and with
// NEWSDESK_VERDICTS=FILE writes the verdicts for the scorer that comes with
// the data.
func TestJudgeAgreesWithHumans(t *testing.T) {
	if os.Getenv("NEWSDESK_EVAL") == "" {
		t.Skip("takes ten seconds: set NEWSDESK_EVAL=1 to run it")
	}
	t.Parallel()
	claims := readLines[humanClaim](t, shared(t, "eval", "attribution", "claims.jsonl"))
	sets := map[string]*tally{"ood": {}, "id": {}}
	var out []byte
	begun := time.Now()
	for _, c := range claims {
		s := Judge(c.Claim, c.Passage)
		sets[c.Set].add(c.Supported, s.Level)
		out = append(out, `{"level":"`+s.Level.String()+"\"}\n"...)
	}
	t.Logf("%.2f ms a claim", time.Since(begun).Seconds()*1000/float64(len(claims)))
	if file := os.Getenv("NEWSDESK_VERDICTS"); file != "" {
		if err := os.WriteFile(file, out, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for set, bar := range map[string]struct{ balanced, precision float64 }{"ood": {.84, .90}, "id": {.70, .84}} {
		precision, coverage := sets[set].green()
		t.Logf("%s: balanced accuracy %.3f; green: P(supported) %.3f, coverage %.3f", set, sets[set].balanced(), precision, coverage)
		if sets[set].balanced() < bar.balanced || precision < bar.precision || coverage < .35 {
			t.Errorf("%s is under its bar", set)
		}
	}
}

type swap struct {
	Sentence, Kind string
	Supported      bool
	Hint           string `json:"passage_hint"`
}

func TestSwappedRelationsAreNotGreen(t *testing.T) {
	t.Parallel()
	article, err := os.ReadFile(shared(t, "eval", "sample", "stoltenberg.txt"))
	if err != nil {
		t.Fatal(err)
	}
	swaps := readLines[swap](t, shared(t, "eval", "attribution", "swaps.jsonl"))
	caught, kept := 0, 0
	c := NewChecker("", []Source{{N: 1, Text: string(article)}})
	for _, s := range swaps {
		v := c.Check(s.Sentence + " [1]")
		switch {
		case s.Supported && v.Level == Green:
			kept++
		case !s.Supported && v.Level != Green:
			caught++
		default:
			t.Logf("supported %v, %s: %s: %s (%s)", s.Supported, s.Kind, s.Sentence, v.Level, v.Reason)
		}
	}
	t.Logf("caught %d of 20, kept %d of 20", caught, kept)
	if caught < 17 || kept < 15 {
		t.Errorf("caught %d of 20 swapped sentences (bar 17), kept %d of 20 true ones (bar 15)", caught, kept)
	}
}
