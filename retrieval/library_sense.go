package retrieval

import (
	"container/list"
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const (
	// senseInTime is how long a search waits to know where its question lies:
	// words answer in a few milliseconds, and a person is waiting.
	senseInTime = 800 * time.Millisecond
	// senseMost is how much of a question is sent, in bytes: a pasted page is
	// not the question.
	senseMost = 2000
	// sensesKept is how many questions' places are remembered: follow-ups, pages
	// of results and edited questions ask for the same one again.
	sensesKept = 256
)

// sense finds out where a question lies; nil where nothing can be compared with
// it, or where that is not known in time: then words must do.
func (l *Library) sense(ctx context.Context, x *index, text string) *sense {
	if l.embedder == nil {
		return nil
	}
	model := l.embedder.Model()
	text = clip(strings.TrimSpace(text), senseMost)
	if text == "" || !x.embedded(model) {
		return nil
	}
	if s, ok := l.senses.get(model + "\x00" + text); ok {
		return s
	}
	ctx, cancel := context.WithTimeout(ctx, senseInTime)
	defer cancel()
	start := time.Now()
	s, err := l.place(ctx, model, text)
	if s == nil {
		l.log.DebugContext(ctx, "question not embedded, so only words count", "took", time.Since(start), "err", err)
		return nil
	}
	l.dims.Store(int64(len(s.dims)))
	l.senses.put(model+"\x00"+text, s)
	return s
}

// place embeds a question, together with the strangers where EmbedAll has not
// met them yet; nil where that failed.
func (l *Library) place(ctx context.Context, model, text string) (*sense, error) {
	strangers := l.senses.strangersOf(model)
	texts := []string{text}
	if strangers == nil {
		texts = append(texts, strangerTexts...)
	}
	found, _, err := l.embedder.Embed(ctx, texts)
	if err != nil || len(found) != len(texts) {
		return nil, err
	}
	if strangers == nil {
		strangers = found[1:]
	}
	s := newSense(model, found[0], strangers)
	if s != nil {
		l.senses.keepStrangers(model, strangers)
	}
	return s, nil
}

// meetStrangers finds out ahead of any question where the strangers lie: a
// server that is slow with so many texts would never place a question in time.
func (l *Library) meetStrangers(ctx context.Context) error {
	model := l.embedder.Model()
	if l.senses.strangersOf(model) != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, embedInTime)
	defer cancel()
	found, _, err := l.embedder.Embed(ctx, strangerTexts)
	if err != nil {
		return fmt.Errorf("embed strangers: %w", err)
	}
	if len(found) != len(strangerTexts) || newSense(model, found[0], found) == nil {
		return fmt.Errorf("embed strangers: %w", errUseless)
	}
	l.senses.keepStrangers(model, found)
	return nil
}

// strangerTexts are sentences as they stand in the news, each of another
// subject, by which it is measured how close, under a model, lies what has
// nothing to do with each other.
var strangerTexts = []string{
	"The home side won by two goals after their opponents had a player sent off.",
	"Heavy rain and strong winds are expected in the north until Thursday.",
	"The central bank raised its interest rate by a quarter of a point.",
	"Stir the onions in butter until they are soft, then add the stock.",
	"The court sentenced the two men to four years in prison for fraud.",
	"Her third novel tells the story of a family that leaves its village.",
	"The ministry said that the new railway line would open in spring.",
	"Scientists found traces of water in samples taken from the surface.",
	"The company will close three of its factories and cut nine hundred jobs.",
	"Voters go to the polls on Sunday to elect a new parliament.",
	"The singer cancelled her concerts because of an infection of the throat.",
	"Doctors advise people over sixty to have the vaccination before winter.",
	"The phone has a larger screen and a battery that lasts for two days.",
	"Soldiers took the town after a week of fighting, a spokesman said.",
	"The museum shows paintings that have not been seen in public before.",
	"Police are looking for the driver of a grey van that did not stop.",
}

// clip cuts a text to at most so many bytes, between characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// recent remembers the places of the questions asked last.
type recent struct {
	mu     sync.Mutex
	places map[string]*list.Element
	order  list.List // of named, the last used first

	model     string // that the strangers were embedded with
	strangers [][]float32
}

type named struct {
	name  string
	sense *sense
}

// strangersOf gives where the strangers lie under a model; nil: not known.
func (r *recent) strangersOf(model string) [][]float32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.model != model {
		return nil
	}
	return r.strangers
}

func (r *recent) keepStrangers(model string, at [][]float32) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.model, r.strangers = model, at
}

func (r *recent) get(name string) (*sense, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.places[name]
	if !ok {
		return nil, false
	}
	r.order.MoveToFront(e)
	return e.Value.(named).sense, true
}

func (r *recent) put(name string, s *sense) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e, ok := r.places[name]; ok {
		e.Value = named{name, s}
		r.order.MoveToFront(e)
		return
	}
	if r.places == nil {
		r.places = make(map[string]*list.Element)
	}
	r.places[name] = r.order.PushFront(named{name, s})
	if len(r.places) > sensesKept {
		last := r.order.Back()
		delete(r.places, r.order.Remove(last).(named).name)
	}
}
