package discord

import (
	"errors"
	"strconv"
	"testing"
	"time"
)

func TestRecentForgetsTheOldest(t *testing.T) {
	t.Parallel()
	s := newRecent[struct{}](3)
	for _, step := range []struct {
		id    string
		first bool
	}{{"1", true}, {"2", true}, {"1", false}, {"3", true}, {"4", true}, {"2", false}, {"1", true}} {
		if got := s.put(step.id, struct{}{}); got != step.first {
			t.Errorf("%s is new: %v", step.id, got)
		}
	}
	for i := range 1000 {
		s.put(strconv.Itoa(i+10), struct{}{})
	}
	if len(s.values) != 3 {
		t.Errorf("%d IDs are kept", len(s.values))
	}
}

func TestCrew(t *testing.T) {
	t.Parallel()
	c := newCrew(1)
	release := make(chan struct{})
	if err := c.do(func() { <-release }); err != nil {
		t.Fatal(err)
	}
	if err := c.do(func() {}); !errors.Is(err, errFull) {
		t.Errorf("the second got %v", err)
	}
	c.shut()
	if err := c.do(func() {}); !errors.Is(err, errShut) {
		t.Errorf("after shut: %v", err)
	}
	if c.drain(time.Millisecond) || c.open() != 1 {
		t.Errorf("drained with %d open", c.open())
	}
	close(release)
	if !c.drain(10 * time.Second) {
		t.Error("not drained")
	}
}
