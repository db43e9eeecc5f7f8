package handlers

import (
	"context"
	"errors"
	"fmt"

	"newsdesk.example/newsdesk/retrieval"
	"newsdesk.example/newsdesk/retrieval/fetch"
)

// unexpected is said of a fault that the table does not know.
const unexpected = "Something went wrong here, and it has been written to the log. Try again; if it happens again, tell whoever runs this bot."

// Words says what happened and what to do next, in a user's words. It never
// repeats an error's own text: that is for the log.
func Words(err error) string {
	if words, ok := Known(err); ok {
		return words
	}
	return unexpected
}

// Known is Words, and whether the table has an entry for err.
func Known(err error) (words string, ok bool) {
	for _, entry := range table() {
		if errors.Is(err, entry.fault) {
			return entry.words(err), true
		}
	}
	return "", false
}

// entry has the words for one fault.
type entry struct {
	fault error
	words func(error) string
}

// table is every fault that a user can meet. The first entry that fits
// counts, so a narrower fault stands above a wider one.
func table() []entry {
	say := func(fault error, words string) entry {
		return entry{fault, func(error) string { return words }}
	}
	return []entry{
		say(ErrNoQuestion, "That was an empty question. Ask about something in the articles, for example: what did the minister say about the budget?"),
		say(ErrLongQuestion, fmt.Sprintf("That question is longer than %d characters. Ask it in a sentence or two.", maxQuestion)),
		say(ErrNoArticles, "There are no articles here yet. Someone who manages the server can add one with /ingest and the address of a page."),
		say(ErrNoReference, "Name an article (its title or a part of it, or its address) or a topic."),
		say(ErrRefAndTopic, "Name either articles or a topic, not both."),
		say(ErrManyRefs, fmt.Sprintf("That is more than %d articles. Name fewer of them, or a topic.", maxRefs)),
		say(ErrLongTopic, fmt.Sprintf("That topic is longer than %d characters. A few words are best, for example: flood barrier.", maxTopic)),
		say(ErrSinceAlone, "A day to begin with goes with a topic. Name the topic, too."),
		say(ErrFutureSince, "That day has not come yet. Give one in the past."),
		say(ErrNoGap, "There is no gap with that id, or no longer. The gaps command lists them with their ids."),
		say(ErrNoTime, "That ends before it begins: until is earlier than since."),
		say(ErrForgotten, "That is no longer remembered here: only the last answers and gaps are kept. Ask the question again."),
		say(ErrNotManager, "Only members with the Manage Server permission can do that here. Ask one of them."),

		{retrieval.ErrNotFound, notFound},
		{retrieval.ErrAmbiguous, ambiguous},
		say(retrieval.ErrEmpty, "There is no text in that article, so nothing was kept."),
		say(retrieval.ErrReadOnly, "The article store takes no changes at the moment; its disk or memory may be full. Nothing was changed. "+
			"Questions still work. Whoever runs this bot should make room and start it again."),
		say(retrieval.ErrUnavailable, "The article store does not answer. Try again in a minute: adding or removing an article twice does no harm. "+
			"If it goes on, whoever runs this bot should check that Redis is up and REDIS_URL is right."),

		say(fetch.ErrCredentials, "That address holds a user name or a password, which everybody here could read. Take them out (all before the @) and try again."),
		say(fetch.ErrBadURL, "That is not the address of a web page. It should begin with https:// and name one article."),
		{fetch.ErrBlockedAddress, blocked},
		say(fetch.ErrUnreachable, "That site cannot be reached: there is no such host, or nobody answers there. Check the address, or try again later."),
		say(fetch.ErrTimeout, "That page took too long, so nothing was kept. Try again later."),
		say(fetch.ErrTooManyRedirects, "That address sends its readers on and on without ever showing a page. Use the address that your browser ends up at."),
		{fetch.ErrTooLarge, tooLarge},
		say(fetch.ErrNotFound, "There is no page at that address (it may have been taken down). Check it in a browser."),
		say(fetch.ErrForbidden, "That page is not open to everybody: the site refuses to show it without a login. Nothing was kept."),
		{fetch.ErrStatus, status},
		{fetch.ErrNotHTML, notHTML},
		say(fetch.ErrConsentWall, "That page asks about cookies before it shows its story, so the story could not be read. Nothing was kept."),
		say(fetch.ErrChallenge, "That site wants proof of a human reader before it shows the page, so the story could not be read. Nothing was kept."),
		say(fetch.ErrPaywall, "Only the beginning of that story is free to read, so nothing was kept: half a story makes wrong answers."),
		say(fetch.ErrNoArticle, "There is no article on that page, only links or a few lines. Use the address of one story."),

		say(context.DeadlineExceeded, "That took too long and was stopped. Try again in a minute."),
		say(context.Canceled, "That was stopped before it was done. Try again."),
	}
}

func blocked(err error) string {
	var b *fetch.BlockedError
	if errors.As(err, &b) {
		return fmt.Sprintf("That address is not allowed (%s: %s): Newsdesk reads public web pages only. "+
			"For a site of your own network, whoever runs this bot can list it in FETCH_ALLOW.", b.Host, b.Reason)
	}
	return "That address is not allowed: Newsdesk reads public web pages only."
}

func tooLarge(err error) string {
	limit := ""
	var t *fetch.TooLargeError
	if errors.As(err, &t) && t.Limit >= 1<<20 {
		limit = fmt.Sprintf(" (over %d MB)", t.Limit>>20)
	}
	return "That is too large for a news page" + limit + ", so nothing was kept. Use the address of the story itself."
}

func status(err error) string {
	var s *fetch.StatusError
	if errors.Is(err, fetch.ErrBusy) {
		return "That site gets too many requests just now. Try again in some minutes."
	}
	if errors.As(err, &s) && s.Code >= 500 {
		return fmt.Sprintf("That site has trouble of its own (it answered %d). Try again later.", s.Code)
	}
	if errors.As(err, &s) {
		return fmt.Sprintf("That site did not hand the page out (it answered %d). Check the address in a browser.", s.Code)
	}
	return "That site did not hand the page out. Check the address in a browser."
}

func notHTML(err error) string {
	what := ""
	var c *fetch.ContentTypeError
	if errors.As(err, &c) && c.Type != "" {
		what = " but " + c.Type
	}
	return "That is not a web page" + what + ". Newsdesk reads articles on web pages; look for the story as a page."
}
