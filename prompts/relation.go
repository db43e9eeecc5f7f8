package prompts

import "strings"

// relation says that a word, the anchor, has a filler in one of its slots:
// the agent of "offer" is France.
type relation struct {
	anchor string
	slot   string // agent, patient, of, mod, count, or a preposition
	filler []string
	named  bool // the filler is a name
	at     int  // the filler's place in the sentence
}

// relationsOf reads who did what to whom, where a few rules can tell.
func relationsOf(ws []word, parts []part) []relation {
	p := parser{ws: ws, parts: parts}
	for i := range ws {
		switch parts[i] {
		case verb:
			p.clause(i)
		case auxiliary:
			p.predicate(i)
		case preposition:
			p.complement(i)
		case name:
			p.modifier(i)
		case numeral:
			p.count(i)
		}
	}
	return p.found
}

type parser struct {
	ws    []word
	parts []part
	found []relation
}

func (p *parser) add(anchor, slot string, filler []string, named bool, at int) {
	if anchor != "" && len(filler) > 0 {
		p.found = append(p.found, relation{anchor, slot, filler, named, at})
	}
}

// clause reads the agent and the patient of the verb at i.
func (p *parser) clause(i int) {
	w := p.ws[i]
	passive, j := p.pastAuxiliaries(i)
	if next := i + 1; next < len(p.ws) && p.ws[next].text == "by" && p.ws[next].before == "" && j == i-1 && next+1 < len(p.ws) && p.parts[next+1] != numeral {
		passive = true // "a video released by the ministry"
	}
	subject, named, at := p.subject(j)
	reduced := subject == nil && (j < 0 || p.parts[j] != pronoun) // "sold by Halden", but "it sold"
	if subject == nil && i+1 < len(p.ws) && strings.Contains(w.before, `"`) || subject == nil && p.ws[i].before == "," {
		// “…,” said Mr Lavrov.
		subject, named, at = p.phrase(i + 1)
	}
	slot := "agent"
	if passive {
		slot = "patient"
	}
	p.add(w.key, slot, subject, named, at)
	switch {
	case passive, strings.HasSuffix(w.text, "ed") && subject == nil && reduced:
		for k := i + 1; k < min(i+8, len(p.ws)) && p.ws[k].before == ""; k++ {
			if p.ws[k].text == "by" {
				filler, named, at := p.phrase(k + 1)
				p.add(w.key, "agent", filler, named, at)
				break
			}
		}
	default:
		filler, named, at := p.phrase(i + 1)
		if filler == nil || p.ws[i+1].before != "" || at+1 < len(p.ws) && (p.parts[at+1] == verb || p.parts[at+1] == auxiliary) {
			return // no object, or the subject of a clause: "said the text told"
		}
		p.add(w.key, "patient", filler, named, at)
	}
}

// predicate reads what the subject of a form of "be" at i is said to be.
func (p *parser) predicate(i int) {
	if !beForms[p.ws[i].text] || i+1 == len(p.ws) || p.ws[i+1].before != "" {
		return
	}
	what, _, end := p.phrase(i + 1)
	if what == nil || end+1 < len(p.ws) && p.parts[end+1] == verb && p.ws[end+1].before == "" {
		return
	}
	_, j := p.pastAuxiliaries(i)
	filler, named, at := p.subject(j)
	p.add(what[0], "is", filler, named, at)
}

// pastAuxiliaries walks left from a verb over its auxiliaries and adverbs, and
// tells whether they make it passive.
func (p *parser) pastAuxiliaries(i int) (passive bool, j int) {
	j = i - 1
	for ; j >= 0 && !strings.Contains(p.ws[j+1].before, ","); j-- {
		switch {
		case p.parts[j] == auxiliary:
			passive = passive || beForms[p.ws[j].text] && !strings.HasSuffix(p.ws[i].text, "ing")
		case p.parts[j] == adverb || p.parts[j] == determiner && p.ws[j].text == "all":
		case p.parts[j] == verb && (j+1 < i) && p.parts[j+1] == auxiliary && p.ws[j+1].text == "to":
			// "offered to lead": the same subject; "has been asked to lead" too.
		default:
			return passive, j
		}
	}
	return passive, j
}

