package redisstore

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// logPage is how many entries of one bucket's log are asked for at a time.
const logPage = 500

// Follow implements [retrieval.Store]: it looks at the logs once an Interval.
// While the server is away it keeps trying, and says so in the log once.
func (s *Store) Follow(ctx context.Context, from retrieval.Cursor, visit func(retrieval.Change) error) error {
	away := false
	for {
		more := false
		logs, err := s.readLogs(ctx, from)
		if err == nil {
			more, err = s.visitLogs(ctx, from, logs, visit)
			if err != nil {
				return fmt.Errorf("redisstore: follow: %w", err)
			}
		}
		if ctx.Err() == nil && (err != nil) != away {
			away = err != nil
			s.log.WarnContext(ctx, "the store's log", "away", away, "err", err)
		}
		if more && ctx.Err() == nil {
			continue
		}
		if err := wait(ctx, s.interval()); err != nil {
			return fmt.Errorf("redisstore: follow: %w", err)
		}
	}
}

// readLogs reads every bucket's log from its cursor on, the cursor's own entry
// included. XRANGE rather than XREAD, for that entry's sake: when it is gone,
// entries after it may be gone too.
func (s *Store) readLogs(ctx context.Context, from retrieval.Cursor) ([buckets][]redis.XMessage, error) {
	var ranges [buckets]*redis.XMessageSliceCmd
	var logs [buckets][]redis.XMessage
	err := s.pipeline(ctx, func(pipe redis.Pipeliner) {
		for b := range ranges {
			start, count := from[bucketName(b)], logPage
			if start == "" {
				start, count = "-", s.logLimit()
			}
			ranges[b] = pipe.XRangeN(ctx, logKey(b), start, "+", int64(count))
		}
	})
	for b, cmd := range ranges {
		logs[b] = cmd.Val()
	}
	return logs, err
}

// visitLogs shows the new entries and advances the cursor past each; more:
// there are further ones to read.
func (s *Store) visitLogs(ctx context.Context, from retrieval.Cursor, logs [buckets][]redis.XMessage, visit func(retrieval.Change) error) (more bool, err error) {
	for b, entries := range logs {
		name := bucketName(b)
		more = more || len(entries) >= logPage
		switch at := from[name]; {
		// A log that was empty has lost entries only if it has been full since.
		case at == "" && len(entries) >= s.logLimit():
			return false, retrieval.ErrTrimmed
		case at == "":
		case len(entries) == 0 || entries[0].ID != at:
			return false, retrieval.ErrTrimmed
		default:
			entries = entries[1:]
		}
		for _, entry := range entries {
			if err := ctx.Err(); err != nil {
				return false, err
			}
			if change, ok := parseChange(entry); ok {
				if err := visit(change); err != nil {
					return false, err
				}
			} else {
				s.log.WarnContext(ctx, "not an entry of ours", "key", logKey(b), "entry", entry.ID)
			}
			from[name] = entry.ID
		}
	}
	return more, nil
}

func parseChange(entry redis.XMessage) (retrieval.Change, bool) {
	guild, _ := entry.Values["guild"].(string)
	id, _ := entry.Values["id"].(string)
	text, _ := entry.Values["version"].(string)
	model, _ := entry.Values["model"].(string)
	version, err := strconv.Atoi(text)
	ok := err == nil && version >= 0 && guildName.MatchString(guild) && articleName.MatchString(id)
	return retrieval.Change{Guild: guild, ID: id, Version: version, Model: model}, ok
}
