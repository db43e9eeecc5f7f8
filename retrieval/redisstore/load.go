package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// loadBatch is how many articles one round trip of Load asks for: some
// megabytes of text, so that it stays far within the read timeout.
const loadBatch = 200

// Load implements [retrieval.Store]. A damaged article is logged and passed
// over: one broken article must not keep the others from being searched.
func (s *Store) Load(ctx context.Context, visit func(guild string, a retrieval.Article, chunks []retrieval.Chunk) error) (retrieval.Cursor, error) {
	// The places in the logs come first: a change that happens from here on is
	// in what Follow shows, whether or not we have met it.
	cursor, err := s.tail(ctx)
	if err != nil {
		return nil, fmt.Errorf("redisstore: load: %w", fault(err))
	}
	guilds, err := s.guilds(ctx)
	if err != nil {
		return nil, fmt.Errorf("redisstore: load: %w", fault(err))
	}
	for _, guild := range guilds {
		if err := s.loadGuild(ctx, guild, visit); err != nil {
			return nil, fmt.Errorf("redisstore: load guild %s: %w", guild.guild, err)
		}
	}
	return cursor, nil
}

// tail reads the place of each log's last entry.
func (s *Store) tail(ctx context.Context) (retrieval.Cursor, error) {
	var last [buckets]*redis.XMessageSliceCmd
	_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for b := range last {
			last[b] = pipe.XRevRangeN(ctx, logKey(b), "+", "-", 1)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	cursor := retrieval.Cursor{}
	for b, cmd := range last {
		for _, entry := range cmd.Val() {
			cursor[bucketName(b)] = entry.ID
		}
	}
	return cursor, nil
}

func (s *Store) guilds(ctx context.Context) ([]keys, error) {
	var members [buckets]*redis.StringSliceCmd
	_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for b := range members {
			members[b] = pipe.SMembers(ctx, guildsKey(b))
		}
		return nil
	})
	var all []keys
	for b, cmd := range members {
		for _, guild := range cmd.Val() {
			k, bad := keysOf(guild)
			if bad != nil || k.bucket != b {
				s.log.WarnContext(ctx, "not a guild of ours", "key", guildsKey(b), "member", guild)
				continue
			}
			all = append(all, k)
		}
	}
	return all, err
}

func (s *Store) loadGuild(ctx context.Context, k keys, visit func(string, retrieval.Article, []retrieval.Chunk) error) error {
	ids, err := s.client.ZRange(ctx, k.articles(), 0, -1).Result()
	if err != nil {
		return fault(err)
	}
	for len(ids) > 0 {
		batch := ids[:min(loadBatch, len(ids))]
		ids = ids[len(batch):]
		fields, parts, err := s.readBatch(ctx, k, batch)
		if err != nil {
			return fault(err)
		}
		for i, id := range batch {
			a, chunks, err := decode(id, fields[i].Val(), values(parts[i]))
			if err != nil {
				// The two halves of the batch are not one transaction, so this
				// may only be an article that was replaced in between.
				a, chunks, err = s.read(ctx, k, id)
			}
			switch {
			case errors.Is(err, retrieval.ErrNotFound):
				continue
			case errors.Is(err, ErrDamaged):
				s.log.WarnContext(ctx, "article passed over", "guild", k.guild, "id", id, "url", fields[i].Val()["url"], "err", err)
				continue
			case err != nil:
				return err
			}
			if err := visit(k.guild, a, chunks); err != nil {
				return err
			}
		}
	}
	return nil
}

// readBatch reads many articles in two round trips.
func (s *Store) readBatch(ctx context.Context, k keys, ids []string) ([]*redis.MapStringStringCmd, [][]*redis.SliceCmd, error) {
	fields := make([]*redis.MapStringStringCmd, len(ids))
	_, err := s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, id := range ids {
			fields[i] = pipe.HGetAll(ctx, k.article(id))
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	parts := make([][]*redis.SliceCmd, len(ids))
	_, err = s.client.Pipelined(ctx, func(pipe redis.Pipeliner) error {
		for i, id := range ids {
			n := parseHead([]any{"", "", fields[i].Val()["chunks"]}).chunks
			for _, name := range k.chunks(id, n) {
				parts[i] = append(parts[i], pipe.HMGet(ctx, name, chunkFields...))
			}
		}
		return nil
	})
	return fields, parts, err
}
