package openai_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/bot/openai/openaitest"
	"newsdesk.example/newsdesk/prompts"
)

const key = "sk-hush-hush"

// fast are options under which no test waits for long.
func fast(url string) openai.Options {
	return openai.Options{Model: "small", BaseURL: url, Key: key, RetryWait: time.Millisecond, Timeout: 20 * time.Second}
}

func question() []prompts.Message {
	return []prompts.Message{{Role: prompts.System, Text: "Be brief."}, {Role: prompts.User, Text: "What did he say?"}}
}

// ask streams one reply and returns its text.
func ask(t *testing.T, m *openai.Model) (string, prompts.Usage, error) {
	t.Helper()
	var text strings.Builder
	usage, err := m.Stream(t.Context(), question(), func(delta string) error {
		text.WriteString(delta)
		return nil
	})
	if err != nil && (strings.Contains(err.Error(), "hush") || len(err.Error()) > 200) {
		t.Errorf("the error tells too much: %v", err)
	}
	return text.String(), usage, err
}

func TestStreamAndUsage(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Say("He said “quite hard to dispute” [1].")))
	m := openai.New(fast(server.URL() + "/")) // a slash too many is no fault
	text, usage, err := ask(t, m)
	if err != nil || text != "He said “quite hard to dispute” [1]." || usage != (prompts.Usage{Prompt: 6, Completion: 7}) {
		t.Errorf("text %q, usage %+v, error %v", text, usage, err)
	}
	got := server.Requests()[0]
	if got.Key != key || got.Model != "small" || !got.Stream || len(got.Messages) != 2 || got.Messages[0].Role != "system" {
		t.Errorf("request %+v", got)
	}
	if m.Name() != "small" {
		t.Errorf("name %q", m.Name())
	}
}

