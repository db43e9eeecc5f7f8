package prose

import (
	"fmt"
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string // a # before a number, a ~ before a run, a - before a word joined on
	}{
		{"", nil},
		{" — “…” ", nil},
		{"It's the allies’ plan.", []string{"It's", "the", "allies", "plan"}},
		{"Russia’s $1,200, 3.5% or 16th", []string{"Russia’s", "#1,200", "#3.5", "or", "#16th"}},
		{"south-eastern state-of-the-art", []string{"south", "-eastern", "state", "-of", "-the", "-art"}},
		{"F-16, COVID‑19, a 40-day", []string{"F", "-#16", "COVID", "-#19", "a", "#40", "-day"}},
		{"war—or peace - now", []string{"war", "or", "peace", "now"}},
		{"the U.S. and the U.K.", []string{"the", "U.S.", "and", "the", "U.K."}},
		{"example.com ended. I. Go.", []string{"example.com", "ended", "I", "Go"}},
		{"AT&T Q&A this & that", []string{"AT&T", "Q&A", "this", "that"}},
		{"日本語のテキスト。ok", []string{"~日本語のテキスト", "ok"}},
		{"สวัสดีครับ hello", []string{"~สวัสดีครับ", "hello"}},
		{"G20中国2022年", []string{"G20", "~中国", "#2022", "~年"}},
		{"한국어 문장", []string{"한국어", "문장"}},
		{"naïve cafe\u0301 Ünal", []string{"naïve", "cafe\u0301", "Ünal"}},
		{"a\xffb \xff", []string{"a", "b"}},
	}
	for _, test := range tests {
		var got []string
		for _, w := range Words(test.text) {
			s := map[Kind]string{Letters: "", Digits: "#", Run: "~"}[w.Kind] + w.In(test.text)
			if w.Joined {
				s = "-" + s
			}
			got = append(got, s)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Words(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{
		"", "don’t U.S. AT&T 1,200 3.5% south-eastern", "日本語テキスト สวัสดี", "\xff\xfea", "a-\u0301b", "A&\u200dB", "-&.-&.", "e\u0301.e\u0301.",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var spans []Span
		for i, w := range Words(text) {
			spans = append(spans, w.Span)
			if _, ok := kindOf(w.In(text)); !ok {
				t.Fatalf("%q is no word", w.In(text))
			}
			if w.Joined && i == 0 {
				t.Fatal("the first word is joined to nothing")
			}
		}
		checkSpans(t, text, spans)
	})
}

func ExampleWords() {
	text := "The U.S. sent 1,200 troops to south-eastern Europe."
	for _, w := range Words(text) {
		fmt.Print(w.In(text), "|")
	}
	// Output: The|U.S.|sent|1,200|troops|to|south|eastern|Europe|
}
