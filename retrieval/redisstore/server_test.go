package redisstore_test

import (
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval/embedded"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// acl is a user that may do what the store does and little else.
const acl = "on >password resetkeys ~nd:* resetchannels &nd:* -@all +@read +@write +@transaction +@pubsub" +
	" +@scripting +@connection +info -@dangerous +info +cluster|slots +cluster|shards +cluster|nodes"

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
			suiteAs(t, redistest.StartBinary(t, binary))
		})
		t.Run(binary+" cluster", func(t *testing.T) {
			t.Parallel()
			suiteAs(t, redistest.StartClusterBinary(t, binary, 3).Nodes...)
		})
	}
}

// suiteAs runs the suite as the user of acl, everybody else being shut out.
func suiteAs(t *testing.T, nodes ...*redistest.Server) {
	t.Helper()
	o := redisstore.Options{Username: "newsdesk", Password: "password"}
	for _, node := range nodes {
		secure(t, node)
		o.Addrs = append(o.Addrs, node.Addr)
	}
	suite(t, func() *redisstore.Store { return openAs(t, o) })
}

// The default: the server inside the program, the same code above it.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	server, err := embedded.Open(t.Context(), t.TempDir(), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	suite(t, func() *redisstore.Store {
		s := redisstore.New(server.Client(), nil)
		s.Interval = 5 * time.Millisecond
		if warnings, err := s.Check(t.Context()); len(warnings) > 0 || err != nil {
			t.Errorf("Check: %q, %v", warnings, err)
		}
		return s
	})
}

// secure makes the user newsdesk and shuts everybody else out, as far as the
// PING by which redistest sees a server alive.
func secure(t *testing.T, node *redistest.Server) {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: node.Addr})
	defer client.Close()
	rules := append([]any{"acl", "setuser", "newsdesk"}, fields(acl)...)
	if err := client.Do(t.Context(), rules...).Err(); err != nil {
		t.Fatal(err)
	}
	if err := client.Do(t.Context(), "acl", "setuser", "default", "off").Err(); err != nil {
		t.Fatal(err)
	}
}

func fields(s string) []any {
	var all []any
	for f := range strings.FieldsSeq(s) {
		all = append(all, f)
	}
	return all
}

// open opens a store on one server, as whoever needs no password. It goes by
// the socket, lest a test that kills its server should meet another at its port.
func open(t testing.TB, server *redistest.Server) *redisstore.Store {
	t.Helper()
	return openAs(t, redisstore.Options{Addrs: []string{server.Socket}})
}

// openAs opens a store whose Follow looks often.
func openAs(t testing.TB, o redisstore.Options) *redisstore.Store {
	t.Helper()
	s, err := redisstore.Open(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Interval = 5 * time.Millisecond
	t.Cleanup(func() { _ = s.Close() })
	return s
}
