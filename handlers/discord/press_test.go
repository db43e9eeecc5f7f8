package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

const turnID = "0123456789abcdef"

// kept is example with an ID, and the turn it is kept as.
func kept() (handlers.Reply, handlers.Turn) {
	r := example()
	r.ID = turnID
	r.Sources[0].Text = "He spoke in Brussels.\n\nSatellites show no sign of *withdrawal*. @everyone saw it."
	r.Sources[0].Link = r.Sources[0].URL + "#:~:text=He%20spoke,saw%20it"
	r.Sources[1].Text = "- France offered to lead a battle group in Romania, “like others”."
	r.Sources[1].Speaker = "Mr <@1>"
	return r, handlers.Turn{ID: turnID, Standing: "What of satellites?", Sentences: r.Sentences, Sources: r.Sources}
}

func TestPassagesButton(t *testing.T) {
	t.Parallel()
	reply, turn := kept()
	d := &desk{
		ask: func(_ context.Context, _ handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
			part := reply
			part.Partial = true
			show(part)
			return reply, nil
		},
		turns: map[string]handlers.Turn{guildID + " " + turnID: turn},
	}
	r := connected(t, d, nil)
	for name, answer := range map[string]discordtest.Reply{
		"a command": r.askOne(t),
		"a mention": replyTo(t, r.Say(guildID, discordtest.Channel(guildID), userID, r.Mention()+" what of satellites?")),
	} {
		if len(answer.Components) != 1 || answer.Components[0].CustomID != "p:"+turnID {
			t.Fatalf("%s: components %+v", name, answer.Components)
		}
		shown := replyTo(t, r.Press(guildID, "8", 0, answer, "p:"+turnID))
		want := "[1] The Wire · [NATO sees no sign](<https://wire.example/nato?a=1#:~:text=He%20spoke,saw%20it>) · 16 February 2022\n" +
			"> He spoke in Brussels.\n> \n> **Satellites show no sign of \\*withdrawal**\\*. @\u200beveryone saw it.\n\n" +
			"[2] Daily · [Ministers meet](<https://daily.example/(x)>) · 16 February 2022\n" +
			"> *(Mr \\<@\u200b1> is speaking)*\n> \n> \\- **France offered to lead a battle group in Romania**, “like others”."
		if shown.Content != want || !shown.Ephemeral || len(shown.Components) > 0 {
			t.Errorf("%s: ephemeral %v, got\n%s\nwant\n%s", name, shown.Ephemeral, shown.Content, want)
		}
	}
	// Another server's members must not see it, whatever they press.
	r.AddGuild("200")
	if err := r.WaitReady(within(t)); err != nil {
		t.Fatal(err)
	}
	if got := replyTo(t, r.PressForged("200", userID, 0, "p:"+turnID)); got.Content != wordsForgotten || !got.Ephemeral {
		t.Errorf("another server: %q", got.Content)
	}
}

func TestPassagesAreShownPageByPage(t *testing.T) {
	t.Parallel()
	reply, turn := kept()
	for n := 3; n <= 9; n++ {
		turn.Sources = append(turn.Sources, prompts.Source{
			N: n, Article: "c", Title: "Title", Text: strings.Repeat("Nothing of that here. ", 40), Published: time.Now(),
		})
	}
	d := &desk{
		ask: func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
			return reply, nil
		},
		turns: map[string]handlers.Turn{guildID + " " + turnID: turn},
	}
	r := connected(t, d, nil)
	page := replyTo(t, r.Press(guildID, userID, 0, r.askOne(t), "p:"+turnID))
	first := page
	for n := 2; !page.Component("Next").Disabled; n++ {
		if n > 9 {
			t.Fatal("there is always a next page")
		}
		page = replyTo(t, r.Press(guildID, userID, 0, page, page.Component("Next").CustomID))
		if !strings.Contains(page.Content, fmt.Sprintf("\n-# %d of ", n)) || !page.Ephemeral {
			t.Errorf("page %d is\n%s", n, page.Content)
		}
	}
	if !strings.Contains(page.Content, "[9]") || !first.Component("Previous").Disabled {
		t.Errorf("the last page is\n%s", page.Content)
	}
	back := replyTo(t, r.Press(guildID, userID, 0, page, page.Component("Previous").CustomID))
	if strings.Contains(back.Content, "[9]") || len(r.Requests(discordtest.RouteFollowup)) > 0 {
		t.Errorf("one back is\n%s", back.Content)
	}
}

