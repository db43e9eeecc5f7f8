package fetch

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestFetchReachesNoPrivateAddress tries every spelling of an address inside
// against a real server on loopback, which must never hear of it.
func TestFetchReachesNoPrivateAddress(t *testing.T) {
	t.Parallel()
	var heard atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndexByte(server.URL, ':'):]
	f := New(Options{})
	for _, address := range []string{
		server.URL, "http://localhost/", "http://localhost" + port, "http://LOCALHOST./",
		"http://127.0.0.1/", "http://127.8.9.1/", "http://0.0.0.0/", "http://10.0.0.1/", "http://172.16.0.1/",
		"http://192.168.1.1/", "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/",
		"http://224.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "https://192.0.2.1/",
		"http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
		"http://[fe80::1]/", "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001:db8::1]/",
		"http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://017700000001/", "http://0177.0.0.1/",
		"http://127.1/", "http://127.0.1/", "http://1.2.3.4.5/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
		"http://example.com:22/", "http://example.com:6379/", "https://example.com:8443/",
	} {
		if _, err := f.Fetch(t.Context(), address); !errors.Is(err, ErrBlockedAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
	if n := heard.Load(); n != 0 {
		t.Errorf("%d requests reached loopback", n)
	}
}

func TestFetchRefusesWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	f := New(Options{})
	for _, address := range []string{
		"", " ", "hello", "example.com/story", "ftp://example.com/", "file:///etc/passwd", "javascript:alert(1)",
		"gopher://example.com/", "data:text/html,x", "http://", "http:///x", "http:example.com", "//example.com/x",
		"http://user@example.com/", "http://user:secret@example.com/", "http://exa mple.com/", "http://exam\x00ple.com/",
		"http://[fe80::1%25eth0]/", "http://[::1", "http://a..b/", "http://.example.com/", "http://exa<mple.com/",
		"http://example.com:99999999/", "http://example.com:x/", "http://" + strings.Repeat("a", 300) + ".com/",
		"http://example.com/" + strings.Repeat("a", maxURL), "http://%31%32%37.0.0.1/",
	} {
		_, err := f.Fetch(t.Context(), address)
		if !errors.Is(err, ErrBadURL) && !errors.Is(err, ErrBlockedAddress) {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the error repeats a password: %v", address, err)
		}
	}
}

// What FETCH_ALLOW names is let through, and nothing beside it: not another
// port of that host, not another name of that address.
func TestAllowIsHostAndPort(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	port := s.URL[strings.LastIndexByte(s.URL, ':')+1:]
	f := New(Options{Allow: []string{" LocalHost:" + port, "nonsense", "", "127.0.0.1", "10.0.0.1:80x"}})
	if _, err := f.Fetch(t.Context(), "http://localhost:"+port+"/news/ferries"); err != nil {
		t.Errorf("the allowed host: %v", err)
	}
	for _, address := range []string{s.URL + "/news/ferries", "http://localhost/", "http://127.0.0.1/"} {
		if _, err := f.Fetch(t.Context(), address); !errors.Is(err, ErrBlockedAddress) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
