package handlers

import (
	"context"
	"time"
	"unicode"

	"newsdesk.example/newsdesk/prompts"
)

const (
	// replyTokens is how long a reply may be; package openai asks for as many
	// unless it is told otherwise.
	replyTokens = 800
	// sourceTokens is what a source costs beside its text: number, outlet, title,
	// day. questionTokens is a question's share, and messageTokens what the
	// server puts around each message.
	sourceTokens, questionTokens, messageTokens = 40, 100, 5
)

// affords tells whether the guild may ask a model now, or has spent the tokens of
// this day (UTC). Answers under way are not counted yet, so a day can end
// somewhat above its bound. A ledger that fails lets everything pass.
func (d *Desk) affords(ctx context.Context, guild string, now time.Time) bool {
	if d.ledger == nil || d.dailyTokens <= 0 {
		return true
	}
	ctx, cancel := d.forLedger(ctx)
	defer cancel()
	spent, err := d.ledger.Spent(ctx, guild, dayOf(now), dayOf(now))
	if err != nil {
		d.forgot(ctx, "afford", guild, err)
		return true
	}
	tokens := 0
	for _, s := range spent {
		tokens += s.Prompt + s.Completion
	}
	return tokens < d.dailyTokens
}

// spend counts one call of a model; see metered for u. A call that never came
// about costs nothing.
func (d *Desk) spend(ctx context.Context, guild, model string, now time.Time, u prompts.Usage) {
	if u.Prompt+u.Completion == 0 {
		return
	}
	s := Spending{Day: dayOf(now), Model: model, Calls: 1, Prompt: u.Prompt, Completion: u.Completion}
	if u.Estimated {
		s.Estimated = 1
	}
	d.count(ctx, guild, s)
}

// spendCached counts an answer that needed no call, because of an earlier one of
// that model; "" is none, whose answers cost nothing the first time either.
func (d *Desk) spendCached(ctx context.Context, guild, model string, now time.Time) {
	if model == "" {
		return
	}
	d.count(ctx, guild, Spending{Day: dayOf(now), Model: model, Cached: 1})
}

func (d *Desk) count(ctx context.Context, guild string, s Spending) {
	if d.ledger == nil {
		return
	}
	ctx, cancel := d.forLedger(context.WithoutCancel(ctx)) // the tokens are spent, whoever waits
	defer cancel()
	if err := d.ledger.Spend(ctx, guild, s); err != nil {
		d.forgot(ctx, "spend", guild, err)
	}
}

// dayOf is the day that a moment is counted to.
func dayOf(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// metered is what a call cost: as the server reported, else estimated from the
// prompt and from what the model said. A server reports at the end of its
// stream, so a reply that we stop early is always estimated. Where neither a
// report nor a word came, the server was down or refused, and that is free.
func metered(u prompts.Usage, prompt []prompts.Message, said string) prompts.Usage {
	if u.Prompt > 0 || u.Completion > 0 || said == "" {
		return u
	}
	return prompts.Usage{Prompt: promptTokens(prompt), Completion: tokens(said), Estimated: true}
}

func promptTokens(prompt []prompts.Message) int {
	n := 0
	for _, m := range prompt {
		n += tokens(m.Text) + messageTokens
	}
	return n
}

// tokens estimates what a text costs: about 4 letters of English a token, 2 of
// other scripts with letters, 1 of those that write words or syllables.
func tokens(text string) int {
	quarters := 0
	for _, r := range text {
		switch {
		case r < unicode.MaxASCII:
			quarters++
		case r < 0x700: // Latin with accents, Greek, Cyrillic, Hebrew, Arabic; dashes are above
			quarters += 2
		default:
			quarters += 4
		}
	}
	return (quarters + 3) / 4
}

// fitBudget cuts the sources, best first, to what AnswerTokens leaves for them
// beside the rules, the examples, the question and the reply. At least one
// sentence stays.
func (d *Desk) fitBudget(sources []prompts.Source) []prompts.Source {
	if d.answerTokens <= 0 {
		return sources
	}
	// What a prompt costs without sources is known only to its templates.
	room := d.answerTokens - replyTokens - questionTokens - promptTokens(prompts.Ask("", nil, time.Time{}))
	for {
		cost, words := sourcesCost(sources), wordsOf(sources)
		if cost <= room || words == 0 {
			return sources
		}
		// A word costs what it does on average in these; where the dear ones come
		// first, that is too little, and they are cut once more.
		fewer := words * max(0, room) / cost
		sources = prompts.Fit(sources, min(fewer, words-1))
		if wordsOf(sources) == words {
			return sources // one sentence
		}
	}
}

func sourcesCost(sources []prompts.Source) int {
	n := 0
	for _, s := range sources {
		n += tokens(s.Text) + sourceTokens
	}
	return n
}

func wordsOf(sources []prompts.Source) int {
	n := 0
	for _, s := range sources {
		n += prompts.Words(s.Text)
	}
	return n
}
