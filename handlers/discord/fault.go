package discord

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Faults that no retry mends. Their texts are written for the operator, and
// say what to do.
var (
	ErrToken = errors.New("Discord refuses the token (DISCORD_TOKEN): copy a fresh one from the Developer Portal, " +
		"your application, Bot, Reset Token")
	ErrIntents = errors.New("Discord refuses the intents: this build asks for one that your application may not use; " +
		"see the Developer Portal, your application, Bot, Privileged Gateway Intents")
	ErrShards = errors.New("Discord wants this bot split into shards (it is in 2,500 servers or more), " +
		"which Newsdesk does not do")
	ErrVersion = errors.New("Discord no longer speaks this version of its gateway: update Newsdesk")
)

// ErrUnreachable tells that Discord could not be asked. Its text, too, is
// written for the operator.
var ErrUnreachable = errors.New("Discord cannot be reached: check the network, and DISCORD_API_BASE if it is set")

// verdict is the final fault behind a failed opening, or nil where another try
// may help. A close by Discord in mid-opening is errStale: the session that was
// offered is what it refuses.
func verdict(err error) error {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Response.StatusCode == http.StatusUnauthorized {
		return ErrToken
	}
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		switch closed.Code {
		case 4004:
			return ErrToken
		case 4010, 4011:
			return ErrShards
		case 4012:
			return ErrVersion
		case 4013, 4014:
			return ErrIntents
		}
		if closed.Code >= 4000 {
			return fmt.Errorf("%w: closed with %d", errStale, closed.Code)
		}
	}
	if errors.Is(err, errStuck) || errors.Is(err, errStale) {
		return err
	}
	return nil
}

// definite tells whether Discord understood a request and refused it, so that
// the same request would be refused again. Everything else is worth a retry:
// 5xx, 429, a connection that broke, and an HTML page where JSON was due
// (Discord's front speaking in its place), which discordgo reports as a JSON
// syntax error.
func definite(err error) bool {
	var rest *discordgo.RESTError
	if !errors.As(err, &rest) {
		return false
	}
	status := rest.Response.StatusCode
	return status >= 400 && status < 500 && status != http.StatusTooManyRequests
}

// code is Discord's own number of a refusal, 0 where it gave none.
func code(err error) int {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Message != nil {
		return rest.Message.Code
	}
	return 0
}

// codeAcknowledged: the interaction has its first response already.
const codeAcknowledged = 40060

// retryAfter is how long Discord asks to wait, 0 where it does not.
func retryAfter(err error) time.Duration {
	var limited *limitedError
	if errors.As(err, &limited) {
		return limited.after
	}
	return 0
}

// limitedError is a 429 without the address, which holds a token.
type limitedError struct{ after time.Duration }

func (e *limitedError) Error() string { return "rate limited for " + e.after.String() }

// scrub takes addresses out of an error: an interaction's address holds its
// token, which must not reach a log.
func scrub(err error) error {
	var limited *discordgo.RateLimitError
	if errors.As(err, &limited) {
		return &limitedError{limited.RetryAfter}
	}
	var failed *url.Error
	if errors.As(err, &failed) {
		return fmt.Errorf("%s: %w", failed.Op, failed.Err)
	}
	return err
}
