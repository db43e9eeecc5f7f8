package openai

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "0": 0, "-3": 0, "soon": 0, "1.5": 0,
		"99999999999999999999":          0,
		"9999999999":                    24 * time.Hour,
		"Sun, 22 Nov 2026 12:01:00 GMT": time.Minute,
		"Sun, 22 Nov 2026 11:00:00 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

func TestPlan(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		try           int
		status        int
		after, body   string
		err           error
		left          time.Duration // of the caller's time
		again         bool
		atLeast, most time.Duration
	}{
		"first failure":               {try: 1, status: 500, again: true, atLeast: time.Second, most: 1250 * time.Millisecond},
		"second failure":              {try: 2, status: 500, again: true, atLeast: 2 * time.Second, most: 2500 * time.Millisecond},
		"third failure":               {try: 3, status: 500},
		"asked to wait":               {try: 1, status: 429, after: "7", again: true, atLeast: 7 * time.Second, most: 8750 * time.Millisecond},
		"asked to wait by a 503":      {try: 1, status: 503, after: "7", again: true, atLeast: 7 * time.Second, most: 8750 * time.Millisecond},
		"asked to wait too long":      {try: 1, status: 429, after: "70", left: time.Minute},
		"no credit":                   {try: 1, status: 429, body: `{"code":"insufficient_quota"}`},
		"loading for long":            {try: 40, status: 503, body: "Loading model", again: true, atLeast: maxWait, most: maxWait * 5 / 4},
		"a refusal":                   {try: 1, status: 400},
		"success":                     {try: 1, status: 200},
		"connection lost":             {try: 1, err: io.ErrUnexpectedEOF, again: true, atLeast: time.Second, most: 1250 * time.Millisecond},
		"no such host":                {try: 1, err: &net.DNSError{IsNotFound: true}},
		"name server does not answer": {try: 1, err: &net.DNSError{IsTemporary: true}, again: true, atLeast: time.Second, most: 1250 * time.Millisecond},
		"a web page":                  {try: 1, err: ErrNoEndpoint},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			left := tt.left
			if left == 0 {
				left = time.Hour
			}
			ctx, cancel := context.WithTimeout(t.Context(), left)
			defer cancel()
			var response *http.Response
			if tt.status != 0 {
				response = &http.Response{StatusCode: tt.status, Header: http.Header{"Retry-After": {tt.after}}, Body: io.NopCloser(strings.NewReader(tt.body))}
			}
			policy := &retrier{wait: time.Second}
			wait, again := policy.plan(ctx, tt.try, response, tt.err)
			if again != tt.again || wait < tt.atLeast || wait > tt.most {
				t.Errorf("wait %v, again %v; want %v to %v, %v", wait, again, tt.atLeast, tt.most, tt.again)
			}
			if response != nil {
				if body, _ := io.ReadAll(response.Body); !bytes.Equal(body, []byte(tt.body)) {
					t.Errorf("the body was used up: %q", body)
				}
			}
		})
	}
}

func TestNoRetryForACallerWhoIsGone(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, again := (&retrier{wait: time.Second}).plan(ctx, 1, nil, io.ErrUnexpectedEOF); again {
		t.Error("it would try again")
	}
}

func TestReasonsNameNoSecret(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err  error
		want string
	}{
		"refused": {&net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}, "dial tcp: connection refused"},
		"no name": {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "h"}}, "lookup h: no such host"},
		"other":   {errors.New(`parse "http://user:hush@proxy"`), "no connection"},
	}
	for name, tt := range tests {
		if got := (&unreachableError{tt.err}).reason(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestCappedBody(t *testing.T) {
	t.Parallel()
	body := &cappedBody{ReadCloser: io.NopCloser(strings.NewReader(strings.Repeat("x", 100))), left: 30}
	text, err := io.ReadAll(body)
	if len(text) != 30 || !errors.Is(err, ErrUpstream) {
		t.Errorf("%d bytes, error %v", len(text), err)
	}
}

func TestLogIsOptional(t *testing.T) {
	t.Parallel()
	New(Options{Model: "m", BaseURL: "http://127.0.0.1:0/v1"}).log.Error("x")
}
