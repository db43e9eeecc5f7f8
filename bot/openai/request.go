package openai

import (
	"errors"
	"net/http"
	"strings"

	api "github.com/sashabaranov/go-openai"

	"newsdesk.example/newsdesk/prompts"
)

// reasoningRoom is how many tokens a reasoning model may think, in addition to
// its reply: its limit counts both.
const reasoningRoom = 4096

// coldest is a temperature that is as good as 0. Zero itself is left out of the
// JSON by go-openai, and the server's default, often 1, would apply. The
// smallest float32 will not do: llama.cpp divides by it, and what overflows
// then picks other words than the likeliest (measured with a 1.5 B model:
// inventions in half of its answers).
const coldest = 1e-6

// isReasoner tells the names for which go-openai itself refuses max_tokens and
// a temperature, and OpenAI's successors of them.
func isReasoner(model string) bool {
	for _, prefix := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(model, prefix) {
			return true
		}
	}
	return false
}

// request writes the prompt in the API's words, as far as this server is known
// to understand them.
func (m *Model) request(prompt []prompts.Message, maxTokens int) api.ChatCompletionRequest {
	r := api.ChatCompletionRequest{Model: m.model, Stream: true}
	for _, message := range prompt {
		r.Messages = append(r.Messages, api.ChatCompletionMessage{Role: string(message.Role), Content: message.Text})
	}
	if m.thinks.Load() {
		maxTokens += reasoningRoom
	}
	if m.completionTokens.Load() {
		r.MaxCompletionTokens = maxTokens
	} else {
		r.MaxTokens = maxTokens //nolint:staticcheck // deprecated by OpenAI, and the only limit that other servers know
	}
	if !m.noTemperature.Load() {
		r.Temperature = coldest
	}
	if !m.noUsage.Load() {
		r.StreamOptions = &api.StreamOptions{IncludeUsage: true}
	}
	return r
}

// adapt learns from a refusal which field of r the server does not take
// (Mistral refuses stream_options; OpenAI's newer models refuse max_tokens and
// temperature), and tells whether a request without it is worth sending. Each
// field can be dropped once, so this ends.
func (m *Model) adapt(r api.ChatCompletionRequest, err error) bool {
	status, says := refusal(err)
	if status != http.StatusBadRequest && status != http.StatusUnprocessableEntity {
		return false
	}
	switch {
	case r.StreamOptions != nil && strings.Contains(says, "stream_options"):
		m.noUsage.Store(true)
	case r.MaxCompletionTokens == 0 && strings.Contains(says, "max_completion_tokens"):
		m.completionTokens.Store(true)
		m.thinks.Store(true)
	case r.Temperature > 0 && strings.Contains(says, "temperature"):
		m.noTemperature.Store(true)
	default:
		return false
	}
	m.log.Info("model server refused a field; trying without it", "model", m.model)
	return true
}

// makeRoom learns from a reply that reached its limit before its first word
// that this model thinks (Qwen3 and DeepSeek-R1 do, under names of any kind),
// and tells whether r, which gave it no room for that, is worth sending again.
func (m *Model) makeRoom(r api.ChatCompletionRequest, maxTokens int, err error) bool {
	if !errors.Is(err, ErrLength) || maxTokens == pingTokens || r.MaxTokens != maxTokens { //nolint:staticcheck // see request
		return false
	}
	m.thinks.Store(true)
	m.log.Info("model spent its whole reply on thinking; giving it more room", "model", m.model)
	return true
}
