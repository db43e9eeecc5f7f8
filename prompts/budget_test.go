package prompts

import (
	"slices"
	"strings"
	"testing"
)

func TestFitCutsAtSentenceEnds(t *testing.T) {
	t.Parallel()
	sources := []Source{
		{N: 1, Text: "One two three. Four five six."},
		{N: 2, Text: "Seven eight. Nine ten eleven."},
		{N: 3, Text: "Twelve."},
	}
	for _, tt := range []struct {
		words int
		want  []string
	}{
		{100, []string{"One two three. Four five six.", "Seven eight. Nine ten eleven.", "Twelve."}},
		{10, []string{"One two three. Four five six.", "Seven eight."}},
		{7, []string{"One two three. Four five six."}},
		{4, []string{"One two three."}},
		{1, []string{"One two three."}},
	} {
		got := Fit(sources, tt.words)
		if len(got) != len(tt.want) {
			t.Fatalf("%d words: %d sources, want %d", tt.words, len(got), len(tt.want))
		}
		for i, s := range got {
			if s.Text != tt.want[i] || s.N != i+1 {
				t.Errorf("%d words: source %d is %q, want %q", tt.words, s.N, s.Text, tt.want[i])
			}
		}
	}
	if got := Fit(nil, 5); len(got) != 0 {
		t.Errorf("no sources became %v", got)
	}
}

func TestWordsOfAnyScript(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "One two  three.": 3, "Straße über Köln": 3,
		strings.Repeat("北大西洋条約機構", 100): 601, strings.Repeat("การประชุม", 8): 55,
	} {
		if got := Words(text); got != want {
			t.Errorf("Words(%.20q) = %d, want %d", text, got, want)
		}
	}
}

func TestPortions(t *testing.T) {
	t.Parallel()
	sources := func(words ...int) []Source {
		list := make([]Source, len(words))
		for i, n := range words {
			list[i] = Source{N: i + 1, Text: strings.Repeat("word ", n)}
		}
		return list
	}
	for _, c := range []struct {
		words []int
		want  []int // words of each portion
	}{
		{nil, nil},
		{[]int{40, 60}, []int{100}},
		{[]int{50, 50, 50}, []int{50, 100}},
		{[]int{30, 30, 30, 30}, []int{60, 60}},
		{[]int{20, 20, 20, 20, 20, 20}, []int{60, 60}},
		{[]int{10, 300, 10}, []int{10, 300, 10}},
		{[]int{90, 90, 90}, []int{90, 90, 90}},
	} {
		all := sources(c.words...)
		var got []int
		next := 1
		for _, p := range Portions(all, 100) {
			n := 0
			for _, s := range p {
				if s.N != next {
					t.Errorf("%v: source %d comes after %d", c.words, s.N, next-1)
				}
				next++
				n += Words(s.Text)
			}
			got = append(got, n)
		}
		if !slices.Equal(got, c.want) || next != len(all)+1 {
			t.Errorf("portions of %v are %v, want %v", c.words, got, c.want)
		}
	}
}
