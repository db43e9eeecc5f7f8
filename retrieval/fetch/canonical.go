package fetch

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Canonicalize returns the one form of a web address that stands for all the
// forms it is shared in: scheme and host in lower-case ASCII, no default port,
// no fragment, no parameter that only tells where a reader came from, the other
// parameters in order of name, percent-encoding only where needed. What may
// name another page stays: the scheme, "www.", a final slash (a site redirects
// to the form it likes, and a link we changed could break). Errors are
// [ErrBadURL] and, for a number dressed up as a host, [ErrBlockedAddress].
// Canonicalize of its own result changes nothing.
func Canonicalize(rawURL string) (string, error) {
	u, err := parseAddress(rawURL)
	if err != nil {
		return "", err
	}
	return canonical(u), nil
}

// canonical is u, as parseAddress returns it, in canonical form.
func canonical(u *url.URL) string {
	var b strings.Builder
	b.WriteString(u.Scheme + "://" + u.Host)
	b.WriteString(removeDots(normalizeEscapes(u.EscapedPath())))
	if q := canonicalQuery(u.RawQuery); q != "" {
		b.WriteString("?" + q)
	}
	return b.String()
}

// tracking are the names of query parameters that say who shared a link, where
// and in which campaign, and never which page it leads to.
var tracking = regexp.MustCompile(`(?i)^(` +
	`(utm|mtm|pk|piwik|matomo|hsa|trk)_.*|` +
	`(fb|g|d|y|tw|tt)clid|msclkid|[gw]braid|li_fat_id|rdt_cid|igshid|igsh|fb_(action_ids|action_types|source|ref)|__tn__|` +
	`mc_[ce]id|_hs(enc|mi)|hsctatracking|mkt_tok|oly_(enc|anon)_id|vero_(id|conv)|_openstat|_branch_\w+|_g[al]|_gac|` +
	`at_(medium|campaign|custom\d*|link_\w+|ptr_name|format|bbc_team)|ns_(mchannel|source|campaign|linkname|fee)|wt[._]z?mc\w*|` +
	`s?_?cmpid|s_cid|ncid|ocid|cmp|xtor|ito|icid|intcid|smid|smtyp|ref_(src|url)|guccounter|guce_referrer\w*|soc_(src|trk)|` +
	`sr_share|__twitter_impression|rb_clickid|share_id|si_share)$`)

// canonicalQuery drops tracking parameters and sorts the rest by name, keeping
// the order of equal names.
func canonicalQuery(raw string) string {
	type param struct{ name, whole string }
	var kept []param
	for part := range strings.SplitSeq(raw, "&") {
		part = normalizeEscapes(part)
		name, _, _ := strings.Cut(part, "=")
		if part == "" || tracking.MatchString(name) {
			continue
		}
		kept = append(kept, param{name, part})
	}
	slices.SortStableFunc(kept, func(a, b param) int { return strings.Compare(a.name, b.name) })
	parts := make([]string, len(kept))
	for i, p := range kept {
		parts[i] = p.whole
	}
	return strings.Join(parts, "&")
}

// normalizeEscapes decodes what RFC 3986 calls unreserved, writes other escapes
// in upper case, and escapes the bytes that no address may hold.
func normalizeEscapes(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escaped := s[i], false
		if c == '%' && i+2 < len(s) {
			if hi, lo := unhex(s[i+1]), unhex(s[i+2]); hi >= 0 && lo >= 0 {
				c, escaped = byte(hi<<4|lo), true
				i += 2
			}
		}
		switch {
		case unreserved(c), !escaped && strings.IndexByte("!$&'()*+,;=:@/?[]", c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func unhex(c byte) int {
	return strings.IndexByte("0123456789abcdef", c|0x20*(c>>6&1))
}

// removeDots resolves "." and ".." in an absolute path (RFC 3986, 5.2.4).
func removeDots(path string) string {
	var out []string
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, p := range parts {
		last := i == len(parts)-1
		switch p {
		case "..":
			out = out[:max(0, len(out)-1)]
		case ".":
		default:
			out = append(out, p)
			continue
		}
		if last {
			out = append(out, "")
		}
	}
	return "/" + strings.Join(out, "/")
}

// claimed is the canonical address that a page at base claims for itself, nil
// where it claims none that can be believed: it must lie on the same registered
// domain (so that one site cannot take another's place), and must not be the
// front page of a site whose page is another, a common mistake. A local file is
// believed, since its reader chose it.
func claimed(base *url.URL, claims ...string) *url.URL {
	for _, c := range claims {
		ref, err := url.Parse(strings.TrimSpace(c))
		if c == "" || err != nil {
			continue
		}
		u, err := parseAddress(base.ResolveReference(ref).String())
		if err != nil || (isWeb(base) && (!sameSite(base, u) || (len(u.Path) <= 1 && len(base.Path) > 1))) {
			continue
		}
		if base.Scheme == "https" && u.Port() == "" {
			u.Scheme = "https"
		}
		return u
	}
	return nil
}

// sameSite: the same registered domain on default ports, or the same host and
// port.
func sameSite(a, b *url.URL) bool {
	if a.Host == b.Host {
		return true
	}
	if a.Port() != "" || b.Port() != "" {
		return false
	}
	if _, err := netip.ParseAddr(a.Hostname()); err == nil {
		return false
	}
	x, errX := publicsuffix.EffectiveTLDPlusOne(a.Hostname())
	y, errY := publicsuffix.EffectiveTLDPlusOne(b.Hostname())
	return errX == nil && errY == nil && x == y
}
