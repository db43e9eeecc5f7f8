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
		last := 0
		for s := (scanner{text: text}); s.next(); {
			if len(s.word) == 0 || s.start < 0 || s.end > len(text) || s.start >= s.end || s.start < last {
				t.Fatalf("word %q at %d-%d of %d, after %d", s.word, s.start, s.end, len(text), last)
			}
			last = s.start
		}
	})
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
		{"de", "Wahlen", "wahlen", true},
	} {
		m := newStemmer(c.lang)
		a, b := m.tokens(c.a), m.tokens(c.b)
		same := len(a) == 1 && len(b) == 1 && a[0].term() == b[0].term()
		if same != c.same {
			t.Errorf("%s: %q and %q meet: %v, want %v", c.lang, c.a, c.b, same, c.same)
		}
	}
}
