package retrieval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func article(id, title, published, text string) entry {
	return entry{article: Article{ID: id, URL: "https://example.com/" + id, Title: title, Published: day(published), Text: text}}
}

func found(r Result) []string {
	var ids []string
	for _, p := range r.Passages {
		ids = append(ids, p.Article.ID)
	}
	return ids
}

func TestIndexAddsReplacesAndForgets(t *testing.T) {
	t.Parallel()
	empty := newIndex()
	one := empty.with(
		article("a", "Bridge reopens", "2024-05-01", "The harbour bridge reopened on Monday after repairs."),
		article("b", "Ferry strike", "2024-05-03", "Ferry crews walked out over pay."),
	)
	two := one.with(article("a", "Bridge closes", "2024-05-04", "Cracks closed the viaduct again."))
	three := two.without("b")

	for _, c := range []struct {
		name  string
		index *index
		query string
		want  []string
	}{
		{"the empty index has nothing", empty, "harbour bridge", nil},
		{"what was added is found", one, "harbour bridge", []string{"a"}},
		{"an older index is not changed by a newer one", one, "ferry", []string{"b"}},
		{"the replaced text is gone", two, "harbour", nil},
		{"the new text is there", two, "viaduct", []string{"a"}},
		{"the others stay", two, "ferry", []string{"b"}},
		{"what was removed is gone", three, "ferry", nil},
		{"words are stemmed", three, "closing cracked viaducts", []string{"a"}},
		{"stop words alone find nothing", three, "what is the and of it", nil},
		{"an empty question finds nothing", three, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := found(c.index.search(Query{Text: c.query})); !slices.Equal(got, c.want) {
				t.Errorf("search(%q) = %v, want %v", c.query, got, c.want)
			}
		})
	}

	if a, ok := two.article("a"); !ok || a.Title != "Bridge closes" || a.Text == "" {
		t.Errorf("article = %+v, %v; want the new one with its text", a, ok)
	}
	if _, ok := three.article("b"); ok {
		t.Error("a removed article is still given out")
	}
	if three.without("b") != three {
		t.Error("removing what is not there should give the same index")
	}
	list := two.articles()
	if len(list) != 2 || list[0].ID != "a" || list[1].ID != "b" || list[0].Text != "" {
		t.Errorf("articles = %+v; want a, b without texts", list)
	}
}

// wordSalad writes articles of random words, some common and some rare.
func wordSalad(seed uint64, n, words int) []entry {
	random := rand.New(rand.NewPCG(seed, 1))
	zipf := rand.NewZipf(random, 1.1, 4, 20000)
	entries := make([]entry, n)
	for i := range entries {
		var text strings.Builder
		for j := range words {
			if j%14 == 0 && j > 0 {
				text.WriteString(". Then")
			}
			fmt.Fprintf(&text, " w%dx", zipf.Uint64())
		}
		entries[i] = article(fmt.Sprintf("id%d", i), fmt.Sprintf("Title w%dx", zipf.Uint64()), "2024-01-01", strings.TrimSpace(text.String())+".")
		entries[i].article.Published = day("2024-01-01").AddDate(0, 0, i%300)
	}
	return entries
}

