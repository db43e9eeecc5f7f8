package prompts

import (
	"fmt"
	"slices"
	"strings"
)

// reporting are the keys of verbs that put words into somebody's mouth. As an
// anchor they are one: who "stressed" it also "said" it.
var reporting = func() map[string]bool {
	keys := make(map[string]bool)
	for w := range set(`say add tell warn stress claim announce argue insist note explain state declare suggest reveal vow promise pledge admit concede confirm deny urge predict describe call report write accuse complain acknowledge assert reply remark comment ask tweet post joke quip conclude testify plead`) {
		keys[key(w, false)] = true
	}
	return keys
}()

// negators turn what follows them round; so do, without saying "not", the
// implicit ones: "failure to withdraw" is no withdrawal.
var (
	negators = set(`not no never neither nor without none`)
	implicit = func() map[string]bool {
		keys := make(map[string]bool)
		for w := range set(`fail refuse deny prevent avoid lack decline`) {
			keys[key(w, false)] = true
		}
		return keys
	}()
)

// aligned is a claim sentence beside the sentences of the text that say it.
type aligned struct {
	claim []word
	parts []part
	e     *evidence
	sents []int           // sentences of e, the best first
	held  map[string]bool // keys of all their words
	names map[string]bool // keys that may be named of them: theirs, and whom their pronouns mean
	// relations are the claim's; confirmed counts those that the text has too.
	relations []relation
	confirmed int
}

// related is what the sentences that say the same as a claim make of it.
type related struct {
	// veto says why the claim is not carried although its words are there:
	// somebody else did it, to somebody else, elsewhere, or it was not done.
	veto string
	// held is the share of the claim's words in those sentences, confirmed the
	// share of its relations, in [0, 1).
	held, confirmed float64
}

// relate lays each sentence of a claim beside what says the same in the text.
func relate(claim []word, e *evidence) related {
	var r related
	sentences, stated, found := 0, 1, 0
	for from := 0; from < len(claim); {
		to := from + 1
		for to < len(claim) && claim[to].sent == claim[from].sent {
			to++
		}
		sentences++
		if a := align(claim[from:to], e); a != nil {
			for _, rule := range []func() string{a.stray, a.swapped, a.negated, a.opposite, a.misgendered} {
				if reason := rule(); r.veto == "" {
					r.veto = reason
				}
			}
			r.held += a.share()
			stated, found = stated+len(a.relations), found+a.confirmed
		}
		from = to
	}
	r.held /= float64(max(1, sentences))
	r.confirmed = float64(found) / float64(stated)
	return r
}

// share is how much of the claim's different words the aligned sentences hold.
// Those that only say where it was reported need not stand there.
func (a *aligned) share() float64 {
	said := make(map[string]bool)
	held := 0
	for _, w := range a.claim {
		if w.kind == function || said[w.key] || a.e.context[w.key] && !a.e.has(w.key) {
			continue
		}
		said[w.key] = true
		if a.held[w.key] {
			held++
		}
	}
	return float64(held) / float64(max(1, len(said)))
}

// align finds the sentences of the text that say what the claim's sentence
// does: the one that holds most of its words, others that hold as many, and
// one more for what is left of the words.
func align(claim []word, e *evidence) *aligned {
	a := &aligned{claim: claim, parts: partsOf(claim), e: e, held: make(map[string]bool), names: make(map[string]bool)}
	left := make(map[string]bool)
	for _, w := range claim {
		if w.kind != function {
			left[w.key] = true
		}
	}
	const mostSentences, fewestWords = 3, 2
	for range mostSentences {
		best, most := -1, 0
		for i := range e.sentences() {
			if hits := countKeys(e.sentence(i), left); hits > most && !slices.Contains(a.sents, i) {
				best, most = i, hits
			}
		}
		if best < 0 || len(a.sents) > 0 && most < fewestWords {
			break
		}
		a.sents = append(a.sents, best)
		for i, w := range claim {
			// What makes another sentence part of it is what is told there,
			// not that somebody is named there.
			if a.parts[i] == name {
				delete(left, w.key)
			}
		}
		for _, w := range e.sentence(best) {
			delete(left, w.key)
			a.held[w.key] = true
		}
		a.takeNames(best)
	}
	if len(a.sents) == 0 {
		return nil
	}
	a.relations = relationsOf(claim)
	return a
}

func countKeys(ws []word, keys map[string]bool) int {
	seen := make(map[string]bool, len(keys))
	for _, w := range ws {
		if keys[w.key] {
			seen[w.key] = true
		}
	}
	return len(seen)
}

