package retrieval

import (
	"sync"
	"sync/atomic"

	"newsdesk.example/newsdesk/retrieval/prose"
)

// shelf is a guild's part of a library.
type shelf struct {
	now atomic.Pointer[snapshot]

	mu sync.Mutex // held by who replaces now
	// touched are the changes made while all articles are loaded anew.
	touched []touch
}

// snapshot is a guild's articles at one moment; it never changes.
type snapshot struct {
	index *index
	// list is made when it is first asked for: a bulk of articles added one by
	// one would otherwise sort them all each time.
	list func() catalog
	// contents is made when it is first asked for, too, and from then on with
	// each change.
	contents atomic.Pointer[contentSum]
}

// catalog lists articles, the last published first, and their titles and
// outlets in the form in which they are compared.
type catalog struct {
	articles        []Article
	titles, outlets []string
}

// touch is a change of one article.
type touch struct {
	id     string
	change func(*index) *index
}

func newSnapshot(x *index) *snapshot {
	return &snapshot{index: x, list: sync.OnceValue(func() catalog {
		c := catalog{articles: x.articles()}
		for _, a := range c.articles {
			c.titles = append(c.titles, prose.FoldCase(a.Title))
			c.outlets = append(c.outlets, prose.FoldCase(a.Outlet))
		}
		return c
	})}
}

// at is what the guild holds now. Asking for a guild does not make it one.
func (l *Library) at(guild string) *snapshot {
	if s, ok := l.guilds.Load(guild); ok {
		return s.(*shelf).now.Load()
	}
	return newSnapshot(newIndex())
}

// shelf is the guild's, made where there is none.
func (l *Library) shelf(guild string) *shelf {
	empty := &shelf{}
	empty.now.Store(newSnapshot(newIndex()))
	s, _ := l.guilds.LoadOrStore(guild, empty)
	return s.(*shelf)
}

func (l *Library) put(guild string, e entry) {
	l.change(guild, touch{e.article.ID, func(x *index) *index { return x.with(e) }})
}

func (l *Library) drop(guild, id string) {
	l.change(guild, touch{id, func(x *index) *index { return x.without(id) }})
}

func (l *Library) change(guild string, t touch) {
	l.rebuilding.RLock()
	defer l.rebuilding.RUnlock()
	s := l.shelf(guild)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Store(s.now.Load().after(t))
	if l.recording {
		s.touched = append(s.touched, t)
	}
}