// Each row of the table of what go-openai v1.43 does with a fault: what is
// emitted, which sentinel comes back, and how many requests it took.
func TestFaults(t *testing.T) {
	t.Parallel()
	type R = openaitest.Reply
	say := openaitest.Say
	tests := map[string]struct {
		script   []openaitest.Reply
		text     string
		want     error
		requests int
	}{
		"500 passes":                       {[]R{openaitest.Failing(), say("yes")}, "yes", nil, 2},
		"500 stays":                        {[]R{openaitest.Failing()}, "", openai.ErrUpstream, 3},
		"429 passes":                       {[]R{openaitest.RateLimited(0), say("yes")}, "yes", nil, 2},
		"429 waits as long as it is told":  {[]R{openaitest.RateLimited(1), say("yes")}, "yes", nil, 2},
		"429 for longer than there is":     {[]R{openaitest.RateLimited(3600)}, "", openai.ErrRateLimited, 1},
		"429 stays":                        {[]R{openaitest.RateLimited(0)}, "", openai.ErrRateLimited, 3},
		"429 without credit":               {[]R{openaitest.NoCredit()}, "", openai.ErrQuota, 1},
		"402":                              {[]R{{Status: 402}}, "", openai.ErrQuota, 1},
		"503 while loading":                {[]R{openaitest.Loading(), openaitest.Loading(), openaitest.Loading(), openaitest.Loading(), say("yes")}, "yes", nil, 5},
		"503 otherwise":                    {[]R{{Status: 503, Message: "overloaded"}}, "", openai.ErrUpstream, 3},
		"529":                              {[]R{{Status: 529}, say("yes")}, "yes", nil, 2},
		"504":                              {[]R{{Status: 504}}, "", openai.ErrTimeout, 3},
		"501":                              {[]R{{Status: 501}}, "", openai.ErrUpstream, 1},
		"401":                              {[]R{openaitest.WrongKey(key)}, "", openai.ErrUnauthorized, 1},
		"403":                              {[]R{{Status: 403}}, "", openai.ErrUnauthorized, 1},
		"404 for the model":                {[]R{openaitest.NoSuchModel()}, "", openai.ErrNoSuchModel, 1},
		"404 as Ollama says it":            {[]R{{Status: 404, Message: `model "small" not found, try pulling it first`}}, "", openai.ErrNoSuchModel, 1},
		"404 for the address":              {[]R{{Status: 404, Body: "404 page not found", Type: "text/plain"}}, "", openai.ErrNoEndpoint, 1},
		"405":                              {[]R{{Status: 405}}, "", openai.ErrNoEndpoint, 1},
		"200 with a web page":              {[]R{{Status: 200, Body: "<html>hush</html>", Type: "text/html; charset=utf-8"}}, "", openai.ErrNoEndpoint, 1},
		"200 with an error":                {[]R{{Status: 200, Message: "hush"}}, "", openai.ErrUpstream, 3},
		"200 with neither":                 {[]R{{Status: 200, Body: "{}"}}, "", openai.ErrUpstream, 3},
		"200 with an empty stream":         {[]R{{Status: 200, Body: "\n", Type: "text/event-stream"}}, "", openai.ErrTruncated, 3},
		"400":                              {[]R{{Status: 400, Message: "hush"}}, "", openai.ErrUpstream, 1},
		"400 for the model":                {[]R{{Status: 400, Message: "Invalid model: small"}}, "", openai.ErrNoSuchModel, 1},
		"400 for the length":               {[]R{{Status: 400, Message: "the request exceeds the available context size"}}, "", openai.ErrTooLong, 1},
		"413":                              {[]R{{Status: 413}}, "", openai.ErrTooLong, 1},
		"refusal that is no JSON":          {[]R{{Status: 500, Body: "<h1>hush", Type: "text/html"}}, "", openai.ErrUpstream, 3},
		"refusal with a bare text":         {[]R{{Status: 401, Body: `{"error":"hush"}`}}, "", openai.ErrUnauthorized, 1},
		"refusal that is empty":            {[]R{{Status: 400, Body: " "}}, "", openai.ErrUpstream, 1},
		"closed without [DONE]":            {[]R{{Text: "half an", Ending: openaitest.Unfinished}}, "half an", openai.ErrTruncated, 1},
		"closed before a word":             {[]R{{Ending: openaitest.Unfinished}, say("yes")}, "yes", nil, 2},
		"finished without [DONE]":          {[]R{{Text: "whole", Ending: openaitest.Bare}}, "whole", nil, 1},
		"reset in mid-reply":               {[]R{{Text: "half an", Ending: openaitest.Dropped}, say("no")}, "half an", openai.ErrUpstream, 1},
		"reset before a word":              {[]R{{Ending: openaitest.Dropped}, say("yes")}, "yes", nil, 2},
		"reset before a word, for ever":    {[]R{{Ending: openaitest.Dropped}}, "", openai.ErrUpstream, 3},
		"reset while thinking":             {[]R{{Thought: "well now", Ending: openaitest.Dropped}, say("yes")}, "yes", nil, 2},
		"error event":                      {[]R{{Text: "half an", Ending: openaitest.ErrorEvent}}, "half an", openai.ErrUpstream, 1},
		"error event before a word":        {[]R{{Ending: openaitest.ErrorEvent}, say("yes")}, "yes", nil, 2},
		"error event after comments":       {[]R{{Text: "half an", Comments: 1, Ending: openaitest.ErrorEvent}}, "half an", openai.ErrUpstream, 1},
		"error as data":                    {[]R{{Text: "half an", Ending: openaitest.ErrorData}}, "half an", openai.ErrUpstream, 1},
		"malformed chunk":                  {[]R{{Text: "half an", Ending: openaitest.Malformed}}, "half an", openai.ErrUpstream, 1},
		"400 comments before each chunk":   {[]R{{Text: "one two", Comments: 400}}, "one two", nil, 1},
		"chunks without choices":           {[]R{{Text: "one two", Empty: true}}, "one two", nil, 1},
		"length limit":                     {[]R{{Text: "one two", Finish: "length"}}, "one two", openai.ErrLength, 1},
		"content filter":                   {[]R{{Text: "one", Finish: "content_filter"}}, "one", openai.ErrUpstream, 1},
		"provider's error in a finish":     {[]R{{Finish: "error"}, say("yes")}, "yes", nil, 2},
		"a stream that calls itself JSON":  {[]R{{Status: 200, Body: "data: {\"choices\":[{\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}\n\n"}}, "yes", nil, 1},
		"a thought is not shown":           {[]R{{Thought: "the user wants", Text: "yes"}}, "yes", nil, 1},
		"an empty reply is a reply":        {[]R{{}}, "", nil, 1},
		"thoughts in the text, the same":   {[]R{say("\n<think>the user <b> wants</think>yes")}, "yes", nil, 1},
		"a tag that is no thought's":       {[]R{say("<thinker> yes")}, "<thinker> yes", nil, 1},
		"reset inside a tag's thought":     {[]R{{Text: "<think>well now", Ending: openaitest.Dropped}, say("yes")}, "yes", nil, 2},
		"slow to begin, within its time":   {[]R{{Text: "yes", First: 50 * time.Millisecond}}, "yes", nil, 1},
		"slow from word to word, the same": {[]R{{Text: "y e s", Between: 5 * time.Millisecond}}, "y e s", nil, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, openaitest.Script(tt.script...))
			text, _, err := ask(t, openai.New(fast(server.URL())))
			if text != tt.text || !errors.Is(err, tt.want) {
				t.Errorf("text %q, error %v; want %q, %v", text, err, tt.text, tt.want)
			}
			if n := len(server.Requests()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
		})
	}
}

