package discord

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/prompts"
)

func TestConnectsThroughFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		setUp       func(*discordtest.Server)
		stuck       time.Duration
		reconnected bool
	}{
		"503 from GET gateway": {setUp: func(s *discordtest.Server) {
			s.Fail(discordtest.RouteGateway, discordtest.Status503, discordtest.Status503, discordtest.Status503, discordtest.Status503)
		}},
		"reset and an HTML page from GET gateway": {setUp: func(s *discordtest.Server) {
			s.Fail(discordtest.RouteGateway, discordtest.Reset, discordtest.HTML429, discordtest.JSON429)
		}},
		// Session.Open deadlocks for ever on this.
		"op 7 before READY": {setUp: func(s *discordtest.Server) { s.ReconnectBeforeReady(1) }, stuck: 300 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			r := connected(t, &desk{}, func(_ *Options, tm *timing) {
				if test.stuck > 0 {
					tm.stuck = test.stuck
				}
			}, test.setUp)
			t.Logf("connected after %v", time.Since(began))
			if reply := r.askOne(t); reply.Content != exampleText {
				t.Errorf("got %q", reply.Content)
			}
		})
	}
}

func TestResumesAfterALoss(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*discordtest.Server){
		"op 7":       (*discordtest.Server).Reconnect,
		"close 4000": func(s *discordtest.Server) { s.CloseLinks(4000) },
		"close 1011": func(s *discordtest.Server) { s.CloseLinks(1011) },
		"zombie":     (*discordtest.Server).Zombify,
		"zombie, then op 7 before RESUMED": func(s *discordtest.Server) {
			s.ReconnectBeforeReady(1)
			s.Zombify()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := connected(t, &desk{}, func(_ *Options, tm *timing) { tm.stuck = 1500 * time.Millisecond },
				func(s *discordtest.Server) { s.SetHeartbeat(200 * time.Millisecond) })
			waitFor(t, func() bool { return r.Stats().Heartbeats > 2 })
			began := time.Now()
			lose(r.Server)
			// Given while the link is dead: resuming, it is still delivered.
			in := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What of satellites?"})
			if name == "zombie, then op 7 before RESUMED" {
				// The deadlocked session is given up, and with it what it missed.
				waitFor(t, func() bool { return r.Stats().Identifies == 2 })
				in = r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What of satellites?"})
			} else if st := r.Stats(); st.Identifies != 1 {
				t.Errorf("the session was lost: %+v", st)
			}
			if reply := replyTo(t, in); reply.Content != exampleText {
				t.Errorf("got %q", reply.Content)
			}
			t.Logf("back after %v: %+v", time.Since(began), r.Stats())
		})
	}
}

