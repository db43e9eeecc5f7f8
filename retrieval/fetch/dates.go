package fetch

import (
	"net/url"
	"strings"
	"time"
	"unicode"

	dps "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-htmldate"
	"golang.org/x/net/html"
)

// datesOf are the page's publication and last change, zero where it does not
// say. Unknown beats a guess: answers lean on these days.
func datesOf(doc *html.Node, m meta, ld linkedData, u *url.URL, story string, now time.Time) (published, updated time.Time) {
	published = firstDate(now, ld.published,
		m.first("article:published_time", "og:article:published_time", "article:published", "datepublished",
			"parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "pubdate",
			"publishdate", "publish-date", "publish_date", "cxenseparse:recs:publishtime", "citation_publication_date"),
		m.published)
	updated = firstDate(now, ld.modified,
		m.first("article:modified_time", "og:article:modified_time", "article:modified", "og:updated_time",
			"datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod"))
	if published.IsZero() {
		published = searchDate(doc, u, story, now)
	}
	if !updated.After(published) {
		updated = time.Time{}
	}
	return published, updated
}

// searchDate looks for a publication date that is not labelled as one, with
// htmldate's extensive search (.91 exact on 800 pages, measured at 1.9.1).
func searchDate(doc *html.Node, u *url.URL, story string, now time.Time) time.Time {
	opts := htmldate.Options{
		UseOriginalDate: true, ExtractTime: true, MaxDate: now.AddDate(0, 0, 1),
		DateParserConfig: &dps.Configuration{CurrentTime: now, DefaultTimezone: time.UTC, StrictParsing: true},
	}
	if isWeb(u) {
		opts.URL = u.String()
	}
	var r htmldate.Result
	if !survive(func() { r, _ = htmldate.FromDocument(doc, opts) }) || r.IsZero() || !credible(r.DateTime, now) {
		return time.Time{}
	}
	src := strings.TrimSpace(r.SrcString)
	if !namesDay(src, r.DateTime) || (src != opts.URL && (len(src) > maxByline || strings.Contains(story, src))) {
		return time.Time{}
	}
	return r.DateTime
}

// maxByline is the longest text that a found date may come from, in bytes. A
// longer one is the whole page, where every date is a candidate. And a date that the
// story itself mentions is one that it tells about.
const maxByline = 200

// namesDay tells whether src gives the day of the month of t, and not only a
// month or, as copyright lines do, a year.
func namesDay(src string, t time.Time) bool {
	if strings.Contains(src, t.Format("20060102")) {
		return true
	}
	for _, n := range strings.FieldsFunc(src, func(r rune) bool { return !unicode.IsDigit(r) }) {
		if n == t.Format("2") || n == t.Format("02") {
			return true
		}
	}
	return false
}

// firstDate is the first of the candidates that is a credible date.
func firstDate(now time.Time, candidates ...string) time.Time {
	for _, c := range candidates {
		if t := parseDate(c); credible(t, now) {
			return t
		}
	}
	return time.Time{}
}

// credible: since the web began, and not after tomorrow (clocks and time zones
// differ by a day).
func credible(t, now time.Time) bool {
	return t.Year() >= 1991 && t.Before(now.Add(24*time.Hour))
}

// dateLayouts are the forms of dates in metadata. Those that put day and month
// in an order of their country's (02/03/2022) are not among them.
var dateLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999",
	"2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05", "2006-01-02 15:04",
	"2006-01-02", "2006/01/02", "20060102", time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC, time.UnixDate,
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006",
	"Jan. 2, 2006", "Monday, January 2, 2006", "Monday, 2 January 2006", "January 2, 2006 3:04 PM",
}

// parseDate reads a date as metadata and header lines write it; zero for
// anything else. Without a time zone it is UTC.
func parseDate(s string) time.Time {
	s = cleanLine(s)
	if len(s) > 64 {
		return time.Time{}
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
