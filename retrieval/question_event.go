package retrieval

import (
	"slices"
	"time"
)

// happening is an event by which a question names a time: "since the summit".
type happening struct {
	relation string // since, after, before, until, during
	words    string // "since the summit"
	event    string // "summit"
}

// happenings finds the events that the question tells time by.
func (r *questionReader) happenings() []happening {
	const longest = 4
	var found []happening
	for i := 0; i+2 < len(r.words); i++ {
		if !oneOf(r.at(i), "since after before until during") || r.at(i+1) != "the" || r.words[i].timed || r.words[i+1].timed {
			continue
		}
		end := i + 2
		for end < len(r.words) && end < i+2+longest && !oneOf(r.at(end), "and or as who what which that did in on at by") && !helps(r.at(end)) {
			end++
			if r.words[end-1].after != "" {
				break
			}
		}
		if end == i+2 {
			continue
		}
		from, to := r.words[i+2].Start, r.words[end-1].End
		found = append(found, happening{r.at(i), r.text[r.words[i].Start:to], r.text[from:to]})
	}
	return found
}

const (
	// eventDays is how many days apart articles may be that tell of one event.
	eventDays = 3
	// clearShare is the share of the articles on an event that have to be of its days.
	clearShare = .6
)

// dateEvent dates the events by the articles at hand that have all their words
// in the title or the opening, where most of these came out within a few days.
func (q *question) dateEvent(x *index, docs []*doc) {
	for _, e := range q.events {
		day, ok := x.dayOfEvent(e.event, docs)
		if !ok {
			continue
		}
		at := time.Unix(int64(day)*24*60*60, 0).UTC()
		p := period{words: e.words, since: at}
		switch e.relation {
		case "before", "until":
			p = period{words: e.words, until: at.AddDate(0, 0, 1)}
		case "during":
			p.since, p.until = at.AddDate(0, 0, -1), at.AddDate(0, 0, eventDays)
		}
		q.times = append(q.times, p)
		q.readings = append(q.readings, Reading{e.words, e.relation + " " + at.Format(time.DateOnly)})
	}
}

// dayOfEvent is the day of which most articles on an event are.
func (x *index) dayOfEvent(event string, docs []*doc) (day int32, ok bool) {
	var terms []term
	l := languageFor("en")
	for s := (scanner{text: event}); s.next(); {
		if !l.stop(s.word) {
			terms = append(terms, termOf(s.word, "en", false))
		}
	}
	var days []int32
	for _, d := range docs {
		if d.day != noDay && d.opensWith(terms) {
			days = append(days, d.day)
		}
	}
	if len(terms) == 0 || len(days) == 0 || len(days) == 1 && x.live > oneArticleGuild {
		return 0, false
	}
	most := 0
	for _, d := range days {
		near := 0
		for _, o := range days {
			if o >= d && o < d+eventDays {
				near++
			}
		}
		if near > most || near == most && d < day {
			day, most = d, near
		}
	}
	return day, float64(most) >= clearShare*float64(len(days))
}

// oneArticleGuild is how many articles a guild may have for one of them to date
// an event; among more, one is chance.
const oneArticleGuild = 50

// opensWith tells whether the title and the first words of an article have all
// of some terms.
func (d *doc) opensWith(terms []term) bool {
	opening := d.tokens[:min(len(d.tokens), leadTokens)]
	return !slices.ContainsFunc(terms, func(t term) bool {
		is := func(o token) bool { return o.term() == t }
		return !slices.ContainsFunc(d.title, is) && !slices.ContainsFunc(opening, is)
	})
}
