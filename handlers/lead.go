package handlers

import (
	"context"
	"slices"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// lead is what code can say for certain, word for word, before any model is
// asked and where there is none: who said what, to a question that asks for
// somebody's words. Its sentences cite the sources by their N. Empty: nothing
// is certain enough.
func (d *Desk) lead(ctx context.Context, guild string, u retrieval.Understanding, sources []prompts.Source) []prompts.Sentence {
	if !u.WantsWords || u.Speaker == "" {
		return nil
	}
	// Whoever asks what was said last week is not answered by what was said since.
	of := slices.DeleteFunc(slices.Clone(sources), func(s prompts.Source) bool { return !within(s.Published, u.Since, u.Until) })
	whole := make(map[string]string)
	for i, s := range of {
		if _, seen := whole[s.Article]; !seen {
			a, err := d.library.Article(ctx, guild, s.Article)
			if err != nil {
				// It was removed since the search; its passage still stands.
				d.log.Debug("article of a passage not read", "article", s.Article, "error", err)
			}
			whole[s.Article] = a.Text
		}
		of[i].Whole = whole[s.Article]
	}
	said, ok := prompts.Said(u.Speaker, u.About, of)
	if !ok {
		return nil
	}
	return []prompts.Sentence{said}
}

// within tells whether an article can report a stretch of time: it came out in
// it, or on the day after. Zero times bound nothing; an unknown day is in none.
func within(published, since, until time.Time) bool {
	if since.IsZero() && until.IsZero() {
		return true
	}
	const after = 24 * time.Hour
	return !published.IsZero() && !published.Before(since) && (until.IsZero() || published.Before(until.Add(after)))
}

// differences are sentences that tell, word for word, where the sources that
// bear on a question give different figures for the same thing: outlets of the
// same days side by side, later ones as what is known by then. cited are the
// sources that the answer rests on; at least one of the two must be among them.
func differences(question string, sources []prompts.Source, cited []int) []prompts.Sentence {
	const most = 2
	var found []prompts.Sentence
	for _, d := range prompts.Differ(question, sources) {
		if len(found) < most && (slices.Contains(cited, d.First.N) || slices.Contains(cited, d.Second.N)) {
			found = append(found, d.Sentences()...)
		}
	}
	return found
}
