package openai

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"unicode/utf8"

	api "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"

	"newsdesk.example/newsdesk/prompts"
)

// ErrDimensions says that the server's vectors are of another length than
// before, so it is another model under the old name. They cannot be compared
// with the ones that are kept; a restart embeds everything anew.
var ErrDimensions error = lastingError("embedding model's vectors have changed their length")

const (
	// inputsTogether and bytesTogether bound one request. Servers in use take 32
	// inputs or more, and some thousands of tokens.
	inputsTogether = 64
	bytesTogether  = 48 << 10
	// halvings is how often a text is cut in half that is too long for the model.
	halvings = 4
)

// Embedder turns texts into vectors at a server with OpenAI's API of
// embeddings. It may be used from many goroutines at once.
type Embedder struct {
	server *Model // for its client, its faults and its log
	// Questions, of one text, and articles, of many, fail apart: who asks cannot
	// wait as long, and that says nothing about articles.
	one, many *gobreaker.TwoStepCircuitBreaker[prompts.Usage]
	most      atomic.Int64 // inputs that the server takes together
	dims      atomic.Int64 // of its vectors; 0: none has come yet
}

// NewEmbedder returns an embedder. It does not call the server; Embed does. Of
// the options MaxTokens and Idle are without meaning here.
func NewEmbedder(o Options) *Embedder {
	e := &Embedder{server: New(o), one: newBreaker(breakFor), many: newBreaker(breakFor)}
	e.most.Store(inputsTogether)
	return e
}

// Model names the model.
func (e *Embedder) Model() string { return e.server.model }

// Embed gives a vector for each text and how many tokens the server counted. A
// text that is too long for the model is embedded as far as it fits. Errors are
// [ErrDimensions], context.Canceled, and the other sentinels of this package.
func (e *Embedder) Embed(ctx context.Context, texts []string) (vectors [][]float32, tokens int, err error) {
	breaker := e.many
	if len(texts) == 1 {
		breaker = e.one
	}
	ctx, cancel := context.WithTimeout(ctx, e.server.timeout)
	defer cancel()
	for len(vectors) < len(texts) {
		batch := e.batch(texts[len(vectors):])
		report, err := breaker.Allow()
		if err != nil {
			return nil, tokens, fmt.Errorf("%w: not asked, after %d failures in a row", ErrUpstream, breakAfter)
		}
		found, n, err := e.insist(ctx, batch)
		report(err)
		tokens += n
		if err != nil {
			return nil, tokens, err
		}
		vectors = append(vectors, found...)
	}
	return vectors, tokens, nil
}

// batch gives the first of the texts, as many as go into one request.
func (e *Embedder) batch(texts []string) []string {
	n, bytes := 0, 0
	for n < len(texts) && n < int(e.most.Load()) {
		if bytes += len(texts[n]); n > 0 && bytes > bytesTogether {
			break
		}
		n++
	}
	return texts[:n]
}

// insist sends texts in one request or, where the server finds that too much,
// in several, with less of a text that is too long.
func (e *Embedder) insist(ctx context.Context, texts []string) ([][]float32, int, error) {
	for cut := 0; ; cut++ {
		found, tokens, err := e.call(ctx, texts)
		if err == nil {
			return found, tokens, nil
		}
		status, says := refusal(err)
		tooLong := errors.Is(sentinel(status, says), ErrTooLong)
		switch many := tooMany(status, says); {
		case len(texts) > 1 && (many || tooLong):
			return e.halves(ctx, texts, many)
		case len(texts) > 1 || !tooLong || cut == halvings:
			return nil, 0, e.server.fault(ctx, err)
		}
		texts = []string{firstHalf(texts[0])}
	}
}

// halves sends texts in two requests, and remembers where there were too many.
func (e *Embedder) halves(ctx context.Context, texts []string, many bool) ([][]float32, int, error) {
	half := len(texts) / 2
	first, n, err := e.insist(ctx, texts[:half])
	if err != nil {
		return nil, n, err
	}
	if many && int64(half) < e.most.Load() {
		e.server.log.Info("embedding server takes fewer texts together", "model", e.server.model, "texts", half)
		e.most.Store(int64(half))
	}
	second, m, err := e.insist(ctx, texts[half:])
	return append(first, second...), n + m, err
}

// tooMany tells the refusals of a batch for how many texts it has.
func tooMany(status int, says string) bool {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return containsAny(says, "batch size", "batch_size", "too many inputs", "at most", "array length", "number of inputs")
	}
	return false
}

// firstHalf is the first half of a text, cut between characters.
func firstHalf(text string) string {
	n := len(text) / 2
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// call makes one request. Its error is raw unless the reply was unusable.
func (e *Embedder) call(ctx context.Context, texts []string) ([][]float32, int, error) {
	reply, err := e.server.client.CreateEmbeddings(ctx, api.EmbeddingRequestStrings{
		Input: texts, Model: api.EmbeddingModel(e.server.model),
	})
	if err != nil {
		return nil, 0, err
	}
	vectors, err := inInputOrder(reply.Data, len(texts))
	if err != nil {
		return nil, 0, err
	}
	for _, v := range vectors {
		// The first to come sets the length.
		e.dims.CompareAndSwap(0, int64(len(v)))
		if want := e.dims.Load(); int64(len(v)) != want {
			return nil, 0, fmt.Errorf("%w: from %d to %d", ErrDimensions, want, len(v))
		}
	}
	return vectors, max(reply.Usage.PromptTokens, reply.Usage.TotalTokens), nil
}

// inInputOrder puts vectors in the order of the texts. Servers may send them in
// another; some leave the index out, and then keep the order.
func inInputOrder(data []api.Embedding, n int) ([][]float32, error) {
	if len(data) != n {
		return nil, fmt.Errorf("%w: %d vectors for %d texts", ErrUpstream, len(data), n)
	}
	indexed := false
	for _, d := range data {
		indexed = indexed || d.Index != 0
	}
	vectors := make([][]float32, n)
	for i, d := range data {
		if indexed {
			i = d.Index
		}
		if i < 0 || i >= n || vectors[i] != nil || len(d.Embedding) == 0 {
			return nil, fmt.Errorf("%w: its vectors are not those of the texts", ErrUpstream)
		}
		vectors[i] = d.Embedding
	}
	return vectors, nil
}
