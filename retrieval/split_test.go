package retrieval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// checkTiling fails the test unless the chunks are the text, whole and in
// order, in pieces of bounded size that cut no rune.
func checkTiling(t *testing.T, text string, chunks []Chunk) {
	t.Helper()
	at, valid := 0, utf8.ValidString(text)
	for i, c := range chunks {
		if c.Index != i || c.Start != at || c.End <= c.Start || c.Text != text[c.Start:c.End] {
			t.Fatalf("chunk %d: Index %d, [%d, %d) after %d, %q", i, c.Index, c.Start, c.End, at, c.Text)
		}
		if n := countWords(c.Text); n > mostWords {
			t.Fatalf("chunk %d has %d words", i, n)
		}
		if valid && !utf8.ValidString(c.Text) {
			t.Fatalf("chunk %d cuts a rune: %q", i, c.Text)
		}
		at = c.End
	}
	if at != len(text) {
		t.Fatalf("chunks end at %d of %d", at, len(text))
	}
}

func words(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }

// paragraph is a sentence of n words.
func paragraph(n int) string { return "A " + words(n-1) + "." }

func TestSplitCuts(t *testing.T) {
	t.Parallel()
	long := paragraph(80)
	tests := []struct {
		name, text string
		starts     []string // how each chunk begins
	}{
		{"empty", "", nil},
		{"white space", " \n\n ", []string{" \n\n "}},
		{"short", "One. Two.", []string{"One."}},
		{"between paragraphs", "First " + long + "\n\nSecond " + long + "\n\nThird " + long, []string{"First", "Second", "Third"}},
		{"heading stays with its paragraph", "First " + paragraph(90) + "\n\nThe heading\n\nSecond " + long, []string{"First", "The heading"}},
		{"two headings", "First " + paragraph(90) + "\n\nThe heading\n\nAnother\n\nSecond " + long, []string{"First", "The heading"}},
		{"colon", "First " + paragraph(80) + "\n\nHe wrote on Twitter:\n\nSecond " + paragraph(90), []string{"First", "He wrote"}},
		{
			"utterance over paragraphs",
			"First " + long + "\n\nSmith said: “Second " + long + "\n\n“Third " + long + "\n\n“Fourth " + long + "”\n\nFifth " + long,
			[]string{"First", "Smith", "Fifth"},
		},
		{
			"utterance longer than a chunk may be",
			"Smith said: “First " + paragraph(180) + "\n\n“Second " + paragraph(180) + "”",
			[]string{"Smith", "“Second"},
		},
		{"sentence longer than a chunk may be", "First " + words(299) + ". Second.", []string{"First", "word", "Second."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			chunks := Split(test.text)
			checkTiling(t, test.text, chunks)
			if len(chunks) != len(test.starts) {
				t.Fatalf("%d chunks, want %d: %+v", len(chunks), len(test.starts), chunks)
			}
			for i, c := range chunks {
				if !strings.HasPrefix(c.Text, test.starts[i]) {
					t.Errorf("chunk %d begins %.20q, want %q", i, c.Text, test.starts[i])
				}
			}
		})
	}
}

func TestSplitNamesSpeakers(t *testing.T) {
	t.Parallel()
	long := paragraph(180)
	tests := []struct {
		name, text string
		speakers   []string
	}{
		{"inside an utterance", "Ann Lee said: “First " + long + "\n\n“Second " + long + "”", []string{"", "Ann Lee"}},
		{"named at its end", "“First " + long + "\n\n“Second " + long[:len(long)-1] + ",” Ann Lee said.", []string{"", "Ann Lee"}},
		{"introduced before", "“First " + paragraph(95) + "” said Ann Lee. “Second " + long + "”", []string{"", "Ann Lee"}},
		{"introduced in the chunk", "First " + long + "\n\n“Second " + long + "” said Ann Lee.", []string{"", ""}},
		{"unknown", "“First " + long + "\n\n“Second " + long + "”", []string{"", ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			chunks := Split(test.text)
			if len(chunks) != len(test.speakers) {
				t.Fatalf("%d chunks, want %d", len(chunks), len(test.speakers))
			}
			for i, c := range chunks {
				if c.Speaker != test.speakers[i] {
					t.Errorf("chunk %d: speaker %q, want %q", i, c.Speaker, test.speakers[i])
				}
			}
		})
	}
}

// Text without a good place to cut at must still give small chunks, soon.
func TestSplitBoundsChunks(t *testing.T) {
	t.Parallel()
	const size = 1 << 17
	for _, unit := range []string{
		"a", "word ", "word, ", `"`, "“", "”", "'a", ".", ". ", "\n", "\n\n", "a\n\n", "“a\n\n", "日", "é", "\xff", "A.",
		"[1]", "(", "a: ", "“A.” ", "A said. ", strings.Repeat(`"`, size), strings.Repeat("a", 8*size),
	} {
		t.Run(unit[:min(len(unit), 8)], func(t *testing.T) {
			t.Parallel()
			text := strings.Repeat(unit, max(1, size/len(unit)))
			checkTiling(t, text, Split(text))
		})
	}
}

// sample is the article the project was asked for; it is not ours to publish.
func sample(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("NEWSDESK_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	text, err := os.ReadFile(filepath.Join(shared, "eval", "sample", "stoltenberg.txt"))
	if err != nil {
		t.Skipf("the sample article is not here (set NEWSDESK_SHARED): %v", err)
	}
	return string(text)
}

func TestSplitSample(t *testing.T) {
	t.Parallel()
	text := sample(t)
	chunks := Split(text)
	checkTiling(t, text, chunks)
	utterances := map[int]prose.Span{}
	for _, q := range prose.Quotations(text) {
		u, seen := utterances[q.Run]
		if !seen {
			u = q.Span
		}
		u.End = q.End
		utterances[q.Run] = u
	}
	for _, c := range chunks {
		for _, u := range utterances {
			if u.Start < c.Start && c.Start < u.End {
				t.Errorf("chunk %d begins inside %q", c.Index, u.In(text))
			}
		}
	}
	for _, whole := range []string{
		"UK troops heading to Estonia from today\n\nIt was confirmed",
		"that’s the reason why we continue to call on Russia to deescalate.”",
	} {
		if n := chunksWith(chunks, whole); n != 1 {
			t.Errorf("%d chunks hold %q", n, whole)
		}
	}
}

func chunksWith(chunks []Chunk, s string) int {
	n := 0
	for _, c := range chunks {
		if strings.Contains(c.Text, s) {
			n++
		}
	}
	return n
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "A heading\n\nMr. Smith said: “One. Two.\n\n“Three.”\n\nHe left.", "‘’“”\"'«»„",
		"日本語。日本語。", "\xff\xfe\n\n\xff.", words(300), "“" + paragraph(200) + "\n\n“" + paragraph(200) + "”",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkTiling(t, text, Split(text)) })
}
