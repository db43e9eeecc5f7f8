package fetch

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Options of a Fetcher. The zero value is one for the open web.
type Options struct {
	// Allow lists host:port pairs that may be read although they are private
	// or on a port of their own: an intranet, a test site. Malformed entries
	// allow nothing.
	Allow []string
	// Log takes what a user is never told; nil discards it.
	Log *slog.Logger
	// UserAgent is what sites are told; a default names Newsdesk.
	UserAgent string
	// MaxBytes bounds what is read from the network (8 MiB if 0), MaxDecoded
	// what it may decompress to and what a file may hold (16 MiB if 0).
	MaxBytes, MaxDecoded int64
	// Timeout bounds one Fetch from its first byte to the extracted text; 30 s
	// if 0.
	Timeout time.Duration
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Fetcher reads pages. It may be used by many goroutines at once.
type Fetcher struct {
	guard                *guard
	client               *http.Client
	log                  *slog.Logger
	userAgent            string
	maxBytes, maxDecoded int64
	timeout              time.Duration
	now                  func() time.Time
	parsing              chan struct{} // a slot for each document in memory
}

// parsingAtOnce bounds how many documents are extracted at a time, those that
// nobody waits for any more included.
const parsingAtOnce = 4

// New returns a Fetcher with the given options.
func New(o Options) *Fetcher {
	g := newGuard(o.Allow)
	f := &Fetcher{
		guard: g, client: newClient(g), log: o.Log, userAgent: o.UserAgent,
		maxBytes: o.MaxBytes, maxDecoded: o.MaxDecoded, timeout: o.Timeout, now: o.Now,
		parsing: make(chan struct{}, parsingAtOnce),
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	if f.userAgent == "" {
		f.userAgent = "Mozilla/5.0 (compatible; Newsdesk/1.0; article reader)"
	}
	if f.maxBytes <= 0 {
		f.maxBytes = 8 << 20
	}
	if f.maxDecoded <= 0 {
		f.maxDecoded = 16 << 20
	}
	if f.timeout <= 0 {
		f.timeout = 30 * time.Second
	}
	if f.now == nil {
		f.now = time.Now
	}
	return f
}

// Fetch reads the article at a web address. Only a 200 with HTML and a story
// on it is one; all else is an error of this package, or ctx's when it was
// cancelled.
func (f *Fetcher) Fetch(ctx context.Context, rawURL string) (Page, error) {
	u, err := parseAddress(rawURL)
	if err != nil {
		return Page{}, fmt.Errorf("fetch: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	start := f.now()
	doc, err := f.get(ctx, u)
	if err == nil && u.String() != doc.url.String() && isConsentAddress(doc.url) {
		err = ErrConsentWall
	}
	if err != nil {
		f.log.InfoContext(ctx, "page not fetched", "host", u.Hostname(), "error", err)
		return Page{}, fmt.Errorf("fetch: %w", err)
	}
	page, err := f.extractWithin(ctx, doc)
	f.log.InfoContext(ctx, "page fetched", "host", u.Hostname(), "bytes", len(doc.body), "words", page.Words,
		"took", f.now().Sub(start), "error", err)
	if err != nil {
		return Page{}, fmt.Errorf("fetch: %w", err)
	}
	return page, nil
}

// Read takes the article from a document already at hand, as Fetch does with
// one from the web. contentType is "text/html", "text/plain" or
// "text/markdown", with a charset if known; "" guesses. Plain text may begin
// with lines "Title:", "Outlet:", "Published:", "Updated:", "Language:" and
// "URL:", which are believed. address is where the document comes from, "" where
// such a line says so.
func (f *Fetcher) Read(ctx context.Context, r io.Reader, address, contentType string) (Page, error) {
	body, err := io.ReadAll(&capped{r: r, left: f.maxDecoded, limit: f.maxDecoded})
	if err != nil {
		return Page{}, fmt.Errorf("read article: %w", err)
	}
	page, err := f.readBytes(ctx, body, address, contentType)
	if err != nil {
		return Page{}, fmt.Errorf("read article: %w", err)
	}
	return page, nil
}

func (f *Fetcher) readBytes(ctx context.Context, body []byte, address, contentType string) (Page, error) {
	t := mediaType(contentType)
	if t == "" {
		t = mediaType(http.DetectContentType(body))
	}
	u, err := url.Parse(address)
	if err != nil {
		return Page{}, fmt.Errorf("%w: malformed", ErrBadURL)
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	return f.extractWithin(ctx, document{body: body, contentType: contentType, url: u, plain: !isHTML(t)})
}

// extractWithin extracts doc's article unless ctx ends first. The parsers take
// no context: one that hangs keeps its slot, and its caller is let go.
func (f *Fetcher) extractWithin(ctx context.Context, doc document) (Page, error) {
	if ctx.Err() != nil {
		return Page{}, ended(ctx)
	}
	select {
	case f.parsing <- struct{}{}:
	case <-ctx.Done():
		return Page{}, ended(ctx)
	}
	type result struct {
		page Page
		err  error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-f.parsing }()
		var r result
		if !survive(func() { r.page, r.err = f.extract(doc) }) {
			f.log.ErrorContext(ctx, "extraction panicked", "bytes", len(doc.body))
			r = result{err: ErrNoArticle}
		}
		done <- r
	}()
	select {
	case r := <-done:
		return r.page, r.err
	case <-ctx.Done():
		return Page{}, ended(ctx)
	}
}

// ended is why ctx did: the caller's cancelling, or time.
func ended(ctx context.Context) error {
	if ctx.Err() == context.Canceled {
		return context.Canceled
	}
	return ErrTimeout
}

// extract is the one path from bytes to an article.
func (f *Fetcher) extract(doc document) (Page, error) {
	// The bytes decide, not the label: some servers call everything HTML, and
	// a PDF may be named story.txt.
	if t := mediaType(http.DetectContentType(doc.body)); !strings.HasPrefix(t, "text/") {
		return Page{}, &ContentTypeError{Type: t}
	}
	content := decode(doc.body, doc.contentType)
	if doc.plain {
		return f.finish(readText(content), doc.url)
	}
	s, err := readHTML(content, doc.url, f.now())
	if err != nil {
		return Page{}, err
	}
	return f.finish(s, doc.url)
}
