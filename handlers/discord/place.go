package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// place is where a reply stands: a first message that can be rewritten, and
// room for further ones below it.
type place interface {
	// edit rewrites the first message and the buttons below it; hurry is as in
	// wire.persist.
	edit(ctx context.Context, hurry <-chan struct{}, content string, below rows) error
	// add posts a page below, counted from 2.
	add(ctx context.Context, page int, content string, below rows) error
	// end takes away what an earlier reply left behind the last of its pages,
	// and gives the IDs of the messages that stand.
	end(ctx context.Context, pages int) (messages []string)
	// sparing is how long a partial edit should wait, so that the final one
	// does not have to.
	sparing() time.Duration
}

// original is the place of a deferred interaction.
type original struct {
	wire    *wire
	in      interaction
	lane    lane
	private bool // only the one who asked sees it
	pages   map[int]string
}

func (o *original) edit(ctx context.Context, hurry <-chan struct{}, content string, below rows) error {
	out, err := o.wire.persist(ctx, hurry, request{
		method: "PATCH", lane: o.lane, body: message{Content: content, Components: below, Flags: suppressEmbeds},
		url: discordgo.EndpointInteractionResponseActions(o.in.ApplicationID, o.in.Token),
	})
	o.note(1, out)
	return err
}

// note remembers which message a page is in.
func (o *original) note(page int, reply []byte) {
	if id, err := idOf(reply); err == nil {
		if o.pages == nil {
			o.pages = make(map[int]string)
		}
		o.pages[page] = id
	}
}

// idOf is the ID of the message that Discord sent back.
func idOf(reply []byte) (string, error) {
	var m struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal(reply, &m); err != nil {
		return "", fmt.Errorf("created message: %w", err)
	}
	if m.ID == "" {
		return "", errNoID
	}
	return m.ID, nil
}

// add is tried until it succeeds although a lost reply can then double a page:
// a page too many is better than an answer without its sources, and Discord
// has no nonce here.
func (o *original) add(ctx context.Context, page int, content string, below rows) error {
	flags := suppressEmbeds
	if o.private {
		flags |= ephemeral
	}
	out, err := o.wire.persist(ctx, nil, request{
		method: "POST", lane: newLane(), body: message{Content: content, Components: below, Flags: flags},
		url: discordgo.EndpointFollowupMessage(o.in.ApplicationID, o.in.Token),
	})
	o.note(page, out)
	return err
}

func (o *original) end(_ context.Context, pages int) (messages []string) {
	for page := 1; page <= pages; page++ {
		messages = append(messages, o.pages[page])
	}
	return messages
}

func (o *original) sparing() time.Duration { return o.lane.sparing() }

// answering is the place of a reply to a message in a channel.
type answering struct {
	wire    *wire
	channel string
	asked   string // ID of the message with the question
	// pages are the IDs of the messages that answer it, in order, and version
	// tells how often the question has been edited.
	pages   []string
	version int
}

// open posts the first message, or rewrites the one of an earlier version.
func (a *answering) open(ctx context.Context, content string) error {
	if len(a.pages) > 0 {
		return a.edit(ctx, nil, content, nil)
	}
	return a.post(ctx, 1, a.asked, content, nil)
}

// errNoID: Discord created a message and did not name it.
var errNoID = errors.New("created message has no ID")

// post creates a message. Its nonce makes it safe to try again, and makes a
// second delivery of the question, even to another process, end in the same
// message.
func (a *answering) post(ctx context.Context, page int, to, content string, below rows) error {
	nonce := a.asked + "-" + strconv.Itoa(page)
	if a.version > 0 {
		nonce += "-" + strconv.Itoa(a.version)
	}
	out, err := a.wire.persist(ctx, nil, request{
		method: "POST", url: discordgo.EndpointChannelMessages(a.channel),
		lane: a.wire.lane("POST " + a.channel),
		body: message{
			Content: content, Components: below, Flags: suppressEmbeds, Reference: &reference{MessageID: to},
			Nonce: nonce, EnforceNonce: true,
		},
	})
	if err != nil {
		return err
	}
	id, err := idOf(out)
	if err != nil {
		return err
	}
	a.pages = append(a.pages, id)
	return nil
}

// edits is the lane of all edits in this channel, as Discord counts.
func (a *answering) edits() lane { return a.wire.lane("PATCH " + a.channel) }

func (a *answering) edit(ctx context.Context, hurry <-chan struct{}, content string, below rows) error {
	return a.rewrite(ctx, hurry, 1, content, below)
}

func (a *answering) rewrite(ctx context.Context, hurry <-chan struct{}, page int, content string, below rows) error {
	_, err := a.wire.persist(ctx, hurry, request{
		method: "PATCH", url: discordgo.EndpointChannelMessage(a.channel, a.pages[page-1]),
		lane: a.edits(), body: message{Content: content, Components: below, Flags: suppressEmbeds},
	})
	return err
}

func (a *answering) add(ctx context.Context, page int, content string, below rows) error {
	if page <= len(a.pages) {
		return a.rewrite(ctx, nil, page, content, below)
	}
	return a.post(ctx, page, a.pages[0], content, below)
}

// end deletes the pages that an earlier version of the reply had more. Where
// that fails they stay, below a reply whose pages are numbered.
func (a *answering) end(ctx context.Context, pages int) []string {
	for len(a.pages) > pages {
		last := len(a.pages) - 1
		_, _ = a.wire.persist(ctx, nil, request{
			method: "DELETE", url: discordgo.EndpointChannelMessage(a.channel, a.pages[last]), lane: a.wire.lane("DELETE " + a.channel),
		})
		a.pages = a.pages[:last]
	}
	return slices.Clone(a.pages)
}

func (a *answering) sparing() time.Duration { return a.edits().sparing() }
