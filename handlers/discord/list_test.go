package discord

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/retrieval"
)

func TestAskTakesFilters(t *testing.T) {
	t.Parallel()
	d, asked := asking()
	r := connected(t, d, nil)
	today := time.Now().Truncate(24 * time.Hour)
	date := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		options map[string]string
		want    handlers.Question
	}{
		"all": {
			map[string]string{"outlet": " The Wire ", "article": "a", "since": "2024-05-02", "until": "3 May 2024"},
			handlers.Question{Outlet: "The Wire", Article: "a", Since: date(2024, 5, 2), Until: date(2024, 5, 4)},
		},
		"one day": {
			map[string]string{"since": "2024-05-02", "until": "2024-05-02"},
			handlers.Question{Since: date(2024, 5, 2), Until: date(2024, 5, 3)},
		},
		"none": {nil, handlers.Question{}},
		"a long question": {
			map[string]string{"question": strings.Repeat("long ", 1200)},
			handlers.Question{Text: strings.Repeat("long ", 1200)},
		},
	} {
		options := map[string]string{"question": "What?"}
		for k, v := range c.options {
			options[k] = v
		}
		replyTo(t, r.Slash(guildID, userID, 0, "ask", options))
		got := <-asked
		c.want.From, c.want.Asked = handlers.Asker{Guild: guildID, User: userID}, got.Asked
		if c.want.Text == "" {
			c.want.Text = "What?"
		}
		if got != c.want {
			t.Errorf("%s: asked %+v, want %+v", name, got, c.want)
		}
	}
	replyTo(t, r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What?", "since": "yesterday"}))
	if got := <-asked; got.Since.Sub(today).Abs() > 48*time.Hour || got.Since.IsZero() {
		t.Errorf("yesterday is %v", got.Since)
	}
	for name, c := range map[string]struct{ since, until, want string }{
		"unreadable":    {"05/02/2024", "", "I cannot read “05/02/2024” in `since:` as a day. Write it like 2024-05-02,"},
		"hostile":       {"", "@everyone `x` [a](http://b.example)", "I cannot read “@\u200beveryone \\`x\\` \\[a\\](http:\u200b//b.example)” in `until:`"},
		"upside down":   {"2024-05-02", "2024-05-01", wordsNoDays},
		"as long as it": {strings.Repeat("x", 6000), "", "I cannot read “xxx"},
	} {
		options := map[string]string{"question": "What?"}
		if c.since != "" {
			options["since"] = c.since
		}
		if c.until != "" {
			options["until"] = c.until
		}
		reply := replyTo(t, r.Slash(guildID, userID, 0, "ask", options))
		if !strings.HasPrefix(reply.Content, c.want) || !reply.Ephemeral || len(asked) > 0 {
			t.Errorf("%s: %q, ephemeral %v", name, reply.Content, reply.Ephemeral)
		}
	}
}

func TestSummarizeTakesArticlesOrATopic(t *testing.T) {
	t.Parallel()
	asked := make(chan handlers.SummaryRequest, 1)
	d := &desk{summarize: func(_ context.Context, q handlers.SummaryRequest) (handlers.Reply, error) {
		asked <- q
		return example(), nil
	}}
	r := connected(t, d, nil)
	for name, c := range map[string]struct {
		options map[string]string
		want    handlers.SummaryRequest
	}{
		"one":     {map[string]string{"article": "a"}, handlers.SummaryRequest{Ref: "a"}},
		"several": {map[string]string{"article": "a", "second": " b ", "third": "c", "detail": "brief"}, handlers.SummaryRequest{Ref: "a\nb\nc", Detail: handlers.Brief}},
		"a topic": {
			map[string]string{"topic": "NATO", "since": "2024-05-02", "detail": "detailed"},
			handlers.SummaryRequest{Topic: "NATO", Since: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC), Detail: handlers.Detailed},
		},
		"nothing": {nil, handlers.SummaryRequest{}},
	} {
		replyTo(t, r.Slash(guildID, userID, 0, "summarize", c.options))
		got := <-asked
		c.want.From, c.want.Asked = handlers.Asker{Guild: guildID, User: userID}, got.Asked
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	reply := replyTo(t, r.Slash(guildID, userID, 0, "summarize", map[string]string{"topic": "NATO", "since": "soon"}))
	if !strings.HasPrefix(reply.Content, "I cannot read “soon”") || !reply.Ephemeral {
		t.Errorf("%q", reply.Content)
	}
}

