package embedded

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// A record is one journal entry: a command, or all writing commands of one
// transaction, which share a clock.
//
//	bytes 0-3   CRC-32C of the record's number (8 bytes) and of all that follows
//	byte  4     origin
//	bytes 5-12  the clock, nanoseconds since 1970
//	bytes 13-   the commands, in RESP
type record []byte

const recordHead = 13

// origin tells records that a rewrite made from those that were executed: their
// sizes decide when the next rewrite is due.
type origin byte

const (
	executed  origin = 'x'
	rewritten origin = 's'
)

func newRecord(o origin, clock time.Time) record {
	r := make(record, recordHead, recordHead+512)
	r[4] = byte(o)
	binary.BigEndian.PutUint64(r[5:], uint64(clock.UnixNano()))
	return r
}

// seal sets the CRC. The number belongs to it, so that a record in another's
// place is noticed.
func (r record) seal(number uint64) {
	binary.BigEndian.PutUint32(r, r.sum(number))
}

func (r record) sum(number uint64) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Checksum(recordKey(number), table), table, r[4:])
}

// recordKey is the record's key in its bucket: keys sort as numbers do.
func recordKey(number uint64) []byte {
	return binary.BigEndian.AppendUint64(nil, number)
}

// open checks a record that was read from the journal and returns its parts.
func (r record) open(number uint64) (o origin, clock time.Time, commands [][]string, err error) {
	if len(r) <= recordHead || binary.BigEndian.Uint32(r) != r.sum(number) {
		return 0, time.Time{}, nil, fmt.Errorf("%w: record %d fails its checksum", ErrCorrupt, number)
	}
	in := bufio.NewReader(bytes.NewReader(r[recordHead:]))
	for {
		args, err := readCommand(in)
		if errors.Is(err, io.EOF) {
			return origin(r[4]), time.Unix(0, int64(binary.BigEndian.Uint64(r[5:]))), commands, nil
		}
		if err != nil || len(args) == 0 {
			return 0, time.Time{}, nil, fmt.Errorf("%w: record %d holds no command: %w", ErrCorrupt, number, err)
		}
		commands = append(commands, args)
	}
}
