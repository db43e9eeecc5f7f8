package embedded

import (
	"bufio"
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/alicebob/miniredis/v2/server"
)

const (
	// snapshotRecord is how many bytes of commands share a record at most,
	// unless one command is larger.
	snapshotRecord = 64 << 10
	// snapshotArgs is how many members one command carries, well below maxArgs.
	snapshotArgs = 1000
)

// snapshot yields records that give the present state to an empty engine. The
// caller holds e.mu.
func (e *engine) snapshot(yield func(record) error) error {
	clock := e.tick()
	r := newRecord(rewritten, clock)
	flush := func(limit int) error {
		if len(r)-recordHead <= limit {
			return nil
		}
		full := r
		r = newRecord(rewritten, clock)
		return yield(full)
	}
	var failed error
	add := func(args ...string) {
		r = appendCommand(r, args...)
		if err := flush(snapshotRecord); err != nil && failed == nil {
			failed = err
		}
	}
	for _, sha := range slices.Sorted(maps.Keys(e.scripts)) {
		if string(e.own.dispatch("SCRIPT", "EXISTS", sha)) == "*1\r\n:1\r\n" {
			add("SCRIPT", "LOAD", e.scripts[sha])
		}
	}
	for _, key := range e.mr.Keys() {
		if err := e.dumpKey(key, add); err != nil {
			return fmt.Errorf("dump of %.80q: %w", key, err)
		}
		if failed != nil {
			return failed
		}
	}
	return flush(0)
}

// dumpKey adds the commands that make the key.
func (e *engine) dumpKey(key string, add func(...string)) error {
	var name string
	var members []string
	var err error
	switch kind := e.mr.Type(key); kind {
	case "string":
		var value string
		value, err = e.mr.Get(key)
		add("SET", key, value)
	case "hash":
		name = "HSET"
		var fields []string
		fields, err = e.mr.HKeys(key)
		for _, field := range fields {
			members = append(members, field, e.mr.HGet(key, field))
		}
	case "list":
		name = "RPUSH"
		members, err = e.mr.List(key)
	case "set":
		name = "SADD"
		members, err = e.mr.Members(key)
	case "zset":
		name = "ZADD"
		var scores map[string]float64
		scores, err = e.mr.SortedSet(key)
		for _, member := range slices.Sorted(maps.Keys(scores)) {
			members = append(members, strconv.FormatFloat(scores[member], 'g', -1, 64), member)
		}
	case "stream":
		err = e.dumpStream(key, add)
	default:
		err = fmt.Errorf("no way to dump a %s", kind)
	}
	for part := range slices.Chunk(members, snapshotArgs) {
		add(append([]string{name, key}, part...)...)
	}
	return err
}

// dumpStream adds entries, the last id given out, and the groups with their
// consumers and pending entries.
func (e *engine) dumpStream(key string, add func(...string)) error {
	entries, err := e.mr.Stream(key)
	if err != nil {
		return err
	}
	newest := ""
	for _, entry := range entries {
		newest = entry.ID
		add(append([]string{"XADD", key, newest}, entry.Values...)...)
	}
	last, err := e.lastID(key)
	if err != nil {
		return err
	}
	if last != "" && last != newest { // the newest entries were deleted, their ids stay taken
		add("XADD", key, last, "", "")
		add("XDEL", key, last)
	}
	groups, err := e.ask("XINFO", "GROUPS", key)
	for _, g := range groups {
		if err := e.dumpGroup(key, field(g, "name"), field(g, "last-delivered-id"), add); err != nil {
			return err
		}
	}
	return err
}

func (e *engine) dumpGroup(key, group, delivered string, add func(...string)) error {
	add("XGROUP", "CREATE", key, group, delivered, "MKSTREAM")
	consumers, err := e.ask("XINFO", "CONSUMERS", key, group)
	if err != nil {
		return err
	}
	for _, c := range consumers {
		add("XGROUP", "CREATECONSUMER", key, group, field(c, "name"))
	}
	pending, err := e.ask("XPENDING", key, group, "-", "+", strconv.Itoa(1<<31-1))
	if err != nil {
		return err
	}
	for _, p := range pending {
		parts, ok := p.([]any)
		if !ok || len(parts) != 4 {
			return fmt.Errorf("pending entry %v", p)
		}
		// id, consumer, milliseconds since delivery, deliveries
		add("XCLAIM", key, group, fmt.Sprint(parts[1]), "0", fmt.Sprint(parts[0]),
			"IDLE", fmt.Sprint(parts[2]), "RETRYCOUNT", fmt.Sprint(parts[3]), "FORCE", "JUSTID")
	}
	return nil
}

// lastID returns the last id that a stream gave out, "" for none.
func (e *engine) lastID(key string) (string, error) {
	info, err := e.ask("XINFO", "STREAM", key)
	return field(info, "last-generated-id"), err
}

// ask runs a reading command for ourselves; its reply must be an array.
func (e *engine) ask(args ...string) ([]any, error) {
	v, err := server.ParseReply(bufio.NewReader(bytes.NewReader(e.own.dispatch(args...))))
	if err != nil {
		return nil, err
	}
	list, _ := v.([]any)
	return list, nil
}

// field returns the value of a flat list of names and values, as text.
func field(list any, name string) string {
	pairs, _ := list.([]any)
	for pair := range slices.Chunk(pairs, 2) {
		if len(pair) == 2 && fmt.Sprint(pair[0]) == name {
			return fmt.Sprint(pair[1])
		}
	}
	return ""
}
