package embedded

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// startRedis runs a real redis-server on a socket in a folder of its own.
func startRedis(t testing.TB) *redis.Client {
	t.Helper()
	path, err := exec.LookPath("redis-server")
	if err != nil {
		t.Skip("redis-server is not on PATH: the comparison with the real one is skipped")
	}
	dir, err := os.MkdirTemp("", "redis") //nolint:usetesting // t.TempDir can be too long for a socket's name
	must(t, err)
	socket := filepath.Join(dir, "s")
	cmd := exec.Command(path, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
	must(t, cmd.Start())
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: socket, Protocol: 2, DisableIdentity: true})
	t.Cleanup(func() {
		_ = client.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = os.RemoveAll(dir)
	})
	deadline := time.Now().Add(10 * time.Second)
	for client.Ping(context.Background()).Err() != nil {
		if time.Now().After(deadline) {
			t.Fatal("redis-server does not answer")
		}
		time.Sleep(10 * time.Millisecond) // between looks, not for the state
	}
	return client
}

// TestLikeRedis is this room's law: random commands, of those the store uses,
// get redis-server's replies and give its state, live, after replay, and after
// the journal was rewritten.
func TestLikeRedis(t *testing.T) {
	t.Parallel()
	rounds, _ := strconv.Atoi(os.Getenv("NEWSDESK_DIFFERENTIAL_ROUNDS"))
	theirs := startRedis(t)
	for round := range max(rounds, 3) {
		seed := rand.Uint64()
		if given, err := strconv.ParseUint(os.Getenv("NEWSDESK_DIFFERENTIAL_SEED"), 10, 64); err == nil {
			seed = given
		}
		compare(t, theirs, seed)
		if t.Failed() {
			t.Fatalf("round %d: NEWSDESK_DIFFERENTIAL_SEED=%d repeats it", round, seed)
		}
	}
}

func compare(t *testing.T, theirs *redis.Client, seed uint64) {
	t.Helper()
	must(t, theirs.FlushAll(t.Context()).Err())
	must(t, theirs.ScriptFlush(t.Context()).Err())
	gen := generator{rand.New(rand.NewPCG(seed, 0))}
	dir := t.TempDir()
	s := start(t, dir)
	for _, phase := range []string{"replayed", "rewritten", "rewritten and replayed"} {
		play(t, gen, theirs, s.Client())
		sameState(t, "live", theirs, s.Client())
		if phase == "replayed" {
			must(t, s.Close())
			s = start(t, dir)
		} else {
			generation := s.forceRewrite(t)
			must(t, s.Close())
			s = start(t, dir)
			if s.engine.journal.generation <= generation {
				t.Fatal("the journal was not rewritten")
			}
		}
		sameState(t, phase, theirs, s.Client())
		if t.Failed() {
			return
		}
	}
	must(t, s.Close())
}

// forceRewrite makes the next commit rewrite the journal, and commits. It
// returns the generation before.
func (s *Server) forceRewrite(t testing.TB) uint64 {
	t.Helper()
	s.engine.mu.Lock()
	generation := s.engine.journal.generation
	s.engine.slack, s.engine.journal.base = 0, 0
	s.engine.mu.Unlock()
	must(t, s.Client().Del(t.Context(), "no such key").Err())
	return generation
}

// play runs commands on two connections to each of the servers.
func play(t *testing.T, gen generator, theirs, ours *redis.Client) {
	t.Helper()
	players := []*player{{conns: [2]*redis.Conn{theirs.Conn(), ours.Conn()}}, {conns: [2]*redis.Conn{theirs.Conn(), ours.Conn()}}}
	defer players[0].leave()
	defer players[1].leave()
	var trail []string
	for range 400 {
		who, args := gen.IntN(len(players)), gen.command()
		want, got := players[who].play(args)
		trail = append(trail, fmt.Sprintf("%d %.90q -> %.200s", who, fmt.Sprint(args...), want))
		if got != want {
			t.Errorf("redis-server: %s\nembedded:     %s\nafter\n%s", want, got, strings.Join(trail[max(0, len(trail)-12):], "\n"))
			return
		}
	}
}

