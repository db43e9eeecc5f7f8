package prose

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSentences(t *testing.T) {
	t.Parallel()
	// A bar marks each cut; the text is what is left without the bars.
	tests := []struct{ name, cut string }{
		{"plain", "One. |Two! |Three? |Four"},
		{"titles", "Mr. Smith met Gov. Brown and Sen. Warren. |Dr. Jones, Lt. Gen. Lee and St. John left."},
		{"initials", "George W. Bush met J. K. Rowling. |He left."},
		{"countries", "The U.S. Navy left. |He is in the U.S. |The ship stayed. |The U.N. and the E.U. agreed."},
		{"one letter by its mark", "An entre\u0301e. |Dine in. |He won’t. |“Go,” they don't. |System z. |Ships."},
		{"vitamin", "They chose Plan B. |The others left."},
		{"companies", "Apple Inc. and Google Inc. said so. |He joined Acme Corp. |It failed."},
		{"states", "Rep. Jim Jordan, R-Ohio, and Sen. Rand Paul (R-Ky.) spoke in Tampa, Fla. |They agreed."},
		{"clock", "It starts at 3 p.m. ET. |It ends at 5 p.m. |Police came at 6 a.m. Monday."},
		{"numbers", "It rose 3.5% to $1.2 million. |No. 10 said no. |It was No. 1."},
		{"months", "On Jan. 6 he spoke. |It was Sept. 11."},
		{"years", "It was annexed in 2014. |The war followed."},
		{"list", "1. Open the door.|\n2. Close it."},
		{"versus", "Brown vs. Board was in 1954. |Roe v. Wade came later."},
		{"question in a quotation", "“Why?” he asked. |“Really!” she said. |He left."},
		{"a name asks", "“Why?” Mr. Ben Smith asked. |“Now!” Trump said. |“Why?” |The minister said no. |“So?” |Smith left."},
		{"quotation closes", "He said: “It is over.” |She left. |'It is.' |\"It was.\" |Done."},
		{"quotation opens", "He left. |“We go. |We stay.” |(We all do.) |So be it."},
		{"missing space", "It is over.”|He left, see example.com/A.B for it."},
		{"space before the mark", "« Oui. » |Il part. |“Go, ” he said."},
		{"ellipsis", "I think … not. |I think… |Maybe. |Well... |Yes."},
		{"paragraphs", "A heading|\n\nA sentence. |Another|\n\nLast."},
		{"lines", "One line|\nAnother line\ngoes on here. |End."},
		{"heading with a question", "What now?|\n\nNobody knows."},
		{"citations", "It is so [1]. |It was so.[1][2] |It will be. [3] |End."},
		{"names in lower case", "He bought Yahoo! stock. |iPhone sales fell. |eBay rose."},
		{"dash", "“No.” — and he left. |End."},
		{"Chinese", "他来了。|她走了！|“真的？”|是。"},
		{"German", "Am 16. Februar kam Hr. Müller, z. B. nach Berlin. |Er ging."},
		{"Arabic", "هل جاء؟ |نعم."},
		{"only marks", "...!?"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := strings.ReplaceAll(test.cut, "|", "")
			var want []string
			for s := range strings.SplitSeq(test.cut, "|") {
				want = append(want, strings.TrimSpace(s))
			}
			if got := in(text, Sentences(text)); !slices.Equal(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \n\n\t", nil},
		{"one", []string{"one"}},
		{"one\ntwo\n\nthree", []string{"one\ntwo", "three"}},
		{"one\r\ntwo\r\n\r\nthree\r\n", []string{"one\r\ntwo", "three"}},
		{" one \n \u00a0\u200b\n two ", []string{"one", "two"}},
		{"one\u2029two\n\n\n\nthree", []string{"one", "two", "three"}},
		{"\xff\n\n\xff", []string{"\xff", "\xff"}},
	}
	for _, test := range tests {
		if got := in(test.text, Paragraphs(test.text)); !slices.Equal(got, test.want) {
			t.Errorf("Paragraphs(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestIsHeading(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"UK troops heading to Estonia from today": true,
		"Stoltenberg warns of ‘new normal’":       true,
		"Articles You May Like":                   true,
		"He left.":                                false,
		"He left.”":                               false,
		"Mr Stoltenberg said:":                    false,
		"CNN —":                                   false,
		"two\nlines":                              false,
		"* * *":                                   false,
		"":                                        false,
		"北京冬奥会开幕":                                 true,
		strings.Repeat("long ", 30):               false,
	} {
		if got := IsHeading(text); got != want {
			t.Errorf("IsHeading(%q) = %v", text, got)
		}
	}
}

// in reads the spans.
func in(text string, spans []Span) []string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, s.In(text))
	}
	return parts
}

// checkSpans fails unless the spans come in order without overlap, each on rune
// boundaries of the text and not empty.
func checkSpans(t *testing.T, text string, spans []Span) {
	t.Helper()
	boundary := map[int]bool{len(text): true}
	for i := range text {
		boundary[i] = true
	}
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("span %v after %d of %q", s, at, text)
		}
		if !boundary[s.Start] || !boundary[s.End] {
			t.Fatalf("span %v cuts a rune of %q", s, text)
		}
		at = s.End
	}
}

func FuzzSentences(f *testing.F) {
	for _, seed := range []string{
		"", "One. Two.", "Mr. Smith said: “One. Two.”\n\nThree", "1. A\n2. B", "U.S. Gov. [1] (“...”)", "他来了。她走了！",
		"\xff. \xff", "a.\u00a0» b", "x…\r\n\r\ny", "'A.' 'B.'",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sentences := Sentences(text)
		checkSpans(t, text, sentences)
		checkSpans(t, text, Paragraphs(text))
		// Nothing that can be seen is left out.
		at := 0
		for _, s := range append(sentences, Span{len(text), len(text)}) {
			if rest := strings.TrimFunc(text[at:s.Start], blank); rest != "" {
				t.Fatalf("%q is in no sentence of %q", rest, text)
			}
			at = s.End
		}
		for _, p := range Paragraphs(text) {
			IsHeading(p.In(text))
			for _, s := range sentences {
				if s.Start < p.End && p.Start < s.End && !p.Holds(s) {
					t.Fatalf("%q is not of one paragraph", s.In(text))
				}
			}
		}
		if !utf8.ValidString(text) {
			return
		}
		for _, s := range sentences {
			if !utf8.ValidString(s.In(text)) {
				t.Fatalf("%q cuts a rune", s.In(text))
			}
		}
	})
}
