package fetch

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// wholeWords is the longest passage that a fragment repeats in full; of
	// longer ones it gives the two ends, each of fewestWords to mostWords.
	wholeWords  = 8
	fewestWords = 3
	mostWords   = 10
	// maxFragment keeps links within what messages hold, in bytes.
	maxFragment = 400
)

// TextFragment returns the text directive that makes a browser scroll to a
// passage of a page and highlight it, "#:~:text=start,end" (WICG, URL Fragment
// Text Directives), to be appended to the page's address. pageText is the
// page's text as retrieval.Article.Text has it, passage a run of it that starts
// and ends between words. The directive is long enough that its first match in
// pageText starts where the passage first does, and ends with it unless the
// passage repeats its own last words. It is "" where no directive of sensible
// length does that.
func TextFragment(pageText, passage string) string {
	hay := foldBlocks(pageText)
	whole := foldBlocks(passage)
	at := indexBounded(hay, whole, 0, true)
	blocks := strings.Split(trimBlocks(passage), "\n")
	first, last := strings.Fields(blocks[0]), strings.Fields(blocks[len(blocks)-1])
	if whole == "" || at < 0 || len(first) == 0 {
		return ""
	}
	// Punctuation at the ends is left out: quotation marks are what pages and
	// our copy of them differ in most.
	start := at + len(whole) - len(strings.TrimLeftFunc(whole, notWord))
	end := at + len(strings.TrimRightFunc(whole, notWord))
	if start >= end {
		return ""
	}
	d := directive{}
	if len(blocks) == 1 && len(first) <= wholeWords {
		d.start = trimWords(first)
		d = d.withPrefix(hay, start)
		return d.encode(hay, start)
	}
	for k := min(fewestWords, len(first)); k <= min(mostWords, len(first)); k++ {
		d.start = trimWords(first[:k])
		if from, _ := d.match(hay); from == start {
			break
		}
	}
	d = d.withPrefix(hay, start)
	room := len(last)
	if len(blocks) == 1 {
		room -= len(strings.Fields(d.start))
	}
	for m := min(fewestWords, room); m <= min(mostWords, room); m++ {
		d.end = trimWords(last[len(last)-m:])
		if _, to := d.match(hay); to == end {
			break
		}
	}
	return d.encode(hay, start)
}

// directive is a parsed text directive; empty parts are not given.
type directive struct{ prefix, start, end string }

// withPrefix adds the words before start, as few as needed, where d alone would
// match earlier.
func (d directive) withPrefix(hay string, start int) directive {
	if from, _ := d.match(hay); from == start {
		return d
	}
	before := strings.TrimRight(hay[:start], " \n")
	block := before[strings.LastIndexByte(before, '\n')+1:]
	words := strings.Fields(block)
	for n := 1; n <= min(mostWords, len(words)); n++ {
		d.prefix = strings.TrimLeftFunc(strings.Join(words[len(words)-n:], " "), notWord)
		if from, _ := d.match(hay); d.prefix != "" && from == start {
			return d
		}
	}
	return d
}

// match finds the directive in folded text as a browser does: the first start
// (right after the prefix, if given) and the first end after it, all bounded by
// words and each within one block. from is -1 where there is none.
func (d directive) match(hay string) (from, to int) {
	start, end, prefix := foldBlocks(d.start), foldBlocks(d.end), foldBlocks(d.prefix)
	if start == "" {
		return -1, -1
	}
	for pos := 0; ; pos++ {
		if prefix != "" {
			if pos = indexBounded(hay, prefix, pos, false); pos < 0 {
				return -1, -1
			}
			from = pos + len(prefix)
			from += len(hay[from:]) - len(strings.TrimLeft(hay[from:], " \n"))
			if indexBounded(hay[:min(len(hay), from+len(start)+utf8.UTFMax)], start, from, true) != from {
				continue
			}
		} else if from = indexBounded(hay, start, pos, true); from < 0 {
			return -1, -1
		}
		to = from + len(start)
		if end != "" {
			i := indexBounded(hay, end, to, true)
			if i < 0 {
				return -1, -1
			}
			to = i + len(end)
		}
		return from, to
	}
}

// encode writes the directive; "" where it would not lead to start.
func (d directive) encode(hay string, start int) string {
	if from, _ := d.match(hay); from != start {
		d.end = ""
		if from, _ := d.match(hay); from != start {
			return ""
		}
	}
	var b strings.Builder
	b.WriteString("#:~:text=")
	if d.prefix != "" {
		b.WriteString(percent(d.prefix) + "-,")
	}
	b.WriteString(percent(d.start))
	if d.end != "" {
		b.WriteString("," + percent(d.end))
	}
	if b.Len() > maxFragment {
		return ""
	}
	return b.String()
}

// percent encodes all but ASCII letters and digits: the directive's own "-",
// "," and "&", and what Discord's Markdown would take for its own.
func percent(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c < utf8.RuneSelf && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// trimBlocks is s with one line for each block that holds a word, white space
// collapsed.
func trimBlocks(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.IndexFunc(l, isWord) < 0 }), "\n")
}

// foldBlocks is trimBlocks in lower case, what texts are compared in.
func foldBlocks(s string) string { return strings.ToLower(trimBlocks(s)) }

// trimWords joins words without punctuation at either end.
func trimWords(words []string) string { return strings.TrimFunc(strings.Join(words, " "), notWord) }

// indexBounded is the first place at or after from where needle stands in hay,
// and not inside a word at its start, nor, where asked for, at its end; -1 if
// there is none.
func indexBounded(hay, needle string, from int, atEnd bool) int {
	for from <= len(hay) {
		i := strings.Index(hay[from:], needle)
		if i < 0 {
			return -1
		}
		i += from
		if boundary(hay, i) && (!atEnd || boundary(hay, i+len(needle))) {
			return i
		}
		_, n := utf8.DecodeRuneInString(hay[i:])
		from = i + max(1, n)
	}
	return -1
}

// boundary tells whether byte offset i of s does not part a word.
func boundary(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return !isWord(before) || !isWord(after)
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

func notWord(r rune) bool { return !isWord(r) }