// player has a connection to each of the servers and does the same on both.
type player struct {
	conns  [2]*redis.Conn
	inTx   bool
	queued []string // names of the commands since MULTI
}

func (p *player) play(args []any) (want, got string) {
	name := fmt.Sprint(args[0])
	if p.inTx && name == "UNWATCH" { // miniredis forgets at once instead of at EXEC; nobody does this
		return "", ""
	}
	var replies [2]string
	for i, c := range p.conns {
		v, err := c.Do(context.Background(), args...).Result()
		if list, ok := v.([]any); ok && name == "EXEC" {
			for i, inner := range list {
				list[i] = canonical(p.queued[i], inner, nil)
			}
		}
		replies[i] = canonical(name, v, err)
	}
	switch queued := strings.Contains(replies[0], "QUEUED"); {
	case queued:
		p.queued = append(p.queued, name)
	case name == "MULTI" && !p.inTx:
		p.inTx, p.queued = true, nil
	case name == "EXEC" || name == "DISCARD":
		p.inTx, p.queued = false, nil
	}
	return replies[0], replies[1]
}

// leave ends what must not go back to the pool: a transaction, watched keys.
func (p *player) leave() {
	for _, c := range p.conns {
		_ = c.Do(context.Background(), "DISCARD").Err()
		_ = c.Do(context.Background(), "UNWATCH").Err()
		_ = c.Close()
	}
}

var autoID = regexp.MustCompile(`\d{13}-\d+`)

// canonical writes a reply so that two servers' can be compared: what has no
// order is sorted, ids from the clock are hidden, errors keep their first word.
func canonical(name string, v any, err error) string {
	if inner, ok := v.(error); ok { // of a command in a transaction
		err = inner
	}
	if err != nil && !errors.Is(err, redis.Nil) {
		word, _, _ := strings.Cut(err.Error(), " ")
		if name == "EVAL" { // miniredis calls every error of a script ERR
			word = "in a script"
		}
		return "error " + word
	}
	list, ok := v.([]any)
	switch {
	case !ok: // perhaps QUEUED
	case name == "SMEMBERS":
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	case name == "HGETALL":
		var pairs []string
		for pair := range slices.Chunk(list, 2) {
			pairs = append(pairs, fmt.Sprintf("%q", pair))
		}
		slices.Sort(pairs)
		return strings.Join(pairs, " ")
	}
	return autoID.ReplaceAllString(fmt.Sprintf("%q", v), "ID")
}

// sameState compares everything that the two servers hold.
func sameState(t *testing.T, when string, theirs, ours *redis.Client) {
	t.Helper()
	want, got := strings.Split(state(t, theirs), "\n"), strings.Split(state(t, ours), "\n")
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) || want[i] != got[i] {
			t.Errorf("state %s differs\nredis-server: %q\nembedded:     %q", when, want[min(i, len(want)-1)], got[min(i, len(got)-1)])
			return
		}
	}
}

func state(t *testing.T, c *redis.Client) string {
	t.Helper()
	ctx := t.Context()
	keys, err := c.Keys(ctx, "*").Result()
	must(t, err)
	slices.Sort(keys)
	var b strings.Builder
	for _, key := range keys {
		kind := c.Type(ctx, key).Val()
		for _, args := range map[string][][]any{
			"string": {{"GET", key}},
			"hash":   {{"HGETALL", key}},
			"set":    {{"SMEMBERS", key}},
			"list":   {{"LRANGE", key, 0, -1}},
			"zset":   {{"ZRANGE", key, 0, -1, "WITHSCORES"}},
			"stream": {{"XRANGE", key, "-", "+"}, {"XLEN", key}},
		}[kind] {
			v, err := c.Do(ctx, args...).Result()
			fmt.Fprintf(&b, "%s %s: %s\n", kind, key, canonical(fmt.Sprint(args[0]), v, err))
		}
		if kind == "stream" {
			groups(t, c, key, &b)
		}
	}
	return b.String()
}

