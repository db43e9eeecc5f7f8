package openai

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
)

// Bodies beyond these sizes are cut: a stream of events, a refusal.
const (
	maxStreamBody = 32 << 20
	maxErrorBody  = 64 << 10
)

// send sends a copy of the request. A refusal's body is read, so that it can
// be judged and read again; a stream's is capped.
func (t *retrier) send(request *http.Request) (*http.Response, error) {
	sent := request.Clone(request.Context())
	if request.GetBody != nil {
		body, err := request.GetBody()
		if err != nil {
			return nil, err
		}
		sent.Body = body
	}
	response, err := t.next.RoundTrip(sent)
	if err != nil {
		return nil, &unreachableError{err}
	}
	switch kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); {
	case response.StatusCode >= http.StatusBadRequest:
	case kind == "text/html":
		response.Body.Close()
		return nil, ErrNoEndpoint
	case kind == "application/json" && request.Header.Get("Accept") == "text/event-stream" && isObject(response):
		// Not a stream, so it is an error whatever its status says. go-openai
		// would read it as a stream without events.
		response.StatusCode = http.StatusBadGateway
	default:
		response.Body = &cappedBody{ReadCloser: response.Body, left: maxStreamBody}
		return response, nil
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxErrorBody))
	if err != nil {
		return nil, &unreachableError{err}
	}
	response.Body = io.NopCloser(bytes.NewReader(text))
	return response, nil
}

// isObject tells whether the body is a JSON object, and leaves it unread: some
// servers stream under the wrong content type.
func isObject(response *http.Response) bool {
	body := bufio.NewReader(response.Body)
	first, _ := body.Peek(1)
	response.Body = struct {
		io.Reader
		io.Closer
	}{body, response.Body}
	return string(first) == "{"
}

// peek returns the text of a refusal, in lower case, and leaves it unread.
func peek(response *http.Response) string {
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return ""
	}
	response.Body = io.NopCloser(bytes.NewReader(text))
	return strings.ToLower(string(text))
}

// cappedBody fails once more than left bytes have been read.
type cappedBody struct {
	io.ReadCloser
	left int64
}

func (b *cappedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%w: its reply has no end", ErrUpstream)
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
