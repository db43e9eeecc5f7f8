package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// gateway keeps one link to Discord's gateway open.
//
// discordgo's own reconnecting is switched off, because it retries fatal
// closes for ever, lets an old link's heartbeat goroutine close the new link
// (a storm of about one IDENTIFY a second, measured), and ends at the first
// 503. What is left is a session that opens once and says when it is lost; the
// loop here decides what happens next, alone.
type gateway struct {
	newSession func() *discordgo.Session
	log        *slog.Logger
	timing     timing
	up         atomic.Bool
}

// Faults of a session.
var (
	// errStuck: its lock is held for too long. Op 7 in place of READY deadlocks
	// discordgo's Open, and Close with it, for ever.
	errStuck = errors.New("gateway session is deadlocked")
	// errStale: Discord closed the link while it was being opened, or it failed
	// to open again and again, so the session is not worth resuming.
	errStale = errors.New("gateway session cannot be resumed")
)

// resumeTries is how many failed openings a session is worth.
const resumeTries = 3

// run serves events until ctx ends (nil) or a fault that no retry can mend.
// handle is called from one goroutine per session, in order.
func (g *gateway) run(ctx context.Context, handle func(*discordgo.Event)) error {
	p := pace{first: g.timing.connectFirst, most: g.timing.connectMax, stable: g.timing.stable}
	stuck := g.timing.stuck
	for {
		start := time.Now()
		err := g.serve(ctx, handle, &p, stuck)
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // asked to end; how the link took it is no matter
		case time.Since(start) > g.timing.stable:
			stuck = g.timing.stuck
		case errors.Is(err, errStuck):
			// A slow Discord looks like a deadlock; let it be slower next time.
			stuck = min(2*stuck, 12*g.timing.stuck)
		case !errors.Is(err, errStale):
			return err
		}
		g.log.Warn("discord: starting a new session", "error", err)
	}
}

// remind says in the log, as long as there is no link, that there is none.
// Connections are tried less and less often, and an operator who looks at a
// silent log would take the bot for well.
func (g *gateway) remind(ctx context.Context) {
	for sleep(ctx, g.timing.remind) {
		if !g.up.Load() {
			g.log.Warn("discord: not connected, so nobody is answered; trying again. " +
				"If this goes on, check the network, and DISCORD_API_BASE if it is set")
		}
	}
}

// serve opens one session, and opens it again (which resumes it) after each
// loss, until it is unusable.
func (g *gateway) serve(ctx context.Context, handle func(*discordgo.Event), p *pace, stuck time.Duration) error {
	s, l := g.newSession(), new(link)
	s.Dialer = &websocket.Dialer{
		Proxy: http.ProxyFromEnvironment, HandshakeTimeout: g.timing.request, NetDialContext: l.dial,
	}
	down := make(chan struct{}, 1)
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { handle(e) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		select {
		case down <- struct{}{}:
		default:
		}
	})
	defer l.sever()

	for failed := 0; failed < resumeTries; {
		if !sleep(ctx, max(g.timing.settle, p.next(time.Now()))) {
			return ctx.Err()
		}
		select { // left by the link before
		case <-down:
		default:
		}
		err := g.open(ctx, s, stuck)
		if errors.Is(err, discordgo.ErrWSAlreadyOpen) {
			err = nil // down was late news of the link before
		}
		if err != nil {
			if final := verdict(err); final != nil {
				return final
			}
			failed++
			g.log.Warn("discord: cannot connect", "error", scrub(err))
			continue
		}
		failed = 0
		g.up.Store(true)
		err = g.watch(ctx, s, l, down)
		g.up.Store(false)
		p.lost(time.Now())
		if err != nil {
			return err
		}
	}
	return errStale
}

// open is Session.Open with an end: it gives up when ctx ends or after stuck.
// The goroutine of a deadlocked Open stays behind; there is no way to end it.
func (g *gateway) open(ctx context.Context, s *discordgo.Session, stuck time.Duration) error {
	opened := make(chan error, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				opened <- fmt.Errorf("%w: panic while opening: %v", errStale, r)
			}
		}()
		opened <- s.Open()
	}()
	select {
	case err := <-opened:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(stuck):
		return errStuck
	}
}

// watch returns nil when the link is lost, and errStuck when the session is.
// At the end of ctx it closes the link and returns ctx's error.
func (g *gateway) watch(ctx context.Context, s *discordgo.Session, l *link, down <-chan struct{}) error {
	tick := time.NewTicker(g.timing.tick)
	defer tick.Stop()
	var locked lasting
	pulse := pulse{beat: g.timing.beat, late: g.timing.late}
	for {
		select {
		case <-ctx.Done():
			_ = g.close(s, l, websocket.CloseNormalClosure, g.timing.farewell)
			return ctx.Err()
		case <-down:
			return nil
		case now := <-tick.C:
			if !s.TryRLock() {
				if locked.hold(now) > g.timing.stuck {
					return errStuck
				}
				continue
			}
			ack := s.LastHeartbeatAck
			s.RUnlock()
			locked.reset()
			if pulse.stopped(now, ack, l.lastWrite()) {
				g.log.Warn("discord: no heartbeat is acknowledged; resuming on a new link")
				// 1000 and 1001 would end the session at Discord's side.
				return g.close(s, l, 4000, g.timing.stuck)
			}
		}
	}
}

// close is Session.CloseWithCode with an end: that sleeps for a second after
// the close frame, and blocks for ever on a stuck session or a dead link.
func (g *gateway) close(s *discordgo.Session, l *link, code int, limit time.Duration) error {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		_ = s.CloseWithCode(code)
	}()
	select {
	case <-closed:
		return nil
	case <-time.After(limit):
		l.sever()
		return errStuck
	}
}