// groups writes what the groups of a stream hold, without times.
func groups(t *testing.T, c *redis.Client, key string, b *strings.Builder) {
	t.Helper()
	ctx := t.Context()
	info, err := c.XInfoGroups(ctx, key).Result()
	must(t, err)
	slices.SortFunc(info, func(a, b redis.XInfoGroup) int { return strings.Compare(a.Name, b.Name) })
	for _, g := range info {
		fmt.Fprintf(b, "  group %s at %s:", g.Name, autoID.ReplaceAllString(g.LastDeliveredID, "ID"))
		pending, err := c.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: key, Group: g.Name, Start: "-", End: "+", Count: 1000}).Result()
		must(t, err)
		for _, p := range pending {
			fmt.Fprintf(b, " %s %s %d", autoID.ReplaceAllString(p.ID, "ID"), p.Consumer, p.RetryCount)
		}
		b.WriteByte('\n')
	}
}

// generator makes random commands.
type generator struct{ *rand.Rand }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

func (g generator) key(kind string) string { return kind + g.pick("1", "2", "3") }

func (g generator) value() string {
	return g.pick("", "a", "7", "line\r\nbreak", "\x00\xff", "“quoted”", strings.Repeat("long ", 30))
}

func (g generator) member() string { return "m" + strconv.Itoa(g.IntN(12)) }

// id gives ids that mostly grow, as a log's do.
func (g generator) id() string { return fmt.Sprintf("%d-%d", 1+g.IntN(60), g.IntN(3)) }

const (
	putScript = `redis.call('HSET', KEYS[1], 'v', ARGV[1]); redis.call('ZADD', KEYS[2], ARGV[2], KEYS[1]); return redis.call('HGET', KEYS[1], 'v')`
	badScript = `redis.call('SET', KEYS[1], ARGV[1]); return redis.call('HGET', KEYS[1], 'f')`
)

func sha(script string) string { return redis.NewScript(script).Hash() }

