// Package ledger keeps a [handlers.Ledger] in Redis or Valkey, or in the
// embedded server of this program, beside the articles: through the same client
// and under the same rules as package redisstore.
//
// # Keys
//
// All keys of a guild begin with redisstore.Prefix, so they are in one slot of a
// Cluster, and so is whatever one operation touches:
//
//	nd:{b17}:g:<guild>:turns        zset: <id>:<talk> by when it was kept (Unix microseconds); talk is the
//	                                hash of handlers.Turn.Talk, "" for none. At most 500.
//	nd:{b17}:g:<guild>:turn:<id>    string: the turn, JSON
//	nd:{b17}:g:<guild>:gaps         hash: a gap's ID -> the gap, JSON. The ID is the hash of the question
//	                                folded: case, accents, punctuation and white space. At most 300.
//	nd:{b17}:g:<guild>:days         zset: the days on which something was spent ("2022-02-16") by 20220216.
//	                                At most 400.
//	nd:{b17}:g:<guild>:spent:<day>  hash: m:<model> -> calls, cached, estimated, prompt, completion, as JSON;
//	                                seen -> marks of the last 16 spendings counted
//	nd:{b17}:g:<guild>:cache:<hash> string with a time to live: a remembered value, by the hash of its key
//	nd:{b17}:g:<guild>:cache:index  zset with a time to live: such hashes by when they were remembered. At most 1,000.
//
// The cache's keys are the only ones with a time to live. They go through a
// client of their own, since the embedded server keeps no such key durably; with
// a Redis both clients are one. So an eviction policy of volatile-* costs the
// cache alone.
//
// # Transactions
//
// There are no scripts, for redisstore's reasons. Each transaction is idempotent
// and is run again after a lost race, a broken connection, or a slot that moved.
//
//	keep turn   keys    turns, turn:<id>, turn:<id> of the forgotten
//	            args    the turn, the moment
//	            reads   ZRANGE turns: the oldest beyond the bound
//	            multi   ZADD turns NX; SET turn:<id>; DEL the forgotten turns; ZREM turns
//	talk        keys    turns, turn:<id>..
//	            reads   ZRANGE turns; MGET the turns of the talk
//	            output  at most n turns, the oldest first
//	note gap    keys    gaps; args the gap
//	            watch   gaps: HGET the same gap; HVALS, where there is none and the bound is reached
//	            multi   HSET gaps; HDEL the gap asked for least lately
//	spend       keys    spent:<day>, days, spent:<day> of the forgotten; args the spending, a mark
//	            watch   spent:<day>: HMGET m:<model>, seen; nothing to do where seen holds the mark
//	            reads   ZRANGE days, on the first spending of a day
//	            multi   ZADD days; HSET spent:<day> the sums, seen; DEL the forgotten days; ZREM days
//	remember    keys    cache:index, cache:<hash>, cache:<hash> of the forgotten; args the value, its time to live
//	            reads   ZRANGE cache:index: the oldest beyond the bound
//	            multi   ZADD cache:index; PEXPIRE cache:index; SET cache:<hash>; DEL the forgotten; ZREM cache:index
//	spent       keys    days, spent:<day>..
//	            reads   ZRANGE days BYSCORE; HGETALL each day
//	            output  the spendings by day, then by model
//
// # Crashes
//
// A crash can leave the beginning of a transaction behind (see redisstore). So an
// index names what there is before it is there, and what is forgotten goes before
// its name does: a name without a turn or a day behind it is passed over and
// forgotten in its time, while the reverse would stay for ever. The sums of a
// spending are one HSET, which happens whole or not at all.
//
// A gap counts one asking too many if the connection breaks between counting and
// acknowledging.
//
// # What others have written
//
// A value that is not ours, or no longer whole, is passed over with a line in the
// log: a reader never sees an error of it.
package ledger
