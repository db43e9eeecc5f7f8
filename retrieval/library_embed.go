package retrieval

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Embedded says what became of the vectors of an article that was added.
type Embedded struct {
	// Model is the embedder's; "" where the library has none.
	Model string
	// Chunks is how many were embedded now, and Tokens what that cost: 0 and 0
	// where the article had its vectors.
	Chunks, Tokens int
	// Later: it failed or took too long. Words find the article already, and
	// Run makes up for its vectors.
	Later bool
}

const (
	// embedInTime is how long an Add waits for vectors.
	embedInTime = 15 * time.Second
	// embedTogether is about how many chunks are sent together in making up for
	// what has no vectors.
	embedTogether = 64
	// lookEvery is how often Run looks for what has none, and restMost how long
	// it rests at most after failures.
	lookEvery = 30 * time.Second
	restMost  = 5 * time.Minute
)

// embedText is what a model gets to see of a chunk. The title says what "he"
// and "the ministry" are about.
func embedText(a Article, c Chunk) string {
	return strings.TrimSpace(a.Title + "\n\n" + strings.TrimSpace(c.Text))
}

// embedAdded gives an article that was just stored its vectors, or leaves that
// to Run.
func (l *Library) embedAdded(ctx context.Context, guild string, e entry) (done Embedded) {
	if l.embedder == nil {
		return done
	}
	done.Model = l.embedder.Model()
	if d, ok := l.at(guild).index.find(e.article.ID); ok && !l.lacks(d.vectors) {
		return done
	}
	ctx, cancel := context.WithTimeout(ctx, embedInTime)
	defer cancel()
	tokens, err := l.embed(ctx, guild, []entry{e})
	if err != nil {
		l.log.WarnContext(ctx, "article not embedded yet", "guild", guild, "id", e.article.ID, "err", err)
		done.Later = true
		return done
	}
	done.Chunks, done.Tokens = len(e.chunks), tokens
	return done
}

// embed gives articles their vectors, in the store and here. An article that
// was replaced meanwhile is passed over.
func (l *Library) embed(ctx context.Context, guild string, entries []entry) (tokens int, err error) {
	var texts []string
	for _, e := range entries {
		for _, c := range e.chunks {
			texts = append(texts, embedText(e.article, c))
		}
	}
	found, tokens, err := l.embedder.Embed(ctx, texts)
	if err != nil {
		return tokens, fmt.Errorf("embed %d passages: %w", len(texts), err)
	}
	if len(found) != len(texts) {
		return tokens, fmt.Errorf("embed: %d vectors for %d passages", len(found), len(texts))
	}
	for _, e := range entries {
		v := Vectors{Version: e.article.Version, Model: l.embedder.Model()}
		for _, vector := range found[:len(e.chunks)] {
			v.Codes = append(v.Codes, encode(vector))
		}
		found = found[len(e.chunks):]
		if err := l.giveVectors(ctx, guild, e, v); err != nil && !errors.Is(err, ErrNotFound) {
			return tokens, fmt.Errorf("embed article %s: %w", e.article.ID, err)
		}
	}
	return tokens, nil
}

var errUseless = errors.New("the model's vectors are of no use: empty, too long, or of several lengths")

// giveVectors stores an article's vectors and takes them into the index.
func (l *Library) giveVectors(ctx context.Context, guild string, e entry, v Vectors) error {
	held := newVectors(v, e.chunks, v.Model)
	if held == nil {
		l.take(guild, e.article.ID, &vectors{version: v.Version, model: v.Model, left: true})
		return errUseless
	}
	release, err := l.claim(ctx, guild, e.article.ID)
	if err != nil {
		return err
	}
	defer release()
	if err := l.store.PutVectors(ctx, guild, e.article.ID, v); err != nil {
		return err
	}
	l.dims.Store(int64(held.dims))
	l.take(guild, e.article.ID, held)
	return nil
}

