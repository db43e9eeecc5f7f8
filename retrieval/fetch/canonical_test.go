package fetch

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestCanonicalize(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://News.Example.com":                                      "https://news.example.com/",
		"HTTPS://News.Example.com.:443/a":                               "https://news.example.com/a",
		"http://example.com:80/a":                                       "http://example.com/a",
		"http://example.com:443/a":                                      "http://example.com:443/a",
		"http://example.com:/a":                                         "http://example.com/a",
		"https://example.com/a#section":                                 "https://example.com/a",
		"https://example.com/a/":                                        "https://example.com/a/",
		"https://example.com//a":                                        "https://example.com//a",
		"https://www.example.com/a?":                                    "https://www.example.com/a",
		"https://example.com/a?utm_source=x&UTM_Medium=y":               "https://example.com/a",
		"https://example.com/a?id=7&fbclid=Iw&gclid=z&msclkid=q":        "https://example.com/a?id=7",
		"https://example.com/a?b=2&a=1&b=1":                             "https://example.com/a?a=1&b=2&b=1",
		"https://example.com/a?12345":                                   "https://example.com/a?12345",
		"https://example.com/a?ref=front&clid=9&spm=1":                  "https://example.com/a?clid=9&ref=front&spm=1",
		"https://example.com/a?at_medium=RSS&at_campaign=rss":           "https://example.com/a",
		"https://example.com/%7euser/%c3%a9t%C3%A9/a%2fb":               "https://example.com/~user/%C3%A9t%C3%A9/a%2Fb",
		"https://example.com/été ici":                                   "https://example.com/%C3%A9t%C3%A9%20ici",
		"https://example.com/100%25":                                    "https://example.com/100%25",
		"https://example.com/a/./b/../c":                                "https://example.com/a/c",
		"https://example.com/../../a/..":                                "https://example.com/",
		"https://example.com/a/%2e%2E/b":                                "https://example.com/b",
		"https://bücher.example/ü?q=ü":                                  "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC",
		"https://faß.example/":                                          "https://xn--fa-hia.example/",
		" <https://example.com/a> ":                                     "https://example.com/a",
		"https://[2606:4700:0000::1111]/":                               "https://[2606:4700::1111]/",
		"https://example.com/a?q=a+b%20c&x=%41":                         "https://example.com/a?q=a+b%20c&x=A",
		"https://example.com/story;id=3?u=https://x.example/?utm_id=4":  "https://example.com/story;id=3?u=https://x.example/?utm_id=4",
		"https://www.bbc.co.uk/news/uk-60400000?ns_mchannel=social&x=1": "https://www.bbc.co.uk/news/uk-60400000?x=1",
	} {
		got, err := Canonicalize(raw)
		if err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", raw, got, err, want)
		}
	}
}

func TestClaimed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ base, claim, want string }{
		{"https://m.example.co.uk/a?x=1", "https://www.example.co.uk/a", "https://www.example.co.uk/a"},
		{"https://example.com/a", "/b", "https://example.com/b"},
		{"https://example.com/a", "http://example.com/a", "https://example.com/a"},
		{"https://example.com/a", "https://evil.example/a", ""},
		{"https://one.github.io/a", "https://two.github.io/a", ""},
		{"https://example.com/a", "https://example.com/", ""},
		{"https://example.com/a", "https://user@example.com/a", ""},
		{"https://example.com/a", "https://example.com:8443/a", ""},
		{"https://example.com/a", "javascript:alert(1)", ""},
		{"https://example.com/a", "%zz", ""},
		{"http://127.0.0.1:8080/a", "http://127.0.0.1:8080/b", "http://127.0.0.1:8080/b"},
		{"http://127.0.0.1:8080/a", "http://127.0.0.1:9090/b", ""},
		{"http://10.0.0.1/a", "http://11.0.0.1/b", ""},
		{"file:///home/me/a.html", "https://example.com/a", "https://example.com/a"},
		{"file:///home/me/a.html", "b.html", ""},
	} {
		base, err := url.Parse(c.base)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if u := claimed(base, c.claim); u != nil {
			got = u.String()
		}
		if got != c.want {
			t.Errorf("%s claims %s: %q, want %q", c.base, c.claim, got, c.want)
		}
	}
}

func FuzzCanonicalize(f *testing.F) {
	for _, s := range []string{
		"https://example.com/a?utm_source=x&b=1#c", "http://BÜCHER.example:80/%7e/%2F/../ü?q=%zz&&=", "http://[::1]:80/",
		"http://0x7f.1/", "<https://a.b/>", "http://a/%2e%2e/%25%32%45?%75tm_id=1", "http://xn--a.example/", "http:/a", "http://a?b?c#d#e", "http://\x80",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once, err := Canonicalize(raw)
		if err != nil {
			return
		}
		twice, err := Canonicalize(once)
		if len(once) > maxURL {
			return // escaping made it too long to be read again
		}
		if err != nil || twice != once {
			t.Errorf("%q: %q, then %q, %v", raw, once, twice, err)
		}
		if u, err := url.Parse(once); err != nil || u.User != nil || u.Fragment != "" || !isWeb(u) {
			t.Errorf("%q: %q is no plain web address: %v", raw, once, err)
		}
	})
}

func TestAddressesWithCredentials(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://ann:hunter2@courier.example/x", "https://hunter2@courier.example/x", "<http://:hunter2@courier.example>"} {
		_, err := Canonicalize(address)
		if !errors.Is(err, ErrCredentials) || !errors.Is(err, ErrBadURL) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := Canonicalize("https://medium.example/@ann/x"); err != nil {
		t.Errorf("an @ in a path: %v", err)
	}
}

func TestRedact(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://ann:hunter2@courier.example/x?y#z": "https://…@courier.example/x?y#z",
		"https://hunter2@courier.example":           "https://…@courier.example",
		"HTTPS://ann:hunter2@courier.example/@ann":  "HTTPS://…@courier.example/@ann",
		"https://ann:hunt@er2@courier.example/":     "https://…@courier.example/",
		"https://ann:hunt/er2@courier.example/":     "https://…@courier.example/",
		"https://ann:hunter2%@courier.example/":     "https://…@courier.example/",
		"https:ann:hunter2@courier.example":         "https:…@courier.example",
		"https:/ann:hunter2@courier.example":        "https:/…@courier.example",
		" <https://ann:hunter2@courier.example/x>":  " <https://…@courier.example/x>",
		"https://medium.example/@ann/x":             "https://medium.example/@ann/x",
		"https://courier.example/?to=a@b.example":   "https://courier.example/?to=a@b.example",
		"notes/ann@home.txt":                        "notes/ann@home.txt",
		`C:\notes\ann@home.txt`:                     `C:\notes\ann@home.txt`,
		"":                                          "",
	} {
		if got := Redact(raw); got != want {
			t.Errorf("Redact(%q) = %q, want %q", raw, got, want)
		}
	}
}
