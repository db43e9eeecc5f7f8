package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"newsdesk.example/newsdesk/bot/openai/openaitest"
)

// What a word of the questions means; the others mean what they are.
var bilingual = map[string]string{
	"fähre": "ferry", "insel": "island", "kapitän": "captain", "brücke": "bridge", "maut": "toll",
	"warum": "", "fährt": "", "die": "", "zur": "", "nicht": "", "mehr": "", "der": "", "wie": "", "hoch": "", "ist": "", "auf": "",
	"the": "", "of": "", "to": "", "and": "", "its": "", "with": "", "on": "", "a": "", "in": "", "at": "", "for": "", "said": "",
}

// The whole program over a real server of embeddings: an English article is
// kept, a German question finds it, the receipt tells the cost, and when the
// server fails everything goes on by words.
func TestEmbeddings(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	server := openaitest.StartEmbeddings(t, func(openaitest.Inputs) openaitest.Vectors {
		if down.Load() {
			return openaitest.Vectors{Refuse: openaitest.NoCredit()}
		}
		return openaitest.Vectors{Of: openaitest.Axes(bilingual)}
	})
	dir, data := t.TempDir(), t.TempDir()
	ferry := writeFile(t, filepath.Join(dir, "ferry.txt"), "Ferry to Skarholm stops for good\n\n"+
		"The last ferry to the island left with eleven passengers. The captain of the ferry had a piano.\n")
	bridge := writeFile(t, filepath.Join(dir, "bridge.txt"), "Bridge opens early\n\n"+
		"The first lorry on the bridge carried bread. The toll of the bridge is four crowns, half the toll of the tunnel.\n")
	plain := []string{"NEWSDESK_DATA=" + data}
	env := append(plain, "OPENAI_EMBEDDING_MODEL=bilingual", "OPENAI_EMBEDDING_URL="+server.URL())

	out, errOut, code := runProgram(t, env, "", "ingest", ferry, bridge)
	if code != 0 || strings.Count(flat(out), "Embedded with bilingual: ") != 2 {
		t.Fatalf("exit %d: %s%s", code, out, errOut)
	}
	ask := func(env []string, question string) replyJSON {
		t.Helper()
		out, errOut, code := runProgram(t, env, "", "ask", "--json", question)
		var r replyJSON
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 {
			t.Fatalf("exit %d, %v: %s%s", code, err, out, errOut)
		}
		return r
	}
	for question, title := range map[string]string{
		"Warum fährt die Fähre nicht mehr zur Insel?": "Ferry to Skarholm stops for good",
		"Wie hoch ist die Maut auf der Brücke?":       "Bridge opens early",
	} {
		if r := ask(env, question); r.Outcome != "closest passages" || r.Sources[0].Title != title {
			t.Errorf("%s: %+v", question, r)
		}
		if r := ask(plain, question); r.Outcome != "unknown" {
			t.Errorf("%s, by words: %+v", question, r)
		}
	}
	if r := ask(env, "Wer gewann gestern das Endspiel?"); r.Outcome != "unknown" {
		t.Errorf("what is in no article: %+v", r)
	}

	down.Store(true)
	late := writeFile(t, filepath.Join(dir, "late.txt"), "Tunnel closed\n\nThe tunnel is closed until spring because of water.\n")
	out, errOut, code = runProgram(t, env, "", "ingest", late)
	if code != 0 || !strings.Contains(flat(out), "The embedding model did not answer.") {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
	if r := ask(env, "Why is the tunnel closed until spring?"); r.Outcome != "closest passages" || r.Sources[0].Title != "Tunnel closed" {
		t.Errorf("without the server: %+v", r)
	}
}
