package prompts

import (
	"slices"
	"strings"
)

// subject reads the noun phrase that ends at j, before a verb.
func (p *parser) subject(j int) (filler []string, named bool, at int) {
	if j < 0 {
		return nil, false, 0
	}
	if strings.Contains(p.ws[j+1].before, ",") {
		// An apposition or a relative clause between commas: the subject is
		// before it.
		k := j
		for k > 0 && !strings.Contains(p.ws[k].before, ",") {
			k--
		}
		if k > 0 && p.ws[k].before == "," && p.parts[k-1] == noun && !slices.ContainsFunc(p.parts[k:j+1], func(is part) bool { return is != name }) {
			return p.fillers(k, j) // "Its leader, Sally Ride, said"
		}
		if j = k - 1; j < 0 {
			return nil, false, 0
		}
	}
	for hops := 0; hops < 4 && j >= 0; hops++ {
		switch p.parts[j] {
		case relative:
			j--
			continue
		case noun, name, numeral:
		default:
			return nil, false, 0
		}
		start := p.phraseStart(j)
		if k := start - 1; k > 0 && p.ws[start].before == "" && p.parts[k] == preposition && p.ws[k].before == "" {
			if t := p.ws[k-1].text; t == "that" || t == "those" {
				return p.fillers(start, j) // "those of Halden" are Halden's
			}
			j = k - 1 // "the number of troops in Estonia": the head comes first
			continue
		}
		if k := start - 1; k == 0 && p.parts[k] == preposition {
			return nil, false, 0
		}
		if k := start - 1; k >= 0 && p.ws[start].before == "," && p.parts[j] == noun && p.parts[k] == name && p.parts[start] == determiner {
			return p.fillers(p.phraseStart(k), k) // "Sally Ride, an astronaut who"
		}
		return p.fillers(start, j)
	}
	return nil, false, 0
}

// phraseStart is where the noun phrase that ends at j begins.
func (p *parser) phraseStart(j int) int {
	for j > 0 && p.ws[j].before == "" {
		switch p.parts[j-1] {
		case noun, name, numeral:
			j--
		case joint:
			if p.ws[j-1].text == "and" && j > 1 && p.parts[j-2] == name && p.parts[j] == name {
				j -= 2
				continue
			}
			return j
		case determiner:
			return j - 1
		default:
			return j
		}
	}
	return j
}

// phrase reads the noun phrase that begins at i.
func (p *parser) phrase(i int) (filler []string, named bool, at int) {
	start := i
	for i < len(p.ws) && p.parts[i] == determiner {
		i++
	}
	end := i
	for end < len(p.ws) && (end == start || p.ws[end].before == "") {
		if p.parts[end] == numeral && end > i && p.parts[end-1] == name {
			break // "beat Athletic 3-1"
		}
		if p.parts[end] == noun || p.parts[end] == name || p.parts[end] == numeral {
			end++
			continue
		}
		break
	}
	if end == i {
		return nil, false, 0
	}
	return p.fillers(i, end-1)
}

// fillers are the names of a noun phrase that are its head, or its head noun.
func (p *parser) fillers(start, end int) (filler []string, named bool, at int) {
	if p.parts[end] == name && !p.ws[end].possessive {
		for k := end; k >= start && (p.parts[k] == name && !p.ws[k].possessive || p.ws[k].text == "and"); k-- {
			if p.parts[k] == name && (!titles[p.ws[k].text] || k == end) {
				filler = append(filler, p.ws[k].key)
			}
		}
		return filler, true, end
	}
	if p.parts[end] != noun {
		return nil, false, 0
	}
	return []string{p.ws[end].key}, false, end
}
