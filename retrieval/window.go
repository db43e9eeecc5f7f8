package retrieval

// span is a run of an article's sentences, from up to but not including to.
type span struct{ from, to int }

// Limits of a passage, in words. A new window starts stride words after the
// last, so a passage that suits the question better than its neighbours by
// more than a few lines is among them.
const (
	passageWords = 199
	halfWords    = 97
	leadWords    = 80
	shortWords   = 65
	stride       = 45
)

// windows lays windows of whole sentences of at most limit words over the
// article. No window begins or ends within a quotation, unless the quotation
// alone is longer than the limit. They are laid into room, grown as needed.
func (d *doc) windows(limit int, room []span) []span {
	spans, since := room[:0], stride
	for from := range d.sentences {
		if since >= stride && (from == 0 || d.sentences[from].flags&inQuote == 0 || since >= limit) {
			w := d.window(from, limit)
			// What ends with the article and lies within the last window adds
			// nothing.
			if len(spans) == 0 || w.to > spans[len(spans)-1].to {
				spans = append(spans, w)
			}
			since = 0
		}
		since += int(d.sentences[from].words)
	}
	return spans
}

// window is the longest run of sentences from one on that keeps within the
// limit; at least one sentence.
func (d *doc) window(from, limit int) span {
	words, to, whole := int(d.sentences[from].words), from+1, 0
	for ; to < len(d.sentences); to++ {
		if d.sentences[to].flags&inQuote == 0 {
			whole = to
		}
		words += int(d.sentences[to].words)
		if words > limit {
			break
		}
	}
	if to < len(d.sentences) && whole > from {
		to = whole
	}
	return span{from, to}
}

// tokensOf gives the tokens of a run of sentences.
func (d *doc) tokensOf(s span) (from, to int) {
	return int(d.sentences[s.from].token), d.tokenAt(s.to)
}

// tokenAt is the first token of a sentence, or the end of the text.
func (d *doc) tokenAt(sentence int) int {
	if sentence == len(d.sentences) {
		return len(d.tokens)
	}
	return int(d.sentences[sentence].token)
}

// byteAt is where a sentence starts in the text, or the end of it.
func (d *doc) byteAt(sentence int) int {
	if sentence == len(d.sentences) {
		return len(d.article.Text)
	}
	return int(d.sentences[sentence].start)
}

func (d *doc) wordsOf(s span) int {
	n := 0
	for _, sentence := range d.sentences[s.from:s.to] {
		n += int(sentence.words)
	}
	return n
}
