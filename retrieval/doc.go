// Package retrieval keeps news articles and finds the passages of them that
// answer a question.
//
// A [Library] is the whole of it for a caller: Add an article, Search with a
// [Query], get [Passage] values back, best first. Articles live in a [Store]
// (Redis, in package redisstore); searching happens in process, over immutable
// snapshots of one inverted index per guild. The package knows nothing of
// Discord, of models or of this program's settings, and may be used without
// them.
//
// Data moves one way: Article -> Split -> Chunk -> Store and index -> Search ->
// Passage.
package retrieval
