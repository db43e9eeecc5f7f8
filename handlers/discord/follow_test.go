package discord

import (
	"context"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/discord/discordtest"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// asking is a desk that answers with kept and tells what it was asked.
func asking() (*desk, chan handlers.Question) {
	asked := make(chan handlers.Question, 100)
	reply, _ := kept()
	return &desk{ask: func(_ context.Context, q handlers.Question, _ func(handlers.Reply)) (handlers.Reply, error) {
		asked <- q
		return reply, nil
	}}, asked
}

func TestReplyFollowsTheTurn(t *testing.T) {
	t.Parallel()
	d, asked := asking()
	r := connected(t, d, nil)
	channel := discordtest.Channel(guildID)
	byCommand := r.askOne(t)
	byMention := replyTo(t, r.Say(guildID, channel, userID, r.Mention()+" what of satellites?"))
	<-asked
	<-asked
	for name, said := range map[string]*discordtest.Said{
		"to a command's reply":    r.ReplyTo(guildID, channel, userID, "and what did he answer?", byCommand.IDs[0], true),
		"to a mention's reply":    r.ReplyTo(guildID, channel, userID, "and what did he answer?", byMention.IDs[0], true),
		"with a mention, no ping": r.ReplyTo(guildID, channel, userID, "and what did he answer? "+r.Mention(), byMention.IDs[0], false),
	} {
		replyTo(t, said)
		if q := <-asked; q.Text != "and what did he answer?" || q.Follows != turnID || q.Talk != "" {
			t.Errorf("%s: asked %+v", name, q)
		}
	}
	// Each of these must not be answered; the mention after them shows that they
	// were seen.
	others := []*discordtest.Said{
		r.ReplyTo(guildID, channel, userID, "and what did he answer?", byCommand.IDs[0], false),
		r.ReplyTo(guildID, channel, userID, "Thanks!", byCommand.IDs[0], true),
		r.ReplyTo(guildID, channel, userID, "", byCommand.IDs[0], true),
		r.ReplyTo(guildID, channel, userID, "and what did he answer?", "404", true), // deleted
		r.Post(guildID, channel, userID, "and you?", map[string]any{
			"type": 19, "mentions": []any{map[string]any{"id": r.BotID}}, // Discord pings whoever is named
			"referenced_message": map[string]any{"id": "5", "author": map[string]any{"id": "8", "bot": true}, "components": rowsWith("p:" + turnID)},
		}),
	}
	replyTo(t, r.Say(guildID, channel, userID, r.Mention()+" later"))
	for i, said := range others {
		if n := said.Replies(); n != 0 {
			t.Errorf("ignored message %d: %d replies", i, n)
		}
	}
	// Mentioned in a reply to another bot's message that apes our buttons: a
	// question by itself.
	replyTo(t, r.Post(guildID, channel, userID, r.Mention()+" and you?", map[string]any{
		"type":               19,
		"referenced_message": map[string]any{"id": "5", "author": map[string]any{"id": "8", "bot": true}, "components": rowsWith("p:" + turnID)},
	}))
	<-asked // later
	if q := <-asked; q.Follows != "" {
		t.Errorf("a foreign button was believed: %+v", q)
	}
}

func rowsWith(id string) []any {
	return []any{map[string]any{"type": 1, "components": []any{map[string]any{"type": 2, "custom_id": id}}}}
}

// The buttons are on the last page only; a reply to the first follows as well,
// and one to a reply that knew nothing.
func TestReplyToAnyPageFollows(t *testing.T) {
	t.Parallel()
	asked := make(chan handlers.Question, 10)
	long, _ := kept()
	for range 60 {
		long.Sentences = append(long.Sentences, prompts.Sentence{Text: strings.Repeat("Word after word. ", 5), Cites: []int{2}})
	}
	d := &desk{ask: func(_ context.Context, q handlers.Question, _ func(handlers.Reply)) (handlers.Reply, error) {
		asked <- q
		if strings.Contains(q.Text, "unknown") {
			return handlers.Reply{ID: "aa" + turnID, Outcome: handlers.Unknown, Nearest: []retrieval.Article{{ID: "a", Title: "T"}}}, nil
		}
		return long, nil
	}}
	r := connected(t, d, nil)
	channel := discordtest.Channel(guildID)
	byMention := replyTo(t, r.Say(guildID, channel, userID, r.Mention()+" what?"))
	byCommand := r.askOne(t)
	unknown := replyTo(t, r.Say(guildID, channel, userID, r.Mention()+" unknown"))
	for range 3 {
		<-asked
	}
	ids := append(byMention.IDs, byCommand.IDs...)
	if len(ids) != 6 {
		t.Fatalf("%d pages", len(ids))
	}
	for i, id := range append(ids, unknown.IDs...) {
		replyTo(t, r.ReplyTo(guildID, channel, userID, "and then?", id, true))
		want := turnID
		if i == len(ids) {
			want = "aa" + turnID
		}
		if q := <-asked; q.Follows != want {
			t.Errorf("page %d: follows %q, want %q", i, q.Follows, want)
		}
	}
}

func TestThreadIsATalk(t *testing.T) {
	t.Parallel()
	d, asked := asking()
	d.summarize = func(_ context.Context, q handlers.SummaryRequest) (handlers.Reply, error) {
		asked <- handlers.Question{Talk: q.Talk}
		return example(), nil
	}
	answer := d.ask
	d.ask = func(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		if q.Text == "Who else?" {
			return handlers.Reply{Outcome: handlers.Unknown, Nearest: []retrieval.Article{{ID: "a", Title: "A"}}}, nil
		}
		return answer(ctx, q, show)
	}
	r := connected(t, d, nil)
	const thread = "777"
	r.AddThread(guildID, thread)
	replyTo(t, r.Say(guildID, thread, userID, r.Mention()+" what of satellites?"))
	replyTo(t, r.SlashIn(guildID, thread, userID, 0, "ask", map[string]string{"question": "And then?"}))
	replyTo(t, r.SlashIn(guildID, thread, userID, 0, "summarize", map[string]string{"article": "a"}))
	for i := range 3 {
		if q := <-asked; q.Talk != thread {
			t.Errorf("question %d: %+v", i, q)
		}
	}
	r.askOne(t)
	if q := <-asked; q.Talk != "" {
		t.Errorf("in a channel: %+v", q)
	}
	nearest := replyTo(t, r.SlashIn(guildID, thread, userID, 0, "ask", map[string]string{"question": "Who else?"}))
	replyTo(t, r.Press(guildID, userID, 0, nearest, "s:a"))
	if q := <-asked; q.Talk != "" {
		t.Errorf("for the eyes of one member: %+v", q)
	}
}

func TestEditedQuestionIsAnsweredAnew(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	long, _ := kept()
	for range 60 {
		long.Sentences = append(long.Sentences, prompts.Sentence{Text: strings.Repeat("Word after word. ", 5), Cites: []int{2}})
	}
	d := &desk{ask: func(_ context.Context, q handlers.Question, _ func(handlers.Reply)) (handlers.Reply, error) {
		asked <- q.Text
		if q.Text == "long" {
			return long, nil
		}
		reply, _ := kept()
		reply.Sentences[0].Text = "About " + q.Text + "."
		return reply, nil
	}}
	r := connected(t, d, nil)
	said := r.Say(guildID, discordtest.Channel(guildID), userID, r.Mention()+" long")
	first := replyTo(t, said)
	if len(first.Pages) != 3 {
		t.Fatalf("%d pages", len(first.Pages))
	}
	said.Unfurl() // changes nothing that was asked
	said.Edit(r.Mention() + " tanks?")
	waitFor(t, func() bool { return len(r.Requests(discordtest.RouteDelete)) == 2 })
	second := replyTo(t, said)
	if second.IDs[0] != first.IDs[0] || len(second.Pages) != 1 || !strings.HasPrefix(second.Content, "About tanks?") || len(second.Components) != 1 {
		t.Errorf("after the edit: %d pages in %v, %+v:\n%s", len(second.Pages), second.IDs, second.Components, second.Content)
	}
	said.Unfurl()
	said.Edit(r.Mention() + " tanks?")
	said.Edit("no longer for the bot")
	said.Edit(r.Mention() + " long")
	waitFor(t, func() bool { return len(r.Requests(discordtest.RouteCreate)) == 5 })
	if third := replyTo(t, said); len(third.Pages) != 3 || third.IDs[0] != first.IDs[0] {
		t.Errorf("made long again: %d pages in %v", len(third.Pages), third.IDs)
	}
	for _, want := range []string{"long", "tanks?", "long"} {
		if got := <-asked; got != want {
			t.Errorf("asked %q, want %q", got, want)
		}
	}
	if len(asked) > 0 || said.Replies() != 1 {
		t.Errorf("asked %q more, %d replies", <-asked, said.Replies())
	}
}

// An edit takes the place of an answer that is still being made, and a loop of
// edits comes to an end.
func TestEditsWhileAnsweringAndInLoops(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 100)
	d := &desk{ask: func(ctx context.Context, q handlers.Question, show func(handlers.Reply)) (handlers.Reply, error) {
		part := example()
		part.Partial = true
		show(part)
		asked <- q.Text
		if q.Text == "slow" {
			<-ctx.Done()
			return handlers.Reply{}, ctx.Err()
		}
		reply, _ := kept()
		reply.Sentences[0].Text = "About " + q.Text + "."
		return reply, nil
	}}
	r := connected(t, d, nil)
	channel := discordtest.Channel(guildID)
	said := r.Say(guildID, channel, userID, r.Mention()+" slow")
	if got := <-asked; got != "slow" {
		t.Fatalf("asked %q", got)
	}
	before := r.Requests(discordtest.RouteCreate)
	said.Edit(r.Mention() + " quick")
	reply := replyTo(t, said)
	if n := len(r.Requests(discordtest.RouteCreate)) - len(before) + len(r.Requests(discordtest.RouteDelete)); n != 0 {
		t.Errorf("the edit made or deleted %d messages", n)
	}
	if got := <-asked; got != "quick" || !strings.HasPrefix(reply.Content, "About quick.") {
		t.Errorf("asked %q, got %q", got, reply.Content)
	}
	if said.Replies() != 1 {
		t.Errorf("%d replies", said.Replies())
	}
	for i := range 20 {
		said.Edit(r.Mention() + " loop" + strings.Repeat(" on", i))
	}
	replyTo(t, r.Say(guildID, channel, userID, r.Mention()+" last"))
	for n := 1; ; n++ {
		if n > maxEdits+1 {
			t.Fatal("edits are answered without end")
		}
		if got := <-asked; got == "last" {
			break
		}
	}
}

// What was asked of an earlier process, or of nobody until it was edited, gets
// a reply; an old message does not.
func TestEditOfAnUnknownMessage(t *testing.T) {
	t.Parallel()
	d, asked := asking()
	r := connected(t, d, nil)
	channel := discordtest.Channel(guildID)
	said := r.Say(guildID, channel, userID, "what of satellites?")
	said.Edit(r.Mention() + " what of satellites?")
	replyTo(t, said)
	if q := <-asked; q.Text != "what of satellites?" {
		t.Errorf("asked %+v", q)
	}
	old := r.Post(guildID, channel, userID, "what of tanks?", map[string]any{"timestamp": "2020-01-01T00:00:00Z"})
	old.Edit(r.Mention() + " what of tanks?")
	unfurled := r.Post(guildID, channel, userID, "no", nil)
	unfurled.Unfurl()
	replyTo(t, r.Say(guildID, channel, userID, r.Mention()+" later"))
	if q := <-asked; q.Text != "later" || old.Replies()+unfurled.Replies() != 0 {
		t.Errorf("asked %+v", q)
	}
}
