package prompts

import (
	"embed"
	"strings"
	"text/template"
	"time"
)

// Version names the wording of the prompts. It changes with any change of the
// templates, so that answers can be told apart by the prompt that made them.
const Version = "2"

// Refusal is what the prompts ask a model to reply when the passages do not
// hold the answer.
const Refusal = "The articles do not say."

// maxQuestion is how many runes of a question or title a prompt repeats.
const maxQuestion = 1000

//go:embed templates/*.tmpl
var templateFiles embed.FS

var templates = template.Must(template.ParseFS(templateFiles, "templates/*.tmpl"))

// page is what the templates see.
type page struct {
	Refusal, Today, Question string
	Passages                 []passage
}

type passage struct {
	N          int
	From, Text string
}

// Ask returns the prompt for a question over numbered sources: the rules, one
// worked answer, one refusal, and the question itself. Small models cite only
// when they have seen it done, and refuse more readily when they have seen
// that. A zero asked leaves the day out.
func Ask(question string, sources []Source, asked time.Time) []Message {
	example := page{Passages: examplePassages()}
	answerable, unanswerable := example, example
	answerable.Question = render("ask.example.question", nil)
	unanswerable.Question = render("ask.example.unanswerable", nil)
	read := reported
	if asksOfPrompts(question) {
		read = neutral
	}
	return []Message{
		{System, render("ask.system", page{Refusal: Refusal})},
		{User, render("ask.user", answerable)},
		{Assistant, render("ask.example.answer", nil)},
		{User, render("ask.user", unanswerable)},
		{Assistant, Refusal},
		{User, render("ask.user", page{Today: day(asked), Question: oneLine(question), Passages: passagesAs(sources, read)})},
	}
}

// examplePassages are the made-up news of the worked examples. Their names
// stand in no real article, so a model that copies them is found out.
func examplePassages() []passage {
	return []passage{
		{1, "The Quillmouth Packet, 3 March 2014", render("example.1", nil)},
		{2, "The Quillmouth Packet, 4 March 2014", render("example.2", nil)},
	}
}

// passages are the sources as a model sees them: without what somebody hid in a
// page for it to obey.
func passages(sources []Source) []passage { return passagesAs(sources, reported) }

func passagesAs(sources []Source, read func(string) string) []passage {
	ps := make([]passage, len(sources))
	for i, s := range sources {
		from := []string{oneLine(s.Outlet), day(s.Published), oneLine(s.Title)}
		text := read(s.Text)
		if s.Speaker != "" {
			text = "(" + oneLine(s.Speaker) + " is speaking) " + text
		}
		ps[i] = passage{N: s.N, From: join(from, ", "), Text: text}
	}
	return ps
}

// render cannot fail on the embedded templates with a page; the golden tests
// run every one of them.
func render(name string, data any) string {
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		panic(err)
	}
	return strings.TrimSpace(b.String())
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2 January 2006")
}

// oneLine makes untrusted text safe for a header line of the prompt.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(neutral(s)), " ")
	if r := []rune(s); len(r) > maxQuestion {
		s = string(r[:maxQuestion])
	}
	return s
}

// join joins the parts that are not empty.
func join(parts []string, sep string) string {
	kept := make([]string, 0, len(parts))
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
