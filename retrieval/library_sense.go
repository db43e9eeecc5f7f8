package retrieval

import (
	"container/list"
	"context"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	// senseInTime is how long a search waits to know where its question lies:
	// words answer in a few milliseconds, and a person is waiting.
	senseInTime = 800 * time.Millisecond
	// senseMost is how much of a question is sent, in bytes: a pasted page is
	// not the question.
	senseMost = 2000
	// sensesKept is how many questions' places are remembered: follow-ups, pages
	// of results and edited questions ask for the same one again.
	sensesKept = 256
)

// sense finds out where a question lies; nil where nothing can be compared with
// it, or where that is not known in time: then words must do.
func (l *Library) sense(ctx context.Context, x *index, text string) *sense {
	if l.embedder == nil {
		return nil
	}
	model := l.embedder.Model()
	text = clip(strings.TrimSpace(text), senseMost)
	if text == "" || !x.embedded(model) {
		return nil
	}
	if s, ok := l.senses.get(model + "\x00" + text); ok {
		return s
	}
	ctx, cancel := context.WithTimeout(ctx, senseInTime)
	defer cancel()
	start := time.Now()
	found, _, err := l.embedder.Embed(ctx, []string{text})
	var s *sense
	if err == nil && len(found) == 1 {
		s = newSense(model, found[0])
	}
	if s == nil {
		l.log.DebugContext(ctx, "question not embedded, so only words count", "took", time.Since(start), "err", err)
		return nil
	}
	l.dims.Store(int64(len(s.dims)))
	l.senses.put(model+"\x00"+text, s)
	return s
}

// clip cuts a text to at most so many bytes, between characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// recent remembers the places of the questions asked last.
type recent struct {
	mu     sync.Mutex
	places map[string]*list.Element
	order  list.List // of named, the last used first
}

type named struct {
	name  string
	sense *sense
}

func (r *recent) get(name string) (*sense, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.places[name]
	if !ok {
		return nil, false
	}
	r.order.MoveToFront(e)
	return e.Value.(named).sense, true
}

func (r *recent) put(name string, s *sense) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e, ok := r.places[name]; ok {
		e.Value = named{name, s}
		r.order.MoveToFront(e)
		return
	}
	if r.places == nil {
		r.places = make(map[string]*list.Element)
	}
	r.places[name] = r.order.PushFront(named{name, s})
	if len(r.places) > sensesKept {
		last := r.order.Back()
		delete(r.places, r.order.Remove(last).(named).name)
	}
}
