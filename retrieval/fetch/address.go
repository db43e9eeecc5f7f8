package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL is the longest address read, in bytes: the longest that browsers and
// caches agree on.
const maxURL = 2048

// hosts maps an internationalised name to its ASCII form as browsers do for a
// look-up. It lets underscores pass, which real hosts have.
var hosts = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.BidiRule())

// parseAddress reads a web address that somebody typed, pasted or linked to.
// Its host comes back in lower-case ASCII, without a final dot and without a
// default port; nothing else is changed. What it refuses is an ErrBadURL, and
// a number dressed up as a host an ErrBlockedAddress.
func parseAddress(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	// Discord users write <https://...> to keep the preview away.
	if strings.HasPrefix(raw, "<") && strings.HasSuffix(raw, ">") {
		raw = strings.TrimSpace(raw[1 : len(raw)-1])
	}
	if len(raw) > maxURL || !utf8.ValidString(raw) {
		return nil, fmt.Errorf("%w: longer than %d bytes, or not UTF-8", ErrBadURL, maxURL)
	}
	u, err := url.Parse(raw)
	if err != nil {
		// url's own words repeat the address, which may hold a secret.
		return nil, fmt.Errorf("%w: malformed", ErrBadURL)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: neither http nor https", ErrBadURL)
	case u.Opaque != "" || u.Host == "":
		return nil, fmt.Errorf("%w: no host", ErrBadURL)
	case u.User != nil:
		// https://bbc.com@evil.example reads as another site besides.
		return nil, ErrCredentials
	}
	host, err := asciiHost(u.Hostname())
	if err != nil {
		return nil, err
	}
	port := u.Port()
	if strings.HasSuffix(u.Host, ":") || (u.Scheme == "http" && port == "80") || (u.Scheme == "https" && port == "443") {
		port = ""
	}
	u.Host = host
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if port != "" {
		u.Host += ":" + port
	}
	return u, nil
}

// beforeUser is what comes before a user name in an address, however mistyped.
var beforeUser = regexp.MustCompile(`(?i)^\s*<?(https?:/*|[a-z][a-z0-9+.-]*://)`)

// Redact returns rawURL for printing: a user name and password in it become
// "…". What is no address comes back as it is; in one too malformed to tell,
// all before the last "@" is taken for a secret.
func Redact(rawURL string) string {
	scheme := beforeUser.FindString(rawURL)
	if scheme == "" {
		return rawURL
	}
	rest := rawURL[len(scheme):]
	end := len(rest)
	if u, err := url.Parse(strings.Trim(rawURL, " <>")); err == nil && u.Host != "" {
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			end = i
		}
	}
	at := strings.LastIndexByte(rest[:end], '@')
	if at < 0 {
		return rawURL
	}
	return scheme + "…" + rest[at:]
}

// asciiHost is the host in the form it is looked up and compared in.
func asciiHost(host string) (string, error) {
	if strings.Contains(host, ":") {
		addr, err := netip.ParseAddr(host)
		if err != nil || addr.Zone() != "" {
			return "", fmt.Errorf("%w: malformed IPv6 address", ErrBadURL)
		}
		return addr.String(), nil
	}
	ascii, err := hosts.ToASCII(host)
	if again, errAgain := hosts.ToASCII(ascii); err != nil || errAgain != nil || again != ascii {
		return "", fmt.Errorf("%w: malformed host", ErrBadURL)
	}
	ascii = strings.TrimSuffix(ascii, ".")
	if ascii == "" || len(ascii) > 253 || strings.Contains(ascii, "..") || ascii[0] == '.' {
		return "", fmt.Errorf("%w: malformed host", ErrBadURL)
	}
	for _, r := range ascii {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_' {
			return "", fmt.Errorf("%w: malformed host", ErrBadURL)
		}
	}
	// 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to a resolver. After
	// WHATWG's URL standard a host that ends in a number is an IPv4 address;
	// only one written in the usual four parts is taken for one.
	if endsInNumber(ascii) {
		if _, err := netip.ParseAddr(ascii); err != nil {
			return "", &BlockedError{Host: ascii, Reason: "a number, not a name"}
		}
	}
	return ascii, nil
}

func endsInNumber(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}
