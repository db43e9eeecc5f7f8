package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

// maxRedirects is how many hops are followed. Real links need one to three.
const maxRedirects = 5

// newClient makes the one HTTP client of a Fetcher: no proxy (the program's
// environment must not decide where a stranger's address leads), no cookies,
// no redirects of its own, HTTP/1.1 and 2.
func newClient(g *guard) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            g.dial,
			ForceAttemptHTTP2:      true,
			DisableCompression:     true, // done here, to count both sides of it
			TLSHandshakeTimeout:    10 * time.Second,
			MaxResponseHeaderBytes: 256 << 10,
			MaxIdleConns:           16,
			IdleConnTimeout:        5 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// document is what the web gave: decompressed bytes and where they came from.
type document struct {
	body        []byte
	contentType string
	url         *url.URL // after redirects
	plain       bool     // text, not HTML
}

// get follows u to a 200 with HTML and reads it within the limits.
func (f *Fetcher) get(ctx context.Context, u *url.URL) (document, error) {
	seen := map[string]bool{}
	for hop := 0; ; hop++ {
		if err := f.guard.check(u); err != nil {
			return document{}, err
		}
		if hop > maxRedirects || seen[u.String()] {
			return document{}, ErrTooManyRedirects
		}
		seen[u.String()] = true
		resp, err := f.request(ctx, u)
		if err != nil {
			return document{}, err
		}
		next, err := location(resp)
		if err == nil && next == nil {
			doc, err := f.readResponse(ctx, resp)
			doc.url = u
			return doc, err
		}
		_ = resp.Body.Close()
		if err != nil {
			return document{}, err
		}
		u = next
	}
}

func (f *Fetcher) request(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("%w: malformed", ErrBadURL)
	}
	req.Header.Set("User-Agent", f.userAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1")
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := f.client.Do(req)
	if err != nil {
		return nil, transportError(ctx, u.Hostname(), err)
	}
	return resp, nil
}

// location is where a redirect leads; nil for any other answer.
func location(resp *http.Response) (*url.URL, error) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	next, err := resp.Location()
	if err != nil {
		return nil, &StatusError{Code: resp.StatusCode}
	}
	next.Fragment = ""
	return parseAddress(next.String())
}

// readResponse reads the body of a response that is no redirect, and closes it.
func (f *Fetcher) readResponse(ctx context.Context, resp *http.Response) (document, error) {
	defer func() { _ = resp.Body.Close() }()
	contentType := resp.Header.Get("Content-Type")
	if resp.StatusCode != http.StatusOK {
		// The beginning of an error page tells a challenge from a plain no.
		body, _ := f.readBody(resp, challengePage)
		if resp.Header.Get("Cf-Mitigated") == "challenge" || isChallenge(string(body)) {
			return document{}, fmt.Errorf("%w: status %d", ErrChallenge, resp.StatusCode)
		}
		if resp.StatusCode == http.StatusPaymentRequired {
			return document{}, ErrPaywall
		}
		return document{}, &StatusError{Code: resp.StatusCode}
	}
	if t := mediaType(contentType); t != "" && !isHTML(t) {
		return document{}, &ContentTypeError{Type: t}
	}
	if resp.ContentLength > f.maxBytes {
		return document{}, &TooLargeError{Limit: f.maxBytes}
	}
	body, err := f.readBody(resp, f.maxDecoded)
	if err != nil {
		return document{}, transportError(ctx, resp.Request.URL.Hostname(), err)
	}
	return document{body: body, contentType: contentType}, nil
}

// challengePage is how much of an error page is looked at, in bytes.
const challengePage = 64 << 10

// readBody reads and decompresses at most f.maxBytes from the wire and at most
// maxDecoded bytes of content; what it has read by then comes with the error.
func (f *Fetcher) readBody(resp *http.Response, maxDecoded int64) ([]byte, error) {
	var r io.Reader = &capped{r: resp.Body, left: f.maxBytes, limit: f.maxBytes}
	switch enc := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		r = z
	default:
		return nil, &ContentTypeError{Type: "content encoded as " + enc}
	}
	return io.ReadAll(&capped{r: r, left: maxDecoded, limit: maxDecoded})
}

// capped fails once more than limit bytes were read from r.
type capped struct {
	r           io.Reader
	left, limit int64
}

func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		// One byte more tells an end at the limit from more of the same.
		if n, err := c.r.Read(make([]byte, 1)); n == 0 && err != nil {
			return 0, err
		}
		return 0, &TooLargeError{Limit: c.limit}
	}
	n, err := c.r.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	return n, err
}

func mediaType(contentType string) string {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(contentType, ";")
	}
	return strings.ToLower(strings.TrimSpace(t))
}

func isHTML(mediaType string) bool {
	return mediaType == "text/html" || mediaType == "application/xhtml+xml"
}

// transportError puts an error of the network into this room's words.
func transportError(ctx context.Context, host string, err error) error {
	var timeout net.Error
	var tooLarge *TooLargeError
	var notHTML *ContentTypeError
	switch {
	case errors.As(err, &tooLarge), errors.As(err, &notHTML):
		return err
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedPort),
		errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrInvalidHostPort):
		return &BlockedError{Host: host, Reason: "not a public address"}
	case ctx.Err() != nil:
		return ended(ctx)
	case errors.As(err, &timeout) && timeout.Timeout():
		return ErrTimeout
	}
	// A url.Error repeats the address, which may hold a secret.
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return fmt.Errorf("%w: %s: %w", ErrUnreachable, host, err)
}