// A button names what is stored, so it works on another process than the one
// that made it; what is no longer stored has words.
func TestButtonsOutliveARestart(t *testing.T) {
	t.Parallel()
	_, turn := kept()
	d := &desk{
		turns: map[string]handlers.Turn{guildID + " " + turnID: turn},
		summarize: func(_ context.Context, q handlers.SummaryRequest) (handlers.Reply, error) {
			if q.Ref == strings.Repeat("0", 32) {
				return handlers.Reply{}, retrieval.ErrNotFound
			}
			return handlers.Reply{Outcome: handlers.Unknown, Summary: true}, nil
		},
		gaps: &gapList{},
	}
	r := connected(t, d, nil)
	notFound := handlers.Words(retrieval.ErrNotFound)
	for id, want := range map[string]string{
		"p:" + turnID:                  "[1] The Wire",
		"p:ffffffffffffffff":           wordsForgotten,
		"p:../../etc":                  wordsUnknownButton,
		"p:":                           wordsUnknownButton,
		"p":                            wordsUnknownButton,
		"z:1":                          wordsUnknownButton,
		"passages_of_an_old_version":   wordsUnknownButton,
		"@everyone":                    wordsUnknownButton,
		"s:" + strings.Repeat("0", 32): notFound,
		"s:" + strings.Repeat("1", 32) + ":" + turnID: wordsNothingOn[:20],
		"g:0": handlers.Words(handlers.ErrNotManager),
		"x:0": handlers.Words(handlers.ErrNotManager),
	} {
		if got := replyTo(t, r.PressForged(guildID, userID, 0, id)); !strings.HasPrefix(got.Content, want) || !got.Ephemeral {
			t.Errorf("%s: %q, ephemeral %v", id, got.Content, got.Ephemeral)
		}
	}
	if got := replyTo(t, r.PressForged("", userID, 0, "p:"+turnID)); got.Content != wordsServersOnly {
		t.Errorf("in a direct message: %q", got.Content)
	}
	for _, id := range []string{"q:" + turnID + ":7", "q:" + turnID + ":-1", "q:" + turnID + ":x", "a:99999999999999999999", "a:5"} {
		got := replyTo(t, r.PressForged(guildID, userID, 0, id))
		if want := map[byte]string{'q': "[1] The Wire", 'a': wordsNoList}[id[0]]; !strings.HasPrefix(got.Content, want) {
			t.Errorf("%s: %q", id, got.Content)
		}
	}
}

