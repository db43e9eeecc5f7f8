package retrieval

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Article is one published piece, as one guild keeps it.
type Article struct {
	// ID is derived from URL by [ArticleID]; it is the same in every guild.
	ID string
	// URL is the canonical address: http or https for a page, file for a local
	// file.
	URL string
	// Title and Outlet are plain text, "" where the page did not say.
	Title, Outlet string
	// Published is the publication day (or instant) that the page claims,
	// Updated its last change, Fetched the moment we read it. Zero: unknown.
	Published, Updated, Fetched time.Time
	// Lang is a BCP 47 primary subtag ("en"), "" where unknown.
	Lang string
	// Text is the story: paragraphs and headings separated by one blank line,
	// no other line breaks, quotation marks as the page had them.
	Text string
	// Version counts the stored revisions of this URL in this guild from 1.
	// The store sets it.
	Version int
}

// ArticleID names the article at a canonical URL: the first 16 bytes of its
// SHA-256, in hexadecimal (32 characters).
func ArticleID(canonicalURL string) string {
	sum := sha256.Sum256([]byte(canonicalURL))
	return hex.EncodeToString(sum[:16])
}

// ContentHash identifies what a reader would see of the article. Two fetches
// of an unchanged page have the same hash; Fetched, ID and Version do not
// count.
func (a Article) ContentHash() string {
	h := sha256.New()
	for _, part := range []string{
		a.Title, a.Outlet, a.Lang, a.Text,
		a.Published.UTC().Format(time.RFC3339), a.Updated.UTC().Format(time.RFC3339),
	} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
