package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// route is one REST endpoint.
type route struct {
	name     Route
	method   string
	template string // its path in Discord's schema
	open     bool   // needs no Authorization: the path holds a token
	check    func(body []byte) []string
}

// routes is the REST API, as far as a bot like ours needs it.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	add := func(rt route, h handler) {
		if rt.check == nil {
			rt.check = func([]byte) []string { return nil }
		}
		// @ is no letter for a ServeMux wildcard, and {id} takes @original too.
		path := strings.ReplaceAll(strings.ReplaceAll(rt.template, "@original", "{message}"), "{webhook_token}", "{token}")
		mux.HandleFunc(rt.method+" /api/{version}"+path, s.serve(rt, h))
	}
	const (
		commands = "/applications/{application_id}/guilds/{guild_id}/commands"
		webhook  = "/webhooks/{webhook_id}/{webhook_token}"
		channel  = "/channels/{channel_id}/messages"
	)
	add(route{name: RouteGateway, method: "GET", template: "/gateway"}, s.gatewayAddress)
	add(route{name: RouteGateway, method: "GET", template: "/gateway/bot"}, s.gatewayAddress)
	add(route{name: RouteApplication, method: "GET", template: "/applications/@me"}, s.application)
	add(route{name: RouteCommands, method: "GET", template: commands}, s.listCommands)
	add(route{name: RouteCommands, method: "PUT", template: commands, check: checkCommands}, s.putCommands)
	add(route{
		name: RouteCallback, method: "POST", open: true, check: checkCallback,
		template: "/interactions/{interaction_id}/{interaction_token}/callback",
	}, s.respond)
	add(route{
		name: RouteEdit, method: "PATCH", open: true, check: checkEdit, template: webhook + "/messages/@original",
	}, s.editReply)
	add(route{name: RouteFollowup, method: "POST", open: true, check: checkFollowup, template: webhook}, s.followUp)
	add(route{name: RouteCreate, method: "POST", template: channel, check: checkMessage}, s.createMessage)
	add(route{
		name: RouteEdit, method: "PATCH", template: channel + "/{message_id}", check: checkEdit,
	}, s.editMessage)
	add(route{name: RouteDelete, method: "DELETE", template: channel + "/{message_id}"}, s.deleteMessage)
	mux.HandleFunc("/gateway/", s.acceptLink)
	mux.HandleFunc("/", s.serve(route{name: RouteOther, check: func([]byte) []string { return nil }},
		func(r *http.Request, _ []byte, _ time.Time) (int, any) {
			s.violate("%s %s: not an endpoint that this fake knows", r.Method, r.URL.Path)
			return refuse(http.StatusNotFound, 0, "404: Not Found")
		}))
	return mux
}