func TestPauses(t *testing.T) {
	t.Parallel()
	stalled := openaitest.Reply{Text: "half an", Ending: openaitest.Stalled}
	tests := map[string]struct {
		reply         openaitest.Reply
		timeout, idle time.Duration
		text          string
		want          error
	}{
		"a pause in the reply":                   {stalled, time.Minute, 700 * time.Millisecond, "half an", openai.ErrTimeout},
		"a pause in a thought":                   {openaitest.Reply{Thought: "hm", Ending: openaitest.Stalled}, time.Minute, 700 * time.Millisecond, "", openai.ErrTimeout},
		"no time left in the reply":              {stalled, time.Second, time.Minute, "half an", openai.ErrTimeout},
		"no time left before it":                 {openaitest.Reply{First: time.Hour}, 50 * time.Millisecond, time.Minute, "", openai.ErrTimeout},
		"the idle limit spares a slow beginning": {openaitest.Reply{Text: "yes", First: 1200 * time.Millisecond}, time.Minute, time.Second, "yes", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, openaitest.Script(tt.reply))
			o := fast(server.URL())
			o.Timeout, o.Idle = tt.timeout, tt.idle
			text, _, err := ask(t, openai.New(o))
			if text != tt.text || !errors.Is(err, tt.want) {
				t.Errorf("text %q, error %v; want %q, %v", text, err, tt.text, tt.want)
			}
		})
	}
}

func TestServerThatNeverGetsReady(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Loading()))
	o := fast(server.URL())
	o.Timeout = 100 * time.Millisecond
	// Which of the two depends on whether the time runs out in a pause.
	if _, _, err := ask(t, openai.New(o)); !errors.Is(err, openai.ErrUpstream) && !errors.Is(err, openai.ErrTimeout) {
		t.Errorf("error %v", err)
	}
}

func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Reply{Text: "half an", Ending: openaitest.Stalled}))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := openai.New(fast(server.URL())).Stream(ctx, question(), func(string) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || errors.Is(err, openai.ErrTimeout) {
		t.Errorf("error %v", err)
	}
}

func TestEmitsErrorComesBackAsItIs(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Say("one two three")))
	enough := errors.New("enough")
	calls := 0
	_, err := openai.New(fast(server.URL())).Stream(t.Context(), question(), func(string) error {
		calls++
		return enough
	})
	if !errors.Is(err, enough) || errors.Is(err, openai.ErrUpstream) || calls != 1 || len(server.Requests()) != 1 {
		t.Errorf("error %v after %d calls of emit and %d requests", err, calls, len(server.Requests()))
	}
}

func TestServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	_, _, err = ask(t, openai.New(fast("http://"+address+"/v1")))
	if !errors.Is(err, openai.ErrUpstream) || !strings.Contains(err.Error(), "refused") {
		t.Errorf("error %v", err)
	}
}

