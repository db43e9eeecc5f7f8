package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// now is the day on which the tests' pages are read.
var now = time.Date(2022, 2, 17, 9, 0, 0, 0, time.UTC)

const paragraphs = `<p>The ferry line between Aldmouth and the islands will stop for two weeks in March, its operator said on Wednesday.</p>
<p>“We have put this off for a year, and we cannot put it off any longer,” said Ines Okafor, who runs the harbour’s engineering office.</p>
<h2>Buses instead</h2>
<p>Islanders will be taken around the bay by bus, which adds about forty minutes to the journey, and freight will wait until the night.</p>
<p>The council has set aside £40,000 for those who miss work, and it will decide on further help when it meets again in April.</p>`

// page wraps a body in what news sites put around it.
func page(head, body string) string {
	return `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Ferries to stop for repairs | The Aldmouth Courier</title>` + head +
		`</head><body><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav>` + body +
		`<footer><p>© 2022 The Aldmouth Courier. All rights reserved.</p></footer></body></html>`
}

const head = `<meta property="og:site_name" content="The Aldmouth Courier"><meta property="og:type" content="article">
<meta property="og:title" content="Ferries to stop for repairs"><link rel="canonical" href="/news/ferries">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Ferries to stop for repairs",
"datePublished":"2022-02-16T18:30:00+00:00","dateModified":"2022-02-16T20:05:00Z","publisher":{"@type":"Organization","name":"The Aldmouth Courier"}}</script>`

var ferries = page(head, `<article><h1>Ferries to stop for repairs</h1>`+paragraphs+`</article>`)

// site serves every page of the tests; sent counts the bytes of /endless.
type site struct {
	*httptest.Server
	sent atomic.Int64
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{}
	mux := http.NewServeMux()
	serve := func(path, contentType string, status int, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			if contentType != "" {
				w.Header().Set("Content-Type", contentType)
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	}
	const html = "text/html; charset=utf-8"
	serve("/news/ferries", html, 200, ferries)
	serve("/unlabelled", "", 200, ferries)
	serve("/paper.pdf", "application/pdf", 200, "%PDF-1.7 ...")
	serve("/liar.html", html, 200, "%PDF-1.7\n\x00\x01\x02 ...")
	serve("/feed", "application/rss+xml", 200, "<rss></rss>")
	serve("/gone", html, 410, "gone")
	serve("/private", html, 403, "no")
	serve("/login", html, 401, "no")
	serve("/broken", html, 500, "oops")
	serve("/pay", html, 402, "pay")
	serve("/busy", html, 429, "slow down")
	serve("/nothing-new", html, 204, "")
	serve("/empty", html, 200, "")
	serve("/no-story", html, 200, page("", `<ul><li><a href="/a">Mayor opens new bridge</a><li><a href="/b">Cup final today</a></ul>`))
	serve("/cloudflare", html, 403, `<html><head><title>Just a moment...</title></head><body><div id="cf-chl"></div></body></html>`)
	serve("/datadome", html, 200, `<html><body><p>Please enable JS and disable any ad blocker</p><script src="https://ct.captcha-delivery.com/c.js"></script></body></html>`)
	serve("/consent-page", html, 200, page("", `<div><h1>Before you continue</h1><p>We and our 842 partners store and/or access information on a device, such as cookies, to show you personalised ads.</p>
		<p>You can withdraw your consent at any time in our privacy policy, which tells what your personal data is used for by us and by others.</p><button>Accept all</button> <button>Reject all</button> <button>Manage options</button></div>`))
	serve("/teaser", html, 200, page(head, `<article><h1>Ferries to stop for repairs</h1><p>The ferry line between Aldmouth and the islands will stop for two weeks in March, its operator said on Wednesday.</p>
		<p>What that means for those who live there, and who pays for the buses, is the question that the council has to answer now.</p></article><div>Subscribe to continue reading. Already a subscriber? Log in</div>`))
	serve("/slow", html, 200, "")
	mux.HandleFunc("/wait/consent/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, ferries) })
	serve("/consent/form", html, 200, ferries)

	redirect := func(path, to string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}
	redirect("/asks", "/consent/form")
	redirect("/short", "/news/ferries?utm_source=short")
	redirect("/loop", "/loop-2")
	redirect("/loop-2", "/loop")
	redirect("/to-private", "http://10.0.0.7/secret")
	redirect("/to-metadata", "http://169.254.169.254/latest/meta-data/")
	redirect("/to-file", "file:///etc/passwd")
	redirect("/to-decimal", "http://2130706433/")
	mux.HandleFunc("/hop/{n}", func(w http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscan(r.PathValue("n"), &n)
		if n == 0 {
			_, _ = io.WriteString(w, ferries)
			return
		}
		http.Redirect(w, r, fmt.Sprintf("/hop/%d", n-1), http.StatusMovedPermanently)
	})
	mux.HandleFunc("/nowhere", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) })

	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", html)
		chunk := bytes.Repeat([]byte("<p>more and more of the same. </p>"), 1<<10)
		for s.sent.Load() < 500<<20 && r.Context().Err() == nil {
			n, err := w.Write(chunk)
			s.sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/huge", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", html)
		w.Header().Set("Content-Length", "524288000")
		w.WriteHeader(http.StatusOK)
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", html)
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		_, _ = io.Copy(z, io.LimitReader(endless{}, 32<<20))
		_ = z.Close()
	})
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			http.Error(w, "want gzip", http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", html)
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, ferries)
		_ = z.Close()
	})
	mux.HandleFunc("/drip", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", html)
		_, _ = io.WriteString(w, ferries[:100])
		w.(http.Flusher).Flush()
		<-r.Context().Done() // and nothing more
	})
	mux.HandleFunc("/cookies", func(w http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) > 0 {
			http.Error(w, "a cookie came back", http.StatusBadRequest)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "id", Value: "1", Path: "/"})
		http.Redirect(w, r, "/cookies-2", http.StatusFound)
	})
	mux.HandleFunc("/cookies-2", func(w http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) > 0 || r.Referer() != "" || !strings.Contains(r.UserAgent(), "Newsdesk") {
			http.Error(w, "a trace came back", http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, ferries)
	})
	latin, err := charmap.Windows1252.NewEncoder().String(strings.Replace(ferries, `<meta charset="utf-8">`, "", 1))
	if err != nil {
		t.Fatal(err)
	}
	serve("/windows-1252", "text/html; charset=windows-1252", 200, latin)
	serve("/windows-1252-unsaid", "text/html", 200, latin)
	serve("/windows-1252-called-utf-8", html, 200, latin)
	serve("/utf-8-called-latin-1", "text/html; charset=iso-8859-1", 200, ferries)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// endless is "a" for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func (s *site) fetcher(o Options) *Fetcher {
	u, _ := url.Parse(s.URL)
	o.Allow = append(o.Allow, u.Host)
	if o.Now == nil {
		o.Now = func() time.Time { return now }
	}
	return New(o)
}

