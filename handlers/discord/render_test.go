package discord

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

func TestRenderReply(t *testing.T) {
	t.Parallel()
	closest := func(c handlers.Cause) handlers.Reply {
		r := example()
		r.Outcome, r.Cause, r.Sentences = handlers.Closest, c, nil
		r.Sources = slices.Clone(r.Sources)
		r.Sources[0].Text = "“We see no sign,” he said.\n\nHe left."
		r.Sources[1].Text, r.Sources[1].Speaker = "We have satellites.", "Mr Stoltenberg"
		return r
	}
	quoted := "\n\n> “We see no sign,” he said.\n> \n> He left. [1]\n\n> *(Mr Stoltenberg is speaking)* We have satellites. [2]\n\n**Sources**\n[1] The Wire"
	cut, amber, shared, undated, summary, key := example(), example(), example(), example(), example(), example()
	summary.Summary, summary.Title, summary.Notes = true, "NATO *meets*", []string{"Only its first part was read."}
	key.Summary, key.Outcome, key.Cause = true, handlers.Closest, handlers.NoModel
	cut.Cut = true
	stopped := cut
	stopped.Cause = handlers.Stopped
	misset := closest(handlers.ModelDown)
	misset.Lasting = true
	amber.Sentences = []prompts.Sentence{{Text: "So it is.", Cites: []int{2}, Level: prompts.Amber}}
	shared.Sources = append(slices.Clone(shared.Sources), shared.Sources[0])
	shared.Sources[2].N = 3
	undated.Sources = []prompts.Source{{N: 1, URL: "file:///home/me/secret.txt"}}
	linked := shared
	linked.Sources = slices.Clone(shared.Sources)
	linked.Sources[0].Link = "https://wire.example/nato?a=1#:~:text=Satellite%20images,hard%20to%20dispute"
	linked.Sources[2].Link = "https://wire.example/nato?a=1#:~:text=and%2Dthen-,he%20left"
	tooLong := linked
	tooLong.Sources = slices.Clone(linked.Sources)
	tooLong.Sources[0].Link += strings.Repeat("x", maxURL)
	tooLong.Sources[2].Link = ""
	old := example()
	old.Standing, old.Cached = "What did *he* <@1> answer?", true
	old.Opening, old.Notes = []string{"Latest I have is 16 February 2022."}, []string{"An outlet differs."}
	oldClosest := closest(handlers.NoModel)
	oldClosest.Opening = old.Opening
	dunno := handlers.Reply{Outcome: handlers.Unknown, Standing: "What did he answer?", Opening: old.Opening, Cached: true}
	spent, leadOnly, dated := closest(handlers.Spent), closest(handlers.NoModel), summary
	leadOnly.Sentences = example().Sentences
	dated.Sentences = slices.Clone(dated.Sentences)
	dated.Sentences[1].Day = "16 February 2022"

	for name, test := range map[string]struct {
		reply handlers.Reply
		parts []string
		never []string
	}{
		"answer":          {example(), []string{exampleText}, nil},
		"cut":             {cut, []string{"Romania. [1][2]\n\n" + wordsCut + "\n\n**Sources**"}, nil},
		"cut at shutdown": {stopped, []string{"Romania. [1][2]\n\n" + wordsStopped + "\n\n**Sources**"}, []string{wordsCut}},
		"amber":           {amber, []string{"So it is. [2] " + wordsAmber}, nil},
		"one line":        {shared, []string{"**Sources**\n[1][3] The Wire · ", "\n[2] Daily"}, nil},
		"standing, old, and from the cache": {old, []string{
			"-# Answering: What did \\*he\\* \\<@\u200b1> answer?\n\n*Latest I have is 16 February 2022.*\n\nSatellites show no withdrawal. [1]",
			"Romania. [1][2]\n\n*An outlet differs.*\n\n**Sources**", "16 February 2022\n-# From an earlier answer, over the same articles.",
		}, nil},
		"old passages": {oldClosest, []string{"*Latest I have is 16 February 2022.*\n\n**Closest passages**"}, nil},
		"standing, unknown": {dunno, []string{
			"-# Answering: What did he answer?\n\n*Latest I have is 16 February 2022.*\n\nI don't know", "`/ingest`.\n-# From an earlier answer",
		}, nil},
		"links to passages": {linked, []string{
			"[1][3] The Wire · [NATO sees no sign](<https://wire.example/nato?a=1#:~:text=Satellite%20images,hard%20to%20dispute&text=and%2Dthen-,he%20left>) · ",
			"[2] Daily · [Ministers meet](<https://daily.example/(x)>)",
		}, nil},
		"a link too long": {tooLong, []string{"[1][3] The Wire · [NATO sees no sign](<https://wire.example/nato?a=1>) · "}, []string{":~:"}},
		"local file":      {undated, []string{"**Sources**\n[1] untitled · date unknown"}, []string{"secret", "file:"}},
		"unknown":         {handlers.Reply{Outcome: handlers.Unknown}, []string{"I don't know"}, []string{"[1]", "Sources"}},
		"summary": {summary, []string{
			"**NATO \\*meets\\***\n\nSatellites show no withdrawal. [1]\n\n- France offered",
			"Romania. [1][2]\n\n*Only its first part was read.*\n\n**Sources**\n[1] The Wire",
		}, nil},
		"key sentences": {key, []string{
			"**Key sentences**\nNo language model is configured. These are", "not a summary.\n\n> Satellites show no withdrawal. [1]\n\n> France",
			"Romania. [1][2]\n\n**Sources**\n[1] The Wire",
		}, []string{"- France"}},
		"no summary":  {handlers.Reply{Outcome: handlers.Unknown, Summary: true, Title: "NATO"}, []string{"**NATO**\n\n" + wordsNothingOn}, nil},
		"spent":       {spent, []string{"today is spent; it can again tomorrow (UTC). These", quoted}, nil},
		"words alone": {leadOnly, []string{"Romania. [1][2]\n\n**Closest passages**\nNo language model is configured. ", "not an answer." + quoted}, nil},
		"days":        {dated, []string{"[1]\n\n- **16 February 2022** France offered"}, nil},
		"no model": {closest(handlers.NoModel), []string{
			"**Closest passages**\nNo language model is configured. ", "not an answer." + quoted,
		}, nil},
		"model down":           {closest(handlers.ModelDown), []string{"not answering at the moment", quoted}, nil},
		"model set up wrongly": {misset, []string{"cannot be used as it is set up; whoever runs this bot should run its doctor command. These", quoted}, []string{"at the moment"}},
		"unfaithful":           {closest(handlers.Unfaithful), []string{"did not hold against the articles", quoted}, nil},
	} {
		got := strings.Join(renderReply(test.reply), "\n")
		for _, want := range test.parts {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
		for _, bad := range test.never {
			if strings.Contains(got, bad) {
				t.Errorf("%s: %q in\n%s", name, bad, got)
			}
		}
	}
}

// An answer that lost its end for its length kept the sources of that end.
func TestShortenedReplyLosesSourcesOfItsEnd(t *testing.T) {
	t.Parallel()
	answer := example()
	answer.Sentences, answer.Sources = nil, nil
	for n := 1; n <= 12; n++ {
		text := strings.TrimSpace(strings.Repeat("Word after word. ", 80))
		answer.Sentences = append(answer.Sentences, prompts.Sentence{Text: text, Cites: []int{n}})
		answer.Sources = append(answer.Sources, prompts.Source{N: n, Article: strconv.Itoa(n), Title: "Title", Text: text + text})
	}
	quoted := answer
	quoted.Outcome, quoted.Sentences = handlers.Closest, nil
	for name, r := range map[string]handlers.Reply{"answer": answer, "passages": quoted} {
		pages := renderReply(r)
		body, list, found := strings.Cut(strings.Join(pages, "\n"), "**Sources**")
		if !found || len(pages) > maxPages || !strings.Contains(body, wordsShortened) || strings.Contains(body, "[12]") {
			t.Errorf("%s: %d pages, sources %v:\n%s", name, len(pages), found, body)
		}
		for n := range 13 {
			if mark := prompts.Marks([]int{n}); strings.Contains(body, mark) != strings.Contains(list, mark) {
				t.Errorf("%s: %s in the text %v, among the sources %v", name, mark, strings.Contains(body, mark), strings.Contains(list, mark))
			}
		}
		if len(r.Sources) != 12 || r.Sources[11].N != 12 {
			t.Errorf("%s: the reply itself was changed", name)
		}
	}
}

func TestRenderReceipt(t *testing.T) {
	t.Parallel()
	r := handlers.Receipt{
		Article: retrieval.Article{URL: "https://a.example/", Title: "T", Version: 3}, Words: 1, Passages: 1,
		Notes: []string{"No date was found."},
	}
	for _, c := range []struct {
		embedded retrieval.Embedded
		want     string
	}{
		{retrieval.Embedded{Model: "m", Chunks: 3, Tokens: 1200}, "1 passage.\n-# Embedded for 1,200 tokens ($0.0012).\n- No date"},
		{retrieval.Embedded{Model: "m", Later: true}, "1 passage.\n-# The embedding model did not answer"},
		{retrieval.Embedded{}, "1 passage.\n- No date"},
	} {
		priced := r
		priced.Embedded, priced.Dollars = c.embedded, .0012
		if got := renderReceipt(priced); !strings.Contains(got[0], c.want) {
			t.Errorf("%+v: %q", c.embedded, got)
		}
	}
	for status, want := range map[handlers.ReceiptStatus]string{
		handlers.Added:     "**Added** to this server's articles.\n[T](<https://a.example/>) · date unknown\n1 word kept in 1 passage.\n- No date was found.",
		handlers.Replaced:  "**Replaced** the earlier version of this article (now version 3).\n[T]",
		handlers.Unchanged: "**Unchanged**: this article is already here",
	} {
		r.Status = status
		if got := renderReceipt(r); len(got) != 1 || !strings.HasPrefix(got[0], want) {
			t.Errorf("%s: %q", status, got)
		}
	}
}

func TestLiteral(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain, 3.5 % (of it) “so”": "plain, 3.5 % (of it) “so”",
		"@everyone and <@1> <@&2>":  "@\u200beveryone and \\<@\u200b1> \\<@\u200b&2>",
		"*b* _i_ ~~s~~ ||x|| `c`":   "\\*b\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|x\\|\\| \\`c\\`",
		"[x](http://a.example)":     "\\[x\\](http:\u200b//a.example)",
		"# head":                    "\\# head",
		"- item":                    "\\- item",
		"> quote":                   "\\> quote",
		"1. first":                  "1\\. first",
		"1.5 degrees":               "1\\.5 degrees",
		"a\n\n b\tc\x00\u202ed":     "a b cd",
		"join Discord.gg/x":         "join Discord\u200b.gg/x",
		`back\slash`:                `back\\slash`,
		"":                          "",
	} {
		if got := literal(in); got != want {
			t.Errorf("literal(%q) = %q, want %q", in, got, want)
		}
	}
	if got := label("[Watch] *now*"); got != `(Watch) \*now\*` {
		t.Errorf("label: %q", got)
	}
	for in, want := range map[string]string{
		"https://a.example/(x)?y=[1]":                      "https://a.example/(x)?y=[1]",
		"https://a.example/x_<b> c":                        "https://a.example/x_%3Cb%3E%20c",
		"https:///nowhere":                                 "",
		"javascript:alert(1)":                              "",
		"file:///etc/passwd":                               "",
		"https://a.example/" + strings.Repeat("x", maxURL): "",
	} {
		if got := target(in); got != want {
			t.Errorf("target(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBreakText(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, head, tail string
		limit            int
	}{
		{"One two. Three four five six.", "One two. Three four", "five six.", 20},
		{"Here are one, two. Three four.", "Here are one, two.", "Three four.", 24},
		{"Abcdefghijkl", "Abcde", "fghijkl", 5},
		{"🚀🚀🚀🚀", "🚀🚀", "🚀🚀", 5},
		{`abcd\*efgh`, "abcd", `\*efgh`, 5},
	} {
		head, tail := breakText(test.text, test.limit)
		if head != test.head || tail != test.tail {
			t.Errorf("breakText(%q, %d) = %q, %q", test.text, test.limit, head, tail)
		}
	}
}

func TestApologyKeepsWhatWasShown(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Seen before. ", 150) + cursor
	for shown, want := range map[string]string{
		"":                         "Sorry.",
		wordsLooking + waiting:     "Sorry.",
		renderStage("reading it…"): "Sorry.",
		"It is so. [1]" + cursor:   "It is so. [1]\n\nSorry.",
	} {
		if got := renderApology(shown, "Sorry."); got != want {
			t.Errorf("after %q: %q", shown, got)
		}
	}
	if got := renderApology(long, "Sorry."); units(got) > maxContent || !strings.HasSuffix(got, "Seen before.\n\nSorry.") {
		t.Errorf("%d units: …%q", units(got), got[len(got)-40:])
	}
}

// cites finds what a reader takes for a citation.
var cites = regexp.MustCompile(`(?:^|[^\\])\[\d+\](?:[^(]|$)`)

// links finds whole links.
var links = regexp.MustCompile(`\]\(<https?://[^<>\s]+>\)`)

// FuzzRender holds that no text, whoever wrote it, breaks a page: its length,
// its links, its citations, or who is mentioned.
func FuzzRender(f *testing.F) {
	f.Add("Satellites show no withdrawal.", "NATO [live]", "The Wire", "https://wire.example/a?b=c&d=(e)", 3, true)
	f.Add("@everyone <@1> ```code [2](http://x) [1]", "](<http://evil>)", "**", "https://a.example/>) [x](<http://b>", 40, false)
	f.Add(strings.Repeat("🚀", 3000), strings.Repeat("*", 500), "\\", "http://"+strings.Repeat("a", 600), 2, true)
	f.Add(strings.Repeat(`\`, 2500)+"- 1. > #", "", "", "", 1, false)
	f.Fuzz(func(t *testing.T, text, title, outlet, url string, n int, summary bool) {
		if n < 0 || n > 60 || len(text) > 20_000 {
			return
		}
		r := handlers.Reply{Outcome: handlers.Answered, Summary: summary}
		s := prompts.Source{N: 1, Article: "a", Title: title, Outlet: outlet, URL: url, Link: url + "#:~:text=" + title, Text: text, Speaker: outlet, Published: time.Unix(0, 0)}
		r.Sources = []prompts.Source{s}
		for range n {
			r.Sentences = append(r.Sentences, prompts.Sentence{Text: text, Cites: []int{1}})
		}
		pages := append(renderReply(r), renderPartial(r))
		r.Outcome, r.Title, r.Notes = handlers.Closest, title, []string{text}
		pages = append(pages, renderReply(r)...)
		r.Sentences = nil
		pages = append(pages, renderReply(r)...)
		pages = append(pages, renderReceipt(handlers.Receipt{Article: retrieval.Article{Title: title, Outlet: outlet, URL: url}, Notes: []string{text}})...)
		r.Standing, r.Cached, r.Outcome, r.Nearest = text, true, handlers.Unknown, []retrieval.Article{{ID: "a", Title: title}}
		pages = append(pages, renderReply(r)...)
		turn := handlers.Turn{Standing: title, Sources: r.Sources, Sentences: []prompts.Sentence{{Text: text, Cites: []int{1}}}}
		pages = append(pages, renderPassages(handlers.Highlight(turn))...)
		a := retrieval.Article{Title: title, Outlet: outlet, URL: url}
		pages = append(pages, renderArticles(slices.Repeat([]retrieval.Article{a}, articlesOnPage), 99, 3, 13), renderRemoved(title))
		g := handlers.Gap{Question: text, Nearest: []string{title}, Times: n}
		pages = append(pages, renderGaps(slices.Repeat([]handlers.Gap{g}, gapsOnPage), 99, 12, 2, 17))
		model := handlers.ModelCost{Model: title}
		pages = append(pages, renderUsage(handlers.UsageReport{Models: slices.Repeat([]handlers.ModelCost{model}, n)}))
		if l := buttons(r)[0].Components[0].(button).Label; units(l) > maxButton || l == "" {
			t.Fatalf("label %q", l)
		}
		if len(pages) > 120 {
			t.Fatalf("%d pages", len(pages))
		}
		for _, p := range pages {
			if units(p) > maxContent || p == "" || !utf8.ValidString(p) {
				t.Fatalf("a page of %d units, valid %v", units(p), utf8.ValidString(p))
			}
			if strings.Contains(p, "@everyone") || strings.Contains(p, "<@") && !strings.Contains(p, `\<@`) || strings.Contains(p, "```") {
				t.Fatalf("alive: %q", p)
			}
			if strings.Count(p, "](<") != len(links.FindAllString(p, -1)) {
				t.Fatalf("a link is broken: %q", p)
			}
			for _, c := range cites.FindAllString(p, -1) {
				if !strings.Contains(c, "[1]") {
					t.Fatalf("citation %q in %q", c, p)
				}
			}
		}
		if c := renderChoice(retrieval.Article{Title: title, Outlet: outlet, URL: "u" + url}); units(c) > maxLabel || c == "" {
			t.Fatalf("choice %q", c)
		}
	})
}
