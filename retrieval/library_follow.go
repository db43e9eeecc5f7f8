package retrieval

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// retry is how long Run waits after the store has failed it.
const retry = time.Second

// Run follows the store's log, so that what other processes add and remove
// appears here, and makes up for vectors that articles lack. It returns only when ctx ends, with ctx's error: while the
// store is away it waits. Call it once.
func (l *Library) Run(ctx context.Context) error {
	if l.embedder != nil {
		var wait sync.WaitGroup
		defer wait.Wait()
		wait.Go(func() { l.makeUp(ctx) })
	}
	gap := false // changes were missed
	for {
		var err error
		if gap {
			err = l.load(ctx)
		}
		if err == nil {
			err = l.store.Follow(ctx, l.cursor, func(c Change) error { return l.follow(ctx, c) })
			gap = errors.Is(err, ErrTrimmed)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		l.log.WarnContext(ctx, "following the store is interrupted", "gap", gap, "err", err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retry):
		}
	}
}

// follow takes over one change. What it shows is the store's state by now, not
// the one that the entry tells of: the next entries may have been overtaken.
func (l *Library) follow(ctx context.Context, c Change) error {
	release, err := l.claim(ctx, c.Guild, c.ID)
	if err != nil {
		return err
	}
	defer release()
	// An echo of our own Add. Versions begin anew after a deletion, but its
	// entry comes before theirs and is always looked up.
	if held, ok := l.at(c.Guild).index.find(c.ID); ok && c.Version > 0 && held.article.Version >= c.Version {
		if c.Model == "" || l.embedder == nil || held.article.Version > c.Version {
			return nil
		}
		return l.followVectors(ctx, c, held)
	}
	return l.refresh(ctx, c.Guild, c.ID)
}

// refresh reads one article from the store; the caller has claimed it.
func (l *Library) refresh(ctx context.Context, guild, id string) error {
	a, chunks, err := l.store.Get(ctx, guild, id)
	switch {
	case err == nil:
		return l.putStored(ctx, guild, entry{a, chunks})
	case errors.Is(err, ErrNotFound):
		l.drop(guild, id)
	case errors.Is(err, ErrUnavailable), ctx.Err() != nil:
		return err
	default: // one article that cannot be read must not stop the others
		l.log.WarnContext(ctx, "article not read", "guild", guild, "id", id, "err", err)
	}
	return nil
}

// load reads all articles and puts them in place of what is there. Changes made
// here meanwhile stay visible; once all is loaded, their articles are read
// again, since the store may hold something newer still.
func (l *Library) load(ctx context.Context) error {
	l.record(true)
	defer l.record(false)
	entries := map[string][]entry{}
	cursor, err := l.store.Load(ctx, func(guild string, a Article, chunks []Chunk) error {
		entries[guild] = append(entries[guild], entry{a, chunks})
		return nil
	})
	if err != nil {
		return fmt.Errorf("load articles: %w", err)
	}
	indexes := map[string]*index{}
	for guild, all := range entries {
		if indexes[guild], err = l.withStored(ctx, guild, newIndex().with(all...), all); err != nil {
			return fmt.Errorf("load vectors: %w", err)
		}
	}
	for guild, ids := range l.publish(indexes) {
		for _, id := range ids {
			if err := l.reread(ctx, guild, id); err != nil {
				return fmt.Errorf("load articles: %w", err)
			}
		}
	}
	l.cursor = cursor
	return nil
}

func (l *Library) reread(ctx context.Context, guild, id string) error {
	release, err := l.claim(ctx, guild, id)
	if err != nil {
		return err
	}
	defer release()
	return l.refresh(ctx, guild, id)
}

// record switches the noting of changes on or off, and forgets those noted.
func (l *Library) record(on bool) {
	l.rebuilding.Lock()
	defer l.rebuilding.Unlock()
	l.recording = on
	for _, s := range l.guilds.Range {
		s.(*shelf).touched = nil
	}
}

// publish puts the indexes, with the changes noted, in the place of all others,
// and returns by guild which articles those changes were of.
func (l *Library) publish(indexes map[string]*index) (touched map[string][]string) {
	l.rebuilding.Lock()
	defer l.rebuilding.Unlock()
	touched = map[string][]string{}
	for guild := range indexes {
		l.shelf(guild)
	}
	for guild, v := range l.guilds.Range {
		s, guild := v.(*shelf), guild.(string)
		x := indexes[guild]
		if x == nil {
			x = newIndex()
		}
		for _, t := range s.touched {
			x = t.change(x)
			touched[guild] = append(touched[guild], t.id)
		}
		s.touched = nil
		s.now.Store(newSnapshot(x))
	}
	return touched
}
