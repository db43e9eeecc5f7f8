package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// turnID is what names a turn, and so may stand in a key.
var turnID = regexp.MustCompile(`^[0-9a-f]{16}$`)

// errForeign: a stored value is not what we have written.
var errForeign = errors.New("not a value of ours")

// KeepTurn implements [handlers.Turns].
func (l *Ledger) KeepTurn(ctx context.Context, guild string, t handlers.Turn) error {
	return l.within(guild, "keep turn", func(prefix string) error {
		if !turnID.MatchString(t.ID) {
			return errors.New("a turn's ID is 16 hexadecimal digits")
		}
		value, err := encode(t)
		if err != nil {
			return err
		}
		name, now := nameOf(t.ID, t.Talk), time.Now()
		return redisstore.Insist(ctx, l.log, func() error { return l.keepTurn(ctx, prefix, name, value, now) })
	})
}

// keepTurn is one try. Two at the same time may forget the same turn, and the
// next one then forgets two.
func (l *Ledger) keepTurn(ctx context.Context, prefix, name string, value []byte, now time.Time) error {
	index := prefix + "turns"
	surplus, err := l.durable.ZRange(ctx, index, 0, int64(-l.bounds.turns)).Result()
	if err != nil {
		return err
	}
	surplus = slices.DeleteFunc(surplus, func(old string) bool { return old == name })
	return redisstore.Commit(ctx, l.durable, func(pipe redis.Pipeliner) {
		pipe.ZAddNX(ctx, index, redis.Z{Score: float64(now.UnixMicro()), Member: name})
		pipe.Set(ctx, turnKey(prefix, name), value, 0)
		if len(surplus) > 0 {
			pipe.Del(ctx, turnKeys(prefix, surplus)...)
			pipe.ZRem(ctx, index, members(surplus)...)
		}
	})
}

// Turn implements [handlers.Turns].
func (l *Ledger) Turn(ctx context.Context, guild, id string) (t handlers.Turn, err error) {
	err = l.within(guild, "turn", func(prefix string) error {
		if !turnID.MatchString(id) {
			return handlers.ErrForgotten
		}
		var value string
		err := l.ask(ctx, func() (err error) {
			value, err = l.durable.Get(ctx, turnKey(prefix, id)).Result()
			return err
		})
		if errors.Is(err, redis.Nil) {
			return handlers.ErrForgotten
		}
		if err != nil {
			return err
		}
		if t, err = decodeTurn(id, value); err != nil {
			l.pass(ctx, turnKey(prefix, id), err)
			return handlers.ErrForgotten
		}
		return nil
	})
	return t, err
}

// Talk implements [handlers.Turns].
func (l *Ledger) Talk(ctx context.Context, guild, talk string, n int) (turns []handlers.Turn, err error) {
	if talk == "" || n <= 0 {
		return nil, nil
	}
	err = l.within(guild, "talk", func(prefix string) error {
		var names []string
		err := l.ask(ctx, func() (err error) {
			names, err = l.durable.ZRange(ctx, prefix+"turns", 0, -1).Result()
			return err
		})
		names = slices.DeleteFunc(names, func(name string) bool {
			id := idOf(name)
			return !turnID.MatchString(id) || name != nameOf(id, talk)
		})
		names = names[max(0, len(names)-n):]
		if len(names) == 0 || errors.Is(err, redis.Nil) {
			return notNil(err)
		}
		turns, err = l.readTurns(ctx, prefix, names)
		return err
	})
	return turns, err
}

func (l *Ledger) readTurns(ctx context.Context, prefix string, names []string) ([]handlers.Turn, error) {
	var values []any
	err := l.ask(ctx, func() (err error) {
		values, err = l.durable.MGet(ctx, turnKeys(prefix, names)...).Result()
		return err
	})
	var turns []handlers.Turn
	for i, value := range values {
		text, ok := value.(string)
		if !ok {
			continue // forgotten between the two readings, or by a crash
		}
		t, bad := decodeTurn(idOf(names[i]), text)
		if bad != nil {
			l.pass(ctx, turnKey(prefix, names[i]), bad)
			continue
		}
		turns = append(turns, t)
	}
	return turns, err
}

func decodeTurn(id, value string) (handlers.Turn, error) {
	var t handlers.Turn
	if err := json.Unmarshal([]byte(value), &t); err != nil {
		return handlers.Turn{}, err
	}
	if t.ID != id {
		return handlers.Turn{}, fmt.Errorf("%w: another ID", errForeign)
	}
	return t, nil
}

// nameOf is how the index names a turn: <id>:<talk>, the talk as a hash, because
// a conversation's name may be anything.
func nameOf(id, talk string) string {
	if talk == "" {
		return id + ":"
	}
	return id + ":" + hash(talk, shortHash)
}

// idOf is the ID in such a name; an ID is one, too.
func idOf(name string) string {
	id, _, _ := strings.Cut(name, ":")
	return id
}

func turnKey(prefix, name string) string { return prefix + "turn:" + idOf(name) }

func turnKeys(prefix string, names []string) []string {
	keys := make([]string, len(names))
	for i, name := range names {
		keys[i] = turnKey(prefix, name)
	}
	return keys
}
