package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval/redisstore"
)

// place is where a ledger keeps what it keeps. More than one ledger over the
// same place are as several processes.
type place struct{ durable, cache redis.UniversalClient }

func (p place) open(log *slog.Logger) *ledger.Ledger { return ledger.New(p.durable, p.cache, log) }

// suite is what a Ledger must do on every kind of server. Its tests share the
// server: each has a guild of its own.
func suite(t *testing.T, p place) {
	t.Helper()
	tests := map[string]func(*testing.T, place, string){
		"turns":              testTurns,
		"turns are bounded":  testTurnsBounded,
		"talks":              testTalks,
		"gaps":               testGaps,
		"gaps are bounded":   testGapsBounded,
		"spendings":          testSpendings,
		"days are bounded":   testDaysBounded,
		"concurrent spends":  testConcurrentSpends,
		"concurrent gaps":    testConcurrentGaps,
		"cache":              testCache,
		"cache forgets":      testCacheForgets,
		"cache is bounded":   testCacheBounded,
		"guilds apart":       testGuilds,
		"bad names":          testBadNames,
		"foreign values":     testForeignValues,
		"foreign types":      testForeignTypes,
		"no TTL but a cache": testTTL,
		"one slot":           testOneSlot,
		"two processes":      testTwoProcesses,
	}
	for i, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tests[name](t, p, fmt.Sprint("guild-", i))
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// asked is a moment with what JSON must keep: a zone, nanoseconds.
func asked(minute int) time.Time {
	return time.Date(2022, 2, 16, 14, minute, 3, 123456789, time.FixedZone("", -5*3600))
}

func turn(n int, talk string) handlers.Turn {
	return handlers.Turn{
		ID: fmt.Sprintf("%016x", n), Talk: talk, User: "u1",
		Question: "and what did he answer?", Standing: fmt.Sprintf("what did Stoltenberg answer %d?", n), Asked: asked(n % 60),
		Outcome: handlers.Answered,
		Sentences: []prompts.Sentence{
			{Text: "He said “quite hard to dispute”.", Cites: []int{1}, Level: prompts.Amber, Reason: "paraphrase"},
		},
		Sources: []prompts.Source{{
			N: 1, Article: "a", Title: "Satellites", Outlet: "The Test", URL: "https://a.example/1", Published: asked(0),
			Text: "“Quite hard to dispute,” he said.\n\x00é記", Speaker: "Mr Stoltenberg",
		}},
	}
}

// sameTurn compares two turns but for how their times are written.
func sameTurn(t *testing.T, got, want handlers.Turn) {
	t.Helper()
	if !got.Asked.Equal(want.Asked) || !got.Sources[0].Published.Equal(want.Sources[0].Published) {
		t.Errorf("times %v, want %v", got.Asked, want.Asked)
	}
	got.Asked, got.Sources[0].Published = want.Asked, want.Sources[0].Published
	if !reflect.DeepEqual(got, want) {
		t.Errorf("turn\n%+v, want\n%+v", got, want)
	}
}

func testTurns(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	want := turn(1, "thread 1")
	for range 2 { // a second time changes nothing
		must(t, l.KeepTurn(t.Context(), g, want))
		got, err := l.Turn(t.Context(), g, want.ID)
		must(t, err)
		sameTurn(t, got, want)
	}
	if all, err := l.Talk(t.Context(), g, "thread 1", 10); err != nil || len(all) != 1 {
		t.Errorf("Talk: %d turns, %v", len(all), err)
	}
	for _, id := range []string{"", "0", turn(2, "").ID, strings.Repeat("F", 16), "../../../../abcde", strings.Repeat("0", 1000)} {
		if _, err := l.Turn(t.Context(), g, id); !errors.Is(err, handlers.ErrForgotten) {
			t.Errorf("Turn %.30q: %v", id, err)
		}
	}
	bad := want
	bad.ID = "no id"
	if err := l.KeepTurn(t.Context(), g, bad); err == nil {
		t.Error("a turn with a bad ID is kept")
	}
	huge := turn(3, "")
	huge.Question = strings.Repeat("x", 2<<20)
	if err := l.KeepTurn(t.Context(), g, huge); !errors.Is(err, ledger.ErrOversized) {
		t.Errorf("a turn of 2 MB: %v", err)
	}
}

// bound is how much a ledger keeps where a test fills it.
const bound = 20

func testTurnsBounded(t *testing.T, p place, g string) {
	t.Helper()
	l := ledger.Bound(p.open(nil), bound)
	const n = bound + 7
	for i := range n {
		small := turn(i, "talk")
		small.Sources, small.Sentences = nil, nil
		must(t, l.KeepTurn(t.Context(), g, small))
	}
	for i := range n {
		_, err := l.Turn(t.Context(), g, turn(i, "").ID)
		if forgotten := errors.Is(err, handlers.ErrForgotten); forgotten != (i < 7) {
			t.Fatalf("turn %d of %d: %v", i, n, err)
		}
	}
	if all, err := l.Talk(t.Context(), g, "talk", n); err != nil || len(all) != bound {
		t.Errorf("%d turns are left, %v", len(all), err)
	}
	if keys := keysOf(t, p, g); len(keys) != bound+1 {
		t.Errorf("%d keys are left", len(keys))
	}
}

func testTalks(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	for i := range 9 {
		must(t, l.KeepTurn(t.Context(), g, turn(i, []string{"", "one", "two: {x}\n*"}[i%3])))
	}
	for name, c := range map[string]struct {
		talk string
		n    int
		want []int
	}{
		"the last, oldest first":   {"one", 2, []int{4, 7}},
		"all":                      {"two: {x}\n*", 99, []int{2, 5, 8}},
		"none of no talk":          {"", 9, nil},
		"none of another":          {"three", 9, nil},
		"none wanted":              {"one", 0, nil},
		"less than none":           {"one", -1, nil},
		"a name is no pattern":     {"*", 9, nil},
		"nor as long as they come": {strings.Repeat("one", 1e5), 9, nil},
	} {
		got, err := l.Talk(t.Context(), g, c.talk, c.n)
		must(t, err)
		var ids []string
		for _, turn := range got {
			ids = append(ids, turn.ID)
		}
		var want []string
		for _, n := range c.want {
			want = append(want, turn(n, "").ID)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %v, want %v", name, ids, want)
		}
	}
}

func note(t *testing.T, l *ledger.Ledger, g, question string, minute int) {
	t.Helper()
	must(t, l.NoteGap(t.Context(), g, handlers.Gap{
		Question: question, First: asked(minute), Last: asked(minute), Nearest: []string{fmt.Sprint("title ", minute)},
	}))
}

func testGaps(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	note(t, l, g, "Who won the Élysée race?", 5)
	note(t, l, g, "What is “the” plan — really", 6)
	for i, spelling := range []string{"  who won the elysee race ", "WHO WON THE ELYSÉE RACE!!", "Who won\n the Élysée-race?"} {
		note(t, l, g, spelling, 7+i)
	}
	note(t, l, g, `what is 'the' plan, really?`, 3) // noted late
	note(t, l, g, "?!", 1)
	note(t, l, g, "क्या", 1)
	note(t, l, g, "के", 2)
	gaps, err := l.Gaps(t.Context(), g)
	must(t, err)
	var shown []string
	for _, gap := range gaps {
		shown = append(shown, fmt.Sprint(gap.Question, "/", gap.Times, "/", gap.First.Minute(), "-", gap.Last.Minute(), gap.Nearest))
	}
	want := []string{
		"Who won\n the Élysée-race?/4/5-9 [title 9]",
		"what is 'the' plan, really?/2/3-6 [title 3]",
		"के/1/2-2 [title 2]",
	}
	if len(shown) != 5 || !slices.Equal(shown[:3], want) {
		t.Fatalf("gaps %q, want %q and two more", shown, want)
	}
	must(t, l.CloseGap(t.Context(), g, gaps[0].ID))
	for _, id := range []string{gaps[0].ID, "", "no such"} {
		if err := l.CloseGap(t.Context(), g, id); !errors.Is(err, handlers.ErrForgotten) {
			t.Errorf("closing %q: %v", id, err)
		}
	}
	note(t, l, g, "who won the elysee race", 30)
	gaps, err = l.Gaps(t.Context(), g)
	must(t, err)
	if len(gaps) != 5 || gaps[0].Times != 1 || gaps[0].First.Minute() != 30 {
		t.Errorf("a closed gap comes back as %+v", gaps[0])
	}
	if err := l.NoteGap(t.Context(), g, handlers.Gap{Question: strings.Repeat("long ", 1<<19)}); !errors.Is(err, ledger.ErrOversized) {
		t.Errorf("a gap of 2.5 MB: %v", err)
	}
}

func testGapsBounded(t *testing.T, p place, g string) {
	t.Helper()
	l := ledger.Bound(p.open(nil), bound)
	const n = bound + 5
	for i := range n {
		must(t, l.NoteGap(t.Context(), g, handlers.Gap{Question: fmt.Sprint("question ", i), First: asked(0), Last: asked(0).Add(time.Duration(i) * time.Hour)}))
	}
	gaps, err := l.Gaps(t.Context(), g)
	must(t, err)
	if len(gaps) != bound || gaps[0].Question != fmt.Sprint("question ", n-1) || gaps[len(gaps)-1].Question != "question 5" {
		t.Errorf("%d gaps, from %q to %q", len(gaps), gaps[0].Question, gaps[len(gaps)-1].Question)
	}
}

func spend(t *testing.T, l *ledger.Ledger, g, day, model string, calls, prompt, completion int) {
	t.Helper()
	must(t, l.Spend(t.Context(), g, handlers.Spending{Day: day, Model: model, Calls: calls, Prompt: prompt, Completion: completion}))
}

func testSpendings(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	spend(t, l, g, "2022-02-16", "small", 1, 100, 10)
	spend(t, l, g, "2022-02-17", "small", 1, 5, 5)
	spend(t, l, g, "2022-02-16", "large: {x} \x00é", 1, 7, 7)
	spend(t, l, g, "2022-02-16", "small", 2, 50, 5)
	must(t, l.Spend(t.Context(), g, handlers.Spending{Day: "2022-02-16", Model: "small", Cached: 1}))
	must(t, l.Spend(t.Context(), g, handlers.Spending{Day: "2022-02-16", Model: "small", Calls: 1, Estimated: 1, Prompt: -9, Completion: -9}))
	spend(t, l, g, "2022-03-01", "", 1, 1, 1)
	small := handlers.Spending{Day: "2022-02-16", Model: "small", Calls: 4, Cached: 1, Estimated: 1, Prompt: 150, Completion: 15}
	large := handlers.Spending{Day: "2022-02-16", Model: "large: {x} \x00é", Calls: 1, Prompt: 7, Completion: 7}
	next := handlers.Spending{Day: "2022-02-17", Model: "small", Calls: 1, Prompt: 5, Completion: 5}
	march := handlers.Spending{Day: "2022-03-01", Calls: 1, Prompt: 1, Completion: 1}
	for _, c := range []struct {
		from, to string
		want     []handlers.Spending
	}{
		{"2022-02-16", "2022-02-16", []handlers.Spending{large, small}},
		{"2022-02-16", "2022-02-17", []handlers.Spending{large, small, next}},
		{"2022-01-01", "2022-12-31", []handlers.Spending{large, small, next, march}},
		{"2022-02-17", "2022-02-16", nil},
		{"2021-02-16", "2021-02-17", nil},
	} {
		got, err := l.Spent(t.Context(), g, c.from, c.to)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s to %s: %+v, %v", c.from, c.to, got, err)
		}
	}
	for _, day := range []string{"", "2022-2-16", "2022-02-30", "tomorrow", "2022-02-16:x", "16 February 2022"} {
		if err := l.Spend(t.Context(), g, handlers.Spending{Day: day, Model: "small", Calls: 1}); err == nil {
			t.Errorf("spent on %q", day)
		}
		if _, err := l.Spent(t.Context(), g, day, day); err == nil {
			t.Errorf("asked for %q", day)
		}
	}
	spend(t, l, g, "2022-04-01", strings.Repeat("é", 1000), 1, 1, 1)
	if got, err := l.Spent(t.Context(), g, "2022-04-01", "2022-04-01"); err != nil || len(got) != 1 || len(got[0].Model) > 200 || strings.Trim(got[0].Model, "é") != "" {
		t.Errorf("a name of 2000 bytes: %+v, %v", got, err)
	}
}

