package fetch

import (
	"errors"
	"fmt"
)

// What can be wrong with a page. Every error of Fetch, Read and ReadFile wraps
// one of these, but for the caller's own cancelled context and what ReadFile
// says of files. The types below add what the words for it need.
var (
	// ErrBadURL: not an address of a web page.
	ErrBadURL = errors.New("not a web address")
	// ErrCredentials: an ErrBadURL because it holds a user name or password,
	// which would be stored and shown; see [Redact].
	ErrCredentials = fmt.Errorf("%w: a user name or password in it", ErrBadURL)
	// ErrBlockedAddress: leads, at once or by a redirect, to where the program
	// must not go; see [BlockedError].
	ErrBlockedAddress = errors.New("address not allowed")
	// ErrUnreachable: no such host, nobody answers there, or not in HTTP.
	ErrUnreachable = errors.New("site cannot be reached")
	// ErrTimeout: the page did not come, or could not be read, in time.
	ErrTimeout = errors.New("page took too long")
	// ErrTooManyRedirects: more than five hops, or the same one twice.
	ErrTooManyRedirects = errors.New("too many redirects")
	// ErrTooLarge: more bytes than an article has; see [TooLargeError].
	ErrTooLarge = errors.New("page too large")
	// ErrStatus: any answer but 200; see [StatusError]. A 404 or 410 is
	// ErrNotFound too, a 401, 403 or 451 ErrForbidden, a 429 ErrBusy.
	ErrStatus = errors.New("page answered with an error")
	// ErrNotFound: there is no such page, or no more.
	ErrNotFound = errors.New("page not found")
	// ErrForbidden: the page is not for everybody.
	ErrForbidden = errors.New("page is not public")
	// ErrBusy: the site gets too many requests just now.
	ErrBusy = errors.New("site limits requests")
	// ErrNotHTML: a PDF, a picture, a feed; see [ContentTypeError].
	ErrNotHTML = errors.New("not a web page")
	// ErrNoArticle: a page, but without a story on it.
	ErrNoArticle = errors.New("no article on the page")
	// ErrConsentWall: the page asks about cookies before it shows anything.
	ErrConsentWall = errors.New("page asks for consent first")
	// ErrChallenge: the page wants to see a human or a browser first.
	ErrChallenge = errors.New("page asks for proof of a human reader")
	// ErrPaywall: only the beginning of the story is free.
	ErrPaywall = errors.New("story is behind a paywall")
)

// What can be wrong with a local file, of ReadFile only.
var (
	// ErrEmptyFile: no bytes, or nothing but white space.
	ErrEmptyFile = errors.New("file is empty")
	// ErrNotText: a PDF, a picture, a device; see [NotTextError].
	ErrNotText = errors.New("file is not text")
	// ErrLargeFile: an ErrTooLarge that is a file.
	ErrLargeFile = fmt.Errorf("%w: a file", ErrTooLarge)
	// ErrNoStory: text, but hardly any, or a page without a story.
	ErrNoStory = errors.New("no story in the file")
)

// NotTextError says what a file holds instead; it is an [ErrNotText].
type NotTextError struct {
	// What it is in a reader's words with an article: "a PDF", "a picture".
	What string
}

func (e *NotTextError) Error() string { return fmt.Sprintf("%v: %s", ErrNotText, e.What) }

// Unwrap returns [ErrNotText].
func (e *NotTextError) Unwrap() error { return ErrNotText }

// BlockedError says which host was refused and why; it is an
// [ErrBlockedAddress].
type BlockedError struct {
	// Host without its port, and the reason in a few words ("port 22", "not a
	// public address").
	Host, Reason string
}

func (e *BlockedError) Error() string {
	return fmt.Sprintf("%v: %s: %s", ErrBlockedAddress, e.Host, e.Reason)
}

// Unwrap returns [ErrBlockedAddress].
func (e *BlockedError) Unwrap() error { return ErrBlockedAddress }

// StatusError is an HTTP status other than 200; it is an [ErrStatus].
type StatusError struct{ Code int }

func (e *StatusError) Error() string { return fmt.Sprintf("%v: status %d", ErrStatus, e.Code) }

// Is tells that e is an ErrStatus, and by its code an ErrNotFound, an
// ErrForbidden or an ErrBusy.
func (e *StatusError) Is(target error) bool {
	switch target {
	case ErrStatus:
		return true
	case ErrNotFound:
		return e.Code == 404 || e.Code == 410
	case ErrForbidden:
		return e.Code == 401 || e.Code == 403 || e.Code == 451
	case ErrBusy:
		return e.Code == 429
	}
	return false
}

// ContentTypeError says what came instead of a page; it is an [ErrNotHTML].
type ContentTypeError struct {
	// Type is a media type without parameters: "application/pdf".
	Type string
}

func (e *ContentTypeError) Error() string { return fmt.Sprintf("%v: %s", ErrNotHTML, e.Type) }

// Unwrap returns [ErrNotHTML].
func (e *ContentTypeError) Unwrap() error { return ErrNotHTML }

// TooLargeError says how much would have been read; it is an [ErrTooLarge].
type TooLargeError struct{ Limit int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%v: more than %d bytes", ErrTooLarge, e.Limit)
}

// Unwrap returns [ErrTooLarge].
func (e *TooLargeError) Unwrap() error { return ErrTooLarge }
