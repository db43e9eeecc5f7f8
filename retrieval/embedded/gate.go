package embedded

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alicebob/miniredis/v2/server"
)

// kind says how a command is run.
type kind int

const (
	unknown kind = iota
	local        // concerns the connection alone
	read
	write // is journaled, whatever its reply: a failed EVAL may have written
)

// kindOf sorts a command, whose name is in capitals. Only commands that give
// the same state every time they are replayed may write. The table is part of
// the journal's format: a script may have seen a refusal, so what was refused
// when it was executed must be refused when it is replayed.
func kindOf(srv *server.Server, name string) kind {
	switch name {
	case "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH",
		"AUTH", "CLIENT", "ECHO", "HELLO", "INFO", "PING", "QUIT", "SELECT", "TIME":
		return local
	case "SET", "SETNX", "SETRANGE", "GETSET", "GETDEL", "MSET", "MSETNX", "APPEND",
		"INCR", "INCRBY", "INCRBYFLOAT", "DECR", "DECRBY",
		"DEL", "UNLINK", "RENAME", "RENAMENX", "COPY", "FLUSHALL", "FLUSHDB",
		"HSET", "HSETNX", "HMSET", "HDEL", "HINCRBY", "HINCRBYFLOAT",
		"SADD", "SREM", "SMOVE", "SDIFFSTORE", "SINTERSTORE", "SUNIONSTORE",
		"ZADD", "ZREM", "ZINCRBY", "ZPOPMAX", "ZPOPMIN", "ZINTERSTORE", "ZUNIONSTORE",
		"ZREMRANGEBYLEX", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE",
		"LPUSH", "LPUSHX", "RPUSH", "RPUSHX", "LPOP", "RPOP", "LSET", "LREM", "LTRIM", "LINSERT", "LMOVE",
		"XADD", "XDEL", "XTRIM", "XGROUP", "XREADGROUP", "XACK", "XCLAIM", "XAUTOCLAIM",
		"EVAL", "EVALSHA", "SCRIPT":
		return write
	case "RANDOMKEY", "SRANDMEMBER", "HRANDFIELD", "ZRANDMEMBER", // a script could write what they return
		"DUMP", "PFCOUNT":
		return unknown
	case "XINFO":
		return read
	}
	if srv.IsReadOnlyCommand(name) {
		return read
	}
	return unknown
}

// refuse returns why a command must not run, or "". It is asked for commands
// of clients, and by miniredis for those of scripts.
func refuse(srv *server.Server, name string, args []string) string {
	if kindOf(srv, name) == unknown {
		return fmt.Sprintf("ERR '%.40s' is not a command of the embedded store, which has no TTL, no random choice, "+
			"no pub/sub and no blocking lists; its cache has", strings.ToLower(name))
	}
	switch name {
	case "SET":
		for i, arg := range args {
			if i >= 2 && slices.Contains([]string{"EX", "PX", "EXAT", "PXAT"}, strings.ToUpper(arg)) {
				return "ERR durable keys have no TTL; the cache's have"
			}
		}
	case "EVAL", "EVAL_RO", "SCRIPT":
		if slices.ContainsFunc(args, func(arg string) bool { return strings.Contains(arg, "math.random") }) {
			return "ERR a script that calls math.random would not be replayed alike"
		}
	case "XREAD", "XREADGROUP":
		if _, _, blocks := unblock(append([]string{name}, args...)); blocks { // a session has taken its own out
			return "ERR a script cannot block"
		}
	case "SELECT":
		if len(args) != 1 || args[0] != "0" {
			return "ERR the embedded store has database 0 only"
		}
	case "COPY":
		if len(args) > 2 && slices.ContainsFunc(args[2:], func(arg string) bool { return strings.EqualFold(arg, "DB") }) {
			return "ERR the embedded store has database 0 only"
		}
	case "HELLO":
		if len(args) > 0 && args[0] != "2" {
			return "NOPROTO the embedded store speaks RESP2"
		}
	}
	return ""
}
