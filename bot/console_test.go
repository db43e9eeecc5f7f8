package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/bot/openai/openaitest"
)

const stoltenberg = "what did Stoltenberg say about satellites"

func TestAskWithNothingSet(t *testing.T) {
	t.Parallel()
	out, errOut, code := runProgram(t, nil, "", "ask", stoltenberg)
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	for _, want := range []string{
		"Closest passages", "not an answer", "[1]", "quite hard to dispute", "Newsdesk Samples", "16 February 2022",
		"https://newsdesk.example/samples/nato-16-february-2022",
	} {
		if !strings.Contains(flat(out), want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
}

func TestAskAsJSON(t *testing.T) {
	t.Parallel()
	out, _, code := runProgram(t, nil, "", "ask", stoltenberg, "--json")
	var reply replyJSON
	if err := json.Unmarshal([]byte(out), &reply); err != nil || code != 0 {
		t.Fatalf("exit %d, %v: %s", code, err, out)
	}
	if reply.Outcome != "closest passages" || reply.Answer != "" || len(reply.Sources) == 0 {
		t.Fatalf("unexpected: %+v", reply)
	}
	first := reply.Sources[0]
	if first.N != 1 || first.Published != "2022-02-16" || first.Outlet != "Newsdesk Samples" ||
		!strings.Contains(first.Passage, "satellite") {
		t.Errorf("first source: %+v", first)
	}
}

func TestAskAModel(t *testing.T) {
	t.Parallel()
	model := openaitest.Start(t, openaitest.Script(openaitest.Say(
		"Stoltenberg said that the failure to withdraw was confirmed by commercial satellite imagery, which made it “quite hard to dispute” [1]. "+
			"He also said that “the moon is made of cheese” [1].")))
	env := []string{"OPENAI_BASE_URL=" + model.URL(), "OPENAI_MODEL=fake"}
	out, errOut, code := runProgram(t, env, "", "ask", "--json", stoltenberg)
	var reply replyJSON
	if err := json.Unmarshal([]byte(out), &reply); err != nil || code != 0 {
		t.Fatalf("exit %d, %v: %s%s", code, err, out, errOut)
	}
	if reply.Outcome != "answered" || !strings.Contains(reply.Answer, "quite hard to dispute”.") {
		t.Errorf("unexpected: %+v", reply)
	}
	if strings.Contains(out, "cheese") {
		t.Error("a quotation that nobody said was shown")
	}
}

func TestConsole(t *testing.T) {
	t.Parallel()
	out, errOut, code := runProgram(t, nil, strings.Join([]string{
		"what did Stoltenberg say about satellites",
		"/articles", "/summarize tidal barrier", "/nonsense", "/ask", strings.Repeat("why ", 1500), "/remove webb", "/articles", "/help", "/quit",
	}, "\n"))
	if code != 0 {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	out = flat(out)
	for _, want := range []string{
		"no model", "no Discord", "3 sample articles", "quite hard to dispute",
		"Key sentences of the article", "The council of Harrowmouth voted on Thursday",
		"There is no command /nonsense", "empty question", "longer than 1000 characters",
		"Removed: Webb telescope’s first pictures", "/quit",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	if n := strings.Count(out, "Webb telescope’s first pictures reach back"); n != 2 { // the list before, the removal
		t.Errorf("the removed article is named %d times", n)
	}
}

func TestIngestFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string { return writeFile(t, filepath.Join(dir, name), text) }
	text := write("ferry.txt", "Ferry to Skarholm stops for good\n\n"+
		"The last ferry to the island of Skarholm left on Friday with eleven passengers and a piano.\n\n"+
		"“I was born on that boat,” said its captain, Ulla Strand. The county ended the line after 112 years because of its cost.\n")
	page := write("bridge.html", `<html lang="en"><head><title>Bridge opens early | The Gazette</title>
		<meta property="og:site_name" content="The Gazette"><meta property="article:published_time" content="2023-05-04T10:00:00Z"></head>
		<body><article><h1>Bridge opens early</h1>`+strings.Repeat(`<p>The bridge at Norr opened on Thursday, two months before it was due, and the first lorry to cross it carried bread for the market.</p>`, 1)+
		`<p>Engineers had feared that the frost of the winter would delay the work, but the concrete set faster than they had reckoned with.</p>
		<p>The mayor, Pia Holm, said that the toll would be four crowns for cars and nothing at all for bicycles and the people who push them.</p></article></body></html>`)
	data := t.TempDir()
	env := []string{"NEWSDESK_DATA=" + data}

	out, errOut, code := runProgram(t, env, "", "ingest", "--json", text, page, filepath.Join(dir, "missing.txt"), dir)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 1 || len(lines) != 4 {
		t.Fatalf("exit %d, %d lines: %s%s", code, len(lines), out, errOut)
	}
	receipts := make([]receiptJSON, len(lines))
	for i, line := range lines {
		if err := json.Unmarshal([]byte(line), &receipts[i]); err != nil {
			t.Fatal(err)
		}
	}
	if r := receipts[0]; r.Status != "added" || r.Article.Title != "Ferry to Skarholm stops for good" || r.Words < 30 || r.Passages < 1 {
		t.Errorf("text file: %s", lines[0])
	}
	if r := receipts[1]; r.Status != "added" || r.Article.Outlet != "The Gazette" || r.Article.Published != "2023-05-04" {
		t.Errorf("HTML file: %s", lines[1])
	}
	for _, r := range receipts[2:] {
		if r.Status != "" || r.Error == "" || strings.Contains(r.Error, "no such file or directory") {
			t.Errorf("a fault without words: %+v", r)
		}
	}

	out, _, _ = runProgram(t, env, "", "ingest", text)
	if !strings.Contains(out, "Nothing changed in") {
		t.Errorf("the same file again: %s", out)
	}
	out, _, _ = runProgram(t, env, "", "ask", "who is the captain of the ferry?")
	if !strings.Contains(flat(out), "Ulla Strand") {
		t.Errorf("an ingested file is not found: %s", out)
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  []string
		args []string
		code int
		want string
	}{
		"no such command":   {args: []string{"aks"}, code: 2, want: "there is no command"},
		"no such flag":      {args: []string{"ask", "--jsn", "x"}, code: 2, want: "flag provided but not defined"},
		"nothing to ingest": {args: []string{"ingest"}, code: 2, want: "needs at least one file or URL"},
		"empty question":    {args: []string{"ask", "  "}, code: 1, want: "empty question"},
		"wrong settings": {
			env:  []string{"REDIS_URL=http://x", "LOG_LEVEL=loud", "ANSWER_TIMEOUT=soon"},
			args: []string{"ask", "x"}, code: 2, want: "3 settings need correcting",
		},
		"Redis that is not there": {
			env: []string{"REDIS_URL=redis://127.0.0.1:1"}, args: []string{"ask", "x"}, code: 1, want: "does not answer",
		},
		"a password in an address": {
			args: []string{"ingest", "http://me:hunter2@example.org/"}, code: 1, want: "user name",
		},
		"help":                               {args: []string{"--help"}, code: 0, want: ""},
		"settings explain wrong settings":    {env: []string{"LOG_LEVEL=loud"}, args: []string{"settings"}, code: 0, want: ""},
		"a question that begins with a dash": {args: []string{"ask", "-5 degrees"}, code: 2, want: "put -- before"},
		"nobody types and no token":          {code: 2, want: "nobody types"},
		"a folder that cannot be used":       {env: []string{"NEWSDESK_DATA=/proc/x"}, args: []string{"articles"}, code: 2, want: "the data folder /proc/x cannot be used"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errOut, code := runProgram(t, c.env, "", c.args...)
			if code != c.code || !strings.Contains(errOut, c.want) || strings.Contains(errOut, "hunter2") {
				t.Errorf("exit %d, want %d with %q; it said: %s", code, c.code, c.want, errOut)
			}
		})
	}
}

func TestSecondProcessOnOneFolder(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	env := []string{"NEWSDESK_DATA=" + data}
	first := launch(t, env)
	first.out.await(t, "/help lists the commands")
	_, errOut, code := runProgram(t, env, "", "ask", stoltenberg)
	if code != 1 || !strings.Contains(errOut, "Another newsdesk is using this data folder") {
		t.Errorf("exit %d: %s", code, errOut)
	}
	first.terminate()
	if code := first.wait(); code != 0 {
		t.Errorf("the console ended with %d after SIGTERM", code)
	}
}

// flat undoes the wrapping of lines.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// The samples come once, to who asks; they leave when there is a real article.
func TestSamplesMakeRoom(t *testing.T) {
	t.Parallel()
	env := []string{"NEWSDESK_DATA=" + t.TempDir()}
	list := func() string {
		t.Helper()
		out, _, code := runProgram(t, env, "", "articles", "--json")
		if code != 0 {
			t.Fatalf("articles: exit %d", code)
		}
		return out
	}
	if n := strings.Count(list(), "newsdesk.example/samples/"); n != 3 {
		t.Fatalf("%d samples", n)
	}
	own := writeFile(t, filepath.Join(t.TempDir(), "ferry.txt"),
		"Ferry stops for good\n\nThe last ferry to the island left on Friday with eleven passengers and a piano.\n")
	if _, errOut, code := runProgram(t, env, "", "ingest", own); code != 0 || !strings.Contains(errOut, "made room") {
		t.Errorf("exit %d: %s", code, errOut)
	}
	if got := list(); strings.Contains(got, "samples") || !strings.Contains(got, "Ferry stops") {
		t.Errorf("articles after the first of one's own: %s", got)
	}
	if out, _, _ := runProgram(t, env, "", "remove", own); !strings.Contains(out, "Removed: Ferry stops") {
		t.Errorf("removed by its path: %s", out)
	}
	if got := list(); got != "" {
		t.Errorf("the samples came back: %s", got)
	}
}

func TestEvalKeepsItsInput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string { return writeFile(t, filepath.Join(dir, name), text) }
	claims := write("claims.jsonl", `{"claim":"The bridge cost 41 million crowns.","passage":"The bridge cost 41 million crowns."}`+"\nnot JSON\n"+
		`{"claim":"The bridge cost 99 million crowns.","passage":"The bridge cost 41 million crowns."}`+"\n")
	corpus := write("corpus.jsonl", `{"id":"a","title":"Bridge opens","outlet":"Post","published":"2024-05-02","text":"The bridge cost 41 million crowns. 橋は開通した。 🚀"}`+"\n[1]\n")
	questions := write("questions.jsonl", `{"id":"1","question":"what did the bridge cost?","asked":"2024-05-03"}`+"\n"+
		`{"id":"2","question":"the of and"}`+"\n"+`{"id":"3","question":"`+strings.Repeat("bridge 🚀 橋 ", 3000)+`"}`+"\n")
	out := filepath.Join(dir, "out.jsonl")

	if _, errOut, code := runProgram(t, nil, "", "eval", "check", "--claims", claims, "--out", claims); code != 2 {
		t.Errorf("--out over the input: exit %d: %s", code, errOut)
	}
	if _, errOut, code := runProgram(t, nil, "", "eval", "check", "--claims", claims, "--out", out); code != 0 || !strings.Contains(errOut, "line 2") {
		t.Errorf("check: exit %d: %s", code, errOut)
	}
	if raw, err := os.ReadFile(out); err != nil || !levels(raw, "green", "red", "red") {
		t.Errorf("verdicts: %s, %v", raw, err)
	}
	printed, errOut, code := runProgram(t, nil, "", "eval", "retrieve", "--corpus", corpus, "--questions", questions, "--out", out)
	if code != 0 || !strings.Contains(errOut, "line 2") || !strings.Contains(printed, "p99") {
		t.Errorf("retrieve: exit %d: %s%s", code, printed, errOut)
	}
	if raw, err := os.ReadFile(out); err != nil || strings.Count(string(raw), "\n") != 3 || !strings.Contains(string(raw), `"article":"a"`) {
		t.Errorf("ranked: %s, %v", raw, err)
	}
	if _, errOut, code := runProgram(t, nil, "", "eval", "answers", "--corpus", corpus, "--questions", questions, "--out", out); code != 0 {
		t.Errorf("answers: exit %d: %s", code, errOut)
	}
	if _, errOut, code := runProgram(t, nil, "", "eval", "retrieve", "--corpus", questions, "--questions", questions, "--out", out); code != 2 || !strings.Contains(errOut, "holds no article") {
		t.Errorf("an empty corpus: exit %d: %s", code, errOut)
	}
}

// levels tells whether the verdicts in raw are these, line by line.
func levels(raw []byte, want ...string) bool {
	lines := strings.Split(strings.TrimSpace(string(raw)), "\n")
	for i, line := range lines {
		if i >= len(want) || !strings.Contains(line, `"level":"`+want[i]+`"`) {
			return false
		}
	}
	return len(lines) == len(want)
}

// writeFile writes a file and returns its path.
func writeFile(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Words in double quotes are one, and what has an apostrophe stays whole.
func TestSplitLine(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"":                                   nil,
		`--outlet "Market Wire" what's new?`: {"--outlet", "Market Wire", "what's", "new?"},
		`who said  "so be it" and 'why'`:     {"who", "said", "so be it", "and", "'why'"},
		`--topic flood barrier --since 2024`: {"--topic", "flood", "barrier", "--since", "2024"},
		`an open "quote`:                     {"an", "open", "quote"},
		`it is 5" wide`:                      {"it", "is", `5"`, "wide"},
	} {
		if got := splitLine(line); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

// What worked in a shell works in the console.
func TestConsoleOptions(t *testing.T) {
	t.Parallel()
	out, _, _ := runProgram(t, nil, strings.Join([]string{
		`/ask --outlet "Newsdesk Samples" what did Stoltenberg say about satellites`,
		"/summarize --topic tidal barrier", `/ask --since "last week" what did Stoltenberg say about satellites`,
		"/ask --since 2024-05-02 --until 2023-01-01 why", "/gaps --close nonsense",
	}, "\n"))
	out = flat(out)
	for _, want := range []string{
		"quite hard to dispute", "The council of Harrowmouth voted on Thursday", "there is no article at all", "ends before it begins", "no gap with that id",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
}

// A pipe or a device is written to; a file put in the place of /dev/null breaks
// the machine.
func TestEvalWritesToWhatIsNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	claims := writeFile(t, filepath.Join(dir, "claims.jsonl"), `{"claim": "It rained.", "passage": "It rained."}`+"\n")
	link := filepath.Join(dir, "device")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Fatal(err)
	}
	if _, errOut, code := runProgram(t, nil, "", "eval", "check", "--claims", claims, "--out", link); code != 0 {
		t.Fatalf("exit %d: %s", code, errOut)
	}
	if info, err := os.Stat(link); err != nil || info.Mode().IsRegular() {
		t.Errorf("a file has taken the device's place: %v, %v", info, err)
	}
}
