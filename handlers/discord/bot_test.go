package discord

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

func TestAskStreamsIntoOneMessage(t *testing.T) {
	t.Parallel()
	shown := make(chan struct{})
	d := &desk{ask: func(_ context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		if q.Text != "What of satellites?" || q.From != (handlers.Asker{Guild: guildID, User: userID}) || q.Asked.IsZero() {
			t.Errorf("the desk was asked %+v", q)
		}
		part := example()
		part.Partial, part.Sentences = true, part.Sentences[:1]
		show(part)
		<-shown
		return example(), nil
	}}
	r := connected(t, d, nil)
	in := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What of satellites?"})
	if err := in.WaitAck(within(t)); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return len(r.Requests(discordtest.RouteEdit)) > 0 })
	close(shown)
	reply := replyTo(t, in)
	if reply.Content != exampleText {
		t.Errorf("reply is\n%s\nnot\n%s", reply.Content, exampleText)
	}
	if want := "Satellites show no withdrawal. [1]" + cursor; len(reply.History) != 2 || reply.History[0] != want {
		t.Errorf("the message grew as %q", reply.History)
	}
	if reply.Ephemeral || !reply.NoPreviews {
		t.Errorf("ephemeral %v, previews off %v", reply.Ephemeral, reply.NoPreviews)
	}
	t.Logf("acknowledged after %v", in.AckAfter)
}

