package ledger

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// Remember implements [handlers.Cache]. A ttl below a millisecond forgets what
// was remembered. The guild's oldest values beyond a bound are forgotten, too:
// whoever asks a new question each second must not fill the memory.
func (l *Ledger) Remember(ctx context.Context, guild, key string, value []byte, ttl time.Duration) error {
	return l.within(guild, "remember", func(prefix string) error {
		if len(value) > maxValue {
			return ErrOversized
		}
		return redisstore.Insist(ctx, l.log, func() error {
			if ttl < time.Millisecond {
				return l.cache.Del(ctx, cacheKey(prefix, key)).Err()
			}
			return l.remember(ctx, prefix, hash(key, longHash), value, ttl.Truncate(time.Millisecond))
		})
	})
}

// remember is one try. The index forgets with the last value that it was told
// of; a value of a longer ttl then goes by that alone.
func (l *Ledger) remember(ctx context.Context, prefix, name string, value []byte, ttl time.Duration) error {
	index := prefix + "cache:index"
	surplus, err := l.cache.ZRange(ctx, index, 0, int64(-l.bounds.cached)).Result()
	if err != nil {
		return err
	}
	surplus = slices.DeleteFunc(surplus, func(old string) bool { return old == name })
	keys := make([]string, len(surplus))
	for i, old := range surplus {
		keys[i] = prefix + "cache:" + old
	}
	return redisstore.Commit(ctx, l.cache, func(pipe redis.Pipeliner) {
		pipe.ZAdd(ctx, index, redis.Z{Score: float64(time.Now().UnixMicro()), Member: name})
		pipe.PExpire(ctx, index, ttl)
		pipe.Set(ctx, prefix+"cache:"+name, value, ttl)
		if len(surplus) > 0 {
			pipe.Del(ctx, keys...)
			pipe.ZRem(ctx, index, members(surplus)...)
		}
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
