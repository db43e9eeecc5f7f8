package retrieval

import (
	"strings"
	"time"
)

// calendar resolves times against the day a question was asked.
type calendar struct {
	r     *questionReader
	today time.Time // midnight UTC of the asker's day; zero: unknown
}

// takeTimes finds the times that the question names. It takes the words of
// relative ones, which no article has in the same sense, and of the dates of
// articles; years and days of events stay, as an article may well name them.
func (r *questionReader) takeTimes(asked time.Time) []period {
	c := calendar{r: r}
	if !asked.IsZero() {
		y, m, d := asked.Date()
		c.today = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	var times []period
	for i := 0; i < len(r.words); {
		p, n := c.at(i)
		if n == 0 {
			i++
			continue
		}
		p.words = r.text[r.words[i].Start:r.words[i+n-1].End]
		for j := i; j < i+n; j++ {
			r.words[j].timed = true
		}
		i += n
		if last := len(times) - 1; last >= 0 && times[last].until.IsZero() && p.since.IsZero() && p.until.After(times[last].since) {
			times[last].until = p.until // after … and before …
			continue
		}
		times = append(times, p)
	}
	return times
}

// at reads a time from word i on and tells how many words it has.
func (c calendar) at(i int) (period, int) {
	if p, n := c.relative(i); n > 0 {
		c.r.take(i, n)
		return p, n
	}
	if p, n := c.bounded(i); n > 0 {
		return p, n
	}
	p, n := c.named(i)
	if n > 1 && c.publication(i) {
		c.r.take(i, n)
	}
	return p, n
}

// bounded reads "since March", "before 2020", "between May and June 2022".
func (c calendar) bounded(i int) (period, int) {
	word := c.r.at(i)
	if !oneOf(word, "since after before until between from") {
		return period{}, 0
	}
	from, n := c.date(i+1, true)
	if n == 0 && oneOf(word, "since before until") {
		if from, n = c.relative(i + 1); n > 0 {
			c.r.take(i, n+1)
		}
	}
	if n == 0 {
		return period{}, 0
	}
	switch word {
	case "since":
		return period{since: from.since}, n + 1
	case "after":
		return period{since: from.until}, n + 1
	case "before", "until":
		return period{until: from.since}, n + 1
	}
	to, m := c.date(i+n+2, true)
	if m == 0 || !oneOf(c.r.at(i+n+1), "and to until") {
		return period{}, 0
	}
	if !from.since.Before(to.until) { // "between March and May 2019": the year is said once
		from.since = from.since.AddDate(to.since.Year()-from.since.Year(), 0, 0)
	}
	if !from.since.Before(to.until) { // "between November and May"
		from.since = from.since.AddDate(-1, 0, 0)
	}
	return period{since: from.since, until: to.until}, n + m + 2
}

// publication tells whether the words before i say that an article, not an
// event, is of the date at i.
func (c calendar) publication(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		w := c.r.words[j]
		if w.outlet || oneOf(w.s, "published article articles report reports reported dated posted story") {
			return true
		}
	}
	return false
}

// relative reads a time that counts from today.
func (c calendar) relative(i int) (period, int) {
	if c.today.IsZero() || i >= len(c.r.words) {
		return period{}, 0
	}
	switch w := c.r.at(i); {
	case i > 0 && c.r.words[i].capital:
		return period{}, 0 // “Today” is a programme
	case w == "today", w == "tonight":
		return c.days(0, 1), 1
	case w == "yesterday":
		return c.days(-1, 1), 1
	case c.r.is(i, "last night"):
		return c.days(-1, 2), 2
	case c.r.is(i, "the day before yesterday"):
		return c.days(-2, 1), 4
	case c.r.is(i, "earlier today"):
		return c.days(0, 1), 2
	case c.r.is(i, "over the weekend"):
		return c.days(-int(c.today.Weekday()+1)%7, 2), 3
	case w == "this" && oneOf(c.r.at(i+1), "morning afternoon evening"):
		return c.days(0, 1), 2
	case oneOf(w, "this last past previous"):
		return c.unit(i)
	case c.r.is(i, "earlier this"):
		p, n := c.unit(i + 1)
		return p, plus(n, 1)
	}
	return c.ago(i)
}

func plus(n, more int) int {
	if n == 0 {
		return 0
	}
	return n + more
}

// days is n days, the first of them from days after today.
func (c calendar) days(from, n int) period {
	since := c.today.AddDate(0, 0, from)
	return period{since: since, until: since.AddDate(0, 0, n)}
}

