package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/config"
	"newsdesk.example/newsdesk/handlers/discord"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
)

// doctorTime bounds each check of the doctor's.
const doctorTime = 20 * time.Second

// runDoctor checks each part by using it once, and tells what it found. It
// fails when a part that is configured does not work.
func runDoctor(ctx context.Context, p *program, _ []string) error {
	sick := false
	for _, check := range []struct {
		part string
		look func(context.Context) (string, error)
	}{
		{"store", p.checkStore}, {"model", p.checkModel}, {"verifier", p.checkVerifier}, {"embedder", p.checkEmbedder}, {"discord", p.checkDiscord},
	} {
		bounded, cancel := context.WithTimeout(ctx, doctorTime)
		finding, err := check.look(bounded)
		cancel()
		state := "ok"
		switch {
		case errors.Is(err, errNotSet):
			state = "-"
		case errors.Is(err, embedded.ErrLocked):
			state, finding = "busy", "another newsdesk has the data folder open. If that is your bot, all is well."
		case err != nil:
			state, finding, sick = "FAULT", words(err), true
		}
		fmt.Fprintf(p.out, "%-8s %-6s %s\n", check.part, state, finding)
	}
	if sick {
		return errSilent
	}
	return nil
}

// errNotSet: the part is not configured, which is no fault.
var errNotSet = errors.New("not configured")

func (p *program) checkStore(ctx context.Context) (string, error) {
	s, err := p.openStore(ctx)
	if err != nil {
		return "", err
	}
	warnings, err := s.Check(ctx)
	for _, w := range warnings {
		fmt.Fprintf(p.out, "%-8s %-6s %s\n", "store", "warn", w)
	}
	if err == nil {
		err = probe(ctx, s)
	}
	if err := errors.Join(err, s.close()); err != nil {
		return "", err
	}
	if len(p.config.Redis.Addrs) > 0 {
		return "Redis answers", nil
	}
	return "the embedded store in " + p.config.DataDir, nil
}

// probe writes an article and takes it out again: a full disk, or a server at
// its memory limit, answers questions as if nothing were wrong.
func probe(ctx context.Context, s store) error {
	const guild = "doctor"
	a := retrieval.Article{
		ID: retrieval.ArticleID("https://newsdesk.example/doctor"), URL: "https://newsdesk.example/doctor",
		Title: "Probe", Text: "The doctor writes this and takes it out again.",
	}
	if _, _, err := s.Put(ctx, guild, a, retrieval.Split(a.Text)); err != nil {
		return err
	}
	return s.Delete(ctx, guild, a.ID)
}

func (p *program) checkModel(ctx context.Context) (string, error) {
	m := p.config.Model
	if !m.Configured() {
		return "no model: answers are the closest passages. Set OPENAI_API_KEY or OPENAI_BASE_URL to have them written.", errNotSet
	}
	return ping(ctx, m, p.openaiModel(m).Ping)
}

func (p *program) checkVerifier(ctx context.Context) (string, error) {
	m := p.config.Verifier
	if !m.Configured() {
		return "no second opinion: set VERIFY_MODEL to have one asked for.", errNotSet
	}
	return ping(ctx, m, p.openaiModel(m).Ping)
}

func (p *program) checkEmbedder(ctx context.Context) (string, error) {
	m := p.config.Embedder
	if !m.Configured() {
		return "no embedder: search goes by words. Set OPENAI_EMBEDDING_MODEL to search by meaning, too.", errNotSet
	}
	return ping(ctx, m, func(ctx context.Context) error {
		_, _, err := p.embedder().Embed(ctx, []string{"Is anybody there?"})
		return err
	})
}

// ping uses a model once, and says how long that took.
func ping(ctx context.Context, m config.Model, try func(context.Context) error) (string, error) {
	start := time.Now()
	if err := try(ctx); errors.Is(err, openai.ErrUpstream) {
		return "", usageError(m.BaseURL + " cannot be reached, or fails. Check the address, the network, and that the server is up.")
	} else if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s answered in %.1f s", m.Name, time.Since(start).Seconds()), nil
}

func (p *program) checkDiscord(ctx context.Context) (string, error) {
	if !p.config.DiscordToken.IsSet() {
		return "no token: Newsdesk is a console. Set DISCORD_TOKEN to bring it to a server.", errNotSet
	}
	me, err := discord.Identify(ctx, discord.Options{
		Token: p.config.DiscordToken.Reveal(), APIBase: p.config.DiscordAPI, Log: p.log,
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("signed in as %s\n%15s invite: %s", me.Name, "", me.Invite()), nil
}