func TestFatalFaultsEndTheRun(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]error{
		4004: ErrToken, 4010: ErrShards, 4011: ErrShards, 4012: ErrVersion, 4013: ErrIntents, 4014: ErrIntents,
	} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			t.Parallel()
			r := start(t, &desk{}, nil, func(s *discordtest.Server) { s.RefuseLinks(code) })
			if err := <-r.done; !errors.Is(err, want) {
				t.Errorf("at the start: got %v", err)
			}
		})
	}
	t.Run("at work", func(t *testing.T) {
		t.Parallel()
		r := connected(t, &desk{}, nil)
		r.RefuseLinks(4014)
		r.CloseLinks(4014)
		if err := <-r.done; !errors.Is(err, ErrIntents) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("wrong token", func(t *testing.T) {
		t.Parallel()
		r := start(t, &desk{}, func(o *Options, _ *timing) { o.Token = "another" })
		if err := <-r.done; !errors.Is(err, ErrToken) {
			t.Errorf("got %v", err)
		}
		if _, err := Identify(within(t), Options{Token: "another", APIBase: r.URL()}); !errors.Is(err, ErrToken) {
			t.Errorf("Identify: got %v", err)
		}
		me, err := Identify(within(t), Options{Token: r.Token, APIBase: r.URL()})
		if err != nil || me != (Identity{r.AppID, "Newsdesk"}) {
			t.Errorf("Identify: got %+v, %v", me, err)
		}
	})
}

// A link that dies as soon as it stands must not become a storm of IDENTIFYs:
// Discord resets the token after 1,000 in a day.
func TestPaceStopsStorms(t *testing.T) {
	t.Parallel()
	d := defaultTiming()
	p := pace{first: d.connectFirst, most: d.connectMax, stable: d.stable}
	now := time.Unix(0, 0)
	end := now.Add(24 * time.Hour)
	n := 0
	for ; now.Before(end); n++ {
		now = now.Add(p.next(now))
		now = now.Add(time.Second) // it stands for a second
		p.lost(now)
		if n == 6 && now.Sub(time.Unix(0, 0)) < 30*time.Second {
			t.Errorf("%d connections within %v", n+1, now.Sub(time.Unix(0, 0)))
		}
	}
	if n > 800 {
		t.Errorf("%d connections in a day", n)
	}
	now = now.Add(p.next(now)).Add(d.stable)
	p.lost(now)
	if wait := p.next(now); wait != 0 {
		t.Errorf("after a link that stood, the next waits %v", wait)
	}
}

func TestPulse(t *testing.T) {
	t.Parallel()
	at := func(seconds float64) time.Time {
		return time.Unix(1000, 0).Add(time.Duration(seconds * float64(time.Second)))
	}
	const interval = 41.25
	type look struct {
		now, ack, wrote float64
		stopped         bool
	}
	for name, looks := range map[string][]look{
		"alive": {
			{1, .1, 0, false},
			{41, .1, 0, false},
			{interval + .05, .1, interval, false},
			{interval + 1, interval + .1, interval, false},
			{80, interval + .1, interval, false},
		},
		"dead from the first beat on": {
			{1, .1, 0, false},
			{interval + 1, .1, interval, false},
			{60, .1, interval, false},
			{61, .1, interval, false},
			{63, .1, interval, true},
		},
		"dead later, noticed 15 s after the beat": {
			{1, .1, 0, false},
			{interval + 1, interval + .1, interval, false},
			{2*interval + 14, interval + .1, 2 * interval, false},
			{2*interval + 16, interval + .1, 2 * interval, false},
			{2*interval + 18, interval + .1, 2 * interval, true},
		},
		"a beat asked for early": { // op 1 makes acknowledgements 4 s apart
			{1, .1, 0, false},
			{4.2, 4.1, 4, false},
			{40, 4.1, 4, false},
			{interval + .05, 4.1, interval, false},
			{interval + 1.05, interval + .1, interval, false},
		},
	} {
		p := pulse{beat: defaultTiming().beat, late: defaultTiming().late}
		for _, l := range looks {
			if got := p.stopped(at(l.now), at(l.ack), at(l.wrote)); got != l.stopped {
				t.Errorf("%s: at %v s stopped = %v", name, l.now, got)
			}
		}
	}
}

func TestShutdownFinishesOpenReplies(t *testing.T) {
	t.Parallel()
	proceed := make(chan struct{})
	d := &desk{ask: func(context.Context, handlers.Question, func(handlers.Reply)) (handlers.Reply, error) {
		<-proceed
		return example(), nil
	}}
	r := connected(t, d, nil)
	in := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What of satellites?"})
	if err := in.WaitAck(within(t)); err != nil {
		t.Fatal(err)
	}
	r.stop()
	waitFor(t, func() bool { return r.bot.crew.do(func() {}) != nil }) // takes nothing new
	close(proceed)
	if reply := replyTo(t, in); reply.Content != exampleText {
		t.Errorf("got %q", reply.Content)
	}
	if err := <-r.done; err != nil {
		t.Errorf("Run ended with %v", err)
	}
	waitFor(t, func() bool { return slices.Equal(r.Stats().Closes, []int{1000}) })
}

func TestShutdownApologizesWhereNothingComes(t *testing.T) {
	t.Parallel()
	part := example()
	part.Partial, part.Sentences = true, part.Sentences[:1]
	hung := make(chan struct{})
	t.Cleanup(func() { close(hung) })
	d := &desk{ask: func(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		if q.Text == "deaf" { // shows something, and hears no cancellation
			show(part)
			<-hung
		}
		<-ctx.Done()
		return handlers.Reply{}, ctx.Err()
	}}
	r := connected(t, d, func(_ *Options, tm *timing) { tm.grace, tm.lastWords = 50*time.Millisecond, 4*time.Second })
	deaf := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "deaf"})
	patient := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "patient"})
	waitFor(t, func() bool { return len(r.Requests(discordtest.RouteEdit)) == 1 })
	if err := patient.WaitAck(within(t)); err != nil {
		t.Fatal(err)
	}
	r.stop()
	if reply := replyTo(t, patient); reply.Content != wordsRestart {
		t.Errorf("got %q", reply.Content)
	}
	if reply := replyTo(t, deaf); reply.Content != "Satellites show no withdrawal. [1]\n\n"+wordsRestart {
		t.Errorf("got %q", reply.Content)
	}
	<-r.done
}

