package handlers

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
)

// usageDays is how many days a UsageReport covers, today among them.
const usageDays = 30

// Price is what a model costs, in US dollars.
type Price struct{ PromptPerMillion, CompletionPerMillion float64 }

// of is the price of some tokens.
func (p Price) of(prompt, completion int) float64 {
	return (float64(prompt)*p.PromptPerMillion + float64(completion)*p.CompletionPerMillion) / 1e6
}

// UsageReport tells what models have cost a guild.
type UsageReport struct {
	// Day is today, "2006-01-02" in UTC; the other sums are of the 30 days that
	// end with it.
	Day          string
	Today, Month Cost
	// Models are the sums of each, the most tokens first.
	Models []ModelCost
	// DailyTokens is the bound of a day, 0 for none, and Left what of it is left
	// today.
	DailyTokens, Left int
	// AnswerTokens is the bound of one answer, 0 for none.
	AnswerTokens int
}

// ModelCost is what one model has cost.
type ModelCost struct {
	Model string
	Cost
}

// Cost sums up what was spent.
type Cost struct {
	// Calls counts model calls, Cached the answers that needed none, Estimated
	// the calls whose tokens are estimates.
	Calls, Cached, Estimated int
	Prompt, Completion       int // tokens
	// Dollars is the price of those tokens whose model has one; Priced tells that
	// all have.
	Dollars float64
	Priced  bool
}

// Tokens are those of prompts and replies together.
func (c Cost) Tokens() int { return c.Prompt + c.Completion }

// CachedShare is which share of calls and cached answers was cached, 0 to 1.
func (c Cost) CachedShare() float64 {
	if c.Calls+c.Cached == 0 {
		return 0
	}
	return float64(c.Cached) / float64(c.Calls+c.Cached)
}

// Usage reports what the guild has spent until now. It is empty but for the
// bounds where nothing is remembered. The error is the ledger's.
func (d *Desk) Usage(ctx context.Context, from Asker, now time.Time) (UsageReport, error) {
	r := UsageReport{
		Day: dayOf(now), DailyTokens: d.dailyTokens, Left: d.dailyTokens, AnswerTokens: d.answerTokens,
		Today: Cost{Priced: true}, Month: Cost{Priced: true},
	}
	if d.ledger == nil {
		return r, nil
	}
	spent, err := d.ledger.Spent(ctx, from.Guild, dayOf(now.UTC().AddDate(0, 0, 1-usageDays)), r.Day)
	if err != nil {
		return UsageReport{}, err
	}
	models := map[string]Cost{}
	for _, s := range spent {
		if s.Day == r.Day {
			r.Today = d.add(r.Today, s)
		}
		r.Month = d.add(r.Month, s)
		of, known := models[s.Model]
		of.Priced = of.Priced || !known
		models[s.Model] = d.add(of, s)
	}
	for _, model := range slices.Sorted(maps.Keys(models)) {
		r.Models = append(r.Models, ModelCost{Model: model, Cost: models[model]})
	}
	slices.SortStableFunc(r.Models, func(a, b ModelCost) int { return cmp.Compare(b.Tokens(), a.Tokens()) })
	r.Left = max(0, d.dailyTokens-r.Today.Tokens())
	return r, nil
}

// add counts one spending in.
func (d *Desk) add(c Cost, s Spending) Cost {
	price, ok := d.prices[s.Model]
	c.Calls += s.Calls
	c.Cached += s.Cached
	c.Estimated += s.Estimated
	c.Prompt += s.Prompt
	c.Completion += s.Completion
	c.Dollars += price.of(s.Prompt, s.Completion)
	c.Priced = c.Priced && (ok || s.Prompt+s.Completion == 0)
	return c
}
