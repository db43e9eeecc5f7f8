package discord

import "sync"

// seenEvents is how many recent events are remembered: a redelivery comes
// within seconds, and this is minutes of a busy bot.
const seenEvents = 4096

// seen remembers the IDs of recent events, so that a duplicate delivery is
// answered once. It is safe for use by many goroutines.
type seen struct {
	mu   sync.Mutex
	ids  map[string]struct{}
	ring []string
	next int
}

func newSeen(size int) *seen {
	return &seen{ids: make(map[string]struct{}, size), ring: make([]string, size)}
}

// first tells whether id is new, and remembers it in the place of the oldest.
func (s *seen) first(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.ids[id]; ok {
		return false
	}
	delete(s.ids, s.ring[s.next])
	s.ids[id] = struct{}{}
	s.ring[s.next] = id
	s.next = (s.next + 1) % len(s.ring)
	return true
}
