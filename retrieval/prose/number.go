package prose

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number is a figure in a text, whatever way it is written: "1.5 million",
// "1,500,000" and "one and a half million" are the same number.
type Number struct {
	// Span has the currency sign and the percent sign in it.
	Span
	Value float64
	// Unit is "%" (percentage points as well), a currency sign ("$", "£", "€"),
	// "th" for an ordinal, "s" for a decade ("1980s"), else "".
	Unit string
}

// Numbers returns the numbers of a text in order: in digits, and in English
// words. "One", "second" and "half" by themselves are none, as they mostly
// count nothing. Years, dates and scores are numbers like any other.
func Numbers(text string) []Number {
	r := numberReader{text: text, words: Words(text)}
	var numbers []Number
	for r.at < len(r.words) {
		r.first = r.at
		if n, ok := r.read(); ok {
			numbers = append(numbers, n)
		} else {
			r.at = r.first + 1
		}
	}
	return numbers
}

// numberReader reads the words of a text. A number under way began with the
// word first; at is the word to read next.
type numberReader struct {
	text      string
	words     []Word
	first, at int
}

// word returns the word n ahead in lower case; "" beyond the end, and where
// more than white space or a hyphen parts it from the number's words before.
func (r *numberReader) word(n int) string {
	i := r.at + n
	if i >= len(r.words) {
		return ""
	}
	w := r.words[i]
	if i > r.first && !w.Joined && strings.TrimFunc(r.text[r.words[i-1].End:w.Start], blank) != "" {
		return ""
	}
	if w.Len() > longestWord {
		return ""
	}
	return strings.ToLower(w.In(r.text))
}

// read reads one number with its unit.
func (r *numberReader) read() (Number, bool) {
	read := r.spelled
	if r.words[r.first].Kind == Digits {
		read = r.digits
	}
	value, unit, ok := read()
	if !ok {
		return Number{}, false
	}
	n := Number{
		Span:  Span{r.words[r.first].Start, r.words[r.at-1].End},
		Value: math.Round(value*1e6) / 1e6, // 1.1 million is no binary fraction
		Unit:  unit,
	}
	if unit == "" {
		r.readUnit(&n)
	}
	return n, true
}

// readUnit looks for the sign or word that says what is counted.
func (r *numberReader) readUnit(n *Number) {
	sign, width := utf8.DecodeLastRuneInString(r.text[:n.Start])
	taken := 1
	switch next := r.word(0); {
	case unicode.Is(unicode.Sc, sign):
		n.Start -= width
		n.Unit = string(sign)
		return
	case strings.HasPrefix(r.text[n.End:], "%"):
		n.End++
		n.Unit = "%"
		return
	case next == "percent", next == "pct", next == "percentage":
		n.Unit = "%"
	case next == "per" && r.word(1) == "cent":
		n.Unit = "%"
		taken = 2
	case next == "dollars", next == "dollar":
		n.Unit = "$"
	case next == "euros", next == "euro":
		n.Unit = "€"
	default:
		return
	}
	r.at += taken
	n.End = r.words[r.at-1].End
}

// digits reads "1,200", "16th", "5bn", "2½", "1.5 million".
func (r *numberReader) digits() (value float64, unit string, ok bool) {
	w := r.words[r.at]
	value, unit, ok = parseDigits(w.In(r.text))
	r.at++
	if !ok || unit != "" {
		return value, unit, ok
	}
	if part, width := vulgarFraction(r.text[w.End:]); width > 0 && r.at < len(r.words) && r.words[r.at].End == w.End+width {
		value += part
		r.at++
	}
	return r.scaled(value), "", true
}

// largest bounds what scales multiply up to: no news has more, and "million"
// a thousand times over would not be a number.
const largest = 1e15

// scaled multiplies a value by the scales that follow it: "million".
func (r *numberReader) scaled(value float64) float64 {
	for scale(r.word(0)) > 0 && value < largest {
		value *= scale(r.word(0))
		r.at++
	}
	return value
}

// spelled reads a number in words.
func (r *numberReader) spelled() (value float64, unit string, ok bool) {
	w, next := r.word(0), r.word(1)
	switch {
	case w == "half" && next == "a" && scale(r.word(2)) > 0:
		r.at += 2
		return r.scaled(.5), "", true
	case w == "half" && (next == "of" || next == "the"):
		r.at++
		return .5, "", true
	case (w == "a" || w == "an") && scale(next) > 0:
		r.at++
		return r.scaled(1), "", true
	case w == "a" && fraction(next) > 0 && r.word(2) == "of":
		r.at += 2
		return fraction(next), "", true
	case ordinal(w) > 0:
		r.at++
		return ordinal(w), "th", w != "second"
	case cardinal(w) < 0:
		return 0, "", false
	}
	value, unit = r.sum()
	return value, unit, r.at-r.first > 1 || value != 1
}

// sum reads cardinals: tens and units add up, a scale multiplies what stands
// before it, an ordinal or a fraction comes last.
func (r *numberReader) sum() (value float64, unit string) {
	var total, group float64
	for {
		w := r.word(0)
		switch {
		case cardinal(w) >= 0 && adds(group, cardinal(w)):
			group += cardinal(w)
		case ordinal(w) > 0 && group >= 20 && adds(group, ordinal(w)):
			r.at++
			return total + group + ordinal(w), "th"
		case scale(w) > 0 && total+group >= largest:
			return total + group, ""
		case scale(w) > 0 && scale(w) < 1000:
			group *= scale(w)
		case scale(w) > 0:
			total += max(group, 1) * scale(w)
			group = 0
		case w == "and" && r.word(1) == "a" && r.word(2) == "half":
			group += .5
			r.at += 2
		case w == "and" && (group >= 100 || total > 0 && group == 0) && cardinal(r.word(1)) >= 0:
		case total == 0 && group > 0 && group < 10 && fraction(w) > 0 && (group == 1) == !strings.HasSuffix(w, "s"):
			r.at++
			return group * fraction(w), ""
		default:
			return total + group, ""
		}
		r.at++
	}
}

// adds tells whether a cardinal may follow what has been summed so far, as in
// "twenty one" but not in "twenty thirty".
func adds(group, v float64) bool {
	switch {
	case group == 0:
		return true
	case math.Mod(group, 100) == 0:
		return v > 0 && v < 100
	}
	tens := math.Mod(group, 100)
	return v > 0 && v < 10 && tens >= 20 && math.Mod(tens, 10) == 0
}
