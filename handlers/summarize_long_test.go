package handlers_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
)

// log is an article of so many paragraphs of about 20 words, each of which only
// it says.
func log(paragraphs int) string {
	names := []string{"Albatross", "Bittern", "Cormorant", "Dunlin", "Egret", "Fulmar", "Gannet"}
	var b strings.Builder
	for i := range paragraphs {
		fmt.Fprintf(&b, "Captain %s Marrow of the trawler %s counted %d seals and %d whales near buoy %d, the harbour office of Eastport said.\n\n",
			names[i%7], names[(i/7)%7], 1000+i, 3000+i, 5000+i)
	}
	return strings.TrimSpace(b.String())
}

var (
	notePart = regexp.MustCompile(`Note what part (\d+) of (\d+)`)
	shown    = regexp.MustCompile(`(?s)\[(\d+)\][^\n]*\n"""\n(.*?)\n"""`)
)

// clerk notes the first sentence of each part, and sums up by the first
// sentences of what it is shown. Each time it invents something, too.
func clerk(fails map[string]bool) *writer {
	return &writer{reply: func(p string) (string, error) {
		part := notePart.FindStringSubmatch(p)
		if part != nil && fails[part[1]] {
			return "", errors.New("out of memory")
		}
		var b strings.Builder
		for i, s := range shown.FindAllStringSubmatch(p, -1) {
			first, _, _ := strings.Cut(s[2], "\n")
			fmt.Fprintf(&b, "- %s [%s]\n", first, s[1])
			if part != nil && i == 0 {
				fmt.Fprintf(&b, "- Martians landed on the pier [%s].\n", s[1])
				break
			}
		}
		if part == nil {
			return "A kraken sank the trawler Egret [1].\n" + b.String(), fault(fails["summary"])
		}
		return b.String(), nil
	}}
}

func fault(fails bool) error {
	if fails {
		return errors.New("down")
	}
	return nil
}

func TestSummarizeLongArticle(t *testing.T) {
	t.Parallel()
	text := log(300) // 6,600 words
	for name, c := range map[string]struct {
		text    string
		fails   map[string]bool
		tokens  int
		calls   int
		outcome handlers.Outcome
		cause   handlers.Cause
		note    string
		last    string // what the last sentence is about, beyond the first 1,500 words
	}{
		"read whole in parts":            {text, nil, 0, 6, handlers.Answered, "", "", "seals"},
		"one that fits":                  {log(60), nil, 0, 1, handlers.Answered, "", "", ""},
		"a part fails":                   {text, map[string]bool{"2": true, "4": true}, 0, 6, handlers.Answered, "", "part 2 and part 4 of 5", "seals"},
		"all parts fail":                 {text, map[string]bool{"1": true, "2": true, "3": true, "4": true, "5": true}, 0, 5, handlers.Closest, handlers.ModelDown, "", ""},
		"longer than can be read":        {log(700), nil, 0, 9, handlers.Answered, "", "its first 119", "seals"},
		"key sentences are of all of it": {log(700), map[string]bool{"1": true, "2": true, "3": true, "4": true, "5": true, "6": true, "7": true, "8": true}, 0, 8, handlers.Closest, handlers.ModelDown, "", ""},
		"bounded to one prompt":          {text, nil, 4000, 1, handlers.Answered, "", "its first 14", ""},
		"bounded to less":                {text, nil, 1500, 1, handlers.Answered, "", "its first ", ""},
		"bounded to two parts":           {text, nil, 11_000, 3, handlers.Answered, "", "its first 29", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := clerk(c.fails)
			d := newsroom(t, handlers.Options{Model: m, AnswerTokens: c.tokens})
			keep(t, d, "https://news.example/log", "The Harbour Post", "2024-06-05", "The log of the fleet", c.text)
			streamed := 0
			r, err := d.Summarize(t.Context(), handlers.SummaryRequest{From: manager(), Ref: "log of the fleet"}, func(handlers.Reply) { streamed++ })
			if err != nil || r.Outcome != c.outcome || r.Cause != c.cause || m.calls() != c.calls {
				t.Fatalf("%s because %q, %d calls, %v\n%s", r.Outcome, r.Cause, m.calls(), err, told(r))
			}
			for i, s := range r.Sentences {
				if strings.Contains(s.Text, "Martians") || strings.Contains(s.Text, "kraken") || !strings.Contains(r.Sources[s.Cites[0]-1].Text, s.Text) {
					t.Errorf("sentence %d: %q cites %q", i, s.Text, r.Sources[s.Cites[0]-1].Text)
				}
			}
			if notes := strings.Join(r.Notes, " "); !strings.Contains(notes, c.note) || c.note == "" && notes != "" {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
			if r.Outcome == handlers.Answered && (streamed == 0 || len(r.Sentences) < 2) {
				t.Errorf("%d partial replies, %d sentences", streamed, len(r.Sentences))
			}
			if c.last != "" {
				at := strings.Index(c.text, r.Sentences[len(r.Sentences)-1].Text)
				if words := len(strings.Fields(c.text[:max(0, at)])); words < 1500 {
					t.Errorf("the last point is from word %d of it", words)
				}
			}
			for _, p := range m.read {
				if strings.Contains(p, "Martians") || len(strings.Fields(p)) > 1900 {
					t.Errorf("a prompt of %d words:\n%.300s", len(strings.Fields(p)), p)
				}
			}
		})
	}
}

// A panic in one part comes to who asked for the summary, who may recover it: in
// a goroutine of its own it would end the program for everybody.
func TestPanicInAPart(t *testing.T) {
	t.Parallel()
	m := clerk(nil)
	reply := m.reply
	m.reply = func(p string) (string, error) {
		if strings.Contains(p, "part 2 of") {
			panic("odd text")
		}
		return reply(p)
	}
	d := newsroom(t, handlers.Options{Model: m})
	keep(t, d, "https://news.example/log", "The Harbour Post", "2024-06-05", "The log of the fleet", log(300))
	defer func() {
		if fell := recover(); !strings.Contains(fmt.Sprint(fell), "odd text") {
			t.Errorf("recovered %v", fell)
		}
	}()
	r, err := d.Summarize(t.Context(), handlers.SummaryRequest{From: manager(), Ref: "log of the fleet"}, nil)
	t.Errorf("%s, %v", r.Outcome, err)
}

// What the model makes of its own notes is held against the article, not
// against the notes.
func TestSummaryIsCheckedAgainstTheArticle(t *testing.T) {
	t.Parallel()
	m := clerk(nil)
	notes := m.reply
	m.reply = func(p string) (string, error) {
		if notePart.MatchString(p) {
			return notes(p)
		}
		s := shown.FindStringSubmatch(p)
		first, _, _ := strings.Cut(s[2], "\n")
		return "- " + first + " [" + s[1] + "]\n- " + strings.Replace(first, "counted 1000 seals", "counted 4000 seals", 1) + " [" + s[1] + "]", nil
	}
	d := newsroom(t, handlers.Options{Model: m})
	keep(t, d, "https://news.example/log", "The Harbour Post", "2024-06-05", "The log of the fleet", log(200))
	r, err := d.Summarize(t.Context(), handlers.SummaryRequest{From: manager(), Ref: "log of the fleet"}, nil)
	if err != nil || len(r.Sentences) != 1 || len(r.Dropped) != 1 || !strings.Contains(r.Dropped[0].Text, "4000") {
		t.Errorf("%s dropped %+v, %v", told(r), r.Dropped, err)
	}
	if r.Usage.Prompt != 100*m.calls() {
		t.Errorf("usage %+v of %d calls", r.Usage, m.calls())
	}
}