func testDaysBounded(t *testing.T, p place, g string) {
	t.Helper()
	l := ledger.Bound(p.open(nil), bound)
	first := time.Date(2022, 2, 16, 0, 0, 0, 0, time.UTC)
	const n = bound + 3
	for i := range n {
		spend(t, l, g, first.AddDate(0, 0, i).Format(time.DateOnly), "small", 1, 1, 1)
	}
	got, err := l.Spent(t.Context(), g, "2000-01-01", "2100-01-01")
	must(t, err)
	if len(got) != bound || got[0].Day != "2022-02-19" {
		t.Errorf("%d days, from %s", len(got), got[0].Day)
	}
	if keys := keysOf(t, p, g); len(keys) != bound+1 {
		t.Errorf("%d keys are left", len(keys))
	}
}

func testConcurrentSpends(t *testing.T, p place, g string) {
	t.Helper()
	const workers, each = 8, 20
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			l := p.open(nil)
			for range each {
				if err := l.Spend(t.Context(), g, handlers.Spending{Day: "2022-02-16", Model: fmt.Sprint("m", w%2), Calls: 1, Prompt: 3, Completion: 2}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got, err := p.open(nil).Spent(t.Context(), g, "2022-02-16", "2022-02-16")
	must(t, err)
	n := workers * each / 2
	if want := []handlers.Spending{
		{Day: "2022-02-16", Model: "m0", Calls: n, Prompt: 3 * n, Completion: 2 * n},
		{Day: "2022-02-16", Model: "m1", Calls: n, Prompt: 3 * n, Completion: 2 * n},
	}; !slices.Equal(got, want) {
		t.Errorf("spent %+v, want %+v", got, want)
	}
}

func testConcurrentGaps(t *testing.T, p place, g string) {
	t.Helper()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 10 {
				note(t, p.open(nil), g, fmt.Sprint("question ", i%2), i)
			}
		})
	}
	wg.Wait()
	gaps, err := p.open(nil).Gaps(t.Context(), g)
	if err != nil || len(gaps) != 2 || gaps[0].Times != 40 || gaps[1].Times != 40 {
		t.Errorf("%+v, %v", gaps, err)
	}
}

