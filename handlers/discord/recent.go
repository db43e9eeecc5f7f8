package discord

import "sync"

// recent remembers values by their keys, the last of them only. It is safe for
// use by many goroutines.
type recent[V any] struct {
	mu     sync.Mutex
	values map[string]V
	ring   []string
	next   int
}

func newRecent[V any](size int) *recent[V] {
	return &recent[V]{values: make(map[string]V), ring: make([]string, size)}
}

// put remembers v in the place of the oldest, or of the key's own, and tells
// whether the key is new.
func (r *recent[V]) put(key string, v V) (isNew bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, known := r.values[key]
	if !known {
		delete(r.values, r.ring[r.next])
		r.ring[r.next] = key
		r.next = (r.next + 1) % len(r.ring)
	}
	r.values[key] = v
	return !known
}

// get gives a value back, the zero one where it is not remembered.
func (r *recent[V]) get(key string) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.values[key]
}
