package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/bwmarrin/discordgo"
)

// message is the body of every message that is sent, edits too. There is no
// way to build one that can mention anybody.
type message struct {
	Content         string     `json:"content"`
	AllowedMentions nobody     `json:"allowed_mentions"`
	Components      rows       `json:"components"`
	Flags           int        `json:"flags,omitempty"`
	Nonce           string     `json:"nonce,omitempty"`
	EnforceNonce    bool       `json:"enforce_nonce,omitempty"`
	Reference       *reference `json:"message_reference,omitempty"`
}

// nobody allows no mention. Left out or null, Discord parses the content for
// mentions; an edit parses anew.
type nobody struct{}

// MarshalJSON implements json.Marshaler.
func (nobody) MarshalJSON() ([]byte, error) { return []byte(`{"parse":[]}`), nil }

// reference is the message that another replies to.
type reference struct {
	MessageID       string `json:"message_id"`
	FailIfNotExists bool   `json:"fail_if_not_exists"`
}

// Flags of a message.
const (
	suppressEmbeds = 1 << 2 // no previews of cited pages
	ephemeral      = 1 << 6 // only the one who asked sees it
)

// request is one call of Discord's REST API.
type request struct {
	method, url string
	body        any
	lane        lane
}

// lane is a rate-limit bucket. discordgo puts the edits of all interactions
// into one, held over the HTTP round trip (measured: 100 answers, the final
// edit 10 s late at the median), and never frees the ones it makes. A lane of
// its own for each interaction is neither shared nor kept.
type lane struct {
	limits *discordgo.RateLimiter
	bucket *discordgo.Bucket
}

func newLane() lane {
	limits := discordgo.NewRatelimiter()
	return lane{limits, limits.GetBucket("")}
}

// occupied is how long a draft waits for a lane on which a request is on its
// way.
const occupied = 50 * time.Millisecond

// sparing is how long a draft should wait so that another request can follow it
// at once. It never blocks.
func (l lane) sparing() time.Duration {
	if !l.bucket.TryLock() {
		return occupied
	}
	defer l.bucket.Unlock()
	return l.limits.GetWaitTime(l.bucket, 2)
}

// errHurried: what is overtaken need not be sent.
var errHurried = errors.New("overtaken by the final edit")

// enter waits for a turn and returns the bucket locked, for one request.
// discordgo's own way waits for a limit to pass with the bucket locked, and
// hears no context: one request that is early holds up all behind it. Here the
// lock is held by a request on its way only.
func (l lane) enter(ctx context.Context, hurry <-chan struct{}) (*discordgo.Bucket, error) {
	for {
		wait := l.take(hurry != nil)
		if wait == 0 {
			return l.bucket, nil
		}
		select {
		case <-time.After(wait):
		case <-hurry:
			return nil, errHurried
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// take locks the bucket and takes a turn, or tells how long to wait for one. A
// draft never queues and never takes the last turn, so that in a lane which
// many replies share the final edits come first.
func (l lane) take(draft bool) time.Duration {
	spare := 1
	if draft {
		if !l.bucket.TryLock() {
			return occupied
		}
		spare = 2
	} else {
		l.bucket.Lock()
	}
	if wait := l.limits.GetWaitTime(l.bucket, spare); wait > 0 {
		l.bucket.Unlock()
		return wait
	}
	l.bucket.Remaining--
	return 0
}

// wire sends requests.
type wire struct {
	session              *discordgo.Session
	retryFirst, retryMax time.Duration
}

// lane is the shared lane of that name: for what Discord limits per channel.
func (w *wire) lane(name string) lane {
	return lane{w.session.Ratelimiter, w.session.Ratelimiter.GetBucket(name)}
}

// try makes one attempt; hurry is as in persist. Its errors hold no secret.
func (w *wire) try(ctx context.Context, hurry <-chan struct{}, r request) ([]byte, error) {
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	bucket, err := r.lane.enter(ctx, hurry)
	if err != nil {
		return nil, err
	}
	out, err := w.session.RequestWithLockedBucket(r.method, r.url, "application/json", body, bucket, 0,
		discordgo.WithContext(ctx))
	if err != nil {
		return nil, scrub(err)
	}
	return out, nil
}

// persist tries until it succeeds, Discord refuses for good, or ctx ends. A
// request with hurry (which may be nil) is a draft; the end of hurry forbids
// further attempts but lets one that is on its way arrive: cut off, it could
// still overtake what follows it.
func (w *wire) persist(ctx context.Context, hurry <-chan struct{}, r request) ([]byte, error) {
	for delay := w.retryFirst; ; delay = min(2*delay, w.retryMax) {
		out, err := w.try(ctx, hurry, r)
		if err == nil || definite(err) {
			return out, err
		}
		select {
		case <-time.After(max(delay, retryAfter(err))):
		case <-hurry:
			return nil, err
		case <-ctx.Done():
			return nil, fmt.Errorf("%w after %w", ctx.Err(), err)
		}
	}
}