// takeNames notes what may be named of sentence i: its own words; whom it
// means where it uses a pronoun or names nobody; what its initials spell.
func (a *aligned) takeNames(i int) {
	ws := a.e.sentence(i)
	pointing, named := false, false
	for k, w := range ws {
		a.names[w.key] = true
		pointing = pointing || pronouns[w.text]
		named = named || w.capital && k > 0
	}
	for _, s := range a.e.speakers(i) {
		a.names[s] = true
	}
	a.names[initials(ws)] = true
	if !pointing && named {
		return
	}
	const back = 3
	for _, w := range a.e.words[a.e.starts[max(0, i-back)]:a.e.starts[i]] {
		if w.capital || w.kind == number && i > 0 && w.sent == ws[0].sent-1 {
			a.names[w.key] = true
		}
	}
}

var pronouns = set(`he him she his her hers it its they them their this these such we our us i my me`)

// initials are the first letters of a sentence's first run of capitals, small
// words between them left out: what a body is called for short.
func initials(ws []word) string {
	var b strings.Builder
	for _, w := range ws {
		switch {
		case w.capital && w.kind == content:
			b.WriteByte(w.text[0])
		case w.kind != function && b.Len() < 3:
			b.Reset()
		case w.kind != function:
			return b.String()
		}
	}
	return b.String()
}

// speakers are the keys of the names of whoever speaks in sentence i, or acts
// in it under a pronoun: who was last named as doing so.
func (e *evidence) speakers(i int) []string {
	const farthest = 6
	for back := i; back >= max(0, i-farthest); back-- {
		var names []string
		for _, r := range e.relations(back) {
			if r.slot == "agent" && r.named && (reporting[r.anchor] || back < i && r.at < 6) {
				names = append(names, r.filler...)
			}
		}
		if len(names) > 0 {
			return names
		}
	}
	return nil
}

// relations are the relations of sentence i, read once.
func (e *evidence) relations(i int) []relation {
	if e.read == nil {
		e.read = make(map[int][]relation)
	}
	if _, ok := e.read[i]; !ok {
		e.read[i] = relationsOf(e.sentence(i))
	}
	return e.read[i]
}

// stray finds a name or a number that the text has, but in other sentences
// than those that say the rest.
func (a *aligned) stray() string {
	for i, w := range a.claim {
		isName := a.parts[i] == name
		if !isName && w.kind != number || a.names[w.key] || a.e.context[w.key] || !a.e.has(w.key) {
			continue
		}
		// Of a full name, the surname is enough: the article says "Mr Wallace".
		if next := i + 1; isName && next < len(a.claim) && a.parts[next] == name && a.claim[next].before == "" &&
			a.names[a.claim[next].key] && a.e.near(w.key, a.claim[next].key) {
			continue
		}
		return fmt.Sprintf("the source names %s, but not in what it says of this", w.text)
	}
	return ""
}

// swapped finds a slot that the text fills otherwise, and counts those that it
// fills alike.
func (a *aligned) swapped() (veto string) {
	for _, r := range a.relations {
		same, other := a.lookUp(r)
		if !same && other == "" {
			other = a.moved(r)
		}
		switch {
		case same:
			a.confirmed++
		case other != "" && veto == "":
			veto = fmt.Sprintf("the source has %s for “%s” of “%s”", other, r.filler[len(r.filler)-1], r.anchor)
		}
	}
	return veto
}

// moved finds a name or number that the text has in the same slot of another
// verb, where both verbs are in both: "released 14 and arrested" of "arrested
// 14 and released".
func (a *aligned) moved(r relation) (other string) {
	if !a.held[r.anchor] || r.slot != "agent" && r.slot != "patient" && !strings.HasPrefix(r.slot, "number ") {
		return ""
	}
	for _, i := range a.sents {
		for _, q := range a.e.relations(i) {
			if q.slot != r.slot || q.anchor == r.anchor || anchorOf(q) == anchorOf(r) || q.named != r.named || !sameFiller(r, q) {
				continue
			}
			claimed, kept := false, false
			for _, c := range a.relations {
				claimed = claimed || c.anchor == q.anchor
				kept = kept || c.anchor == q.anchor && c.slot == q.slot && sameFiller(c, q)
			}
			if claimed && !kept {
				return "“" + q.anchor + "”"
			}
		}
	}
	return ""
}

// lookUp tells whether the text has a relation too, and what it has in its
// place where it has something else.
func (a *aligned) lookUp(r relation) (same bool, other string) {
	for _, i := range a.sents {
		for _, q := range a.e.relations(i) {
			if anchorOf(q) != anchorOf(r) {
				continue
			}
			alike := sameFiller(r, q)
			switch {
			case q.slot == r.slot && alike:
				return true, ""
			case q.slot == r.slot && a.conflict(r, q):
				other = "“" + q.filler[len(q.filler)-1] + "”"
			case alike && r.named == q.named && turned(r.slot, q.slot):
				other = "another part"
			}
		}
	}
	return false, other
}

