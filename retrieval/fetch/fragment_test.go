package fetch

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const fragmentPage = `Satellite images show troops

Mr Stoltenberg said that Russia’s failure to withdraw troops had been confirmed through commercial satellite imagery, which made it “quite hard to dispute”.

He said: “What we see on the ground is no withdrawal of troops, forces and equipment.

“These are the kinds of actions that come before – and never after – a bigger, well-planned intervention.”

Background

He said: “What we see on the ground is calm & quiet.” He said so twice. He said so twice.

NATO, EU, UN.`

func TestTextFragment(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ passage, want string }{
		"a sentence": {
			"Mr Stoltenberg said that Russia’s failure to withdraw troops had been confirmed through commercial satellite imagery, which made it “quite hard to dispute”.",
			"#:~:text=Mr%20Stoltenberg%20said,hard%20to%20dispute",
		},
		"a few words":                      {"commercial satellite imagery", "#:~:text=commercial%20satellite%20imagery"},
		"commas and hyphens are encoded":   {"a bigger, well-planned intervention.”", "#:~:text=a%20bigger%2C%20well%2Dplanned%20intervention"},
		"an ampersand is encoded":          {"is calm & quiet.”", "#:~:text=is%20calm%20%26%20quiet"},
		"words that come twice, the first": {"What we see on the ground", "#:~:text=What%20we%20see%20on%20the%20ground"},
		"a longer start tells twins apart": {
			"He said: “What we see on the ground is calm & quiet.” He said so twice.",
			"#:~:text=He%20said%3A%20%E2%80%9CWhat%20we%20see%20on%20the%20ground%20is%20calm,said%20so%20twice",
		},
		"over paragraphs": {
			"He said: “What we see on the ground is no withdrawal of troops, forces and equipment.\n\n“These are the kinds of actions that come before – and never after – a bigger, well-planned intervention.”",
			"#:~:text=He%20said%3A%20%E2%80%9CWhat,bigger%2C%20well%2Dplanned%20intervention",
		},
		"a prefix where a short block is all there is": {"NATO, EU, UN.", "#:~:text=NATO%2C%20EU%2C%20UN"},
		"other white space, other letter case":         {" mr  stoltenberg\tsaid\u00a0that ", "#:~:text=mr%20stoltenberg%20said%20that"},
		"not on the page":                              {"Nobody said this.", ""},
		"inside a word":                                {"tellite imagery", ""},
		"nothing":                                      {" “” \n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := TextFragment(fragmentPage, c.passage)
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got != "" {
				checkFragment(t, fragmentPage, c.passage, got)
			}
		})
	}
}

func TestTextFragmentTakesAPrefixWhereTwinsDiffer(t *testing.T) {
	t.Parallel()
	const page = "The vote was close in the north.\n\nIt passed.\n\nThe vote was clear in the south.\n\nIt passed at last."
	for passage, want := range map[string]string{
		"It passed":          "#:~:text=It%20passed",
		"It passed at last.": "#:~:text=It%20passed%20at%20last",
	} {
		if got := TextFragment(page, passage); got != want {
			t.Errorf("%s: %s, want %s", passage, got, want)
		}
	}
	// The passage's own start comes earlier, in full: only what stands before
	// tells them apart.
	const again = "We will act on it now, all of us in this house together as one, he said.\n\nLater: We will act on it now, all of us in this house together as one, and then she left the house by the back door."
	passage := again[strings.LastIndex(again, "We will"):]
	got := TextFragment(again, passage)
	const want = "#:~:text=later%3A-,We%20will%20act%20on%20it%20now%2C%20all%20of%20us%20in,the%20back%20door"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	checkFragment(t, again, passage, got)
}

func FuzzTextFragment(f *testing.F) {
	f.Add(fragmentPage, 40, 90)
	f.Add("a b a b a b a b a b a b a b a b a b a b a c", 4, 20)
	f.Add("“A” – b, c-d & e%20f\n\ng h i", 0, 20)
	f.Add("東京の船が止まった。\n\nİstanbul ẞ ǅ", 0, 40)
	f.Add("x\n\n-\n\ny", 0, 5)
	f.Fuzz(func(t *testing.T, page string, from, to int) {
		if from < 0 || to > len(page) || from >= to || len(page) > 4096 {
			return
		}
		if got := TextFragment(page, page[from:to]); got != "" {
			checkFragment(t, page, page[from:to], got)
		}
	})
}

var fragmentForm = regexp.MustCompile(`^#:~:text=((?:[A-Za-z0-9]|%[0-9A-F]{2})+-,)?((?:[A-Za-z0-9]|%[0-9A-F]{2})+)(,(?:[A-Za-z0-9]|%[0-9A-F]{2})+)?$`)

// checkFragment reads a fragment as a browser would and holds its first match
// to the passage: it starts with it and does not reach beyond it.
func checkFragment(t *testing.T, page, passage, fragment string) {
	t.Helper()
	m := fragmentForm.FindStringSubmatch(fragment)
	if m == nil || len(fragment) > maxFragment {
		t.Fatalf("malformed or long: %q", fragment)
	}
	part := func(s string) []rune {
		s, err := url.PathUnescape(strings.Trim(s, "-,"))
		if err != nil {
			t.Fatal(err)
		}
		return flat(s)
	}
	text := flat(page)
	from, to := browse(text, part(m[1]), part(m[2]), part(m[3]))
	want := flat(passage)
	at := find(text, want, 0)
	for at >= 0 && !(edge(text, at) && edge(text, at+len(want))) {
		at = find(text, want, at+1)
	}
	if at < 0 {
		t.Fatalf("the passage is not on the page, but has %q", fragment)
	}
	first, last := at, at+len(want)
	for first < last && !isWord(text[first]) {
		first++
	}
	if from != first || to > last {
		t.Errorf("%q matches %q, want %q", fragment, string(text[max(from, 0):max(to, 0)]), string(want))
	}
}

// browse is the search of the specification over runes: prefix, start and end
// in order, bounded by words, none over the end of a block.
func browse(text, prefix, start, end []rune) (from, to int) {
	for i := range text {
		at := i
		if len(prefix) > 0 {
			if !starts(text, prefix, i) || !edge(text, i) {
				continue
			}
			for at += len(prefix); at < len(text) && unicode.IsSpace(text[at]); at++ {
			}
		}
		if !starts(text, start, at) || !edge(text, at) || !edge(text, at+len(start)) {
			continue
		}
		if len(end) == 0 {
			return at, at + len(start)
		}
		for j := at + len(start); j < len(text); j++ {
			if starts(text, end, j) && edge(text, j) && edge(text, j+len(end)) {
				return at, j + len(end)
			}
		}
		return -1, -1
	}
	return -1, -1
}

// flat is s in lower case, its blocks parted by line breaks and its words by
// single spaces.
func flat(s string) []rune {
	var out []rune
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if !strings.ContainsFunc(line, isWord) {
			continue
		}
		if len(out) > 0 {
			out = append(out, '\n')
		}
		out = append(out, []rune(strings.ToLower(line))...)
	}
	return out
}

func starts(text, part []rune, at int) bool {
	return at+len(part) <= len(text) && slices.Equal(text[at:at+len(part)], part)
}

func find(text, part []rune, from int) int {
	for i := from; i+len(part) <= len(text); i++ {
		if starts(text, part, i) {
			return i
		}
	}
	return -1
}

func edge(text []rune, i int) bool {
	return i <= 0 || i >= len(text) || !isWord(text[i-1]) || !isWord(text[i])
}