// complement reads what the preposition at i attaches to what.
func (p *parser) complement(i int) {
	filler, named, at := p.phrase(i + 1)
	if filler == nil || i == 0 {
		return
	}
	slot := p.ws[i].text
	if slot == "to" && p.ws[i-1].text == "according" {
		p.add("say", "agent", filler, named, at)
		return
	}
	switch slot {
	case "into", "onto", "toward", "towards":
		slot = "to"
	case "off", "out":
		slot = "from"
	}
	if slot == "by" {
		// After a verb an agent, read with it, or a means; "a request by the
		// Conservatives" is theirs.
		if p.parts[i-1] == noun && p.ws[i].before == "" && verbKeys[p.ws[i-1].key] {
			p.add(p.ws[i-1].key, "agent", filler, named, at)
		}
		return
	}
	seenVerb := false
	for k := i - 1; k >= max(0, i-8); k-- {
		switch p.parts[k] {
		case verb:
			p.add(p.ws[k].key, slot, filler, named, at)
			seenVerb = true
		case noun:
			if k == i-1 {
				p.add(p.ws[k].key, slot, filler, named, at)
			}
		}
		if seenVerb || p.ws[k].before != "" || p.parts[k] == joint || p.parts[k] == relative {
			break
		}
	}
}

// modifier reads the name at i as what belongs to it: "Russian oligarchs",
// "Russia's troops".
func (p *parser) modifier(i int) {
	end := i
	for end+1 < len(p.ws) && p.ws[end+1].before == "" && p.parts[end+1] == noun && !p.ws[end].possessive || end == i && end+1 < len(p.ws) && p.ws[end+1].before == "" && p.parts[end+1] == noun {
		end++
	}
	for k := i + 1; k <= end; k++ {
		p.add(p.ws[k].key, "mod", []string{p.ws[i].key}, true, i)
	}
}

// count reads what the number at i counts, and of what it is the number.
func (p *parser) count(i int) {
	var counted []string
	for k := i + 1; k < len(p.ws) && p.ws[k].before == "" && (p.parts[k] == noun || p.parts[k] == name); k++ {
		counted = append(counted, p.ws[k].key)
	}
	if k := i + 1; k < len(p.ws) && p.ws[k].text == "of" && p.ws[k].before == "" {
		// "6 of its 40 shops" are shops.
		for k++; k < len(p.ws) && p.ws[k].before == "" && (p.parts[k] == determiner || p.parts[k] == numeral); k++ {
		}
		if what, isName, at := p.phrase(k); what != nil && !isName {
			p.add(what[0], "number", []string{p.ws[i].key}, true, at)
		}
	}
	value := []string{p.ws[i].key}
	if len(counted) > 0 {
		p.add(p.ws[i].key, "count", counted, false, i+len(counted))
		p.add(counted[len(counted)-1], "number", value, true, i)
	}
	if k := i - 1; k > 0 && p.parts[k] == preposition && p.ws[i].before == "" && p.ws[k].before == "" {
		// "a daughter born in 2015", "shows in 2024"
		if k--; p.parts[k] == verb && k > 0 && p.ws[k].before == "" {
			k--
		}
		if p.parts[k] == noun && p.ws[k+1].before == "" {
			p.add(p.ws[k].key, "number "+p.ws[i-1].text, value, true, i)
		}
	}
	for k := i - 1; k >= max(0, i-3) && p.ws[k+1].before == "" && p.parts[k] != numeral; k-- {
		switch p.parts[k] {
		case verb:
			slot := "number after"
			if k+1 < i && p.parts[k+1] == preposition {
				slot = "number " + p.ws[k+1].text
			}
			p.add(p.ws[k].key, slot, value, true, i)
			return
		}
	}
}

// relations are the relations of sentence i, read once.
func (e *evidence) relations(i int) []relation {
	if e.read == nil {
		e.read = make(map[int][]relation)
	}
	if _, ok := e.read[i]; !ok {
		e.read[i] = relationsOf(e.sentence(i), e.parts(i))
	}
	return e.read[i]
}

// parts are what the words of sentence i do in it, read once.
func (e *evidence) parts(i int) []part {
	if e.done == nil {
		e.done = make(map[int][]part)
	}
	if _, ok := e.done[i]; !ok {
		e.done[i] = partsOf(e.sentence(i))
	}
	return e.done[i]
}
