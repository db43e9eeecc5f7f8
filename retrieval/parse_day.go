package retrieval

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ParseDay reads a day, or a stretch of days, as people write one by itself:
// "2024-05-02", "2 May 2024", "2.5.2024", "May 2024", "2024", "yesterday",
// "Monday", "last week", "3 days ago". The stretch is from since up to but not
// including until, at midnight UTC of the days as the calendar of asked has
// them. ok is false for what is no such text, the whole of it, and for a day
// that no calendar has. Days with slashes are not read: which number is the
// month depends on who writes.
func ParseDay(text string, asked time.Time) (since, until time.Time, ok bool) {
	const longest = 40 // bytes; "the first" week of anything is not read either
	text = strings.TrimSpace(text)
	if len(text) > longest || !utf8.ValidString(text) {
		return time.Time{}, time.Time{}, false
	}
	if p, ok := dottedDay(text); ok {
		return p.since, p.until, true
	}
	c := calendar{r: newReader(dayCase(text))}
	y, m, d := asked.Date()
	c.today = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	p, n := c.wholeDay()
	if n == 0 || n != len(c.r.words) || !inItsMonth(c.r, p) {
		return time.Time{}, time.Time{}, false
	}
	return p.since, p.until, true
}

// wholeDay reads a time from the first word on. What was so many days ago is
// that very day here: a filter is not about then, give or take.
func (c calendar) wholeDay() (period, int) {
	if count, ok := smallNumber(c.r.at(0)); ok && c.r.at(2) == "ago" {
		p, n := c.back(count, c.r.at(1))
		if n == 0 {
			return period{}, 0
		}
		return period{since: p.since, until: p.since.AddDate(0, 0, 1)}, 3
	}
	if p, n := c.relative(0); n > 0 {
		return p, n
	}
	return c.date(0, true)
}

// dottedDay reads "2.5.2024" and "02.05.2024".
func dottedDay(text string) (period, bool) {
	for _, layout := range []string{"2.1.2006", "2. 1. 2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return period{since: t, until: t.AddDate(0, 0, 1)}, true
		}
	}
	return period{}, false
}

// dayCase gives months their capital, which tells them from verbs, and takes
// other words' away, which would make "Last" a name.
func dayCase(text string) string {
	words := strings.Fields(strings.ToLower(text))
	for i, w := range words {
		if _, ok := month(strings.TrimRightFunc(w, unicode.IsPunct)); ok {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

// inItsMonth tells whether a day of a month that was named is in that month:
// 31 June is no day, though the calendar would go on into July.
func inItsMonth(r *questionReader, p period) bool {
	if p.until.Sub(p.since) > 24*time.Hour {
		return true
	}
	for i := range r.words {
		if m, ok := month(r.at(i)); ok && m != p.since.Month() {
			return false
		}
	}
	if m, ok := digits(r.at(1)); ok && len(r.words) == 3 && len(r.at(0)) == 4 {
		return time.Month(m) == p.since.Month()
	}
	return true
}
