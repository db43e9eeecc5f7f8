package redisstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/retrieval"
)

// reply is an error as a server sends it.
type reply string

func (r reply) Error() string { return string(r) }
func (r reply) RedisError()   {}

func TestFault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want error
	}{
		{reply("NOAUTH Authentication required."), ErrAuth},
		{reply("WRONGPASS invalid username-password pair or user is disabled."), ErrAuth},
		{reply("NOPERM User newsdesk has no permissions to run the 'xadd' command"), ErrAuth},
		{reply("ERR AUTH <password> called without any password configured for the default user."), ErrAuth},
		{reply("OOM command not allowed when used memory > 'maxmemory'."), retrieval.ErrReadOnly},
		{reply("READONLY You can't write against a read only replica."), retrieval.ErrReadOnly},
		{reply("READONLY the journal failed: no space left on device"), retrieval.ErrReadOnly},
		{reply("JOURNAL no space left on device"), retrieval.ErrUnavailable},
		{reply("MISCONF Redis is configured to save RDB snapshots, but ..."), retrieval.ErrReadOnly},
		{reply("NOREPLICAS Not enough good replicas to write."), retrieval.ErrReadOnly},
		{reply("LOADING Redis is loading the dataset in memory"), retrieval.ErrUnavailable},
		{reply("BUSY Redis is busy running a script."), retrieval.ErrUnavailable},
		{reply("CLUSTERDOWN The cluster is down"), retrieval.ErrUnavailable},
		{reply("TRYAGAIN Multiple keys request during rehashing of slot"), retrieval.ErrUnavailable},
		{reply("ERR max number of clients reached"), retrieval.ErrUnavailable},
		{redis.TxFailedErr, retrieval.ErrUnavailable},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, retrieval.ErrUnavailable},
		{fmt.Errorf("read: %w", os.ErrDeadlineExceeded), retrieval.ErrUnavailable},
		{io.EOF, retrieval.ErrUnavailable},
		{redis.ErrClosed, retrieval.ErrUnavailable},
		{context.DeadlineExceeded, retrieval.ErrUnavailable},
	} {
		got := fault(fmt.Errorf("wrapped: %w", c.err))
		if !errors.Is(got, c.want) || !errors.Is(got, c.err) {
			t.Errorf("fault(%v) = %v, want %v", c.err, got, c.want)
		}
		if again := fault(got); again.Error() != got.Error() {
			t.Errorf("fault twice: %v", again)
		}
	}
	for _, err := range []error{nil, context.Canceled, retrieval.ErrNotFound, reply("WRONGTYPE Operation against a key")} {
		if got := fault(err); !errors.Is(got, err) || errors.Is(got, retrieval.ErrUnavailable) {
			t.Errorf("fault(%v) = %v", err, got)
		}
	}
}

// A MULTI is refused at one of its commands or at EXEC itself: memory that ran
// out after the last command was queued passed for a server that is away.
func TestCause(t *testing.T) {
	t.Parallel()
	full, aborted := reply("OOM command not allowed when used memory > 'maxmemory'."), proto("Transaction discarded because of previous errors.")
	queued := redis.NewStatusCmd(t.Context())
	queued.SetErr(full)
	for name, c := range map[string]struct {
		cmds []redis.Cmder
		err  error
		want error
	}{
		"a command":      {[]redis.Cmder{redis.NewStatusCmd(t.Context()), queued}, aborted, retrieval.ErrReadOnly},
		"EXEC":           {nil, proto("Transaction discarded because of: " + string(full)), retrieval.ErrReadOnly},
		"EXEC, not told": {nil, aborted, retrieval.ErrUnavailable},
		"a slot moves":   {nil, proto("Transaction discarded because of: MOVED 1 127.0.0.1:1"), retrieval.ErrUnavailable},
		"another fault":  {nil, full, retrieval.ErrReadOnly},
	} {
		if got := fault(cause(c.cmds, c.err)); !errors.Is(got, c.want) || !errors.Is(got, c.err) && !errors.Is(got, full) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if !moving(cause(nil, proto("Transaction discarded because of: TRYAGAIN x"))) {
		t.Error("a MULTI that met a moving slot is not run again")
	}
}

// proto is an EXECABORT as go-redis knows it.
func proto(why string) error { return reply("EXECABORT " + why) }

func TestPatienceIsBounded(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]int{
		redis.TxFailedErr:    500,
		reply("TRYAGAIN x"):  25,
		reply("MOVED 1 a:1"): 25,
		io.EOF:               2,
		syscall.ECONNRESET:   2,
		syscall.ECONNREFUSED: 0,
		reply("OOM x"):       0,
	} {
		if got, pause := patience(err); got != want || pause <= 0 {
			t.Errorf("patience(%v) = %d, %v; want %d", err, got, pause, want)
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	const good = "redis_version:7.0.15\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\nrole:master\r\ncluster_enabled:0\r\n"
	for _, c := range []struct {
		name, info string
		cluster    bool
		warnings   int
		refused    bool
	}{
		{"good", "# Server\r\n" + good, false, 0, false},
		{"says nothing", "# Clients\r\nconnected_clients:1\r\n", false, 0, false},
		{"old Redis", "redis_version:6.2.14\r\n", false, 0, true},
		{"Redis 8", "redis_version:8.2.1\r\n", false, 0, false},
		{"old Valkey", "redis_version:7.2.4\r\nvalkey_version:7.2.9\r\n", false, 0, true},
		{"Valkey", "redis_version:7.2.4\r\nvalkey_version:8.1.8\r\n", false, 0, false},
		{"odd version", "redis_version:unstable\r\n", false, 0, false},
		{"evicts", "maxmemory:1048576\r\nmaxmemory_policy:allkeys-lru\r\n", false, 0, true},
		{"might evict", "maxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n", false, 1, false},
		{"evicts what expires", "maxmemory:1048576\r\nmaxmemory_policy:volatile-lru\r\n", false, 1, false},
		{"no file", "aof_enabled:0\r\n", false, 1, false},
		{"full disk", "aof_last_write_status:err\r\n", false, 1, false},
		{"replica", "role:slave\r\n", false, 0, true},
		{"node as a server", "cluster_enabled:1\r\n", false, 0, true},
		{"node of a cluster", "cluster_enabled:1\r\n", true, 0, false},
	} {
		warnings, err := judge(parseInfo(c.info), c.cluster)
		if len(warnings) != c.warnings || (err != nil) != c.refused {
			t.Errorf("%s: %q, %v", c.name, warnings, err)
		}
	}
}

func TestCRC16(t *testing.T) {
	t.Parallel()
	if got := crc16("123456789"); got != 0x31C3 { // the check value of CRC-16/XMODEM
		t.Errorf("crc16 = %#x", got)
	}
}
