package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"newsdesk.example/newsdesk/prompts"
	"newsdesk.example/newsdesk/retrieval/prose"
)

const (
	// answerLasts is how long an answer may be given again.
	answerLasts = 24 * time.Hour
	// cacheFormat changes when Reply, or how one is made, does.
	cacheFormat = "1"
)

// answerKey names the answer to a question: two with the same key get the same
// answer. standing is the question as it was understood, corpus the guild's
// Library.Version, makers the models that have a part in it, "" for none. It is
// "", and nothing is remembered, where the asker wants to see how the answer
// comes about.
func answerKey(q Question, standing, corpus, makers string) string {
	if q.Explain {
		return ""
	}
	if standing == "" {
		standing = q.Text
	}
	// Inner punctuation and accents stay: "-5%" is not "5%".
	asked := strings.TrimRight(prose.FoldCase(standing), "?!. ")
	return keyOf("ask", corpus, makers, asked, q.Asked.Format(time.DateOnly), q.Article, prose.FoldCase(q.Outlet), moment(q.Since), moment(q.Until))
}

// keyOf makes a cache's key of parts that may hold anything.
func keyOf(parts ...string) string {
	h := sha256.New()
	for _, part := range append([]string{cacheFormat, prompts.Version}, parts...) {
		_, _ = fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// recall gives an answer that was remembered, marked as Cached.
func (d *Desk) recall(ctx context.Context, guild, key string) (Reply, bool) {
	if d.ledger == nil || key == "" {
		return Reply{}, false
	}
	ctx, cancel := d.forLedger(ctx)
	defer cancel()
	value, ok, err := d.ledger.Recall(ctx, guild, key)
	var r Reply
	if err == nil && ok {
		err = json.Unmarshal(value, &r)
	}
	switch {
	case err != nil:
		d.forgot(ctx, "recall", guild, err)
		return Reply{}, false
	case !ok || !lasting(r) || !citesHold(r.Sentences, r.Sources):
		return Reply{}, false
	}
	r.Cached = true
	return r, true
}

// remember keeps an answer for whoever asks the same, unless the next asker may
// be luckier.
func (d *Desk) remember(ctx context.Context, guild, key string, r Reply) {
	if d.ledger == nil || key == "" || !lasting(r) {
		return
	}
	// What belongs to one asker, and what only explains, is not remembered.
	r.ID, r.Standing, r.Cached, r.Dropped, r.Explain, r.Usage = "", "", false, nil, nil, prompts.Usage{}
	r.Nearest = slices.Clone(r.Nearest)
	for i := range r.Nearest {
		r.Nearest[i].Text = ""
	}
	value, err := json.Marshal(r)
	ctx, cancel := d.forLedger(context.WithoutCancel(ctx))
	defer cancel()
	if err == nil {
		err = d.ledger.Remember(ctx, guild, key, value, answerLasts)
	}
	if err != nil {
		d.forgot(ctx, "remember", guild, err)
	}
}

// lasting tells the replies that the same question would get again: neither cut
// nor due to a fault that passes, nor without an opinion that the next may get.
func lasting(r Reply) bool {
	switch {
	case r.Partial || r.Cut || r.Provisional:
		return false
	case r.Outcome == Closest:
		return r.Cause == NoModel
	}
	return (r.Outcome == Answered || r.Outcome == Unknown) && r.Cause == ""
}
