package retrieval

import (
	"slices"
	"testing"
)

func TestScanner(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"The U.S. said so.", []string{"the", "us", "said", "so"}},
		{"Mr. O'Neill’s 1,000 boats", []string{"mr", "oneill", "1000", "boats"}},
		{"It's 3.5% up, don’t ask", []string{"it", "3.5", "up", "dont", "ask"}},
		{"end.Next 1,2", []string{"end", "next", "12"}},
		{"anti-vaccine e-mail", []string{"anti", "vaccine", "e", "mail"}},
		{"東京タワー today", []string{"東京", "京タ", "タワ", "ワー", "today"}},
		{"一 a", []string{"一", "a"}},
		{"'quoted' \"words\"", []string{"quoted", "words"}},
		{"...", nil},
		{"a\xffb", []string{"a", "b"}},
		{"부산의 교사", []string{"부산", "산의", "교사"}},
		{"🎉party🎉 ＡＢ１２", []string{"party", "ab12"}},
		{"l’été", []string{"lété"}},
	} {
		var got []string
		for s := (scanner{text: c.text}); s.next(); {
			got = append(got, string(s.word))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzScanner(f *testing.F) {
	for _, s := range []string{"U.S. O'Neill’s 1,000", "東京タワー", "a\xff'", "'s", "é.È.", "1.1.1,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, a := range []apostrophe{joins, splits, ends} {
			checkWords(t, scanner{text: text, apostrophe: a})
		}
	})
}

func checkWords(t *testing.T, s scanner) {
	t.Helper()
	last, text := 0, s.text
	for s.next() {
		if len(s.word) == 0 || s.start < 0 || s.end > len(text) || s.start >= s.end || s.start < last {
			t.Fatalf("word %q at %d-%d of %d, after %d", s.word, s.start, s.end, len(text), last)
		}
		last = s.start
	}
}

func TestTermsMeet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, a, b string
		same       bool
	}{
		{"en", "satellites", "Satellite", true},
		{"en", "café", "cafe", true},
		{"en", "US", "us", false},
		{"en", "U.S.", "US", true},
		{"en", "NATO", "Nato", true},
		{"fr", "élections", "élection", true},
		{"ru", "выборы", "выборов", true},
		{"de", "Wahlen", "wahl", true},
		{"en", "２０２２", "2022", true},
		{"en", "ＮＡＴＯ", "NATO", true},
		{"ar", "٢٠٢٢", "2022", true},
		{"en", "cafe\u0301", "café", true},
		{"fr", "e\u0301lections", "élection", true},
		{"fr", "l’élection", "d'élections", true},
		{"it", "dell'Italia", "Italia", true},
		{"tr", "İstanbul’da", "istanbul", true},
		{"tr", "IŞIK", "ışık", true},
		{"tr", "kitapların", "kitap", true},
		{"pl", "Łódź", "Lodz", true},
		{"pl", "wyborów", "wybory", true},
		{"uk", "п’ять", "пʼять", true},
		{"el", "ΑΘΗΝΑΣ", "Αθήνας", true},
		{"de", "Straßen", "Strasse", true},
		{"xx", "houses", "house", false},
	} {
		m := newStemmer(c.lang)
		a, b := m.tokens(c.a), m.tokens(c.b)
		same := len(a) == 1 && len(b) == 1 && a[0].term() == b[0].term()
		if same != c.same {
			t.Errorf("%s: %q and %q meet: %v, want %v", c.lang, c.a, c.b, same, c.same)
		}
	}
}
