package openai

import (
	"runtime"
	"testing"
	"time"

	"github.com/sony/gobreaker/v2"

	"newsdesk.example/newsdesk/bot/openai/openaitest"
	"newsdesk.example/newsdesk/prompts"
)

// After a break one call is let through to try the model. While its reply
// streamed, for minutes on a slow machine, all others were turned away.
func TestTrialCallIsJudgedByItsFirstWord(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, func(r openaitest.Request) openaitest.Reply {
		if r.N <= breakAfter {
			return openaitest.Reply{Status: 501}
		}
		return openaitest.Say("yes")
	})
	m := New(Options{Model: "small", BaseURL: server.URL()})
	m.breaker = newBreaker(time.Millisecond)
	prompt := []prompts.Message{{Role: prompts.User, Text: "Well?"}}
	silent := func(string) error { return nil }
	for range breakAfter {
		if _, err := m.Stream(t.Context(), prompt, silent); err == nil {
			t.Fatal("no error")
		}
	}
	for m.breaker.State() != gobreaker.StateHalfOpen {
		runtime.Gosched()
	}
	_, err := m.Stream(t.Context(), prompt, func(string) error {
		_, err := m.Stream(t.Context(), prompt, silent)
		return err
	})
	if err != nil {
		t.Errorf("beside the trial call: %v", err)
	}
}
