package embedded

import "go.etcd.io/bbolt"

// rewriteStep is how many bytes of a rewrite go into one transaction.
const rewriteStep = 4 << 20

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
