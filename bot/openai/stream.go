package openai

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	api "github.com/sashabaranov/go-openai"

	"newsdesk.example/newsdesk/prompts"
)

const (
	// streamAttempts is how often a stream is begun that breaks before its
	// first word.
	streamAttempts = 3
	// maxReplyBytes of text end a reply, whatever the server makes of the token
	// limit.
	maxReplyBytes = 256 << 10
	// tailTime is how long to wait, after the model has finished, for the count
	// of its tokens.
	tailTime = 2 * time.Second
)

// errIdle is the cause of a call that was cancelled because its reply paused.
var errIdle = errors.New("the reply paused for too long")

// output is where a call's reply goes.
type output struct {
	emit func(delta string) error
	// began is called when the model begins to write or to think, once for each
	// attempt that gets so far.
	began func()
}

// call streams one reply, with as many attempts as are of use. The usage is that
// of all of them: a reply that was all thought has been paid for.
func (m *Model) call(ctx context.Context, prompt []prompts.Message, maxTokens int, to output) (prompts.Usage, error) {
	ctx, cancel := context.WithTimeout(ctx, m.timeout)
	defer cancel()
	var usage prompts.Usage
	for attempt := 1; ; {
		request := m.request(prompt, maxTokens)
		r := reply{output: to}
		err := m.attempt(ctx, request, &r)
		usage.Prompt += r.usage.Prompt
		usage.Completion += r.usage.Completion
		switch {
		case err == nil, r.stopped:
			return usage, err
		case m.adapt(request, err), !r.spoke && m.makeRoom(request, maxTokens, err):
			continue
		case !r.broken || r.spoke || attempt == streamAttempts:
			return usage, m.fault(ctx, err)
		}
		m.log.Warn("model's stream broke before its first word", "model", m.model, "attempt", attempt)
		if sleep(ctx, m.retryWait<<(attempt-1)) != nil {
			return usage, m.fault(ctx, err)
		}
		attempt++
	}
}

// reply is one stream as far as it has been read.
type reply struct {
	output
	usage   prompts.Usage
	thought thought
	bytes   int  // of text that came
	spoke   bool // some of it was emitted, and not only space
	begun   bool // the model has begun to write or to think
	finish  api.FinishReason
	// broken: the stream ended though nobody wanted it to; another may not.
	broken bool
	// stopped: emit wanted no more; the error is its own.
	stopped bool
}

// attempt begins a stream and reads it to its end. Its error is raw: the
// caller makes it a fault.
func (m *Model) attempt(ctx context.Context, request api.ChatCompletionRequest, r *reply) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stream, err := m.client.CreateChatCompletionStream(ctx, request)
	if err != nil {
		return err
	}
	defer stream.Close()
	idle := time.AfterFunc(m.timeout, func() { cancel(errIdle) })
	defer idle.Stop()
	for {
		chunk, err := stream.Recv()
		if err != nil {
			if cause := context.Cause(ctx); errors.Is(cause, errIdle) {
				err = cause
			}
			return r.end(err)
		}
		if err := r.take(chunk); err != nil {
			return err
		}
		switch {
		case r.finish != "":
			idle.Reset(tailTime)
		case r.begun:
			idle.Reset(m.idle)
		}
	}
}

// take reads one chunk. Chunks without choices carry the usage, or Azure's
// filter results.
func (r *reply) take(chunk api.ChatCompletionStreamResponse) error {
	if chunk.Usage != nil {
		r.usage = prompts.Usage{Prompt: chunk.Usage.PromptTokens, Completion: chunk.Usage.CompletionTokens}
	}
	if len(chunk.Choices) == 0 || r.finish != "" {
		return nil
	}
	choice := chunk.Choices[0]
	r.finish = choice.FinishReason
	text := choice.Delta.Content
	if !r.begun && (text != "" || choice.Delta.ReasoningContent != "") {
		r.begun = true
		r.began()
	}
	if r.bytes += len(text); r.bytes > maxReplyBytes {
		return fmt.Errorf("%w: its reply has no end", ErrUpstream)
	}
	if text = r.thought.strip(text); text == "" {
		return nil
	}
	r.spoke = r.spoke || strings.TrimSpace(text) != ""
	err := r.emit(text)
	r.stopped = err != nil
	return err
}

// end judges a stream that gave err instead of a further chunk. Once the model
// has finished, how the connection ends says nothing about the reply.
func (r *reply) end(err error) error {
	switch r.finish {
	case "":
		r.broken = !errors.Is(err, errIdle)
		if errors.Is(err, io.EOF) {
			// A connection closed cleanly looks like the end of a reply.
			return ErrTruncated
		}
		return err
	case api.FinishReasonLength:
		return ErrLength
	case api.FinishReasonContentFilter:
		return fmt.Errorf("%w: its content filter stopped the reply", ErrUpstream)
	case "error": // OpenRouter's word for a provider that failed in mid-reply
		r.broken = true
		return fmt.Errorf("%w: it gave up in its reply", ErrUpstream)
	default:
		return nil
	}
}
