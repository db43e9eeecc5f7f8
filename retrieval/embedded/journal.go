package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

const (
	journalFile = "journal.db"
	// fill packs pages: records are only ever appended.
	fill = 0.95
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

func (j *journal) update(f func(*bbolt.Tx) error) error {
	j.poisoned = true // unless this returns
	return j.guard(func() error {
		err := j.db.Update(f)
		j.poisoned = false
		return explain(err)
	})
}
