package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

const (
	journalFile = "journal.db"
	// lockWait leaves a process that is just ending the time to do so.
	lockWait = time.Second
	// fill packs pages: records are only ever appended.
	fill = 0.95
	// rewriteStep is how many bytes of a rewrite go into one transaction.
	rewriteStep = 4 << 20
)

// visitor is called with the clock and the commands of each record, in order.
type visitor func(clock time.Time, commands [][]string) error

// journal is the bbolt file. A bucket is a generation of it, and the lowest
// counts: a rewrite fills the next one and is done when it deletes the old, in
// one transaction, so a higher one is what a crash left. After any error but
// those of opening it must only be read. It is not safe for concurrent use.
type journal struct {
	db         *bbolt.DB
	file       *os.File // bbolt's own
	generation uint64
	last       uint64 // number of the last record
	// base and tail are the bytes of records that a rewrite made and of those
	// that were executed since.
	base, tail int
	poisoned   bool // bbolt has panicked in a commit: its locks may be lost
}

// openJournal opens the file in dir, or makes it, and visits what it holds.
func openJournal(dir string, visit visitor) (*journal, error) {
	path := filepath.Join(dir, journalFile)
	info, err := os.Stat(path)
	fresh := errors.Is(err, fs.ErrNotExist) || (err == nil && info.Size() == 0)
	j := &journal{}
	err = j.guard(func() error { return j.open(path) })
	switch {
	case err != nil && fresh && !errors.Is(err, ErrLocked):
		_ = os.Remove(path) // half a file would pass for a damaged one next time
	case err == nil && fresh:
		err = syncFolder(dir)
	}
	if err == nil {
		err = j.replay(visit)
	}
	if err != nil {
		return nil, errors.Join(err, j.close())
	}
	return j, nil
}

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

// bucketKey names a generation so that names sort as numbers do. The 1 is the
// version of the format.
func bucketKey(generation uint64) []byte {
	return fmt.Appendf(nil, "journal-1-%016x", generation)
}

// oldest returns the bucket of the generation that counts, nil in a new file.
func (j *journal) oldest(tx *bbolt.Tx) (*bbolt.Bucket, error) {
	name, _ := tx.Cursor().First()
	if name == nil {
		if tx.ID() > 1 { // bbolt makes a file with transactions 0 and 1
			return nil, fmt.Errorf("%w: it holds no records", ErrCorrupt)
		}
		return nil, nil
	}
	if _, err := fmt.Sscanf(string(name), "journal-1-%x", &j.generation); err != nil || string(name) != string(bucketKey(j.generation)) {
		return nil, fmt.Errorf("%w: %q is not of this version", ErrCorrupt, name)
	}
	b := tx.Bucket(name)
	if b == nil {
		return nil, fmt.Errorf("%w: %q is no bucket", ErrCorrupt, name)
	}
	return b, nil
}

func (j *journal) replay(visit visitor) error {
	return j.guard(func() error {
		return j.db.View(func(tx *bbolt.Tx) error {
			b, err := j.oldest(tx)
			if b == nil || err != nil {
				return err
			}
			j.last, j.base, j.tail = 0, 0, 0
			if err := b.ForEach(func(k, v []byte) error { return j.visit(k, v, visit) }); err != nil {
				return err
			}
			if j.last != b.Sequence() {
				return fmt.Errorf("%w: %d records of %d", ErrCorrupt, j.last, b.Sequence())
			}
			return nil
		})
	})
}

func (j *journal) visit(k, v []byte, visit visitor) error {
	j.last++
	if string(k) != string(recordKey(j.last)) {
		return fmt.Errorf("%w: record %d is missing", ErrCorrupt, j.last)
	}
	o, clock, commands, err := record(v).open(j.last)
	if err != nil {
		return err
	}
	if o == rewritten {
		j.base += len(v)
	} else {
		j.tail += len(v)
	}
	return visit(clock, commands)
}

// append adds the records in one transaction and returns when they are on disk.
func (j *journal) append(records []record) error {
	err := j.write(j.generation, j.last, records)
	if err != nil {
		return err
	}
	j.last += uint64(len(records))
	for _, r := range records {
		j.tail += len(r)
	}
	return nil
}

// write adds records to a generation in which last is the number of the last.
func (j *journal) write(generation, last uint64, records []record) error {
	return j.update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(bucketKey(generation))
		if err != nil {
			return err
		}
		b.FillPercent = fill
		for _, r := range records {
			last++
			r.seal(last)
			if err := b.Put(recordKey(last), r); err != nil {
				return err
			}
		}
		return b.SetSequence(last)
	})
}

// rewrite puts the records that dump yields in place of all there are.
func (j *journal) rewrite(dump func(yield func(record) error) error) error {
	next, last, size, pending := j.generation+1, uint64(0), 0, 0
	if err := j.drop(next); err != nil { // of a rewrite that a crash cut short
		return err
	}
	var records []record
	flush := func() error {
		err := j.write(next, last, records)
		last += uint64(len(records))
		records, pending = nil, 0
		return err
	}
	err := dump(func(r record) error {
		records = append(records, r)
		size, pending = size+len(r), pending+len(r)
		if pending < rewriteStep {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if err := flush(); err != nil {
		return err
	}
	if err := j.drop(j.generation); err != nil {
		return err
	}
	j.generation, j.last, j.base, j.tail = next, last, size, 0
	return nil
}

// drop removes a generation if it is there.
func (j *journal) drop(generation uint64) error {
	return j.update(func(tx *bbolt.Tx) error {
		if tx.Bucket(bucketKey(generation)) == nil {
			return nil
		}
		return tx.DeleteBucket(bucketKey(generation))
	})
}

func (j *journal) update(f func(*bbolt.Tx) error) error {
	j.poisoned = true // unless this returns
	return j.guard(func() error {
		err := j.db.Update(f)
		j.poisoned = false
		return explain(err)
	})
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
