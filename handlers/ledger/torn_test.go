package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/handlers/ledger"
	"newsdesk.example/newsdesk/retrieval/redisstore"
	"newsdesk.example/newsdesk/retrieval/redisstore/redistest"
)

// Redis 7.0 can, after two crashes, execute the beginning of a transaction whose
// end was cut off in its file (see redisstore). Whatever the beginning, what was
// acknowledged before stays, nobody meets an error, and no turn is left that is
// never forgotten.
func TestTornTransactions(t *testing.T) {
	t.Parallel()
	for _, binary := range []string{"redis-server", "valkey-server"} {
		t.Run(binary, func(t *testing.T) {
			t.Parallel()
			server := redistest.StartBinary(t, binary)
			file := filepath.Join(server.Dir(), "appendonlydir", "appendonly.aof.1.incr.aof")
			l := ledger.Bound(serve(t, server).open(nil), bound)
			for i := range bound { // so that the next one forgets one
				small := turn(i, "talk")
				small.Sources, small.Sentences = nil, nil
				must(t, l.KeepTurn(t.Context(), "1", small))
			}
			note(t, l, "1", "what?", 1)
			spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
			before := size(t, file)
			must(t, l.KeepTurn(t.Context(), "1", turn(bound, "talk")))
			spend(t, l, "1", "2022-02-16", "small", 1, 3, 4)
			spend(t, l, "1", "2022-02-17", "small", 1, 3, 4)
			note(t, l, "1", "what?", 2)
			after := size(t, file)
			server.Kill()
			whole, err := os.ReadFile(file)
			must(t, err)
			const cuts = 12
			for i := range int64(cuts) {
				must(t, os.WriteFile(file, whole[:before+(after-before)*(i+1)/(cuts+1)], 0o600))
				server.Restart()
				must(t, ledger.Bound(serve(t, server).open(nil), bound).KeepTurn(t.Context(), "1", turn(9999, "other")))
				server.Kill()
				server.Restart()
				checkTorn(t, serve(t, server), i)
				server.Kill()
			}
		})
	}
}

// checkTorn holds a ledger to what it had acknowledged before the transactions
// that were torn.
func checkTorn(t *testing.T, p place, cut int64) {
	t.Helper()
	l := p.open(nil)
	turns, err := l.Talk(t.Context(), "1", "talk", 9999)
	// The turn after the cut forgets one, the torn one may have forgotten another.
	if err != nil || len(turns) < bound-2 {
		t.Errorf("cut %d: %d turns, %v", cut, len(turns), err)
	}
	if _, err := l.Turn(t.Context(), "1", turn(bound, "").ID); err != nil && !errors.Is(err, handlers.ErrForgotten) {
		t.Errorf("cut %d: %v", cut, err)
	}
	if gaps, err := l.Gaps(t.Context(), "1"); err != nil || len(gaps) != 1 || gaps[0].Times < 1 || gaps[0].Times > 2 {
		t.Errorf("cut %d: gaps %+v, %v", cut, gaps, err)
	}
	spent, err := l.Spent(t.Context(), "1", "2022-02-16", "2022-02-17")
	if err != nil || len(spent) < 1 || spent[0].Prompt != 3*spent[0].Calls || spent[0].Completion != 4*spent[0].Calls || spent[0].Calls > 2 {
		t.Errorf("cut %d: spent %+v, %v", cut, spent, err)
	}
	prefix, err := redisstore.Prefix("1")
	must(t, err)
	for _, key := range keysOf(t, p, "1") {
		id, isTurn := strings.CutPrefix(key, prefix+"turn:")
		if !isTurn {
			continue
		}
		listed := false
		for _, talk := range []string{"talk", "other"} {
			_, err := p.durable.ZScore(t.Context(), prefix+"turns", ledger.Name(id, talk)).Result()
			listed = listed || err == nil
		}
		if !listed {
			t.Errorf("cut %d: turn %s is not listed, and would stay for ever", cut, id)
		}
	}
}

func size(t *testing.T, file string) int64 {
	t.Helper()
	info, err := os.Stat(file)
	must(t, err)
	return info.Size()
}