func (s *Server) gatewayAddress(*http.Request, []byte, time.Time) (int, any) {
	return http.StatusOK, map[string]any{
		"url": "ws" + strings.TrimPrefix(s.http.URL, "http") + "/gateway", "shards": 1,
		"session_start_limit": map[string]any{"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1},
	}
}

func (s *Server) application(*http.Request, []byte, time.Time) (int, any) {
	return http.StatusOK, map[string]any{"id": s.AppID, "name": "Newsdesk", "bot": s.botUser()}
}

func (s *Server) listCommands(r *http.Request, _ []byte, _ time.Time) (int, any) {
	if status, reply := s.checkTarget(r); reply != nil {
		return status, reply
	}
	if have, ok := s.commands[r.PathValue("guild_id")]; ok {
		return http.StatusOK, have
	}
	return http.StatusOK, []any{}
}

// putCommands stores commands in the form in which Discord lists them.
func (s *Server) putCommands(r *http.Request, body []byte, _ time.Time) (int, any) {
	if status, reply := s.checkTarget(r); reply != nil {
		return status, reply
	}
	guild := r.PathValue("guild_id")
	var list []map[string]any
	_ = json.Unmarshal(body, &list) // checkCommands has
	for _, c := range list {
		c["id"], c["application_id"], c["guild_id"], c["version"] = s.newID(), s.AppID, guild, s.newID()
		c["nsfw"], c["name_localizations"], c["description_localizations"] = false, nil, nil
		if _, ok := c["default_member_permissions"]; !ok {
			c["default_member_permissions"] = nil
		}
	}
	slices.Reverse(list) // their order is not promised
	stored, _ := json.Marshal(list)
	s.commands[guild] = stored
	return http.StatusOK, s.commands[guild]
}

func (s *Server) checkTarget(r *http.Request) (int, any) {
	if r.PathValue("application_id") != s.AppID {
		return refuse(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	}
	if !slices.Contains(s.guilds, r.PathValue("guild_id")) {
		return refuse(http.StatusForbidden, 50001, "Missing Access")
	}
	return 0, nil
}

// respond takes the first response to an interaction.
func (s *Server) respond(r *http.Request, body []byte, arrived time.Time) (int, any) {
	in := s.interactions[r.PathValue("interaction_token")]
	if in == nil || in.ID != r.PathValue("interaction_id") {
		return refuse(http.StatusNotFound, 10062, "Unknown interaction")
	}
	if in.callback != 0 {
		return refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	}
	took := arrived.Sub(in.sent)
	if took > s.ackWithin {
		s.violate("interaction %s was acknowledged after %v", in.ID, took)
		return refuse(http.StatusNotFound, 10062, "Unknown interaction")
	}
	var c struct {
		Type int
		Data struct {
			content
			Choices []Choice
		}
	}
	_ = json.Unmarshal(body, &c) // checkCallback has
	if (c.Type == 8) != (in.kind == 4) || (c.Type == 6 || c.Type == 7) && in.kind != 3 {
		s.violate("interaction of type %d was answered with type %d", in.kind, c.Type)
		return refuse(http.StatusBadRequest, 50035, "Invalid Form Body")
	}
	in.callback, in.AckAfter, in.choices = c.Type, took, c.Data.Choices
	if c.Type == 6 {
		if in.first = in.pressed; in.first == nil {
			s.violate("interaction %s is on no message, and was answered with an update of it", in.ID)
		}
		return http.StatusNoContent, nil
	}
	in.first = &message{ID: s.newID(), channel: in.channel, flags: c.Data.Flags, ephemeral: c.Data.Flags&64 != 0}
	if c.Type == 4 {
		in.first.write(c.Data.content)
	}
	s.messages[in.first.ID] = in.first
	return http.StatusNoContent, nil
}

// hook is the interaction that a webhook's path names, once it was answered.
func (s *Server) hook(r *http.Request) *Interaction {
	in := s.interactions[r.PathValue("token")]
	if in == nil || in.callback == 0 || r.PathValue("webhook_id") != s.AppID {
		return nil
	}
	return in
}

func (s *Server) editReply(r *http.Request, body []byte, _ time.Time) (int, any) {
	in := s.hook(r)
	if in == nil {
		return refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	}
	m := in.first
	if id := r.PathValue("message"); id != "@original" {
		if m = s.messages[id]; m == nil {
			return refuse(http.StatusNotFound, 10008, "Unknown Message")
		}
	}
	m.write(decode(body))
	return http.StatusOK, s.describe(m)
}

func (s *Server) followUp(r *http.Request, body []byte, _ time.Time) (int, any) {
	in := s.hook(r)
	if in == nil {
		return refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	}
	m := &message{ID: s.newID(), channel: in.channel, ephemeral: decode(body).Flags&64 != 0}
	m.write(decode(body))
	s.messages[m.ID] = m
	in.rest = append(in.rest, m)
	return http.StatusOK, s.describe(m)
}

func (s *Server) createMessage(r *http.Request, body []byte, _ time.Time) (int, any) {
	c := decode(body)
	key := r.PathValue("channel_id") + " " + c.Nonce
	if old := s.nonces[key]; old != nil && c.EnforceNonce {
		return http.StatusOK, s.describe(old)
	}
	m := &message{ID: s.newID(), channel: r.PathValue("channel_id"), replyTo: c.Reference.MessageID}
	m.write(c)
	s.messages[m.ID] = m
	s.posts = append(s.posts, m)
	if c.Nonce != "" {
		s.nonces[key] = m
	}
	return http.StatusOK, s.describe(m)
}

func (s *Server) editMessage(r *http.Request, body []byte, _ time.Time) (int, any) {
	m := s.messages[r.PathValue("message_id")]
	if m == nil || m.channel != r.PathValue("channel_id") {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	m.write(decode(body))
	return http.StatusOK, s.describe(m)
}

func (s *Server) deleteMessage(r *http.Request, _ []byte, _ time.Time) (int, any) {
	id := r.PathValue("message_id")
	if m := s.messages[id]; m == nil || m.channel != r.PathValue("channel_id") {
		return refuse(http.StatusNotFound, 10008, "Unknown Message")
	}
	delete(s.messages, id)
	s.posts = slices.DeleteFunc(s.posts, func(m *message) bool { return m.ID == id })
	return http.StatusNoContent, nil
}
