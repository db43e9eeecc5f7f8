package redisstore

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// What a connection is given where the address does not say otherwise
// (?dial_timeout=, ?read_timeout=, ?pool_size=, ?max_retries= ...). A command
// to a server that hangs fails after two read timeouts.
const (
	dialTimeout = 3 * time.Second
	readTimeout = 4 * time.Second
	poolSize    = 16
	maxRetries  = 1
)

// Open connects to the server at an address and makes sure that it answers.
//
//	redis://user:password@host:6379/0       one server; rediss:// over TLS
//	unix://user:password@/run/redis.sock    one server, by its socket
//	redis://user:password@host1,host2:7001  Cluster: two addresses or more, or one and a comma
//	redis://host:26379?master_name=news     Sentinel; its users as go-redis' ParseFailoverURL has them
//
// A bare host:port means redis://. Errors wrap [ErrAddress],
// retrieval.ErrUnavailable or [ErrAuth].
func Open(ctx context.Context, address string, log *slog.Logger) (*Store, error) {
	client, err := connect(address)
	if err != nil {
		return nil, fmt.Errorf("redisstore: open: %w", err)
	}
	s := New(client, log)
	s.owned = true
	if err := client.Ping(ctx).Err(); err != nil {
		_ = s.Close()
		return nil, fmt.Errorf("redisstore: open: %w", fault(err))
	}
	return s, nil
}

// connect reads the address and makes a client, which dials when it is used.
func connect(address string) (redis.UniversalClient, error) {
	first, rest, many := strings.Cut(strings.TrimSpace(address), ",")
	if !strings.Contains(first, "://") {
		first = "redis://" + first
	}
	u, err := url.Parse(first)
	if err != nil {
		return nil, ErrAddress
	}
	query := u.Query()
	for host := range strings.SplitSeq(rest, ",") {
		host = strings.TrimSpace(host)
		if host == "" {
			continue
		}
		if host, err = hostOf(host, u.Scheme); err != nil {
			return nil, err
		}
		query.Add("addr", host)
	}
	u.RawQuery = query.Encode()
	switch {
	case query.Has("master_name"):
		return connectSentinel(u.String())
	case many:
		return connectCluster(u.String())
	}
	return connectOne(u.String())
}

// hostOf reads a further address of a list: host, host:port, or a URL of the
// same scheme, whose user and options are those of the first.
func hostOf(address, scheme string) (string, error) {
	if !strings.Contains(address, "://") {
		address = scheme + "://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != scheme || u.Hostname() == "" {
		return "", ErrAddress
	}
	if u.Port() == "" {
		return u.Host + ":6379", nil
	}
	return u.Host, nil
}

func connectOne(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseURL(address)
	if err != nil {
		return nil, ErrAddress
	}
	tune(&o.DialTimeout, &o.ReadTimeout, &o.PoolSize, &o.MaxRetries)
	o.DialerRetries, o.ContextTimeoutEnabled = 1, true
	// Else each new connection asks for Redis Enterprise's maintenance
	// messages, which other servers answer with an error.
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClient(o), nil
}

func connectCluster(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseClusterURL(address)
	if err != nil {
		return nil, ErrAddress
	}
	tune(&o.DialTimeout, &o.ReadTimeout, &o.PoolSize, &o.MaxRetries)
	o.DialerRetries, o.ContextTimeoutEnabled = 1, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return redis.NewClusterClient(o), nil
}

func connectSentinel(address string) (redis.UniversalClient, error) {
	o, err := redis.ParseFailoverURL(address)
	if err != nil {
		return nil, ErrAddress
	}
	tune(&o.DialTimeout, &o.ReadTimeout, &o.PoolSize, &o.MaxRetries)
	o.DialerRetries, o.ContextTimeoutEnabled = 1, true
	return redis.NewFailoverClient(o), nil
}

// tune sets what the address left open. go-redis takes the write timeout from
// the read timeout and the wait for a connection from both.
func tune(dial, read *time.Duration, pool, retries *int) {
	*dial, *read = cmp.Or(*dial, dialTimeout), cmp.Or(*read, readTimeout)
	*pool, *retries = cmp.Or(*pool, poolSize), cmp.Or(*retries, maxRetries)
}

// RouteLogs sends what go-redis has to say of its connections to log instead
// of the standard error. It holds for the whole process: main calls it, once.
func RouteLogs(log *slog.Logger) { redis.SetLogger(clientLog{log}) }

type clientLog struct{ log *slog.Logger }

func (l clientLog) Printf(ctx context.Context, format string, v ...any) {
	l.log.WarnContext(ctx, "go-redis: "+fmt.Sprintf(format, v...))
}
