package redisstore

import (
	"context"
	"fmt"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// Get implements [retrieval.Store]. It fails with [ErrDamaged] where parts of
// the article are missing.
func (s *Store) Get(ctx context.Context, guild, id string) (retrieval.Article, []retrieval.Chunk, error) {
	k, err := keysOf(guild)
	if err == nil && !articleName.MatchString(id) {
		err = retrieval.ErrNotFound
	}
	var a retrieval.Article
	var chunks []retrieval.Chunk
	if err == nil {
		a, chunks, err = s.read(ctx, k, id)
	}
	if err != nil {
		return retrieval.Article{}, nil, fmt.Errorf("redisstore: get: %w", err)
	}
	return a, chunks, nil
}

// read takes an article and its chunks in one transaction.
func (s *Store) read(ctx context.Context, k keys, id string) (a retrieval.Article, chunks []retrieval.Chunk, err error) {
	err = s.insist(ctx, func() (err error) {
		a, chunks, err = s.tryRead(ctx, k, id)
		return err
	})
	return a, chunks, err
}

// tryRead must know before the transaction which chunks the article has, so it
// reads once more an article that was replaced in between.
func (s *Store) tryRead(ctx context.Context, k keys, id string) (retrieval.Article, []retrieval.Chunk, error) {
	values, err := s.client.HMGet(ctx, k.article(id), headFields...).Result()
	before := parseHead(values)
	for err == nil {
		var fields map[string]string
		var parts [][]any
		if fields, parts, err = readParts(ctx, s.client.TxPipelined, k, id, before); err != nil {
			break
		}
		if len(fields) == 0 {
			return retrieval.Article{}, nil, retrieval.ErrNotFound
		}
		now := headOf(fields)
		if now == before {
			return decode(id, fields, parts)
		}
		before = now
	}
	return retrieval.Article{}, nil, err
}

// pipelined is the method of a client that sends commands together.
type pipelined func(context.Context, func(redis.Pipeliner) error) ([]redis.Cmder, error)

func readParts(ctx context.Context, send pipelined, k keys, id string, of head) (map[string]string, [][]any, error) {
	var fields *redis.MapStringStringCmd
	parts := make([]*redis.SliceCmd, of.chunks)
	cmds, err := send(ctx, func(pipe redis.Pipeliner) error {
		fields = pipe.HGetAll(ctx, k.article(id))
		for i, name := range k.chunks(id, of) {
			parts[i] = pipe.HMGet(ctx, name, chunkFields...)
		}
		return nil
	})
	if err != nil {
		return nil, nil, cause(cmds, err)
	}
	return fields.Val(), values(parts), nil
}

func values(cmds []*redis.SliceCmd) [][]any {
	all := make([][]any, len(cmds))
	for i, cmd := range cmds {
		all[i] = cmd.Val()
	}
	return all
}