func TestFetchReadsAnArticle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, err := s.fetcher(Options{}).Fetch(t.Context(), s.URL+"/news/ferries?utm_source=x&fbclid=1#top")
	if err != nil {
		t.Fatal(err)
	}
	a := p.Article
	wantText := strings.Join([]string{
		"The ferry line between Aldmouth and the islands will stop for two weeks in March, its operator said on Wednesday.",
		"“We have put this off for a year, and we cannot put it off any longer,” said Ines Okafor, who runs the harbour’s engineering office.",
		"Buses instead",
		"Islanders will be taken around the bay by bus, which adds about forty minutes to the journey, and freight will wait until the night.",
		"The council has set aside £40,000 for those who miss work, and it will decide on further help when it meets again in April.",
	}, "\n\n")
	if a.Text != wantText {
		t.Errorf("text:\n%q\nwant\n%q", a.Text, wantText)
	}
	if a.URL != s.URL+"/news/ferries" || len(a.ID) != 32 {
		t.Errorf("URL %q, ID %q", a.URL, a.ID)
	}
	if a.Title != "Ferries to stop for repairs" || a.Outlet != "The Aldmouth Courier" || a.Lang != "en" {
		t.Errorf("title %q, outlet %q, language %q", a.Title, a.Outlet, a.Lang)
	}
	if !a.Published.Equal(time.Date(2022, 2, 16, 18, 30, 0, 0, time.UTC)) ||
		!a.Updated.Equal(time.Date(2022, 2, 16, 20, 5, 0, 0, time.UTC)) || !a.Fetched.Equal(now) {
		t.Errorf("published %v, updated %v, fetched %v", a.Published, a.Updated, a.Fetched)
	}
	if p.Words != 97 || len(p.Notes) != 0 {
		t.Errorf("%d words, notes %q", p.Words, p.Notes)
	}
}

func TestFetchTakesEveryRoadToTheSameArticle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.fetcher(Options{})
	want, err := f.Fetch(t.Context(), s.URL+"/news/ferries")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/short", "/gzip", "/unlabelled", "/hop/5", "/cookies", "/windows-1252", "/windows-1252-unsaid",
		"/windows-1252-called-utf-8", "/utf-8-called-latin-1",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			got, err := f.Fetch(t.Context(), "<"+s.URL+path+">")
			if err != nil {
				t.Fatal(err)
			}
			if got.Article.URL != want.Article.URL || got.Article.Text != want.Article.Text {
				t.Errorf("%s: %q", got.Article.URL, got.Article.Text)
			}
		})
	}
}

