package handlers

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/prose"
)

const summit = `Mr Stoltenberg said that Russia’s failure to withdraw troops had been confirmed through commercial satellite imagery, which made it “quite hard to dispute”.

He said: “What we see on the ground is no withdrawal of troops, forces and equipment.

“These are the kinds of actions that come before – and never after – a bigger, well-planned intervention.”

France offered to lead a battle group of 1,200 in Romania. The ministers met for two days in Brussels.`

// bold is a passage with asterisks around what is highlighted.
func bold(h Highlighted) string {
	text := h.Source.Text
	for _, s := range slices.Backward(h.Spans) {
		text = text[:s.Start] + "*" + s.In(h.Source.Text) + "*" + text[s.End:]
	}
	return text
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		said []string
		want []string // what is bold, in order
	}{
		"a sentence of the passage's own": {
			[]string{"France offered to lead a battle group of 1,200 in Romania."},
			[]string{"France offered to lead a battle group of 1,200 in Romania"},
		},
		"other words between": {
			[]string{"Satellite imagery confirmed that Russian troops were not withdrawn, and France would lead a group in Romania."},
			[]string{"Russia’s failure to withdraw troops had been confirmed through commercial satellite imagery", "France offered to lead a battle group of 1,200 in Romania"},
		},
		"a quotation, exactly": {
			[]string{`Stoltenberg found it "quite hard to dispute".`},
			[]string{"quite hard to dispute"},
		},
		"a quotation and what is told with it": {
			[]string{`Imagery that was commercial made it "quite hard to dispute", he said.`},
			[]string{"commercial satellite imagery, which made it “quite hard to dispute"},
		},
		"a quotation over paragraphs is two runs": {
			[]string{`“forces and equipment. These are the kinds of actions”`},
			[]string{"forces and equipment", "These are the kinds of actions"},
		},
		"no confetti": {[]string{"Troops of Bolivia marched through La Paz."}, nil},
		"but a number": {
			[]string{"The group in Bolivia has 1,200."},
			[]string{"group of 1,200"},
		},
		"two sentences, one run": {
			[]string{"The ministers met in Brussels.", "They met for two days."},
			[]string{"ministers met for two days in Brussels"},
		},
	} {
		turn := Turn{Standing: "Who met?", Sources: []prompts.Source{{N: 1, Text: summit}}}
		for _, s := range c.said {
			turn.Sentences = append(turn.Sentences, prompts.Sentence{Text: s, Cites: []int{1}})
		}
		h := Highlight(turn)[0]
		var got []string
		for _, s := range h.Spans {
			got = append(got, s.In(summit))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q, in\n%s", name, got, c.want, bold(h))
		}
	}
}

// A passage that was only quoted shows where the words of the question stand.
func TestHighlightOfAQuotedPassage(t *testing.T) {
	t.Parallel()
	turn := Turn{Standing: "Who offered to lead a battle group?", Sources: []prompts.Source{{N: 1, Text: summit}, {N: 2, Text: ""}}}
	list := Highlight(turn)
	if got := bold(list[0]); !strings.Contains(got, "France *offered to lead a battle group* of") || len(list[1].Spans) > 0 {
		t.Errorf("%s", got)
	}
}

func FuzzHighlight(f *testing.F) {
	f.Add(summit, `He said "no withdrawal of troops" in Romania, 1,200 of them.`)
	f.Add("“a b\n\n“a b c”", `"a b a b c"`)
	f.Add("東京の船が止まった。\n\nİstanbul ẞ", "東京の船")
	f.Fuzz(func(t *testing.T, text, said string) {
		if len(text)+len(said) > 4096 {
			return
		}
		turn := Turn{Sources: []prompts.Source{{N: 1, Text: text}}, Sentences: []prompts.Sentence{{Text: said, Cites: []int{1}}}}
		end := 0
		paragraphs := prose.Paragraphs(text)
		for _, s := range Highlight(turn)[0].Spans {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v after %d in %d bytes", s, end, len(text))
			}
			if !slices.ContainsFunc(paragraphs, func(p prose.Span) bool { return p.Holds(s) }) {
				t.Fatalf("%q is in no one paragraph", s.In(text))
			}
			end = s.End
		}
	})
}

// shelf is a library of one article.
type shelf struct {
	Library
	article retrieval.Article
}

func (s shelf) Article(_ context.Context, _, ref string) (retrieval.Article, error) {
	if ref != s.article.ID {
		return retrieval.Article{}, retrieval.ErrNotFound
	}
	return s.article, nil
}

func TestSourcesLinkToTheirPassages(t *testing.T) {
	t.Parallel()
	first, last, _ := strings.Cut(summit, "\n\nHe said")
	_, last, _ = strings.Cut(last, "France")
	last = "France" + last
	for name, c := range map[string]struct {
		url, passage, want string
	}{
		"a passage":            {"https://wire.example/a", last, "https://wire.example/a#:~:text=France%20offered%20to,days%20in%20Brussels"},
		"of two parts":         {"https://wire.example/a?b=c", first + passageGap + last, "https://wire.example/a?b=c#:~:text=Mr%20Stoltenberg%20said,hard%20to%20dispute&text=France%20offered%20to,days%20in%20Brussels"},
		"of which one is":      {"https://wire.example/a", "Nobody wrote this." + passageGap + last, "https://wire.example/a#:~:text=France%20offered%20to,days%20in%20Brussels"},
		"a fragment":           {"https://wire.example/a#top", "1,200 in Romania", "https://wire.example/a#top:~:text=1%2C200%20in%20Romania"},
		"not on the page":      {"https://wire.example/a", "Nobody wrote this.", ""},
		"a local file":         {"file:///home/me/a.html", last, ""},
		"no web address":       {"javascript://alert(1)", last, ""},
		"begins with a byline": {"https://wire.example/b", "Ann\n\nNATO met today.", "https://wire.example/b#:~:text=NATO%20met%20today"},
	} {
		summit := summit
		if c.url == "https://wire.example/b" {
			summit = "It rained.\n\nAnn\n\nIt rained.\n\nAnn\n\nNATO met today."
		}
		d := New(Options{Library: shelf{article: retrieval.Article{ID: "a", URL: c.url, Text: summit}}, Log: slog.New(slog.DiscardHandler)})
		sources := []prompts.Source{{N: 1, Article: "a", Text: c.passage}, {N: 2, Article: "gone", Text: c.passage}}
		d.link(t.Context(), "g", sources)
		if got := sources[0].Link; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if u, err := url.Parse(sources[0].Link); err != nil || sources[0].Link != "" && u.String() != c.want {
			t.Errorf("%s: does not survive a parser: %v, %v", name, u, err)
		}
		if sources[1].Link != "" {
			t.Errorf("%s: an article that is gone has the link %s", name, sources[1].Link)
		}
	}
}

func TestJoinLinks(t *testing.T) {
	t.Parallel()
	const a, b = "https://wire.example/a#:~:text=one", "https://wire.example/a#:~:text=two,three"
	for _, c := range []struct {
		links []string
		limit int
		want  string
	}{
		{nil, 512, ""},
		{[]string{a, b}, 512, "https://wire.example/a#:~:text=one&text=two,three"},
		{[]string{a, a, b}, 512, "https://wire.example/a#:~:text=one&text=two,three"},
		{[]string{a, b}, len(a) + 3, a},
		{[]string{b, a}, len(a), a},
		{[]string{a}, 10, ""},
		{[]string{"", "", a}, 512, a},
	} {
		if got := JoinLinks(c.links, c.limit); got != c.want {
			t.Errorf("%q within %d: %q, want %q", c.links, c.limit, got, c.want)
		}
	}
}
