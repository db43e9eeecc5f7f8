package main

import (
	"context"
	"fmt"
	"time"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/prompts"
)

// claimLine is a line of a claims file; verdictLine what eval check writes for
// it, in the same order.
type claimLine struct {
	Claim   string `json:"claim"`
	Passage string `json:"passage"`
}

type verdictLine struct {
	Level  string `json:"level"`
	Reason string `json:"reason"`
}

// evalCheck judges claims against their passages.
func evalCheck(_ context.Context, p *program, f evalFiles) error {
	var spent time.Duration
	n := 0
	// A line that is no claim gets a verdict too: verdicts and claims are paired
	// by their place.
	unusable := verdictLine{prompts.Red.String(), "the line is not a claim with its passage"}
	err := mapLines(p, f.claims, f.out, unusable, func(c claimLine) (any, error) {
		start := time.Now()
		s := prompts.Judge(c.Claim, c.Passage)
		spent += time.Since(start)
		n++
		return verdictLine{s.Level.String(), s.Reason}, nil
	})
	if err == nil && n > 0 {
		fmt.Fprintf(p.out, "%d claims, %v each\n", n, (spent / time.Duration(n)).Round(time.Microsecond))
	}
	return err
}

// answerLine is a line that eval answers writes.
type answerLine struct {
	ID        string         `json:"id"`
	Outcome   string         `json:"outcome"`
	Cause     string         `json:"cause,omitempty"`
	Answer    string         `json:"answer"`
	Sentences []sentenceLine `json:"sentences"`
	Sources   []sourceLineOf `json:"sources"`
	Dropped   []droppedLine  `json:"dropped"`
	Tokens    prompts.Usage  `json:"tokens"`
	MS        int64          `json:"ms"`
}

type sentenceLine struct {
	// Day is said before a point of a summary, where it is another than before.
	Day       string `json:"day,omitempty"`
	Text      string `json:"text"`
	Level     string `json:"level"`
	Citations []int  `json:"citations"`
}

type sourceLineOf struct {
	N       int    `json:"n"`
	Article string `json:"article"`
	Text    string `json:"text"`
}

type droppedLine struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// evalAnswers answers each question with the configured model, or none.
func evalAnswers(ctx context.Context, p *program, f evalFiles) error {
	library, err := openCorpus(ctx, p, f.corpus)
	if err != nil {
		return err
	}
	desk := p.newDesk(library, nil) // each question by itself: nothing is remembered
	return mapLines(p, f.questions, f.out, nil, func(q questionLine) (any, error) {
		asked := q.asked()
		if asked.IsZero() {
			asked = time.Now()
		}
		start := time.Now()
		r, err := desk.Ask(ctx, handlers.Question{From: consoleAsker(), Text: q.Question, Asked: asked}, nil)
		if err != nil && ctx.Err() == nil { // a question that cannot be asked is a finding, not the end
			line := toAnswerLine(q.ID, handlers.Reply{Outcome: "fault"}, time.Since(start))
			line.Cause = words(err)
			return line, nil
		}
		return toAnswerLine(q.ID, r, time.Since(start)), err
	})
}

func toAnswerLine(id string, r handlers.Reply, took time.Duration) answerLine {
	shown := toReplyJSON(r)
	line := answerLine{
		ID: id, Outcome: shown.Outcome, Cause: shown.Cause, Answer: shown.Answer, MS: took.Milliseconds(), Tokens: r.Usage,
		Sentences: shown.Sentences, Sources: []sourceLineOf{}, Dropped: []droppedLine{},
	}
	for _, s := range r.Sources {
		line.Sources = append(line.Sources, sourceLineOf{s.N, s.Article, s.Text})
	}
	for _, s := range r.Dropped {
		line.Dropped = append(line.Dropped, droppedLine{s.Text, s.Reason})
	}
	return line
}
