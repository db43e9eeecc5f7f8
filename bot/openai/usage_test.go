package openai_test

import (
	"errors"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/bot/openai/openaitest"
	"newsdesk.example/newsdesk/prompts"
)

// What a call has cost, as far as the server says: the test's counts words, 6 in
// the prompt.
func TestUsage(t *testing.T) {
	t.Parallel()
	stop := errors.New("enough")
	for name, tt := range map[string]struct {
		script []openaitest.Reply
		emit   error
		want   prompts.Usage
	}{
		"whole":                     {[]openaitest.Reply{openaitest.Say("one two three")}, nil, prompts.Usage{Prompt: 6, Completion: 3}},
		"cut at its limit":          {[]openaitest.Reply{{Text: "one two", Finish: "length"}}, nil, prompts.Usage{Prompt: 6, Completion: 2}},
		"a server that counts none": {[]openaitest.Reply{{Text: "one two", Ending: openaitest.Bare}}, nil, prompts.Usage{}},
		"stopped by the caller":     {[]openaitest.Reply{openaitest.Say("one two")}, stop, prompts.Usage{}},
		"broken":                    {[]openaitest.Reply{{Text: "one two", Ending: openaitest.Dropped}}, nil, prompts.Usage{}},
		"refused, then whole":       {[]openaitest.Reply{openaitest.Failing(), openaitest.Say("one")}, nil, prompts.Usage{Prompt: 6, Completion: 1}},
		// The first reply was all thought, and has been paid for.
		"all thought, then whole": {[]openaitest.Reply{{Text: "<think> well", Finish: "length"}, openaitest.Say("one")}, nil, prompts.Usage{Prompt: 12, Completion: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, openaitest.Script(tt.script...))
			got, _ := openai.New(fast(server.URL())).Stream(t.Context(), question(), func(string) error { return tt.emit })
			if got != tt.want {
				t.Errorf("usage %+v, want %+v", got, tt.want)
			}
			if r := server.Requests()[0]; r.StreamOptions["include_usage"] != true {
				t.Errorf("no usage is asked for: %s", r.Raw)
			}
		})
	}
}

func TestStreamUpTo(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		model     string
		maxTokens int
		sent      int
	}{
		"less":             {"small", 20, 20},
		"more":             {"small", 2000, 2000},
		"none is one":      {"small", 0, 1},
		"room for thought": {"o3-mini", 20, 4116},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, openaitest.Script(openaitest.Say("yes")))
			o := fast(server.URL())
			o.Model = tt.model
			var text strings.Builder
			_, err := openai.New(o).StreamUpTo(t.Context(), question(), tt.maxTokens, func(delta string) error {
				text.WriteString(delta)
				return nil
			})
			r := server.Requests()[0]
			limit := r.MaxTokens
			if limit == nil {
				limit = r.MaxCompletionTokens
			}
			if err != nil || text.String() != "yes" || limit == nil || *limit != tt.sent {
				t.Errorf("text %q, error %v, request %s", text.String(), err, r.Raw)
			}
		})
	}
}

// A thinker is found out under a limit of the call's own as well.
func TestThinkerIsGivenRoomWithinACall(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, func(r openaitest.Request) openaitest.Reply {
		if *r.MaxTokens < 4096 {
			return openaitest.Reply{Thought: "Okay", Finish: "length"}
		}
		return openaitest.Say("yes")
	})
	m := openai.New(fast(server.URL()))
	_, err := m.StreamUpTo(t.Context(), question(), 20, func(string) error { return nil })
	if err != nil || len(server.Requests()) != 2 {
		t.Errorf("%v after %d requests", err, len(server.Requests()))
	}
}
