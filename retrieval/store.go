package retrieval

import (
	"context"
	"errors"
)

// Sentinels of this room. The store wraps its server's faults in
// ErrUnavailable, so that a caller need not know Redis.
var (
	// ErrNotFound: the guild has no such article.
	ErrNotFound = errors.New("no such article")
	// ErrAmbiguous: the reference fits more than one article.
	ErrAmbiguous = errors.New("more than one article fits")
	// ErrUnavailable: the store cannot be reached or refuses to answer.
	ErrUnavailable = errors.New("store unavailable")
	// ErrReadOnly: the store can be read but cannot take a write (full disk,
	// noeviction at its memory limit, a failed journal).
	ErrReadOnly = errors.New("store cannot be written")
	// ErrTrimmed: the store's log no longer reaches back to the cursor, so
	// changes may have been missed; Load again.
	ErrTrimmed = errors.New("log does not reach back to the cursor")
	// ErrEmpty: the article has no text to keep.
	ErrEmpty = errors.New("article has no text")
)

// Store keeps articles durably. When Put or Delete returns nil, the change
// survives a crash of the process and is visible whole or not at all.
type Store interface {
	// Put stores the article and its chunks in place of any earlier version,
	// in one transaction with an entry of the log, and returns the version it
	// now has. When an identical version (by ContentHash) is stored already and
	// can be read back, nothing is written and changed is false.
	Put(ctx context.Context, guild string, a Article, chunks []Chunk) (version int, changed bool, err error)
	// Delete removes an article, its chunks and its list entry; ErrNotFound
	// where there is none.
	Delete(ctx context.Context, guild, id string) error
	// Get reads one article with its chunks; ErrNotFound where there is none.
	Get(ctx context.Context, guild, id string) (Article, []Chunk, error)
	// PutVectors stores the vectors of an article's chunks, in place of any
	// others, with an entry of the log; ErrNotFound where v.Version is not, or no
	// longer, the version stored.
	PutVectors(ctx context.Context, guild, id string, v Vectors) error
	// Vectors calls visit for those of the articles that have vectors, all of
	// their chunks' and of one model, which Load and Get leave out.
	Vectors(ctx context.Context, guild string, ids []string, visit func(id string, v Vectors)) error
	// Load calls visit for every article of every guild, and returns the
	// cursor of the log from which Follow continues without a gap (changes
	// that happened during Load may be visited and followed again).
	Load(ctx context.Context, visit func(guild string, a Article, chunks []Chunk) error) (Cursor, error)
	// Follow calls visit for each change after the cursor, of this process and
	// of others, in order per guild, until ctx ends, visit fails, or the
	// changes after the cursor are no longer all there (ErrTrimmed). It
	// advances from in place past each change that visit took, so that the
	// caller may go on with it. A store that is away is waited for.
	Follow(ctx context.Context, from Cursor, visit func(Change) error) error
}

// Cursor is a place in the store's log; opaque to everybody but the store.
type Cursor map[string]string

// Change is one entry of the store's log.
type Change struct {
	Guild, ID string
	// Version is the new version, 0 for a deletion.
	Version int
	// Model is that of the vectors which the version was given; "" where the
	// article itself has changed.
	Model string
}
