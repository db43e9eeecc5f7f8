// Package fetch reads one news page from the web, or one local file, and keeps
// the story of it: who published what under which title on which day, in
// paragraphs. Every address is untrusted, and so is every byte that comes back.
package fetch

import "newsdesk.example/newsdesk/retrieval"

// Page is a fetched and extracted article.
type Page struct {
	// Article has everything but Version. Its URL is canonical.
	Article retrieval.Article
	// Words kept.
	Words int
	// Notes are suspicions about the extraction in a reader's words, such as
	// "no publication date found".
	Notes []string
}
