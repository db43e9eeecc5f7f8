package handlers

import (
	"slices"
	"strings"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval/prose"
)

// Highlighted is a source of a turn with those of its words that carry what
// was said.
type Highlighted struct {
	Source prompts.Source
	// Spans are runs of the source's Text, ascending and apart; none reaches
	// over the end of a paragraph. Nil where no word was found again.
	Spans []prose.Span
}

// Highlight shows, for each source of a turn, the words that the sentences
// which cite it rest on: quotations as they stand there, else the runs of words
// that a sentence shares with the one or two sentences of the source that are
// nearest to it. Where nothing cites a source, as it was only quoted, the words
// of the question are looked for.
func Highlight(t Turn) []Highlighted {
	list := make([]Highlighted, 0, len(t.Sources))
	for _, s := range t.Sources {
		page := newPassageWords(s.Text)
		cited := false
		for _, sentence := range t.Sentences {
			if slices.Contains(sentence.Cites, s.N) {
				cited = true
				page.carry(sentence.Text)
			}
		}
		if !cited {
			page.share(t.Standing)
		}
		list = append(list, Highlighted{Source: s, Spans: page.spans()})
	}
	return list
}

// passageWords is a passage, and which of its words are highlighted.
type passageWords struct {
	text      string
	folded    prose.Folded
	words     []prose.Word
	keys      []string
	sentences []span // of words
	quoted    []prose.Span
	marked    []bool // by word
}

// span is the words from up to but not including to.
type span struct{ from, to int }

func newPassageWords(text string) *passageWords {
	p := &passageWords{text: text, folded: prose.NewFoldedCase(text), words: prose.Words(text)}
	p.marked = make([]bool, len(p.words))
	for _, w := range p.words {
		p.keys = append(p.keys, wordKey(w.In(text)))
	}
	at := 0
	for _, s := range prose.Sentences(text) {
		from := at
		for at < len(p.words) && p.words[at].End <= s.End {
			at++
		}
		if at > from {
			p.sentences = append(p.sentences, span{from, at})
		}
	}
	return p
}

// carry marks what a sentence rests on.
func (p *passageWords) carry(sentence string) {
	rest := sentence
	for _, q := range prose.Quotations(sentence) {
		if p.quote(q.Inner.In(sentence)) {
			rest = strings.Replace(rest, q.In(sentence), " ", 1)
		}
	}
	p.share(rest)
}

// quote finds quoted words as they stand in the passage, sentence by sentence
// where they run over paragraphs there, and tells whether all were found. A
// single word in quotation marks is found with those around it.
func (p *passageWords) quote(words string) bool {
	all := true
	for _, s := range prose.Sentences(words) {
		part := strings.Trim(s.In(words), " .,;:!?…")
		at, ok := p.folded.Find(prose.FoldCase(part))
		if ok = ok && strings.Contains(part, " "); ok {
			p.quoted = append(p.quoted, at)
		}
		all = all && ok
	}
	return all
}

// Bounds of what counts as a run of words.
const (
	// fewestShared is how many words a second sentence must have of those that
	// the first left over, and a run of the words that make it.
	fewestShared = 2
	// mostBetween is how many other words may stand inside a run.
	mostBetween = 2
)

// share marks the runs of words that a text shares with the sentence of the
// passage that has most of them, and with one more for what that leaves over.
func (p *passageWords) share(text string) {
	left := make(map[string]bool)
	for _, w := range prose.Words(text) {
		if k := wordKey(w.In(text)); k != "" {
			left[k] = true
		}
	}
	for range 2 {
		best, most := span{}, fewestShared-1
		for _, s := range p.sentences {
			if n := p.count(s, left); n > most {
				best, most = s, n
			}
		}
		if best.to == 0 {
			return
		}
		p.markRuns(best, left)
		for _, k := range p.keys[best.from:best.to] {
			delete(left, k)
		}
	}
}

// count is how many different keys a sentence of the passage has.
func (p *passageWords) count(s span, keys map[string]bool) int {
	found := make(map[string]bool)
	for _, k := range p.keys[s.from:s.to] {
		if keys[k] {
			found[k] = true
		}
	}
	return len(found)
}

// markRuns marks the words of a sentence that have a key, and what stands
// between them where that is little. A word by itself stays unmarked, or the
// page would be speckled; a number does not, as it is what readers check.
func (p *passageWords) markRuns(s span, keys map[string]bool) {
	for i := s.from; i < s.to; i++ {
		if !keys[p.keys[i]] {
			continue
		}
		last, hits, between := i, 1, 0
		for j := i + 1; j < s.to && between <= mostBetween; j++ {
			switch {
			case keys[p.keys[j]]:
				last, between, hits = j, 0, hits+1
			case p.keys[j] != "":
				between++
			}
		}
		if hits >= fewestShared || p.words[i].Kind == prose.Digits {
			for k := i; k <= last; k++ {
				p.marked[k] = true
			}
		}
		i = last
	}
}

// spans are the marked words as runs, with the quotations.
func (p *passageWords) spans() []prose.Span {
	all := slices.Clone(p.quoted)
	for i, w := range p.words {
		if p.marked[i] {
			all = append(all, w.Span)
		}
	}
	slices.SortFunc(all, func(a, b prose.Span) int { return a.Start - b.Start })
	var runs []prose.Span
	for _, s := range all {
		if last := len(runs) - 1; last >= 0 && p.adjoin(runs[last].End, s.Start) {
			runs[last].End = max(runs[last].End, s.End)
			continue
		}
		runs = append(runs, s)
	}
	return p.cutAtParagraphs(runs)
}

// adjoin tells whether nothing that matters stands between two offsets of a
// paragraph: marks, and a plain word or two.
func (p *passageWords) adjoin(end, start int) bool {
	if start <= end {
		return true
	}
	between := p.text[end:start]
	words := prose.Words(between)
	return !strings.Contains(between, "\n") && len(words) <= mostBetween &&
		!slices.ContainsFunc(words, func(w prose.Word) bool { return wordKey(w.In(between)) != "" })
}

// cutAtParagraphs parts runs that reach over the end of a paragraph, as a
// quotation can.
func (p *passageWords) cutAtParagraphs(runs []prose.Span) []prose.Span {
	var parts []prose.Span
	paragraphs := prose.Paragraphs(p.text)
	for _, r := range runs {
		for _, para := range paragraphs {
			if part := (prose.Span{Start: max(r.Start, para.Start), End: min(r.End, para.End)}); part.Start < part.End {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// wordKey is what different forms of a word have in common, roughly; "" for a
// word that says nothing by itself. It decides over what is printed bold, and
// over nothing else.
func wordKey(word string) string {
	const stem = 5
	w := strings.TrimSuffix(prose.FoldCase(word), "'s")
	switch w {
	case "a", "an", "the", "this", "that", "these", "those", "and", "or", "but", "of", "in", "on", "at", "to", "for", "from",
		"by", "with", "as", "is", "are", "was", "were", "be", "been", "has", "have", "had", "it", "its", "he", "she", "his", "her",
		"they", "their", "who", "which", "what", "will", "would", "not", "also", "about", "after", "did", "does", "do", "there",
		"through", "over", "into", "than", "between", "before", "when", "while", "said", "says", "more", "other", "can", "could":
		return ""
	}
	if len(w) > len("its") {
		w = strings.TrimSuffix(w, "s")
	}
	n := 0
	for i := range w {
		if n == stem {
			return w[:i]
		}
		n++
	}
	return w
}