func (g generator) command() []any {
	commands := []func() []any{
		func() []any { return []any{"SET", g.key("s"), g.value()} },
		func() []any { return []any{"SET", g.key("s"), g.value(), g.pick("NX", "XX", "GET")} },
		func() []any { return []any{"GET", g.key(g.pick("s", "s", "s", "h"))} },
		func() []any { return []any{"MGET", g.key("s"), g.key("s"), g.key("h")} },
		func() []any { return []any{"INCR", g.key(g.pick("n", "n", "s"))} },
		func() []any { return []any{"INCRBY", g.key("n"), g.IntN(100) - 50} },
		func() []any { return []any{"DEL", g.key(g.pick("s", "h", "z", "set", "n")), g.key("h")} },
		func() []any { return []any{"EXISTS", g.key(g.pick("s", "h", "z"))} },
		func() []any { return []any{"HSET", g.key("h"), g.member(), g.value(), g.member(), g.value()} },
		func() []any { return []any{"HSET", g.key(g.pick("h", "s")), g.member()} },
		func() []any { return []any{"HGET", g.key("h"), g.member()} },
		func() []any { return []any{"HGETALL", g.key("h")} },
		func() []any { return []any{"HMGET", g.key(g.pick("h", "h", "s")), g.member(), g.member()} },
		func() []any { return []any{"HLEN", g.key("h")} },
		func() []any { return []any{"HDEL", g.key("h"), g.member(), g.member()} },
		func() []any { return []any{"HINCRBY", g.key("h"), "count", g.IntN(9)} },
		func() []any { return []any{"SADD", g.key("set"), g.member(), g.member()} },
		func() []any { return []any{"SREM", g.key("set"), g.member()} },
		func() []any { return []any{"SMEMBERS", g.key("set")} },
		func() []any { return []any{"SISMEMBER", g.key("set"), g.member()} },
		func() []any { return []any{"RPUSH", g.key("l"), g.value(), g.member()} },
		func() []any { return []any{"LTRIM", g.key("l"), 0, 5} },
		func() []any {
			return []any{"ZADD", g.key("z"), float64(g.IntN(50)) / 8, g.member(), g.IntN(4), g.member()}
		},
		func() []any { return []any{"ZADD", g.key("z"), g.pick("-inf", "0.5", "1645056000"), g.member()} },
		func() []any { return []any{"ZADD", g.key("z"), "NX", g.IntN(50), g.member()} },
		func() []any { return []any{"ZREM", g.key("z"), g.member(), g.member()} },
		func() []any { return []any{"ZCARD", g.key(g.pick("z", "s"))} },
		func() []any { return []any{"ZSCORE", g.key("z"), g.member()} },
		func() []any { return []any{"ZRANGE", g.key("z"), 0, -1, "WITHSCORES"} },
		func() []any { return []any{"ZRANGE", g.key("z"), "-inf", 3, "BYSCORE", "LIMIT", 0, 4} },
		func() []any { return []any{"ZRANGE", g.key("z"), 0, 3, "REV"} },
		func() []any { return []any{"ZRANGE", g.key("z"), 0, -g.IntN(9)} },
		func() []any { return []any{"ZRANGE", g.key("z"), g.IntN(20), 20 + g.IntN(30), "BYSCORE"} },
		func() []any { return []any{"ZREMRANGEBYSCORE", g.key("z"), 5, 6} },
		func() []any { return []any{"XADD", g.key("x"), g.id(), "f", g.value()} },
		func() []any { return []any{"XADD", g.key("x"), g.id(), "f", "v", "g", g.value()} },
		func() []any { return []any{"XADD", g.key("auto"), "*", "f", g.value()} },
		func() []any { return []any{"XADD", g.key("auto"), "MAXLEN", 20, "*", "f", g.value()} },
		func() []any { return []any{"XLEN", g.key(g.pick("x", "auto"))} },
		func() []any { return []any{"XRANGE", g.key(g.pick("x", "auto")), "-", "+"} },
		func() []any { return []any{"XRANGE", g.key("x"), "(" + g.id(), "+", "COUNT", 3} },
		func() []any { return []any{"XREVRANGE", g.key("x"), "+", "-", "COUNT", 2} },
		func() []any { return []any{"XREAD", "COUNT", 5, "STREAMS", g.key("x"), g.id()} },
		func() []any { return []any{"XTRIM", g.key("x"), "MAXLEN", 1 + g.IntN(10)} },
		func() []any { return []any{"EVAL", putScript, 2, g.key("h"), g.key("z"), g.value(), g.IntN(9)} },
		func() []any { return []any{"EVALSHA", sha(putScript), 2, g.key("h"), g.key("z"), g.value(), g.IntN(9)} },
		func() []any { return []any{"EVAL", badScript, 1, g.key("s"), g.value()} },
		func() []any { return []any{"SCRIPT", "LOAD", putScript} },
		// no sorted set: for miniredis a ZADD that changes nothing is a change
		func() []any { return []any{"WATCH", g.key("s"), g.key(g.pick("h", "x"))} },
		func() []any { return []any{"UNWATCH"} },
		func() []any { return []any{"MULTI"} },
		func() []any { return []any{"MULTI"} },
		func() []any { return []any{"EXEC"} },
		func() []any { return []any{"EXEC"} },
		func() []any { return []any{"DISCARD"} },
		func() []any { return []any{"NONSENSE", "x"} },
		func() []any { return []any{"XGROUP", "CREATE", g.key("q"), "g", "0-0", "MKSTREAM"} },
		func() []any { return []any{"XADD", g.key("q"), "*", "job", g.member()} },
		func() []any {
			return []any{"XREADGROUP", "GROUP", "g", g.pick("c1", "c2"), "COUNT", 2, "STREAMS", g.key("q"), ">"}
		},
		func() []any { return []any{"XAUTOCLAIM", g.key("q"), "g", "c2", 0, "0", "COUNT", 2} },
	}
	return commands[g.IntN(len(commands))]()
}
