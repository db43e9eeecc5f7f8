package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"code.dny.dev/ssrf"
)

// guard keeps requests that strangers chose out of the networks that the
// program can reach and they cannot (server-side request forgery). An address
// is checked twice: as it is written, and as what it resolved to, at the moment
// of dialling, when no name can change its meaning any more.
type guard struct {
	ssrf *ssrf.Guardian
	// allow holds host:port pairs that may be anything: an intranet, a test.
	allow map[string]bool
}

func newGuard(allow []string) *guard {
	g := &guard{ssrf: ssrf.New(), allow: map[string]bool{}}
	for _, entry := range allow {
		host, port, err := net.SplitHostPort(strings.TrimSpace(entry))
		if err != nil {
			continue
		}
		if ascii, err := asciiHost(host); err == nil {
			g.allow[net.JoinHostPort(ascii, port)] = true
		}
	}
	return g
}

// check refuses an address by its looks. Ports other than 80 and 443 are
// refused because news is not published there and other services listen there:
// a GET to a mail or Redis port is an attack even on a public host.
func (g *guard) check(u *url.URL) error {
	host, port := u.Hostname(), u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if g.allow[net.JoinHostPort(host, port)] {
		return nil
	}
	if port != "80" && port != "443" {
		return &BlockedError{Host: host, Reason: "port " + port}
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return g.checkIP(ip)
	}
	return nil
}

func (g *guard) checkIP(ip netip.Addr) error {
	if err := g.ssrf.SafeAddr(ip); err != nil {
		return &BlockedError{Host: ip.String(), Reason: "not a public address"}
	}
	return nil
}

// dial is a transport's DialContext: allowed pairs go anywhere, all others only
// to public addresses.
func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second}
	if !g.allow[address] {
		d.Control = g.ssrf.Safe
	}
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	return conn, nil
}
