package openai

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"unicode"

	api "github.com/sashabaranov/go-openai"
)

// What can go wrong with a call.
var (
	// ErrUnauthorized: the key is missing or wrong, or may not use the model.
	ErrUnauthorized error = lastingError("model server refuses the key")
	// ErrNoSuchModel: the server knows no model of that name.
	ErrNoSuchModel error = lastingError("model server has no such model")
	// ErrNoEndpoint: there is a web server, but no chat API at that address.
	ErrNoEndpoint error = lastingError("no chat API at this address")
	// ErrQuota: the account's credit is used up. Waiting does not help.
	ErrQuota error = lastingError("model account has no credit left")
	// ErrRateLimited: too many calls; a later one may do.
	ErrRateLimited = errors.New("model server is limiting calls")
	// ErrTooLong: the prompt does not fit the model's context.
	ErrTooLong error = lastingError("prompt is too long for the model")
	// ErrTimeout: no reply, or no further word of one, in time.
	ErrTimeout = errors.New("model took too long")
	// ErrUpstream: the server cannot be reached, fails, or talks nonsense.
	ErrUpstream = errors.New("model server failed")
	// ErrTruncated: the stream ended without saying that the reply had.
	ErrTruncated = errors.New("model's reply was cut off")
	// ErrLength: the reply reached Options.MaxTokens. Its text is good but for
	// the last sentence, which is cut.
	ErrLength = errors.New("model's reply reached its length limit")
)

// lastingError is a fault that no waiting mends. Its method lets the desk, which
// does not know this package, tell it from one that passes.
type lastingError string

func (e lastingError) Error() string { return string(e) }

// Lasting tells that the fault stays until somebody mends it.
func (lastingError) Lasting() bool { return true }

// isOutage tells the faults that another caller would meet too.
func isOutage(err error) bool {
	return errors.Is(err, ErrUpstream) || errors.Is(err, ErrTimeout) || errors.Is(err, ErrTruncated)
}

// fault turns a raw error of a call into one of the sentinels, and logs what
// only an operator should read. A server's words go nowhere else.
func (m *Model) fault(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return context.Canceled
	}
	status, says := refusal(err)
	fault := m.name(ctx, err, status, says)
	if errors.Is(fault, ErrLength) {
		return fault // no failure, and Ping asks for it
	}
	m.log.Warn("model call failed", "model", m.model, "fault", fault, "says", m.sanitize(says))
	return fault
}

// name picks the sentinel.
func (m *Model) name(ctx context.Context, err error, status int, says string) error {
	var unreachable *unreachableError
	switch {
	case isOutage(err), errors.Is(err, ErrLength), errors.Is(err, ErrDimensions):
		return err
	case errors.Is(err, ErrNoEndpoint):
		return fmt.Errorf("%w: it answers with a web page", ErrNoEndpoint)
	case errors.Is(err, errIdle):
		return fmt.Errorf("%w: nothing more came for %s", ErrTimeout, m.idle)
	case status != 0:
		return fmt.Errorf("%w (status %d)", sentinel(status, says), status)
	case ctx.Err() != nil:
		return fmt.Errorf("%w: no reply within its time", ErrTimeout)
	case errors.As(err, &unreachable):
		return fmt.Errorf("%w: %s", ErrUpstream, unreachable.reason())
	default:
		return fmt.Errorf("%w: its stream broke", ErrUpstream)
	}
}

// sentinel reads a refusal; says is in lower case.
func sentinel(status int, says string) error {
	aboutModel := strings.Contains(says, "model")
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return ErrUnauthorized
	case http.StatusPaymentRequired:
		return ErrQuota
	case http.StatusNotFound:
		if aboutModel {
			return ErrNoSuchModel
		}
		return ErrNoEndpoint
	case http.StatusMethodNotAllowed:
		return ErrNoEndpoint
	case http.StatusTooManyRequests:
		if isQuota(says) {
			return ErrQuota
		}
		return ErrRateLimited
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return ErrTimeout
	case http.StatusRequestEntityTooLarge:
		return ErrTooLong
	case http.StatusInternalServerError:
		if isTooLarge(says) {
			return ErrTooLong
		}
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		switch {
		case containsAny(says, "context_length", "context length", "context size", "context window", "too many tokens", "prompt is too long"):
			return ErrTooLong
		case aboutModel && containsAny(says, "model_not_found", "does not exist", "not found", "invalid model", "unknown model"):
			return ErrNoSuchModel
		}
	}
	return ErrUpstream
}

// isQuota tells a 429 that no waiting mends from one that passes.
func isQuota(says string) bool {
	return containsAny(says, "insufficient_quota", "billing_hard_limit", "insufficient balance")
}

// isTooLarge tells the words in which llama.cpp refuses, with a 500, a text that
// is too long to embed.
func isTooLarge(says string) bool { return strings.Contains(says, "too large to process") }

func containsAny(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// refusal takes go-openai's two kinds of error apart: the HTTP status, 0 for
// none, and what the server said, in lower case. For some bodies an error is
// of both kinds and only one of them is filled.
func refusal(err error) (status int, says string) {
	var refused *api.APIError
	if errors.As(err, &refused) {
		status = refused.HTTPStatusCode
		says = fmt.Sprint(refused.Message, " ", refused.Type, " ", cmp.Or[any](refused.Code, ""))
		if refused.Param != nil {
			says += " " + *refused.Param
		}
	}
	var odd *api.RequestError
	if errors.As(err, &odd) {
		status = cmp.Or(status, odd.HTTPStatusCode)
		says += " " + string(odd.Body)
	}
	return status, strings.ToLower(strings.TrimSpace(says))
}

// sanitize makes a server's words fit for a log line: short, printable, and
// without the key, which some servers repeat.
func (m *Model) sanitize(says string) string {
	const most = 200
	if m.key != "" {
		says = strings.ReplaceAll(says, strings.ToLower(m.key), "[key]")
	}
	says = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, says)
	if runes := []rune(says); len(runes) > most {
		says = string(runes[:most]) + "…"
	}
	return says
}

// unreachableError: no HTTP response came.
type unreachableError struct{ err error }

func (e *unreachableError) Error() string { return e.reason() }
func (e *unreachableError) Unwrap() error { return e.err }

// reason is the network's reason where it is known to hold no secret: an
// error about a proxy or a request may repeat a password.
func (e *unreachableError) reason() string {
	var dial *net.OpError
	var name *net.DNSError
	switch {
	case errors.As(e.err, &name):
		return name.Error()
	case errors.As(e.err, &dial):
		return dial.Error()
	default:
		return "no connection"
	}
}