// However articles came in, one by one, in bulk, replaced or removed in
// between, the search must not show it.
func TestHistoryDoesNotShow(t *testing.T) {
	t.Parallel()
	entries := wordSalad(1, 300, 60)
	bulk := newIndex().with(entries...)
	slow := newIndex()
	for i, e := range entries {
		stale := e
		stale.article.Text = "w1x w2x w3x stale."
		if i%3 == 0 {
			slow = slow.with(stale)
		}
		slow = slow.with(e)
		if i%5 == 0 {
			slow = slow.with(article("gone", "Gone", "2024-01-01", "w4x w5x.")).without("gone")
		}
	}
	if n := len(slow.segments); n > 3*fanout {
		t.Errorf("%d segments for 300 articles", n)
	}
	// The dead still count for a word's frequency until their segment is
	// merged, so the settled index is compared.
	settled := indexOf([]*segment{merge(slow.segments)})
	for i := range 40 {
		q := Query{Text: fmt.Sprintf("w%dx w%dx w%dx", i, i*7+1, i*31+2), Asked: day("2024-06-01"), Limit: 5}
		a, b := bulk.search(q), settled.search(q)
		if !slices.EqualFunc(a.Passages, b.Passages, func(a, b Passage) bool {
			return a.Article.ID == b.Article.ID && a.Start == b.Start && a.End == b.End
		}) {
			t.Fatalf("%q: bulk %v, one by one %v", q.Text, found(a), found(b))
		}
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	var entries []entry
	for i, outlet := range []string{"The Daily Gull", "gull.example", "Harbour Post", "Harbour Post"} {
		e := article(fmt.Sprint(i), "Harbour news", fmt.Sprintf("2024-05-0%d", i+1), "The harbour opened.")
		e.article.Outlet = outlet
		entries = append(entries, e)
	}
	x := newIndex().with(entries...)
	for _, c := range []struct {
		name  string
		query Query
		want  []string
	}{
		{"none", Query{}, []string{"0", "1", "2", "3"}},
		{"article", Query{Article: "2"}, []string{"2"}},
		{"outlet", Query{Outlet: "harbour post"}, []string{"2", "3"}},
		{"outlet without its article", Query{Outlet: "Daily Gull"}, []string{"0"}},
		{"since is included", Query{Since: day("2024-05-03")}, []string{"2", "3"}},
		{"until is not", Query{Until: day("2024-05-03")}, []string{"0", "1"}},
		{"together", Query{Since: day("2024-05-02"), Until: day("2024-05-04"), Outlet: "Harbour Post"}, []string{"2"}},
		{"nothing left", Query{Outlet: "Elsewhere"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.query.Text = "harbour"
			got := found(x.search(c.query))
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// Every passage is what its article says at its offsets.
func TestPassagesAreVerbatim(t *testing.T) {
	t.Parallel()
	entries := wordSalad(2, 50, 900)
	x := newIndex().with(entries...)
	for i := range 20 {
		r := x.search(Query{Text: fmt.Sprintf("w%dx w%dx w%dx", i, i+3, i*5+7)})
		if len(r.Passages) == 0 {
			t.Fatalf("nothing found for %d", i)
		}
		for _, p := range r.Passages {
			a, _ := x.article(p.Article.ID)
			rest := a.Text[p.Start:p.End]
			for part := range strings.SplitSeq(p.Text, " … ") {
				at := strings.Index(rest, part)
				if at < 0 {
					t.Fatalf("passage %d-%d of %s is not in its article: %q", p.Start, p.End, p.Article.ID, part)
				}
				rest = rest[at+len(part):]
			}
			if n := len(strings.Fields(p.Text)); n > 200 {
				t.Errorf("passage of %d words", n)
			}
			if p.Article.Text != "" {
				t.Error("a passage carries its whole article")
			}
		}
	}
}

func TestOddQuestions(t *testing.T) {
	t.Parallel()
	x := newIndex().with(
		article("cjk", "東京の地震", "2024-01-02", "東京で地震がありました。けが人はいません。"),
		article("emoji", "Party", "2024-01-03", "The 🎉 party went on."),
		article("blank", "", "2024-01-04", "-- ** --"),
		entry{article: Article{ID: "notext", Title: "Only a headline here"}},
	)
	for _, c := range []struct{ name, query, want string }{
		{"Japanese", "東京 地震", "cjk"},
		{"emoji beside a word", "🎉 party 🎉", "emoji"},
		{"mixed scripts", "party 地震", ""},
		{"long", strings.Repeat("party words and more ", 2500), "emoji"},
		{"not UTF-8", "party \xff\xfe", "emoji"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ids := found(x.search(Query{Text: c.query, Asked: day("2024-02-01")}))
			if len(ids) == 0 || c.want != "" && ids[0] != c.want {
				t.Errorf("got %v, want %q first", ids, c.want)
			}
		})
	}
	if ids := found(x.search(Query{Text: "🎉"})); len(ids) != 0 {
		t.Errorf("an emoji alone found %v", ids)
	}
}

// A passage's features, times their weights, are its score, and whoever asks
// is told what was looked for.
func TestExplain(t *testing.T) {
	t.Parallel()
	x := newIndex().with(wordSalad(3, 40, 300)...)
	r := x.search(Query{Text: "w1x w2x w3x", Asked: day("2024-06-01"), Explain: true})
	if len(r.Parse) == 0 || !strings.Contains(r.Parse[0], "w2x") {
		t.Errorf("Parse = %q", r.Parse)
	}
	for _, p := range r.Passages {
		sum := 0.0
		for _, f := range p.Features {
			sum += f.Value * f.Weight
		}
		if diff := sum - p.Score; diff > 1e-9 || diff < -1e-9 {
			t.Errorf("score %v, features add up to %v", p.Score, sum)
		}
	}
	if r = x.search(Query{Text: "w1x"}); r.Parse != nil || r.Passages[0].Features != nil {
		t.Error("explained unasked")
	}
}