func TestSummarizeCompletesTitles(t *testing.T) {
	t.Parallel()
	long := retrieval.Article{ID: "0123456789abcdef0123456789abcdef", Title: strings.Repeat("Nations 🚀 ", 40), Outlet: "The Wire"}
	d := &desk{
		suggest: func(guild, typed string) []retrieval.Article {
			if guild != guildID || typed != "nat" {
				t.Errorf("suggestions for %q in %q", typed, guild)
			}
			return make([]retrieval.Article, 0, 1)
		},
		summarize: func(_ context.Context, q handlers.SummaryRequest) (handlers.Reply, error) {
			if q.Ref != long.ID || q.From.Guild != guildID {
				t.Errorf("summarize %+v", q)
			}
			reply := example()
			reply.Summary = true
			return reply, nil
		},
	}
	d.suggest = func(string, string) []retrieval.Article {
		list := make([]retrieval.Article, 40) // a desk that forgets the limit
		for i := range list {
			list[i] = long
		}
		return list
	}
	r := connected(t, d, nil)
	choices, err := r.Autocomplete(guildID, userID, "summarize", "article", "nat").WaitChoices(within(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(choices) != 25 || choices[0].Value != long.ID || !strings.HasSuffix(choices[0].Name, "… (The Wire)") {
		t.Errorf("%d choices, the first %+v", len(choices), choices[0])
	}
	reply := replyTo(t, r.Slash(guildID, userID, 0, "summarize", map[string]string{"article": choices[0].Value}))
	want := "Satellites show no withdrawal. [1]\n\n- France offered to lead a battle group in Romania. [1][2]\n\n**Sources**\n[1] "
	if !strings.HasPrefix(reply.Content, want) {
		t.Errorf("summary is\n%s", reply.Content)
	}
}

func TestIngestIsForManagers(t *testing.T) {
	t.Parallel()
	const url = "https://wire.example/nato"
	d := &desk{ingest: func(_ context.Context, from handlers.Asker, got string, progress func(string)) (handlers.Receipt, error) {
		if !from.Manager || got != url || from.Guild != guildID {
			t.Errorf("ingest of %q by %+v", got, from)
		}
		progress("reading the page")
		return handlers.Receipt{
			Article: retrieval.Article{
				URL: url, Title: "NATO sees *no* sign", Outlet: "The Wire",
				Published: time.Date(2022, 2, 16, 0, 0, 0, 0, time.UTC), Version: 1,
			},
			Status: handlers.Added, Words: 1612, Passages: 9, Notes: []string{"No author was found."},
		}, nil
	}}
	r := connected(t, d, nil)
	for name, test := range map[string]struct {
		permissions int64
		allowed     bool
	}{
		"nobody":         {0, false},
		"other bits":     {1<<11 | 1<<13 | 1<<4, false},
		"manager":        {discordtest.ManageServer | 1<<11, true},
		"administrator":  {discordtest.Administrator, true},
		"everything set": {1<<53 - 1, true},
	} {
		reply := replyTo(t, r.Slash(guildID, userID, test.permissions, "ingest", map[string]string{"url": url}))
		if !test.allowed {
			if reply.Content != handlers.Words(handlers.ErrNotManager) || !reply.Ephemeral {
				t.Errorf("%s: got %q, ephemeral %v", name, reply.Content, reply.Ephemeral)
			}
			continue
		}
		want := "**Added** to this server's articles.\n" +
			"The Wire · [NATO sees \\*no\\* sign](<https://wire.example/nato>) · 16 February 2022\n" +
			"1,612 words kept in 9 passages.\n- No author was found."
		if reply.Content != want || reply.Ephemeral {
			t.Errorf("%s: got\n%s", name, reply.Content)
		}
	}
}

func TestMentionIsAQuestion(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	d := &desk{ask: func(_ context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		asked <- q.Text
		part := example()
		part.Partial = true
		show(part)
		return example(), nil
	}}
	r := connected(t, d, nil)
	channel := discordtest.Channel(guildID)
	reply := replyTo(t, r.Say(guildID, channel, userID, "Hey "+r.Mention()+"  what of\nsatellites?"))
	if got := <-asked; got != "Hey what of satellites?" {
		t.Errorf("asked %q", got)
	}
	if reply.Content != exampleText || reply.History[0] != wordsLooking+waiting {
		t.Errorf("reply grew as %q", reply.History)
	}
	if reply := replyTo(t, r.Say(guildID, channel, userID, " "+r.Mention()+" ")); reply.Content != wordsHelp {
		t.Errorf("to a bare mention: %q", reply.Content)
	}
	if reply := replyTo(t, r.Say("", "555", userID, "what of satellites?")); reply.Content != wordsServersOnly {
		t.Errorf("to a direct message: %q", reply.Content)
	}
	for name, ignored := range map[string]*discordtest.Said{
		"not mentioned": r.Say(guildID, channel, userID, "what of satellites?"),
		"another bot":   r.Post(guildID, channel, userID, r.Mention()+" hi", map[string]any{"author": map[string]any{"id": "8", "bot": true}}),
		"a webhook":     r.Post(guildID, channel, userID, r.Mention()+" hi", map[string]any{"webhook_id": "9"}),
		"a notice":      r.Post(guildID, channel, userID, r.Mention()+" hi", map[string]any{"type": 6}),
		"itself":        r.Say("", "555", r.BotID, "an own message"),
	} {
		replyTo(t, r.Say(guildID, channel, userID, r.Mention())) // later, so that one was seen
		if n := ignored.Replies(); n != 0 {
			t.Errorf("%s: got %d replies", name, n)
		}
	}
}

func TestErrorsAreWords(t *testing.T) {
	t.Parallel()
	part := example()
	part.Sentences = part.Sentences[:1]
	for name, test := range map[string]struct {
		ask  func(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error)
		want string
	}{
		"an error": {
			func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
				return handlers.Reply{}, errors.New("no luck")
			},
			handlers.Words(errors.New("no luck")),
		},
		"a deadline does not cancel the message that reports it": {
			func(ctx context.Context, _ handlers.Question, _ func(handlers.Reply)) (handlers.Reply, error) {
				ctx, cancel := context.WithTimeout(ctx, time.Nanosecond)
				defer cancel()
				<-ctx.Done()
				return handlers.Reply{}, ctx.Err()
			},
			handlers.Words(context.DeadlineExceeded),
		},
		"a panic": {
			func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) { panic("odd") },
			handlers.Words(errPanicked),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := connected(t, &desk{ask: test.ask}, nil)
			if reply := r.askOne(t); !strings.HasPrefix(reply.Content, strings.SplitN(test.want, ":", 3)[0]) || reply.Content == "" {
				t.Errorf("got %q, want %q", reply.Content, test.want)
			}
			r.bot.desk.(*desk).ask = nil
			if reply := r.askOne(t); reply.Content != exampleText {
				t.Errorf("the next question got %q", reply.Content)
			}
		})
	}
}

func TestDuplicateDeliveriesAreAnsweredOnce(t *testing.T) {
	t.Parallel()
	r := connected(t, &desk{}, nil)
	r.SetDuplicates(true)
	r.askOne(t)
	said := r.Say(guildID, discordtest.Channel(guildID), userID, r.Mention()+" what of satellites?")
	replyTo(t, said)
	r.SetDuplicates(false)
	r.askOne(t)
	if n := len(r.Requests(discordtest.RouteCallback)); n != 2 {
		t.Errorf("%d first responses to 2 interactions", n)
	}
	if n := said.Replies(); n != 1 {
		t.Errorf("%d replies to a message", n)
	}
}

