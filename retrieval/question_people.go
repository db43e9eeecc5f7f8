package retrieval

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// takeSaying finds out whether the question asks for somebody's words and what
// they should be about, and takes the words that ask. Whoever is asked about
// becomes the first of the people, if named.
func (r *questionReader) takeSaying(q *question) (wantsWords bool, about string) {
	for i := range r.words {
		subject, verb := r.frame(i)
		if verb < 0 || r.words[verb].taken {
			continue
		}
		if subject.Len() > 0 {
			said, ok := r.peopleAt(subject)
			if !ok {
				continue
			}
			q.ofPerson = q.ofPerson || len(said) > 0 && len(q.people) == 0 && !wantsWords
			q.people = append(q.people, said...)
			if len(said) > 1 && q.parts == nil {
				q.parts = r.each(subject)
			}
		}
		r.take(verb, 1)
		if !wantsWords {
			wantsWords, about = true, r.about(max(verb+1, subject.End))
		}
	}
	return wantsWords, about
}

// frame tells whether words that ask for what somebody said start at i: where
// the speaker stands, as indexes of words, and the word that means saying; -1
// where they don't. An empty speaker is anybody: "who said …".
func (r *questionReader) frame(i int) (subject prose.Span, verb int) {
	const farthest = 8
	asks, next := r.at(i), i+1
	helped := oneOf(r.at(next), "did does do has have had is was will would")
	if i < len(r.words) && r.words[i].owns && oneOf(asks, "what how") {
		helped, next = true, i // "what's X saying"
	}
	switch {
	case asks == "who" && oneOf(r.at(next), "said says called calls told warned tweeted wrote claimed described thinks"):
		return prose.Span{}, next
	case oneOf(asks, "comments remarks statement statements quote quotes words reaction response warning criticism") &&
		oneOf(r.at(next), "by from of"):
		return prose.Span{Start: next + 1, End: r.phraseEnd(next + 1)}, i
	case helped && oneOf(asks, "what how why when where"):
		next++
	case asks == "what" && i > 0 && r.words[i-1].taken && said(r.at(i+2)):
		return prose.Span{Start: i + 1, End: i + 2}, i + 2 // "tell me what stoltenberg said"
	case i == 0 && oneOf(asks, "did has does"):
		helped = true
	case asks != "what":
		return r.possessiveFrame(i)
	}
	for v := next; v < len(r.words) && v < next+farthest; v++ {
		if v > next && (helped && says(r.at(v)) || !helped && said(r.at(v)) && r.named(next, v)) {
			return prose.Span{Start: next, End: v}, v
		}
		if r.words[v].after != "" && r.words[v].after != "-" && r.words[v].after != "," && r.words[v].after != "." {
			break
		}
	}
	return prose.Span{}, -1
}

// possessiveFrame reads "Stoltenberg's reaction to".
func (r *questionReader) possessiveFrame(i int) (subject prose.Span, verb int) {
	if !r.words[i].owns || !oneOf(r.at(i+1), "comment comments remark remarks statement statements words quote quotes reaction "+
		"response view views opinion position stance answer warning criticism") {
		return prose.Span{}, -1
	}
	start := i
	for start > 0 && r.words[start-1].capital && r.words[start-1].after == "" && start > 1 {
		start--
	}
	return prose.Span{Start: start, End: i + 1}, i + 1
}

// phraseEnd returns where the noun phrase from i on ends.
func (r *questionReader) phraseEnd(i int) int {
	for i < len(r.words) && !oneOf(r.at(i), "about on to regarding over in at after before and that when") {
		i++
		if r.words[i-1].after != "" {
			break
		}
	}
	return i
}

// about returns what is left of the question from word i on, the word that
// only joins it left out.
func (r *questionReader) about(i int) string {
	for i < len(r.words) && (r.words[i].timed || r.words[i].taken || oneOf(r.at(i), "anything something")) && r.words[i].after == "" {
		i++
	}
	if oneOf(r.at(i), "about on of regarding concerning over to that after when by") && !(i < len(r.words) && r.words[i].timed) {
		i++
	}
	var words []string
	for ; i < len(r.words) && !r.opensPart(i); i++ {
		if !r.words[i].taken && !r.words[i].timed {
			words = append(words, r.words[i].raw)
		}
		if strings.ContainsAny(r.words[i].after, "?!") {
			break
		}
	}
	return strings.Join(words, " ")
}

// says tells whether a verb in its base form asks for somebody's words.
func says(word string) bool {
	return oneOf(word, "say said tell told think mean claim argue call describe respond reply write tweet post announce promise warn "+
		"explain suggest believe demand propose predict deny admit ask react comment answer add declare insist vow pledge "+
		"criticise criticize condemn stress note urge accuse acknowledge reveal testify saying")
}

