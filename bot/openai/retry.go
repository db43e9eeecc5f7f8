package openai

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// tries is how often a request is sent that fails in a way that may pass.
	tries = 3
	// maxWait caps the pause between two tries where the server names none.
	maxWait = 8 * time.Second
)

// retrier sends a request again where that may help. It sits below go-openai,
// which drops the Retry-After of a refused stream.
type retrier struct {
	next http.RoundTripper
	wait time.Duration // before the second try
	log  *slog.Logger
}

func newRetrier(wait time.Duration, log *slog.Logger) *retrier {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DialContext = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	// A compressed stream arrives in lumps, and small ones hide large ones.
	transport.DisableCompression = true
	return &retrier{next: transport, wait: wait, log: log}
}

// RoundTrip implements http.RoundTripper.
func (t *retrier) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	if request.GetBody != nil { // each try gets a body of its own
		defer request.Body.Close()
	}
	for try := 1; ; try++ {
		response, err := t.send(request)
		wait, again := t.plan(ctx, try, response, err)
		if !again || request.GetBody == nil {
			return response, err
		}
		if response != nil {
			response.Body.Close()
		}
		t.log.Warn("model call is sent again", "try", try, "status", statusOf(response), "wait", wait.Round(time.Millisecond))
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// plan tells whether to send a request again, and after what pause. A pause
// that the caller's deadline would cut short is not begun: the caller has
// better uses for the time.
func (t *retrier) plan(ctx context.Context, try int, response *http.Response, err error) (time.Duration, bool) {
	loading := false
	switch {
	case ctx.Err() != nil, errors.Is(err, ErrNoEndpoint):
		return 0, false
	case err != nil:
		var name *net.DNSError
		if errors.As(err, &name) && name.IsNotFound {
			return 0, false
		}
	case !mayPass(response.StatusCode):
		return 0, false
	default:
		says := peek(response)
		if response.StatusCode == http.StatusTooManyRequests && isQuota(says) || isTooLarge(says) {
			return 0, false
		}
		// llama.cpp and its like say 503 "Loading model" for as long as that
		// takes; the deadline ends it.
		loading = response.StatusCode == http.StatusServiceUnavailable && strings.Contains(says, "loading")
	}
	if try >= tries && !loading {
		return 0, false
	}
	wait := min(t.wait<<min(try-1, 10), maxWait)
	if response != nil {
		wait = max(wait, retryAfter(response.Header, time.Now()))
	}
	wait += rand.N(wait/4 + 1) // so that askers who failed together do not come back together
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return 0, false
	}
	return wait, true
}

// mayPass tells the statuses that a later try may not meet.
func mayPass(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	default:
		return status >= http.StatusInternalServerError
	}
}

// retryAfter reads the header of that name: seconds, or a date. 0: none.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil {
		return time.Duration(min(max(seconds, 0), 24*60*60)) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}

func statusOf(response *http.Response) int {
	if response == nil {
		return 0
	}
	return response.StatusCode
}

// sleep waits, or returns the context's error.
func sleep(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