func testCache(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	for _, key := range []string{"", "key", "another: {key}\n", strings.Repeat("k", 1<<20)} {
		if _, ok, err := l.Recall(t.Context(), g, key); ok || err != nil {
			t.Errorf("%.20q before it was remembered: %v, %v", key, ok, err)
		}
		for _, value := range []string{"\x00\xff", "", "new"} {
			must(t, l.Remember(t.Context(), g, key, []byte(value), time.Hour))
			got, ok, err := l.Recall(t.Context(), g, key)
			if !ok || err != nil || string(got) != value {
				t.Errorf("%.20q: %q, %v, %v", key, got, ok, err)
			}
		}
	}
	if err := l.Remember(t.Context(), g, "key", make([]byte, 2<<20), time.Hour); !errors.Is(err, ledger.ErrOversized) {
		t.Errorf("2 MB: %v", err)
	}
	must(t, l.Remember(t.Context(), g, "key", []byte("gone"), 0))
	if _, ok, err := l.Recall(t.Context(), g, "key"); ok || err != nil {
		t.Errorf("remembered for no time: %v, %v", ok, err)
	}
}

// However many questions are asked, so many answers are remembered: the last.
func testCacheBounded(t *testing.T, p place, g string) {
	t.Helper()
	l := ledger.Bound(p.open(nil), bound)
	const n = bound + 7
	for i := range n {
		must(t, l.Remember(t.Context(), g, strconv.Itoa(i), []byte("value"), time.Hour))
	}
	for i := range n {
		if _, ok, err := l.Recall(t.Context(), g, strconv.Itoa(i)); ok != (i >= 7) || err != nil {
			t.Fatalf("value %d of %d: %v, %v", i, n, ok, err)
		}
	}
	if keys := keysIn(t, p.cache, g); len(keys) != bound+1 {
		t.Errorf("%d keys are left", len(keys))
	}
}

