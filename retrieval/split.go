package retrieval

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// Sizes of chunks in words. A chunk is a place to cut at rather than a passage:
// the search joins neighbours.
const (
	aimedWords = 100
	fewWords   = 50  // a chunk has fewer only if nothing better can be had,
	manyWords  = 150 // or more
	// mostWords is never exceeded: beyond it an utterance is cut between
	// sentences, and a sentence between words.
	mostWords = 250
	// bytesPerWord makes the limits hold where white space is rare: text counts
	// as at least one word for so many bytes.
	bytesPerWord = 10
)

// Split cuts a text into chunks of about 100 words that tile it byte for byte,
// between paragraphs where it can, else between sentences. A heading stays with
// what follows it, an introduction that ends in a colon with what it introduces,
// and an utterance is kept whole, over paragraphs too, as long as a chunk holds
// it (250 words, or 2,500 bytes where white space is rare). Speaker is set
// where a chunk opens inside an utterance, or with one that an earlier chunk
// introduced.
func Split(text string) []Chunk {
	quotations := prose.Quotations(text)
	pieces := cutPieces(text, quotations)
	var chunks []Chunk
	for first := 0; first < len(pieces); {
		next := chooseCut(pieces, first)
		start, end := pieces[first].start, len(text)
		if next < len(pieces) {
			end = pieces[next].start
		}
		chunks = append(chunks, Chunk{Index: len(chunks), Start: start, End: end, Text: text[start:end]})
		first = next
	}
	nameSpeakers(chunks, text, quotations)
	return chunks
}

// nameSpeakers sets the Speaker of each chunk that opens with somebody's words
// and does not itself say whose they are.
func nameSpeakers(chunks []Chunk, text string, quotations []prose.Quotation) {
	speakers := prose.Speakers(text, quotations)
	q := 0
	for i := range chunks {
		start := chunks[i].Start
		for q < len(quotations) && quotations[q].End <= start {
			q++
		}
		if q == len(quotations) || quotations[q].Start > start {
			continue
		}
		opened := quotations[q].Start < start || q > 0 && quotations[q-1].Run == quotations[q].Run
		if introduced := speakers[q].At.End <= start; opened || introduced {
			chunks[i].Speaker = speakers[q].Name
		}
	}
}

// piece is a stretch of text that is cut only if it is too long by itself: a
// sentence and the white space after it.
type piece struct {
	start, words int
	before       bond
}

// bond is what holds a piece to the one before it.
type bond int

const (
	bySection   bond = iota // a heading follows: the best place to cut
	byParagraph             // a new paragraph begins
	bySentence
	// byUtterance: the same person goes on talking, or a heading or a colon has
	// just announced what follows. Cut only where a chunk would grow too long.
	byUtterance
	byWord // within a sentence: cut only as the last resort
)

// cost is what a cut costs, in words that a chunk may rather be longer or
// shorter by.
func (b bond) cost() int {
	return [...]int{bySection: -50, byParagraph: -35, bySentence: 0, byUtterance: 1000, byWord: 2000}[b]
}

// chooseCut returns the piece that the chunk after that of first begins with.
func chooseCut(pieces []piece, first int) int {
	best, bestCost := first+1, int(^uint(0)>>1)
	words := 0
	for i := first + 1; i <= len(pieces); i++ {
		words += pieces[i-1].words
		if words > mostWords {
			break
		}
		if i == len(pieces) && words <= manyWords {
			return i
		}
		cost := max(words-aimedWords, aimedWords-words)
		if words < fewWords || words > manyWords {
			cost += aimedWords
		}
		if i < len(pieces) {
			cost += pieces[i].before.cost()
		}
		if cost < bestCost {
			best, bestCost = i, cost
		}
	}
	return best
}

// cutPieces cuts a text into its sentences, and what is too long for a chunk
// into parts of sentences.
func cutPieces(text string, quotations []prose.Quotation) []piece {
	if text == "" {
		return nil
	}
	sentences := prose.Sentences(text)
	if len(sentences) == 0 {
		sentences = []prose.Span{{}}
	}
	sentences[0].Start = 0
	layout := newLayout(text, quotations)
	var pieces []piece
	for i, s := range sentences {
		end := len(text)
		if i+1 < len(sentences) {
			end = sentences[i+1].Start
		}
		before := layout.bond(s.Start)
		size := mostWords
		if countWords(text[s.Start:end]) > mostWords {
			size = aimedWords
		}
		for start := s.Start; start < end; before = byWord {
			n := fit(text[start:end], size)
			pieces = append(pieces, piece{start, countWords(text[start : start+n]), before})
			start += n
		}
	}
	return pieces
}

// countWords is the size of a stretch of text as far as chunks go.
func countWords(s string) int {
	words := 0
	for range strings.FieldsSeq(s) {
		words++
	}
	return max(words, (len(s)+bytesPerWord-1)/bytesPerWord)
}

// fit returns how much of s makes at most so many words: all of it, or up to
// the start of a word, or at least whole runes.
func fit(s string, words int) int {
	seen, word := 0, 0
	inWord := false
	for i, r := range s {
		if starts := !unicode.IsSpace(r); starts != inWord {
			if inWord = starts; starts {
				word = i
				seen++
			}
		}
		_, width := utf8.DecodeRuneInString(s[i:])
		switch {
		case seen > words:
			return i
		case i+width <= words*bytesPerWord:
		case word > i/2:
			return word
		default:
			return i
		}
	}
	return len(s)
}

// layout tells what holds two neighbouring sentences together; its questions
// must come in the order of the text.
type layout struct {
	text               string
	paragraphs, spoken []prose.Span // what lies behind is dropped
}

func newLayout(text string, quotations []prose.Quotation) *layout {
	l := &layout{text: text, paragraphs: prose.Paragraphs(text)}
	last := -1
	for _, q := range quotations {
		if q.Run == last {
			l.spoken[len(l.spoken)-1].End = q.End
			continue
		}
		l.spoken = append(l.spoken, q.Span)
		last = q.Run
	}
	return l
}

// bond tells what holds the sentence at start to the one before.
func (l *layout) bond(start int) bond {
	for len(l.spoken) > 0 && l.spoken[0].End <= start {
		l.spoken = l.spoken[1:]
	}
	if len(l.paragraphs) == 0 || start < l.paragraphs[0].End && start > l.paragraphs[0].Start {
		if l.inside(start) {
			return byUtterance
		}
		return bySentence
	}
	afterHeading, atColon := false, false
	for l.paragraphs[0].End <= start {
		before := l.paragraphs[0].In(l.text)
		afterHeading, atColon = prose.IsHeading(before), strings.HasSuffix(before, ":")
		l.paragraphs = l.paragraphs[1:]
	}
	heading := prose.IsHeading(l.paragraphs[0].In(l.text))
	switch {
	case l.inside(start), atColon, afterHeading && !heading:
		return byUtterance
	case heading && !afterHeading:
		return bySection
	}
	return byParagraph
}

// inside tells whether somebody is talking across start.
func (l *layout) inside(start int) bool { return len(l.spoken) > 0 && l.spoken[0].Start < start }
