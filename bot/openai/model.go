// Package openai asks a model behind any server that speaks OpenAI's
// chat-completion API. It stands over go-openai and adds what that client
// leaves to its caller: retries, time limits, the difference between a
// finished and a broken stream, and errors that name no secret.
//
// It is the only room that imports go-openai.
package openai

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	api "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"

	"newsdesk.example/newsdesk/prompts"
)

// Options of a model. Zero values of the fields below Log mean what their
// comment says.
type Options struct {
	Model   string // the name the server knows; required
	BaseURL string // such as "http://127.0.0.1:11434/v1"; required
	Key     string // "" where the server wants none
	// Log takes what a user is never told; nil discards it.
	Log *slog.Logger

	// MaxTokens bounds one reply's length; 0: 800.
	MaxTokens int
	// Timeout bounds one call, retries and all; 0: two minutes. The caller's
	// own deadline counts where it is shorter.
	Timeout time.Duration
	// Idle is how long a reply that has begun may pause; 0: 30 s. Before it
	// begins, only Timeout counts: some servers load a model first, and some
	// models think.
	Idle time.Duration
	// RetryWait is the pause before the first retry where the server names
	// none; each further one doubles it. 0: 500 ms.
	RetryWait time.Duration
}

// Model is a language model that streams text. It may be used from many
// goroutines at once.
type Model struct {
	model, key string
	log        *slog.Logger
	maxTokens  int
	timeout    time.Duration // of a call
	idle       time.Duration // between two chunks
	retryWait  time.Duration

	client  *api.Client
	breaker *gobreaker.TwoStepCircuitBreaker[prompts.Usage]

	// What this server turned out not to take; see adapt.
	noUsage, noTemperature, completionTokens atomic.Bool
	// thinks: the model needs reasoningRoom; see makeRoom.
	thinks atomic.Bool
}

// After breakAfter failed calls in a row nobody waits for the model: for
// breakFor each call fails at once, then one is let through to try.
const (
	breakAfter = 5
	breakFor   = 20 * time.Second
)

// New returns a model. It does not call the server; Ping does.
func New(o Options) *Model {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	setDefault(&o.MaxTokens, 800)
	setDefault(&o.Timeout, 2*time.Minute)
	setDefault(&o.Idle, 30*time.Second)
	setDefault(&o.RetryWait, 500*time.Millisecond)

	settings := api.DefaultConfig(o.Key)
	settings.BaseURL = o.BaseURL
	// Servers send comments to keep a connection alive while a model loads or
	// thinks; the deadline decides how long that may go on, not their number.
	settings.EmptyMessagesLimit = 1_000_000
	// No http.Client.Timeout: it would cut a long stream off.
	settings.HTTPClient = &http.Client{Transport: newRetrier(o.RetryWait, o.Log)}

	m := &Model{
		model: o.Model, key: o.Key, log: o.Log, maxTokens: o.MaxTokens,
		timeout: o.Timeout, idle: o.Idle, retryWait: o.RetryWait,
		client: api.NewClientWithConfig(settings),
	}
	m.breaker = newBreaker(breakFor)
	reasons := isReasoner(o.Model)
	m.noTemperature.Store(reasons)
	m.completionTokens.Store(reasons)
	m.thinks.Store(reasons)
	return m
}

func newBreaker(rest time.Duration) *gobreaker.TwoStepCircuitBreaker[prompts.Usage] {
	return gobreaker.NewTwoStepCircuitBreaker[prompts.Usage](gobreaker.Settings{
		Timeout:      rest,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= breakAfter },
		IsSuccessful: func(err error) bool { return !isOutage(err) },
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
	})
}

func setDefault[T int | time.Duration](option *T, value T) {
	if *option == 0 {
		*option = value
	}
}

// Name returns the model's name.
func (m *Model) Name() string { return m.model }

// pingTokens is how long a reply Ping asks for; it says nothing of the model that
// this is too short.
const pingTokens = 1

// Ping asks for one token and so finds out whether address, key and name are
// right.
func (m *Model) Ping(ctx context.Context) error {
	prompt := []prompts.Message{{Role: prompts.User, Text: "Say OK."}}
	_, err := m.call(ctx, prompt, pingTokens, output{emit: func(string) error { return nil }, began: func() {}})
	if errors.Is(err, ErrLength) {
		return nil
	}
	return err
}

// Stream sends the prompt and calls emit with each piece of the reply's text
// as it comes; a piece may end inside a word. What a model thinks is left out,
// whether it stands in a field of its own or between <think> tags before the
// reply. A call that fails before the first piece is tried again, after it
// never.
//
// The error is nil only when the model finished by itself. Otherwise it is
// emit's own, context.Canceled when the caller gave up, or one of the
// sentinels of this package; what was emitted before it stands as far as it
// goes.
//
// The usage is what the server counted. It comes last, so it is zero where emit
// stopped the reply, where the stream broke, and for servers that do not count.
func (m *Model) Stream(ctx context.Context, prompt []prompts.Message, emit func(delta string) error) (prompts.Usage, error) {
	return m.StreamUpTo(ctx, prompt, m.maxTokens, emit)
}

// StreamUpTo is [Model.Stream] with a bound of its own on the reply, in tokens;
// Options.MaxTokens does not count. What a reasoning model thinks comes on top.
func (m *Model) StreamUpTo(ctx context.Context, prompt []prompts.Message, maxTokens int, emit func(delta string) error) (prompts.Usage, error) {
	report, err := m.breaker.Allow()
	if err != nil {
		return prompts.Usage{}, fmt.Errorf("%w: not asked, after %d failures in a row", ErrUpstream, breakAfter)
	}
	// Whether the model is up is known when it begins. After a break only one
	// call is let through to try: held for a whole reply, that would turn
	// everybody else away from a model that is well.
	var once sync.Once
	settle := func(err error) { once.Do(func() { report(err) }) }
	usage, err := m.call(ctx, prompt, max(1, maxTokens), output{emit: emit, began: func() { settle(nil) }})
	settle(err)
	return usage, err
}
