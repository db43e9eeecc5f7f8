package redisstore_test

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// While half of an article's keys have moved to another node, its replacement
// is refused (TRYAGAIN); it waits and is done once the slot has settled.
func TestSlotMoves(t *testing.T) {
	t.Parallel()
	cluster := redistest.StartCluster(t, 3)
	again := make(retried, 100)
	s, err := redisstore.Open(t.Context(), redisstore.Options{Addrs: cluster.Addrs()}, slog.New(again))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a, chunks := article("https://a.example/1", "before", 6)
	put(t, s, "1", a, chunks, 1, true)
	cursor := load(t, s, "1", nil)

	m := startMove(t, cluster, logKeyOf("1"))
	keys := keysOf(t, s, "1")
	m.keys(t, keys[len(keys)/2:]...)
	a.Title = "after"
	done := make(chan error)
	go func() {
		_, _, err := s.Put(t.Context(), "1", a, chunks)
		done <- err
	}()
	select {
	case <-again:
	case err := <-done:
		t.Fatalf("Put did not meet the move: %v", err)
	case <-time.After(10 * time.Second):
		t.Fatal("Put neither ended nor tried again")
	}
	m.keys(t, append(keys[:len(keys)/2], logKeyOf("1"), "nd:{"+bucketOf("1")+"}:guilds")...)
	m.settle(t, cluster)
	if err := <-done; err != nil {
		t.Fatal(err)
	}

	found := map[string]retrieval.Article{}
	load(t, s, "1", found)
	if got := found[a.ID]; got.Version != 2 || got.Title != "after" || got.Text != a.Text {
		t.Errorf("%+v", got)
	}
	if got := follow(t, s, "1", cursor, 1); got[0].Version != 2 {
		t.Errorf("%+v", got)
	}
	if warnings, err := s.Check(t.Context()); err != nil || len(warnings) > 0 {
		t.Errorf("Check: %q, %v", warnings, err)
	}
}

// retried is a log handler that passes on when something is tried again.
type retried chan struct{}

func (r retried) Handle(_ context.Context, record slog.Record) error {
	if record.Message == "redis is asked again" {
		select {
		case r <- struct{}{}:
		default:
		}
	}
	return nil
}

func (r retried) Enabled(context.Context, slog.Level) bool { return true }
func (r retried) WithAttrs([]slog.Attr) slog.Handler       { return r }
func (r retried) WithGroup(string) slog.Handler            { return r }

// move is a slot on its way from one node to another.
type move struct {
	slot     int64
	from, to *redis.Client
	toID     string
}

func startMove(t *testing.T, cluster *redistest.Cluster, key string) *move {
	t.Helper()
	ctx := t.Context()
	var clients []*redis.Client
	for _, node := range cluster.Nodes {
		client := redis.NewClient(&redis.Options{Addr: node.Addr})
		t.Cleanup(func() { _ = client.Close() })
		clients = append(clients, client)
	}
	slot := clients[0].ClusterKeySlot(ctx, key).Val()
	owner := slices.IndexFunc(clients, func(c *redis.Client) bool { return c.Exists(ctx, key).Err() == nil })
	m := &move{slot: slot, from: clients[owner], to: clients[(owner+1)%len(clients)]}
	m.toID = m.to.Do(ctx, "cluster", "myid").Val().(string)
	fromID := m.from.Do(ctx, "cluster", "myid").Val()
	for _, err := range []error{
		m.to.Do(ctx, "cluster", "setslot", slot, "importing", fromID).Err(),
		m.from.Do(ctx, "cluster", "setslot", slot, "migrating", m.toID).Err(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m *move) keys(t *testing.T, keys ...string) {
	t.Helper()
	host, port, _ := net.SplitHostPort(m.to.Options().Addr)
	for _, key := range keys {
		if err := m.from.Migrate(t.Context(), host, port, key, 0, 5*time.Second).Err(); err != nil {
			t.Fatal(err)
		}
	}
}

func (m *move) settle(t *testing.T, cluster *redistest.Cluster) {
	t.Helper()
	for _, addr := range []string{m.to.Options().Addr, m.from.Options().Addr} {
		client := redis.NewClient(&redis.Options{Addr: addr})
		defer client.Close()
		if err := client.Do(t.Context(), "cluster", "setslot", m.slot, "node", m.toID).Err(); err != nil {
			t.Fatal(err)
		}
	}
}
