package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/bot/openai/openaitest"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

const (
	guild, otherGuild = "100", "200"
	member            = "7"
)

// scene is a running bot with everything around it.
type scene struct {
	*discordtest.Server
	bot  *process
	site *httptest.Server
	env  []string
}

// stage starts a fake Discord and a web site, and the program between them.
// Without REDIS_URL in env it uses the embedded store.
func stage(t *testing.T, env ...string) *scene {
	t.Helper()
	s := &scene{Server: discordtest.Start(t), site: httptest.NewServer(newspaper())}
	t.Cleanup(s.site.Close)
	s.SetAckWithin(patience) // the edge's own tests hold it to Discord's 3 s
	s.AddGuild(guild)
	s.AddGuild(otherGuild)
	s.env = append([]string{
		"DISCORD_TOKEN=" + s.Token, "DISCORD_API_BASE=" + s.URL(), "NEWSDESK_DATA=" + t.TempDir(),
		"FETCH_ALLOW=" + strings.TrimPrefix(s.site.URL, "http://"),
	}, env...)
	s.start(t)
	return s
}

func (s *scene) start(t *testing.T) {
	t.Helper()
	s.bot = launch(t, s.env)
	if err := s.WaitReady(soon(t)); err != nil {
		t.Fatal(err)
	}
}

// say gives a command and returns the whole reply.
func (s *scene) say(t *testing.T, in string, permissions int64, name, option, value string) discordtest.Reply {
	t.Helper()
	reply, err := s.Slash(in, member, permissions, name, map[string]string{option: value}).WaitReply(soon(t))
	if err != nil {
		t.Fatalf("/%s %s: %v", name, value, err)
	}
	return reply
}

func (s *scene) ask(t *testing.T, question string) string {
	t.Helper()
	return s.say(t, guild, 0, "ask", "question", question).Content
}

func (s *scene) ingest(t *testing.T, path string) string {
	t.Helper()
	return s.say(t, guild, discordtest.ManageServer, "ingest", "url", s.site.URL+path).Content
}

