package fetch

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func read(t *testing.T, markup string) (Page, error) {
	t.Helper()
	f := New(Options{Now: func() time.Time { return now }})
	return f.Read(t.Context(), strings.NewReader(markup), "https://courier.example/news/ferries", "text/html")
}

func TestFurnitureInPages(t *testing.T) {
	t.Parallel()
	const more = `<p>The operator will put up posters at both piers and has written to all who hold a season ticket, it said.</p>`
	for name, c := range map[string]struct{ body, gone string }{
		"the title again": {`<h1>Ferries to stop for repairs</h1>` + paragraphs, "Ferries to stop for repairs"},
		"a notice":        {paragraphs + `<p>Please use Chrome browser for a more accessible video player</p>` + more, "Please use"},
		"a newsletter":    {paragraphs + `<p>Sign up for our newsletter and get the news in your inbox every day.</p>` + more, "Sign up"},
		"a pointer":       {paragraphs + `<p>Related: <a href="/x">Storm takes the pier</a></p>` + more, "Storm"},
		"a list of stories": {
			paragraphs + more + `<h3>You may also like</h3><p><a href="/1">Storm takes the pier</a></p><p><a href="/2">Gull steals pasty</a></p>`,
			"Gull",
		},
		"a heading over nothing": {paragraphs + more + `<h3>Have your say</h3>`, "Have your say"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := read(t, page(head, "<article>"+c.body+"</article>"))
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(p.Article.Text, c.gone) {
				t.Errorf("kept %q:\n%s", c.gone, p.Article.Text)
			}
			for _, w := range []string{"two weeks in March", "“We have put this off", "Buses instead", "in April."} {
				if !strings.Contains(p.Article.Text, w) {
					t.Errorf("lost %q:\n%s", w, p.Article.Text)
				}
			}
		})
	}
}

