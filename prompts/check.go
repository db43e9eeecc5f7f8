package prompts

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A sentence is red where the probability of support by its words is under
// redUnder. It is green where nothing speaks against it and the sentences of
// the source that say the same hold enough of its words; what they also say of
// who did what to whom counts for some that they don't hold.
const (
	redUnder  = .46
	greenFrom = .86
	perRelate = .4
)

// Checker holds sentences against one set of sources. It reads each source
// once; use one for all sentences of an answer. Not for concurrent use.
type Checker struct {
	sources []Source
	// aboutPrompts: the question is about instructions to assistants, so that a
	// passage that holds some is not for that reason left out.
	aboutPrompts bool
	// bare: the source is a passage out of its article, and a title in marks
	// may be the article's own.
	bare bool
	read map[string]*evidence // by the numbers of the sources
}

// NewChecker returns a checker for the answers to a question over sources.
// The question may be "".
func NewChecker(question string, sources []Source) *Checker {
	return &Checker{sources: sources, aboutPrompts: asksOfPrompts(question), read: make(map[string]*evidence)}
}

// Judge tells whether one passage carries one claim; markers in either are
// ignored. It is what a sentence of an answer goes through, for a sentence
// that cites just this passage.
func Judge(claim, passage string) Sentence {
	text, _ := ParseCitations(claim)
	c := NewChecker("", []Source{{N: 1, Text: passage}})
	c.bare = true
	v := c.verdict(Plain(text), []int{1})
	return Sentence{Text: Plain(text), Cites: []int{1}, Level: v.level, Reason: v.reason}
}

// Check judges one raw sentence of a model's reply, as [Reader] yields it. A
// sentence that its own citations do not carry is moved to the one source
// that does, where that is green; otherwise it keeps its level, and a red one
// must not be shown. Text is safe to show.
func (c *Checker) Check(raw string) Sentence {
	text, wrote := ParseCitations(raw)
	s := Sentence{Text: Plain(text, c.urls()...)}
	for _, n := range wrote {
		if c.source(n) != nil {
			s.Cites = append(s.Cites, n)
		}
	}
	if reason := unfit(s.Text); reason != "" {
		s.Level, s.Reason = Red, reason
		return s
	}
	if !c.aboutPrompts && addressesAssistant(s.Text) {
		s.Level, s.Reason = Red, "it speaks to an assistant"
		return s
	}
	if host := c.strayHost(s.Text); host != "" {
		s.Level, s.Reason = Red, "no source has the address "+brief(host)
		return s
	}
	v := verdict{Red, "it cites nothing"}
	switch {
	case len(s.Cites) > 0:
		v = c.verdict(s.Text, s.Cites)
	case len(wrote) > 0:
		v.reason = fmt.Sprintf("there is no source %d", wrote[0])
	}
	s.Level, s.Reason = v.level, v.reason
	c.repair(&s)
	if s.Level != Red {
		c.requote(&s)
	}
	s.Repaired = s.Level != Red && !slices.Equal(s.Cites, wrote)
	return s
}

// repair gives a sentence the citations that carry it: of several cited
// sources those that are green by themselves, and for a sentence that its own
// do not carry any one that is. Only at green: a weaker repair would dress
// inventions up.
func (c *Checker) repair(s *Sentence) {
	if s.Level == Green {
		if len(s.Cites) > 1 {
			alone := slices.DeleteFunc(slices.Clone(s.Cites), func(n int) bool {
				return c.verdict(s.Text, []int{n}).level != Green
			})
			if len(alone) > 0 {
				s.Cites = alone
			}
		}
		return
	}
	for _, src := range c.sources {
		if v := c.verdict(s.Text, []int{src.N}); v.level == Green {
			s.Cites, s.Level, s.Reason = []int{src.N}, Green, v.reason
			return
		}
	}
}

// verdict is a level and why.
type verdict struct {
	level  Level
	reason string
}

