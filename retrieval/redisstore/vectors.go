package redisstore

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// vectorFields are the fields of a chunk's hash that hold its embedding.
var vectorFields = []string{"vec", "vecmodel"}

// PutVectors implements [retrieval.Store]. Vectors that are not as many as the
// article has chunks are refused.
func (s *Store) PutVectors(ctx context.Context, guild, id string, v retrieval.Vectors) error {
	k, err := keysOf(guild)
	switch {
	case err != nil:
	case !articleName.MatchString(id):
		err = retrieval.ErrNotFound
	case v.Model == "" || slices.Contains(v.Codes, ""):
		err = errors.New("a vector or its model's name is empty")
	}
	if err != nil {
		return fmt.Errorf("redisstore: put vectors: %w", err)
	}
	err = s.transact(ctx, k.article(id), func(tx *redis.Tx) error {
		now, err := readHead(ctx, tx, k.article(id))
		if err != nil {
			return err
		}
		if !now.found || now.version != v.Version {
			return retrieval.ErrNotFound
		}
		if now.chunks != len(v.Codes) {
			return fmt.Errorf("%d vectors for %d chunks", len(v.Codes), now.chunks)
		}
		cmds, err := tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, name := range k.chunks(id, now) {
				pipe.HSet(ctx, name, "vec", v.Codes[i], "vecmodel", v.Model)
			}
			record(ctx, pipe, k, retrieval.Change{ID: id, Version: v.Version, Model: v.Model}, s.logLimit())
			return nil
		})
		return cause(cmds, err)
	})
	if err != nil {
		return fmt.Errorf("redisstore: put vectors of article %s: %w", id, err)
	}
	return nil
}

// Vectors implements [retrieval.Store].
func (s *Store) Vectors(ctx context.Context, guild string, ids []string, visit func(id string, v retrieval.Vectors)) error {
	k, err := keysOf(guild)
	if err != nil {
		return fmt.Errorf("redisstore: vectors: %w", err)
	}
	for batch := range slices.Chunk(ids, loadBatch) {
		heads, parts, err := s.readVectors(ctx, k, batch)
		if err != nil {
			return fmt.Errorf("redisstore: vectors of guild %s: %w", guild, err)
		}
		for i, id := range batch {
			if v, ok := vectorsOf(heads[i].version, values(parts[i])); ok {
				visit(id, v)
			}
		}
	}
	return nil
}

// readVectors reads those of many articles in two round trips. Chunks that are
// replaced in between are gone then, and their article has no vectors.
func (s *Store) readVectors(ctx context.Context, k keys, ids []string) ([]head, [][]*redis.SliceCmd, error) {
	replies := make([]*redis.SliceCmd, len(ids))
	err := s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for i, id := range ids {
			replies[i] = pipe.HMGet(ctx, k.article(id), headFields...)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	heads, parts := make([]head, len(ids)), make([][]*redis.SliceCmd, len(ids))
	err = s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for i, id := range ids {
			heads[i] = parseHead(replies[i].Val())
			parts[i] = make([]*redis.SliceCmd, heads[i].chunks)
			for j, name := range k.chunks(id, heads[i]) {
				parts[i][j] = pipe.HMGet(ctx, name, vectorFields...)
			}
		}
	})
	return heads, parts, err
}

// vectorsOf puts an article's vectors together from the replies to HMGET
// vectorFields; not ok where one lacks or is of another model than the first.
func vectorsOf(version int, parts [][]any) (v retrieval.Vectors, ok bool) {
	v.Version = version
	for i, fields := range parts {
		code, _ := fields[0].(string)
		model, _ := fields[1].(string)
		if code == "" || model == "" || i > 0 && model != v.Model {
			return retrieval.Vectors{}, false
		}
		v.Model = model
		v.Codes = append(v.Codes, code)
	}
	return v, len(parts) > 0
}