// Stories about walls use the words of walls.
func TestStoriesAboutWallsAreStories(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]string{
		"cookies":    `<p>Regulators fined the firm because its banner said “accept all” and hid the words “reject all” behind “manage options”, so that consent to personalised ads was no consent at all.</p>`,
		"paywalls":   `<p>Readers who are asked to subscribe to continue reading mostly leave, a study of forty newspapers found; those who already have a subscription stay for three minutes on the average page and seldom read to the end, whatever the length of what was written for them by the newsroom.</p>`,
		"challenges": `<p>Visitors saw the words “Checking your browser” and had to verify that they are human, some of them more than once.</p>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := read(t, page(head, "<article>"+paragraphs+paragraphs+more+"</article>"))
			if err != nil || !strings.Contains(p.Article.Text, "two weeks in March") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTeasersAreRefusedOrNoted(t *testing.T) {
	t.Parallel()
	locked := strings.Replace(head, `"headline"`, `"isAccessibleForFree":false,"wordCount":900,"headline"`, 1)
	if _, err := read(t, page(locked, "<article>"+paragraphs+"</article>")); !errors.Is(err, ErrPaywall) {
		t.Errorf("a ninth of a locked story: %v", err)
	}
	counted := strings.Replace(head, `"headline"`, `"wordCount":900,"headline"`, 1)
	p, err := read(t, page(counted, "<article>"+paragraphs+"</article>"))
	if err != nil || !slices.ContainsFunc(p.Notes, func(n string) bool { return strings.Contains(n, "only the beginning") }) {
		t.Errorf("a ninth of an open story: notes %q, %v", p.Notes, err)
	}
	metered := strings.Replace(head, `"headline"`, `"isAccessibleForFree":"False","wordCount":95,"headline"`, 1)
	if p, err := read(t, page(metered, "<article>"+paragraphs+"</article>")); err != nil || len(p.Notes) != 0 {
		t.Errorf("a locked story that is all there: notes %q, %v", p.Notes, err)
	}
}

func TestTitleAndOutlet(t *testing.T) {
	t.Parallel()
	const story = `<article>` + paragraphs + `</article>`
	for name, c := range map[string]struct{ markup, title, outlet string }{
		"suffix of the outlet": {
			`<title>NATO warns of cyberattacks - Politics | The Courier</title><meta property="og:site_name" content="Courier">` + story,
			"NATO warns of cyberattacks", "Courier",
		},
		"suffix of the host": {`<title>NATO warns of cyberattacks - Courier</title>` + story, "NATO warns of cyberattacks", "courier.example"},
		"a dash of its own": {
			`<title>‘No way’ – minister rejects plan</title><meta property="og:site_name" content="Courier">` + story,
			"‘No way’ – minister rejects plan", "Courier",
		},
		"the outlet's name opens the title": {
			`<title>The Courier view on Hong Kong: a city on the brink</title><meta property="og:site_name" content="Courier">` + story,
			"The Courier view on Hong Kong: a city on the brink", "Courier",
		},
		"the heading that claims bear out": {
			`<title>Ferries stop for repairs in spring</title><h1>The Courier</h1>` + `<h1>Ferries stop for repairs</h1>` + story,
			"Ferries stop for repairs", "courier.example",
		},
		"a section for an outlet": {
			`<title>A b c d</title><meta property="og:site_name" content="U.S."><script type="application/ld+json">
			[{"@type":"WebPage"},{"@graph":[{"@type":["Thing","NewsArticle"],"headline":"Tom &amp; ` + "\n" + ` Ann\u0000 meet","publisher":[{"name":"Courier"}]}]}]</script>` + story,
			"Tom & Ann meet", "Courier",
		},
		"a tagline": {
			`<title>A b c d</title><meta property="og:site_name" content="The Herald | All the news">` + story,
			"A b c d", "The Herald",
		},
		"controls": {"<title>A\u0007 b\u202e c \n d</title>" + story, "A b c d", "courier.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := read(t, c.markup)
			if err != nil || p.Article.Title != c.title || p.Article.Outlet != c.outlet {
				t.Errorf("title %q, outlet %q, %v; want %q, %q", p.Article.Title, p.Article.Outlet, err, c.title, c.outlet)
			}
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	const story = `<title>Ferries to stop for repairs</title><article>` + paragraphs + `</article>`
	ld := func(fields string) string {
		return `<script type="application/ld+json">{"@type":"NewsArticle",` + fields + `}</script>`
	}
	for name, c := range map[string]struct{ markup, published, updated string }{
		"JSON-LD over meta": {
			ld(`"datePublished":"2022-02-16T23:30:00-05:00","dateModified":"2022-02-17T05:00:00Z"`) +
				`<meta property="article:published_time" content="2022-02-01">`, "2022-02-17T04:30:00Z", "2022-02-17T05:00:00Z",
		},
		"meta":                     {`<meta property="article:published_time" content="2022-02-01 10:00">`, "2022-02-01T10:00:00Z", ""},
		"a labelled time":          {`<time itemprop="datePublished" datetime="2022-02-03T08:00+01:00">3 Feb</time>`, "2022-02-03T07:00:00Z", ""},
		"a byline":                 {`<p class="byline-date">Published on 4 February 2022</p>`, "2022-02-04T00:00:00Z", ""},
		"the future":               {ld(`"datePublished":"2022-02-19T00:00:00Z"`), "", ""},
		"the year 1":               {ld(`"datePublished":"0001-01-01T00:00:00Z"`), "", ""},
		"an order that is unsaid":  {ld(`"datePublished":"02/03/2022"`), "", ""},
		"updated before published": {ld(`"datePublished":"2022-02-16","dateModified":"2022-02-15"`), "2022-02-16T00:00:00Z", ""},
		"a day that is told about": {`<p>The line opened on 3 May 2019, with a brass band on the pier and a speech by the mayor of the day.</p>`, "", ""},
		"a copyright":              {`<footer>© 2019 Courier</footer>`, "", ""},
		"none":                     {``, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			markup := story + c.markup
			if strings.HasPrefix(c.markup, "<p>") {
				markup = strings.Replace(story, "</article>", c.markup+"</article>", 1)
			}
			p, err := read(t, markup)
			if err != nil {
				t.Fatal(err)
			}
			if got := stamp(p.Article.Published); got != c.published {
				t.Errorf("published %q, want %q", got, c.published)
			}
			if got := stamp(p.Article.Updated); got != c.updated {
				t.Errorf("updated %q, want %q", got, c.updated)
			}
			if noted := slices.Contains(p.Notes, "no publication date found"); noted != (c.published == "") {
				t.Errorf("notes %q", p.Notes)
			}
		})
	}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	german := `<html lang="en"><title>Die Fähre steht still</title><article>` + strings.Repeat(
		`<p>Die Fähre zwischen der Stadt und den Inseln wird im März für zwei Wochen eingestellt, teilte der Betreiber am Mittwoch mit.</p>`, 6) + `</article>`
	if p, err := read(t, german); err != nil || p.Article.Lang != "de" {
		t.Errorf("a German story in an English template: %q, %v", p.Article.Lang, err)
	}
	if p, err := read(t, `<html lang="x-none"><meta property="og:locale" content="pt_BR">`+ferries[strings.Index(ferries, "<article>"):]); err != nil || p.Article.Lang != "pt" {
		t.Errorf("too short to doubt the page: %q, %v", p.Article.Lang, err)
	}
	if p, err := read(t, strings.Replace(ferries, ` lang="en-GB"`, "", 1)); err != nil || p.Article.Lang != "en" {
		t.Errorf("unsaid: %q, %v", p.Article.Lang, err)
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	const text = "“Größe” – déjà vu"
	encode := func(out string, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	latin := encode(charmap.Windows1252.NewEncoder().String(text))
	for name, c := range map[string]struct {
		body        []byte
		contentType string
		want        string
	}{
		"UTF-8":                           {[]byte(text), "text/html; charset=utf-8", text},
		"UTF-8 with a mark":               {[]byte("\ufeff" + text), "text/html", text},
		"UTF-8 called windows-1252":       {[]byte(text), "text/html; charset=windows-1252", text},
		"UTF-8, one byte broken":          {[]byte(text + "\xff"), "text/html; charset=utf-8", text + "\ufffd"},
		"windows-1252":                    {latin, "text/html; charset=windows-1252", text},
		"windows-1252 called UTF-8":       {latin, "text/html; charset=utf-8", text},
		"windows-1252 called nothing":     {latin, "", text},
		"windows-1252 called nonsense":    {latin, "text/html; charset=nonsense", text},
		"Shift JIS, said late":            {append([]byte("<!--"+strings.Repeat("x", 2000)+`--><meta charset="shift_jis">`), encode(japanese.ShiftJIS.NewEncoder().String("東京の船"))...), "text/html", "<!--" + strings.Repeat("x", 2000) + `--><meta charset="shift_jis">東京の船`},
		"ISO-2022-JP, which is all ASCII": {encode(japanese.ISO2022JP.NewEncoder().String("東京")), "text/html; charset=iso-2022-jp", "東京"},
		"UTF-16":                          {encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)), "text/html", text},
		"nothing":                         {nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := decode(c.body, c.contentType); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Mark-up made to exhaust a parser is refused or read; the test's own time
// limit is the judge.
func TestHostileMarkup(t *testing.T) {
	t.Parallel()
	for name, markup := range map[string]string{
		"deep":          strings.Repeat("<div>", 100_000),
		"deep inline":   strings.Repeat("<b><i>", 50_000) + "x",
		"many nodes":    strings.Repeat("<p>x", maxNodes),
		"one long word": "<p>" + strings.Repeat("x", 64<<10),
		"deep JSON":     `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 5000) + `</script>`,
		"attributes":    "<p " + strings.Repeat("a=b ", 20_000) + ">",
		"tables":        strings.Repeat("<table><tr><td>", 20_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if p, err := read(t, markup); err == nil && p.Words == 0 {
				t.Error("no words and no error")
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(ferries), "text/html")
	f.Add([]byte("Title: x\n\nThe harbour wall will be rebuilt."), "text/plain")
	f.Add([]byte("# A\n\n- b\n> c\n\n[d](https://e)"), "text/markdown")
	f.Add([]byte("<table><tr><td>a<td>b<svg><p>c<math><mi>d"), "text/html; charset=utf-16")
	f.Add([]byte(`<script type="application/ld+json">{"@type":["Article"],"publisher":[[]],"wordCount":"x"}</script><p>a`), "")
	fetcher := New(Options{Timeout: 10 * time.Second, Now: func() time.Time { return now }})
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := fetcher.Read(t.Context(), strings.NewReader(string(body)), "https://example.com/x", contentType)
		if errors.Is(err, ErrTimeout) {
			t.Fatal("a parser hangs")
		}
		if err != nil {
			return
		}
		checkArticle(t, p)
	})
}

