package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// Put implements [retrieval.Store]. An article whose chunks do not tile its
// text, or with more than 65,536 of them, is refused: it could not be read
// back.
func (s *Store) Put(ctx context.Context, guild string, a retrieval.Article, chunks []retrieval.Chunk) (version int, changed bool, err error) {
	k, err := keysOf(guild)
	if err == nil {
		err = check(a, chunks)
	}
	if err != nil {
		return 0, false, fmt.Errorf("redisstore: put: %w", err)
	}
	p := put{keys: k, article: a, chunks: chunks, logLimit: s.logLimit()}
	p.article.Published, p.article.Updated, p.article.Fetched = storable(a.Published), storable(a.Updated), storable(a.Fetched)
	p.hash = p.article.ContentHash()
	if err := s.transact(ctx, k.article(a.ID), func(tx *redis.Tx) error { return p.try(ctx, tx) }); err != nil {
		return 0, false, fmt.Errorf("redisstore: put article %s: %w", a.ID, err)
	}
	return p.article.Version, p.changed, nil
}

// check refuses what could not be read back as it is.
func check(a retrieval.Article, chunks []retrieval.Chunk) error {
	if !articleName.MatchString(a.ID) {
		return ErrName
	}
	if len(chunks) == 0 {
		return retrieval.ErrEmpty
	}
	if len(chunks) > maxChunks {
		return fmt.Errorf("%d chunks, at most %d can be kept", len(chunks), maxChunks)
	}
	rest, tiles := a.Text, true
	for _, c := range chunks {
		if rest, tiles = strings.CutPrefix(rest, c.Text); !tiles {
			break
		}
	}
	if !tiles || rest != "" {
		return errors.New("the chunks do not make up the text")
	}
	return nil
}

// put is one article on its way in, over as many tries as it takes.
type put struct {
	keys
	article  retrieval.Article
	chunks   []retrieval.Chunk
	hash     string
	logLimit int
	changed  bool
	// unsure is the version of a try whose connection broke before EXEC was
	// answered: when the next try finds that version and our content stored,
	// the writing was ours.
	unsure int
}

func (p *put) try(ctx context.Context, tx *redis.Tx) error {
	old, err := readHead(ctx, tx, p.keys.article(p.article.ID))
	if err != nil {
		return err
	}
	if old.found && old.hash == p.hash {
		p.article.Version, p.changed = old.version, old.version == p.unsure
		if whole, err := p.whole(ctx, tx, old); err != nil || whole {
			return err
		}
	}
	p.article.Version, p.changed = old.version+1, true
	cmds, err := tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		p.queue(ctx, pipe, old)
		return nil
	})
	if severed(err) {
		p.unsure = p.article.Version
	}
	return cause(cmds, err)
}

// whole tells whether the version stored can be read back. A server that
// evicted chunks has lost them silently, and ingesting the page again is how an
// admin would mend that. A replacement meanwhile looks like damage, and makes
// EXEC fail.
func (p *put) whole(ctx context.Context, tx *redis.Tx, old head) (bool, error) {
	fields, parts, err := readParts(ctx, tx.Pipelined, p.keys, p.article.ID, old)
	if err != nil {
		return false, err
	}
	_, _, damage := decode(p.article.ID, fields, parts)
	return damage == nil, nil
}

// queue fills the transaction. The new chunks stand beside the old ones until
// the article's hash, one command, turns from these to those: see "Crashes" in
// the package comment.
func (p *put) queue(ctx context.Context, pipe redis.Pipeliner, old head) {
	id, now := p.article.ID, head{version: p.article.Version, chunks: len(p.chunks)}
	// Chunks that a crash left behind under these names may have the vectors of
	// another text.
	pipe.Del(ctx, p.keys.chunks(id, now)...)
	for i, name := range p.keys.chunks(id, now) {
		pipe.HSet(ctx, name, encodeChunk(p.chunks[i]))
	}
	date := p.article.Published
	if date.IsZero() {
		date = p.article.Fetched
	}
	pipe.ZAdd(ctx, p.keys.articles(), redis.Z{Score: float64(date.Unix()), Member: id})
	pipe.SAdd(ctx, p.keys.guilds(), p.keys.guild)
	record(ctx, pipe, p.keys, retrieval.Change{ID: id, Version: now.version}, p.logLimit)
	pipe.HSet(ctx, p.keys.article(id), encodeArticle(p.article, now.chunks))
	if old.chunks > 0 {
		pipe.Del(ctx, p.keys.chunks(id, old)...)
	}
}

// Delete implements [retrieval.Store].
func (s *Store) Delete(ctx context.Context, guild, id string) error {
	k, err := keysOf(guild)
	if err == nil && !articleName.MatchString(id) {
		err = retrieval.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("redisstore: delete: %w", err)
	}
	unsure := false
	err = s.transact(ctx, k.article(id), func(tx *redis.Tx) error {
		old, err := readHead(ctx, tx, k.article(id))
		if err != nil {
			return err
		}
		if !old.found && unsure {
			return nil
		}
		if !old.found {
			return retrieval.ErrNotFound
		}
		cmds, err := tx.TxPipelined(ctx, func(pipe redis.Pipeliner) error {
			record(ctx, pipe, k, retrieval.Change{ID: id}, s.logLimit())
			pipe.Del(ctx, k.article(id))
			pipe.ZRem(ctx, k.articles(), id)
			if old.chunks > 0 {
				pipe.Del(ctx, k.chunks(id, old)...)
			}
			return nil
		})
		unsure = unsure || severed(err)
		return cause(cmds, err)
	})
	if err != nil {
		return fmt.Errorf("redisstore: delete article %s: %w", id, err)
	}
	return nil
}

func readHead(ctx context.Context, tx *redis.Tx, key string) (head, error) {
	values, err := tx.HMGet(ctx, key, headFields...).Result()
	return parseHead(values), err
}

// record queues the log entry of a change.
func record(ctx context.Context, pipe redis.Pipeliner, k keys, c retrieval.Change, limit int) {
	values := []string{"guild", k.guild, "id", c.ID, "version", strconv.Itoa(c.Version)}
	if c.Model != "" {
		values = append(values, "model", c.Model)
	}
	pipe.XAdd(ctx, &redis.XAddArgs{Stream: k.log(), MaxLen: int64(limit), Approx: true, Values: values})
}
