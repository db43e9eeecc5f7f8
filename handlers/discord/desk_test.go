package discord

import (
	"context"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/fetch"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

const bridge = `The council of Eastport approved a new bridge over the northern channel on Thursday, after nine years of argument.

“This bridge will outlive all of us who voted for it,” the mayor, Ingrid Solheim, told the chamber. The bridge is to cost 41 million crowns.

Opponents led by the shipowner Carl Brack say that the channel will be closed to tall ships for two summers. Work begins in March 2025.`

// realDesk is a desk over a real library and ledger, which holds one article in
// the guild of the tests.
func realDesk(t *testing.T, m handlers.Model) *handlers.Desk {
	t.Helper()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	library, err := retrieval.Open(t.Context(), redisstore.New(server.Client(), nil), retrieval.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := handlers.New(handlers.Options{Library: library, Model: m, Ledger: ledger.New(server.Client(), server.Cache(), nil)})
	page := fetch.Page{Words: 80, Article: retrieval.Article{
		ID: retrieval.ArticleID("https://post.example/bridge"), URL: "https://post.example/bridge",
		Title: "Council approves the north bridge", Outlet: "The Harbour Post",
		Published: time.Date(2024, 5, 2, 0, 0, 0, 0, time.UTC), Lang: "en", Text: bridge,
	}}
	if _, err := d.Keep(t.Context(), handlers.Asker{Guild: guildID, Manager: true}, page); err != nil {
		t.Fatal(err)
	}
	return d
}

// parrot is a model that says one thing.
type parrot struct{ said string }

func (parrot) Name() string { return "parrot" }

func (p parrot) Stream(_ context.Context, _ []prompts.Message, emit func(string) error) (prompts.Usage, error) {
	return prompts.Usage{Prompt: 100, Completion: 20}, emit(p.said)
}

// The whole way, from a question to the passages that carry its answer, with
// nothing scripted but what the model says; the buttons are pressed on a second
// process.
func TestFromQuestionToPassages(t *testing.T) {
	t.Parallel()
	d := realDesk(t, parrot{"The bridge is to cost 41 million crowns [1]."})
	r := connected(t, d, nil)
	answer := replyTo(t, r.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What does the bridge cost?"}))
	if !strings.Contains(answer.Content, "The bridge is to cost 41 million crowns. [1]\n\n**Sources**\n[1] The Harbour Post · "+
		"[Council approves the north bridge](<https://post.example/bridge#:~:text=") {
		t.Fatalf("the answer is\n%s", answer.Content)
	}
	button := answer.Component(wordsPassages)
	if button.CustomID == "" {
		t.Fatalf("no button: %+v", answer.Components)
	}
	r.stop()
	<-r.done

	second := connected(t, d, nil)
	passages := replyTo(t, second.PressForged(guildID, userID, 0, button.CustomID))
	if !strings.Contains(passages.Content, "**bridge is to cost 41 million crowns**.") || !passages.Ephemeral {
		t.Errorf("the passages are\n%s", passages.Content)
	}
	again := replyTo(t, second.Say(guildID, discordtest.Channel(guildID), userID, second.Mention()+" what does the bridge cost?"))
	if !strings.HasSuffix(again.Content, wordsCached) || again.Component(wordsPassages).CustomID == button.CustomID {
		t.Errorf("asked again:\n%s\n%+v", again.Content, again.Components)
	}
	usage := replyTo(t, second.Slash(guildID, userID, discordtest.ManageServer, "usage", nil))
	if !strings.Contains(usage.Content, "Today: 120 tokens in 1 call, 1 more answer from earlier answers (50 %)") {
		t.Errorf("usage:\n%s", usage.Content)
	}
	article := retrieval.ArticleID("https://post.example/bridge")
	removed := replyTo(t, second.Slash(guildID, userID, discordtest.ManageServer, "remove", map[string]string{"article": article}))
	if removed.Content != renderRemoved("Council approves the north bridge") {
		t.Errorf("removed: %s", removed.Content)
	}
	gone := replyTo(t, second.Slash(guildID, userID, 0, "ask", map[string]string{"question": "What does the bridge cost?"}))
	if gone.Content != handlers.Words(handlers.ErrNoArticles) {
		t.Errorf("after it was removed: %s", gone.Content)
	}
	if still := replyTo(t, second.PressForged(guildID, userID, 0, button.CustomID)); still.Content != passages.Content {
		t.Errorf("the passages of an answer that was given: %s", still.Content)
	}
}

// A question without an answer is kept for managers, and offers what is near.
func TestFromUnknownToGap(t *testing.T) {
	t.Parallel()
	d := realDesk(t, parrot{"The articles do not say."})
	r := connected(t, d, nil)
	const question = "Who designed the bridge over the northern channel?"
	answer := replyTo(t, r.Slash(guildID, userID, 0, "ask", map[string]string{"question": question}))
	button := answer.Component("Council approves the north bridge")
	if !strings.Contains(answer.Content, wordsNearest) || button.CustomID == "" || strings.Contains(answer.Content, "[1]") {
		t.Fatalf("the answer is\n%s\n%+v", answer.Content, answer.Components)
	}
	summary := replyTo(t, r.Press(guildID, "8", 0, answer, button.CustomID))
	if !summary.Ephemeral || !strings.HasPrefix(summary.Content, "**Council approves the north bridge**") {
		t.Errorf("the summary is\n%s", summary.Content)
	}
	gaps := replyTo(t, r.Slash(guildID, userID, discordtest.ManageServer, "gaps", nil))
	if !strings.Contains(gaps.Content, "\n1\\. "+question+" · asked once") || !strings.Contains(gaps.Content, "Nearest: Council approves") {
		t.Errorf("the gaps are\n%s", gaps.Content)
	}
	menu := gaps.Component(wordsCloseGaps)
	if len(menu.Options) != 1 {
		t.Fatalf("the menu is %+v", menu)
	}
	closed := replyTo(t, r.Press(guildID, userID, discordtest.ManageServer, gaps, menu.CustomID, menu.Options[0].Value))
	if closed.Content != wordsNoGaps {
		t.Errorf("after closing: %s", closed.Content)
	}
}
