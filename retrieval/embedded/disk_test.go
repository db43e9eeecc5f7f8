//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk runs children whose files may not grow past a limit, which to the
// program is what a full disk is: the system refuses to write.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"full disk", "full disk in a rewrite"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			out, err := child(t, role, dir).Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			acknowledged := strings.Fields(string(out))
			if len(acknowledged) == 0 {
				t.Fatal("nothing was written before the disk was full")
			}
			checkWhole(t, dir, acknowledged) // without the limit
			must(t, start(t, dir).Client().Set(t.Context(), "k", "v", 0).Err())
		})
	}
}

func TestFullDiskFromTheBeginning(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if out, err := child(t, "no disk", dir).Output(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	start(t, dir) // half a file would be damaged
}

func diskChild(role, dir string) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := uint64(1 << 20)
	if role == "no disk" {
		limit = 6000
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	s, err := Open(context.Background(), dir, nil)
	if role == "no disk" {
		if !errors.Is(err, ErrDiskFull) {
			return fmt.Errorf("Open: %w", err)
		}
		if _, err := os.Stat(filepath.Join(dir, journalFile)); err == nil {
			return errors.New("Open left a file")
		}
		return nil
	}
	if err != nil {
		return err
	}
	if role == "full disk in a rewrite" { // the next commit rewrites, and that needs as much room again
		s.engine.mu.Lock()
		s.engine.slack = int(limit) / 2
		s.engine.mu.Unlock()
	}
	acknowledged, err := fillDisk(s)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	again, err := Open(context.Background(), dir, nil) // still full: what there is can be read
	if err != nil {
		return fmt.Errorf("second Open: %w", err)
	}
	if n := again.Client().ZCard(context.Background(), "arts").Val(); n != int64(len(acknowledged)) {
		return fmt.Errorf("%d articles after the second Open, %d acknowledged", n, len(acknowledged))
	}
	fmt.Println(strings.Join(acknowledged, "\n"))
	return again.Close()
}

// fillDisk writes until the store refuses, and checks how it does.
func fillDisk(s *Server) (acknowledged []string, err error) {
	ctx, c := context.Background(), s.Client()
	for i := 0; err == nil; i++ {
		id := fmt.Sprint("id", i)
		if err = putArticle(ctx, c, id); err == nil {
			acknowledged = append(acknowledged, id)
		}
	}
	if !strings.HasPrefix(err.Error(), "READONLY ") || !errors.Is(s.Err(), ErrDiskFull) {
		return nil, fmt.Errorf("a full disk gives %w, Err %w", err, s.Err())
	}
	for _, args := range [][]any{{"SET", "k", "v"}, {"EVAL", "return redis.call('SET', 'k', 'v')", 0}, {"XADD", "log", "*", "id", "x"}} {
		if err := c.Do(ctx, args...).Err(); err == nil || !strings.HasPrefix(err.Error(), "READONLY ") {
			return nil, fmt.Errorf("%v after that: %w", args, err)
		}
	}
	if err := putArticle(ctx, c, "late"); err == nil || !strings.HasPrefix(err.Error(), "READONLY ") {
		return nil, fmt.Errorf("a transaction after that: %w", err)
	}
	ids, err := c.ZRange(ctx, "arts", 0, -1).Result()
	if err != nil {
		return nil, fmt.Errorf("read after that: %w", err)
	}
	if len(ids) != len(acknowledged) || slices.Contains(ids, "late") {
		return nil, fmt.Errorf("%d articles can be read, %d were acknowledged", len(ids), len(acknowledged))
	}
	if info := c.Info(ctx).Val(); !strings.Contains(info, "aof_last_write_status:err") {
		return nil, errors.New("INFO says that all is well")
	}
	return acknowledged, nil
}
