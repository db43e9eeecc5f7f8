package discord

import (
	"errors"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

// days reads the options since and until, zero where they are not given. What
// is until a day has that day in it. The error's text is words for the asker.
func (in interaction) days(now time.Time) (since, until time.Time, err error) {
	if text := in.text("since"); text != "" {
		var ok bool
		if since, _, ok = retrieval.ParseDay(text, now); !ok {
			return since, until, unreadableDay("since", text)
		}
	}
	if text := in.text("until"); text != "" {
		var ok bool
		if _, until, ok = retrieval.ParseDay(text, now); !ok {
			return since, until, unreadableDay("until", text)
		}
	}
	if !since.IsZero() && !until.IsZero() && !since.Before(until) {
		return since, until, errors.New(wordsNoDays)
	}
	return since, until, nil
}

func unreadableDay(option, text string) error {
	return errors.New("I cannot read “" + literal(clip(text, maxLabel)) + "” in `" + option + ":` as a day. " +
		"Write it like 2024-05-02, 2 May 2024, May 2024, yesterday, last week or 3 days ago.")
}
