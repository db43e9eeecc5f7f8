package prose

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string // a ? after those that are not sure
	}{
		{"", nil},
		{"The minister left. He said I should go.", nil},
		{"Yesterday, Jens Stoltenberg met Mr. Johnson in Brussels.", []string{"Jens Stoltenberg", "Mr. Johnson", "Brussels"}},
		{"France has offered to lead.", []string{"France?"}},
		{"In France, people left. France voted.", []string{"France", "France"}},
		{"Satellite images came. The satellite flew.", nil},
		{"NATO met the U.S. and the UK’s Ministry of Defence.", []string{"NATO", "U.S.", "UK", "Ministry of Defence"}},
		{"Russia’s Foreign Minister Sergei Lavrov left.", []string{"Russia?", "Foreign Minister Sergei Lavrov"}},
		{"He met Ursula von der Leyen, George W. Bush and Karine Jean-Pierre.", []string{"Ursula von der Leyen", "George W. Bush", "Karine Jean-Pierre"}},
		{"We bought an iPhone and COVID-19 tests, an F-16 too.", []string{"iPhone", "COVID-19", "F-16"}},
		{"It was on Monday, 6 January, and Black Friday.", []string{"Black Friday"}},
		{"He said: “Everybody in Kyiv agrees.”", []string{"Kyiv"}},
		{"Joe Manchin of West Virginia and the University of the Arts agreed.", []string{"Joe Manchin", "West Virginia", "University of the Arts"}},
		{"Articles You May Like\n\nHe saw Paris.", []string{"Articles You May Like?", "Paris"}},
		{"Anthropic-backed firms met Kremlin-linked ones.", []string{"Anthropic?", "Kremlin"}},
		{"Он встретил Владимира Путина.", []string{"Он?", "Владимира Путина"}},
		{"他在北京。", nil},
	}
	for _, test := range tests {
		var got []string
		for _, n := range Names(test.text) {
			s := n.In(test.text)
			if !n.Sure {
				s += "?"
			}
			got = append(got, s)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Names(%q)\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, seed := range []string{
		"", "Mr. J. K. Rowling’s Ministry of the Arts. NATO's F-16", "“A” B\n\nC D", "ǅ \xff A’s", "O’Brien's de la Rosa",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var spans []Span
		for _, n := range Names(text) {
			spans = append(spans, n.Span)
		}
		checkSpans(t, text, spans)
	})
}
