// Package redisstore keeps a [retrieval.Store] in Redis or Valkey: one server,
// Sentinel, Cluster, or the embedded server of this program, through one code
// path over go-redis.
//
// # Keys
//
// All keys of a guild carry the hash tag of its bucket, b = CRC16(guild) % 64,
// so that one ingest touches one slot of a Cluster and can be one MULTI:
//
//	nd:{b17}:guilds              set: the guilds that have ever stored something in the bucket
//	nd:{b17}:log                 stream: one entry {guild, id, version} a change; version 0 is a deletion;
//	                             {…, model} where the version was given vectors
//	nd:{b17}:g:<guild>:arts      zset: article IDs by publication (Unix seconds; by fetching where unknown)
//	nd:{b17}:g:<guild>:a:<id>    hash: url title outlet published updated fetched lang (times RFC 3339,
//	                             "" unknown), version, hash (retrieval.Article.ContentHash),
//	                             chunks (how many), crc (CRC-32C of the text, hexadecimal)
//	nd:{b17}:g:<guild>:c:<id>:<version>:<i>
//	                             hash of chunk i, counted from 0: text, speaker ("" mostly); with an embedding
//	                             vec (retrieval.Vectors) and vecmodel, the model it is of
//
// The text of an article is stored once, in its chunks, which tile it. No key
// here has a time to live: a server that evicts them under memory pressure
// loses articles, which [Store.Check] refuses.
//
// # Transactions
//
// Each is optimistic: WATCH the article's hash, read what must be known, MULTI
// ... EXEC. A script would need one round trip less, but the keys of the
// chunks it deletes are known only after a read, and a script that meets an
// undeclared key while its slot moves stops in the middle, half written; a
// MULTI is refused as a whole. A transaction that lost the race, or met a
// moving slot, or whose connection broke, is run again, a bounded number of
// times: it is idempotent.
//
//	put     keys    a:<id>, c:<id>:<version>:0.. of both versions, arts, guilds, log
//	        args    the article's fields, the chunks, the date, the log entry
//	        watch   HMGET a:<id> hash version chunks (and reads the chunks when the hash is ours)
//	        output  the version stored and no change, when it has our content and is whole; else version+1
//	        multi   DEL what bears the new chunks' names; HSET each; ZADD arts; SADD guilds;
//	                XADD log MAXLEN ~; HSET a:<id>; DEL the old chunks
//	delete  keys    a:<id>, c:<id>:<version>:0.., arts, log
//	        watch   HMGET as above; output ErrNotFound when there is none
//	        multi   XADD log MAXLEN ~ with version 0; DEL a:<id>; ZREM arts; DEL the chunks
//	vectors keys    c:<id>:<version>:0.., log
//	        watch   HMGET a:<id>; output ErrNotFound when its version is another
//	        multi   HSET each chunk vec and vecmodel; XADD log MAXLEN ~
//	get     keys    a:<id>, c:<id>:<version>:0..; output the article and its chunks
//	        multi   HGETALL a:<id>; HMGET each chunk text speaker
//
// # Crashes
//
// When Redis 7.0 or Valkey 8.1 starts on an append-only file whose end is half a
// MULTI, cut off within a command, it drops that command alone. The beginning
// of the MULTI stays in the file, the next transaction follows it there, and the
// start after that executes both. So each beginning of a transaction of ours
// leaves every article whole: the one command that sets or deletes a:<id>
// decides which version there is, what a new version needs comes before it, and
// what an old one needed goes after it. What such a crash can leave behind is
// chunks that nobody names, and articles of which some chunks have vectors of
// another model than the rest, or none: those count as having none.
//
// Load, Vectors and Follow are plain pipelines, which go-redis splits by node. Load reads
// the last entry of each log, then the guilds, their arts and the articles, and
// reads an article whose checksum fails once more as get does. Follow reads each
// log with XRANGE from its cursor on, the cursor's own entry included: where
// that is gone, so may be others after it.
package redisstore
