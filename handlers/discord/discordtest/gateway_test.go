package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// client is a bare gateway client.
type client struct {
	t    *testing.T
	conn *websocket.Conn
	seq  int64
}

type frame struct {
	Op int
	T  string
	S  int64
	D  object
}

func connect(t *testing.T, s *Server) *client {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL(), "http")+"gateway/?v=9&encoding=json", nil) //nolint:bodyclose // taken over by the connection
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	c := &client{t: t, conn: conn}
	if f := c.next(); f.Op != opHello || f.D["heartbeat_interval"] != 41250.0 {
		t.Fatalf("got %+v in place of hello", f)
	}
	return c
}

func (c *client) send(op int, d string) {
	c.t.Helper()
	if err := c.conn.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"op":%d,"d":%s}`, op, d)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) identify(token string, intents int) {
	c.send(opIdentify, fmt.Sprintf(`{"token":%q,"intents":%d,"properties":{"os":"x"}}`, token, intents))
}

// next reads one frame.
func (c *client) next() (f frame) {
	c.t.Helper()
	_ = c.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, raw, err := c.conn.ReadMessage()
	if err != nil {
		c.t.Fatal(err)
	}
	var whole struct {
		frame
		D json.RawMessage
	}
	if err := json.Unmarshal(raw, &whole); err != nil {
		c.t.Fatal(err)
	}
	f = whole.frame
	_ = json.Unmarshal(whole.D, &f.D) // some are no objects
	if f.S > 0 {
		c.seq = f.S
	}
	return f
}

// closed reads until the link is closed, and returns the code.
func (c *client) closed() int {
	_ = c.conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			var c *websocket.CloseError
			if errors.As(err, &c) {
				return c.Code
			}
			return 0
		}
	}
}

func TestGatewayServesASession(t *testing.T) {
	t.Parallel()
	s := Start(t)
	s.AddGuild("100")
	c := connect(t, s)
	c.send(opHeartbeat, "null")
	if f := c.next(); f.Op != opAck {
		t.Errorf("got %+v", f)
	}
	c.identify(s.Token, intentGuilds|intentMessages|intentDirectMessages)
	ready := c.next()
	if ready.T != "READY" || ready.S != 1 || ready.D["user"].(object)["id"] != s.BotID {
		t.Errorf("got %+v", ready)
	}
	if f := c.next(); f.T != "GUILD_CREATE" || f.D["id"] != "100" {
		t.Errorf("got %+v", f)
	}

	// Content is for those whom it is meant for.
	s.Say("100", Channel("100"), "7", "hidden")
	s.Say("100", Channel("100"), "7", "seen "+s.Mention())
	s.Say("", "55", "7", "direct")
	for _, want := range []string{"", "seen " + s.Mention(), "direct"} {
		if f := c.next(); f.T != "MESSAGE_CREATE" || f.D["content"] != want {
			t.Errorf("got %+v, want %q", f, want)
		}
	}

	// What is missed comes with the resumption.
	s.CloseLinks(4000)
	if code := c.closed(); code != 4000 {
		t.Errorf("closed with %d", code)
	}
	s.Say("", "55", "7", "missed")
	again := connect(t, s)
	resume := fmt.Sprintf(`{"token":%q,"session_id":%q,"seq":%d}`, s.Token, ready.D["session_id"], c.seq)
	again.send(opResume, resume)
	if f := again.next(); f.D["content"] != "missed" || f.S != c.seq+1 {
		t.Errorf("got %+v", f)
	}
	if f := again.next(); f.T != "RESUMED" {
		t.Errorf("got %+v", f)
	}
	_ = again.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Now().Add(time.Second))
	again.closed()
	if err := s.await(t.Context(), "the end of a link", func() bool { return len(s.link.stats.Closes) == 1 }); err != nil {
		t.Fatal(err)
	}
	last := connect(t, s)
	last.send(opResume, resume)
	if f := last.next(); f.Op != opInvalid {
		t.Errorf("a session that was closed with 1000 gave %+v", f)
	}
	if st := s.Stats(); st.Identifies != 1 || st.Resumes != 2 || st.Resumed != 1 || st.Closes[0] != 1000 {
		t.Errorf("stats %+v", st)
	}
}

func TestGatewayRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		act  func(*Server, *client)
		code int
		rule string
	}{
		"a wrong token":       {func(_ *Server, c *client) { c.identify("another", 1) }, 4004, ""},
		"whom it is set to":   {func(s *Server, c *client) { s.RefuseLinks(4011); c.identify(s.Token, 1) }, 4011, ""},
		"privileged intents":  {func(s *Server, c *client) { c.identify(s.Token, 1|intentContent) }, 4014, "privileged"},
		"an odd identify":     {func(s *Server, c *client) { c.send(opIdentify, `{"token":"x"}`) }, 4002, "IDENTIFY"},
		"a long frame":        {func(_ *Server, c *client) { c.send(3, `"`+strings.Repeat("x", 4096)+`"`) }, 4002, "frame"},
		"more than 120 a min": {func(_ *Server, c *client) { flood(c) }, 4008, "120"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &record{T: t}
			s := Start(r)
			c := connect(t, s)
			test.act(s, c)
			if code := c.closed(); code != test.code {
				t.Errorf("closed with %d", code)
			}
			if got := r.take(); (got == "") != (test.rule == "") || !strings.Contains(got, test.rule) {
				t.Errorf("violations: %q", got)
			}
		})
	}
}

func flood(c *client) {
	for range 122 {
		_ = c.conn.WriteMessage(websocket.TextMessage, []byte(`{"op":3,"d":null}`))
	}
}

func TestGatewayFaults(t *testing.T) {
	t.Parallel()
	s := Start(t)
	s.SetDuplicates(true)
	s.ReconnectBeforeReady(1)
	c := connect(t, s)
	c.identify(s.Token, intentDirectMessages)
	if f := c.next(); f.Op != opReconnect {
		t.Errorf("got %+v", f)
	}
	c.identify(s.Token, intentDirectMessages)
	c.next() // READY
	s.Say("", "55", "7", "twice")
	for range 2 {
		if f := c.next(); f.D["content"] != "twice" {
			t.Errorf("got %+v", f)
		}
	}
	s.Reconnect()
	if f := c.next(); f.Op != opReconnect {
		t.Errorf("got %+v", f)
	}
	s.Zombify()
	s.Say("", "55", "7", "unheard")
	c.send(opHeartbeat, "1")
	_ = c.conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if _, raw, err := c.conn.ReadMessage(); err == nil {
		t.Errorf("a zombie said %s", raw)
	}
}
