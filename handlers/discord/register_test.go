package discord

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// page answers every request with a web page and success, as the sign-in page
// of a network does.
type page struct{ requests int }

// RoundTrip implements http.RoundTripper.
func (p *page) RoundTrip(r *http.Request) (*http.Response, error) {
	p.requests++
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: r,
		Body: io.NopCloser(strings.NewReader("<!DOCTYPE html><html><body>Please sign in</body></html>")),
	}, nil
}

// A success that is no JSON made the registrar ask 18,586 times in a second.
func TestRegistrarRestsAfterAnAnswerThatIsNoJSON(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // it has a clock of its own
		tm, server := defaultTiming(), new(page)
		session := quietSession("token", &http.Client{Transport: server})
		r := newRegistrar(&wire{session: session, retryFirst: tm.retryFirst, retryMax: tm.retryMax}, slog.New(slog.DiscardHandler))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		r.add("1", guildID)
		began := time.Now()
		r.run(ctx)
		if n := server.requests; n < 10 || n > 20 {
			t.Errorf("%d requests in %v", n, time.Since(began))
		}
		if took := time.Since(began); took != 10*time.Minute {
			t.Errorf("ended after %v, not with its context", took)
		}
	})
}
