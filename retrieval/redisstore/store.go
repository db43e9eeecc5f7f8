package redisstore

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// Store is a [retrieval.Store] in Redis. Its methods may be called at the same
// time. Their errors wrap retrieval.ErrUnavailable, retrieval.ErrReadOnly or
// [ErrAuth] where the server is at fault; none holds a password.
type Store struct {
	// Interval is how long Follow waits between two looks at the log; 0 means
	// a second. LogLimit is about how many entries a bucket's log keeps; 0
	// means 10,000. Set them before the first call, LogLimit alike in all
	// processes.
	Interval time.Duration
	LogLimit int

	client redis.UniversalClient
	owned  bool
	log    *slog.Logger
}

var _ retrieval.Store = (*Store)(nil)

// New keeps articles through a client that somebody else made and closes: the
// embedded server's. A nil log is silent.
func New(client redis.UniversalClient, log *slog.Logger) *Store {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Store{client: client, log: log}
}

// Client is the connection pool, for what else a program keeps in the same
// server. It is closed by Close.
func (s *Store) Client() redis.UniversalClient { return s.client }

// Close ends the connections of a Store made by Open.
func (s *Store) Close() error {
	if !s.owned {
		return nil
	}
	return s.client.Close()
}

func (s *Store) interval() time.Duration {
	if s.Interval > 0 {
		return s.Interval
	}
	return time.Second
}

func (s *Store) logLimit() int {
	if s.LogLimit > 0 {
		return s.LogLimit
	}
	return 10_000
}

// transact runs try under WATCH on key. try must be idempotent: after a broken
// connection nobody knows whether it has happened.
func (s *Store) transact(ctx context.Context, key string, try func(tx *redis.Tx) error) error {
	return s.insist(ctx, func() error { return s.client.Watch(ctx, try, key) })
}

// pipeline sends the commands that fill queues, all anew in each try.
func (s *Store) pipeline(ctx context.Context, fill func(redis.Pipeliner)) error {
	return s.insist(ctx, func() error {
		_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			fill(pipe)
			return nil
		})
		return err
	})
}

// insist does something again where the reason for its failure will pass.
func (s *Store) insist(ctx context.Context, do func() error) error {
	for tries := 1; ; tries++ {
		err := do()
		limit, pause := patience(err)
		if err == nil || tries >= limit {
			return fault(err)
		}
		s.log.DebugContext(ctx, "redis is asked again", "try", tries, "err", err)
		if err := wait(ctx, pause/2+rand.N(pause)); err != nil {
			return fault(err)
		}
	}
}

// patience tells how often what failed with err is tried in all and how long to wait in between: about five seconds for a slot to move, next
// to nothing for a race lost, one more try where the connection broke. A server
// that cannot be dialled or does not answer is not waited for.
func patience(err error) (limit int, pause time.Duration) {
	switch {
	case errors.Is(err, redis.TxFailedErr):
		return 500, 4 * time.Millisecond
	case moving(err):
		return 25, 200 * time.Millisecond
	case severed(err):
		return 2, 20 * time.Millisecond
	}
	return 0, time.Millisecond
}

// severed: the connection broke under a command that may have been executed.
func severed(err error) bool {
	return isEOF(err) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// wait pauses for d, or until ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
