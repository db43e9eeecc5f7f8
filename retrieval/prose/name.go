package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Name is a proper name in a text: of a person, a place, a body or a thing.
type Name struct {
	// Span leaves a possessive 's out and titles ("Mr", "President") in.
	Span
	// Sure: the name does not rest on the capital that any word has at the start
	// of a sentence or in a headline.
	Sure bool
}

// Names returns the names of a text in order: runs of capitalised words, with
// the small words that names have inside ("Ministry of Defence", "Ursula von
// der Leyen"), acronyms, and words like "iPhone". Days, months and the words
// that commonly open English sentences are no names. In languages that
// capitalise nouns it returns nouns too; scripts without case have no names.
func Names(text string) []Name { return newOutline(text, Quotations(text)).names() }

// outline is what the rules for names and speakers build on.
type outline struct {
	text                  string
	words                 []Word
	paragraphs, sentences []Span
	quotations            []Quotation
}

func newOutline(text string, quotations []Quotation) outline {
	return outline{text, Words(text), Paragraphs(text), Sentences(text), quotations}
}

func (o outline) names() []Name {
	r := newNameReader(o)
	var names []Name
	for i := 0; i < len(r.words); {
		n := r.run(i)
		if n == 0 {
			i++
			continue
		}
		if name, ok := r.name(i, n); ok {
			names = append(names, name)
		}
		i += n
	}
	return names
}

// nameReader knows of each word of a text what tells whether it is a name.
type nameReader struct {
	outline
	// opens[i]: word i has a capital for its place, not for what it is.
	opens []bool
	// common are words that the text has in lower case, proper those that it
	// capitalises where a common word would not be.
	common, proper map[string]bool
}

func newNameReader(o outline) *nameReader {
	r := &nameReader{outline: o, common: map[string]bool{}, proper: map[string]bool{}}
	r.opens = make([]bool, len(r.words))
	for _, s := range r.sentences {
		r.markFirst(s)
	}
	for _, q := range r.quotations {
		r.markFirst(q.Inner)
	}
	for _, p := range r.paragraphs {
		if IsHeading(p.In(r.text)) {
			r.markHeadline(p)
		}
	}
	for i, w := range r.words {
		switch s := w.In(r.text); {
		case w.Kind != Letters:
		case !capital(s):
			r.common[s] = true
		case !r.opens[i]:
			r.proper[withoutS(s)] = true
		}
	}
	return r
}

// wordsIn returns the range of the words that start in s.
func (r *nameReader) wordsIn(s Span) (from, to int) {
	return wordAt(r.words, s.Start), wordAt(r.words, s.End)
}

// wordAt returns the index of the first word that starts at or after at.
func wordAt(words []Word, at int) int {
	from, to := 0, len(words)
	for from < to {
		if mid := (from + to) / 2; words[mid].Start < at {
			from = mid + 1
		} else {
			to = mid
		}
	}
	return from
}

func (r *nameReader) markFirst(s Span) {
	if from, to := r.wordsIn(s); from < to {
		r.opens[from] = true
	}
}

// markHeadline marks every word of a headline that capitalises its words.
func (r *nameReader) markHeadline(s Span) {
	const long = 4 // shorter words stay small in headlines
	from, to := r.wordsIn(s)
	capitals, all := 0, 0
	for _, w := range r.words[from:to] {
		if w.Kind == Letters && w.Len() >= long {
			all++
			if capital(w.In(r.text)) {
				capitals++
			}
		}
	}
	if 3*capitals >= 2*all {
		for i := from; i < to; i++ {
			r.opens[i] = true
		}
	}
}

// run returns how many words from i on make one run of capitals, 0 for none.
func (r *nameReader) run(i int) int {
	if !r.mayStart(i) {
		return 0
	}
	end := i + 1
	for end < len(r.words) {
		next := end
		// Small words count only with a capital after them.
		for next < len(r.words) && next-end < 3 && r.adjoins(next) && r.small(i, next) {
			next++
		}
		if next == len(r.words) || !r.adjoins(next) {
			break
		}
		w := r.words[next]
		goesOn := w.Kind == Letters && r.isCapital(next) ||
			w.Joined && (w.Kind == Digits || next > i+1 && syllable(w.In(r.text)))
		if !goesOn || r.opens[next] && !r.headline(next) {
			break
		}
		end = next + 1
	}
	return end - i
}

// syllable tells whether a small word after a hyphen is part of a name (Moon
// Jae-in) rather than of an adjective (New York-born).
func syllable(s string) bool {
	switch s {
	case "led", "run", "like", "only", "era", "area", "born", "made", "held", "wide", "size", "type", "old", "up", "free":
		return false
	}
	return len(s) <= 4
}

// headline tells whether a word that opens stands in a headline, where each of
// its neighbours opens as well.
func (r *nameReader) headline(i int) bool { return i > 0 && r.opens[i-1] }

func (r *nameReader) mayStart(i int) bool {
	w := r.words[i]
	if w.Kind != Letters || !r.isCapital(i) {
		return false
	}
	s := w.In(r.text)
	return !functionWord(s) && !(r.opens[i] && r.common[strings.ToLower(s)] && !r.proper[s] && !acronym(s))
}

