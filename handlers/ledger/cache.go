package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// Remember implements [handlers.Cache]. A ttl below a millisecond forgets what
// was remembered.
func (l *Ledger) Remember(ctx context.Context, guild, key string, value []byte, ttl time.Duration) error {
	return l.within(guild, "remember", func(prefix string) error {
		if len(value) > maxValue {
			return ErrOversized
		}
		return redisstore.Insist(ctx, l.log, func() error {
			if ttl < time.Millisecond {
				return l.cache.Del(ctx, cacheKey(prefix, key)).Err()
			}
			return l.cache.Set(ctx, cacheKey(prefix, key), value, ttl.Truncate(time.Millisecond)).Err()
		})
	})
}

// Recall implements [handlers.Cache].
func (l *Ledger) Recall(ctx context.Context, guild, key string) (value []byte, ok bool, err error) {
	err = l.within(guild, "recall", func(prefix string) error {
		err := l.ask(ctx, func() (err error) {
			value, err = l.cache.Get(ctx, cacheKey(prefix, key)).Bytes()
			return err
		})
		ok = err == nil
		if errors.Is(err, redis.Nil) {
			return nil
		}
		return err
	})
	return value, ok, err
}

func cacheKey(prefix, key string) string { return prefix + "cache:" + hash(key, longHash) }