// anchorOf is what two relations must share: all reporting is one.
func anchorOf(r relation) string {
	if r.slot == "agent" && reporting[r.anchor] {
		return "say"
	}
	return r.anchor
}

// turned tells whether two slots of one anchor cannot hold the same filler.
func turned(a, b string) bool {
	switch a + " " + b {
	case "agent patient", "patient agent", "to from", "from to", "for against", "against for", "with without", "without with",
		"before after", "after before", "over under", "under over", "above below", "below above":
		return true
	}
	return false
}

// conflict tells whether two fillers of a slot exclude each other. Two names
// do; two nouns may be two words for one thing.
func (a *aligned) conflict(r, q relation) bool {
	head := r.filler[len(r.filler)-1]
	switch {
	case r.slot == "count":
		return a.e.has(head) && !slices.Contains(q.filler, head)
	case r.slot == "number":
		return a.counts(head, r.anchor)
	case r.named && q.named:
		return true
	}
	return false
}

// counts tells whether the text has a number as that of something else.
func (a *aligned) counts(number, anchor string) bool {
	return slices.ContainsFunc(a.sents, func(i int) bool {
		return slices.ContainsFunc(a.e.relations(i), func(q relation) bool {
			return q.slot == "number" && q.anchor != anchor && q.filler[0] == number
		})
	})
}

// sameFiller tells whether two relations are filled alike. What is counted
// must be the same thing, not only of the same kind ("four additional jets").
func sameFiller(r, q relation) bool {
	if r.slot == "count" {
		return slices.Contains(q.filler, r.filler[len(r.filler)-1]) || slices.Contains(r.filler, q.filler[len(q.filler)-1])
	}
	if r.named && q.named && !subset(r.filler, q.filler) && !subset(q.filler, r.filler) {
		return false // Sara Patel is not Mina Patel
	}
	return overlap(r.filler, q.filler)
}

func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(k string) bool { return !slices.Contains(b, k) })
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
}

// negations returns the content words that a negation reaches: the next one,
// and the next two. Of "not caused by the drug but by the inhaler" it is the
// drug.
func negations(ws []word) (next, reach map[string]bool) {
	next, reach = make(map[string]bool), make(map[string]bool)
	for i, w := range ws {
		if !implicit[w.key] && (!negators[w.text] || i+1 < len(ws) && ws[i+1].text == "only") {
			continue
		}
		const farthest, most = 8, 2
		var reached []string
		contrast := false
		for k := i + 1; k < min(i+1+farthest, len(ws)) && !strings.ContainsAny(ws[k].before, ",;:."); k++ {
			if ws[k].text == "and" || ws[k].text == "but" {
				contrast = ws[k].text == "but"
				break
			}
			if ws[k].kind == content {
				reached = append(reached, ws[k].key)
			}
		}
		switch {
		case len(reached) == 0:
			continue
		case contrast:
			next[reached[len(reached)-1]] = true
		default:
			next[reached[0]] = true
			reached = reached[:min(most, len(reached))]
		}
		for _, k := range reached {
			reach[k] = true
		}
	}
	return next, reach
}

// negated finds a word that is negated on one side only.
func (a *aligned) negated() string {
	claimNext, claimReach := negations(a.claim)
	in := make(map[string]bool)
	for _, w := range a.claim {
		in[w.key] = true
	}
	textReach, plainly := make(map[string]bool), make(map[string]bool)
	textNext := make(map[string]bool)
	for _, i := range a.sents {
		next, reach := negations(a.e.sentence(i))
		for k := range next {
			textNext[k] = true
		}
		for k := range reach {
			textReach[k] = true
		}
		for _, w := range a.e.sentence(i) {
			if !reach[w.key] {
				plainly[w.key] = true
			}
		}
	}
	for k := range claimNext {
		if a.held[k] && !textReach[k] {
			return fmt.Sprintf("the source does not negate “%s”", k)
		}
	}
	for k := range textNext {
		if in[k] && !claimReach[k] && !plainly[k] {
			return fmt.Sprintf("the source negates “%s”", k)
		}
	}
	return ""
}

// opposite finds a word of the claim in whose place the text has its opposite.
func (a *aligned) opposite() string {
	in := make(map[string]bool)
	for _, w := range a.claim {
		in[w.key] = true
	}
	for i, w := range a.claim {
		for _, o := range opposites(w) {
			if a.held[w.key] || !a.held[o] || in[o] {
				continue
			}
			if a.sameNeighbour(i, o) {
				return fmt.Sprintf("the source has “%s”, the opposite of “%s”", o, w.text)
			}
		}
	}
	return ""
}

