package redisstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
		return nil, fmt.Errorf("redisstore: load: %w", err)
	}
	guilds, err := s.guilds(ctx)
	if err != nil {
		return nil, fmt.Errorf("redisstore: load: %w", err)
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
	err := s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for b := range last {
			last[b] = pipe.XRevRangeN(ctx, logKey(b), "+", "-", 1)
		}
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
	err := s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for b := range members {
			members[b] = pipe.SMembers(ctx, guildsKey(b))
		}
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
	var all *redis.StringSliceCmd
	err := s.pipeline(ctx, func(pipe redis.Pipeliner) { all = pipe.ZRange(ctx, k.articles(), 0, -1) })
	if err != nil {
		return err
	}
	for ids := range slices.Chunk(all.Val(), loadBatch) {
		fields, parts, err := s.readBatch(ctx, k, ids)
		if err != nil {
			return err
		}
		for i, id := range ids {
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
	err := s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for i, id := range ids {
			fields[i] = pipe.HGetAll(ctx, k.article(id))
		}
	})
	if err != nil {
		return nil, nil, err
	}
	parts := make([][]*redis.SliceCmd, len(ids))
	err = s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for i, id := range ids {
			of := headOf(fields[i].Val())
			parts[i] = make([]*redis.SliceCmd, of.chunks)
			for j, name := range k.chunks(id, of) {
				parts[i][j] = pipe.HMGet(ctx, name, chunkFields...)
			}
		}
	})
	return fields, parts, err
}
