package prose

import "unicode/utf8"

// Quotation is one stretch of quoted words within a paragraph: outermost marks
// only; what is quoted inside it is found by looking at Inner.
type Quotation struct {
	// Span has the marks in it, Inner has not.
	Span
	Inner Span
	// Run numbers the utterances from 0. The quotations of one utterance over
	// several paragraphs share a number.
	Run int
	// Closed: the closing mark is there. Without it the quotation reaches to the
	// end of its paragraph, and the next paragraph goes on with the same words
	// or lacks the mark by mistake.
	Closed bool
}

// Quotations returns the quotations of a text in order. It knows “ ”, ‘ ’,
// straight marks, « », » «, „ “, ” ”, 「 」 and 『 』, and tells apostrophes from
// closing single quotes as far as the letters around them can. Where a
// paragraph leaves a quotation open and the next opens with the same mark, one
// utterance runs over both; a mark that never closes otherwise is ignored.
func Quotations(text string) []Quotation {
	var found []Quotation
	run := -1
	inRun := false // the paragraph goes on with words that an earlier one opened
	paragraphs := Paragraphs(text)
	for n, p := range paragraphs {
		m := marks{text: text, p: p}
		if n+1 < len(paragraphs) {
			m.nextMark, _ = utf8.DecodeRuneInString(text[paragraphs[n+1].Start:])
		}
		goesOn := m.scan(inRun)
		for _, q := range m.found {
			if !inRun {
				run++
			}
			inRun = false
			q.Run = run
			found = append(found, q)
		}
		inRun = goesOn
	}
	return found
}

// marks scans one paragraph for quotation marks.
type marks struct {
	text     string
	p        Span
	nextMark rune // what the next paragraph begins with
	// open are the marks that have no partner yet, the outermost first.
	open []openMark
	// found are outermost quotations; inner are those within a quotation still
	// open, which count if it never closes.
	found, inner []Quotation
}

type openMark struct {
	mark rune
	Span // of the mark itself
	// partner is where a single mark closes, known beforehand; else -1.
	partner int
}

// scan finds the paragraph's quotations and tells whether the last of them
// goes on in the next paragraph. inRun: the first goes on from the last one.
func (m *marks) scan(inRun bool) (goesOn bool) {
	partners := pairSingles(m.text, m.p)
	for at := nextMark(m.text, m.p, m.p.Start); at.Len() > 0; at = nextMark(m.text, m.p, at.End) {
		switch r, _ := utf8.DecodeRuneInString(at.In(m.text)); r {
		case '‘', '’', '\'':
			m.takeSingle(r, at, partners)
		case '“', '”', '"', '„', '«', '»', '‹', '›', '「', '」', '『', '』':
			m.take(r, at)
		}
	}
	if len(m.open) == 0 {
		return false
	}
	outer := m.open[0]
	goesOn = outer.mark == m.nextMark && outer.End < m.p.End
	if goesOn || inRun && outer.Start == m.p.Start && outer.End < m.p.End {
		m.found = append(m.found, Quotation{
			Span:  Span{outer.Start, m.p.End},
			Inner: Span{outer.End, m.p.End},
		})
		return goesOn
	}
	m.found = append(m.found, m.inner...)
	return false
}

// nextMark finds the next character of the paragraph that may be a quotation
// mark; none at its end. Nearly all others are passed at a byte each.
func nextMark(text string, p Span, i int) Span {
	for ; i < p.End; i++ {
		switch c := text[i]; {
		case c == '"' || c == '\'':
			return Span{i, i + 1}
		case c >= utf8.RuneSelf:
			_, width := utf8.DecodeRuneInString(text[i:p.End])
			return Span{i, i + width}
		}
	}
	return Span{}
}

// take decides what a mark does: most may open or close, depending on the
// language and on what is open.
func (m *marks) take(r rune, at Span) {
	before, after := around(m.text, m.p, at)
	switch r {
	case '„', '「', '『':
		m.push(r, at)
	case '“':
		// It closes „, and stands for ” where no word can follow.
		misprint := spaceOrEnd(after) && !spaceOrEnd(before)
		if !m.close(at, '„') && !(misprint && m.close(at, '“', '"')) {
			m.reopen(r, at)
		}
	case '”':
		if !m.close(at, '“', '"', '„', '”') && spaceOrEnd(before) && letterOrDigit(after) {
			m.push(r, at)
		}
	case '"':
		misprint := !spaceOrEnd(before) && !letterOrDigit(after)
		switch {
		case m.close(at, '"'), misprint && m.close(at, '“'):
		case !letterOrDigit(before) && at.End < m.p.End: // else inches, or a stray
			m.push(r, at)
		}
	case '«', '‹':
		if !m.close(at, partnerOf(r)) {
			m.reopen(r, at)
		}
	case '»', '›', '」', '』':
		// Danish and some German print opens with ».
		if !m.close(at, partnerOf(r)) && spaceOrEnd(before) && !spaceOrEnd(after) {
			m.push(r, at)
		}
	}
}

// takeSingle acts on a single mark, which pairSingles has looked at already.
func (m *marks) takeSingle(r rune, at Span, partners map[int]int) {
	if n := len(m.open); n > 0 && m.open[n-1].mark == '‚' {
		m.close(at, '‚')
		return
	}
	for i := len(m.open) - 1; i >= 0; i-- {
		if m.open[i].partner == at.Start {
			m.closeAt(i, at)
			return
		}
	}
	partner, opens := partners[at.Start]
	switch {
	case opens:
		m.push(r, at)
		m.open[len(m.open)-1].partner = partner
	case r == '‘' && len(m.open) == 0 && m.nextMark == '‘' && at.Start == m.p.Start:
		m.push(r, at)
	}
}

// deepest bounds how far quotations nest; deeper marks are ignored.
const deepest = 4

func (m *marks) push(r rune, at Span) {
	if len(m.open) == deepest {
		m.open = m.open[:deepest-1]
	}
	m.open = append(m.open, openMark{mark: r, Span: at, partner: -1})
}

// reopen pushes a mark after dropping an open one of its kind: two openings
// without a closing between them mean that the first was left open by mistake.
func (m *marks) reopen(r rune, at Span) {
	for i, o := range m.open {
		if o.mark == r {
			m.open = m.open[:i]
			break
		}
	}
	if len(m.open) == 0 {
		m.inner = nil
	}
	m.push(r, at)
}

// close closes the innermost quotation that one of the marks opened.
func (m *marks) close(at Span, openers ...rune) bool {
	for i := len(m.open) - 1; i >= 0; i-- {
		for _, r := range openers {
			if m.open[i].mark == r {
				m.closeAt(i, at)
				return true
			}
		}
	}
	return false
}

func (m *marks) closeAt(i int, at Span) {
	o := m.open[i]
	q := Quotation{Span: Span{o.Start, at.End}, Inner: Span{o.End, at.Start}, Closed: true}
	m.open = m.open[:i]
	switch {
	case q.Inner.Len() == 0:
	case i > 0:
		for n := len(m.inner); n > 0 && m.inner[n-1].Start > q.Start; n-- {
			m.inner = m.inner[:n-1]
		}
		m.inner = append(m.inner, q)
	default:
		m.found = append(m.found, q)
		m.inner = nil
	}
}

func partnerOf(r rune) rune {
	switch r {
	case '«':
		return '»'
	case '»':
		return '«'
	case '‹':
		return '›'
	case '›':
		return '‹'
	case '」':
		return '「'
	default:
		return '『'
	}
}
