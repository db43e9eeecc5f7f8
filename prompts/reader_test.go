package prompts

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func readAll(deltas ...string) []string {
	var r Reader
	var got []string
	for _, d := range deltas {
		got = append(got, r.Write(d)...)
	}
	return append(got, r.Close()...)
}

var replies = []struct {
	name, reply string
	want        []string
}{
	{"marker before the stop", "Russia stayed [1]. He left [2].", []string{"Russia stayed [1].", "He left [2]."}},
	{"marker after the stop", "Russia stayed. [1] He left. [2][3]", []string{"Russia stayed. [1]", "He left. [2][3]"}},
	{"marker against the stop", "Russia stayed.[1] He left.[1, 2] Then more[3]", []string{"Russia stayed.[1]", "He left.[1, 2]", "Then more[3]"}},
	{"marker with spaces inside", "It fell. [1, 2] She rose. [ 3 ]", []string{"It fell. [1, 2]", "She rose. [ 3 ]"}},
	{"marker on the next line", "Russia stayed.\n[1]\nHe left.\n\n[2]", []string{"Russia stayed. [1]", "He left. [2]"}},
	{"marker first", "[1] Russia stayed. [2] So did they.\n[2] He left.", []string{"[1] Russia stayed.", "[2] So did they.", "[2] He left."}},
	{"markers first on one line", "[1] First. [2] Second.\n- [3] Third. [1][2] Fourth. [3]", []string{"[1] First.", "[2] Second.", "[3] Third.", "[1][2] Fourth. [3]"}},
	{"quotation over a line break", "He said: “We go.\nWe stay.” [1]\nThen he left [2].", []string{"He said: “We go. We stay.” [1]", "Then he left [2]."}},
	{"quotation that no line closes", "He said: “We go.\nWe stay. [1]\nThen he left [2].", []string{"He said: “We go.", "We stay. [1]", "Then he left [2]."}},
	{"sentences after a quotation that no line closes", "He said: “We go.\nWe stay. [1] Then he left [2]. B stayed.\nC left [1].", []string{"He said: “We go.", "We stay. [1]", "Then he left [2].", "B stayed.", "C left [1]."}},
	{"quotation open before a fence", "He said: “We go.\n```\n”\n```\nThen he left [2].", []string{"He said: “We go.", "Then he left [2]."}},
	{"quotation open at the end", "He said: “We go.\nWe stay.", []string{"He said: “We go.", "We stay."}},
	{"inches", "It fell 12\" [1].\nIt rose 10\" [2].", []string{"It fell 12\" [1].", "It rose 10\" [2]."}},
	{"thought in brackets", "[THINK]Is it [1]? Yes.[/THINK]It is [1]. Or [think", []string{"It is [1].", "Or [think"}},
	{"thought in triangles", "◁think▷Is it?\nYes.◁/think▷It is ◁ [1].", []string{"It is ◁ [1]."}},
	{"thought of other makes", "<seed:think>Hm.</seed:think><reasoning_content>Hm.</reasoning_content >It is [1].", []string{"It is [1]."}},
	{"abbreviations", "The U.S. [1] sent Mr. Smith to St. Ives [2]. Dr. No left.", []string{"The U.S. [1] sent Mr. Smith to St. Ives [2].", "Dr. No left."}},
	{"quotation of two sentences", "He said: “We go. We stay.” [1] Then he left [2].", []string{"He said: “We go. We stay.” [1]", "Then he left [2]."}},
	{"bullets", "- One thing [1]\n* Another [2].\n• Third [1]", []string{"One thing [1]", "Another [2].", "Third [1]"}},
	{"numbered list", "1. One thing [1].\n2) Another [2].\n", []string{"One thing [1].", "Another [2]."}},
	{"headings", "**Answer:** It rained [1].\n\nSummary: It poured [2].", []string{"It rained [1].", "It poured [2]."}},
	{"thought", "<think>Is it [1]? Yes.\nHm.</think>\nIt is [1].", []string{"It is [1]."}},
	{"thought without an end", "It is [1]. <think>But wait. No.", []string{"It is [1]."}},
	{"thought without a beginning", "Let me see</think>It is [1].", []string{"It is [1]."}},
	{"code", "It is [1].\n```python\nprint(\"x. Y\")\n```\nIt was [2].", []string{"It is [1].", "It was [2]."}},
	{"sources listed", "It is [1].\n\nSources:\n[1] Sky News. A title.", []string{"It is [1]."}},
	{"question repeated", "Question: Why?\nAnswer: Because [1].", []string{"Because [1]."}},
	{"next turn", "It is [1].\nQuestion: And then? Nothing.", []string{"It is [1]."}},
	{"end of turn", "It is [1].<|im_end|>\n<|im_start|>user\nMore.", []string{"It is [1]."}},
	{"less than", "It fell to <5 per cent [1]. a < b > c.", []string{"It fell to <5 per cent [1]. a < b > c."}},
	{"nothing", " \n\n ", nil},
	{"markers only", "[1]", nil},
	{"broken bytes", "It is\xff\xfe so [1].", []string{"It is so [1]."}},
	{"decimal", "It rose 3.5 per cent [1]. Then it fell.", []string{"It rose 3.5 per cent [1].", "Then it fell."}},
	{"emphasis in fence-like text", "`x` is one [1].", []string{"`x` is one [1]."}},
}

