package retrieval

import "slices"

// understanding is what a caller gets to see of a question.
func (q *question) understanding() Understanding {
	u := Understanding{
		WantsWords: q.wantsWords, About: q.about,
		Outlets: slices.Clone(q.outlets), Parts: slices.Clone(q.parts), Readings: slices.Clone(q.readings),
		Several: q.several, Current: q.tense == tensePresent, Past: q.tense == tensePast,
	}
	if speaker, ok := q.speaker(); ok {
		u.Speaker = speaker.called()
	}
	for _, p := range q.people {
		u.People = append(u.People, p.called())
	}
	for i, p := range q.times {
		if i == 0 || p.since.Before(u.Since) {
			u.Since = p.since
		}
		if i == 0 || p.until.IsZero() || !u.Until.IsZero() && p.until.After(u.Until) {
			u.Until = p.until
		}
	}
	return u
}

// speaker is whose words the question asks for, if it says.
func (q *question) speaker() (person, bool) {
	if !q.wantsWords || !q.ofPerson || len(q.people) == 0 {
		return person{}, false
	}
	return q.people[0], true
}

// called is the name, or the office of one whose name is not given.
func (p person) called() string {
	if p.name == "" {
		return p.office
	}
	return p.name
}
