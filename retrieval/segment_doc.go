package retrieval

import (
	"math"
	"strings"
	"time"
	"unicode"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// doc is an article as the index holds it: its words in order, as terms, and
// where its sentences are. It never changes and segments share it.
type doc struct {
	article   Article
	title     []token
	tokens    []token // of the text, stop words left out
	sentences []sentence
	speakers  []speech
	length    int   // tokens, those of the title by titleWeight
	words     int   // of the title, as a reader counts
	day       int32 // of publication, since 1970; noDay where unknown
	vectors   *vectors
	lang      string
}

const noDay = math.MinInt32

// otherLanguage is any that the index knows nothing of.
const otherLanguage = "und"

// sentence is a piece of the text that a passage does not cut. A sentence of
// more words than a passage may have is held as several.
type sentence struct {
	start uint32 // byte in the text; the sentence ends where the next starts
	token uint32 // its first token
	words uint16 // as a reader counts
	flags sentenceFlags
}

type sentenceFlags uint16

const (
	quotes   sentenceFlags = 1 << iota // words of a quotation stand in it
	reports                            // a verb of saying stands in it
	inQuote                            // begins within a quotation
	heading                            // a paragraph without a full stop
	newBlock                           // begins a paragraph
)

// speech tells who speaks from a byte of the text on, where a chunk starts
// within a quotation.
type speech struct {
	start uint32
	name  string
}

// reader turns articles into docs. It keeps the terms of the words it has met
// and serves one goroutine.
type reader struct{ stemmers map[string]*stemmer }

func (r *reader) stemmer(lang string) *stemmer {
	m := r.stemmers[lang]
	if m == nil {
		m = newStemmer(lang)
		r.stemmers[lang] = m
	}
	return m
}

// longestPiece is how many words of one sentence a passage must take together.
const longestPiece = 120

func (r *reader) read(e entry) *doc {
	a := e.article
	d := &doc{article: a, day: noDay, lang: codeOf(a.Lang), words: len(strings.Fields(a.Title))}
	switch {
	case d.lang == "":
		d.lang = guess(a.Text)
	case languages[d.lang] == nil:
		// Each language of a guild is looked up for each word of a question, and a
		// page may claim any.
		d.lang = otherLanguage
	}
	m := r.stemmer(d.lang)
	if !a.Published.IsZero() {
		d.day = dayOf(a.Published)
	}
	d.title = m.tokens(a.Title)
	d.sentences = sentencesOf(a.Text)
	r.tokenise(d, m)
	for _, c := range e.chunks {
		if c.Speaker != "" {
			d.speakers = append(d.speakers, speech{uint32(c.Start), c.Speaker})
		}
	}
	d.length = len(d.tokens) + titleWeight*len(d.title)
	return d
}

// tokenise reads the text's words into d.tokens and sets where each sentence's
// begin.
func (r *reader) tokenise(d *doc, m *stemmer) {
	tokens := make([]token, 0, len(d.article.Text)/10)
	s, at := scanner{text: d.article.Text, apostrophe: m.apostrophe}, 0
	for s.next() {
		for at+1 < len(d.sentences) && int(d.sentences[at+1].start) <= s.start {
			at++
			d.sentences[at].token = uint32(len(tokens))
		}
		if t, ok := m.token(&s); ok {
			tokens = append(tokens, t)
			if _, ok := reporting.find(t.term()); ok {
				d.sentences[at].flags |= reports
			}
		}
	}
	for at++; at < len(d.sentences); at++ {
		d.sentences[at].token = uint32(len(tokens))
	}
	d.tokens = append(make([]token, 0, len(tokens)), tokens...)
}

// tokens reads a short text: a title, a question.
func (m *stemmer) tokens(text string) []token {
	var tokens []token
	for s := (scanner{text: text, apostrophe: m.apostrophe}); s.next(); {
		if t, ok := m.token(&s); ok {
			tokens = append(tokens, t)
		}
	}
	return tokens
}

func dayOf(t time.Time) int32 { return int32(t.UTC().Unix() / (24 * 60 * 60)) }

// reporting holds the stems of the verbs that bring somebody's words.
var reporting = func() *lookup {
	var verbs lookup
	for _, v := range strings.Fields(`said says saying told tells added adds wrote writes tweeted stated states
		announced explained explains argued argues warned warns asked insisted noted notes claimed claims
		declared according testified acknowledged replied responded recalled suggested stressed urged`) {
		verbs.add(termOf([]byte(v), "en", false), 0)
	}
	return &verbs
}()

// sentencesOf finds the sentences of a text, overlong ones in pieces.
func sentencesOf(text string) []sentence {
	spans := prose.Sentences(text)
	flags := flagsOf(text, spans)
	sentences := make([]sentence, 0, len(spans))
	for i, span := range spans {
		s := sentence{start: uint32(span.Start), flags: flags[i]}
		words, cut := wordsUpTo(text[span.Start:span.End], longestPiece)
		for span.Start+cut < span.End {
			s.words = uint16(words)
			sentences = append(sentences, s)
			span.Start += cut
			s = sentence{start: uint32(span.Start), flags: s.flags &^ newBlock}
			words, cut = wordsUpTo(text[span.Start:span.End], longestPiece)
		}
		s.words = uint16(words)
		sentences = append(sentences, s)
	}
	return append(make([]sentence, 0, len(sentences)), sentences...)
}

// flagsOf tells what each sentence is, save for its verbs.
func flagsOf(text string, spans []prose.Span) []sentenceFlags {
	flags := make([]sentenceFlags, len(spans))
	for i, span := range spans {
		if i == 0 || strings.Contains(text[spans[i-1].End:span.Start], "\n") {
			flags[i] |= newBlock
		}
		last := i+1 == len(spans) || strings.Contains(text[span.End:spans[i+1].Start], "\n")
		if flags[i]&newBlock != 0 && last && prose.IsHeading(text[span.Start:span.End]) {
			flags[i] |= heading
		}
	}
	at, run := 0, -1
	for _, q := range prose.Quotations(text) {
		for at < len(spans) && spans[at].End <= q.Start {
			at++
		}
		for i := at; i < len(spans) && spans[i].Start < q.End; i++ {
			flags[i] |= quotes
			if spans[i].Start > q.Start || spans[i].Start == q.Start && q.Run == run {
				flags[i] |= inQuote
			}
		}
		run = q.Run
	}
	return flags
}

// wordsUpTo counts words as a reader does: what white space separates, two
// characters to a word where a script has no spaces, and longestWord bytes to
// one of a page that has neither words nor such a script. It stops where the word after the limit
// begins, and tells at which byte.
func wordsUpTo(text string, limit int) (words, at int) {
	halves, within, began := 0, false, 0
	for i, r := range text {
		starts := false
		switch {
		case i-began >= longestWord:
			starts = true
		case ' ' < r && r < unicode.MaxASCII:
			starts, within = !within, true
		case unicode.IsSpace(r):
			within = false
		case spaceless(r):
			halves++
			starts, within = halves%2 == 1, false
		case !within:
			starts, within = true, true
		}
		if starts && words == limit {
			return words, i
		}
		if starts {
			words++
			began = i
		}
	}
	return words, len(text)
}
