package retrieval

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// told is a story in some language, another beside it, and a question about
// the first.
type told struct {
	lang     string
	stories  [2]entry
	question string
}

func toldStories(t *testing.T) []told {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "languages", "articles.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var list []told
	for block := range strings.SplitSeq(string(raw), "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		if len(lines) != 6 {
			t.Fatalf("bad block %q", block)
		}
		list = append(list, told{lang: lines[0], question: lines[5], stories: [2]entry{
			article(lines[0]+"1", lines[1], "2024-05-01", lines[2]),
			article(lines[0]+"2", lines[3], "2024-05-02", lines[4]),
		}})
	}
	return list
}

// A question finds its story whatever forms its words have, in a guild of one
// language or of all of them, whether the page told the language or not.
func TestLanguages(t *testing.T) {
	t.Parallel()
	list := toldStories(t)
	var unsaid, said []entry
	for _, c := range list {
		for _, e := range c.stories {
			unsaid = append(unsaid, e)
			e.article.Lang = c.lang
			said = append(said, e)
		}
	}
	everything, tagged := newIndex().with(unsaid...), newIndex().with(said...)
	for _, c := range list {
		t.Run(c.lang, func(t *testing.T) {
			t.Parallel()
			for name, x := range map[string]*index{
				"alone": newIndex().with(c.stories[:]...), "among all languages": everything, "tagged": tagged,
			} {
				got := found(x.search(Query{Text: c.question}))
				if len(got) == 0 || got[0] != c.lang+"1" {
					t.Errorf("%s: found %v", name, got)
				}
			}
		})
	}
}

// Stemmers earn their place: in each question words meet that are written
// otherwise in the story.
func TestInflectedWordsMeet(t *testing.T) {
	t.Parallel()
	for _, c := range toldStories(t) {
		l := languageFor(c.lang)
		if l.stem == nil && l.keep == 0 {
			continue
		}
		m := newStemmer(c.lang)
		text := c.stories[0].article.Title + ". " + c.stories[0].article.Text
		story, met := m.tokens(text), 0
		written := make(map[string]bool)
		for s := (scanner{text: text, apostrophe: l.apostrophe}); s.next(); {
			written[string(s.word)] = true
		}
		for s := (scanner{text: c.question, apostrophe: l.apostrophe}); s.next(); {
			asked, ok := m.token(&s)
			same := func(t token) bool { return t.term() == asked.term() }
			if ok && slices.ContainsFunc(story, same) && !written[string(s.word)] {
				met++
			}
		}
		if met < 2 {
			t.Errorf("%s: only %d words met in another form", c.lang, met)
		}
	}
}

func TestGuess(t *testing.T) {
	t.Parallel()
	for _, c := range toldStories(t) {
		want := c.lang
		if stopLists[want] == "" {
			want = "en" // which leaves other scripts alone
		}
		if got := guess(c.stories[0].article.Text + " " + c.stories[1].article.Text); got != want {
			t.Errorf("%s taken for %s", c.lang, got)
		}
	}
	for _, text := range []string{"", "🎉", "2022", "Reykjavík Þingvellir", strings.Repeat("lorem ipsum dolor ", 100)} {
		if got := guess(text); got != "en" {
			t.Errorf("%q taken for %s", text, got)
		}
	}
}

func TestCodeOf(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{
		"de": "de", "de-AT": "de", "pt_BR": "pt", "nb": "no", "nn-NO": "no", "iw": "he", "EN": "en", "": "", "und": "",
	} {
		if got := codeOf(tag); got != want {
			t.Errorf("codeOf(%q) = %q, want %q", tag, got, want)
		}
	}
}
