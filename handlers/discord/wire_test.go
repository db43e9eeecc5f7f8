package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/prompts"
)

// everyFault is what a request may meet and be worth another try.
var everyFault = map[string]discordtest.Fault{
	"500": discordtest.Status500, "502": discordtest.Status502, "503": discordtest.Status503, "504": discordtest.Status504,
	"HTML 429": discordtest.HTML429, "JSON 429": discordtest.JSON429, "reset": discordtest.Reset, "lost reply": discordtest.Lost,
}

func TestDeliveryOutlivesFaults(t *testing.T) {
	t.Parallel()
	long := example()
	long.Sentences = append(long.Sentences, prompts.Sentence{Text: strings.Repeat("Word after word. ", 120), Cites: []int{2}})
	d := &desk{ask: func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
		return long, nil
	}}
	r := connected(t, d, nil)
	want := r.askOne(t).Content
	for name, fault := range everyFault {
		for _, route := range []discordtest.Route{
			discordtest.RouteCallback, discordtest.RouteEdit, discordtest.RouteFollowup, discordtest.RouteCreate,
		} {
			r.Fail(route, fault, fault)
			if route == discordtest.RouteCreate {
				said := r.Say(guildID, discordtest.Channel(guildID), userID, r.Mention()+" what?")
				if reply := replyTo(t, said); reply.Content != want || said.Replies() != 1 {
					t.Errorf("%s on %s: %d replies, the first %q", name, route, said.Replies(), reply.Content)
				}
				continue
			}
			reply := r.askOne(t)
			// A page doubled by a lost reply is accepted, see original.add.
			if got := slices.Compact(reply.Pages); strings.Join(got, "\n") != want {
				t.Errorf("%s on %s: got %q", name, route, got)
			}
		}
	}
}

// A refusal is final: trying again would only count towards the ban that
// Discord gives for 10,000 of them.
func TestRefusalsAreNotRepeated(t *testing.T) {
	t.Parallel()
	r := connected(t, &desk{}, nil)
	b := r.bot
	at := &answering{wire: b.wire, channel: "1", asked: "2", pages: []string{"3"}}
	if err := at.edit(within(t), nil, "text", nil); err == nil || code(err) != 10008 || !definite(err) {
		t.Errorf("editing an unknown message: %v", err)
	}
	if n := len(r.Requests(discordtest.RouteEdit)); n != 1 {
		t.Errorf("%d attempts", n)
	}
}

// The final edit waits for nobody: partial edits leave it its turn.
func TestFinalEditKeepsATurn(t *testing.T) {
	t.Parallel()
	d := &desk{ask: func(_ context.Context, _ handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		part := example()
		part.Partial = true
		for i := range 60 {
			part.Sentences = append(slices.Clone(part.Sentences), prompts.Sentence{Text: fmt.Sprint("Sentence ", i), Cites: []int{1}})
			show(part)
			<-time.After(5 * time.Millisecond)
		}
		return example(), nil
	}}
	r := connected(t, d, nil, func(s *discordtest.Server) { s.LimitEdits(5, time.Minute) })
	if reply := r.askOne(t); reply.Content != exampleText || len(reply.History) != 5 {
		t.Errorf("%d edits, the last %q", len(reply.History), reply.Content)
	}
	for _, q := range r.Requests(discordtest.RouteEdit) {
		if q.Status == 429 {
			t.Error("an edit was sent beyond the limit that the headers told")
		}
	}
}

