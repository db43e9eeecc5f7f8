package prompts

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// reportVerbs are verbs after which a sentence tells in its own words what its
// subject said.
var reportVerbs = set(`said says told tells warned warns argued argues claimed claims added announced stressed stresses insisted insists
 promised denied urged vowed suggested acknowledged acknowledges wrote writes tweeted confirmed explained noted emphasized emphasised pledged
 predicted reiterated admitted called described condemned accused criticized criticised dismissed praised declared`)

// reports tells whether sentence i tells what somebody said, as its subject and
// by name, so plainly that it can stand alone: “Mr Stoltenberg, the NATO chief,
// also said that Russia …”.
func (t *telling) reports(i int, who identity) bool {
	const shortest, longest = 8, 45 // words
	s := t.sentences[i]
	if n := countWords(s.In(t.text)); n < shortest || n > longest || halfQuoted(s.In(t.text)) || t.inQuotation(s.Start) || !strings.HasSuffix(strings.TrimRight(s.In(t.text), `"”’)`), ".") {
		return false
	}
	for _, n := range t.names {
		if !s.Holds(n.Span) || !who.is(n.In(t.text), t.source) || t.inQuotation(n.Start) {
			continue
		}
		return t.opensClause(s, n.Span) && t.saysNext(s, n.End)
	}
	return false
}

func (t *telling) inQuotation(at int) bool {
	return slices.ContainsFunc(t.quotations, func(q prose.Quotation) bool { return q.Start < at && at < q.End })
}

// opensClause tells whether a name is the subject of its sentence: it opens it,
// or follows a short phrase and a comma. Whatever else stands before it ("a
// critic of", "Smith and") may be who really speaks.
func (t *telling) opensClause(s, name prose.Span) bool {
	const longest = 12
	before := strings.TrimSpace(t.text[s.Start:name.Start])
	if before == "" || before == "But" || before == "And" {
		return true
	}
	phrase, ok := strings.CutSuffix(before, ",")
	if !ok || countWords(phrase) > longest || strings.ContainsAny(phrase, "“”\"") {
		return false
	}
	first := strings.ToLower(strings.Fields(phrase)[0])
	return opensPhrase[first] && !slices.ContainsFunc(spoken(phrase), prose.IsReporting)
}

// opensPhrase are words that open what comes before a subject.
var opensPhrase = set(`on in at after before during when as while speaking asked earlier later meanwhile yesterday monday tuesday wednesday
 thursday friday saturday sunday however separately last`)

// saysNext tells whether a reporting verb follows a name, with at most an
// explanation between commas and "also" before it.
func (t *telling) saysNext(s prose.Span, at int) bool {
	rest := t.text[at:s.End]
	if explained, ok := strings.CutPrefix(rest, ", "); ok {
		end := strings.Index(explained, ", ")
		const longest = 10
		if end < 0 || countWords(explained[:end]) > longest || slices.ContainsFunc(spoken(explained[:end]), prose.IsReporting) {
			return false
		}
		rest = explained[end+1:]
	}
	words := prose.Words(rest)
	const most = 2 // words before the verb
	for i, w := range words[:min(len(words), most+1)] {
		verb := strings.ToLower(w.In(rest))
		switch {
		case strings.TrimSpace(rest[:w.Start]) != "" && i == 0:
			return false
		case reportVerbs[verb]:
			return i+1 < len(words)
		case verb != "also" && verb != "has" && verb != "had" && verb != "later" && verb != "then" && !strings.HasSuffix(verb, "ly"):
			return false
		}
	}
	return false
}
