package redisstore

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Options say where a server is and how it lets us in.
type Options struct {
	// Addrs are host:port pairs, or one absolute path of a Unix socket. Two or
	// more mean a Cluster.
	Addrs []string
	// Cluster tells that the one address is a node of a Cluster.
	Cluster bool
	// Sentinel is the name under which Sentinels, then at Addrs, know the
	// master; "" means that there are none.
	Sentinel string
	// TLS, where not nil, encrypts the connections; its zero value verifies the
	// server's name against the system's certificates.
	TLS                *tls.Config
	Username, Password string
	DB                 int // 0 in a Cluster
}

// Open makes a Store whose server answers. Errors wrap
// retrieval.ErrUnavailable or [ErrAuth].
func Open(ctx context.Context, o Options, log *slog.Logger) (*Store, error) {
	s := New(connect(o), log)
	s.owned = true
	if err := s.client.Ping(ctx).Err(); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("redisstore: open: %w", fault(err))
	}
	return s, nil
}

// connect makes a client, which dials when it is used.
func connect(o Options) redis.UniversalClient {
	return redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: o.Addrs, IsClusterMode: o.Cluster, MasterName: o.Sentinel,
		TLSConfig: o.TLS, Username: o.Username, Password: o.Password, DB: o.DB,
		// A command to a server that hangs fails after two read timeouts, if
		// its context does not end before.
		DialTimeout: 3 * time.Second, ReadTimeout: 4 * time.Second, WriteTimeout: 4 * time.Second,
		MaxRetries: 1, DialerRetries: 1, PoolSize: 16, ContextTimeoutEnabled: true,
		// Else each new connection asks for Redis Enterprise's maintenance
		// messages, which other servers answer with an error.
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
}

// RouteLogs sends what go-redis has to say of its connections to log instead
// of the standard error. It holds for the whole process: main calls it, once.
func RouteLogs(log *slog.Logger) { redis.SetLogger(clientLog{log}) }

type clientLog struct{ log *slog.Logger }

func (l clientLog) Printf(ctx context.Context, format string, v ...any) {
	l.log.WarnContext(ctx, "go-redis", "says", fmt.Sprintf(format, v...))
}
