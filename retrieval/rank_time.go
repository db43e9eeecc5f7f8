package retrieval

import "math"

// earlyBird is how many days after the question an article may be dated and
// still count as there: clocks and time zones differ, and pages are redated.
const earlyBird = 3

// undatedAge is the age, in days, of an article of unknown date.
const undatedAge = 400

// ageOf is how many days before the question the article came out.
func ageOf(asked moment, d *doc) float64 {
	if d.day == noDay {
		return undatedAge
	}
	return float64(asked.day - d.day)
}

func decay(age, days float64) float64 { return math.Exp(-max(age, 0) / days) }

// date sets the features that the calendar tells.
func (r *ranked) date(asked moment) {
	if asked.day == noDay {
		return
	}
	age := ageOf(asked, r.of.doc)
	r.features[fWeek] = decay(age, 7)
	r.features[fMonth] = decay(age, 30)
	r.features[fHalfYear] = decay(age, 180)
	if age < -earlyBird {
		r.features[fFuture] = 1
	}
}

// days knows when the best articles came out.
type days struct {
	of      []*candidate
	weights []float64
}

// voters is how many of the best articles tell the day a story broke.
const dayVoters = 40

// newDays takes the candidates in the order of their mix.
func newDays(found []*candidate) days {
	d := days{of: found[:min(len(found), dayVoters)]}
	for _, c := range d.of {
		d.weights = append(d.weights, standing(c, found[0]))
	}
	return d
}

// standing is how much a candidate's word counts beside the first one's: the
// sixth power leaves it to the few that come close.
func standing(c, first *candidate) float64 {
	if first.mix == 0 {
		return 0
	}
	return math.Pow(c.mix/first.mix, 6)
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
