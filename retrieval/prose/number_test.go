package prose

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string // value, unit and the words
	}{
		{"", nil},
		{"no one said a word for a second; the half-time show", nil},
		{"1,200 of 1.5 million; 2022", []string{"1200 1,200", "1500000 1.5 million", "2022 2022"}},
		{"$63,000 and £2bn, €1.2m, US$5k", []string{"63000$ $63,000", "2e+09£ £2bn", "1200000€ €1.2m", "5000$ $5k"}},
		{"$1.5 billion, 40 dollars, three euros", []string{"1.5e+09$ $1.5 billion", "40$ 40 dollars", "3€ three euros"}},
		{"3.5%, 12 percent, five per cent, 2 percentage points", []string{"3.5% 3.5%", "12% 12 percent", "5% five per cent", "2% 2 percentage"}},
		{"four more jets, twenty-one, one hundred and five, two thousand", []string{"4 four", "21 twenty-one", "105 one hundred and five", "2000 two thousand"}},
		{"two hundred and fifty thousand three hundred", []string{"250300 two hundred and fifty thousand three hundred"}},
		{"one and a half million, half a million, half of them", []string{"1500000 one and a half million", "500000 half a million", "0.5 half"}},
		{"a third of it, two-thirds, one quarter, a dozen, three dozen, a hundred", []string{
			"0.333333 a third", "0.666667 two-thirds", "0.25 one quarter", "12 a dozen", "36 three dozen", "100 a hundred",
		}},
		{"16th, 1st, the third, twenty-first, the 1980s, the second", []string{"16th 16th", "1th 1st", "3th third", "21th twenty-first", "1980s 1980s"}},
		{"twenty thirty, one, two, three", []string{"20 twenty", "30 thirty", "2 two", "3 three"}},
		{"2½ and ¾; 1.234,56 or 1,5 or 1.234.567", []string{"2.5 2½", "0.75 ¾", "1234.56 1.234,56", "1.5 1,5", "1234567 1.234.567"}},
		{"3D in a 737s F-16, COVID-19, 3-1 at 10:30", []string{"16 16", "19 19", "3 3", "1 1", "10 10", "30 30"}},
		{"1.1 million", []string{"1100000 1.1 million"}},
		{"١٢٣ and १२", []string{"123 ١٢٣", "12 १२"}},
		{"five. Million", []string{"5 five"}},
	}
	for _, test := range tests {
		var got []string
		for _, n := range Numbers(test.text) {
			got = append(got, fmt.Sprintf("%.7g%s %s", n.Value, n.Unit, n.In(test.text)))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Numbers(%q)\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{
		"", "1,200 1.5 million $5bn 3% 16th 1980s 2½ 1.2.3.4", "one hundred and five and a half third", "half a million million million", "９９９",
		"99999999999999999999999999 bn bn bn bn", "𝟘𝟙𝟚𝟛",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var spans []Span
		for _, n := range Numbers(text) {
			spans = append(spans, n.Span)
			if n.Value < 0 || math.IsNaN(n.Value) || math.IsInf(n.Value, 0) {
				t.Fatalf("%v of %q", n, text)
			}
		}
		checkSpans(t, text, spans)
	})
}