func TestOutletsAreCompleted(t *testing.T) {
	t.Parallel()
	d := &desk{}
	for i := range 40 {
		d.articles = append(d.articles, retrieval.Article{Outlet: fmt.Sprintf("Wire %02d", i)}, retrieval.Article{Outlet: "The Wire"})
	}
	d.articles = append(d.articles, retrieval.Article{}, retrieval.Article{Outlet: "Daily"}, retrieval.Article{Outlet: strings.Repeat("wire", 50)})
	r := connected(t, d, nil)
	choices, err := r.Autocomplete(guildID, userID, "ask", "outlet", " wIRE").WaitChoices(within(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(choices) != 25 || choices[0].Value != "The Wire" || choices[1].Value != "Wire 00" {
		t.Errorf("%d choices, the first %+v", len(choices), choices[:min(2, len(choices))])
	}
}

func TestArticlesAreListedPageByPage(t *testing.T) {
	t.Parallel()
	d := &desk{}
	for i := range 1000 {
		d.articles = append(d.articles, retrieval.Article{
			Title: fmt.Sprintf("Title *%d* @everyone %s", i, strings.Repeat("[x](http://evil.example) ", i%9)), Outlet: "The `Wire`",
			URL: "https://wire.example/" + strings.Repeat("x", i%480), Published: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC),
		})
	}
	r := connected(t, d, nil)
	page := replyTo(t, r.Slash(guildID, userID, 0, "articles", nil))
	want := "**1,000 articles**, the latest first\n- The \\`Wire\\` · [Title \\*0\\* @\u200beveryone](<https://wire.example/>) · 2 May 2024\n- "
	if !strings.HasPrefix(page.Content, want) || !page.Ephemeral || !strings.HasSuffix(page.Content, "\n-# 1 of 125") {
		t.Errorf("the first page is\n%s", page.Content)
	}
	for n := 2; n <= 4; n++ {
		page = replyTo(t, r.Press(guildID, userID, 0, page, page.Component("Next").CustomID))
	}
	if !strings.Contains(page.Content, `Title \*24\*`) || strings.Count(page.Content, "\n- ") != 8 {
		t.Errorf("the fourth page is\n%s", page.Content)
	}
	last := replyTo(t, r.PressForged(guildID, userID, 0, "a:124"))
	if !strings.Contains(last.Content, `Title \*999\*`) || !last.Component("Next").Disabled {
		t.Errorf("the last page is\n%s", last.Content)
	}
}

func TestRemoveIsForManagers(t *testing.T) {
	t.Parallel()
	d := &desk{remove: func(from handlers.Asker, ref string) (string, error) {
		if !from.Manager || from.Guild != guildID {
			t.Errorf("removed by %+v", from)
		}
		if ref != "a" {
			return "", retrieval.ErrNotFound
		}
		return "NATO *sees* <@1>", nil
	}}
	r := connected(t, d, nil)
	for name, c := range map[string]struct {
		permissions int64
		article     string
		want        string
		ephemeral   bool
	}{
		"nobody":  {0, "a", handlers.Words(handlers.ErrNotManager), true},
		"manager": {discordtest.ManageServer, "a", "**Removed** from this server's articles: NATO \\*sees\\* \\<@\u200b1>", false},
		"unknown": {discordtest.ManageServer, "b", handlers.Words(retrieval.ErrNotFound), false},
	} {
		reply := replyTo(t, r.Slash(guildID, userID, c.permissions, "remove", map[string]string{"article": c.article}))
		if reply.Content != c.want || reply.Ephemeral != c.ephemeral {
			t.Errorf("%s: %q, ephemeral %v", name, reply.Content, reply.Ephemeral)
		}
	}
}

func TestGapsAreListedAndClosed(t *testing.T) {
	t.Parallel()
	d := &desk{gaps: &gapList{}}
	for i := range 8 {
		d.gaps.gaps = append(d.gaps.gaps, handlers.Gap{
			ID: fmt.Sprintf("%016x", i), Question: fmt.Sprintf("What of <@%d> *it*? %s", i, strings.Repeat("very ", 300)), Times: i + 1,
			Last: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC), Nearest: []string{"NATO [x](http://evil.example)"},
		})
	}
	const manager = discordtest.ManageServer
	r := connected(t, d, nil)
	if got := replyTo(t, r.Slash(guildID, userID, 0, "gaps", nil)); got.Content != handlers.Words(handlers.ErrNotManager) || !got.Ephemeral {
		t.Errorf("to a member: %q", got.Content)
	}
	page := replyTo(t, r.Slash(guildID, userID, manager, "gaps", nil))
	for _, want := range []string{
		"**8 questions** that the articles could not answer", "\n1\\. What of \\<@\u200b0> \\*it\\*? very", "asked once, last on 2 May 2024",
		"asked twice", "asked 3 times", "\n-# Nearest: NATO \\[x\\](http:\u200b//evil.example)", "\n-# 1 of 2",
	} {
		if !strings.Contains(page.Content, want) {
			t.Errorf("no %q in\n%s", want, page.Content)
		}
	}
	menu := page.Component(wordsCloseGaps)
	if !page.Ephemeral || len(menu.Options) != 6 || menu.Options[1].Value != "0000000000000001" {
		t.Fatalf("ephemeral %v, menu %+v", page.Ephemeral, menu)
	}
	// One of the two was closed by somebody else meanwhile.
	if err := d.gaps.close("0000000000000000"); err != nil {
		t.Fatal(err)
	}
	page = replyTo(t, r.Press(guildID, userID, manager, page, menu.CustomID, "0000000000000000", "0000000000000003", "../x"))
	if !strings.HasPrefix(page.Content, "**6 questions**") || strings.Contains(page.Content, "asked 4 times") || page.Component("Next").Label != "" {
		t.Errorf("after closing:\n%s", page.Content)
	}
	// Who lost the right meanwhile closes nothing.
	menu = page.Component(wordsCloseGaps)
	if got := replyTo(t, r.Press(guildID, userID, 0, page, menu.CustomID, menu.Options[0].Value)); got.Content != handlers.Words(handlers.ErrNotManager) {
		t.Errorf("to one who is no manager any more: %q", got.Content)
	}
	var all []string
	for _, o := range menu.Options {
		all = append(all, o.Value)
	}
	page = replyTo(t, r.Press(guildID, userID, manager, page, menu.CustomID, all...))
	if page.Content != wordsNoGaps || len(page.Components) > 0 || len(d.gaps.list()) > 0 {
		t.Errorf("after closing all: %q, %+v", page.Content, page.Components)
	}
}

