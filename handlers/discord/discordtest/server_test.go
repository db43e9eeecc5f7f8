package discordtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// record is a test that keeps what it is told, so that a failure can be
// expected.
type record struct {
	*testing.T
	mu     sync.Mutex
	errors []string
}

func (r *record) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *record) take() (all string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all, r.errors = strings.Join(r.errors, "\n"), nil
	return all
}

// call makes one request, and returns its status (0: the connection broke) and
// what came back.
func call(t *testing.T, s *Server, method, path, body string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL()+"api/v9"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+s.Token)
	req.Header.Set("User-Agent", "DiscordBot (test, 1)")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var reply map[string]any
	_ = json.Unmarshal(raw, &reply) // lists and pages are not looked at
	return resp.StatusCode, reply
}

const nobody = `"allowed_mentions":{"parse":[]}`

func TestBodiesAreHeldToTheRules(t *testing.T) {
	t.Parallel()
	text := func(n int) string { return strings.Repeat("x", n) }
	const (
		message = "/channels/1001/messages"
		command = "/applications/900000000000000002/guilds/100/commands"
	)
	for name, test := range map[string]struct{ method, path, body, broken string }{
		"good":               {"POST", message, `{"content":"hi",` + nobody + `}`, ""},
		"longest":            {"POST", message, `{"content":"` + text(2000) + `",` + nobody + `}`, ""},
		"too long":           {"POST", message, `{"content":"` + text(2001) + `",` + nobody + `}`, "2001 characters"},
		"too long in UTF-16": {"POST", message, `{"content":"` + strings.Repeat("🚀", 1001) + `",` + nobody + `}`, "2002 characters"},
		"empty":              {"POST", message, `{"content":" ",` + nobody + `}`, "empty message"},
		"no JSON":            {"POST", message, `{`, "not a JSON object"},
		"mentions left open": {"POST", message, `{"content":"hi"}`, "allowed_mentions"},
		"mentions null":      {"POST", message, `{"content":"hi","allowed_mentions":{"parse":null}}`, "allowed_mentions"},
		"a user mentioned":   {"POST", message, `{"content":"hi","allowed_mentions":{"parse":[],"users":["1"]}}`, "allowed_mentions"},
		"open fence":         {"POST", message, "{\"content\":\"```x\"," + nobody + `}`, "code fence"},
		"cut link":           {"POST", message, `{"content":"[a](<http://x>) [b](<http://",` + nobody + `}`, "cut in two"},
		"ephemeral":          {"POST", message, `{"content":"hi","flags":64,` + nobody + `}`, "flags 64"},
		"long nonce":         {"POST", message, `{"content":"hi","nonce":"` + text(26) + `",` + nobody + `}`, "nonce"},
		"long embed":         {"POST", message, `{"embeds":[{"description":"` + text(4097) + `"}],` + nobody + `}`, "4097 characters"},
		"embeds too long in all": {
			"POST", message,
			`{"embeds":[{"description":"` + text(4000) + `"},{"description":"` + text(2001) + `"}],` + nobody + `}`, "6001 characters in all",
		},
		"long custom_id": {
			"POST", message,
			`{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"` + text(101) + `"}]}],` + nobody + `}`, "custom_id has 101",
		},
		"custom_id twice": {
			"POST", message, `{"components":[{"type":1,"components":[{"type":2,"style":1,"label":"x","custom_id":"a"},` +
				`{"type":2,"style":1,"label":"x","custom_id":"a"}]}],` + nobody + `}`, "twice",
		},
		"no such endpoint": {"POST", "/channels/1001/polls", `{}`, "not an endpoint"},

		"good command": {
			"PUT", command, `[{"type":1,"name":"ask","description":"Ask","default_member_permissions":"32",` +
				`"options":[{"type":3,"name":"q","description":"Q","required":true,"max_length":6000}]}]`, "",
		},
		"upper case":         {"PUT", command, `[{"type":1,"name":"Ask","description":"Ask"}]`, `name "Ask"`},
		"no description":     {"PUT", command, `[{"type":1,"name":"ask"}]`, "description has 0"},
		"two of a name":      {"PUT", command, `[{"name":"a","description":"x"},{"name":"a","description":"x"}]`, "twice"},
		"permissions":        {"PUT", command, `[{"name":"a","description":"x","default_member_permissions":"admin"}]`, "permissions"},
		"too long an option": {"PUT", command, `[{"name":"a","description":"x","options":[{"type":3,"name":"q","description":"Q","max_length":6001}]}]`, "lengths"},
		"optional first": {
			"PUT", command, `[{"name":"a","description":"x","options":[{"type":3,"name":"p","description":"P"},` +
				`{"type":3,"name":"q","description":"Q","required":true}]}]`, "after an optional one",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &record{T: t}
			s := Start(r)
			s.AddGuild("100")
			status, reply := call(t, s, test.method, test.path, test.body)
			got := r.take()
			if test.broken == "" {
				if status != http.StatusOK || got != "" {
					t.Errorf("got %d %v, %s", status, reply, got)
				}
				return
			}
			if status < 400 || !strings.Contains(got, test.broken) {
				t.Errorf("got %d, %q; want %q", status, got, test.broken)
			}
			if len(s.Violations()) != 1 {
				t.Errorf("violations %q", s.Violations())
			}
		})
	}
}

