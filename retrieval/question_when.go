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
	y, err := strconv.Atoi(w)
	return y, err == nil && len(w) == 4 && 1800 <= y && y < 2100
}

func trimS(w string) string { return strings.TrimSuffix(w, "s") }

// dayOfMonth reads "6" and "6th".
func dayOfMonth(w string) (int, bool) {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, end)
	}
	d, err := strconv.Atoi(w)
	return d, err == nil && len(w) <= 2 && 1 <= d && d <= 31
}

// smallNumber reads how many days or weeks.
func smallNumber(w string) (int, bool) {
	for i, s := range []string{"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"} {
		if w == s {
			return i + 1, true
		}
	}
	if w == "a" || w == "an" {
		return 1, true
	}
	n, err := strconv.Atoi(w)
	return n, err == nil && 1 <= n && n <= 99
}

func month(w string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if w == name || len(w) >= 3 && strings.HasPrefix(name, w) && (len(w) == 3 || w == "sept") {
			return m, true
		}
	}
	return 0, false
}

func weekday(w string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if w == strings.ToLower(d.String()) {
			return d, true
		}
	}
	return 0, false
}
