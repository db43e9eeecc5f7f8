package discordtest

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes of the gateway.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
)

// Gateway intents.
const (
	intentGuilds         = 1 << 0
	intentMembers        = 1 << 1
	intentPresences      = 1 << 8
	intentMessages       = 1 << 9
	intentDirectMessages = 1 << 12
	intentContent        = 1 << 15
)

// linkState is the gateway's part of a Server; its mutex guards it.
type linkState struct {
	sessions map[string]*session
	links    map[*link]bool
	// before READY, this many links get op 7 in its place.
	reconnects int
	// refusal, where not 0, closes every link that identifies or resumes.
	refusal int
	stats   Stats
}

// Stats count what happened on the gateway.
type Stats struct {
	Links, Identifies, Resumes, Resumed int
	Heartbeats                          int
	// Closes are the codes with which the bot closed links of itself; 1006
	// for a link that broke off.
	Closes []int
}

// session is what Discord keeps of a bot between links.
type session struct {
	id      string
	intents int
	sent    []event
	link    *link // nil while there is none
}

type event struct {
	Op  int    `json:"op"`
	T   string `json:"t,omitempty"`
	S   int64  `json:"s,omitempty"`
	D   any    `json:"d"`
	raw []byte
}

// link is one websocket.
type link struct {
	conn    *websocket.Conn
	session *session
	zombie  bool
	hungUp  bool // by us: what the bot then says of the end does not count
	sends   []time.Time
}

func newLinkState() linkState {
	return linkState{sessions: make(map[string]*session), links: make(map[*link]bool)}
}

func (l *linkState) live() bool {
	for _, s := range l.sessions {
		if s.link != nil && !s.link.zombie {
			return true
		}
	}
	return false
}

// Stats are the gateway's counts so far.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.link.stats
	st.Closes = append([]int(nil), st.Closes...)
	return st
}

// ReconnectBeforeReady has the next n links get op 7 in place of READY or
// RESUMED.
func (s *Server) ReconnectBeforeReady(n int) { s.set(func() { s.link.reconnects = n }) }

// Reconnect sends op 7, as Discord does when it restarts a node.
func (s *Server) Reconnect() {
	s.set(func() {
		for l := range s.link.links {
			l.send(event{Op: opReconnect})
		}
	})
}

// Zombify makes the present links dead: they stay open, acknowledge nothing
// and deliver nothing. A resumed link gets what was missed.
func (s *Server) Zombify() {
	s.set(func() {
		for l := range s.link.links {
			l.zombie = true
		}
	})
}

// ForgetSessions has every attempt to resume refused with op 9, so that the bot
// must identify anew.
func (s *Server) ForgetSessions() { s.set(func() { clear(s.link.sessions) }) }

// CloseLinks closes the present links with a code; RefuseLinks closes every
// link that identifies or resumes from now on, until it is called with 0.
func (s *Server) CloseLinks(code int) {
	s.set(func() {
		for l := range s.link.links {
			l.close(code)
		}
	})
}

// RefuseLinks is described at CloseLinks.
func (s *Server) RefuseLinks(code int) { s.set(func() { s.link.refusal = code }) }

// dropLinks breaks every link off; s.mu is held.
func (s *Server) dropLinks() {
	for l := range s.link.links {
		_ = l.conn.Close()
	}
}

// send writes to the link; the server's mutex is held.
func (l *link) send(e event) {
	if e.raw == nil {
		e.raw, _ = json.Marshal(e) // of plain values
	}
	_ = l.conn.SetWriteDeadline(time.Now().Add(time.Second))
	_ = l.conn.WriteMessage(websocket.TextMessage, e.raw)
}

// close sends a close frame and hangs up.
func (l *link) close(code int) {
	l.hungUp = true
	_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	_ = l.conn.Close()
}

// dispatch sends an event to every session that wants it, and keeps it for
// those that are between links; s.mu is held.
func (s *Server) dispatch(name string, data any) {
	times := 1
	if s.duplicates {
		times = 2
	}
	for _, ses := range s.link.sessions {
		d, ok := s.visible(ses, name, data)
		for i := 0; ok && i < times; i++ {
			ses.push(name, d)
		}
	}
}

func (ses *session) push(name string, data any) {
	e := event{Op: opDispatch, T: name, S: int64(len(ses.sent) + 1), D: data}
	e.raw, _ = json.Marshal(e)
	ses.sent = append(ses.sent, e)
	if ses.link != nil && !ses.link.zombie {
		ses.link.send(e)
	}
}

// visible is an event as a session's intents let it be seen.
func (s *Server) visible(ses *session, name string, data any) (any, bool) {
	fields, _ := data.(map[string]any)
	switch name {
	case "GUILD_CREATE":
		return data, ses.intents&intentGuilds != 0
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		if fields["guild_id"] == nil {
			return data, ses.intents&intentDirectMessages != 0
		}
		if ses.intents&intentMessages == 0 {
			return nil, false
		}
		text, _ := fields["content"].(string)
		mentions, _ := fields["mentions"].([]any)
		if ses.intents&intentContent != 0 || len(mentions) > 0 || strings.Contains(text, s.Mention()) {
			return data, true
		}
		hidden := make(map[string]any, len(fields))
		for k, v := range fields {
			hidden[k] = v
		}
		hidden["content"] = ""
		return hidden, true
	default:
		return data, true
	}
}