func TestReaderCutsSentences(t *testing.T) {
	t.Parallel()
	for _, tt := range replies {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := readAll(tt.reply); !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestReaderIgnoresHowTheReplyIsCut(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	for _, tt := range replies {
		want := readAll(tt.reply)
		if got := readAll(strings.Split(tt.reply, "")...); !slices.Equal(got, want) {
			t.Errorf("%s, rune by rune: got %q, want %q", tt.name, got, want)
		}
		for range 8 {
			var deltas []string
			for rest := tt.reply; rest != ""; {
				n := 1 + rng.IntN(len(rest))
				deltas, rest = append(deltas, rest[:n]), rest[n:]
			}
			if got := readAll(deltas...); !slices.Equal(got, want) {
				t.Errorf("%s as %q: got %q, want %q", tt.name, deltas, got, want)
			}
		}
	}
}

// A sentence appears as soon as the next word shows that it has ended, not
// only when the next sentence has.
func TestReaderYieldsEarly(t *testing.T) {
	t.Parallel()
	var r Reader
	if got := r.Write("Russia stayed. [1] He "); !slices.Equal(got, []string{"Russia stayed. [1]"}) {
		t.Errorf("got %q", got)
	}
	if got := r.Write("left [2].\nThen "); !slices.Equal(got, []string{"He left [2]."}) {
		t.Errorf("got %q", got)
	}
}

// What was complete when a stream broke is kept, the half after it is not.
func TestReaderCutKeepsWhatIsComplete(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, reply string
		want        []string
	}{
		{"held for its markers", "Russia stayed. [1]\n", []string{"Russia stayed. [1]"}},
		{"marker after the stop", "Russia stayed. [1]", []string{"Russia stayed. [1]"}},
		{"marker before the stop", "Russia stayed [1].", []string{"Russia stayed [1]."}},
		{"a word begun after it", "Russia stayed. [1] H", []string{"Russia stayed. [1]"}},
		{"a line begun after it", "Russia stayed [1].\n\nHe le", []string{"Russia stayed [1]."}},
		{"two of them", "Russia stayed [1]. He left. [2]", []string{"Russia stayed [1].", "He left. [2]"}},
		{"markers first", "[1] Russia stayed. [2] He le", []string{"[1] Russia stayed."}},
		{"no stop", "Russia stayed [1]", nil},
		{"no marker", "Russia stayed.", nil},
		{"half a marker", "Russia stayed. [1", nil},
		{"a bracket", "Russia stayed. [", nil},
		{"an abbreviation", "He left with Mr. [1]", nil},
		{"open quotation", "He said: “We go. [1]", nil},
		{"thought", "<think>Russia stayed. [1]", nil},
		{"code", "```\nRussia stayed. [1]", nil},
		{"nothing", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var r Reader
			got := append(r.Write(tt.reply), r.Cut()...)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if more := append(r.Write("And more. [1]\n"), r.Close()...); len(more) > 0 {
				t.Errorf("after its end: %q", more)
			}
		})
	}
}

// Reading the whole line again at each word made this take seconds.
func TestReaderTakesLongLines(t *testing.T) {
	t.Parallel()
	// Two lines: with the race detector on, a whole reply takes long.
	for _, word := range []string{"a. ", "a ", "[1 a. ", "[1]. ", "[1", "“A. ", "“A.\n", "A. [1] ", "[ ", "a.", "(1. ", "◁"} {
		readAll(strings.Repeat(word, 2*maxSentence/len(word)))
	}
}

func TestReaderIsBounded(t *testing.T) {
	t.Parallel()
	for _, endless := range []string{"word ", "x", "a. ", "<", "```\n", "[1", "“Quote. ", "\n", "```", "<think>"} {
		var r Reader
		for range 2 * maxSentence / len(endless) {
			for _, s := range r.Write(endless) {
				if len(s) > maxSentence+utf8.UTFMax {
					t.Fatalf("%q: a sentence of %d bytes", endless, len(s))
				}
			}
			if n := len(r.line) + len(r.held) + len(r.tag); n > 3*maxSentence {
				t.Fatalf("%q: %d bytes held", endless, n)
			}
		}
	}
}

func FuzzReader(f *testing.F) {
	for i, tt := range replies {
		f.Add(tt.reply, i)
	}
	f.Fuzz(func(t *testing.T, reply string, cut int) {
		want := readAll(reply)
		if cut = max(0, cut); cut < len(reply) {
			if got := readAll(reply[:cut], reply[cut:]); !slices.Equal(got, want) {
				t.Errorf("cut at %d: %q, whole: %q", cut, got, want)
			}
		}
		var r Reader
		broken := append(r.Write(reply), r.Cut()...)
		for _, s := range append(want, broken...) {
			if !utf8.ValidString(s) || strings.TrimSpace(s) == "" {
				t.Errorf("bad sentence %q", s)
			}
		}
	})
}
