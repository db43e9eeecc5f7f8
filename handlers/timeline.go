package handlers

import (
	"regexp"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval"
)

// How old the newest relevant article may be before a reader must be told, by
// what the question reads like.
const (
	oldForNow     = 7 * 24 * time.Hour  // "latest", "now"
	oldForAnyTime = 30 * 24 * time.Hour // no word on time
	// oldForDay is how long before a named stretch ("today") an article may have
	// come out and still be about it: a morning's paper is written the day before.
	oldForDay = 24 * time.Hour
)

const dayFormat = "2 January 2006"

// relativeTime are words for a time that another reader, or the same one on
// another day, takes for another.
var relativeTime = regexp.MustCompile(`(?i)\b(?:today|yesterday|tonight|(?:earlier )?(?:this|last|past|previous)(?: past)?(?: (?:few|two|three|four|five|six|\d{1,2}))? ` +
	`(?:morning|afternoon|evening|night|days?|weeks?|weekend|months?|quarter|years?|mon|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|` +
	`(?:a|an|one|two|three|four|five|six|\d{1,2}) (?:days?|weeks?|months?|years?) ago)\b`)

// timeNotes are the remarks on time that open a reply: how old the newest
// article is that the answer could rest on, where the question asks for
// something newer, and which days a relative word was taken for. passages are
// all that were found, cited those that the answer rests on; a zero asked says
// nothing about time.
func timeNotes(question string, asked time.Time, u retrieval.Understanding, passages []retrieval.Passage, cited []prompts.Source) []string {
	if asked.IsZero() {
		return nil
	}
	var notes []string
	newest := newestOf(passages, cited)
	stale := !newest.IsZero() && isStale(newest, midnight(asked), u)
	if stale {
		notes = append(notes, "Latest I have is "+newest.Format(dayFormat)+".")
	}
	// The days say nothing new where the answer's articles are of them.
	if words := relativeTime.FindAllString(question, 2); len(words) == 1 && (stale || !allWithin(cited, u)) {
		if days := stretch(u.Since, u.Until); days != "" {
			notes = append(notes, "I took “"+words[0]+"” for "+days+".")
		}
	}
	return notes
}

// midnight is the midnight, as articles are dated, of the day that a clock shows.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// newestOf is the latest day of an article that is cited or as near to the
// question as one that is.
func newestOf(passages []retrieval.Passage, cited []prompts.Source) time.Time {
	var newest time.Time
	take := func(t time.Time) {
		if !t.IsZero() && midnight(t).After(newest) {
			newest = midnight(t)
		}
	}
	for _, s := range cited {
		take(s.Published)
	}
	for _, p := range near(passages) {
		take(p.Article.Published)
	}
	return newest
}

// isStale tells whether the newest article is too old for what was asked. Who
// asks for a time gone by wants old ones.
func isStale(newest, today time.Time, u retrieval.Understanding) bool {
	switch {
	case u.Past:
		return false
	case !u.Since.IsZero():
		return newest.Before(u.Since.Add(-oldForDay))
	case !u.Until.IsZero(): // "before the summit"
		return false
	case u.Current:
		return today.Sub(newest) > oldForNow
	}
	return today.Sub(newest) > oldForAnyTime
}

// allWithin tells whether the cited articles are all of the time asked for.
func allWithin(cited []prompts.Source, u retrieval.Understanding) bool {
	for _, s := range cited {
		if !within(s.Published, u.Since, u.Until) {
			return false
		}
	}
	return len(cited) > 0
}

// stretch writes days from since up to but not including until: "9 to 15
// February 2022". A zero bound is open; "" where both are.
func stretch(since, until time.Time) string {
	if since.IsZero() && until.IsZero() {
		return ""
	}
	if since.IsZero() {
		return "the time until " + until.AddDate(0, 0, -1).Format(dayFormat)
	}
	if until.IsZero() {
		return "the time since " + since.Format(dayFormat)
	}
	last := until.Add(-time.Nanosecond)
	from := since.Format(dayFormat)
	switch {
	case since.Year() != last.Year():
	case since.YearDay() == last.YearDay():
		return from
	case since.Month() == last.Month():
		from = since.Format("2")
	default:
		from = since.Format("2 January")
	}
	return from + " to " + last.Format(dayFormat)
}
