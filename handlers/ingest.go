package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

// ErrNotManager is for a member who may not change the server's articles.
var ErrNotManager = errors.New("asker does not manage the guild")

// Stages of an ingest, for a progress line.
const (
	StageFetching = "reading the page"
	StageStoring  = "storing it"
)

// Ingest reads the page at url and keeps its article for the asker's guild. It
// calls progress, which may be nil, with each stage. When it returns a receipt
// the article is stored durably. Errors: ErrNotManager, those of package fetch
// and those of the store.
func (d *Desk) Ingest(ctx context.Context, from Asker, url string, progress func(stage string)) (Receipt, error) {
	if !from.Manager {
		return Receipt{}, ErrNotManager
	}
	tell := func(stage string) {
		if progress != nil {
			progress(stage)
		}
	}
	select {
	case d.fetching <- struct{}{}:
		defer func() { <-d.fetching }()
	case <-ctx.Done():
		return Receipt{}, ctx.Err()
	}
	tell(StageFetching)
	page, err := d.pages.Fetch(ctx, strings.TrimSpace(url))
	if err != nil {
		return Receipt{}, err
	}
	tell(StageStoring)
	return d.Keep(ctx, from, page)
}

// Keep stores an article that was read elsewhere: a local file, or a sample
// that comes with the program. It is the second half of Ingest.
func (d *Desk) Keep(ctx context.Context, from Asker, page fetch.Page) (Receipt, error) {
	if !from.Manager {
		return Receipt{}, ErrNotManager
	}
	added, err := d.library.Add(ctx, from.Guild, page.Article)
	if err != nil {
		return Receipt{}, err
	}
	if e := added.Embedded; e.Tokens > 0 {
		d.spend(ctx, from.Guild, e.Model, time.Now(), prompts.Usage{Prompt: e.Tokens})
	}
	receipt := Receipt{
		Article: page.Article, Status: Added, Embedded: added.Embedded,
		Dollars: d.prices[added.Embedded.Model].of(added.Embedded.Tokens, 0),
		Words:   page.Words, Passages: added.Chunks, Notes: page.Notes,
		// Most pages repeat their title above the story; that is no loss to tell.
		Dropped: slices.DeleteFunc(slices.Clone(page.Dropped), func(p string) bool { return p == page.Article.Title }),
	}
	receipt.Article.Text = ""
	receipt.Article.Version = added.Version
	switch {
	case !added.Changed:
		receipt.Status = Unchanged
	case added.Replaced:
		receipt.Status = Replaced
	}
	d.log.Info("article kept", "guild", from.Guild, "user", from.User, "article", page.Article.ID,
		"status", receipt.Status, "version", added.Version, "words", receipt.Words)
	return receipt, nil
}

// Remove takes an article out of the guild and returns its title. ref is an
// ID, URL or title. Errors: ErrNotManager, retrieval.ErrNotFound and
// ErrAmbiguous, and those of the store.
func (d *Desk) Remove(ctx context.Context, from Asker, ref string) (title string, err error) {
	if !from.Manager {
		return "", ErrNotManager
	}
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return "", ErrNoReference
	}
	article, err := d.library.Article(ctx, from.Guild, ref)
	if err != nil {
		return "", err
	}
	if err := d.library.Remove(ctx, from.Guild, article.ID); err != nil {
		return "", err
	}
	d.log.Info("article removed", "guild", from.Guild, "user", from.User, "article", article.ID)
	return article.Title, nil
}

// Cost says in words what became of an article's vectors and what that cost;
// "" where there is nothing to tell.
func (r Receipt) Cost() string {
	e := r.Embedded
	switch {
	case e.Later:
		return "The embedding model did not answer. Search finds this by its words, and by its meaning once the model is back."
	case e.Chunks == 0:
		return ""
	}
	cost := fmt.Sprintf("Embedded with %s", e.Model)
	if e.Tokens > 0 {
		cost += fmt.Sprintf(": %d tokens", e.Tokens)
	}
	if r.Dollars > 0 {
		cost += fmt.Sprintf(", $%.5f", r.Dollars)
	}
	return cost + "."
}