func (r *nameReader) isCapital(i int) bool {
	s := r.words[i].In(r.text)
	return capital(s) && s != "I" && !strings.HasPrefix(s, "I’") && !strings.HasPrefix(s, "I'")
}

// small tells whether word i may stand inside the name that starts at first.
func (r *nameReader) small(first, i int) bool {
	s := r.words[i].In(r.text)
	switch s {
	case "of":
		return namesBody(r.words[i-1].In(r.text))
	case "the", "and":
		return s == "the" && r.words[i-1].In(r.text) == "of"
	}
	return particle(s) && i > first
}

// adjoins tells whether only a space, a hyphen or the stop of an initial or a
// title stands between word i and the one before.
func (r *nameReader) adjoins(i int) bool {
	before := r.words[i-1]
	gap := r.text[before.End:r.words[i].Start]
	s := before.In(r.text)
	if strings.HasSuffix(s, "'s") || strings.HasSuffix(s, "’s") {
		return false
	}
	if stop, ok := strings.CutPrefix(gap, "."); ok {
		is, _, _ := courtesy(s)
		return stop == " " && (is || IsOffice(s) || utf8.RuneCountInString(s) == 1 || beforeName(s))
	}
	return gap == " " || gap == "\u00a0" || gap == "-" || gap == "‑" || gap == "\u202f"
}

// name makes a name of n words from i, unless they turn out to be none.
func (r *nameReader) name(i, n int) (Name, bool) {
	first, last := r.words[i], r.words[i+n-1]
	name := Name{Span: Span{first.Start, last.End - len(last.In(r.text)) + len(withoutS(last.In(r.text)))}}
	allCalendar := true
	for j := i; j < i+n; j++ {
		s := withoutS(r.words[j].In(r.text))
		allCalendar = allCalendar && (calendar(s) || r.words[j].Kind == Digits)
		if !r.opens[j] || r.proper[s] || acronym(s) || inner(s) {
			name.Sure = name.Sure || !small(s)
		}
	}
	return name, !allCalendar
}

func small(s string) bool { return s == "of" || s == "the" || particle(s) }

// capital tells whether a word is written as names are: a capital first, or
// one inside ("iPhone").
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsTitle(r) || inner(s)
}

// inner tells whether a capital stands after a small letter.
func inner(s string) bool {
	lower := false
	for _, r := range s {
		if lower && unicode.IsUpper(r) {
			return true
		}
		lower = unicode.IsLower(r)
	}
	return false
}

// acronym tells whether a word is of two letters or more, all capitals.
func acronym(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1
}

// withoutS takes a possessive 's off.
func withoutS(s string) string {
	for _, end := range []string{"'s", "’s", "'S", "’S"} {
		if cut, ok := strings.CutSuffix(s, end); ok {
			return cut
		}
	}
	return s
}

// functionWord tells whether a capitalised word is one that only opens
// sentences, never a name.
func functionWord(s string) bool {
	if opensSentence(s) {
		return true
	}
	switch s {
	case "I", "Am", "Be", "Been", "Being", "May", "Might", "Must", "Shall", "Whether", "While", "Whose", "Whom",
		"Such", "Than", "Them", "Him", "Us", "Me", "Nor", "Either", "Neither", "Every", "Everyone",
		"Everybody", "Everything", "Any", "Anyone", "Anything", "Nothing", "Nobody", "None", "Someone",
		"Something", "Few", "Several", "Much", "Among", "Amid", "Against", "Between", "Through",
		"Without", "Within", "Unlike", "Like", "Near", "Inside", "Outside", "Following", "Given",
		"Perhaps", "Maybe", "Indeed", "Thus", "Therefore", "Moreover", "Furthermore", "Besides",
		"Nevertheless", "Nonetheless", "Otherwise", "Again", "Always", "Never", "Often", "Sometimes",
		"Recently", "Finally", "Eventually", "Currently", "Previously", "Additionally", "Specifically",
		"Similarly", "Separately", "Asked", "Speaking", "Former", "Yes", "Oh", "Well", "Please",
		"Yesterday", "Tomorrow", "Tonight", "First", "Second", "Third", "Next", "Three", "Four",
		"Five", "Six", "Seven", "Eight", "Nine", "Ten", "Half", "Because", "Unless", "Though", "Across",
		"Around", "Behind", "Below", "Beyond", "Down", "Off", "Out", "Up", "Onto", "Into", "Upon",
		"Per", "Plus", "Until", "Via", "Own", "Same", "Too", "Very", "Rather", "Quite", "Almost",
		"Already", "Ahead", "Away", "Back", "Ever", "Else", "Whatever", "Whenever", "Wherever", "Whichever",
		"It’s", "It's", "That’s", "That's", "There’s", "There's", "He’s", "He's", "She’s", "She's",
		"We’re", "We're", "They’re", "They're", "You’re", "You're", "Don’t", "Don't", "What’s", "What's",
		"Let’s", "Let's", "Can’t", "Can't", "Won’t", "Won't", "Didn’t", "Didn't", "Isn’t", "Isn't",
		"Here’s", "Here's", "We’ve", "We've", "We’ll", "We'll", "They’ve", "They've":
		return true
	}
	return false
}