func TestBodiesAreHeldToTheSchema(t *testing.T) {
	t.Parallel()
	if _, err := theSchema(); err != nil {
		t.Skip(err)
	}
	r := &record{T: t}
	s := Start(r)
	// None of the limits above speaks of these.
	for _, body := range []string{
		`{"content":"hi","tts":"yes",` + nobody + `}`,
		`{"content":"hi","message_reference":{"message_id":"not a number"},` + nobody + `}`,
		`{"components":[{"type":99}],` + nobody + `}`,
	} {
		status, _ := call(t, s, "POST", "/channels/1001/messages", body)
		if got := r.take(); status != http.StatusBadRequest || !strings.Contains(got, "schema") {
			t.Errorf("%s: got %d, %q", body, status, got)
		}
	}
}

func TestRequestsNeedTheToken(t *testing.T) {
	t.Parallel()
	s := Start(t)
	good := s.Token
	s.Token = "another"
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"api/v10/applications/@me", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+good)
	req.Header.Set("User-Agent", "DiscordBot (test, 1)")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("got %s", resp.Status)
	}
}

func TestFaultsStrikeInOrder(t *testing.T) {
	t.Parallel()
	s := Start(t)
	s.Fail(RouteCreate, Status500, Status502, None, Status503, Status504, HTML429, JSON429, Reset, Lost)
	const body = `{"content":"hi","nonce":"n","enforce_nonce":true,` + nobody + `}`
	for i, want := range []int{500, 502, 200, 503, 504, 429, 429, 0, 0, 200} {
		if status, _ := call(t, s, "POST", "/channels/1001/messages", body); status != want {
			t.Errorf("request %d: got %d, want %d", i, status, want)
		}
	}
	if n := len(s.posts); n != 1 {
		t.Errorf("%d messages under one enforced nonce", n)
	}
	if got := s.Requests(RouteCreate); len(got) != 10 || got[1].Status != 502 {
		t.Errorf("recorded %v", got)
	}
}

func TestEditsAreLimited(t *testing.T) {
	t.Parallel()
	s := Start(t)
	s.LimitEdits(2, time.Minute)
	_, m := call(t, s, "POST", "/channels/1001/messages", `{"content":"hi",`+nobody+`}`)
	path := "/channels/1001/messages/" + m["id"].(string)
	for i, want := range []int{200, 200, 429} {
		status, reply := call(t, s, "PATCH", path, `{"content":"ho",`+nobody+`}`)
		if status != want || want == 429 && reply["retry_after"].(float64) < 50 {
			t.Errorf("edit %d: got %d %v", i, status, reply)
		}
	}
}

