package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

const (
	// maxValue is how many bytes one turn, gap or cached value may have. The
	// longest reply is far below it.
	maxValue = 1 << 20
	// maxQuestion is how many bytes a gap's question may have: folding is slow.
	maxQuestion = 16 << 10
	// maxName is how many bytes of a model's name are kept.
	maxName = 200
)

// ErrOversized says that the value is larger than any of ours could be.
var ErrOversized = errors.New("value is too large to keep")

// Ledger is a [handlers.Ledger] in Redis. Its methods may be called at the same
// time, and from several processes. Their errors wrap retrieval.ErrUnavailable,
// retrieval.ErrReadOnly or redisstore.ErrAuth where the server is at fault, and
// redisstore.ErrName where the guild's name can be part of no key.
type Ledger struct {
	durable, cache redis.UniversalClient
	log            *slog.Logger
	bounds         bounds
}

// bounds are how much is kept of one guild.
type bounds struct{ turns, gaps, days, cached int }

var _ handlers.Ledger = (*Ledger)(nil)

// New keeps a ledger through two clients that somebody else closes: durable is
// where the articles are, cache may forget at any time and takes keys with a
// time to live. They may be the same. A nil log is silent.
func New(durable, cache redis.UniversalClient, log *slog.Logger) *Ledger {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Ledger{durable: durable, cache: cache, log: log, bounds: bounds{turns: 500, gaps: 300, days: 400, cached: 1000}}
}

// within runs one operation on the keys of a guild, which begin with prefix, and
// names it in its error.
func (l *Ledger) within(guild, operation string, do func(prefix string) error) error {
	prefix, err := redisstore.Prefix(guild)
	if err == nil {
		err = do(prefix)
	}
	if err != nil {
		return fmt.Errorf("ledger: %s: %w", operation, err)
	}
	return nil
}

// ask runs reading commands, again where that helps. A key of another type
// counts as none.
func (l *Ledger) ask(ctx context.Context, do func() error) error {
	err := redisstore.Insist(ctx, l.log, do)
	switch {
	case redis.HasErrorPrefix(err, "WRONGTYPE"):
		l.log.WarnContext(ctx, "a key of the ledger holds something else", "error", err)
		return redis.Nil
	case errors.Is(err, redis.Nil):
		return redis.Nil
	}
	return err
}

// pass logs a value that is not ours.
func (l *Ledger) pass(ctx context.Context, key string, err error) {
	l.log.WarnContext(ctx, "a value of the ledger is passed over", "key", key, "error", err)
}
