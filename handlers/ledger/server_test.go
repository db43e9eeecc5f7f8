package ledger_test

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// go-redis reports each dial that fails on the standard error, and here many
// are meant to.
func TestMain(m *testing.M) {
	redisstore.RouteLogs(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

func TestServers(t *testing.T) {
	t.Parallel()
	for _, binary := range []string{"redis-server", "valkey-server"} {
		t.Run(binary, func(t *testing.T) {
			t.Parallel()
			suite(t, serve(t, redistest.StartBinary(t, binary)))
		})
	}
}

func TestCluster(t *testing.T) {
	t.Parallel()
	suite(t, serve(t, redistest.StartCluster(t, 3).Nodes...))
}

// The default: the server inside the program, the same code above it.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	suite(t, embed(t, t.TempDir()))
}

// serve connects as the program does.
func serve(t *testing.T, nodes ...*redistest.Server) place {
	t.Helper()
	o := redisstore.Options{}
	for _, node := range nodes {
		o.Addrs = append(o.Addrs, node.Addr)
	}
	if len(nodes) == 1 { // the socket, lest somebody else take the port of a server that is killed
		o.Addrs = []string{nodes[0].Socket}
	}
	s, err := redisstore.Open(t.Context(), o, nil)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return place{s.Client(), s.Client()}
}

func embed(t *testing.T, dir string) place {
	t.Helper()
	server, err := embedded.Open(t.Context(), dir, nil)
	must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	return place{server.Client(), server.Cache()}
}

// keysOf lists a guild's durable keys.
func keysOf(t *testing.T, p place, guild string) []string {
	t.Helper()
	return keysIn(t, p.durable, guild)
}

func keysIn(t *testing.T, client redis.UniversalClient, guild string) []string {
	t.Helper()
	var mu sync.Mutex
	found := map[string]bool{}
	scan := func(ctx context.Context, c *redis.Client) error {
		it := c.Scan(ctx, 0, "nd:*:g:"+guild+":*", 1000).Iterator()
		for it.Next(ctx) {
			mu.Lock()
			found[it.Val()] = true
			mu.Unlock()
		}
		return it.Err()
	}
	if c, ok := client.(*redis.ClusterClient); ok {
		must(t, c.ForEachMaster(t.Context(), scan))
	} else {
		must(t, scan(t.Context(), client.(*redis.Client)))
	}
	return slices.Sorted(maps.Keys(found))
}

// What is kept survives a restart, what is cached does not.
func TestRestartOfEmbedded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server, err := embedded.Open(t.Context(), dir, nil)
	must(t, err)
	l := ledger.New(server.Client(), server.Cache(), nil)
	must(t, l.KeepTurn(t.Context(), "1", turn(1, "talk")))
	must(t, l.KeepTurn(t.Context(), "1", turn(2, "talk")))
	note(t, l, "1", "what?", 1)
	note(t, l, "1", "what?", 2)
	spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
	must(t, l.Remember(t.Context(), "1", "key", []byte("value"), time.Hour))
	must(t, server.Close())

	l = embed(t, dir).open(nil)
	got, err := l.Turn(t.Context(), "1", turn(1, "").ID)
	must(t, err)
	sameTurn(t, got, turn(1, "talk"))
	if turns, err := l.Talk(t.Context(), "1", "talk", 9); err != nil || len(turns) != 2 {
		t.Errorf("turns %v, %v", turns, err)
	}
	if gaps, err := l.Gaps(t.Context(), "1"); err != nil || len(gaps) != 1 || gaps[0].Times != 2 {
		t.Errorf("gaps %+v, %v", gaps, err)
	}
	if spent, err := l.Spent(t.Context(), "1", "2022-02-16", "2022-02-16"); err != nil || len(spent) != 1 || spent[0].Prompt != 3 {
		t.Errorf("spent %+v, %v", spent, err)
	}
	if _, ok, err := l.Recall(t.Context(), "1", "key"); ok || err != nil {
		t.Errorf("the cache survived: %v, %v", ok, err)
	}
	spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
	if spent, _ := l.Spent(t.Context(), "1", "2022-02-16", "2022-02-16"); len(spent) != 1 || spent[0].Prompt != 6 {
		t.Errorf("spent %+v after the restart", spent)
	}
}

// each calls every operation and gives its error.
func each(ctx context.Context, l *ledger.Ledger) (reading, writing map[string]error) {
	_, turnErr := l.Turn(ctx, "1", turn(1, "").ID)
	_, talkErr := l.Talk(ctx, "1", "talk", 9)
	_, gapsErr := l.Gaps(ctx, "1")
	_, spentErr := l.Spent(ctx, "1", "2022-02-16", "2022-02-17")
	_, _, recallErr := l.Recall(ctx, "1", "key")
	return map[string]error{"Turn": turnErr, "Talk": talkErr, "Gaps": gapsErr, "Spent": spentErr, "Recall": recallErr},
		map[string]error{
			"KeepTurn": l.KeepTurn(ctx, "1", turn(1, "talk")),
			"NoteGap":  l.NoteGap(ctx, "1", handlers.Gap{Question: "what?"}),
			"Spend":    l.Spend(ctx, "1", handlers.Spending{Day: "2022-02-16", Model: "small", Calls: 1}),
			"Remember": l.Remember(ctx, "1", "key", []byte("value"), time.Hour),
			"CloseGap": l.CloseGap(ctx, "1", "x"),
		}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	l := serve(t, server).open(nil)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	reading, writing := each(cancelled, l)
	for name, err := range join(reading, writing) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled %s: %v", name, err)
		}
	}
	server.Kill()
	reading, writing = each(t.Context(), l)
	for name, err := range join(reading, writing) {
		if !errors.Is(err, retrieval.ErrUnavailable) {
			t.Errorf("%s of a dead server: %v", name, err)
		}
	}
	server.Restart()
	l = serve(t, server).open(nil) // a pool that could not dial refuses for a while
	spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
}

// A server whose memory is full takes no writes and can be read.
func TestFullServer(t *testing.T) {
	t.Parallel()
	p := serve(t, redistest.Start(t))
	l := p.open(nil)
	must(t, l.KeepTurn(t.Context(), "1", turn(1, "talk")))
	must(t, p.durable.ConfigSet(t.Context(), "maxmemory", "1").Err())
	reading, writing := each(t.Context(), l)
	for name, err := range reading {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range writing {
		if want := retrieval.ErrReadOnly; name != "CloseGap" && !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClosedEmbedded(t *testing.T) {
	t.Parallel()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	must(t, err)
	l := ledger.New(server.Client(), server.Cache(), nil)
	must(t, server.Close())
	reading, writing := each(t.Context(), l)
	for name, err := range join(reading, writing) {
		if !errors.Is(err, retrieval.ErrUnavailable) {
			t.Errorf("%s of a closed server: %v", name, err)
		}
	}
}

func join(a, b map[string]error) map[string]error {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