func testCacheForgets(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	must(t, l.Remember(t.Context(), g, "key", []byte("value"), 30*time.Millisecond))
	deadline := time.After(10 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		_, ok, err := l.Recall(t.Context(), g, "key")
		must(t, err)
		if !ok {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("still remembered")
		}
	}
}

func testGuilds(t *testing.T, p place, g string) {
	t.Helper()
	l, other := p.open(nil), g+".other"
	must(t, l.KeepTurn(t.Context(), g, turn(1, "talk")))
	note(t, l, g, "what?", 1)
	spend(t, l, g, "2022-02-16", "small", 1, 1, 1)
	must(t, l.Remember(t.Context(), g, "key", []byte("value"), time.Hour))
	if _, err := l.Turn(t.Context(), other, turn(1, "").ID); !errors.Is(err, handlers.ErrForgotten) {
		t.Errorf("turn: %v", err)
	}
	turns, _ := l.Talk(t.Context(), other, "talk", 9)
	gaps, _ := l.Gaps(t.Context(), other)
	spent, _ := l.Spent(t.Context(), other, "2022-02-16", "2022-02-16")
	_, ok, _ := l.Recall(t.Context(), other, "key")
	if len(turns)+len(gaps)+len(spent) > 0 || ok {
		t.Errorf("another guild sees %v, %v, %v, %v", turns, gaps, spent, ok)
	}
}

