package handlers

import (
	"context"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// What a desk remembers, for tests: they need package ledger, which imports this
// one.

func KeepTurn(ctx context.Context, d *Desk, from Asker, talk, question, standing string, asked time.Time, r Reply) string {
	return d.keepTurn(ctx, from, talk, question, standing, asked, r)
}

func Earlier(ctx context.Context, d *Desk, q Question) []Turn { return d.earlier(ctx, q) }

func Recall(ctx context.Context, d *Desk, guild, key string) (Reply, bool) {
	return d.recall(ctx, guild, key)
}

func Remember(ctx context.Context, d *Desk, guild, key string, r Reply) {
	d.remember(ctx, guild, key, r)
}

func AnswerKey(q Question, standing, corpus, model string) string {
	return answerKey(q, standing, corpus, model)
}

func Affords(ctx context.Context, d *Desk, guild string, now time.Time) bool {
	return d.affords(ctx, guild, now)
}

func Spend(ctx context.Context, d *Desk, guild, model string, now time.Time, u prompts.Usage) {
	d.spend(ctx, guild, model, now, u)
}

func SpendCached(ctx context.Context, d *Desk, guild, model string, now time.Time) {
	d.spendCached(ctx, guild, model, now)
}

func FitBudget(d *Desk, sources []prompts.Source) []prompts.Source { return d.fitBudget(sources) }

func Metered(u prompts.Usage, prompt []prompts.Message, said string) prompts.Usage {
	return metered(u, prompt, said)
}

func Tokens(text string) int { return tokens(text) }

func PromptTokens(prompt []prompts.Message) int { return promptTokens(prompt) }

func NoteGap(ctx context.Context, d *Desk, from Asker, question string, asked time.Time, nearest []retrieval.Article) {
	d.noteGap(ctx, from, question, asked, nearest)
}

// The bounds, for tests.
const (
	LedgerTime  = ledgerTime
	ReplyTokens = replyTokens
)
