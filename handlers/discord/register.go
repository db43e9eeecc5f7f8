package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// registrar sees to it that each guild has our commands. It compares before it
// overwrites: Discord allows 200 new commands a day and guild, and every start
// of the program would spend some.
type registrar struct {
	wire *wire
	log  *slog.Logger

	mu      sync.Mutex
	waiting []errand
	wake    chan struct{}
}

// errand is one guild to look after.
type errand struct{ application, guild string }

// registerTime bounds one guild's turn, and the pause after one that failed, so
// that its faults do not hold up the others for long.
const registerTime = time.Minute

func newRegistrar(w *wire, log *slog.Logger) *registrar {
	return &registrar{wire: w, log: log, wake: make(chan struct{}, 1)}
}

// add queues a guild, once. It never blocks.
func (r *registrar) add(application, guild string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if next := (errand{application, guild}); !slices.Contains(r.waiting, next) {
		r.waiting = append(r.waiting, next)
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *registrar) take() (errand, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.waiting) == 0 {
		return errand{}, false
	}
	next := r.waiting[0]
	r.waiting = r.waiting[1:]
	return next, true
}

// run serves the queue, one guild at a time, until ctx ends. What Discord
// answers may be no fault to the wire and still nonsense, such as a proxy's
// page, so it is here that a pause keeps further tries from following at once.
func (r *registrar) run(ctx context.Context) {
	delay := r.wire.retryFirst
	for {
		next, ok := r.take()
		if !ok {
			select {
			case <-r.wake:
				continue
			case <-ctx.Done():
				return
			}
		}
		err := r.register(ctx, next)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			delay = r.wire.retryFirst
		case definite(err):
			r.log.Warn("discord: this guild refuses our commands; was the bot invited with the scope applications.commands?",
				"guild", next.guild, "error", err)
		default:
			r.log.Warn("discord: cannot register commands yet", "guild", next.guild, "again_in", delay, "error", err)
			if !sleep(ctx, delay) {
				return
			}
			delay = min(2*delay, registerTime)
			r.add(next.application, next.guild)
		}
	}
}

func (r *registrar) register(ctx context.Context, e errand) error {
	ctx, cancel := context.WithTimeout(ctx, registerTime)
	defer cancel()
	url := discordgo.EndpointApplicationGuildCommands(e.application, e.guild)
	lane := r.wire.lane("commands")
	out, err := r.wire.persist(ctx, nil, request{method: http.MethodGet, url: url, lane: lane})
	if err != nil {
		return err
	}
	var have []slash
	if err := json.Unmarshal(out, &have); err != nil {
		return fmt.Errorf("list of commands: %w", err)
	}
	if sameCommands(have, commands()) {
		return nil
	}
	r.log.Info("discord: registering commands", "guild", e.guild)
	_, err = r.wire.persist(ctx, nil, request{method: http.MethodPut, url: url, body: commands(), lane: lane})
	return err
}