// unit reads "this week", "last month", "past three days", "last Tuesday",
// "this past weekend".
func (c calendar) unit(i int) (period, int) {
	which, next := c.r.at(i), i+1
	if which == "this" && c.r.at(next) == "past" {
		next++
	}
	n := next - i + 1
	switch unit := c.r.at(next); unit {
	case "week":
		if which == "this" || which == "past" {
			return c.days(-6, 7), n // weeks are talked of on Mondays too
		}
		monday := (int(c.today.Weekday()) + 6) % 7
		return c.days(-monday-7, 7), n
	case "weekend":
		return c.days(-int(c.today.Weekday()+1)%7, 2), n
	case "month", "year":
		return c.calendarUnit(which, unit), n
	case "few", "couple":
		if m := c.r.at(next + 1); m == "of" {
			p, k := c.back(4, c.r.at(next+2))
			return p, plus(k, n+1)
		}
		p, k := c.back(4, c.r.at(next+1))
		return p, plus(k, n)
	default:
		if day, ok := weekday(unit); ok {
			back := (int(c.today.Weekday()) - int(day) + 7) % 7
			if which == "last" && back == 0 {
				back = 7
			}
			return c.days(-back, 1), n
		}
		if m, ok := month(unit); ok && which != "this" {
			return c.lately(m), n
		}
		if count, ok := smallNumber(unit); ok {
			p, k := c.back(count, c.r.at(next+1))
			return p, plus(k, n)
		}
	}
	return period{}, 0
}

func (c calendar) calendarUnit(which, unit string) period {
	y, m, _ := c.today.Date()
	first, next := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC), 1
	if unit == "year" {
		first, next = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), 12
	}
	switch which {
	case "past":
		return period{since: c.today.AddDate(0, -next, 0), until: c.today.AddDate(0, 0, 1)}
	case "last", "previous":
		first = first.AddDate(0, -next, 0)
	}
	return period{since: first, until: first.AddDate(0, next, 0)}
}

// back is the last n days, weeks, months or years, today among them.
func (c calendar) back(n int, unit string) (period, int) {
	since := c.today
	switch unit {
	case "day", "days":
		since = since.AddDate(0, 0, -n)
	case "week", "weeks":
		since = since.AddDate(0, 0, -7*n)
	case "month", "months":
		since = since.AddDate(0, -n, 0)
	case "year", "years":
		since = since.AddDate(-n, 0, 0)
	case "hour", "hours":
		since = since.AddDate(0, 0, -(n+23)/24)
	default:
		return period{}, 0
	}
	return period{since: since, until: c.today.AddDate(0, 0, 1)}, 1
}

// ago reads "three days ago", "a year ago": about then, give or take half a
// unit.
func (c calendar) ago(i int) (period, int) {
	count, ok := smallNumber(c.r.at(i))
	unit := i + 1
	for _, few := range []string{"a couple of", "a couple", "a few"} {
		if c.r.is(i, few) {
			count, ok, unit = 3, true, i+strings.Count(few, " ")+1
			break
		}
	}
	if !ok || c.r.at(unit+1) != "ago" || strings.HasPrefix(c.r.at(unit), "hour") {
		return period{}, 0
	}
	p, n := c.back(count, c.r.at(unit))
	if n == 0 {
		return period{}, 0
	}
	slack := c.today.Sub(p.since) / time.Duration(2*count)
	return period{since: p.since.Add(-slack).Truncate(24 * time.Hour), until: p.since.Add(slack).Truncate(24*time.Hour).AddDate(0, 0, 1)}, unit + 2 - i
}

// named reads a date, a month or a year that stands at i, after "in" or "on"
// or by itself.
func (c calendar) named(i int) (period, int) {
	skipped := 0
	if oneOf(c.r.at(i), "in on during of") {
		skipped = 1
		if c.r.at(i+1) == "the" {
			skipped = 2
		}
	}
	p, n := c.date(i+skipped, skipped > 0)
	if n == 0 {
		return p, 0
	}
	return p, n + skipped
}

// date reads "16 February 2022", "February 16", "2022-02-16", "March", "2019",
// "the 1990s", "Monday". A month or a weekday by itself is the latest that has
// begun. after: a preposition of time stands before it.
func (c calendar) date(i int, after bool) (period, int) {
	w := c.r.at(i)
	if c.r.inLongerName(i) {
		return period{}, 0 // "Black Friday"
	}
	if y, ok := year(w); ok {
		return c.ofYear(i, y, after)
	}
	if decade, ok := year(trimS(w)); ok && trimS(w) != w && decade%10 == 0 {
		since := time.Date(decade, 1, 1, 0, 0, 0, 0, time.UTC)
		return period{since: since, until: since.AddDate(10, 0, 0)}, 1
	}
	if p, n := c.figures(i); n > 0 {
		return p, n
	}
	if day, ok := dayOfMonth(w); ok {
		of := i + 1
		if c.r.at(of) == "of" {
			of++
		}
		if m, ok := month(c.r.at(of)); ok && (c.r.words[of].capital || !oneOf(c.r.at(of), "may march mar")) {
			return c.onDay(day, m, of+1, of+1-i)
		}
		return period{}, 0
	}
	if m, ok := month(w); ok && (c.r.words[i].capital || c.meansMonth(i, after)) {
		return c.ofMonth(i, m, after)
	}
	if day, ok := weekday(w); ok && !c.today.IsZero() {
		back := (int(c.today.Weekday()) - int(day) + 7) % 7
		return c.days(-back, 1), 1
	}
	return period{}, 0
}

