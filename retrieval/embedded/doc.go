// Package embedded is a Redis inside this process that keeps what it
// acknowledged: the default store, for whoever has no Redis of their own.
//
// A command travels
//
//	go-redis -> pipe -> session -> engine (miniredis, one lock) -> journal (bbolt, fsync) -> reply
//
// [Server.Client] dials sessions over pipes in memory, so there is no port that
// somebody else could reach. A command, or a whole MULTI/EXEC, executes in
// miniredis under one lock. If it may write, it joins the open batch; one
// goroutine appends batch after batch to the journal, each in one bbolt
// transaction with its fsync, and only then are the batch's replies sent.
// Reads are held back likewise while they could have seen a write that is not
// on disk yet: nobody ever sees what a crash could take back.
//
// # The journal
//
// The file journal.db holds the commands that were executed, not their effects.
// At start they are executed again; each record carries the clock it executed
// at, so XADD * gives the ids it gave before. Once more has been appended than
// the state is large, the journal is rewritten as the shortest commands that
// give that state. Records are numbered without gaps and carry a CRC-32C, since
// bbolt checks only its two meta pages.
//
// # What the store refuses
//
// A command whose second execution could differ from the first is refused with
// an ERR reply, in scripts too: TTLs, SPOP and other random choices, scripts
// that call math.random. Keys with a TTL, limits and caches belong to
// [Server.Cache], which forgets everything at restart. Pub/sub, list blocking
// (BLPOP) and databases other than 0 are refused as well. XACK an entry before
// XDEL or XTRIM takes it: a pending entry without its stream entry does not
// survive a rewrite whole.
//
// # When the disk fails
//
// If a batch cannot be committed (a full disk above all), each of its commands
// gets an error reply that begins with "READONLY "; memory goes back to what the
// journal holds; from then on reads are served and every write gets the same
// reply, until the process is restarted. If the journal cannot even be read back,
// every command gets a reply that begins with "JOURNAL ". As with any database,
// a write that got an error may still be found after a restart, but whole.
// [Server.Err] says what happened.
//
// # Limits
//
// One process at a time (bbolt's file lock), everything in memory, up to about
// 100,000 chunks: beyond that, a real Redis. Starting replays the whole
// journal. A rewrite holds the lock, for a second or two at that size.
package embedded
