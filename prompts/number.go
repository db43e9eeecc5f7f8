package prompts

import (
	"strconv"
	"strings"
	"unicode"
)

var smallNumbers = map[string]float64{
	"zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
	"seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}

var scales = map[string]float64{
	"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12,
}

// numberValue reads a word that stands for a number: "1,200", "3.5m", "16th",
// "$40", "four". "One" and "first" are left to their other meanings.
func numberValue(w string) (string, bool) {
	if v, ok := smallNumbers[w]; ok {
		return format(v), true
	}
	start := strings.IndexFunc(w, unicode.IsDigit)
	if start != 0 {
		return "", false // "G20" and "covid19" are names
	}
	end := len(w) - len(strings.TrimLeft(w, "0123456789.,"))
	digits := strings.TrimRight(strings.ReplaceAll(w[:end], ",", ""), ".")
	v, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return w, true // "1.2.3": itself
	}
	switch rest := w[end:]; rest {
	case "", "th", "st", "nd", "rd", "s":
		return format(v), true
	default:
		if scale, ok := scales[rest]; ok {
			return format(v * scale), true
		}
		return w, true
	}
}

// joinNumbers makes one number of the words of one: "3.5 million",
// "twenty-five", "two hundred".
func joinNumbers(ws []word) []word {
	out := ws[:0]
	for _, w := range ws {
		if n := len(out); n > 0 && out[n-1].kind == number && w.before == "" {
			prev, err := strconv.ParseFloat(out[n-1].key, 64)
			scale, isScale := scales[strings.TrimSuffix(w.text, "s")]
			unit, isUnit := smallNumbers[w.text]
			switch {
			case err != nil:
			case isScale && len(w.text) > 1:
				out[n-1].key = format(prev * scale)
				out[n-1].span.End = w.span.End
				continue
			case isUnit && w.joined && prev >= 20 && prev < 100 && unit < 10:
				out[n-1].key = format(prev + unit)
				out[n-1].span.End = w.span.End
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

func format(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