// pausing is a model that says one sentence and then waits for its end.
type pausing struct{ sentence string }

func (pausing) Name() string { return "pausing" }

func (p pausing) Stream(ctx context.Context, _ []prompts.Message, emit func(string) error) (prompts.Usage, error) {
	if err := emit(p.sentence); err != nil {
		return prompts.Usage{}, err
	}
	<-ctx.Done()
	return prompts.Usage{}, ctx.Err()
}

// A reply that the end of the program broke off said that the model had
// stopped, or was not answering at the moment.
func TestShutdownInMidAnswerSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		said  string
		shown int // partial edits of the two replies
		want  string
	}{
		"after a sentence": {
			"The bridge is to cost 41 million crowns [1]. Work on it begins in", 2,
			"The bridge is to cost 41 million crowns. [1]\n\n" + wordsStopped + "\n\n**Sources**\n[1] The Harbour Post · ",
		},
		"before one": {"The bridge", 0, wordsRestart},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := realDesk(t, pausing{test.said})
			r := connected(t, d, func(_ *Options, tm *timing) { tm.grace, tm.lastWords = 50*time.Millisecond, 4*time.Second })
			in := r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What does the bridge cost?"})
			mention := r.Say(guildID, discordtest.Channel(guildID), userID, r.Mention()+" What does the bridge cost?")
			if err := in.WaitAck(within(t)); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool { return mention.Replies() == 1 && len(r.Requests(discordtest.RouteEdit)) >= test.shown })
			r.stop()
			for _, reply := range []discordtest.Reply{replyTo(t, in), replyTo(t, mention)} {
				if !strings.Contains(reply.Content, test.want) {
					t.Errorf("got\n%s\nwithout\n%s", reply.Content, test.want)
				}
			}
		})
	}
}

// The program must end within 20 s even if discordgo's Close hangs, as it does
// on a deadlocked session.
func TestShutdownEndsThoughTheGatewayHangs(t *testing.T) {
	t.Parallel()
	r := start(t, &desk{}, func(_ *Options, tm *timing) { tm.closing = 100 * time.Millisecond },
		func(s *discordtest.Server) { s.ReconnectBeforeReady(100) })
	waitFor(t, func() bool { return r.Stats().Identifies == 1 })
	r.stop()
	select {
	case err := <-r.done:
		if err != nil {
			t.Errorf("Run ended with %v", err)
		}
	case <-within(t).Done():
		t.Fatal("Run did not end")
	}
	tm := defaultTiming()
	if all := tm.grace + tm.lastWords + tm.closing; all >= 20*time.Second {
		t.Errorf("shutting down may take %v", all)
	}
}
