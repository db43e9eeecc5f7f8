package handlers_test

import (
	"math"
	"testing"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	d := remembering(t, handlers.Options{
		DailyTokens: 1000, AnswerTokens: 500,
		Prices: map[string]handlers.Price{"small": {PromptPerMillion: .25, CompletionPerMillion: 2}},
	})
	now := noon(28)
	spend := func(model string, days, prompt, completion int, estimated bool) {
		at := now.AddDate(0, 0, -days)
		handlers.Spend(t.Context(), d, "g", model, at, prompts.Usage{Prompt: prompt, Completion: completion, Estimated: estimated})
	}
	spend("small", 0, 400, 100, false)
	spend("small", 0, 200, 0, true)
	handlers.SpendCached(t.Context(), d, "g", "small", now)
	handlers.SpendCached(t.Context(), d, "g", "", now) // without a model there is nothing to save
	spend("down", 0, 0, 0, true)                       // a call that never came about
	spend("small", 29, 1000, 1000, false)
	spend("small", 30, 1e6, 1e6, false) // too long ago
	spend("large", 3, 5000, 5000, false)

	r, err := d.Usage(t.Context(), handlers.Asker{Guild: "g"}, now.In(time.FixedZone("", 9*3600)))
	if err != nil {
		t.Fatal(err)
	}
	small := handlers.Cost{Calls: 3, Cached: 1, Estimated: 1, Prompt: 1600, Completion: 1100, Dollars: .0026, Priced: true}
	for name, c := range map[string]struct{ got, want handlers.Cost }{
		"today": {r.Today, handlers.Cost{Calls: 2, Cached: 1, Estimated: 1, Prompt: 600, Completion: 100, Dollars: .00035, Priced: true}},
		"month": {r.Month, handlers.Cost{Calls: 4, Cached: 1, Estimated: 1, Prompt: 6600, Completion: 6100, Dollars: .0026}},
		"large": {r.Models[0].Cost, handlers.Cost{Calls: 1, Prompt: 5000, Completion: 5000}},
		"small": {r.Models[1].Cost, small},
	} {
		if math.Abs(c.got.Dollars-c.want.Dollars) > 1e-12 {
			t.Errorf("%s: %v dollars, want %v", name, c.got.Dollars, c.want.Dollars)
		}
		c.got.Dollars = c.want.Dollars
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
	if r.Day != "2022-02-28" || r.DailyTokens != 1000 || r.Left != 300 || r.AnswerTokens != 500 || len(r.Models) != 2 || r.Models[0].Model != "large" {
		t.Errorf("%+v", r)
	}
	if r.Today.CachedShare() != 1./3 || r.Today.Tokens() != 700 || (handlers.Cost{}).CachedShare() != 0 {
		t.Errorf("cached share %v, tokens %v", r.Today.CachedShare(), r.Today.Tokens())
	}
	spend("small", 0, 9999, 0, false)
	if r, err := d.Usage(t.Context(), manager(), now); err != nil || r.Left != 0 {
		t.Errorf("overspent: %d left, %v", r.Left, err)
	}
	if r, err := d.Usage(t.Context(), handlers.Asker{Guild: "other"}, now); err != nil || r.Left != 1000 || len(r.Models) != 0 || !r.Month.Priced {
		t.Errorf("another guild: %+v, %v", r, err)
	}
}
