package prose

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parseDigits reads a word that starts with a digit: digits with separators,
// and letters after them that make it an ordinal, a decade or a large number.
// Other words of digits and letters ("3D", "737s") are no numbers.
func parseDigits(s string) (value float64, unit string, ok bool) {
	if part, width := vulgarFraction(s); width == len(s) {
		return part, "", true
	}
	end := strings.LastIndexFunc(s, unicode.IsDigit)
	if end < 0 || end >= longestWord {
		return 0, "", false
	}
	_, width := utf8.DecodeRuneInString(s[end:])
	plain, ok := plainDigits(s[:end+width])
	if !ok {
		return 0, "", false
	}
	value, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		return 0, "", false
	}
	switch strings.ToLower(s[end+width:]) {
	case "":
		return value, "", true
	case "st", "nd", "rd", "th":
		return value, "th", true
	case "s", "'s", "’s":
		return value, "s", int(value)%10 == 0
	case "k":
		return value * 1e3, "", true
	case "m", "mn", "mln":
		return value * 1e6, "", true
	case "b", "bn":
		return value * 1e9, "", true
	case "t", "tn", "trn":
		return value * 1e12, "", true
	}
	return 0, "", false
}

// plainDigits rewrites digits of any script and their separators in the form
// that strconv reads. A comma before three digits parts thousands, else it is
// a decimal one; of commas and stops together the last is the decimal one.
func plainDigits(s string) (string, bool) {
	decimal := -1
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		thousands := len(s)-i-1 == 3 && (s[i] == ',' || strings.Count(s, ".") > 1)
		if !thousands {
			decimal = i
		}
	}
	var plain strings.Builder
	for i, r := range s {
		switch {
		case unicode.IsDigit(r):
			plain.WriteByte('0' + digitValue(r))
		case i == decimal:
			plain.WriteByte('.')
		case r != ',' && r != '.' && r != '\'' && r != '’':
			return "", false
		}
	}
	return plain.String(), true
}

// digitValue is what a decimal digit of any script is worth: Unicode sets them
// ten in a row from zero to nine.
func digitValue(r rune) byte {
	for _, row := range unicode.Nd.R16 {
		if lo := rune(row.Lo); lo <= r && r <= rune(row.Hi) {
			return byte((r - lo) % 10)
		}
	}
	for _, row := range unicode.Nd.R32 {
		if lo := rune(row.Lo); lo <= r && r <= rune(row.Hi) {
			return byte((r - lo) % 10)
		}
	}
	return 0
}

// vulgarFraction reads ½ and its like at the start of s.
func vulgarFraction(s string) (value float64, width int) {
	r, width := utf8.DecodeRuneInString(s)
	switch r {
	case '½':
		return .5, width
	case '¼':
		return .25, width
	case '¾':
		return .75, width
	case '⅓':
		return 1. / 3, width
	case '⅔':
		return 2. / 3, width
	}
	return 0, 0
}

// cardinal gives the value of a number word below a hundred, -1 for others.
func cardinal(w string) float64 {
	small := [...]string{
		"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
	}
	for i, s := range small {
		if w == s {
			return float64(i)
		}
	}
	tens := [...]string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
	for i, s := range tens {
		if w == s {
			return float64(10 * (i + 2))
		}
	}
	return -1
}

// ordinal gives the value of an ordinal word, 0 for others.
func ordinal(w string) float64 {
	switch w {
	case "first":
		return 1
	case "second":
		return 2
	case "third":
		return 3
	case "fifth":
		return 5
	case "eighth":
		return 8
	case "ninth":
		return 9
	case "twelfth":
		return 12
	case "hundredth":
		return 100
	}
	if tens, ok := strings.CutSuffix(w, "ieth"); ok {
		return max(cardinal(tens+"y"), 0)
	}
	if units, ok := strings.CutSuffix(w, "th"); ok {
		return max(cardinal(units), 0)
	}
	return 0
}

// scale gives what a word multiplies the number before it by, 0 for others.
func scale(w string) float64 {
	switch w {
	case "dozen":
		return 12
	case "hundred":
		return 100
	case "thousand":
		return 1e3
	case "million", "mn":
		return 1e6
	case "billion", "bn":
		return 1e9
	case "trillion", "tn":
		return 1e12
	}
	return 0
}

// fraction gives the value of a word that names a part, 0 for others.
func fraction(w string) float64 {
	switch strings.TrimSuffix(w, "s") {
	case "third":
		return 1. / 3
	case "quarter":
		return .25
	case "fifth":
		return .2
	case "tenth":
		return .1
	}
	return 0
}