// verdict holds a claim against the sources together.
func (c *Checker) verdict(text string, cites []int) verdict {
	claim := readWords(bare(unbracket(text)))
	if halfQuoted(text) {
		return verdict{Red, "a quotation in it opens or closes only"}
	}
	doubt := ""
	for _, q := range quotes(text) {
		switch v := c.misquoted(text, claim, q, cites); v.level {
		case Red:
			return v
		case Amber:
			doubt = v.reason
		}
	}
	e := c.evidence(cites)
	s := measure(claim, e)
	if v := s.lacking(len(e.context) > 0); v.reason != "" {
		return v
	}
	if e.foreign() {
		if doubt != "" {
			return verdict{Amber, doubt}
		}
		if e.copied(claim) {
			return verdict{Green, "the source has these words"}
		}
		return verdict{Amber, "the source is not in English, and has it in other words"}
	}
	r := relate(claim, e)
	switch trust := r.held + perRelate*r.confirmed; {
	case r.opposed:
		return verdict{Red, r.veto}
	case r.contradicted && trust >= greenFrom && len(e.context) > 0:
		// All of it is there but for a "not". Of passages that say it in other
		// words the vetoes are wrong as often as right.
		return verdict{Red, r.veto}
	case r.veto != "":
		return verdict{Amber, r.veto}
	case doubt != "":
		return verdict{Amber, doubt}
	case trust < greenFrom:
		return verdict{Amber, fmt.Sprintf("the source has it in other words (%.2f)", trust)}
	case s.said < 2:
		return verdict{Amber, "it says next to nothing"} // "Russia will at"
	default:
		return verdict{Green, fmt.Sprintf("the source carries it (%.2f)", trust)}
	}
}

// lacking tells what of a claim stands nowhere in its sources; no reason where
// nothing is. known: it is known whose passages they are.
func (s support) lacking(known bool) verdict {
	p := s.probability()
	switch {
	case s.missingNum != "":
		return verdict{Red, fmt.Sprintf("the source does not have the number %s", s.missingNum)}
	case s.shouted != "":
		return verdict{Red, fmt.Sprintf("the source does not have “%s”", s.shouted)}
	case s.bare && known:
		return verdict{Red, "the source does not have what it says of them"}
	case p < redUnder && s.chat:
		return verdict{Red, "it speaks for itself or to the reader"}
	case (s.invented || s.surname) && known, p < redUnder && s.missingName != "":
		// Of a bare passage the title may have named them; of a source we know it.
		return verdict{Red, fmt.Sprintf("the source does not name %s", s.missingName)}
	case p < redUnder:
		return verdict{Red, fmt.Sprintf("too little of it stands in the source (%.2f)", p)}
	case s.missingName != "":
		return verdict{Amber, fmt.Sprintf("the source does not name %s", s.missingName)}
	}
	return verdict{}
}

// misquoted tells what is wrong with a quotation: none of the sources has its
// words, each by itself, or those that do have them from somebody else.
func (c *Checker) misquoted(text string, claim []word, quotation string, cites []int) verdict {
	if c.bare && titled(quotation) {
		return verdict{level: Green}
	}
	worst := verdict{Red, fmt.Sprintf("the source does not have the words “%s”", brief(quotation))}
	for _, n := range cites {
		e := c.evidence([]int{n})
		if !e.quotes(quotation) {
			continue
		}
		v := misattributed(text, claim, quotation, e)
		if v.level == Green {
			return v
		}
		if worst.level == Red {
			worst = v
		}
	}
	return worst
}

// evidence reads the sources with these numbers, once.
func (c *Checker) evidence(cites []int) *evidence {
	id := fmt.Sprint(cites)
	if e, ok := c.read[id]; ok {
		return e
	}
	var texts, context []string
	for _, n := range cites {
		s := c.source(n)
		text := neutral(s.Text)
		if !c.aboutPrompts {
			text = reported(s.Text)
		}
		texts = append(texts, text)
		context = append(context, s.Title, s.Outlet, s.Heading, s.Speaker)
		if !s.Published.IsZero() {
			context = append(context, s.Published.Format("Monday 2 January 2006"))
		}
	}
	e := newEvidence(strings.Join(texts, "\n\n"), context...)
	if len(cites) == 1 {
		for _, w := range readWords(c.source(cites[0]).Speaker) {
			e.opening = append(e.opening, w.key)
		}
	}
	c.read[id] = e
	return e
}

func (c *Checker) source(n int) *Source {
	for i := range c.sources {
		if c.sources[i].N == n {
			return &c.sources[i]
		}
	}
	return nil
}

func (c *Checker) urls() []string {
	set := make(map[string]bool)
	for _, s := range c.sources {
		set[s.URL] = s.URL != ""
	}
	return slices.Collect(maps.Keys(set))
}

// brief shortens a text for a reason.
func brief(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
