package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// lockWait leaves a process that is just ending the time to do so.
const lockWait = time.Second

func (j *journal) open(path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:      lockWait,
		FreelistType: bbolt.FreelistMapType,
		// The freelist stays synced (NoFreelistSync would be faster): to rebuild
		// it, bbolt walks the file in a goroutine of its own, where a damaged
		// page is a panic that nobody can catch.
		OpenFile: func(name string, flag int, mode os.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			j.file = f
			return f, err
		},
	})
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return ErrLocked
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	case err != nil:
		return explain(err)
	}
	j.db = db
	return os.Chmod(path, 0o600)
}

// syncFolder makes a new file's name survive a power cut.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" { // cannot sync folders
		return nil
	}
	for _, name := range []string{dir, filepath.Dir(dir)} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// guard makes errors of what bbolt does with a damaged file: it panics, and
// reading its map of a file that was cut short is a fault, which ends the
// process unless the goroutine asked for a panic instead.
func (j *journal) guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrCorrupt, p)
		}
	}()
	return f()
}

// close gives the file and its lock back. After a panic in a commit bbolt's
// Close could wait for ever for a lock that the panic left; the system frees
// the file at the end of the process, which cannot be far.
func (j *journal) close() error {
	switch {
	case j.poisoned || j.file == nil:
		return nil
	case j.db == nil:
		_ = j.file.Close() // bbolt may have closed it: the error says nothing
		return nil
	}
	return j.guard(j.db.Close)
}