func TestReplyWithoutEnd(t *testing.T) {
	t.Parallel()
	chunk := `data: {"choices":[{"index":0,"delta":{"content":"` + strings.Repeat("x", 4096) + `"}}]}` + "\n\n"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	text, _, err := ask(t, openai.New(fast(server.URL)))
	if !errors.Is(err, openai.ErrUpstream) || len(text) > 300<<10 {
		t.Errorf("%d bytes, error %v", len(text), err)
	}
}

func TestLineWithoutEnd(t *testing.T) {
	t.Parallel()
	row := strings.Repeat(":", 64<<10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, row); err != nil {
				return
			}
		}
	}))
	defer server.Close()
	if _, _, err := ask(t, openai.New(fast(server.URL))); !errors.Is(err, openai.ErrUpstream) {
		t.Errorf("error %v", err)
	}
}

func TestPing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		reply openaitest.Reply
		want  error
	}{
		"well":      {openaitest.Reply{Text: "OK", Finish: "length"}, nil},
		"wrong key": {openaitest.WrongKey(key), openai.ErrUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, openaitest.Script(tt.reply))
			if err := openai.New(fast(server.URL())).Ping(t.Context()); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if limit := server.Requests()[0].MaxTokens; limit == nil || *limit != 1 {
				t.Errorf("limit %v, want one token", limit)
			}
		})
	}
}

func TestWhatIsSentToWhom(t *testing.T) {
	t.Parallel()
	for name, reasons := range map[string]bool{
		"small": false, "gpt-4.1-mini": false, "openchat": false,
		"o1": true, "o3-mini": true, "o4-mini": true, "gpt-5-nano": true, "gpt-5.4-mini": true, "gpt-6-luna": true, "gpt-6-astra": true,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, openaitest.Script(openaitest.Say("yes")))
			o := fast(server.URL())
			o.Model = name
			if _, _, err := ask(t, openai.New(o)); err != nil {
				t.Fatal(err)
			}
			r := server.Requests()[0]
			if reasons && (r.Temperature != nil || r.MaxTokens != nil || r.MaxCompletionTokens == nil || *r.MaxCompletionTokens < 4096) {
				t.Errorf("request %s", r.Raw)
			}
			if !reasons && (r.Temperature == nil || *r.Temperature < 1e-9 || *r.Temperature > 1e-3 || r.MaxTokens == nil || *r.MaxTokens != 800 || r.MaxCompletionTokens != nil) {
				t.Errorf("request %s", r.Raw)
			}
		})
	}
}

// What a server refuses to take is left out, once and for all.
func TestServerThatRefusesFields(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, func(r openaitest.Request) openaitest.Reply {
		switch {
		case r.StreamOptions != nil: // as Mistral refuses it
			return openaitest.Reply{Status: 422, Body: `{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"]}]}}`}
		case r.MaxTokens != nil:
			return openaitest.Reply{Status: 400, Message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}
		case r.Temperature != nil:
			return openaitest.Reply{Status: 400, Message: "Unsupported value: 'temperature' does not support 0."}
		default:
			return openaitest.Say("yes")
		}
	})
	m := openai.New(fast(server.URL()))
	for want := 4; want <= 5; want++ {
		text, _, err := ask(t, m)
		if err != nil || text != "yes" || len(server.Requests()) != want {
			t.Fatalf("text %q, error %v after %d requests, want %d", text, err, len(server.Requests()), want)
		}
	}
}

func TestServerThatRefusesWhateverIsSent(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Reply{Status: 400, Message: "stream_options max_completion_tokens temperature"}))
	if _, _, err := ask(t, openai.New(fast(server.URL()))); !errors.Is(err, openai.ErrUpstream) || len(server.Requests()) != 4 {
		t.Errorf("error %v after %d requests", err, len(server.Requests()))
	}
}

