package embedded

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Server is an open store. Its methods may be called concurrently.
type Server struct {
	engine         *engine
	cache          *cache
	durable, brief *redis.Client

	mu       sync.Mutex
	sessions map[*pipe]struct{} // nil once closed
	running  sync.WaitGroup
}

// Open opens the store in dir, or makes one; a new folder has mode 0700, the
// journal in it 0600. It replays the journal, so it takes time in proportion to
// what is kept (about 1 s for 100,000 chunks); ctx can cut that short. The
// error wraps ErrLocked, ErrCorrupt or ErrDiskFull where one of these is the
// reason. A nil log discards.
func Open(ctx context.Context, dir string, log *slog.Logger) (*Server, error) {
	s, err := open(ctx, dir, log)
	if err != nil {
		return nil, fmt.Errorf("open embedded store in %s: %w", dir, err)
	}
	return s, nil
}

func open(ctx context.Context, dir string, log *slog.Logger) (*Server, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, explain(err)
	}
	began := time.Now()
	e, err := newEngine(log)
	if err != nil {
		return nil, err
	}
	e.journal, err = openJournal(dir, func(clock time.Time, commands [][]string) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return e.apply(clock, commands)
	})
	if err != nil {
		e.mr.Close()
		return nil, err
	}
	brief, err := newCache()
	if err != nil {
		e.mr.Close()
		return nil, errors.Join(err, e.journal.close())
	}
	log.Debug("journal replayed", "records", e.journal.last, "bytes", e.journal.base+e.journal.tail, "took", time.Since(began))
	go e.commit()
	s := &Server{engine: e, cache: brief, sessions: map[*pipe]struct{}{}}
	s.durable = newClient(s.dial)
	s.brief = newClient(s.dialCache)
	return s, nil
}

// Client returns the client of the durable store. It is shared; Close closes
// it. A reply that begins with "READONLY " means that nothing can be written
// until a restart, "JOURNAL " that nothing can be read either.
func (s *Server) Client() *redis.Client { return s.durable }

// Cache returns the client of a second store, for caches, limits and whatever
// has a TTL (exact to about 0.1 s). A restart empties it. It is shared; Close
// closes it.
func (s *Server) Cache() *redis.Client { return s.brief }

// Err returns nil while the store takes writes, and otherwise why it has not
// since; the error wraps ErrDiskFull where that is the reason.
func (s *Server) Err() error {
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	return s.engine.failed
}

// Close ends all connections, commits what they had executed, and gives the
// folder back. Calling it again does nothing.
func (s *Server) Close() error {
	s.mu.Lock()
	sessions := s.sessions
	s.sessions = nil
	s.mu.Unlock()
	if sessions == nil {
		return nil
	}
	err := errors.Join(s.durable.Close(), s.brief.Close())
	for conn := range sessions {
		_ = conn.Close()
	}
	s.running.Wait()
	s.cache.close()
	close(s.engine.wake)
	<-s.engine.ended
	s.engine.mr.Close()
	return errors.Join(err, s.engine.journal.close())
}

// newClient makes a client whose connections dial gives.
func newClient(dial func(context.Context, string, string) (net.Conn, error)) *redis.Client {
	return redis.NewClient(&redis.Options{
		Addr:                     "embedded",
		Dialer:                   dial,
		Protocol:                 2,
		MaxRetries:               -1, // a second try could write a second time
		ContextTimeoutEnabled:    true,
		ReadTimeout:              -1, // nothing gets lost on the way: only the caller's context ends a wait
		WriteTimeout:             -1,
		DisableIdentity:          true,
		MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
	})
}

// dial is the durable client's dialer.
func (s *Server) dial(context.Context, string, string) (net.Conn, error) {
	client, server := newPipe()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sessions == nil {
		return nil, net.ErrClosed
	}
	s.sessions[server] = struct{}{}
	s.running.Go(func() {
		(&session{caller: newCaller(s.engine.srv), engine: s.engine, conn: server}).serve()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.sessions, server)
	})
	return client, nil
}

// dialCache is the volatile client's dialer.
func (s *Server) dialCache(context.Context, string, string) (net.Conn, error) {
	client, server := newPipe()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sessions == nil {
		return nil, net.ErrClosed
	}
	s.cache.mr.Server().ServeConn(server)
	return client, nil
}
