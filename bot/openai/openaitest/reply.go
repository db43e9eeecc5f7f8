package openaitest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Ending is how a streamed reply ends.
type Ending int

// The endings. All but Complete are faults seen in the wild.
const (
	// Complete: finish_reason, usage, [DONE].
	Complete Ending = iota
	// Bare: finish_reason, then the connection closes; no [DONE], no usage.
	Bare
	// Unfinished: the connection closes cleanly with neither.
	Unfinished
	// Dropped: the connection is reset.
	Dropped
	// Stalled: nothing more comes until the client goes.
	Stalled
	// ErrorEvent: an "event: error" line before its data.
	ErrorEvent
	// ErrorData: an error object as data.
	ErrorData
	// Malformed: a chunk that is not JSON.
	Malformed
)

// Reply is what the server answers. The zero Reply is an empty text that
// completes.
type Reply struct {
	// Text is streamed word by word. Thought is streamed before it, in the
	// field reasoning_content.
	Text, Thought string
	Finish        string // finish_reason; "": stop
	Ending        Ending
	// Empty sends chunks without choices between the words, as Azure does.
	Empty bool
	// Comments is how many keep-alive lines come before the first chunk and
	// before each word.
	Comments int
	// First and Between delay the first chunk and each further one.
	First, Between time.Duration

	// Status, not 0, refuses the request with this HTTP status.
	Status        int
	Code, Message string
	RetryAfter    string // the header's value
	// Body replaces the JSON of a refusal, or with Status 200 the whole reply;
	// Type is its content type, "": application/json.
	Body, Type string
}

// Say is the reply of a model that is well.
func Say(text string) Reply { return Reply{Text: text} }

// RateLimited refuses with 429 and a Retry-After of that many seconds.
func RateLimited(seconds int) Reply {
	return Reply{Status: http.StatusTooManyRequests, Code: "rate_limit_exceeded", Message: "Rate limit reached", RetryAfter: strconv.Itoa(seconds)}
}

// NoCredit refuses with the 429 that no waiting mends.
func NoCredit() Reply {
	return Reply{Status: http.StatusTooManyRequests, Code: "insufficient_quota", Message: "You exceeded your current quota"}
}

// Failing refuses with 500.
func Failing() Reply {
	return Reply{Status: http.StatusInternalServerError, Message: "The server had an error"}
}

// Loading refuses as llama.cpp does while it reads the weights.
func Loading() Reply {
	return Reply{Status: http.StatusServiceUnavailable, Code: "unavailable_error", Message: "Loading model"}
}

// NoSuchModel refuses a model's name.
func NoSuchModel() Reply {
	return Reply{Status: http.StatusNotFound, Code: "model_not_found", Message: "The model does not exist or you do not have access to it."}
}

// WrongKey refuses the key, and repeats it as some servers do.
func WrongKey(key string) Reply {
	return Reply{Status: http.StatusUnauthorized, Code: "invalid_api_key", Message: "Incorrect API key provided: " + key}
}

func (p Reply) refuse(w http.ResponseWriter) {
	if p.RetryAfter != "" {
		w.Header().Set("Retry-After", p.RetryAfter)
	}
	kind, body := p.Type, p.Body
	if kind == "" {
		kind = "application/json"
	}
	if body == "" {
		body = encode(map[string]any{"error": map[string]any{"message": p.Message, "type": "error", "code": p.Code}})
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(p.Status)
	_, _ = io.WriteString(w, body)
}

// whole replies to a request that wants no stream.
func (p Reply) whole(w http.ResponseWriter, r Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, encode(map[string]any{
		"object": "chat.completion", "model": r.Model, "usage": p.usage(r),
		"choices": []any{map[string]any{
			"index": 0, "finish_reason": p.finish(),
			"message": map[string]any{"role": "assistant", "content": p.Text},
		}},
	}))
}

func (p Reply) finish() string {
	if p.Finish == "" {
		return "stop"
	}
	return p.Finish
}

// usage counts words for tokens.
func (p Reply) usage(r Request) map[string]any {
	prompt := 0
	for _, m := range r.Messages {
		prompt += len(strings.Fields(m.Content))
	}
	completion := len(strings.Fields(p.Text))
	return map[string]any{"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
}

// stream replies in events. It gives up when the client has gone.
func (p Reply) stream(w http.ResponseWriter, r *http.Request, request Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	e := events{w: w, flush: http.NewResponseController(w).Flush, gone: r.Context().Done(), model: request.Model}
	e.comments(p.Comments)
	e.pause(p.First)
	e.delta(map[string]any{"role": "assistant", "content": ""}, nil)
	for _, word := range strings.SplitAfter(p.Thought, " ") {
		if word != "" {
			e.delta(map[string]any{"reasoning_content": word}, nil)
		}
	}
	for i, word := range strings.SplitAfter(p.Text, " ") {
		if i > 0 {
			e.pause(p.Between)
			e.comments(p.Comments)
		}
		if p.Empty {
			e.chunk(map[string]any{"choices": []any{}, "prompt_filter_results": []any{}})
		}
		if word != "" {
			e.delta(map[string]any{"content": word}, nil)
		}
	}
	p.end(&e, request)
}

func (p Reply) end(e *events, request Request) {
	switch p.Ending {
	case Complete:
		e.delta(map[string]any{}, p.finish())
		if request.StreamOptions["include_usage"] == true {
			e.chunk(map[string]any{"choices": []any{}, "usage": p.usage(request)})
		}
		e.line("data: [DONE]\n\n")
	case Bare:
		e.delta(map[string]any{}, p.finish())
	case Unfinished:
	case Dropped:
		panic(http.ErrAbortHandler)
	case Stalled:
		<-e.gone
	case ErrorEvent:
		e.line("event: error\ndata: " + encode(map[string]any{"error": map[string]any{"message": "overloaded"}}) + "\n\n")
	case ErrorData:
		e.line("data: " + encode(map[string]any{"error": map[string]any{"message": "overloaded", "code": "server_error"}}) + "\n\n")
	case Malformed:
		e.line("data: {\"choices\":[{\"delta\":{\"content\":\"half a\n\n")
	}
}

// events writes server-sent events.
type events struct {
	w     io.Writer
	flush func() error
	gone  <-chan struct{}
	model string
}

// line writes text and flushes it; a client that has gone is noticed by its
// context.
func (e *events) line(text string) {
	_, _ = io.WriteString(e.w, text)
	_ = e.flush()
}

func (e *events) comments(n int) {
	if n > 0 {
		e.line(strings.Repeat(": keep-alive\n\n", n))
	}
}

func (e *events) chunk(fields map[string]any) {
	fields["id"], fields["object"], fields["model"] = "chatcmpl-1", "chat.completion.chunk", e.model
	e.line("data: " + encode(fields) + "\n\n")
}

func (e *events) delta(delta map[string]any, finish any) {
	e.chunk(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": delta, "finish_reason": finish}}})
}

func (e *events) pause(d time.Duration) {
	if d == 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-e.gone:
	}
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("openaitest: %v", err)) // maps of strings and numbers always encode
	}
	return string(text)
}
