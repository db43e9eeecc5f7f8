package prose

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want, anyCase string }{
		{"empty", "", "", ""},
		{"plain", "Plain Text", "Plain Text", "plain text"},
		{"quotation marks", "“Don’t ‘stop’” «a» „b“ \"c\" `d´", "'Don't 'stop'' 'a' 'b' 'c' 'd'", "'don't 'stop'' 'a' 'b' 'c' 'd'"},
		{"dashes", "a—b – c‑d −1", "a-b - c-d -1", "a-b - c-d -1"},
		{"spaces", " a\u00a0\u2009b\n\n c\t ", "a b c", "a b c"},
		{"ellipsis", "so…on", "so...on", "so...on"},
		{"ligatures and widths", "ﬁnal ＡＢＣ ½ Ⅳ", "final ABC 1⁄2 IV", "final abc 1⁄2 iv"},
		{"accents", "cafe\u0301", "café", "café"},
		{"invisible", "a\u200bb\u00adc \ufeffd\u2060", "abc d", "abc d"},
		{"joiner before an accent", "e\u200d\u0301", "é", "é"},
		{"sharp s", "Straße GROẞ", "Straße GROẞ", "strasse gross"},
		{"invalid", "a\xffb", "a\ufffdb", "a\ufffdb"},
		{"Chinese", "他说：“好”", "他说:'好'", "他说:'好'"},
	}
	for _, test := range tests {
		if got := Fold(test.text); got != test.want {
			t.Errorf("%s: Fold(%q) = %q, want %q", test.name, test.text, got, test.want)
		}
		if got := FoldCase(test.text); got != test.anyCase {
			t.Errorf("%s: FoldCase(%q) = %q, want %q", test.name, test.text, got, test.anyCase)
		}
	}
}

func TestFoldedFind(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, words, want string }{
		{"marks", "He said: “We don’t—ever—stop…”", `don't-ever-stop...`, "don’t—ever—stop…"},
		{"spaces", "the very,\u00a0 very\n\ntough package", "very, very tough", "very,\u00a0 very\n\ntough"},
		{"invisible inside", "clo\u00adsing the \u200bborder now", "closing the border", "clo\u00adsing the \u200bborder"},
		{"ligature", "the ﬁnal oﬃce", "final office", "ﬁnal oﬃce"},
		{"whole words only", "the party art", "art", "art"},
		{"accent", "the cafe\u0301s and cafe\u0301.", "café", "cafe\u0301"},
		{"case", "The New Normal", "new normal", "New Normal"},
		{"no spaces", "他说好的", "说好", "说好"},
		{"not there", "the party", "art", ""},
		{"nothing", "the party", "", ""},
	}
	for _, test := range tests {
		span, ok := NewFoldedCase(test.text).Find(FoldCase(test.words))
		if got := span.In(test.text); got != test.want || ok != (test.want != "") {
			t.Errorf("%s: found %q, %v, want %q", test.name, got, ok, test.want)
		}
	}
	if at, _ := NewFolded("the party art").Find("art"); at.Start != 10 {
		t.Errorf("found %v", at)
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{
		"", "“Don’t—stop…” \u00a0ﬁ", "e\u200d\u0301", "a\u0301\u0327\u200b\u0323", "\xff\xc3", " \u00a8 ´`", "ß İ ſ ς Å", "각", "\u1100\u1161\u11a8",
		strings.Repeat("\u0301", 70), "\u0f43", "\ufb2c", "ﷺ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, anyCase := range []bool{false, true} {
			folded := newFolded(text, anyCase)
			if quick := map[bool]func(string) string{false: Fold, true: FoldCase}[anyCase](text); quick != folded.Text {
				t.Fatalf("%q folds to %q and %q", text, quick, folded.Text)
			}
			if again := newFolded(folded.Text, anyCase).Text; again != folded.Text {
				t.Fatalf("%q folds to %q, and that to %q", text, folded.Text, again)
			}
			if !utf8.ValidString(folded.Text) || strings.Contains(folded.Text, "  ") || strings.TrimSpace(folded.Text) != folded.Text {
				t.Fatalf("%q", folded.Text)
			}
			checkOrigins(t, text, folded)
		}
	})
}

// checkOrigins fails unless every stretch of the folded text stands for whole
// runes of the original that fold to it, or to more where a rune folds to
// several.
func checkOrigins(t *testing.T, text string, folded Folded) {
	t.Helper()
	for i, r := range folded.Text {
		origin := folded.Origin(Span{i, i + utf8.RuneLen(r)})
		checkSpans(t, text, []Span{origin})
		if i > 400 {
			return
		}
	}
	if whole := folded.Origin(Span{0, len(folded.Text)}); Fold(whole.In(text)) != Fold(text) {
		t.Fatalf("%q stands for %q", text, whole.In(text))
	}
}
