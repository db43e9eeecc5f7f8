package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Identity is whom a token belongs to.
type Identity struct {
	ApplicationID, Name string
}

// Identify asks Discord whose the token is. ErrNoToken and ErrToken tell what
// is wrong with it; another error, after retries, that Discord cannot be asked.
// Only Token and APIBase of o count.
func Identify(ctx context.Context, o Options) (Identity, error) {
	b, err := New(o)
	if err != nil {
		return Identity{}, err
	}
	out, err := b.wire.persist(ctx, nil, request{
		method: "GET", url: discordgo.EndpointApplication("@me"), lane: newLane(),
	})
	if final := verdict(err); final != nil {
		return Identity{}, final
	}
	if err != nil {
		return Identity{}, fmt.Errorf("asking Discord whose the token is: %w", err)
	}
	var me struct{ ID, Name string }
	if err := json.Unmarshal(out, &me); err != nil {
		return Identity{}, fmt.Errorf("asking Discord whose the token is: %w", err)
	}
	return Identity{ApplicationID: me.ID, Name: me.Name}, nil
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
