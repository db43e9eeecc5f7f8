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
//	nd:{b17}:log                 stream: one entry {guild, id, version} a change; version 0 is a deletion
//	nd:{b17}:g:<guild>:arts      zset: article IDs by publication (Unix seconds; by fetching where unknown)
//	nd:{b17}:g:<guild>:a:<id>    hash: url title outlet published updated fetched lang (times RFC 3339,
//	                             "" unknown), version, hash (retrieval.Article.ContentHash),
//	                             chunks (how many), crc (CRC-32C of the text, hexadecimal)
//	nd:{b17}:g:<guild>:c:<id>:0  hash of one chunk: text, speaker ("" left out). The fields vec and
//	                             vecmodel are kept free for an embedding and the model it is of.
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
//	put     keys    a:<id>, c:<id>:0.., arts, guilds, log
//	        args    the article's fields, the chunks, the date, the log entry
//	        watch   HMGET a:<id> hash version chunks (and reads the chunks when the hash is ours)
//	        output  nothing written: the version stored; else version+1 (the same version when the
//	                content is the same and what was stored of it is damaged)
//	        multi   DEL a:<id> and the chunks of before; HSET a:<id>; HSET each chunk; ZADD arts;
//	                SADD guilds; XADD log MAXLEN ~
//	delete  keys    a:<id>, c:<id>:0.., arts, log
//	        watch   HMGET as above; output ErrNotFound when there is none
//	        multi   DEL a:<id> and its chunks; ZREM arts; XADD log MAXLEN ~ with version 0
//	get     keys    a:<id>, c:<id>:0..; output the article and its chunks
//	        multi   HGETALL a:<id>; HMGET each chunk text speaker
//
// Load and Follow are plain pipelines, which go-redis splits by node. Load reads
// the last entry of each log, then the guilds, their arts and the articles, and
// reads an article whose checksum fails once more as get does. Follow reads each
// log with XRANGE from its cursor on, the cursor's own entry included: where
// that is gone, so may be others after it.
package redisstore
