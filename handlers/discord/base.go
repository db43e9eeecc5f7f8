package discord

import (
	"fmt"
	"net/http"
	"net/url"
)

// dialTo returns a transport for Discord's REST API at base, or at Discord's
// own address for "".
//
// discordgo joins its endpoint strings when the program starts, so pointing it
// elsewhere by its variables means resetting some thirty of them, for the
// whole process, before the first session. Rewriting the address of each
// request does the same for one bot and cannot forget an endpoint. The
// gateway's address comes from a REST reply and follows by itself.
func dialTo(base string) (http.RoundTripper, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	// The default of 2 would make most of many concurrent edits dial anew.
	transport.MaxIdleConnsPerHost = 64
	if base == "" {
		return transport, nil
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, fmt.Errorf("%q is no http address for Discord (DISCORD_API_BASE)", base)
	}
	if u.Path == "" {
		u.Path = "/" // or JoinPath makes a relative path of it
	}
	return rebase{base: u, next: transport}, nil
}

// rebase sends every request to another host, keeping its path.
type rebase struct {
	base *url.URL
	next http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (t rebase) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	to := t.base.JoinPath(r.URL.EscapedPath())
	to.RawQuery = r.URL.RawQuery
	r.URL, r.Host = to, to.Host
	return t.next.RoundTrip(r)
}
