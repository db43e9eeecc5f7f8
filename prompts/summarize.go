package prompts

// Summary says what a summary is of and how long it may be.
type Summary struct {
	// Title is the article's, "" for several.
	Title string
	// Topic is what the summary is about, where that was asked for.
	Topic string
	// Several: the sources are of several articles, the oldest first.
	Several bool
	// Lang is the language of the sources as a BCP 47 subtag; "" for unknown or
	// for more than one. A summary is written in the language of what it sums
	// up: in another one no sentence could be held against its source.
	Lang string
	// Points is how many sentences follow the lead at most.
	Points int
}

// summaryPage is what the templates see of a summary.
type summaryPage struct {
	Refusal, Title, Topic string
	Points                string // in words
	Several, Foreign      bool
	Part, Parts           int
	Passages              []passage
}

func (s Summary) page(sources []Source) summaryPage {
	return summaryPage{
		Refusal: Refusal, Title: oneLine(s.Title), Topic: oneLine(s.Topic), Points: spelledOut(s.Points),
		Several: s.Several, Foreign: s.Lang != "" && s.Lang != "en", Passages: passages(sources),
	}
}

// example is the worked example that goes with a summary: of one article, or
// about a topic.
func (s Summary) example() summaryPage {
	example := summaryPage{Passages: examplePassages()}
	if s.Topic != "" {
		example.Topic = render("summarize.example.topic", nil)
	} else {
		example.Title = render("summarize.example.title", nil)
	}
	return example
}

// Summarize returns the prompt for a summary of sources, which are the parts
// of one article in order, passages of several articles, or what [Condense]
// made of either: a lead sentence, then points, each cited.
func Summarize(s Summary, sources []Source) []Message {
	page := s.page(sources)
	return []Message{
		{System, render("summarize.system", page)},
		{User, render("summarize.user", s.example())},
		{Assistant, render("summarize.example.answer", nil)},
		{User, render("summarize.user", page)},
	}
}

// spelledOut writes a small number as a prompt does: models keep to "five" better
// than to "5" between so many bracketed numbers.
func spelledOut(n int) string {
	words := [...]string{
		"no", "one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", "eleven", "twelve",
	}
	return words[max(0, min(n, len(words)-1))]
}
