package retrieval

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options of a library.
type Options struct {
	// Log takes what a user is never told; nil discards it.
	Log *slog.Logger
	// Embedder makes searches compare meanings beside words; nil: words only.
	Embedder Embedder
}

// Added says what became of an article.
type Added struct {
	// Version is the one now stored, counted from 1.
	Version int
	// Changed: what is stored is not what was stored before. Replaced: and
	// there was an earlier version.
	Changed, Replaced bool
	// Chunks is how many the article was split into.
	Chunks int
	// Embedded is what became of their vectors.
	Embedded Embedded
}

// Library is the articles of all guilds: kept in a store, searched in memory.
// Its methods may be called at the same time. Reading never waits for the
// store, so it goes on while that is away.
type Library struct {
	store  Store
	log    *slog.Logger
	cursor Cursor   // of Run
	guilds sync.Map // string -> *shelf

	// claims hold, each for its share of the articles, whoever stores or reads
	// one and then indexes it: so that the index cannot fall behind the store.
	// A channel, because a mutex would not let a caller give up.
	claims [64]chan struct{}
	// rebuilding is held for writing where all shelves are replaced, and for
	// reading where one changes.
	rebuilding sync.RWMutex
	recording  bool

	embedder  Embedder
	dims      atomic.Int64 // how long its vectors are, by the last of them
	lookEvery time.Duration
	senses    recent
}

// Open reads all articles of the store into memory. Errors are the store's.
func Open(ctx context.Context, store Store, o Options) (*Library, error) {
	l := &Library{store: store, log: o.Log, embedder: o.Embedder, lookEvery: lookEvery}
	if l.log == nil {
		l.log = slog.New(slog.DiscardHandler)
	}
	for i := range l.claims {
		l.claims[i] = make(chan struct{}, 1)
	}
	if err := l.load(ctx); err != nil {
		return nil, fmt.Errorf("open library: %w", err)
	}
	return l, nil
}

// Add stores an article in place of an earlier version and makes it
// searchable: a Search that begins after Add has returned finds it. The
// article's ID is derived from its URL, its Version set by the store. With an
// embedder it then waits a moment for the article's vectors; what becomes of
// them fails nothing. Errors: ErrEmpty, and those of the store.
func (l *Library) Add(ctx context.Context, guild string, a Article) (Added, error) {
	if strings.TrimSpace(a.Text) == "" {
		return Added{}, ErrEmpty
	}
	a.ID = ArticleID(a.URL)
	e := entry{a, Split(a.Text)}
	added, err := l.add(ctx, guild, &e)
	if err != nil {
		return Added{}, err
	}
	added.Embedded = l.embedAdded(ctx, guild, e)
	return added, nil
}

// add stores an article, sets its version, and makes its words searchable.
func (l *Library) add(ctx context.Context, guild string, e *entry) (added Added, err error) {
	a, chunks := &e.article, e.chunks
	added.Chunks = len(chunks)
	release, err := l.claim(ctx, guild, a.ID)
	if err != nil {
		return Added{}, err
	}
	defer release()
	if added.Version, added.Changed, err = l.store.Put(ctx, guild, *a, chunks); err != nil {
		return Added{}, fmt.Errorf("add article: %w", err)
	}
	added.Replaced = added.Changed && added.Version > 1
	a.Version = added.Version
	// What is unchanged in the store may yet be news here.
	held, ok := l.at(guild).index.article(a.ID)
	if !ok || held.Version != a.Version || held.ContentHash() != a.ContentHash() {
		l.put(guild, *e)
	}
	return added, nil
}

// Remove takes an article out of the store and of the search. Errors:
// ErrNotFound, and those of the store.
func (l *Library) Remove(ctx context.Context, guild, id string) error {
	release, err := l.claim(ctx, guild, id)
	if err != nil {
		return err
	}
	defer release()
	err = l.store.Delete(ctx, guild, id)
	if err == nil || errors.Is(err, ErrNotFound) {
		l.drop(guild, id)
	}
	if err != nil {
		return fmt.Errorf("remove article: %w", err)
	}
	return nil
}

// Search finds the passages that answer a question. It errs only where ctx has
// ended.
func (l *Library) Search(ctx context.Context, q Query) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	x := l.at(q.Guild).index
	q.sense = l.sense(ctx, x, q.Text)
	found := x.search(q)
	found.WordsOnly = l.embedder != nil && q.sense == nil
	return found, nil
}

// Articles lists a guild's articles without their texts, the last published
// first. The slice is shared: it must not be changed.
func (l *Library) Articles(guild string) []Article { return l.at(guild).list().articles }

// claim waits until nobody else is storing or reading the article.
func (l *Library) claim(ctx context.Context, guild, id string) (release func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(guild + "\x00" + id))
	c := l.claims[h.Sum32()%uint32(len(l.claims))]
	select {
	case c <- struct{}{}:
		return func() { <-c }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
