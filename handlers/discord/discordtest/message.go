package discordtest

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"
)

// content is what a body says of a message.
type content struct {
	Content      *string `json:"content"`
	Flags        int     `json:"flags"`
	Nonce        string  `json:"nonce"`
	EnforceNonce bool    `json:"enforce_nonce"`
	Components   *[]any  `json:"components"`
	Reference    struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
}

func decode(body []byte) (c content) {
	_ = json.Unmarshal(body, &c) // its rules were checked
	return c
}

// message is a message of the bot's.
type message struct {
	ID, channel, replyTo string
	flags                int
	ephemeral            bool
	history              []string // every content it had
	components           []any
}

func (m *message) write(c content) {
	m.flags = c.Flags
	if c.Content != nil {
		m.history = append(m.history, *c.Content)
	}
	if c.Components != nil { // what is not sent stays as it was
		m.components = *c.Components
	}
}

func (m *message) text() string {
	if len(m.history) == 0 {
		return ""
	}
	return m.history[len(m.history)-1]
}

// describe is a message as Discord sends it.
func (s *Server) describe(m *message) map[string]any {
	return map[string]any{
		"id": m.ID, "channel_id": m.channel, "author": s.botUser(), "content": m.text(), "flags": m.flags,
		"timestamp": time.Now().UTC().Format(time.RFC3339), "edited_timestamp": nil, "type": 0,
		"tts": false, "mention_everyone": false, "mentions": []any{}, "mention_roles": []any{},
		"attachments": []any{}, "embeds": []any{}, "components": append([]any{}, m.components...), "pinned": false,
	}
}

// Reply is what a bot said to something, when it was done.
type Reply struct {
	// Content is the text of all Pages (messages), joined by line ends.
	Content string
	Pages   []string
	// Ephemeral: only the one who asked sees it.
	Ephemeral bool
	// NoPreviews: links show no previews, on any page.
	NoPreviews bool
	// History holds every text that the first message had, in order.
	History []string
	// Components are the buttons and menus below the last page.
	Components []Component
	// IDs are those of the messages, in order.
	IDs []string
}

// Growing ends a text that the bot is still working on.
const Growing = "▌"

// numbered finds the number at the end of a page.
var numbered = regexp.MustCompile(`\n-# (\d+) of (\d+)$`)

// complete is the reply made of a first message and those below it, once all
// of it is there.
func complete(first *message, rest []*message) (Reply, bool) {
	if first == nil || first.text() == "" || strings.HasSuffix(first.text(), Growing) {
		return Reply{}, false
	}
	r := Reply{Ephemeral: first.ephemeral, History: first.history, NoPreviews: true}
	for _, m := range append([]*message{first}, rest...) {
		r.Pages = append(r.Pages, m.text())
		r.NoPreviews = r.NoPreviews && m.flags&4 != 0
		r.Components = componentsOf(m.components)
		r.IDs = append(r.IDs, m.ID)
	}
	r.Content = strings.Join(r.Pages, "\n")
	return r, allPages(r.Pages) || r.turnsPages()
}

// turnsPages tells whether one message shows a list page by page: it has a
// button for the next.
func (r Reply) turnsPages() bool {
	return len(r.Pages) == 1 && slices.ContainsFunc(r.Components, func(c Component) bool { return c.Label == "Next" })
}

// allPages tells whether the last page is there, going by the numbers below
// them.
func allPages(pages []string) bool {
	of := numbered.FindStringSubmatch(pages[len(pages)-1])
	return of == nil && len(pages) == 1 || of != nil && of[1] == of[2]
}

// Choice is one suggestion of autocomplete.
type Choice struct{ Name, Value string }

// Interaction is a command that somebody gave, or is typing.
type Interaction struct {
	ID, Token string
	// AckAfter is how long the first response took; read it after a Wait.
	AckAfter time.Duration

	server   *Server
	kind     int
	channel  string
	sent     time.Time
	callback int
	pressed  *message // the message whose component was used
	shown    int      // how many contents that had by then
	choices  []Choice
	first    *message
	rest     []*message
}

// WaitAck returns when the interaction was acknowledged, in whatever way.
func (i *Interaction) WaitAck(ctx context.Context) error {
	return i.server.await(ctx, "an acknowledgement", func() bool { return i.callback != 0 })
}

// WaitReply returns the reply once it is complete.
func (i *Interaction) WaitReply(ctx context.Context) (r Reply, err error) {
	err = i.server.await(ctx, "the reply to a command", func() (ok bool) {
		if i.first == i.pressed && i.first != nil { // a page that is rewritten
			return i.rewritten(&r)
		}
		r, ok = complete(i.first, i.rest)
		return ok
	})
	return r, i.server.explain(err)
}

// rewritten gives the message that a component was on, once it has changed.
func (i *Interaction) rewritten(r *Reply) bool {
	m := i.first
	if len(m.history) <= i.shown {
		return false
	}
	*r = Reply{
		Content: m.text(), Pages: []string{m.text()}, Ephemeral: m.ephemeral, NoPreviews: m.flags&4 != 0,
		History: m.history[i.shown:], Components: componentsOf(m.components), IDs: []string{m.ID},
	}
	return true
}

// WaitChoices returns the suggestions for what is being typed.
func (i *Interaction) WaitChoices(ctx context.Context) (c []Choice, err error) {
	err = i.server.await(ctx, "suggestions", func() bool {
		c = i.choices
		return i.callback == 8
	})
	return c, err
}

// Said is a message that somebody wrote.
type Said struct {
	ID     string
	server *Server
	event  object
}

// WaitReply returns the bot's reply once it is complete.
func (m *Said) WaitReply(ctx context.Context) (r Reply, err error) {
	err = m.server.await(ctx, "the reply to a message", func() (ok bool) {
		firsts := m.server.repliesTo(m.ID)
		if len(firsts) == 0 {
			return false
		}
		r, ok = complete(firsts[0], m.server.repliesTo(firsts[0].ID))
		return ok
	})
	return r, m.server.explain(err)
}

// Replies counts the messages that reply to this one.
func (m *Said) Replies() int {
	m.server.mu.Lock()
	defer m.server.mu.Unlock()
	return len(m.server.repliesTo(m.ID))
}

// repliesTo finds messages by what they refer to, oldest first; s.mu is held.
func (s *Server) repliesTo(id string) []*message {
	return slices.DeleteFunc(slices.Clone(s.posts), func(m *message) bool { return m.replyTo != id })
}

// explain adds the broken rules to the error of one who waited in vain.
func (s *Server) explain(err error) error {
	if err == nil {
		return nil
	}
	if v := s.Violations(); len(v) > 0 {
		return errors.Join(err, errors.New(strings.Join(v, "\n")))
	}
	return err
}
