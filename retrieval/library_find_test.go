package retrieval_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

// newsstand is a library of a few titles; the later in the list, the newer.
func newsstand(t *testing.T) *retrieval.Library {
	t.Helper()
	l := openLibrary(t, newStore(openServer(t)))
	for i, a := range []retrieval.Article{
		{URL: "https://www.bbc.example/news/world-1?edition=uk", Title: "Ukraine crisis: Nato’s chief warns", Outlet: "BBC News"},
		{URL: "https://www.bbc.example/news/world-2/", Title: "Ukraine crisis", Outlet: "BBC News"},
		{URL: "https://guardian.example/2022/feb/16/nato", Title: "Nato sees no sign of a withdrawal", Outlet: "The Guardian"},
		{URL: "https://guardian.example/live", Title: "As it happened: the “Ukraine” vote", Outlet: "The Guardian"},
		{URL: "https://paper.example/a", Title: "Obituary", Outlet: "Paper A"},
		{URL: "https://paper.example/b", Title: "Obituary", Outlet: "Paper B"},
		{URL: "file:///home/me/untitled.txt"},
		{URL: "https://jp.example/1", Title: "北大西洋条約機構の会合"},
	} {
		a.Text = fmt.Sprintf("This is the text of article number %d.", i)
		a.Published = time.Date(2022, 2, i+1, 0, 0, 0, 0, time.UTC)
		add(t, l, "1", a)
	}
	return l
}

func TestLibraryArticle(t *testing.T) {
	t.Parallel()
	l := newsstand(t)
	for _, c := range []struct {
		ref  string
		want int // the number in its text
		err  error
	}{
		{retrieval.ArticleID("https://guardian.example/live"), 3, nil},
		{"https://www.bbc.example/news/world-1?edition=uk", 0, nil},
		{"http://bbc.example/news/world-1/?utm_source=x&edition=uk&fbclid=y#top", 0, nil},
		{"https://WWW.bbc.example/news/world-2", 1, nil},
		{"bbc.example/news/world-2", 1, nil},
		{"https://www.bbc.example/news/world-1", 0, retrieval.ErrNotFound}, // another page, for all we know
		{"https://elsewhere.example/", 0, retrieval.ErrNotFound},
		{"file:///home/me/untitled.txt", 6, nil},
		{"Ukraine crisis", 1, nil},
		{"  UKRAINE  CRISIS ", 1, nil},
		{"ukraine crisis: nato's", 0, nil},
		{"ukraine", 0, retrieval.ErrAmbiguous},
		{"sign of a withdrawal", 2, nil},
		{"withdrawal nato", 2, nil},
		{`the "ukraine" vote`, 3, nil},
		{"vote ukraine", 3, nil},
		{"rain vote", 0, retrieval.ErrNotFound}, // a word begins, it does not end so
		{"obituary", 0, retrieval.ErrAmbiguous},
		{"obituary paper", 0, retrieval.ErrAmbiguous},
		{"obituary paper b", 5, nil},
		{"北大西洋", 7, nil},
		{"会合", 7, nil},
		{"", 0, retrieval.ErrNotFound},
		{"   ", 0, retrieval.ErrNotFound},
		{"football", 0, retrieval.ErrNotFound},
		{"%zz", 0, retrieval.ErrNotFound},
		{strings.Repeat("nato ", 20_000), 0, retrieval.ErrAmbiguous},
	} {
		got, err := l.Article(t.Context(), "1", c.ref)
		want := fmt.Sprintf("This is the text of article number %d.", c.want)
		if !errors.Is(err, c.err) || err == nil && got.Text != want {
			t.Errorf("%.60q: %q, %v; want %d, %v", c.ref, got.Text, err, c.want, c.err)
		}
	}
	if _, err := l.Article(t.Context(), "2", "Obituary"); !errors.Is(err, retrieval.ErrNotFound) {
		t.Errorf("another guild: %v", err)
	}
}

func TestLibrarySuggest(t *testing.T) {
	t.Parallel()
	l := newsstand(t)
	for _, c := range []struct {
		typed string
		n     int
		want  string
	}{
		{"", 3, ""},
		{"ukraine", 25, "Ukraine crisis|Ukraine crisis: Nato’s chief warns|As it happened: the “Ukraine” vote"},
		{"UKRAINE CRISIS", 25, "Ukraine crisis|Ukraine crisis: Nato’s chief warns"},
		{"nato", 25, "Nato sees no sign of a withdrawal|Ukraine crisis: Nato’s chief warns"},
		{"nat war", 25, "Ukraine crisis: Nato’s chief warns"},
		{"guard", 25, "As it happened: the “Ukraine” vote|Nato sees no sign of a withdrawal"},
		{"obit", 1, "Obituary"},
		{"obit", 0, ""},
		{"obit", -1, ""},
		{"zebra", 25, ""},
	} {
		var titles []string
		for _, a := range l.Suggest("1", c.typed, c.n) {
			titles = append(titles, a.Title)
			if a.Text != "" || a.ID == "" {
				t.Errorf("%q: %+v", c.typed, a)
			}
		}
		if got := strings.Join(titles, "|"); c.typed != "" && got != c.want {
			t.Errorf("%q: %s; want %s", c.typed, got, c.want)
		} else if c.typed == "" && len(titles) != c.n {
			t.Errorf("nothing typed: %s", got)
		}
	}
	if got := l.Suggest("2", "", 25); len(got) != 0 {
		t.Errorf("another guild: %v", got)
	}
}

func TestAmbiguousNamesItsCandidates(t *testing.T) {
	t.Parallel()
	l := newsstand(t)
	for i := range 7 {
		add(t, l, "1", retrieval.Article{URL: fmt.Sprintf("https://sport.example/%d", i), Title: "Results of the day", Text: "One side won."})
	}
	for ref, want := range map[string]int{"obituary": 2, "ukraine": 2, "results of the day": 7} {
		_, err := l.Article(t.Context(), "1", ref)
		var among *retrieval.AmbiguousError
		if !errors.As(err, &among) || !errors.Is(err, retrieval.ErrAmbiguous) || among.Count != want || len(among.Fits) != min(want, 5) {
			t.Errorf("%q: %v, %+v", ref, err, among)
			continue
		}
		for _, a := range among.Fits {
			if !strings.Contains(strings.ToLower(a.Title), ref) || a.ID == "" || a.Text != "" {
				t.Errorf("%q: candidate %+v", ref, a)
			}
		}
	}
}
