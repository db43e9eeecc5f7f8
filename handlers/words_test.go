package handlers_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/handlers"
	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

func TestEveryFaultHasWords(t *testing.T) {
	t.Parallel()
	said := map[string]error{}
	for _, fault := range []error{
		handlers.ErrNoQuestion, handlers.ErrLongQuestion, handlers.ErrNoArticles, handlers.ErrNoReference, handlers.ErrNotManager,
		handlers.ErrRefAndTopic, handlers.ErrManyRefs, handlers.ErrLongTopic, handlers.ErrSinceAlone, handlers.ErrFutureSince,
		&handlers.RefError{Ref: "flood", Err: retrieval.ErrNotFound}, &handlers.RefError{Ref: "flood", Err: retrieval.ErrAmbiguous},
		retrieval.ErrNotFound, retrieval.ErrAmbiguous, retrieval.ErrEmpty, retrieval.ErrReadOnly, retrieval.ErrUnavailable,
		fetch.ErrBadURL, fetch.ErrCredentials, &fetch.StatusError{Code: 429}, &fetch.BlockedError{Host: "intranet", Reason: "not a public address"}, fetch.ErrUnreachable,
		fetch.ErrTimeout, fetch.ErrTooManyRedirects, &fetch.TooLargeError{Limit: 8 << 20}, &fetch.StatusError{Code: 404},
		&fetch.StatusError{Code: 403}, &fetch.StatusError{Code: 503}, &fetch.StatusError{Code: 418},
		&fetch.ContentTypeError{Type: "application/pdf"}, fetch.ErrNoArticle, fetch.ErrConsentWall, fetch.ErrChallenge,
		fetch.ErrPaywall, context.DeadlineExceeded, context.Canceled,
	} {
		words, known := handlers.Known(fmt.Errorf("deep inside: %w", fault))
		if !known {
			t.Errorf("%v has no words", fault)
			continue
		}
		if other, taken := said[words]; taken {
			t.Errorf("%v and %v have the same words", fault, other)
		}
		said[words] = fault
		if strings.Contains(words, "deep inside") || !strings.HasSuffix(words, ".") && !strings.HasSuffix(words, "?") {
			t.Errorf("%v: %q", fault, words)
		}
	}
}

func TestUnexpectedFaultTellsNothing(t *testing.T) {
	t.Parallel()
	got := handlers.Words(errors.New("dial tcp 10.1.2.3:6379: password hunter2"))
	if strings.Contains(got, "hunter2") || strings.Contains(got, "10.1.2.3") || got == "" {
		t.Errorf("Words leaked: %q", got)
	}
}
