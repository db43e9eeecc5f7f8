package embedded

import "slices"

// miniredis notices at EXEC that a watched key was written, but not HDEL, ZREM,
// XTRIM, FLUSHALL and others that only take something away. Whatever goes
// unnoticed changes what remains of a key, so we compare that as well.

// watch runs WATCH. A key that is watched already stays as it was first seen,
// where miniredis would look afresh and forget a change.
func (e *engine) watch(c *caller, args []string) []byte {
	keys := slices.DeleteFunc(slices.Clone(args[1:]), func(key string) bool {
		_, seen := c.watched[key]
		return seen
	})
	if len(keys) == 0 && len(args) > 1 {
		return []byte("+OK\r\n")
	}
	text := c.dispatch(append([]string{"WATCH"}, keys...)...)
	if isError(text) {
		return text
	}
	if c.watched == nil {
		c.watched = map[string]string{}
	}
	for _, key := range keys {
		c.watched[key] = e.remains(key)
	}
	return text
}

// spoiled tells whether less, or something else, remains of a watched key.
func (e *engine) spoiled(c *caller) bool {
	for key, remained := range c.watched {
		if e.remains(key) != remained {
			return true
		}
	}
	return false
}

// remains describes a key's type and, where miniredis misses deletions, its
// size.
func (e *engine) remains(key string) string {
	switch kind := e.mr.Type(key); kind {
	case "hash":
		return kind + string(e.own.dispatch("HLEN", key))
	case "zset":
		return kind + string(e.own.dispatch("ZCARD", key))
	case "stream":
		return kind + string(e.own.dispatch("XLEN", key))
	default:
		return kind
	}
}
