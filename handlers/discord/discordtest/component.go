package discordtest

import (
	"encoding/json"
	"slices"
)

// Component is a button or a menu below a message.
type Component struct {
	Type          int
	Label         string
	CustomID      string `json:"custom_id"`
	Disabled      bool
	Placeholder   string
	MinValues     int `json:"min_values"`
	MaxValues     int `json:"max_values"`
	Options       []MenuOption
	SubComponents []Component `json:"components"`
}

// MenuOption is one of a menu's.
type MenuOption struct{ Label, Value string }

// componentsOf are the buttons and menus in rows of components.
func componentsOf(rows []any) []Component {
	raw, _ := json.Marshal(rows) // it was JSON
	var list, flat []Component
	_ = json.Unmarshal(raw, &list) // its rules were checked
	for _, row := range list {
		flat = append(flat, row.SubComponents...)
	}
	return flat
}

// Component is the one with that label, or for a menu that placeholder; the
// zero one where there is none.
func (r Reply) Component(label string) Component {
	for _, c := range r.Components {
		if c.Label == label || c.Type == 3 && c.Placeholder == label {
			return c
		}
	}
	return Component{}
}

// Press uses a button of a reply, as a member with these permissions; on a menu,
// values are what is chosen. A button that the reply does not have, or that is
// disabled, fails the test.
func (s *Server) Press(guild, user string, permissions int64, on Reply, customID string, values ...string) *Interaction {
	s.tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[on.IDs[len(on.IDs)-1]]
	list := componentsOf(m.components)
	i := slices.IndexFunc(list, func(c Component) bool { return c.CustomID == customID && !c.Disabled })
	if i < 0 {
		s.violate("there is no button %q to press below %q", customID, m.text())
		i, list = 0, []Component{{Type: 2}}
	}
	return s.press(guild, user, permissions, m, list[i].Type, customID, values)
}

// PressForged uses a button that is on no message: one of a version of the bot
// long gone, say.
func (s *Server) PressForged(guild, user string, permissions int64, customID string) *Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &message{ID: s.newID(), channel: Channel(guild), history: []string{"an old message"}}
	s.messages[m.ID] = m
	return s.press(guild, user, permissions, m, 2, customID, nil)
}

// press sends the interaction; s.mu is held.
func (s *Server) press(
	guild, user string, permissions int64, on *message, kind int, customID string, values []string,
) *Interaction {
	data := object{"component_type": kind, "custom_id": customID, "id": 1}
	if kind == 3 {
		data["values"] = append([]string{}, values...)
	}
	in := s.newInteraction(on.channel, 3)
	in.pressed, in.shown = on, len(on.history)
	event := s.interactionEvent(in, guild, user, permissions, data)
	event["message"] = s.describe(on)
	if guild == "" {
		delete(event, "guild_id")
		delete(event, "member")
		event["user"] = person(user)
	}
	s.dispatch("INTERACTION_CREATE", event)
	return in
}