func (l *Library) take(guild, id string, v *vectors) {
	given := map[string]*vectors{id: v}
	l.change(guild, touch{id, func(x *index) *index { return x.withVectors(given) }})
}

// lacks tells whether an article has no vectors that a question can be compared
// with, for want of any or because the model, or the length that it gives, has
// changed.
func (l *Library) lacks(v *vectors) bool {
	dims := int(l.dims.Load())
	return v == nil || !v.left && (v.model != l.embedder.Model() || dims != 0 && v.dims != dims)
}

// lacking lists a guild's articles without vectors, in no order: of several
// processes that make up for the same ones, each begins elsewhere. What was
// fetched just now is left to whoever is adding it.
func (l *Library) lacking(guild string, now time.Time) []string {
	var ids []string
	x := l.at(guild).index
	for _, s := range x.segments {
		for i, d := range s.docs {
			if !s.isDead(uint32(i)) && l.lacks(d.vectors) && now.Sub(d.article.Fetched).Abs() > embedInTime {
				ids = append(ids, d.article.ID)
			}
		}
	}
	rand.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	return ids
}

// makeUp embeds what has no vectors, again and again until ctx ends.
func (l *Library) makeUp(ctx context.Context) {
	rest := retry
	for {
		err := l.EmbedAll(ctx, nil)
		pause := l.lookEvery
		if err != nil && ctx.Err() == nil {
			l.log.WarnContext(ctx, "making up for vectors is interrupted", "rest", rest, "err", err)
			pause, rest = rest, min(2*rest, restMost)
		} else {
			rest = retry
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// EmbedAll embeds every article that has no vectors of the embedder's model,
// and tells told, where not nil, after each batch how many articles of this
// call's are done. An article that the model cannot take does not stop the
// others; the error is the first that was met. Without an embedder there is
// nothing to do.
func (l *Library) EmbedAll(ctx context.Context, told func(done, of int)) error {
	if l.embedder == nil {
		return nil
	}
	work, all := map[string][]string{}, 0
	now := time.Now()
	for guild := range l.guilds.Range {
		ids := l.lacking(guild.(string), now)
		work[guild.(string)] = ids
		all += len(ids)
	}
	if err := l.meetStrangers(ctx); err != nil {
		return err
	}
	p := pass{Library: l, told: told, all: all}
	for guild, ids := range work {
		if err := p.run(ctx, guild, ids); err != nil {
			return err
		}
	}
	return p.first
}

// pass is one look at everything that has no vectors.
type pass struct {
	*Library
	told      func(done, of int)
	done, all int
	// failed counts failures in a row; after patience of them the fault is taken
	// to be the server's rather than an article's. first is the first of all.
	failed int
	first  error
}

// patience is how many articles in a row may fail before a pass gives up.
const patience = 3

// run embeds articles of a guild in batches, and those of a batch that failed
// one by one. Its error ends the pass.
func (p *pass) run(ctx context.Context, guild string, ids []string) error {
	for len(ids) > 0 {
		batch, n, err := p.gather(ctx, guild, ids)
		if err != nil {
			return err
		}
		ids = ids[n:]
		if err := p.embedBatch(ctx, guild, batch); err != nil {
			return err
		}
		if p.done += n; p.told != nil {
			p.told(p.done, p.all)
		}
	}
	return nil
}

func (p *pass) embedBatch(ctx context.Context, guild string, batch []entry) error {
	if len(batch) == 0 {
		return nil
	}
	_, err := p.embed(ctx, guild, batch)
	switch {
	case err == nil:
		p.failed = 0
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case len(batch) > 1:
		for _, e := range batch {
			if err := p.embedBatch(ctx, guild, []entry{e}); err != nil {
				return err
			}
		}
		return nil
	}
	if p.failed++; p.first == nil {
		p.first = err
	}
	p.log.DebugContext(ctx, "article not embedded", "guild", guild, "id", batch[0].article.ID, "err", err)
	if p.failed >= patience {
		return err
	}
	return nil
}

// gather reads the first of the articles, as many as go together, from the
// store, without those that another process has embedded by now; n is how many
// it has been through.
func (p *pass) gather(ctx context.Context, guild string, ids []string) (batch []entry, n int, err error) {
	for chunks := 0; n < len(ids) && chunks < embedTogether; n++ {
		a, parts, err := p.store.Get(ctx, guild, ids[n])
		switch {
		case errors.Is(err, ErrUnavailable), ctx.Err() != nil:
			return nil, n, err
		case err != nil:
			continue // gone, or damaged, which follow has told
		}
		e := entry{a, parts}
		if d, ok := p.at(guild).index.find(a.ID); !ok || d.article.Version != a.Version {
			continue // follow will bring it
		}
		if held, err := p.stored(ctx, guild, e); err != nil {
			return nil, n, err
		} else if held != nil && !p.lacks(held) {
			p.take(guild, a.ID, held)
			continue
		}
		batch = append(batch, e)
		chunks += len(parts)
	}
	return batch, n, nil
}

// stored gives the vectors of our model that the store has of an article.
func (l *Library) stored(ctx context.Context, guild string, e entry) (held *vectors, err error) {
	err = l.store.Vectors(ctx, guild, []string{e.article.ID}, func(_ string, v Vectors) {
		if v.Version == e.article.Version {
			held = newVectors(v, e.chunks, l.embedder.Model())
		}
	})
	return held, err
}

// putStored takes an article read from the store into the index, with the
// vectors that the store has of it. Both in one change, so that no search meets
// an article bereft of them.
func (l *Library) putStored(ctx context.Context, guild string, e entry) error {
	if l.embedder == nil {
		l.put(guild, e)
		return nil
	}
	held, err := l.stored(ctx, guild, e)
	if err != nil {
		return err
	}
	given := map[string]*vectors{e.article.ID: held}
	l.change(guild, touch{e.article.ID, func(x *index) *index { return x.with(e).withVectors(given) }})
	return nil
}

// withStored gives an index of a guild's articles the vectors that the store
// has of them.
func (l *Library) withStored(ctx context.Context, guild string, x *index, entries []entry) (*index, error) {
	if l.embedder == nil {
		return x, nil
	}
	chunks, ids := make(map[string]entry, len(entries)), make([]string, 0, len(entries))
	for _, e := range entries {
		chunks[e.article.ID] = e
		ids = append(ids, e.article.ID)
	}
	given := map[string]*vectors{}
	err := l.store.Vectors(ctx, guild, ids, func(id string, v Vectors) {
		if v.Version != chunks[id].article.Version {
			return
		}
		if held := newVectors(v, chunks[id].chunks, l.embedder.Model()); held != nil {
			given[id] = held
		}
	})
	if err != nil || len(given) == 0 {
		return x, err
	}
	return x.withVectors(given), nil
}

// followVectors takes over the vectors that another process has given an
// article; the caller has claimed it.
func (l *Library) followVectors(ctx context.Context, c Change, d *doc) error {
	ours := l.embedder.Model()
	if c.Model != ours {
		if d.vectors != nil && d.vectors.model == ours {
			l.log.WarnContext(ctx, "another process embeds with another model", "ours", ours, "theirs", c.Model)
			l.take(c.Guild, c.ID, &vectors{version: c.Version, model: c.Model, left: true})
		}
		return nil
	}
	if d.vectors != nil && d.vectors.model == ours {
		return nil // an echo of our own
	}
	_, chunks, err := l.store.Get(ctx, c.Guild, c.ID)
	var held *vectors
	if err == nil {
		held, err = l.stored(ctx, c.Guild, entry{d.article, chunks})
	}
	if held != nil {
		l.take(c.Guild, c.ID, held)
	}
	if errors.Is(err, ErrUnavailable) || ctx.Err() != nil {
		return err
	}
	return nil // gone or damaged: the entries after this one tell
}
