package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Identity is whom a token belongs to.
type Identity struct {
	ApplicationID, Name string
}

// identifyTries: somebody waits for Identify, so it gives up soon.
const identifyTries = 2

// Identify asks Discord whose the token is. ErrNoToken and ErrToken tell what
// is wrong with it; ErrUnreachable, within seconds, that nobody who speaks for
// Discord can be asked. Only Token and APIBase of o count.
func Identify(ctx context.Context, o Options) (Identity, error) {
	b, err := New(o)
	if err != nil {
		return Identity{}, err
	}
	return b.identify(ctx)
}

func (b *Bot) identify(ctx context.Context) (Identity, error) {
	for try := 1; ; try++ {
		me, err := b.wire.whoAmI(ctx, b.timing.identify)
		switch final := verdict(err); {
		case err == nil:
			return me, nil
		case final != nil:
			return Identity{}, final
		case errors.Is(ctx.Err(), context.Canceled):
			return Identity{}, ctx.Err()
		case try == identifyTries || definite(err) || !sleep(ctx, b.timing.retryFirst):
			// The reason in words only: it may be a deadline of our own, which
			// would be taken for the caller's, or hold somebody's web page.
			return Identity{}, fmt.Errorf("%w (%s)", ErrUnreachable, clip(err.Error(), maxTitle))
		}
	}
}

// whoAmI makes one attempt.
func (w *wire) whoAmI(ctx context.Context, limit time.Duration) (Identity, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, err := w.try(ctx, nil, request{method: "GET", url: discordgo.EndpointApplication("@me"), lane: newLane()})
	if err != nil {
		return Identity{}, err
	}
	var application struct{ ID, Name string }
	if err := json.Unmarshal(out, &application); err != nil {
		return Identity{}, fmt.Errorf("not Discord's JSON: %w", err)
	}
	return Identity{ApplicationID: application.ID, Name: application.Name}, nil
}

// invitePermissions are the fewest that do the work: see the channel, send,
// send in threads, and read the history, without which Discord refuses a
// message that replies to another.
const invitePermissions = 1<<10 | 1<<11 | 1<<38 | 1<<16

// Invite is the address under which a server's owner adds the bot, with both
// of the scopes it needs.
func (i Identity) Invite() string {
	q := url.Values{
		"client_id":   {i.ApplicationID},
		"scope":       {"bot applications.commands"},
		"permissions": {strconv.FormatInt(invitePermissions, 10)},
	}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}