func testBadNames(t *testing.T, p place, _ string) {
	t.Helper()
	l := p.open(nil)
	for _, g := range []string{"", "a:b", "{x}", "a b", "a\nb", "é", strings.Repeat("1", 65)} {
		_, turnErr := l.Turn(t.Context(), g, turn(1, "").ID)
		_, talkErr := l.Talk(t.Context(), g, "talk", 1)
		_, gapsErr := l.Gaps(t.Context(), g)
		_, spentErr := l.Spent(t.Context(), g, "2022-02-16", "2022-02-16")
		_, _, recallErr := l.Recall(t.Context(), g, "key")
		for name, err := range map[string]error{
			"KeepTurn": l.KeepTurn(t.Context(), g, turn(1, "")), "Turn": turnErr, "Talk": talkErr,
			"NoteGap": l.NoteGap(t.Context(), g, handlers.Gap{Question: "?"}), "Gaps": gapsErr, "CloseGap": l.CloseGap(t.Context(), g, "x"),
			"Spend": l.Spend(t.Context(), g, handlers.Spending{Day: "2022-02-16"}), "Spent": spentErr,
			"Remember": l.Remember(t.Context(), g, "key", nil, time.Hour), "Recall": recallErr,
		} {
			if !errors.Is(err, redisstore.ErrName) {
				t.Errorf("%s of guild %.10q: %v", name, g, err)
			}
		}
	}
}