func TestUsageIsForManagers(t *testing.T) {
	t.Parallel()
	d := &desk{usage: handlers.UsageReport{
		Day:   "2024-05-02",
		Today: handlers.Cost{Calls: 3, Cached: 1, Prompt: 1200, Completion: 34, Dollars: .0151, Priced: true},
		Month: handlers.Cost{Calls: 1, Estimated: 1, Prompt: 1, Dollars: 3.5},
		Models: []handlers.ModelCost{
			{Model: "gpt-*x* @everyone", Cost: handlers.Cost{Calls: 3, Prompt: 1234, Priced: true}},
		},
		DailyTokens: 100_000, Left: 98_766, AnswerTokens: 6000,
	}}
	r := connected(t, d, nil)
	if got := replyTo(t, r.Slash(guildID, userID, 0, "usage", nil)); got.Content != handlers.Words(handlers.ErrNotManager) {
		t.Errorf("to a member: %q", got.Content)
	}
	got := replyTo(t, r.Slash(guildID, userID, discordtest.Administrator, "usage", nil))
	want := "**Language models**, by the server's own count (days end at midnight UTC)\n" +
		"Today: 1,234 tokens in 3 calls, 1 more answer from earlier answers (25 %), $0.02\n" +
		"Last 30 days: about 1 token in 1 call, more than $3.50 (not every model has a price)\n" +
		"Left today: 98,766 tokens of 100,000 tokens\n" +
		"One answer may cost 6,000 tokens at most\n" +
		"- gpt-\\*x\\* @\u200beveryone: 1,234 tokens in 3 calls"
	if got.Content != want || !got.Ephemeral {
		t.Errorf("ephemeral %v, got\n%s", got.Ephemeral, got.Content)
	}
}

// What a manager's command may do is asked for by permission, not only by name.
func TestCommandsForManagersAreMarked(t *testing.T) {
	t.Parallel()
	var marked []string
	for _, c := range commands() {
		if c.Permissions == "32" {
			marked = append(marked, c.Name)
		}
	}
	if want := []string{"ingest", "remove", "gaps", "usage"}; !slices.Equal(marked, want) {
		t.Errorf("%q, want %q", marked, want)
	}
}
