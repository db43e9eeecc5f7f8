package prompts

import (
	"testing"
	"time"
)

func TestNotesKeepNumbersAndSayOutletsOnce(t *testing.T) {
	t.Parallel()
	day := time.Date(2022, time.February, 16, 0, 0, 0, 0, time.UTC)
	sources := []Source{
		{N: 1, Article: "a", Title: "Storm", Outlet: "The Gannet", Published: day, Text: "The whole first part."},
		{N: 2, Article: "a", Title: "Storm", Outlet: "The Gannet", Published: day, Text: "The whole second part."},
		{N: 3, Article: "a", Title: "Storm", Outlet: "The Gannet", Published: day, Text: "Nothing was noted of it."},
		{N: 4, Article: "b", Title: "Calm", Outlet: "The Packet", Published: day.AddDate(0, 0, 1), Text: "Another article."},
	}
	notes := Notes([]Sentence{
		{Text: "It was calm.", Cites: []int{4}},
		{Text: "The harbour was closed.", Cites: []int{1, 2}},
		{Text: "Ships waited.", Cites: []int{2}},
		{Text: "The stack fell.", Cites: []int{1}},
		{Text: "Nobody said so."},
	}, sources)
	want := []Source{
		{N: 1, Article: "a", Title: "Storm", Outlet: "The Gannet", Published: day, Text: "The harbour was closed.\nThe stack fell."},
		{N: 2, Article: "a", Text: "Ships waited."},
		{N: 4, Article: "b", Title: "Calm", Outlet: "The Packet", Published: day.AddDate(0, 0, 1), Text: "It was calm."},
	}
	if len(notes) != len(want) {
		t.Fatalf("%d notes: %+v", len(notes), notes)
	}
	for i := range want {
		if notes[i] != want[i] {
			t.Errorf("note %d is %+v, want %+v", i, notes[i], want[i])
		}
	}
}