// What somebody else has put in the places of ours is passed over.
func testForeignValues(t *testing.T, p place, g string) {
	t.Helper()
	var log bytes.Buffer
	l := p.open(slog.New(slog.NewTextHandler(&log, nil)))
	must(t, l.KeepTurn(t.Context(), g, turn(1, "talk")))
	must(t, l.KeepTurn(t.Context(), g, turn(2, "talk")))
	must(t, l.KeepTurn(t.Context(), g, turn(3, "talk")))
	note(t, l, g, "what?", 1)
	spend(t, l, g, "2022-02-16", "small", 1, 1, 1)
	prefix, err := redisstore.Prefix(g)
	must(t, err)
	ctx := t.Context()
	must(t, p.durable.Set(ctx, prefix+"turn:"+turn(1, "").ID, `{"id":`, 0).Err())
	must(t, p.durable.Set(ctx, prefix+"turn:"+turn(2, "").ID, `{"id":"0000000000000009"}`, 0).Err())
	must(t, p.durable.ZAdd(ctx, prefix+"turns", redis.Z{Member: "no name"}, redis.Z{Member: ":"}, redis.Z{Member: turn(9, "").ID + ":"}).Err())
	must(t, p.durable.HSet(ctx, prefix+"gaps", "x", "null", "y", "\xff", "z", `{"id":"z","question":"q","times":-1}`).Err())
	must(t, p.durable.ZAdd(ctx, prefix+"days", redis.Z{Score: 20220216, Member: "a day"}).Err())
	must(t, p.durable.HSet(ctx, prefix+"spent:2022-02-16", "m:odd", "many", "m:less", `{"calls":-1}`, "other", "x").Err())

	if turns, err := l.Talk(ctx, g, "talk", 9); err != nil || len(turns) != 1 || turns[0].ID != turn(3, "").ID {
		t.Errorf("turns %+v, %v", turns, err)
	}
	for _, n := range []int{1, 2, 9} {
		if _, err := l.Turn(ctx, g, turn(n, "").ID); !errors.Is(err, handlers.ErrForgotten) {
			t.Errorf("turn %d: %v", n, err)
		}
	}
	if gaps, err := l.Gaps(ctx, g); err != nil || len(gaps) != 1 || gaps[0].Question != "what?" {
		t.Errorf("gaps %+v, %v", gaps, err)
	}
	want := []handlers.Spending{{Day: "2022-02-16", Model: "small", Calls: 1, Prompt: 1, Completion: 1}}
	if spent, err := l.Spent(ctx, g, "2022-02-16", "2022-02-16"); err != nil || !slices.Equal(spent, want) {
		t.Errorf("spent %+v, %v", spent, err)
	}
	spend(t, l, g, "2022-02-16", "odd", 1, 2, 3) // begins anew
	if spent, err := l.Spent(ctx, g, "2022-02-16", "2022-02-16"); err != nil || len(spent) != 2 || spent[0].Completion != 3 {
		t.Errorf("spent %+v, %v", spent, err)
	}
	for _, what := range []string{"turn:", "gaps x", "gaps y", "gaps z", "m:odd", "m:less", "a day"} {
		if !strings.Contains(log.String(), what) {
			t.Errorf("no line in the log about %s", what)
		}
	}
}

func testForeignTypes(t *testing.T, p place, g string) {
	t.Helper()
	prefix, err := redisstore.Prefix(g)
	must(t, err)
	ctx, l := t.Context(), p.open(nil)
	spend(t, l, g, "2022-02-15", "small", 1, 1, 1)
	spend(t, l, g, "2022-02-16", "small", 1, 1, 1)
	for _, key := range []string{"turns", "gaps", "spent:2022-02-16"} {
		must(t, p.durable.Del(ctx, prefix+key).Err())
		must(t, p.durable.Set(ctx, prefix+key, "?", 0).Err())
	}
	must(t, p.durable.LPush(ctx, prefix+"turn:"+turn(1, "").ID, "?").Err())
	if turns, err := l.Talk(ctx, g, "talk", 9); err != nil || len(turns) > 0 {
		t.Errorf("Talk: %v, %v", turns, err)
	}
	if _, err := l.Turn(ctx, g, turn(1, "").ID); !errors.Is(err, handlers.ErrForgotten) {
		t.Errorf("Turn: %v", err)
	}
	if gaps, err := l.Gaps(ctx, g); err != nil || len(gaps) > 0 {
		t.Errorf("Gaps: %v, %v", gaps, err)
	}
	if spent, err := l.Spent(ctx, g, "2022-02-15", "2022-02-16"); err != nil || len(spent) != 1 || spent[0].Day != "2022-02-15" {
		t.Errorf("Spent: %v, %v", spent, err)
	}
	must(t, l.Remember(ctx, g, "key", []byte("value"), time.Hour))
	for _, key := range keysIn(t, p.cache, g) {
		if strings.Contains(key, ":cache:") {
			must(t, p.cache.Del(ctx, key).Err())
			must(t, p.cache.LPush(ctx, key, "?").Err())
		}
	}
	if _, ok, err := l.Recall(ctx, g, "key"); ok || err != nil {
		t.Errorf("Recall: %v, %v", ok, err)
	}
	if err := l.KeepTurn(ctx, g, turn(2, "")); err == nil {
		t.Error("a turn was kept in an index that is none")
	}
}