// acceptLink serves one websocket.
func (s *Server) acceptLink(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	l := &link{conn: conn}
	s.set(func() {
		s.link.links[l] = true
		s.link.stats.Links++
		l.send(event{Op: opHello, D: map[string]any{"heartbeat_interval": s.heartbeat.Milliseconds()}})
		if s.over {
			_ = conn.Close()
		}
	})
	code := s.read(l)
	s.set(func() {
		delete(s.link.links, l)
		if l.hungUp {
			code = websocket.CloseAbnormalClosure
		} else {
			s.link.stats.Closes = append(s.link.stats.Closes, code)
		}
		if ses := l.session; ses != nil && ses.link == l {
			ses.link = nil
			// These two end the session; every other end leaves it to be resumed.
			if code == websocket.CloseNormalClosure || code == websocket.CloseGoingAway {
				delete(s.link.sessions, ses.id)
			}
		}
	})
	_ = conn.Close()
}

// maxFrame is the longest frame a bot may send.
const maxFrame = 4096

// read serves what the bot sends, and returns the code it closed with.
func (s *Server) read(l *link) int {
	for {
		_, raw, err := l.conn.ReadMessage()
		if err != nil {
			var c *websocket.CloseError
			if errors.As(err, &c) {
				return c.Code
			}
			return websocket.CloseAbnormalClosure
		}
		var p struct {
			Op int
			D  json.RawMessage
		}
		s.mu.Lock()
		switch err := json.Unmarshal(raw, &p); {
		case err != nil || len(raw) > maxFrame:
			s.violate("gateway: a frame of %d bytes, or no JSON: %v", len(raw), err)
			l.close(4002)
		case l.tooFast(time.Now()):
			s.violate("gateway: more than 120 frames in a minute")
			l.close(4008)
		default:
			s.answer(l, p.Op, p.D)
		}
		s.notify()
		s.mu.Unlock()
	}
}

func (l *link) tooFast(now time.Time) bool {
	l.sends = append(l.sends, now)
	if len(l.sends) > 121 {
		l.sends = l.sends[1:]
		return now.Sub(l.sends[0]) < time.Minute
	}
	return false
}

// answer serves one frame; s.mu is held.
func (s *Server) answer(l *link, op int, data json.RawMessage) {
	switch op {
	case opHeartbeat:
		s.link.stats.Heartbeats++
		if !l.zombie {
			l.send(event{Op: opAck})
		}
	case opIdentify:
		s.link.stats.Identifies++
		s.identify(l, data)
	case opResume:
		s.link.stats.Resumes++
		s.resume(l, data)
	}
}

// turnedAway applies what is set to befall links; s.mu is held.
func (s *Server) turnedAway(l *link, token string) bool {
	switch {
	case s.link.refusal != 0:
		l.close(s.link.refusal)
	case token != s.Token && token != "Bot "+s.Token:
		l.close(4004)
	case s.link.reconnects > 0:
		s.link.reconnects--
		l.send(event{Op: opReconnect})
	default:
		return false
	}
	return true
}

func (s *Server) identify(l *link, data json.RawMessage) {
	var d struct {
		Token      string
		Intents    int
		Properties map[string]any
	}
	if err := json.Unmarshal(data, &d); err != nil || d.Properties == nil {
		s.violate("gateway: IDENTIFY %s: %v", data, err)
		l.close(4002)
		return
	}
	if s.turnedAway(l, d.Token) {
		return
	}
	if privileged := d.Intents & (intentMembers | intentPresences | intentContent); privileged != 0 {
		s.violate("gateway: privileged intents %b are not granted", privileged)
		l.close(4014)
		return
	}
	ses := &session{id: "session-" + strconv.Itoa(s.link.stats.Identifies), intents: d.Intents, link: l}
	s.link.sessions[ses.id] = ses
	l.session = ses
	guilds := []any{}
	for _, g := range s.guilds {
		guilds = append(guilds, map[string]any{"id": g, "unavailable": true})
	}
	ses.push("READY", map[string]any{
		"v": 9, "user": s.botUser(), "guilds": guilds, "session_id": ses.id,
		"resume_gateway_url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway",
		"application":        map[string]any{"id": s.AppID, "flags": 0},
	})
	for _, g := range s.guilds {
		if ses.intents&intentGuilds != 0 {
			ses.push("GUILD_CREATE", guildEvent(g))
		}
	}
}

func (s *Server) resume(l *link, data json.RawMessage) {
	var d struct {
		Token string
		ID    string `json:"session_id"`
		Seq   int    `json:"seq"`
	}
	_ = json.Unmarshal(data, &d) // zero values are refused below
	if s.turnedAway(l, d.Token) {
		return
	}
	ses := s.link.sessions[d.ID]
	if ses == nil || d.Seq > len(ses.sent) {
		l.send(event{Op: opInvalid, D: false})
		return
	}
	if ses.link != nil {
		_ = ses.link.conn.Close()
	}
	ses.link, l.session = l, ses
	s.link.stats.Resumed++
	missed := ses.sent[d.Seq:]
	ses.sent = ses.sent[:d.Seq:d.Seq]
	for _, e := range missed {
		ses.push(e.T, e.D)
	}
	ses.push("RESUMED", map[string]any{})
}
