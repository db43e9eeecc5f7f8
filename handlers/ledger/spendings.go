package ledger

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// maxSeen is how many spendings of a day are known by their marks: more than
// there can be between a connection that breaks and the try after it.
const maxSeen = 16

// sums is what a field m:<model> holds.
type sums struct {
	Calls      int `json:"calls"`
	Cached     int `json:"cached"`
	Estimated  int `json:"estimated"`
	Prompt     int `json:"prompt"`
	Completion int `json:"completion"`
}

// Spend implements [handlers.Spendings]. What is less than nothing counts as
// nothing.
func (l *Ledger) Spend(ctx context.Context, guild string, s handlers.Spending) error {
	return l.within(guild, "spend", func(prefix string) error {
		score, err := dayScore(s.Day)
		if err != nil {
			return err
		}
		mark := make([]byte, 8)
		_, _ = rand.Read(mark) // never fails
		p := purchase{
			prefix: prefix, day: s.Day, score: score,
			field: "m:" + modelName(s.Model), mark: hex.EncodeToString(mark),
			cost: sums{max(0, s.Calls), max(0, s.Cached), max(0, s.Estimated), max(0, s.Prompt), max(0, s.Completion)},
		}
		return redisstore.Transact(ctx, l.durable, l.log, dayKey(prefix, s.Day), func(tx *redis.Tx) error { return l.spend(ctx, tx, p) })
	})
}

// purchase is one spending on its way in.
type purchase struct {
	prefix, day string
	score       float64 // of the day
	field, mark string
	cost        sums
}

func (l *Ledger) spend(ctx context.Context, tx *redis.Tx, p purchase) error {
	key := dayKey(p.prefix, p.day)
	values, err := tx.HMGet(ctx, key, p.field, "seen").Result()
	if err != nil {
		return err
	}
	before, _ := values[0].(string)
	marks, seenAny := values[1].(string)
	seen := strings.Fields(marks)
	if slices.Contains(seen, p.mark) {
		return nil // an earlier try has done it, and its connection broke
	}
	seen = append(seen[max(0, len(seen)-maxSeen+1):], p.mark)
	var old sums
	if before != "" {
		if old, err = decodeSums(before); err != nil {
			l.pass(ctx, key+" "+p.field, err)
		}
	}
	value, err := encode(sums{
		old.Calls + p.cost.Calls, old.Cached + p.cost.Cached, old.Estimated + p.cost.Estimated,
		old.Prompt + p.cost.Prompt, old.Completion + p.cost.Completion,
	})
	if err != nil {
		return err
	}
	var surplus []string
	if !seenAny {
		if surplus, err = l.surplusDays(ctx, tx, p); err != nil {
			return err
		}
	}
	return redisstore.Commit(ctx, tx, func(pipe redis.Pipeliner) {
		pipe.ZAdd(ctx, p.prefix+"days", redis.Z{Score: p.score, Member: p.day})
		pipe.HSet(ctx, key, p.field, value, "seen", strings.Join(seen, " "))
		if len(surplus) > 0 {
			pipe.Del(ctx, dayKeys(p.prefix, surplus)...)
			pipe.ZRem(ctx, p.prefix+"days", members(surplus)...)
		}
	})
}

// surplusDays are those to forget when a day is added.
func (l *Ledger) surplusDays(ctx context.Context, tx *redis.Tx, p purchase) ([]string, error) {
	days, err := tx.ZRange(ctx, p.prefix+"days", 0, int64(-l.bounds.days)).Result()
	return slices.DeleteFunc(days, func(day string) bool { return day == p.day }), err
}

// Spent implements [handlers.Spendings].
func (l *Ledger) Spent(ctx context.Context, guild, from, to string) (spent []handlers.Spending, err error) {
	err = l.within(guild, "spent", func(prefix string) error {
		first, err := dayScore(from)
		last, wrong := dayScore(to)
		if err = errors.Join(err, wrong); err != nil {
			return err
		}
		var days []string
		err = l.ask(ctx, func() (err error) {
			days, err = l.durable.ZRangeArgs(ctx, redis.ZRangeArgs{
				Key: prefix + "days", ByScore: true, Start: score(first), Stop: score(last),
			}).Result()
			return err
		})
		if len(days) == 0 {
			return notNil(err)
		}
		spent, err = l.readDays(ctx, prefix, days)
		return err
	})
	return spent, err
}

// readDays reads the spendings of some days, by model within each.
func (l *Ledger) readDays(ctx context.Context, prefix string, days []string) (spent []handlers.Spending, err error) {
	replies := make([]*redis.MapStringStringCmd, len(days))
	err = l.ask(ctx, func() error {
		_, err := l.durable.Pipelined(ctx, func(pipe redis.Pipeliner) error {
			for i, key := range dayKeys(prefix, days) {
				replies[i] = pipe.HGetAll(ctx, key)
			}
			return nil
		})
		return err
	})
	for i, reply := range replies {
		spent = append(spent, l.decodeDay(ctx, dayKey(prefix, days[i]), days[i], reply.Val())...)
	}
	return spent, notNil(err)
}

func (l *Ledger) decodeDay(ctx context.Context, key, day string, fields map[string]string) (spent []handlers.Spending) {
	if _, err := dayScore(day); err != nil {
		l.pass(ctx, key, err)
		return nil
	}
	for field, value := range fields {
		model, ok := strings.CutPrefix(field, "m:")
		if !ok {
			continue
		}
		s, bad := decodeSums(value)
		if bad != nil {
			l.pass(ctx, key+" "+field, bad)
			continue
		}
		spent = append(spent, handlers.Spending{
			Day: day, Model: model, Calls: s.Calls, Cached: s.Cached, Estimated: s.Estimated,
			Prompt: s.Prompt, Completion: s.Completion,
		})
	}
	slices.SortFunc(spent, func(a, b handlers.Spending) int { return cmp.Compare(a.Model, b.Model) })
	return spent
}

func dayKey(prefix, day string) string { return prefix + "spent:" + day }

func dayKeys(prefix string, days []string) []string {
	keys := make([]string, len(days))
	for i, day := range days {
		keys[i] = dayKey(prefix, day)
	}
	return keys
}

func decodeSums(value string) (sums, error) {
	var s sums
	if err := json.Unmarshal([]byte(value), &s); err != nil {
		return sums{}, err
	}
	if min(s.Calls, s.Cached, s.Estimated, s.Prompt, s.Completion) < 0 {
		return sums{}, fmt.Errorf("%w: less than nothing", errForeign)
	}
	return s, nil
}

// dayScore turns "2022-02-16" into 20220216.
func dayScore(day string) (float64, error) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, fmt.Errorf("not a day: %.20q", day)
	}
	y, m, d := t.Date()
	return float64(y*10000 + int(m)*100 + d), nil
}

func score(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// modelName cuts a name at the bound, between two runes.
func modelName(name string) string {
	return strings.ToValidUTF8(name[:min(len(name), maxName)], "")
}
