package prompts

import "testing"

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