func TestMalformedEventsHarmNobody(t *testing.T) {
	t.Parallel()
	r := connected(t, &desk{}, nil)
	odd := []any{map[string]any{"type": 99, "id": 1}}
	for event, data := range map[string]any{
		"INTERACTION_CREATE":       map[string]any{"id": "1", "type": 2, "token": "x", "data": map[string]any{"options": "none"}},
		"MESSAGE_CREATE":           map[string]any{"id": map[string]any{}, "author": nil},
		"GUILD_CREATE":             map[string]any{"id": 5},
		"INTERACTION_CREATE_OF_99": []int{1},
		"TYPING_START":             "what",
	} {
		r.Dispatch(event, data)
	}
	r.Dispatch("MESSAGE_CREATE", map[string]any{"id": "11", "channel_id": "5", "components": odd})
	r.Dispatch("INTERACTION_CREATE", map[string]any{"id": "12", "type": 5, "token": "x", "data": map[string]any{"components": odd}})
	r.Dispatch("INTERACTION_CREATE", map[string]any{"id": "13", "type": 3, "token": "x", "data": nil})
	// discordgo decodes this message to one without an author; it still gets
	// its answer.
	said := r.Post(guildID, discordtest.Channel(guildID), userID, r.Mention()+" what of satellites?",
		map[string]any{"type": 19, "components": odd, "referenced_message": map[string]any{"id": "10", "components": odd}})
	if reply := replyTo(t, said); reply.Content != exampleText {
		t.Errorf("got %q", reply.Content)
	}
}

func TestFullHouseSaysSo(t *testing.T) {
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
	if reply := r.askOne(t); reply.Content != wordsFull || !reply.Ephemeral {
		t.Errorf("got %q, ephemeral %v", reply.Content, reply.Ephemeral)
	}
	close(release)
	if reply := replyTo(t, first); reply.Content != exampleText {
		t.Errorf("the first got %q", reply.Content)
	}
}

func TestCommandsAreComparedBeforeTheyAreOverwritten(t *testing.T) {
	t.Parallel()
	r := connected(t, &desk{}, nil)
	puts := func() (n int) {
		for _, q := range r.Requests(discordtest.RouteCommands) {
			if q.Method == http.MethodPut {
				n++
			}
		}
		return n
	}
	before := len(r.Requests(discordtest.RouteCommands))
	r.ForgetSessions() // op 9: READY and GUILD_CREATE come anew
	r.CloseLinks(4000)
	waitFor(t, func() bool {
		return r.Stats().Identifies == 2 && len(r.Requests(discordtest.RouteCommands)) == before+1
	})
	r.AddGuild("200")
	if err := r.WaitReady(within(t)); err != nil {
		t.Fatal(err)
	}
	if n := puts(); n != 2 || len(r.Commands("200")) != len(commands()) {
		t.Errorf("%d overwrites for 2 guilds", n)
	}
}

func TestLongAnswerIsContinuedBelow(t *testing.T) {
	t.Parallel()
	long := example()
	for range 60 {
		long.Sentences = append(long.Sentences, prompts.Sentence{Text: strings.Repeat("Word after word. ", 5), Cites: []int{2}})
	}
	d := &desk{ask: func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
		return long, nil
	}}
	r := connected(t, d, nil)
	byCommand := r.askOne(t)
	byMention := replyTo(t, r.Say(guildID, discordtest.Channel(guildID), userID, r.Mention()+" what?"))
	for _, reply := range []discordtest.Reply{byCommand, byMention} {
		if len(reply.Pages) != 3 || !strings.Contains(reply.Pages[2], "**Sources**") || !strings.HasSuffix(reply.Content, "\n-# 3 of 3") {
			t.Errorf("%d pages:\n%s", len(reply.Pages), reply.Content)
		}
	}
}

// waitFor polls until cond holds.
func waitFor(t *testing.T, cond func() bool) {
	t.Helper()
	ctx := within(t)
	for tick := time.NewTicker(2 * time.Millisecond); !cond(); {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("waited in vain")
		}
	}
}
