package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/redis/go-redis/v9"
	"golang.org/x/text/unicode/norm"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval/prose"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// NoteGap implements [handlers.Gaps]. The gap's ID is made from its question,
// and Times counts the askings up; of First and Last the earliest and the latest
// stay, of the rest the newest.
func (l *Ledger) NoteGap(ctx context.Context, guild string, g handlers.Gap) error {
	return l.within(guild, "note gap", func(prefix string) error {
		if len(g.Question) > maxQuestion {
			return ErrOversized
		}
		key := prefix + "gaps"
		g.ID, g.Times = hash(sameWords(g.Question), shortHash), max(1, g.Times)
		return redisstore.Transact(ctx, l.durable, l.log, key, func(tx *redis.Tx) error {
			return l.noteGap(ctx, tx, key, g)
		})
	})
}

func (l *Ledger) noteGap(ctx context.Context, tx *redis.Tx, key string, g handlers.Gap) error {
	before, err := tx.HGet(ctx, key, g.ID).Result()
	if notNil(err) != nil {
		return err
	}
	forgotten := ""
	if old, bad := decodeGap(g.ID, before); bad == nil {
		g.Times += old.Times
		if old.First.Before(g.First) {
			g.First = old.First
		}
		if old.Last.After(g.Last) {
			g.Last = old.Last
		}
	} else if errors.Is(err, redis.Nil) {
		if forgotten, err = l.surplusGap(ctx, tx, key); err != nil {
			return err
		}
	}
	value, err := encode(g)
	if err != nil {
		return err
	}
	return redisstore.Commit(ctx, tx, func(pipe redis.Pipeliner) {
		pipe.HSet(ctx, key, g.ID, value)
		if forgotten != "" {
			pipe.HDel(ctx, key, forgotten)
		}
	})
}

// surplusGap is the one to forget for a new one: a value that is not ours, or
// else the gap that was asked for least lately. "" while there is room.
func (l *Ledger) surplusGap(ctx context.Context, tx *redis.Tx, key string) (string, error) {
	n, err := tx.HLen(ctx, key).Result()
	if err != nil || n < int64(l.bounds.gaps) {
		return "", err
	}
	values, err := tx.HGetAll(ctx, key).Result()
	if err != nil {
		return "", err
	}
	oldest := handlers.Gap{}
	for id, value := range values {
		g, bad := decodeGap(id, value)
		if bad != nil {
			oldest.ID = id
			break
		}
		if oldest.ID == "" || g.Last.Before(oldest.Last) {
			oldest = g
		}
	}
	return oldest.ID, nil
}

// Gaps implements [handlers.Gaps].
func (l *Ledger) Gaps(ctx context.Context, guild string) (gaps []handlers.Gap, err error) {
	err = l.within(guild, "gaps", func(prefix string) error {
		key := prefix + "gaps"
		var values map[string]string
		err := l.ask(ctx, func() (err error) {
			values, err = l.durable.HGetAll(ctx, key).Result()
			return err
		})
		for id, value := range values {
			g, bad := decodeGap(id, value)
			if bad != nil {
				l.pass(ctx, key+" "+id, bad)
				continue
			}
			gaps = append(gaps, g)
		}
		return notNil(err)
	})
	slices.SortFunc(gaps, func(a, b handlers.Gap) int {
		return cmp.Or(b.Last.Compare(a.Last), cmp.Compare(a.ID, b.ID))
	})
	return gaps, err
}

// CloseGap implements [handlers.Gaps].
func (l *Ledger) CloseGap(ctx context.Context, guild, id string) error {
	return l.within(guild, "close gap", func(prefix string) error {
		var n int64
		err := l.ask(ctx, func() (err error) {
			n, err = l.durable.HDel(ctx, prefix+"gaps", id).Result()
			return err
		})
		if err = notNil(err); err == nil && n == 0 {
			err = handlers.ErrForgotten
		}
		return err
	})
}

func decodeGap(id, value string) (handlers.Gap, error) {
	var g handlers.Gap
	if err := json.Unmarshal([]byte(value), &g); err != nil {
		return handlers.Gap{}, err
	}
	if g.ID != id || g.Question == "" || g.Times < 1 {
		return handlers.Gap{}, fmt.Errorf("%w: another ID, or nothing asked", errForeign)
	}
	return g, nil
}

// sameWords brings a question into the form in which two spellings of it are
// equal: case, accents, punctuation and white space do not count. A question of
// nothing else stays as it is.
func sameWords(question string) string {
	folded := norm.NFD.String(prose.FoldCase(question))
	var b strings.Builder
	for _, r := range folded {
		switch {
		case r == '\'' || isAccent(r): // "don't" is written "dont" as often
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || unicode.IsSymbol(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	if same := strings.Join(strings.Fields(b.String()), " "); same != "" {
		return same
	}
	return strings.TrimSpace(question)
}

// isAccent tells the marks that scripts with capitals put on letters. In other
// scripts a mark may be a vowel, and the word another one without it.
func isAccent(r rune) bool { return r >= 0x300 && r < 0x370 }
