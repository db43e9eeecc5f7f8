package redisstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// Sentinels of this room, beside those of retrieval.
var (
	// ErrAuth: the server wants other credentials, or does not allow this user
	// the commands or keys that are needed.
	ErrAuth = errors.New("redis refuses this user")
	// ErrUnsuitable: the server is reachable, but articles must not be kept on
	// it: too old, a replica, a Cluster addressed as a single server, or one
	// that evicts articles.
	ErrUnsuitable = errors.New("unsuitable redis server")
	// ErrDamaged: an article is listed, but its parts do not make up the text
	// that was stored: chunks are missing, or somebody else has written to
	// them. Ingesting it again mends it, as a new version.
	ErrDamaged = errors.New("stored article is damaged")
	// ErrName: the guild or article is not one that a key may be made of. It
	// tells of a fault in the calling program, not of one in Redis.
	ErrName = errors.New("not a guild's or an article's name")
)

// What servers begin an error reply with, an ERR before it left out.
var (
	refusing   = []string{"NOAUTH", "WRONGPASS", "NOPERM", "AUTH"}
	unwritable = []string{"OOM", "READONLY", "MISCONF", "NOREPLICAS"}
	// JOURNAL is the embedded server's own: it has lost its file, and cannot
	// be read either.
	absent = []string{"LOADING", "MASTERDOWN", "BUSY", "EXECABORT", "JOURNAL", "max number of clients"}
	moved  = []string{"TRYAGAIN", "MOVED", "ASK", "CLUSTERDOWN"}
)

// fault adds the sentinel that err amounts to. What ended because the caller
// wanted it to stays as it is.
func fault(err error) error {
	var reply redis.Error
	switch {
	case err == nil, errors.Is(err, context.Canceled), known(err):
		return err
	case begins(err, refusing):
		return fmt.Errorf("%w: %w", ErrAuth, err)
	case begins(err, unwritable):
		return fmt.Errorf("%w: %w", retrieval.ErrReadOnly, err)
	case begins(err, absent), moving(err), errors.Is(err, redis.TxFailedErr):
		return fmt.Errorf("%w: %w", retrieval.ErrUnavailable, err)
	case errors.As(err, &reply):
		return err
	}
	return fmt.Errorf("%w: %w", retrieval.ErrUnavailable, err)
}

// known: err holds a sentinel already.
func known(err error) bool {
	for _, sentinel := range []error{
		retrieval.ErrNotFound, retrieval.ErrEmpty, retrieval.ErrTrimmed, retrieval.ErrUnavailable,
		retrieval.ErrReadOnly, ErrAuth, ErrDamaged, ErrName, ErrUnsuitable,
	} {
		if errors.Is(err, sentinel) {
			return true
		}
	}
	return false
}

// moving: the slot of a key is on its way to another node of the Cluster.
func moving(err error) bool { return begins(err, moved) }

func isEOF(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe)
}

func begins(err error, prefixes []string) bool {
	for _, prefix := range prefixes {
		if redis.HasErrorPrefix(err, prefix) {
			return true
		}
	}
	return false
}

// cause finds why a MULTI was thrown away: EXEC says only that it was, the
// reply to the refused command says why. Where EXEC itself was refused, because
// memory ran out after the last command was queued, its own reply does.
func cause(cmds []redis.Cmder, err error) error {
	if !redis.IsExecAbortError(err) {
		return err
	}
	for _, cmd := range cmds {
		if e := cmd.Err(); e != nil && !redis.IsExecAbortError(e) {
			return e
		}
	}
	if _, why, ok := strings.Cut(err.Error(), " discarded because of: "); ok {
		return fmt.Errorf("%w: %w", refusal(why), err)
	}
	return err
}

// refusal is why EXEC was refused, as a reply of its own.
type refusal string

func (r refusal) Error() string { return string(r) }

// RedisError makes it a [redis.Error].
func (r refusal) RedisError() {}
