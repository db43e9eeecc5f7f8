package prompts

import (
	"strings"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// maxOccasion is how many words of an occasion are given.
const maxOccasion = 14

// Words of an occasion. Its names are known by their capitals; "yesterday" and
// the like are left out, since a reader comes on another day.
var (
	tellVerbs     = set(`said says told tells wrote writes tweeted posted warned`)
	needListener  = set(`told tells warned`)
	listeners     = set(`reporters journalists lawmakers senators members supporters investors analysts viewers crowd audience court jury panel committee congress parliament press conference hearing newspaper magazine chamber delegates students voters fans officials`)
	occasionPreps = set(`in at on during to after before via`)
	occasionWords = set(`a an the his her its their this of with and for by statement interview news press conference speech address report tweet post
 television tv radio state remarks email e-mail letter call phone telephone video meeting rally briefing podcast memo blog hearing floor morning
 afternoon evening night joint note written opening live summit session forum panel event ceremony funeral visit trip message social media website
 testimony filing release announcement column book documentary essay town hall debate gathering convention campaign court house show broadcast
 program programme reporters journalists lawmakers weekly monthly annual regular daily recent brief lengthy separate prepared`)
)

// occasion reads how and where quotation k was spoken: "told reporters in
// Brussels". It goes as far as it is plain and no further; "" where only "said"
// would be left.
func (t *telling) occasion(k int) string {
	at, q := t.speakers[k].At, t.quotations[k]
	i := t.sentenceAt(at.Start)
	if at.Len() == 0 || i < 0 {
		return ""
	}
	if at.End <= q.Start { // Stoltenberg told reporters in Brussels: “…”
		return plainOccasion(t.text[at.End:min(q.Start, max(at.End, t.sentences[i].End))])
	}
	end := t.sentences[i].End
	if k+1 < len(t.quotations) {
		end = min(end, max(at.End, t.quotations[k+1].Start))
	}
	if q.End > at.Start {
		return ""
	}
	between := strings.Trim(t.text[q.End:at.Start], " ,")
	verb, office, _ := strings.Cut(between, " ")
	tail := t.text[at.End:end]
	switch {
	case between == "": // “…,” Stoltenberg told reporters in Brussels.
		return plainOccasion(tail)
	case !tellVerbs[strings.ToLower(verb)] || needListener[verb] || len(strings.Fields(office)) > maxOccasion/2:
		return ""
	}
	// “…,” said Stoltenberg in a statement; said Smith, an analyst, in a statement
	if strings.HasPrefix(tail, ",") {
		tail = tail[strings.LastIndex(tail, ",")+1:]
	}
	return plainOccasion(" " + verb + " " + strings.TrimSpace(tail))
}

// plainOccasion returns the longest beginning of what follows a speaker's name
// that is a verb, a listener and phrases of place and time, each whole.
func plainOccasion(tail string) string {
	tail = strings.TrimLeft(tail, " ")
	words := prose.Words(tail)
	if len(words) == 0 || words[0].Start != 0 || !tellVerbs[words[0].In(tail)] {
		return ""
	}
	o := occasionReader{text: tail, words: words, next: 1}
	if needListener[words[0].In(tail)] {
		if o.end = o.listener(); o.end == 0 {
			return ""
		}
	}
	for o.phrase() {
	}
	if o.end == 0 {
		return ""
	}
	return oneLine(tail[:o.end])
}

// occasionReader goes over the words of an occasion; end is where what is plain
// of it ends, in bytes.
type occasionReader struct {
	text  string
	words []prose.Word
	next  int
	end   int
}

func (o *occasionReader) word(i int) string {
	if i >= len(o.words) || i >= maxOccasion {
		return ""
	}
	w := o.words[i]
	if i > 0 && strings.Trim(o.text[o.words[i-1].End:w.Start], " .-’'") != "" {
		return "" // a comma, a quotation: what follows is something else
	}
	return w.In(o.text)
}

// listener takes who was told.
func (o *occasionReader) listener() (end int) {
	i, heard := o.next, false
	for ; o.word(i) != ""; i++ {
		switch w := o.word(i); {
		case listeners[w], capitalised(w) && !calendar[strings.ToLower(w)] && !occasionPreps[strings.ToLower(w)]:
			heard = true
		case !heard && (w == "the" || w == "a"), heard && w == "and":
		default:
			return o.took(i, heard)
		}
	}
	return o.took(i, heard)
}

func (o *occasionReader) took(i int, heard bool) int {
	if !heard || functionWords[strings.ToLower(o.words[i-1].In(o.text))] {
		return 0
	}
	o.next = i
	return o.words[i-1].End
}

// phrase takes one phrase, of a preposition or a day, if it is plain to its end.
func (o *occasionReader) phrase() bool {
	w := o.word(o.next)
	i := o.next + 1
	switch {
	case calendar[strings.ToLower(w)] && capitalised(w):
		for isDay(o.word(i)) {
			i++
		}
		if !o.endsAt(i) && !occasionPreps[o.word(i)] && !calendar[strings.ToLower(o.word(i))] {
			return false
		}
	case occasionPreps[w]:
		for o.word(i) != "" && !occasionPreps[o.word(i)] && (occasionWords[o.word(i)] || capitalised(o.word(i)) || isDay(o.word(i))) {
			i++
		}
		last := strings.ToLower(o.words[i-1].In(o.text))
		if i == o.next+1 || functionWords[last] && last != "this" || last == "this" || !o.endsAt(i) && !occasionPreps[o.word(i)] {
			return false
		}
	default:
		return false
	}
	o.next, o.end = i, o.words[i-1].End
	return true
}

// endsAt tells whether a phrase may end before word i: the words end there, a
// mark does, or words follow that say when to a reader of that day.
func (o *occasionReader) endsAt(i int) bool {
	return i < maxOccasion && (o.word(i) == "" || thatDay[o.word(i)])
}

var thatDay = set(`yesterday today tonight earlier last this`)

func isDay(w string) bool {
	return w != "" && len(w) <= 4 && strings.Trim(w, "0123456789") == ""
}

func capitalised(w string) bool { c, _ := casing(w); return c }
