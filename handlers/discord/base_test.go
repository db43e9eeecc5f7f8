package discord

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestDialToReplacesTheAddress(t *testing.T) {
	t.Parallel()
	got := make(chan string, 1)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Host + r.RequestURI }))
	defer s.Close()
	host := strings.TrimPrefix(s.URL, "http://")
	for base, want := range map[string]string{
		s.URL:              host + "/api/v9/webhooks/1/tok/messages/@original?wait=true",
		s.URL + "/":        host + "/api/v9/webhooks/1/tok/messages/@original?wait=true",
		s.URL + "/discord": host + "/discord/api/v9/webhooks/1/tok/messages/@original?wait=true",
	} {
		transport, err := dialTo(base)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&http.Client{Transport: transport}).Get("https://discord.com/api/v9/webhooks/1/tok/messages/@original?wait=true")
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", base, resp.Status)
			continue
		}
		if g := <-got; g != want {
			t.Errorf("%s: asked for %s, not %s", base, g, want)
		}
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", " ", "Bot  "} {
		if _, err := New(Options{Token: token}); !errors.Is(err, ErrNoToken) {
			t.Errorf("token %q: %v", token, err)
		}
	}
	for _, base := range []string{"discord.com", "ftp://x/", "http://", "://"} {
		if _, err := New(Options{Token: "t", APIBase: base}); err == nil || !strings.Contains(err.Error(), "DISCORD_API_BASE") {
			t.Errorf("base %q: %v", base, err)
		}
	}
}

func TestInvite(t *testing.T) {
	t.Parallel()
	const want = "https://discord.com/oauth2/authorize?client_id=42&permissions=274877975552&scope=bot+applications.commands"
	if got := (Identity{ApplicationID: "42"}).Invite(); got != want {
		t.Errorf("got %s", got)
	}
}