// A model that is down costs the first askers their time, not everybody.
func TestServerThatStaysDownIsLeftAlone(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Reply{Status: 501}))
	m := openai.New(fast(server.URL()))
	for range 8 {
		if _, _, err := ask(t, m); !errors.Is(err, openai.ErrUpstream) {
			t.Fatalf("error %v", err)
		}
	}
	if n := len(server.Requests()); n != 5 {
		t.Errorf("%d requests, want 5", n)
	}
	if err := m.Ping(t.Context()); err == nil || len(server.Requests()) != 6 {
		t.Error("Ping does not look for itself")
	}
}

func TestRefusalsAreNoOutage(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.WrongKey(key)))
	m := openai.New(fast(server.URL()))
	for range 8 {
		if _, _, err := ask(t, m); !errors.Is(err, openai.ErrUnauthorized) {
			t.Fatalf("error %v", err)
		}
	}
}

func TestLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	server := openaitest.Start(t, openaitest.Script(openaitest.WrongKey(key+"\n\x1b[31m"+strings.Repeat("x", 1000))))
	o := fast(server.URL())
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	_, _, _ = ask(t, openai.New(o))
	text := log.String()
	if !strings.Contains(text, "incorrect api key provided: [key]") || strings.Contains(text, "hush") || strings.Contains(text, "\x1b") || len(text) > 600 {
		t.Errorf("log: %s", text)
	}
}

// lockedBuffer is a log that handlers may write while a test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Qwen3 and R1 think under names that do not say so, and 800 tokens of it were
// all that any question got.
func TestThinkerIsGivenRoom(t *testing.T) {
	t.Parallel()
	for name, thinking := range map[string]openaitest.Reply{
		"in a field of its own":  {Thought: "Okay, the user", Finish: "length"},
		"between tags":           {Text: "<think>\nOkay, the user", Finish: "length"},
		"between tags, no words": {Text: "<think>\nOkay.\n</think>\n\n", Finish: "length"},
		"where nobody sees it":   {Finish: "length"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.Start(t, func(r openaitest.Request) openaitest.Reply {
				if *r.MaxTokens < 4096 {
					return thinking
				}
				return openaitest.Reply{Thought: "Okay, the user wants it.", Text: "yes"}
			})
			m := openai.New(fast(server.URL()))
			for want := 2; want <= 3; want++ { // the second question is sent with room at once
				text, _, err := ask(t, m)
				if err != nil || strings.TrimSpace(text) != "yes" || len(server.Requests()) != want {
					t.Fatalf("text %q, error %v after %d requests, want %d", text, err, len(server.Requests()), want)
				}
			}
		})
	}
}

func TestThinkerWithoutEndIsAskedTwiceAtMost(t *testing.T) {
	t.Parallel()
	server := openaitest.Start(t, openaitest.Script(openaitest.Reply{Thought: "Okay, but wait", Finish: "length"}))
	m := openai.New(fast(server.URL()))
	for want := 2; want <= 3; want++ {
		if text, _, err := ask(t, m); text != "" || !errors.Is(err, openai.ErrLength) || len(server.Requests()) != want {
			t.Fatalf("text %q, error %v after %d requests, want %d", text, err, len(server.Requests()), want)
		}
	}
}

func TestLasting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		reply openaitest.Reply
		want  error
		lasts bool
	}{
		{openaitest.WrongKey(key), openai.ErrUnauthorized, true},
		{openaitest.NoSuchModel(), openai.ErrNoSuchModel, true},
		{openaitest.Reply{Status: 405}, openai.ErrNoEndpoint, true},
		{openaitest.NoCredit(), openai.ErrQuota, true},
		{openaitest.Reply{Status: 413}, openai.ErrTooLong, true},
		{openaitest.Failing(), openai.ErrUpstream, false},
		{openaitest.RateLimited(0), openai.ErrRateLimited, false},
	} {
		server := openaitest.Start(t, openaitest.Script(tt.reply))
		_, _, err := ask(t, openai.New(fast(server.URL())))
		var fault interface{ Lasting() bool } // as the desk looks for it
		if found := errors.As(err, &fault) && fault.Lasting(); !errors.Is(err, tt.want) || found != tt.lasts {
			t.Errorf("%v: lasting %v", err, found)
		}
	}
}
