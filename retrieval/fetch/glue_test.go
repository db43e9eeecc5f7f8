package fetch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A short page in an <article> came out as one block, "twin pandasThe Riverton".
func TestShortPagesKeepTheirBlocks(t *testing.T) {
	t.Parallel()
	blocks := []string{
		"The Riverton Zoo announced on Monday that its panda Mei has given birth to twins, and that both cubs are healthy.",
		"“They are doing very well,” said Ada Lund, who has kept pandas there since 1998.",
		"Visitors can see them from June.",
	}
	want := strings.Join(blocks, "\n\n")
	story := "<h1>Zoo welcomes twin pandas</h1><p>" + strings.Join(blocks, "</p><p>") + "</p>"
	for name, markup := range map[string]string{
		"minified":                    "<title>Zoo welcomes twin pandas</title><article>" + story + "</article>",
		"a line for each tag":         "<title>Zoo welcomes twin pandas</title>\n<article>\n" + strings.ReplaceAll(story, "><", ">\n<") + "\n</article>",
		"without a title":             "<article>" + story + "</article>",
		"without <article>":           "<title>Zoo welcomes twin pandas</title>" + story,
		"in <main>":                   "<title>Zoo welcomes twin pandas</title><main>" + story + "</main>",
		"its text in JSON-LD, as one": `<title>Zoo welcomes twin pandas</title><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"` + strings.Join(blocks, "") + `"}</script><article>` + story + "</article>",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := read(t, markup)
			if err != nil || p.Article.Text != want || p.Article.Title != "Zoo welcomes twin pandas" {
				t.Errorf("title %q, %v, text\n%s", p.Article.Title, err, p.Article.Text)
			}
		})
	}
}

// A page that a script fills has its story in JSON-LD only.
func TestStoryInLinkedData(t *testing.T) {
	t.Parallel()
	one := "The ferry line between Aldmouth and the islands will stop for two weeks in March, its operator said on Wednesday."
	two := "Islanders will be taken around the bay by bus, which adds about forty minutes to the journey, it said."
	for name, body := range map[string]string{
		"text":         one + `\n\n` + two,
		"HTML":         "<p>" + one + "</p><p>" + two + "</p>",
		"escaped HTML": "&lt;p&gt;" + one + "&lt;/p&gt;&lt;p&gt;" + two + "&lt;/p&gt;",
		"line breaks":  one + "<br><br>" + two,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := read(t, `<title>Ferries to stop</title><script type="application/ld+json">{"@type":"NewsArticle","articleBody":"`+
				body+`"}</script><div id="app"></div>`)
			if err != nil || p.Article.Text != one+"\n\n"+two {
				t.Errorf("%v, text\n%s", err, p.Article.Text)
			}
		})
	}
}

// An extractor that drops elements leaves the text of a cell or a line behind.
func TestMarksPartWhatElementsParted(t *testing.T) {
	t.Parallel()
	const markup = "a<p>b <b>c</b></p>\n d<br>e<br><br>f<table><tr><td>g<td>h</table><h3>i</h3><script>x</script><li>\u2400j</li><h2>k<ul>l</ul><hr>m</h2>"
	doc, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatal(err)
	}
	before := textOf(doc)
	restore := markBlocks(doc)
	bare := &html.Node{Type: html.ElementNode, Data: "p"}
	bare.AppendChild(&html.Node{Type: html.TextNode, Data: strings.Replace(textOf(doc), "x", "", 1)})
	var got []string
	for _, b := range blocksOf(bare) {
		got = append(got, fmt.Sprintf("%d%d %s", b.kind, b.level, b.text))
	}
	if want := "00 a, 00 b c, 00 d e, 00 f, 20 g | h, 13 i, 20 j, 12 k, 12 l, 12 m"; strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
	if restore(); textOf(doc) != before {
		t.Errorf("the marks stayed: %q", textOf(doc))
	}
}

