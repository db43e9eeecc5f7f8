package handlers

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"newsdesk.example/newsdesk/prompts"
)

// How much a summary reads. What does not fit in one prompt is read in parts,
// each condensed to sentences of which the summary is then written.
const (
	promptWords = 1500 // of articles in one prompt: they fit a 4,096-token window
	maxParts    = 8
	partsAtOnce = 2  // a small model of one's own serves no more
	maxNoted    = 40 // sentences of all parts together
	maxOfPart   = 10
	// readingShare is the share of an answer's time that parts may take; the
	// rest is for the summary itself.
	readingShare = .65
)

// What a call costs beside the articles' words, in tokens: the rules, the
// example and the headers; and each sentence that comes back.
const (
	tokensAround      = 900
	tokensPerSentence = 50
	// wordsPerToken is an English text's; other scripts take more tokens.
	wordsPerToken = .75
	// fewestWords are read however small the bound is: it bounds what answers
	// cost, it does not forbid them.
	fewestWords = 200
)

// readable is how many words of articles a summary may read without going over
// what an answer may cost.
func (d *Desk) readable(points int) int {
	if d.answerTokens == 0 {
		return promptWords * maxParts
	}
	room := func(tokens, sentences int) int {
		return int(float64(tokens-tokensAround-sentences*tokensPerSentence) * wordsPerToken)
	}
	once := max(fewestWords, min(promptWords, room(d.answerTokens, points+1)))
	// In parts, each word is read once, and what was noted of them once more.
	perPart := tokensAround + maxOfPart*tokensPerSentence + int(promptWords/wordsPerToken)
	last := tokensAround + (maxNoted+points+1)*tokensPerSentence
	parts := min(maxParts, (d.answerTokens-last)/perPart)
	return max(once, parts*promptWords)
}

// fair cuts sources to a number of words in all, so that of several articles
// none is left out: each may have as much as the others, and what a short one
// does not need is the longer ones'. The notes tell a reader what was cut.
func fair(sources []prompts.Source, words int) (fitted []prompts.Source, notes []string) {
	var articles [][]prompts.Source
	for i, s := range sources {
		if i == 0 || s.Article != sources[i-1].Article {
			articles = append(articles, nil)
		}
		articles[len(articles)-1] = append(articles[len(articles)-1], s)
	}
	shares := map[string]int{}
	bySize := slices.Clone(articles)
	slices.SortStableFunc(bySize, func(a, b []prompts.Source) int { return cmp.Compare(wordsOf(a), wordsOf(b)) })
	for i, a := range bySize {
		shares[a[0].Article] = min(wordsOf(a), words/(len(bySize)-i))
		words -= shares[a[0].Article]
	}
	for _, a := range articles {
		fitted = append(fitted, prompts.Fit(a, shares[a[0].Article])...)
	}
	for i := range fitted {
		fitted[i].N = i + 1
	}
	switch read := wordsOf(fitted); {
	case read == wordsOf(sources):
	case len(articles) > 1:
		notes = []string{"These articles are too long to be read whole; the end of the longer ones was left out."}
	default:
		notes = []string{fmt.Sprintf("This is a very long article; only its first %d words were read.", read)}
	}
	return fitted, notes
}

// condensed is what a summary is written from.
type condensed struct {
	// sources are the subject's own where they fit one prompt, or what was noted
	// of them, under the same numbers. None: nothing could be noted.
	sources []prompts.Source
	notes   []string // for the reader
	usage   prompts.Usage
	cause   Cause // and
	fault   error // the model's, of the last part that it failed at
}

// condense has the model take notes of each part of a subject that does not
// fit one prompt. A part that fails is left out, and the notes say so.
func (d *Desk) condense(ctx context.Context, s *subject, deadline time.Time) condensed {
	portions := prompts.Portions(s.sources, promptWords)
	if d.model == nil || len(portions) < 2 {
		return condensed{sources: s.sources}
	}
	reading, cancel := context.WithTimeout(ctx, time.Duration(readingShare*float64(time.Until(deadline))))
	defer cancel()
	c := condensed{cause: Unfaithful}
	var kept []prompts.Sentence
	var failed []string
	for i, p := range d.readParts(reading, s, portions) {
		kept = append(kept, p.kept...)
		c.usage.Prompt += p.usage.Prompt
		c.usage.Completion += p.usage.Completion
		if p.cause != Unfaithful {
			c.cause, c.fault = p.cause, p.fault
			failed = append(failed, strconv.Itoa(i+1))
		}
	}
	if len(failed) > 0 {
		c.notes = []string{fmt.Sprintf("The model did not get through part %s of %d, so what stands there may be missing.",
			strings.Join(failed, " and part "), len(portions))}
	}
	c.sources = prompts.Notes(kept, s.sources)
	return c
}

// readParts has the parts read, some at a time. A panic in one is the caller's,
// who can recover it: in a goroutine of its own it would end the process.
func (d *Desk) readParts(ctx context.Context, s *subject, portions [][]prompts.Source) []part {
	read := make([]part, len(portions))
	slots := make(chan struct{}, partsAtOnce)
	var all sync.WaitGroup
	for i, sources := range portions {
		slots <- struct{}{}
		all.Go(func() {
			defer func() {
				if fell := recover(); fell != nil {
					read[i].fell = fmt.Errorf("part %d: %v\n%s", i+1, fell, debug.Stack())
				}
				<-slots
			}()
			read[i] = d.readPart(ctx, s, sources, i+1, len(portions))
		})
	}
	all.Wait()
	for _, p := range read {
		if p.fell != nil {
			panic(p.fell)
		}
	}
	return read
}

// part is what was noted of one part.
type part struct {
	kept  []prompts.Sentence // checked; they cite the subject's sources
	usage prompts.Usage
	cause Cause // what the summary is worth where no part has more
	fault error
	fell  error // a panic
}

// readPart has the model take notes of the nth of some parts. Each sentence is
// checked against the part.
func (d *Desk) readPart(ctx context.Context, s *subject, sources []prompts.Source, n, of int) part {
	if err := ctx.Err(); err != nil {
		return part{cause: ModelDown, fault: err}
	}
	own := slices.Clone(sources)
	for i := range own {
		own[i].N = i + 1 // a small model cites [3] more safely than [43]
	}
	notes := min(maxOfPart, maxNoted/of)
	w := newDraft(request{
		guild: s.guild, asked: s.asked, question: s.topic, sources: own, limit: notes,
		prompt: prompts.Condense(s.summary, own, n, of, notes),
	}, nil)
	var p part
	p.cause, p.fault = d.write(ctx, w)
	p.usage = w.usage
	for _, l := range w.lines {
		k := l.Sentence
		k.Cites = slices.Clone(k.Cites)
		for j, c := range k.Cites {
			k.Cites[j] = sources[c-1].N
		}
		slices.Sort(k.Cites)
		p.kept = append(p.kept, k)
	}
	d.log.Info("part condensed", "part", n, "of", of, "kept", len(p.kept), "dropped", len(w.dropped))
	return p
}
