package retrieval

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// tense tells what the question reads like as to time: by the times it names,
// else by words such as "latest" and "history".
func (r *questionReader) tense(times []period, asked time.Time) tense {
	const (
		recent = 21 * 24 * time.Hour
		past   = 60 * 24 * time.Hour
	)
	if !asked.IsZero() {
		for _, p := range times {
			switch {
			case !p.since.IsZero() && asked.Sub(p.since) <= recent:
				return tensePresent
			case !p.until.IsZero() && asked.Sub(p.until) >= past:
				return tensePast
			}
		}
	}
	switch {
	case r.has("latest newest current currently now nowadays recent recently today tonight breaking upcoming still"),
		r.phrase("so far"), r.phrase("this week"), r.phrase("this month"), r.phrase("this weekend"), r.phrase("this year"):
		return tensePresent
	case r.has("history historically originally formerly once"), r.phrase("used to"), r.phrase("in the past"), r.phrase("back in"):
		return tensePast
	}
	return tenseOpen
}

// inLongerName tells whether word i is part of a name of several words.
func (r *questionReader) inLongerName(i int) bool {
	if i >= len(r.words) {
		return false
	}
	return slices.ContainsFunc(r.names, func(n prose.Name) bool { return n.Holds(r.words[i].Span) && n.Len() > r.words[i].Len()+2 })
}

// phrase tells whether a phrase occurs.
func (r *questionReader) phrase(phrase string) bool {
	for i := range r.words {
		if r.is(i, phrase) {
			return true
		}
	}
	return false
}

func year(w string) (int, bool) {
	y, ok := digits(w)
	return y, ok && len(w) == 4 && 1800 <= y && y < 2100
}

func trimS(w string) string { return strings.TrimSuffix(w, "s") }

// dayOfMonth reads "6" and "6th".
func dayOfMonth(w string) (int, bool) {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, end)
	}
	d, ok := digits(w)
	return d, ok && 1 <= d && d <= 31
}

// smallNumber reads how many days or weeks.
func smallNumber(w string) (int, bool) {
	for i, s := range [...]string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"} {
		if w == s {
			return i + 1, true
		}
	}
	if w == "a" || w == "an" {
		return 1, true
	}
	n, ok := digits(w)
	return n, ok && 1 <= n && n <= 99
}

// month reads a month, whole or cut to three letters, and "sept".
func month(w string) (time.Month, bool) {
	months := [...]string{
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	}
	for i, name := range months {
		if w == name || len(w) == 3 && strings.HasPrefix(name, w) || w == "sept" && i == 8 {
			return time.Month(i + 1), true
		}
	}
	return 0, false
}

func weekday(w string) (time.Weekday, bool) {
	days := [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
	for i, name := range days {
		if w == name {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// digits reads a number of one to four digits.
func digits(w string) (int, bool) {
	if len(w) == 0 || len(w) > 4 || strings.Trim(w, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(w)
	return n, err == nil
}