// checkArticle holds p to what retrieval.Article and Page promise.
func checkArticle(t *testing.T, p Page) {
	t.Helper()
	a := p.Article
	if p.Words == 0 || a.Text == "" || a.URL == "" || len(a.ID) != 32 || a.Fetched.IsZero() {
		t.Errorf("incomplete: %+v", p)
	}
	if u, err := url.Parse(a.URL); err != nil || u.Scheme == "" {
		t.Errorf("URL %q: %v", a.URL, err)
	}
	for _, b := range strings.Split(a.Text, "\n\n") {
		if b == "" || b != strings.TrimSpace(b) || strings.ContainsAny(b, "\n\r\t\x00") {
			t.Errorf("block %q", b)
		}
	}
	for _, s := range []string{a.Title, a.Outlet} {
		if s != cleanLine(s) || len([]rune(s)) > maxName {
			t.Errorf("name %q", s)
		}
	}
	if a.Text != strings.ToValidUTF8(a.Text, "") {
		t.Error("text is not UTF-8")
	}
}

func TestSurviveTellsAPanicFromAReturn(t *testing.T) {
	t.Parallel()
	if survive(func() { panic("x") }) || !survive(func() {}) {
		t.Error("survive is wrong")
	}
	if survive(func() { html.Render(nil, &html.Node{Type: html.ElementNode}) }) {
		t.Error("survive missed a nil writer")
	}
}
