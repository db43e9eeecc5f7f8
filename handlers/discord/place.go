package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// place is where a reply stands: a first message that can be rewritten, and
// room for further ones below it.
type place interface {
	// edit rewrites the first message; hurry is as in wire.persist.
	edit(ctx context.Context, hurry <-chan struct{}, content string) error
	// add posts a page below, counted from 2.
	add(ctx context.Context, page int, content string) error
	// sparing is how long a partial edit should wait, so that the final one
	// does not have to.
	sparing() time.Duration
}

// original is the place of a deferred interaction.
type original struct {
	wire *wire
	in   interaction
	lane lane
}

func (o *original) edit(ctx context.Context, hurry <-chan struct{}, content string) error {
	_, err := o.wire.persist(ctx, hurry, request{
		method: "PATCH", lane: o.lane, body: message{Content: content, Flags: suppressEmbeds},
		url: discordgo.EndpointInteractionResponseActions(o.in.ApplicationID, o.in.Token),
	})
	return err
}

// add is tried until it succeeds although a lost reply can then double a page:
// a page too many is better than an answer without its sources, and Discord
// has no nonce here.
func (o *original) add(ctx context.Context, _ int, content string) error {
	_, err := o.wire.persist(ctx, nil, request{
		method: "POST", lane: newLane(), body: message{Content: content, Flags: suppressEmbeds},
		url: discordgo.EndpointFollowupMessage(o.in.ApplicationID, o.in.Token),
	})
	return err
}

func (o *original) sparing() time.Duration { return o.lane.sparing() }

// answering is the place of a reply to a message in a channel.
type answering struct {
	wire    *wire
	channel string
	asked   string // ID of the message with the question
	first   string // ID of the message that answers it
}

// open posts the first message.
func (a *answering) open(ctx context.Context, content string) error {
	id, err := a.post(ctx, 1, a.asked, content)
	a.first = id
	return err
}

// errNoID: Discord created a message and did not name it.
var errNoID = errors.New("created message has no ID")

// post creates a message. Its nonce makes it safe to try again, and makes a
// second delivery of the question, even to another process, end in the same
// message.
func (a *answering) post(ctx context.Context, page int, to, content string) (string, error) {
	out, err := a.wire.persist(ctx, nil, request{
		method: "POST", url: discordgo.EndpointChannelMessages(a.channel),
		lane: a.wire.lane("POST " + a.channel),
		body: message{
			Content: content, Flags: suppressEmbeds, Reference: &reference{MessageID: to},
			Nonce: a.asked + "-" + strconv.Itoa(page), EnforceNonce: true,
		},
	})
	if err != nil {
		return "", err
	}
	var created posted
	if err := json.Unmarshal(out, &created); err != nil {
		return "", fmt.Errorf("created message: %w", err)
	}
	if created.ID == "" {
		return "", errNoID
	}
	return created.ID, nil
}

// edits is the lane of all edits in this channel, as Discord counts.
func (a *answering) edits() lane { return a.wire.lane("PATCH " + a.channel) }

func (a *answering) edit(ctx context.Context, hurry <-chan struct{}, content string) error {
	_, err := a.wire.persist(ctx, hurry, request{
		method: "PATCH", url: discordgo.EndpointChannelMessage(a.channel, a.first),
		lane: a.edits(), body: message{Content: content, Flags: suppressEmbeds},
	})
	return err
}

func (a *answering) add(ctx context.Context, page int, content string) error {
	_, err := a.post(ctx, page, a.first, content)
	return err
}

func (a *answering) sparing() time.Duration { return a.edits().sparing() }