// figures reads "16/02/2022" and "16.02.2022", where it is plain which is the day.
func (c calendar) figures(i int) (period, int) {
	parts := strings.FieldsFunc(c.r.at(i), func(b rune) bool { return b == '.' || b == '/' })
	n, dots := 1, strings.Contains(c.r.at(i), ".")
	if len(parts) == 1 && i+2 < len(c.r.words) && oneOf(c.r.words[i].after, "/ .") && c.r.words[i].after == c.r.words[i+1].after {
		parts, n, dots = []string{c.r.at(i), c.r.at(i + 1), c.r.at(i + 2)}, 3, c.r.words[i].after == "."
	}
	if len(parts) != 3 {
		return period{}, 0
	}
	d, okDay := digits(parts[0])
	m, okMonth := digits(parts[1])
	y, okYear := year(parts[2])
	if m > 12 && !dots {
		d, m = m, d
	} else if d <= 12 && m != d && !dots {
		return period{}, 0 // the day first, or the month
	}
	if !okDay || !okMonth || !okYear || d < 1 || d > 31 || m < 1 || m > 12 {
		return period{}, 0
	}
	since := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return period{since: since, until: since.AddDate(0, 0, 1)}, n
}

// meansMonth tells whether a month's name without its capital, as people type, is one:
// "in march" is, "the march of" is not, "16 may" is unsure.
func (c calendar) meansMonth(i int, after bool) bool {
	if after && oneOf(c.r.at(i-1), "in since during after before until between from and to") {
		return true
	}
	_, isDay := dayOfMonth(c.r.at(i + 1))
	_, isYear := year(c.r.at(i + 1))
	return (isDay || isYear) && (after || len(c.r.at(i)) > 3 && c.r.at(i) != "march")
}

// ofYear reads what follows a year: the rest of "2022-02-16", or nothing.
func (c calendar) ofYear(i, y int, after bool) (period, int) {
	if c.r.words[i].after == "-" {
		m, isMonth := digits(c.r.at(i + 1))
		d, isDay := dayOfMonth(c.r.at(i + 2))
		if isMonth && isDay && 1 <= m && m <= 12 && c.r.words[i+1].after == "-" {
			since := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
			return period{since: since, until: since.AddDate(0, 0, 1)}, 3
		}
		return period{}, 0
	}
	since := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	if !after || !c.today.IsZero() && since.After(c.today) {
		return period{}, 0 // "the 2024 election" is no time to look for articles of
	}
	return period{since: since, until: since.AddDate(1, 0, 0)}, 1
}

// ofMonth reads what follows a month: a day, a year, both or nothing.
func (c calendar) ofMonth(i int, m time.Month, after bool) (period, int) {
	if day, ok := dayOfMonth(c.r.at(i + 1)); ok {
		return c.onDay(day, m, i+2, 2)
	}
	if y, ok := year(c.r.at(i + 1)); ok {
		since := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
		return period{since: since, until: since.AddDate(0, 1, 0)}, 2
	}
	if !after || c.today.IsZero() {
		return period{}, 0 // "March" may be a march, "May" a verb
	}
	return c.lately(m), 1
}

// lately is the month m that began last.
func (c calendar) lately(m time.Month) period {
	y := c.today.Year()
	if m > c.today.Month() {
		y--
	}
	since := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	return period{since: since, until: since.AddDate(0, 1, 0)}
}

// onDay is a day of a month, of the year at word next or the latest that was;
// n words have been read.
func (c calendar) onDay(day int, m time.Month, next, n int) (period, int) {
	y, ok := year(c.r.at(next))
	if ok {
		n++
	} else {
		if c.today.IsZero() {
			return period{}, 0
		}
		if y = c.today.Year(); time.Date(y, m, day, 0, 0, 0, 0, time.UTC).After(c.today) {
			y--
		}
	}
	since := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	return period{since: since, until: since.AddDate(0, 0, 1)}, n
}
