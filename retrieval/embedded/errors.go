package embedded

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// Sentinels of this room; what [Open] and [Server.Err] return wraps them.
var (
	// ErrLocked: another process has the folder open.
	ErrLocked = errors.New("another process uses this data folder")
	// ErrCorrupt: the journal is damaged, cut short, or not a journal. Nothing
	// was changed: put a copy of journal.db back, or move the file away to begin
	// with an empty store.
	ErrCorrupt = errors.New("the journal is damaged")
	// ErrDiskFull: there is no room (or quota) for the journal to grow. After
	// making room, start again.
	ErrDiskFull = errors.New("no space left for the journal")
)

// explain adds ErrDiskFull to what the system says about a full disk. bbolt
// hands some of it on as text only.
func explain(err error) error {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if err != nil && strings.Contains(err.Error(), full.Error()) {
			return fmt.Errorf("%w: %w", ErrDiskFull, err)
		}
	}
	return err
}