func TestNearestArticlesAreOffered(t *testing.T) {
	t.Parallel()
	id := strings.Repeat("a", 32)
	nearest := []retrieval.Article{
		{ID: id, Title: "**NATO** <@&1> [x](http://evil.example) " + strings.Repeat("very ", 50) + "long"},
		{ID: strings.Repeat("b", 32), URL: "https://wire.example/b"},
		{ID: id, Title: "the same again"},
		{ID: "", Title: "no ID"},
		{ID: "c", Title: "\u202e\x00"},
		{ID: "d", Title: "D"},
		{ID: "e", Title: "E"},
		{ID: "f", Title: "one too many"},
	}
	d := &desk{
		ask: func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
			return handlers.Reply{ID: turnID, Outcome: handlers.Unknown, Nearest: nearest}, nil
		},
		summarize: func(_ context.Context, q handlers.SummaryRequest) (handlers.Reply, error) {
			if q.Ref != id || q.From != (handlers.Asker{Guild: guildID, User: "8"}) || q.Asked.IsZero() {
				t.Errorf("summarize %+v", q)
			}
			reply, _ := kept()
			reply.Summary = true
			for range 60 { // more than a page
				reply.Sentences = append(reply.Sentences, prompts.Sentence{Text: strings.Repeat("Word after word. ", 4), Cites: []int{2}})
			}
			return reply, nil
		},
	}
	r := connected(t, d, nil)
	answer := r.askOne(t)
	if answer.Content != wordsUnknown+wordsNearest || len(answer.Components) != 5 {
		t.Fatalf("%q with %+v", answer.Content, answer.Components)
	}
	first := answer.Components[0]
	if units(first.Label) != 80 || !strings.HasPrefix(first.Label, "**NATO** <@&1>") || first.CustomID != "s:"+id+":"+turnID {
		t.Errorf("the first is %+v", first)
	}
	if l := answer.Components[1].Label + answer.Components[2].Label; l != "https://wire.example/b"+wordsUntitled {
		t.Errorf("labels of articles without titles: %q", l)
	}
	summary := replyTo(t, r.Press(guildID, "8", 0, answer, first.CustomID))
	if !summary.Ephemeral || len(summary.Pages) < 2 || len(summary.Components) != 1 || !strings.HasPrefix(summary.Content, "Satellites") {
		t.Errorf("ephemeral %v, %d pages, %+v", summary.Ephemeral, len(summary.Pages), summary.Components)
	}
	for _, q := range r.Requests(discordtest.RouteFollowup) {
		if !strings.Contains(q.Body, `"flags":68`) { // ephemeral, no previews
			t.Errorf("a further page is for all to see: %s", q.Body)
		}
	}
}

// A full house says so to those who press a button, too.
func TestFullHouseSaysSoToButtons(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	d := &desk{ask: func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
		<-release
		return example(), nil
	}}
	r := connected(t, d, func(o *Options, _ *timing) { o.Open = 1 })
	first := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "first"})
	if err := first.WaitAck(within(t)); err != nil {
		t.Fatal(err)
	}
	if got := replyTo(t, r.PressForged(guildID, userID, 0, "p:"+turnID)); got.Content != wordsFull || !got.Ephemeral {
		t.Errorf("got %q", got.Content)
	}
	close(release)
	replyTo(t, first)
}

// Drafts carry no button, and only the last of several pages does.
func TestButtonsStandBelowTheLastPageOnly(t *testing.T) {
	t.Parallel()
	long, _ := kept()
	for range 60 {
		long.Sentences = append(long.Sentences, prompts.Sentence{Text: strings.Repeat("Word after word. ", 5), Cites: []int{2}})
	}
	shown := make(chan struct{})
	d := &desk{ask: func(_ context.Context, _ handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		part := long
		part.Partial, part.Sentences = true, part.Sentences[:1]
		show(part)
		<-shown
		return long, nil
	}}
	r := connected(t, d, nil)
	in := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What?"})
	waitFor(t, func() bool { return len(r.Requests(discordtest.RouteEdit)) > 0 })
	close(shown)
	if reply := replyTo(t, in); len(reply.Pages) != 3 || len(reply.Components) != 1 {
		t.Errorf("%d pages with %+v", len(reply.Pages), reply.Components)
	}
	for _, q := range r.Requests(discordtest.RouteEdit) {
		if strings.Contains(q.Body, "custom_id") {
			t.Errorf("a button on an early page: %s", q.Body)
		}
	}
}

func FuzzMark(f *testing.F) {
	f.Add("p:0123456789abcdef")
	f.Add("q:0123456789abcdef:3")
	f.Add("::::")
	f.Add("p:\xff")
	f.Fuzz(func(t *testing.T, id string) {
		m := readMark(id)
		if m.verb == 0 {
			return
		}
		if m.String() != id || m.page(0) < 0 || m.page(1) < 0 || strings.ContainsAny(m.turn(), ":/{} \n") {
			t.Errorf("%q reads as %+v", id, m)
		}
	})
}