// shapes are the ways in which pages write a block.
var shapes = []string{
	"<p>%s</p>", "<p>%s</p>", "<p>%s</p>", "<p>%s</p>\n", "<div>%s</div>", "<div><p>%s</p></div>", "<h2>%s</h2>", "<h3>%s</h3>\n",
	"<blockquote>%s</blockquote>", "<blockquote><p>%s</p></blockquote>", "<ul><li>%s</li></ul>", "<ol><li><p>%s</p></li></ol>",
	"<section><p>%s</p></section>", "<pre>%s</pre>", "<table><tr><td>%s</td></tr></table>", "<table><tr><td><p>%s</p></td></tr></table>",
	"<dl><dt>%s</dt></dl>", "<p><b>%s</b></p>", "<p><a href=/x>%s</a></p>", "<div><span>%s</span></div>", "<aside>%s</aside>",
	"<figure>%s</figure>", "<main><p>%s</p></main>", "<details><summary>%s</summary></details>", "<header><p>%s</p></header>",
	"<address>%s</address>", "<center>%s</center>", "<fieldset>%s</fieldset>", "<form><p>%s</p></form>", "<hgroup><h2>%s</h2></hgroup>",
	"<p>%s", "<li>%s",
}

// wraps are what pages put around all blocks, and around runs of them.
var wraps = []string{
	"<article>%s</article>", "<article><h1>Title</h1>%s</article>", "%s", "<div>%s</div>", "<main>%s</main>", "<blockquote>%s</blockquote>", "<ul><li>%s</li></ul>",
	"<table><tr><td>%s</td></tr></table>", "<section>%s</section>", "<div class=article-body>%s</div>", "<dl><dd>%s</dd></dl>", "<details>%s</details>",
}

// No paragraph that is stored holds text of two blocks of its page, whatever
// the page is built of.
func TestNoTwoBlocksAreGlued(t *testing.T) {
	t.Parallel()
	const pages = 100
	stories := 0
	for seed := range uint64(pages) {
		markup := randomPage(rand.New(rand.NewPCG(seed, 1)))
		if p, err := read(t, markup); err == nil {
			stories++
			checkNotGlued(t, seed, markup, p)
		}
	}
	if stories < pages/2 {
		t.Errorf("only %d of %d pages were read", stories, pages)
	}
}

func checkNotGlued(t *testing.T, seed uint64, markup string, p Page) {
	t.Helper()
	if strings.ContainsFunc(p.Article.Text+strings.Join(p.Dropped, ""), isMark) {
		t.Errorf("page %d: a mark stayed in %q", seed, p.Article.Text)
	}
	for _, paragraph := range strings.Split(p.Article.Text, "\n\n") {
		from := ""
		for _, w := range words(paragraph) {
			block, _, ok := strings.Cut(w, "x")
			if !ok || !strings.HasPrefix(block, "b") {
				continue
			}
			if strings.Count(w, "b") > 1 || (from != "" && from != block) {
				t.Errorf("page %d: glued %q\n%s", seed, paragraph, markup)
				return
			}
			from = block
		}
	}
}

// randomPage has blocks of words "b3x7", the seventh of block three.
func randomPage(r *rand.Rand) string {
	n := 2 + r.IntN(8)
	var blocks []string
	for b := range n {
		var ws []string
		for w := range 3 + r.IntN(30) {
			ws = append(ws, fmt.Sprintf("b%dx%d", b, w))
		}
		text := strings.Join(ws, " ")
		if r.IntN(4) > 0 {
			text = "The " + text + "."
		}
		blocks = append(blocks, fmt.Sprintf(shapes[r.IntN(len(shapes))], text))
	}
	if r.IntN(2) == 0 {
		at := r.IntN(n)
		blocks[at] = fmt.Sprintf(wraps[r.IntN(len(wraps))], strings.Join(blocks[at:], ""))
		blocks = blocks[:at+1]
	}
	return "<title>Title</title>" + fmt.Sprintf(wraps[r.IntN(len(wraps))], strings.Join(blocks, ""))
}