func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// newspaper is a small web site with good and bad pages.
func newspaper() http.Handler {
	mux := http.NewServeMux()
	story := func(title, day, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>%[1]s | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta property="article:published_time" content="%[2]s">
</head><body><nav><a href="/">Home</a></nav><article><h1>%[1]s</h1>%[3]s</article></body></html>`, title, day, text)
		}
	}
	mux.HandleFunc("/bridge", story("Council approves the north bridge", "2024-05-02T08:00:00Z",
		`<p>The council of Eastport approved a new bridge over the northern channel on Thursday, after nine years of argument.</p>
<p>“This bridge will outlive all of us who voted for it,” the mayor, Ingrid Solheim, told the chamber. The bridge is to cost 41 million crowns.</p>
<p>Opponents led by the shipowner Carl Brack say that the channel will be closed to tall ships for two summers. Work begins in March 2025.</p>`))
	mux.HandleFunc("/empty", story("Nothing", "2024-05-02T08:00:00Z", ""))
	mux.HandleFunc("/report.pdf", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		fmt.Fprint(w, "%PDF-1.7\n")
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	mux.HandleFunc("/huge", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		block := []byte(strings.Repeat("<p>more and more and more</p>\n", 4096))
		for range 500 << 20 / len(block) {
			if _, err := w.Write(block); err != nil {
				return // the reader has had enough
			}
		}
	})
	return mux
}

func TestDiscordEndToEnd(t *testing.T) {
	t.Parallel()
	for name, redis := range map[string]bool{"embedded store": false, "redis-server": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := openaitest.Start(t, mayor)
			env := []string{"OPENAI_BASE_URL=" + model.URL(), "OPENAI_MODEL=fake"}
			if redis {
				env = append(env, "REDIS_URL="+redistest.Start(t, "--appendonly", "yes", "--appendfsync", "always").URL())
			}
			s := stage(t, env...)
			playEvening(t, s)
		})
	}
}

// mayor is a model that answers about the bridge, inventing half of it, and
// does not know of anything else.
func mayor(r openaitest.Request) openaitest.Reply {
	last := r.Messages[len(r.Messages)-1].Content
	switch {
	case strings.Contains(last, "Summarize"):
		return openaitest.Say("The council of Eastport approved a new bridge over the northern channel [1].\n" +
			"- The bridge is to cost 41 million crowns [1].\n- Work begins in March 1999 [1].")
	case strings.Contains(last, "mayor say"):
		return openaitest.Say("The mayor, Ingrid Solheim, said: “This bridge will outlive all of us who voted for it” [1]. " +
			"She added that “taxes will rise for everyone” [1]. The bridge is to cost 41 million crowns [1].")
	default:
		return openaitest.Say("The articles do not say.")
	}
}

// playEvening is what a server does with the bot on its first evening.
func playEvening(t *testing.T, s *scene) {
	t.Helper()
	contains := func(what, got string, want ...string) {
		t.Helper()
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %q:\n%s", what, w, got)
			}
		}
	}
	contains("a question before there are articles", s.ask(t, "what did the mayor say?"), "no articles here yet", "/ingest")

	if r := s.say(t, guild, 0, "ingest", "url", s.site.URL+"/bridge"); !r.Ephemeral || !strings.Contains(r.Content, "Manage Server") {
		t.Errorf("a member's ingest: %+v", r)
	}
	contains("the receipt", s.ingest(t, "/bridge"), "Added", "The Harbour Post", "Council approves the north bridge", "2 May 2024", "words", "passage")
	contains("the second receipt", s.ingest(t, "/bridge"), "Unchanged")

	answer := s.ask(t, "what did the mayor say about the bridge?")
	contains("the answer", answer, "“This bridge will outlive all of us who voted for it”", "[1]", "41 million crowns",
		"Sources", "The Harbour Post", "2 May 2024", s.site.URL+"/bridge")
	if strings.Contains(answer, "taxes") {
		t.Errorf("an invented quotation was shown:\n%s", answer)
	}
	contains("a question that the article does not answer", s.ask(t, "who won the bridge tournament?"), "do not answer")
	contains("the empty question", s.ask(t, "   "), "empty question")
	contains("the long question", s.ask(t, strings.Repeat("why ", 300)), "longer than")

	said := s.Say(guild, discordtest.Channel(guild), member, s.Mention()+" what did the mayor say about the bridge?")
	reply, err := said.WaitReply(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	contains("the reply to a mention", reply.Content, "will outlive all of us", "The Harbour Post")

	choices, err := s.Autocomplete(guild, member, "summarize", "article", "north").WaitChoices(soon(t))
	if err != nil || len(choices) != 1 {
		t.Fatalf("autocomplete: %v, %v", choices, err)
	}
	summary := s.say(t, guild, 0, "summarize", "article", choices[0].Value).Content
	contains("the summary", summary, "approved a new bridge", "- The bridge is to cost 41 million crowns")
	if strings.Contains(summary, "1999") {
		t.Errorf("an invented date was shown:\n%s", summary)
	}
	other := s.say(t, otherGuild, 0, "ask", "question", "what did the mayor say about the bridge?").Content
	contains("another server's question", other, "no articles here yet")

	for path, want := range map[string]string{
		"/missing": "no page at that address", "/report.pdf": "application/pdf", "/round": "on and on",
		"/inside": "not allowed", "/huge": "too large", "/empty": "no article on that page",
	} {
		contains("ingest of "+path, s.ingest(t, path), want)
	}
	for _, url := range []string{"not a url", "http://127.0.0.1:1/x", "http://10.0.0.1/", "http://2130706433/", "file:///etc/passwd"} {
		got := s.say(t, guild, discordtest.ManageServer, "ingest", "url", url).Content
		if !strings.Contains(got, "not the address of a web page") && !strings.Contains(got, "not allowed") {
			t.Errorf("ingest of %s: %s", url, got)
		}
	}

	s.bot.kill() // and what was acknowledged is still there
	s.start(t)
	contains("the answer after kill -9", s.ask(t, "what did the mayor say about the bridge?"), "will outlive all of us")
	s.bot.terminate()
	if code := s.bot.wait(); code != 0 {
		t.Errorf("exit %d after SIGTERM", code)
	}
}

func TestModelFaultsOnDiscord(t *testing.T) {
	t.Parallel()
	good := "The bridge is to cost 41 million crowns [1]. Work begins in March 2025 [1]."
	for name, c := range map[string]struct {
		replies []openaitest.Reply
		want    []string
	}{
		"rate limited, then well": {[]openaitest.Reply{openaitest.RateLimited(1), openaitest.Say(good)}, []string{"41 million crowns"}},
		"failing, then well":      {[]openaitest.Reply{openaitest.Failing(), openaitest.Say(good)}, []string{"41 million crowns"}},
		"failing for good":        {[]openaitest.Reply{openaitest.Failing()}, []string{"Closest passages", "not answering at the moment", "Eastport"}},
		"dropped in mid-stream": {
			[]openaitest.Reply{{Text: good, Ending: openaitest.Dropped}},
			[]string{"41 million crowns", "cut short"},
		},
		"no finish reason":    {[]openaitest.Reply{{Text: good, Ending: openaitest.Unfinished}}, []string{"41 million crowns", "cut short"}},
		"keep-alive comments": {[]openaitest.Reply{{Text: good, Comments: 400}}, []string{"41 million crowns", "March 2025"}},
		"malformed":           {[]openaitest.Reply{{Text: "The", Ending: openaitest.Malformed}}, []string{"Closest passages"}},
		"slow":                {[]openaitest.Reply{{Text: good, First: 2 * time.Second, Between: 20 * time.Millisecond}}, []string{"41 million crowns"}},
		"unfaithful": {
			[]openaitest.Reply{openaitest.Say("The bridge was painted green by Martians [1].")},
			[]string{"Closest passages", "did not hold"},
		},
		"wrong name": {[]openaitest.Reply{openaitest.NoSuchModel()}, []string{"Closest passages"}},
		"@everyone":  {[]openaitest.Reply{openaitest.Say(good + " @everyone look at <@7> [1].")}, []string{"41 million crowns"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := openaitest.Start(t, openaitest.Script(c.replies...))
			s := stage(t, "OPENAI_BASE_URL="+model.URL(), "OPENAI_MODEL=fake")
			s.ingest(t, "/bridge")
			got := s.ask(t, "what does the bridge cost?")
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("the reply lacks %q:\n%s", want, got)
				}
			}
			if strings.Contains(got, "@everyone") || strings.Contains(got, "Martians") {
				t.Errorf("shown:\n%s", got)
			}
		})
	}
}

func TestRedisGoneInMidAnswer(t *testing.T) {
	t.Parallel()
	redis := redistest.Start(t, "--appendonly", "yes", "--appendfsync", "always")
	s := stage(t, "REDIS_URL="+redis.URL())
	s.ingest(t, "/bridge")
	redis.Kill()
	if got := s.ask(t, "what does the bridge cost?"); !strings.Contains(got, "41 million crowns") {
		t.Errorf("a question without Redis: %s", got)
	}
	if got := s.ingest(t, "/bridge"); !strings.Contains(got, "store does not answer") {
		t.Errorf("an ingest without Redis: %s", got)
	}
	redis.Restart()
	if got := s.ingest(t, "/bridge"); !strings.Contains(got, "Unchanged") {
		t.Errorf("an ingest after Redis came back: %s", got)
	}
}

func TestSigtermInMidAnswer(t *testing.T) {
	t.Parallel()
	model := openaitest.Start(t, openaitest.Script(openaitest.Reply{
		Text: "The bridge is to cost 41 million crowns [1]. And then", Ending: openaitest.Stalled,
	}))
	s := stage(t, "OPENAI_BASE_URL="+model.URL(), "OPENAI_MODEL=fake")
	s.ingest(t, "/bridge")
	in := s.Slash(guild, member, 0, "ask", map[string]string{"question": "what does the bridge cost?"})
	if err := in.WaitAck(soon(t)); err != nil {
		t.Fatal(err)
	}
	s.bot.terminate()
	reply, err := in.WaitReply(soon(t))
	if err != nil {
		t.Fatalf("the open reply was left hanging: %v", err)
	}
	if !strings.Contains(reply.Content, "restarting") || strings.Contains(reply.Content, "And then") {
		t.Errorf("the open reply says: %s", reply.Content)
	}
	// stopWithin makes the program end with another code when it takes longer.
	if code := s.bot.wait(); code != 0 {
		t.Errorf("exit %d after SIGTERM in mid-answer", code)
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	d := discordtest.Start(t)
	env := []string{"DISCORD_TOKEN=wrong.token.here", "DISCORD_API_BASE=" + d.URL()}
	_, errOut, code := runProgram(t, env, "")
	if code != 2 || !strings.Contains(errOut, "Discord refuses the token") {
		t.Errorf("exit %d: %s", code, errOut)
	}
	out, _, code := runProgram(t, env, "", "doctor")
	if code != 1 || !strings.Contains(out, "FAULT") || strings.Contains(out, "wrong.token.here") {
		t.Errorf("doctor, exit %d: %s", code, out)
	}
}

func TestDoctorAndHealth(t *testing.T) {
	t.Parallel()
	model := openaitest.Start(t, openaitest.Script(openaitest.Say("OK")))
	s := stage(t, "OPENAI_BASE_URL="+model.URL(), "OPENAI_MODEL=fake")
	eventually(t, "a healthy bot", func() bool {
		out, _, code := runProgram(t, s.env, "", "health")
		return code == 0 && strings.Contains(out, "well")
	})
	out, errOut, code := runProgram(t, s.env, "", "doctor")
	if code != 0 || !strings.Contains(out, "store    busy") {
		t.Errorf("doctor beside a running bot, exit %d: %s%s", code, out, errOut)
	}
	s.bot.terminate()
	s.bot.wait()
	out, errOut, code = runProgram(t, s.env, "", "doctor")
	for _, want := range []string{"store    ok", "model    ok", "discord  ok", "scope=bot+applications.commands", "client_id=" + s.AppID} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("doctor, exit %d, lacks %q:\n%s%s", code, want, out, errOut)
		}
	}
	_, errOut, code = runProgram(t, s.env, "", "health")
	if code != 1 || !strings.Contains(errOut, "no bot is running") {
		t.Errorf("health without a bot, exit %d: %s", code, errOut)
	}
}
