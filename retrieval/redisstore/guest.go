package redisstore

import (
	"context"
	"log/slog"

	"github.com/redis/go-redis/v9"
)

// What follows is for whoever keeps something of a guild beside its articles, in
// the same server or another one.

// Prefix is what the keys of a guild begin with: "nd:{b17}:g:<guild>:". All keys
// under one prefix are in one slot of a Cluster. The error is [ErrName].
func Prefix(guild string) (string, error) {
	k, err := keysOf(guild)
	return k.prefix, err
}

// Insist does something again where the reason for its failure will pass: a slot
// of a Cluster that moves, a race lost, a connection that broke. do must be
// idempotent. The error wraps retrieval.ErrUnavailable, retrieval.ErrReadOnly or
// [ErrAuth] where the server is at fault. A nil log is silent.
func Insist(ctx context.Context, log *slog.Logger, do func() error) error {
	return New(nil, log).insist(ctx, do)
}

// Transact runs try under WATCH on key, as often as Insist does anything: what
// try queues through [Commit] happens only if nobody else has written to key
// since it was watched.
func Transact(ctx context.Context, client redis.UniversalClient, log *slog.Logger, key string, try func(*redis.Tx) error) error {
	return Insist(ctx, log, func() error { return client.Watch(ctx, try, key) })
}

// Transactor begins a transaction: a client, or one that watches a key.
type Transactor interface {
	TxPipelined(ctx context.Context, fill func(redis.Pipeliner) error) ([]redis.Cmder, error)
}

// Commit sends what fill queues as one MULTI ... EXEC. Where the server throws
// it away, the error is that of the command which was the reason.
func Commit(ctx context.Context, on Transactor, fill func(redis.Pipeliner)) error {
	cmds, err := on.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		fill(pipe)
		return nil
	})
	return cause(cmds, err)
}
