package prompts

import (
	"math"
	"slices"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// evidence is a text that claims are held against, read once.
type evidence struct {
	text  string
	words []word
	at    map[string][]int // key of a content word or number -> places in words
	// starts[i] is the first word of sentence i; one more entry ends the last.
	starts []int
	// context holds the keys of what is said about the text.
	context map[string]bool
	// about is what is said about the text, sayings what may be quoted of both
	// (see stretches).
	about   []string
	sayings [][]string
	// opening are the keys of the name of who speaks where the text begins.
	opening []string
	// subject is the key of the name that the text is about (see topic).
	subject *string
	// read and done hold the relations and the parts of the sentences that were
	// asked for.
	read map[int][]relation
	done map[int][]part
	// quoted are the text's quotations and spoke their speakers, once asked for.
	quoted []prose.Quotation
	spoke  []prose.Speaker
	// triples are the places where three words in a row end.
	triples map[triple][]int
}

type triple [3]string

// newEvidence reads the text of passages. The words of the context (a title,
// an outlet, a day) may be named in a claim but carry none.
func newEvidence(text string, context ...string) *evidence {
	e := &evidence{text: text, words: readWords(text), at: make(map[string][]int), context: make(map[string]bool), about: context}
	for i, w := range e.words {
		for len(e.starts) <= w.sent {
			e.starts = append(e.starts, i)
		}
		if w.kind != function {
			e.at[w.key] = append(e.at[w.key], i)
		}
	}
	e.starts = append(e.starts, len(e.words))
	for _, c := range context {
		for _, w := range readWords(c) {
			e.context[w.key] = true
		}
	}
	return e
}

// sentences is how many sentences the text has.
func (e *evidence) sentences() int { return len(e.starts) - 1 }

// sentence returns the words of sentence i.
func (e *evidence) sentence(i int) []word { return e.words[e.starts[i]:e.starts[i+1]] }

func (e *evidence) has(key string) bool { return len(e.at[key]) > 0 }

// near tells whether two keys stand within five words of each other.
func (e *evidence) near(a, b string) bool {
	const reach = 4
	for _, i := range e.at[a] {
		for _, j := range e.at[b] {
			if d := j - i; d != 0 && -reach <= d && d <= reach {
				return true
			}
		}
	}
	return false
}

// topic is the key of the name that stands in the text's first sentence and
// oftener than twice any other in all of it, or "".
func (e *evidence) topic() string {
	if e.subject != nil {
		return *e.subject
	}
	const fewest = 3
	counts := make(map[string]int)
	for _, w := range e.words {
		if w.capital && w.kind == content {
			counts[w.key]++
		}
	}
	best, second, key := 0, 0, ""
	for k, n := range counts {
		switch {
		case n > best || n == best && k < key:
			best, second, key = n, best, k
		case n > second:
			second = n
		}
	}
	if at := e.at[key]; best < fewest || best < 2*second || e.words[at[0]].sent > 1 {
		key = ""
	}
	e.subject = &key
	return key
}

// nFeatures is the length of a feature vector; support.vector has their order.
const nFeatures = 8

// weights make a probability of the features, the last one being the
// intercept: a logistic regression fitted to 1,641 human judgements of
// attribution (AttributionBench, Li et al. 2024). In ten-fold cross-validation
// its balanced accuracy is .84 on the sets kept out of that benchmark's
// training and .70 on the others; twenty features did no better.
var weights = [nFeatures + 1]float64{1.43, 1.63, .28, 1.12, .76, -1.16, -1.78, -.33, -.51}

// support is how much of a claim a text carries, by the words alone. It knows
// nothing of who did what to whom; the vetoes do.
type support struct {
	coverage    float64 // share of the claim's content words that occur at all
	window      float64 // best coverage by three sentences in a row
	worstPairs  float64 // share of neighbouring content words found near each other, in the worst sentence
	trigrams    float64 // share of the claim's word triples that stand in the text
	run         float64 // longest verbatim run, as a share of the claim
	chat        bool    // speaks as "I" or to "you" where the text does not
	said        int     // content words and numbers of the claim
	length      int     // words of the text: much text covers much by chance
	missingName string  // a name that the text does not have, or ""
	missingNum  string  // a number
	// invented: what is missing is a full name or a nation, not one word with
	// a capital, which may be no name at all.
	invented bool
	// bare: of its words only the names stand in the text.
	bare bool
	// shouted is a run of words in capitals that the text does not have, or "".
	shouted string
	// surname: it is the name of a person or a place, not a given name before
	// one that the text has, nor an office, a day or what a body is called.
	surname bool
}

func (s support) vector() [nFeatures]float64 {
	return [nFeatures]float64{
		s.coverage, s.window, s.worstPairs, s.trigrams, s.run,
		oneIf(s.missingName != "" || s.missingNum != ""), oneIf(s.chat), math.Log(float64(s.length + 1)),
	}
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// probability that a human would call the claim supported.
func (s support) probability() float64 {
	z := weights[nFeatures]
	for i, v := range s.vector() {
		z += weights[i] * v
	}
	return 1 / (1 + math.Exp(-z))
}

// measure holds a claim's words against a text.
func measure(claim []word, e *evidence) support {
	s := support{length: len(e.words)}
	var said []word // the claim's content words and numbers
	for _, w := range claim {
		if w.kind != function {
			said = append(said, w)
		}
	}
	if s.said = len(said); s.said == 0 {
		return s
	}
	hits := 0
	for i, w := range said {
		switch {
		case e.has(w.key):
			hits++
		case e.context[w.key]:
		case w.text == "two": // "for two reasons" may be the writer's own count
			s.missingName = w.text
		case w.kind == number:
			s.missingNum = w.text
		case w.capital && !w.first:
			s.missingName = w.text
			_, nation := nations[w.text]
			before := i > 0 && w.before == "" && said[i-1].capital && said[i-1].span.End+1 == w.span.Start && !e.has(said[i-1].key)
			s.invented = s.invented || nation || before
			given := i+1 < len(said) && said[i+1].before == "" && said[i+1].capital && e.has(said[i+1].key)
			s.surname = s.surname || !given && isSurname(w)
		}
	}
	s.coverage = float64(hits) / float64(len(said))
	s.window = windowCoverage(said, e, 3)
	s.worstPairs = worstPairs(said, e)
	s.trigrams, s.run = verbatim(claim, e)
	s.chat = chats(claim, e)
	s.bare = onlyNames(claim, e)
	s.shouted = shouted(claim, e)
	return s
}

// onlyNames tells whether a claim takes no more than names from the text.
func onlyNames(claim []word, e *evidence) bool {
	parts := partsOf(claim)
	others := 0
	for i, w := range claim {
		if w.kind != content || parts[i] == name {
			continue
		}
		if others++; e.has(w.key) || e.context[w.key] {
			return false
		}
	}
	return others > 0
}

// shouted finds two words in capitals in a row, the first of which the text does
// not have.
func shouted(claim []word, e *evidence) string {
	for i := 1; i < len(claim); i++ {
		a, b := claim[i-1], claim[i]
		if a.acronym && b.acronym && b.before == "" && !e.has(a.key) && !e.context[a.key] {
			return a.text + " " + b.text
		}
	}
	return ""
}

// isSurname tells whether a word with a capital can only be a name.
func isSurname(w word) bool {
	const shortest = 3
	return len(w.text) > shortest && !w.acronym && !w.joined && !titles[w.text] && !prose.IsOffice(w.text) &&
		!calendar[w.text] && !bodies[w.text] && !verbKeys[w.key]
}

// calendar and bodies are words that have a capital and are no names by
// themselves; a report may well leave them out.
var (
	calendar = set(`monday tuesday wednesday thursday friday saturday sunday
 january february march april may june july august september october november december christmas easter`)
	bodies = set(`government parliament ministry minister ministers president presidents secretary department office court house
 state states united nations union council committee commission congress senate party army navy force forces police alliance
 north northern south southern east eastern west western central internet covid web bank church university company group
 team summit treaty agreement act bill law constitution republic kingdom city county province region district bible god earth
 empire lake river street road square professor doctor officials official spokesman spokeswoman spokesperson`)
)

// windowCoverage is the best share of the words that so many sentences in a
// row hold.
func windowCoverage(said []word, e *evidence, width int) float64 {
	best := 0
	for from := range e.sentences() {
		lo, hi := e.starts[from], e.starts[min(from+width, e.sentences())]
		held := 0
		for _, w := range said {
			at := e.at[w.key]
			if i, _ := slices.BinarySearch(at, lo); i < len(at) && at[i] < hi {
				held++
			}
		}
		best = max(best, held)
	}
	return float64(best) / float64(len(said))
}

// worstPairs is the share of neighbouring words that stand near each other in
// the text, for the claim's worst sentence, smoothed so that one pair does not
// decide.
func worstPairs(said []word, e *evidence) float64 {
	const prior = .5
	found, pairs, worst := prior, 1., 1.
	for i := 1; i < len(said); i++ {
		if said[i].sent != said[i-1].sent {
			worst = min(worst, found/pairs)
			found, pairs = prior, 1
			continue
		}
		found, pairs = found+oneIf(e.near(said[i-1].key, said[i].key)), pairs+1
	}
	return min(worst, found/pairs)
}

// verbatim is the share of the claim's word triples that stand in the text,
// and its longest run of words that does, as a share of the claim.
func verbatim(claim []word, e *evidence) (trigrams, run float64) {
	if e.triples == nil {
		e.triples = make(map[triple][]int, len(e.words))
		for i := 2; i < len(e.words); i++ {
			t := triple{e.words[i-2].text, e.words[i-1].text, e.words[i].text}
			e.triples[t] = append(e.triples[t], i)
		}
	}
	found, longest := 0, 0
	var ends map[int]int // place in the text -> length of the run that ends there
	for i := 2; i < len(claim); i++ {
		at := e.triples[triple{claim[i-2].text, claim[i-1].text, claim[i].text}]
		next := make(map[int]int, len(at))
		for _, j := range at {
			next[j] = max(ends[j-1]+1, 3)
			longest = max(longest, next[j])
		}
		if ends = next; len(at) > 0 {
			found++
		}
	}
	n := float64(len(claim) + 1)
	return float64(found) / n, float64(longest) / n
}

// chats tells whether the claim speaks for itself or to the reader in words
// that the text does not have: no report does.
func chats(claim []word, e *evidence) bool {
	for _, w := range claim {
		switch w.text {
		case "i", "me", "my", "we", "our", "you", "your":
			if !slices.ContainsFunc(e.words, func(x word) bool { return x.text == w.text }) {
				return true
			}
		}
	}
	return false
}