// opposites are the keys of what says the opposite of a word: those listed,
// and the word with or without a negative prefix.
func opposites(w word) []string {
	found := slices.Clone(antonyms[w.key])
	for _, prefix := range []string{"dis", "un", "in", "im", "non"} {
		const shortest = 4
		if rest, ok := strings.CutPrefix(w.key, prefix); ok && len(rest) >= shortest {
			found = append(found, rest)
		}
		if w.kind == content && len(w.key) >= shortest {
			found = append(found, prefix+w.key)
		}
	}
	return found
}

// sameNeighbour tells whether a content word beside the claim's i-th also
// stands beside the opposite in the text.
func (a *aligned) sameNeighbour(i int, opposite string) bool {
	const reach = 3
	beside := make(map[string]bool)
	for k := max(0, i-reach); k <= min(i+reach, len(a.claim)-1); k++ {
		if a.claim[k].kind != function {
			beside[a.claim[k].key] = true
		}
	}
	for _, s := range a.sents {
		ws := a.e.sentence(s)
		for j, w := range ws {
			if w.key != opposite {
				continue
			}
			for k := max(0, j-reach); k <= min(j+reach, len(ws)-1); k++ {
				if beside[ws[k].key] {
					return true
				}
			}
		}
	}
	return false
}

// misgendered finds "she" where the text speaks of "him" only.
func (a *aligned) misgendered() string {
	he, she := genders(a.claim)
	if he == she {
		return ""
	}
	textHe, textShe := false, false
	for _, i := range a.sents {
		h, s := genders(a.e.words[a.e.starts[max(0, i-1)]:a.e.starts[i+1]])
		textHe, textShe = textHe || h, textShe || s
	}
	if he && textShe && !textHe || she && textHe && !textShe {
		return "the source speaks of another person"
	}
	return ""
}

func genders(ws []word) (he, she bool) {
	for _, w := range ws {
		switch w.text {
		case "he", "him", "his", "himself":
			he = true
		case "she", "her", "hers", "herself":
			she = true
		}
	}
	return he, she
}

// misattributed tells whether the claim puts a quotation into the mouth of
// somebody else than the text does; both must name the speaker.
func misattributed(claim []word, quotation string, e *evidence) string {
	var by []string
	for _, r := range relationsOf(claim) {
		if r.slot == "agent" && r.named && reporting[r.anchor] {
			by = append(by, r.filler...)
		}
	}
	for i, w := range claim {
		if w.text == "to" && i > 0 && claim[i-1].text == "according" {
			p := parser{ws: claim, parts: partsOf(claim)}
			if filler, named, _ := p.phrase(i + 1); named {
				by = append(by, filler...)
			}
		}
	}
	at := e.sentenceOf(quotation)
	if len(by) == 0 || at < 0 {
		return ""
	}
	said, definite := e.speakers(at), e.namesSpeaker(at)
	if len(said) == 0 || overlap(by, said) || !definite && overlap(by, e.around(at)) {
		return ""
	}
	return fmt.Sprintf("the source has these words from %s", strings.Join(said, " "))
}

// namesSpeaker tells whether sentence i itself names who speaks.
func (e *evidence) namesSpeaker(i int) bool {
	return slices.ContainsFunc(e.relations(i), func(r relation) bool {
		return r.slot == "agent" && r.named && reporting[r.anchor]
	})
}

// around are the keys of the names near sentence i, one of which its pronoun
// may mean.
func (e *evidence) around(i int) []string {
	var keys []string
	const reach = 3
	for _, w := range e.words[e.starts[max(0, i-reach)]:e.starts[min(i+2, e.sentences())]] {
		if w.capital {
			keys = append(keys, w.key)
		}
	}
	return keys
}

// sentenceOf is the sentence in which a quotation's first words stand, or -1.
func (e *evidence) sentenceOf(quotation string) int {
	words := strings.Fields(wordString(cuts.Split(strings.TrimSpace(quotation), 2)[0]))
	for i := range e.words {
		if len(words) > 0 && strings.HasPrefix(e.words[i].text, words[0]) && e.matches(i, words[:min(len(words), 6)]) {
			return e.words[i].sent
		}
	}
	return -1
}

func (e *evidence) matches(i int, words []string) bool {
	for k, w := range words {
		if i+k >= len(e.words) || !strings.HasPrefix(w, e.words[i+k].text) {
			return false
		}
	}
	return true
}
