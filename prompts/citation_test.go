package prompts

import (
	"slices"
	"strings"
	"testing"
)

func TestParseCitations(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw, text string
		cites     []int
	}{
		{"Russia stayed [1].", "Russia stayed.", []int{1}},
		{"Russia stayed. [1]", "Russia stayed.", []int{1}},
		{"Russia stayed.[2][1].", "Russia stayed.", []int{1, 2}},
		{"Russia stayed [1, 3] and left [2].", "Russia stayed and left.", []int{1, 2, 3}},
		{"Russia stayed [1-3].", "Russia stayed.", []int{1, 2, 3}},
		{"Russia stayed [1–900].", "Russia stayed.", []int{1, 900}},
		{"Russia stayed [Source 2].", "Russia stayed.", []int{2}},
		{"Russia stayed (passages 1 and 2).", "Russia stayed.", []int{1, 2}},
		{"Russia stayed [^1]【2†source】", "Russia stayed", []int{1, 2}},
		{"Russia stayed (1).", "Russia stayed.", []int{1}},
		{"Section (1) was struck.", "Section (1) was struck.", nil},
		{"He said “no”. [1].", "He said “no”.", []int{1}},
		{"He said “no.” [1].", "He said “no.”", []int{1}},
		{"Wait... [1]", "Wait...", []int{1}},
		{"[1] Russia stayed.", "Russia stayed.", []int{1}},
		{"[0] is none [1]", "is none", []int{1}},
		{"In [2022] he left [1].", "In [2022] he left.", []int{1}},
		{"【6666x】 and [6666] are none", "【6666x】 and [6666] are none", nil},
		{"no marker", "no marker", nil},
		{"", "", nil},
	} {
		text, cites := ParseCitations(tt.raw)
		if text != tt.text || !slices.Equal(cites, tt.cites) {
			t.Errorf("%q: got %q %v, want %q %v", tt.raw, text, cites, tt.text, tt.cites)
		}
	}
}

func FuzzParseCitations(f *testing.F) {
	for _, s := range []string{"a [1].", "a [1, 2] b (3)", "[1-2-3]", "【1†x】", "[[1]]", "[1", "(source 1 & 2)."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text, cites := ParseCitations(raw)
		if !slices.IsSorted(cites) || len(slices.Compact(slices.Clone(cites))) != len(cites) {
			t.Errorf("cites %v of %q", cites, raw)
		}
		for _, n := range cites {
			if n < 1 || n > 999 {
				t.Errorf("cites %d in %q", n, raw)
			}
		}
		if len(text) > len(raw) || strings.TrimSpace(text) != text {
			t.Errorf("text %q of %q", text, raw)
		}
	})
}