// In a channel all replies share one limit. Drafts waited for it inside of
// discordgo, where they held it and heard no end, and a final edit stood behind
// the drafts of others.
func TestFinalEditPassesTheDraftsOfItsChannel(t *testing.T) {
	t.Parallel()
	r := connected(t, &desk{}, nil)
	channel := discordtest.Channel(guildID)
	var at [3]*answering
	for i := range at {
		at[i] = &answering{wire: r.bot.wire, channel: channel, asked: fmt.Sprint(900 + i)}
		if err := at[i].open(within(t), "first"); err != nil {
			t.Fatal(err)
		}
	}
	left := func(n int) { // of the channel's edits, for the next hour
		b := at[0].edits().bucket
		b.Lock()
		if err := b.Release(http.Header{
			"X-Ratelimit-Remaining": {fmt.Sprint(n)}, "X-Ratelimit-Reset-After": {"3600"},
		}); err != nil {
			t.Error(err)
		}
	}
	left(1)
	if pause := at[0].sparing(); pause < time.Minute {
		t.Errorf("a draft waits %v though the next edit is the last", pause)
	}
	hurry, drafted := make(chan struct{}), make(chan error, 2)
	for _, a := range at[:2] {
		go func() { drafted <- a.edit(within(t), hurry, "draft", nil) }()
	}
	if err := at[2].edit(within(t), nil, "final", nil); err != nil {
		t.Fatalf("the final edit: %v", err)
	}
	close(hurry)
	for range 2 {
		if err := <-drafted; !errors.Is(err, errHurried) {
			t.Errorf("a draft: %v", err)
		}
	}
	left(0)
	ctx, cancel := context.WithCancel(within(t))
	cancelled := make(chan error, 1)
	go func() { cancelled <- at[0].edit(ctx, nil, "late", nil) }()
	cancel()
	if err := <-cancelled; !errors.Is(err, context.Canceled) {
		t.Errorf("an edit whose context ended: %v", err)
	}
	if n := len(r.Requests(discordtest.RouteEdit)); n != 1 {
		t.Errorf("%d edits were sent", n)
	}
}

// The latest draft wins, the final one comes last, whatever their order.
func TestDraftsCoalesce(t *testing.T) {
	t.Parallel()
	d := &desk{ask: func(_ context.Context, _ handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		part := example()
		part.Partial = true
		for range 1000 {
			part.Sentences = append(slices.Clone(part.Sentences), prompts.Sentence{Text: "More.", Cites: []int{1}})
			show(part)
		}
		return example(), nil
	}}
	r := connected(t, d, nil, func(s *discordtest.Server) { s.SetLatency(20 * time.Millisecond) })
	if reply := r.askOne(t); reply.Content != exampleText || len(reply.History) > 50 {
		t.Errorf("%d edits, the last %q", len(reply.History), reply.Content)
	}
}

// TestFinalEditLatency measures, and asserts only that every answer arrives:
// one shared bucket, discordgo's way, was 10 s late at the median for 100.
func TestFinalEditLatency(t *testing.T) {
	t.Parallel()
	for _, n := range []int{10, 100} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			finished := make(map[string]time.Time)
			d := &desk{ask: func(_ context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
				part := example()
				part.Partial = true
				for i := range 10 { // a sentence every 100 ms
					part.Sentences = append(slices.Clone(part.Sentences), prompts.Sentence{Text: fmt.Sprint(i), Cites: []int{1}})
					show(part)
					<-time.After(100 * time.Millisecond)
				}
				mu.Lock()
				defer mu.Unlock()
				finished[q.Text] = time.Now()
				return example(), nil
			}}
			r := connected(t, d, func(_ *Options, tm *timing) { tm.editEvery = defaultTiming().editEvery },
				func(s *discordtest.Server) { s.SetLatency(200 * time.Millisecond) })
			var late []time.Duration
			var wg sync.WaitGroup
			for i := range n {
				in := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": fmt.Sprint(i)})
				wg.Go(func() {
					if _, err := in.WaitReply(within(t)); err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					defer mu.Unlock()
					late = append(late, time.Since(finished[fmt.Sprint(i)]))
				})
			}
			wg.Wait()
			if slices.Sort(late); len(late) == n {
				t.Logf("%d answers, 200 ms latency: final edit after p50 %v, p99 %v, max %v",
					n, late[n/2], late[n*99/100], late[n-1])
			}
		})
	}
}