func TestFetchRefuses(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.fetcher(Options{MaxBytes: 1 << 20, MaxDecoded: 2 << 20})
	for path, want := range map[string]error{
		"/paper.pdf":    ErrNotHTML,
		"/liar.html":    ErrNotHTML,
		"/feed":         ErrNotHTML,
		"/missing":      ErrNotFound,
		"/gone":         ErrNotFound,
		"/private":      ErrForbidden,
		"/login":        ErrForbidden,
		"/broken":       ErrStatus,
		"/nothing-new":  ErrStatus,
		"/nowhere":      ErrStatus,
		"/busy":         ErrBusy,
		"/pay":          ErrPaywall,
		"/teaser":       ErrPaywall,
		"/empty":        ErrNoArticle,
		"/no-story":     ErrNoArticle,
		"/cloudflare":   ErrChallenge,
		"/datadome":     ErrChallenge,
		"/consent-page": ErrConsentWall,
		"/asks":         ErrConsentWall,
		"/loop":         ErrTooManyRedirects,
		"/hop/6":        ErrTooManyRedirects,
		"/to-private":   ErrBlockedAddress,
		"/to-metadata":  ErrBlockedAddress,
		"/to-decimal":   ErrBlockedAddress,
		"/to-file":      ErrBadURL,
		"/huge":         ErrTooLarge,
		"/bomb":         ErrTooLarge,
		"/endless":      ErrTooLarge,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			if _, err := f.Fetch(t.Context(), s.URL+path); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		})
	}
}

func TestErrorsCarryWhatTheWordsNeed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f := s.fetcher(Options{MaxBytes: 1 << 20})
	var status *StatusError
	if _, err := f.Fetch(t.Context(), s.URL+"/broken"); !errors.As(err, &status) || status.Code != 500 || errors.Is(err, ErrNotFound) {
		t.Errorf("broken: %v", err)
	}
	var kind *ContentTypeError
	if _, err := f.Fetch(t.Context(), s.URL+"/paper.pdf"); !errors.As(err, &kind) || kind.Type != "application/pdf" {
		t.Errorf("PDF: %v", err)
	}
	var large *TooLargeError
	if _, err := f.Fetch(t.Context(), s.URL+"/huge"); !errors.As(err, &large) || large.Limit != 1<<20 {
		t.Errorf("huge: %v", err)
	}
	var blocked *BlockedError
	if _, err := f.Fetch(t.Context(), s.URL+"/to-private"); !errors.As(err, &blocked) || blocked.Host != "10.0.0.7" {
		t.Errorf("private: %v", err)
	}
}

// A page of 500 MB must cost no more than the limit, socket buffers aside.
func TestFetchStopsReadingEarly(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.fetcher(Options{MaxBytes: 1 << 20}).Fetch(t.Context(), s.URL+"/endless"); !errors.Is(err, ErrTooLarge) {
		t.Fatalf("got %v", err)
	}
	s.Close() // waits for the handler, so the count is final
	if sent := s.sent.Load(); sent > 50<<20 {
		t.Errorf("the site could send %d bytes", sent)
	}
}

func TestFetchEndsInTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if _, err := s.fetcher(Options{Timeout: 200 * time.Millisecond}).Fetch(t.Context(), s.URL+"/drip"); !errors.Is(err, ErrTimeout) {
		t.Errorf("a page that drips: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := s.fetcher(Options{}).Fetch(ctx, s.URL+"/drip"); !errors.Is(err, context.Canceled) || errors.Is(err, ErrTimeout) {
		t.Errorf("a cancelled fetch: %v", err)
	}
}

func TestFetchSaysThatNobodyAnswers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	f, address := s.fetcher(Options{}), s.URL
	s.Close()
	_, err := f.Fetch(t.Context(), address+"/news/ferries?token=secret")
	if !errors.Is(err, ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	if strings.Contains(fmt.Sprint(err), "secret") {
		t.Errorf("the error repeats the address: %v", err)
	}
}

// The client speaks TLS and HTTP/2 although it dials by itself, and dials no
// private address for them either.
func TestFetchSpeaksHTTP2(t *testing.T) {
	t.Parallel()
	var proto atomic.Value
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proto.Store(r.Proto)
		_, _ = io.WriteString(w, ferries)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	f := (&site{Server: server}).fetcher(Options{})
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	f.client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	p, err := f.Fetch(t.Context(), server.URL+"/x")
	if err != nil || proto.Load() != "HTTP/2.0" || p.Words == 0 {
		t.Errorf("%v over %v", err, proto.Load())
	}
	if _, err := New(Options{}).Fetch(t.Context(), "https://localhost/"); !errors.Is(err, ErrBlockedAddress) {
		t.Errorf("https to loopback: %v", err)
	}
}