// said tells whether a verb that stands right after its subject does: "what
// Smith said". "Announced" does not; "what star announced" asks for a star.
func said(word string) bool {
	return oneOf(word, "said says told tells wrote tweeted thinks thought believes means meant argued claimed")
}

// named tells whether the words from i up to end are all of a name.
func (r *questionReader) named(i, end int) bool {
	return slices.ContainsFunc(r.names, func(n prose.Name) bool {
		return n.Start <= r.words[i].Start && n.End >= r.words[end-1].Start
	})
}

// personAt makes a person of the words from start up to end. False: they name
// an outlet, or nobody. The zero person is one whom only the question before
// can tell ("he").
func (r *questionReader) personAt(start, end int) (person, bool) {
	for start < end && oneOf(r.at(start), "the a an former then") {
		start++
	}
	for start < end && oneOf(r.at(end-1), "also ever just recently reportedly actually really exactly once then and") {
		end--
	}
	if start >= end || r.words[start].outlet {
		return person{}, false
	}
	if end-start == 1 && oneOf(r.at(start), "he she they it we you i people anyone anybody everyone someone who") {
		return person{}, oneOf(r.at(start), "he she they")
	}
	if oneOf(r.at(start), "anyone anybody someone somebody") {
		return person{}, true
	}
	name := start
	for i := start; i < end-1; i++ {
		if prose.IsOffice(r.at(i)) || r.words[i].owns {
			name = i + 1
		}
	}
	if prose.IsOffice(r.at(end-1)) && !r.words[end-1].capital {
		name = end
	}
	p := person{office: r.join(start, name, false)}
	if name < end {
		p.name = prose.BareName(r.join(name, end, true))
		p.surname = surname(p.name)
	}
	return p, true
}

// peopleAt makes persons of "Stoltenberg", "he" (nobody yet) and "Stoltenberg and Lavrov".
func (r *questionReader) peopleAt(subject prose.Span) ([]person, bool) {
	start := subject.Start
	var found []person
	for i := start; i <= subject.End; i++ {
		if i < subject.End && (r.at(i) != "and" || i == start || i+1 == subject.End) {
			continue
		}
		who, ok := r.personAt(start, i)
		if !ok {
			return nil, false
		}
		if who != (person{}) {
			found = append(found, who)
		}
		start = i + 1
	}
	return found, true
}

// each is the question put for each of the people it joins with "and".
func (r *questionReader) each(subject prose.Span) []string {
	var parts []string
	before, after := r.text[:r.words[subject.Start].Start], r.text[r.words[subject.End-1].End:]
	for one := range strings.SplitSeq(r.text[len(before):len(r.text)-len(after)], " and ") {
		parts = append(parts, before+one+after)
	}
	return parts
}

// join joins words, as written or in lower case.
func (r *questionReader) join(from, to int, raw bool) string {
	var words []string
	for _, w := range r.words[from:to] {
		s := w.s
		if raw {
			s = strings.TrimSuffix(strings.TrimSuffix(w.raw, "'s"), "’s")
		}
		words = append(words, s)
	}
	return strings.Join(words, " ")
}

// surname is the last word of a name and the small words before it.
func surname(name string) string {
	words := strings.Fields(name)
	i := len(words) - 1
	for i > 1 && oneOf(words[i], "Jr Jr. Sr Sr. II III IV") {
		i--
	}
	last := i
	for i > 0 && oneOf(words[i-1], "van von de der den di da del della la le bin al dos ten ter") {
		i--
	}
	if i < 0 {
		return ""
	}
	return strings.Join(words[i:last+1], " ")
}

// people adds the persons that the question names to those it asks about.
func (r *questionReader) people(people []person) []person {
	for _, n := range r.names {
		name := n.In(r.text)
		bare := prose.BareName(name)
		titled := bare != name
		if r.inOutlet(n.Span) || !titled && !prose.MayBePerson(bare) {
			continue
		}
		p := person{name: bare, surname: surname(bare)}
		if titled {
			p.office = office(name, bare)
		}
		known := false
		for _, o := range people {
			known = known || o.surname != "" && strings.EqualFold(o.surname, p.surname)
		}
		if !known {
			people = append(people, p)
		}
	}
	return people
}

// office is the part of a name before the bare name, unless it only says Mr.
func office(name, bare string) string {
	title := strings.TrimSpace(strings.TrimSuffix(name, bare))
	last := title[strings.LastIndexByte(title, ' ')+1:]
	if !prose.IsOffice(last) {
		return ""
	}
	return strings.ToLower(title)
}

// inOutlet tells whether a span is part of an outlet's name.
func (r *questionReader) inOutlet(s prose.Span) bool {
	for _, w := range r.words {
		if w.outlet && s.Start <= w.Start && w.Start < s.End {
			return true
		}
	}
	return false
}
