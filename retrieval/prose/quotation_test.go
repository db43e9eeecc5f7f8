package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestQuotations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string // run number, ":" or "~" where not closed, the words
	}{
		{"none", "He left.", nil},
		{"curly", "“One,” he said. “Two.”", []string{"0:One,", "1:Two."}},
		{"straight", `"One," he said. "Two."`, []string{"0:One,", "1:Two."}},
		{"British", "‘One,’ he said. It was the ‘new normal’ then.", []string{"0:One,", "1:new normal"}},
		{"British, straight", "'One,' he said. It's the 'new normal' then.", []string{"0:One,", "1:new normal"}},
		{"apostrophes", "It’s the allies’ plan, rock ’n’ roll of the ’90s, don't they'd 'em.", nil},
		{"apostrophe inside single marks", "‘The allies’ plan isn’t new,’ he said.", []string{"0:The allies’ plan isn’t new,"}},
		{"possessive ends single marks", "The ‘new rules’ are here.", []string{"0:new rules"}},
		{"nested", "“He said ‘no’ to me,” she said.", []string{"0:He said ‘no’ to me,"}},
		{"nested, British", "‘He said “no” to me,’ she said.", []string{"0:He said “no” to me,"}},
		{"contraction after an opening mark", "“‘Twas so,” he said.", []string{"0:‘Twas so,"}},
		{"run over paragraphs", "He said: “One.\n\n“Two.\n\n“Three.”\n\n“Four.”", []string{"0~One.", "0~Two.", "0:Three.", "1:Four."}},
		{"run, straight", "He said: \"One.\n\n\"Two.\" He left.", []string{"0~One.", "0:Two."}},
		{"run, single", "‘One.\n\n‘Two.’", []string{"0~One.", "0:Two."}},
		{"run that never closes", "“One.\n\n“Two.\n\nHe left.", []string{"0~One.", "0~Two."}},
		{"never closed", "“One, he said.\n\nTwo.", nil},
		{"opened twice", "“One, he said. “Two.”", []string{"0:Two."}},
		{"stray closer", "One,” he said. “Two.”", []string{"0:Two."}},
		{"German", "„Eins“, sagte er, „zwei ‚drei‘ vier“.", []string{"0:Eins", "1:zwei ‚drei‘ vier"}},
		{"Polish", "„Raz”, powiedział.", []string{"0:Raz"}},
		{"French", "Il dit : « Oui. » Puis «non».", []string{"0: Oui. ", "1:non"}},
		{"Danish", "»Ja,« sagde han.", []string{"0:Ja,"}},
		{"Swedish", "”Ja,” sade han. ”Nej.”", []string{"0:Ja,", "1:Nej."}},
		{"Japanese", "彼は「はい『いいえ』」と言った。", []string{"0:はい『いいえ』"}},
		{"inches", `The 12" pizza and the "big" one, 6'2" tall.`, []string{"0:big"}},
		{"mixed marks", "“One,\" he said. \"Two,” she said. “Three,“ he said.", []string{"0:One,", "1:Two,", "2:Three,"}},
		{"space before the closing mark", "“One, ” he said.", []string{"0:One, "}},
		{"inner pair of a mark left open", "‘Tis “one” of them.", []string{"0:one"}},
		{"pairs within pairs of a mark left open", `"A「b「c」d」`, []string{"0:b「c」d"}},
		{"brackets and dashes", "(“One”) — “two”—“three”", []string{"0:One", "1:two", "2:three"}},
		{"empty", "““ ”” \"\" ‘’ «»", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, q := range Quotations(test.text) {
				mark := map[bool]string{true: ":", false: "~"}[q.Closed]
				got = append(got, fmt.Sprint(q.Run, mark, q.Inner.In(test.text)))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// A page may be megabytes of marks; what takes quadratic time over a quarter
// of one makes this test take minutes.
func TestLinearTime(t *testing.T) {
	t.Parallel()
	const much, more = 1 << 13, 1 << 18
	texts := []string{
		strings.Repeat(`"`, more), strings.Repeat("“‘", more/6), strings.Repeat("e\u0301", more/3), strings.Repeat("日", more/3),
	}
	for _, unit := range []string{
		`" `, "“", "‘", "‘a", "'a ", "s' ", "«", "»", "「", ".)", ".", ". ", "A.", "[", "[1]", "\n\n“", "a'", "A&", "\u0301", "e\u200d", "\xff",
		") said", ", said", "has said ", "“a” said ", "Al ", "Al Bo, ", "Mr. Al said he said “a” ", "million ", "one and ", "Al’s ",
	} {
		texts = append(texts, strings.Repeat(unit, much/len(unit)))
	}
	for _, text := range texts {
		text = "a." + text
		Sentences(text)
		Words(text)
		Fold(text)
		Names(text)
		Numbers(text)
		quotations := Quotations(text)
		Speakers(text, quotations)
		for _, q := range quotations {
			if q.Inner.Len() == 0 {
				t.Errorf("an empty quotation at %d of %.10q", q.Start, text)
			}
		}
	}
}

func FuzzQuotations(f *testing.F) {
	for _, seed := range []string{
		"", "“One,” he said. “Two.\n\n“Three.”", `"a" 'b' ‘c’ «d» „e“ »f« 「g」`, "‘allies’ plan’ ’s", "“‘“‘“‘“‘”’", "\xff“\xff”", "‚a‘ ‘b’",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quotations := Quotations(text)
		var spans []Span
		for i, q := range quotations {
			spans = append(spans, q.Span)
			if !q.Holds(q.Inner) || q.Inner.Len() == 0 || q.Inner.Start == q.Start || q.Closed == (q.Inner.End == q.End) {
				t.Fatalf("%+v of %q", q, text)
			}
			if i == 0 && q.Run != 0 || i > 0 && q.Run-quotations[i-1].Run != 0 && q.Run-quotations[i-1].Run != 1 {
				t.Fatalf("runs of %q: %+v", text, quotations)
			}
			if i > 0 && q.Run == quotations[i-1].Run && quotations[i-1].Closed {
				t.Fatalf("run %d goes on after its end: %+v", q.Run, quotations)
			}
		}
		checkSpans(t, text, spans)
	})
}