func testTTL(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	must(t, l.KeepTurn(t.Context(), g, turn(1, "talk")))
	note(t, l, g, "what?", 1)
	spend(t, l, g, "2022-02-16", "small", 1, 1, 1)
	must(t, l.Remember(t.Context(), g, "key", []byte("value"), time.Hour))
	for _, key := range keysOf(t, p, g) {
		ttl := p.durable.TTL(t.Context(), key).Val()
		if cached := strings.Contains(key, ":cache:"); cached != (ttl > 0) {
			t.Errorf("%s lives for %v", key, ttl)
		}
	}
	for _, key := range keysIn(t, p.cache, g) {
		if ttl := p.cache.TTL(t.Context(), key).Val(); strings.Contains(key, ":cache:") && (ttl <= 0 || ttl > time.Hour) {
			t.Errorf("%s lives for %v", key, ttl)
		}
	}
}

// All keys of a guild are of one slot: they share a hash tag.
func testOneSlot(t *testing.T, p place, g string) {
	t.Helper()
	l := p.open(nil)
	must(t, l.KeepTurn(t.Context(), g, turn(1, "{talk}")))
	note(t, l, g, "what {is} this?", 1)
	spend(t, l, g, "2022-02-16", "{small}", 1, 1, 1)
	must(t, l.Remember(t.Context(), g, "{key}", []byte("value"), time.Hour))
	prefix, err := redisstore.Prefix(g)
	must(t, err)
	keys := append(keysOf(t, p, g), keysIn(t, p.cache, g)...)
	for _, key := range keys {
		if !strings.HasPrefix(key, prefix) {
			t.Errorf("%s does not begin with %s", key, prefix)
		}
	}
	slices.Sort(keys)
	if n := len(slices.Compact(keys)); n != 7 {
		t.Errorf("%d keys: %q", n, keys)
	}
}

func testTwoProcesses(t *testing.T, p place, g string) {
	t.Helper()
	one, two := p.open(nil), p.open(nil)
	must(t, one.KeepTurn(t.Context(), g, turn(1, "talk")))
	must(t, two.KeepTurn(t.Context(), g, turn(2, "talk")))
	note(t, one, g, "what?", 1)
	note(t, two, g, "What", 2)
	spend(t, one, g, "2022-02-16", "small", 1, 1, 1)
	spend(t, two, g, "2022-02-16", "small", 1, 1, 1)
	must(t, one.Remember(t.Context(), g, "key", []byte("value"), time.Hour))
	turns, _ := one.Talk(t.Context(), g, "talk", 9)
	gaps, _ := one.Gaps(t.Context(), g)
	spent, _ := one.Spent(t.Context(), g, "2022-02-16", "2022-02-16")
	_, ok, _ := two.Recall(t.Context(), g, "key")
	if len(turns) != 2 || len(gaps) != 1 || gaps[0].Times != 2 || len(spent) != 1 || spent[0].Calls != 2 || !ok {
		t.Errorf("%+v\n%+v\n%+v\n%v", turns, gaps, spent, ok)
	}
}