func TestInteractionsAreAcknowledgedOnceAndInTime(t *testing.T) {
	t.Parallel()
	r := &record{T: t}
	s := Start(r)
	s.AddGuild("100")
	const ask = `[{"type":1,"name":"ask","description":"Ask","options":[{"type":3,"name":"q","description":"Q","max_length":5}]}]`
	call(t, s, "PUT", "/applications/"+s.AppID+"/guilds/100/commands", ask)
	give := func() (*Interaction, string, string) {
		in := s.Slash("100", "7", 0, "ask", map[string]string{"q": "who"})
		return in, "/interactions/" + in.ID + "/" + in.Token + "/callback", "/webhooks/" + s.AppID + "/" + in.Token
	}
	expect := func(what string, status, wantStatus int, reply map[string]any, wantCode float64) {
		t.Helper()
		if code, _ := reply["code"].(float64); status != wantStatus || code != wantCode {
			t.Errorf("%s: got %d %v", what, status, reply)
		}
	}
	in, callback, hook := give()
	status, reply := call(t, s, "PATCH", hook+"/messages/@original", `{"content":"x",`+nobody+`}`)
	expect("an edit before the response", status, 404, reply, 10015)
	status, reply = call(t, s, "POST", callback, `{"type":5}`)
	expect("the response", status, 204, reply, 0)
	status, reply = call(t, s, "POST", callback, `{"type":5}`)
	expect("a second response", status, 400, reply, 40060)
	call(t, s, "PATCH", hook+"/messages/@original", `{"content":"so far `+Growing+`",`+nobody+`}`)
	call(t, s, "PATCH", hook+"/messages/@original", `{"content":"one\n-# 1 of 2","flags":4,`+nobody+`}`)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if got, err := in.WaitReply(ctx); err == nil {
		t.Errorf("complete without its second page: %+v", got)
	}
	call(t, s, "POST", hook, `{"content":"two\n-# 2 of 2","flags":4,`+nobody+`}`)
	got, err := in.WaitReply(t.Context())
	if err != nil || got.Content != "one\n-# 1 of 2\ntwo\n-# 2 of 2" || len(got.History) != 2 || !got.NoPreviews || got.Ephemeral {
		t.Errorf("got %+v, %v", got, err)
	}
	if broken := r.take(); broken != "" {
		t.Error(broken)
	}

	_, callback, _ = give()
	call(t, s, "POST", callback, `{"type":8,"data":{"choices":[]}}`)
	if broken := r.take(); !strings.Contains(broken, "answered with type 8") {
		t.Errorf("choices for a command: %q", broken)
	}
	s.set(func() { s.ackWithin = 0 })
	_, callback, _ = give()
	status, reply = call(t, s, "POST", callback, `{"type":5}`)
	expect("a late response", status, 404, reply, 10062)
	if broken := r.take(); !strings.Contains(broken, "acknowledged after") {
		t.Errorf("a late response: %q", broken)
	}
	s.Slash("100", "7", 0, "nosuch", nil)
	s.Slash("100", "7", 0, "ask", map[string]string{"q": "too long"})
	if broken := r.take(); !strings.Contains(broken, "not registered") || !strings.Contains(broken, "8 characters") {
		t.Errorf("impossible commands: %q", broken)
	}
}

func TestCommandsComeBackAsDiscordListsThem(t *testing.T) {
	t.Parallel()
	s := Start(t)
	s.AddGuild("100")
	path := "/applications/" + s.AppID + "/guilds/100/commands"
	call(t, s, "PUT", path, `[{"type":1,"name":"a","description":"A"},{"type":1,"name":"b","description":"B"}]`)
	if got := s.Commands("100"); len(got) != 2 || got[0].Name != "b" {
		t.Errorf("got %+v", got)
	}
	if !bytes.Contains(s.commands["100"], []byte(`"default_member_permissions":null`)) {
		t.Errorf("got %s", s.commands["100"])
	}
	if status, reply := call(t, s, "GET", "/applications/"+s.AppID+"/guilds/999/commands", ""); status != 403 {
		t.Errorf("a guild that the bot is not in: %d %v", status, reply)
	}
}
