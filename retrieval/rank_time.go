package retrieval

import (
	"math"
	"slices"
	"time"
)

// earlyBird is how many days after the question an article may be dated and
// still count as there: clocks and time zones differ, and pages are redated.
const earlyBird = 3

// undatedAge is the age, in days, of an article of unknown date.
const undatedAge = 400

// age is how many days before the question the article came out.
func (w *wanted) age(day int32) float64 {
	if day == noDay {
		return undatedAge
	}
	return float64(w.day - day)
}

// fromNamedOutlet tells whether the question names the article's outlet.
func (w *wanted) fromNamedOutlet(d *doc) bool {
	return slices.Contains(w.outlets, d.article.Outlet)
}

// inNamedTime tells whether the article is from the time that the question
// names. What happened in a week may be told a few days later or announced
// before; only a question about reports of certain days means the very days.
func (w *wanted) inNamedTime(d *doc) bool {
	at := d.article.Published
	slack := 7 * 24 * time.Hour
	if w.several {
		slack = 0
	}
	return !at.IsZero() && slices.ContainsFunc(w.times, func(p period) bool {
		return !at.Before(p.since.Add(-slack)) && (p.until.IsZero() || at.Before(p.until.Add(slack)))
	})
}

func decay(age, days float64) float64 { return math.Exp(-max(age, 0) / days) }

// date sets the features that the article's date and outlet tell.
func (w *wanted) date(v *values, d *doc) {
	if w.fromNamedOutlet(d) {
		v[fOutlet] = 1
	}
	if w.inNamedTime(d) {
		v[fTime] = 1
	}
	if w.day == noDay {
		return
	}
	age := w.age(d.day)
	v[fWeek] = decay(age, 7)
	v[fMonth] = decay(age, 30)
	v[fHalfYear] = decay(age, 180)
	if age < -earlyBird {
		v[fFuture] = 1
	}
}

const (
	// recentDays is how old an article may be and still be news.
	recentDays = 45
	// pastLead is how much better than all recent passages an older one must
	// score, time left aside, for a question to be taken as one about the past.
	// On questions asked in their week 1 % have such a lead, asked a year later
	// four in five.
	pastLead = 6
)

// mixFor chooses the weights. A question that does not say what time it is
// about is about the present if recent articles have something like an answer;
// one that says "this week" is let go only when nothing near is of any use.
func mixFor(w *wanted, all []*ranked) *weights {
	lead := float64(pastLead)
	switch {
	case w.several:
		return &several
	case w.day == noDay || w.tense == tensePast:
		return &undated
	case w.tense == tensePresent:
		lead *= 2
	}
	recent, older := 0.0, 0.0
	for _, r := range all {
		if r.features[fFuture] > 0 {
			continue
		}
		r.mix = &undated
		r.sum()
		if w.age(r.of.day) <= recentDays {
			recent = max(recent, r.score)
		} else {
			older = max(older, r.score)
		}
	}
	if older-recent > lead {
		return &undated
	}
	return &current
}

// days knows when the best articles came out.
type days struct {
	of      []*candidate
	weights []float64
}

// dayVoters is how many of the best articles tell the day a story broke.
const dayVoters = 40

// newDays takes the candidates in the order of their mix.
func newDays(found []*candidate) days {
	d := days{of: found[:min(len(found), dayVoters)]}
	for _, c := range d.of {
		d.weights = append(d.weights, c.standing)
	}
	return d
}

// density is the share of the best articles, c not counted, that came out
// about when c did: a Gaussian of 15 days.
func (d days) density(c *candidate) float64 {
	if c.day == noDay {
		return 0
	}
	var near, all float64
	for i, o := range d.of {
		if o == c || o.day == noDay {
			continue
		}
		all += d.weights[i]
		if apart := float64(o.day - c.day); math.Abs(apart) < 90 {
			near += d.weights[i] * math.Exp(-apart*apart/450)
		}
	}
	if all == 0 {
		return 0
	}
	return near / all
}
