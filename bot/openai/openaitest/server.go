// Package openaitest is a server that speaks OpenAI's chat-completion API over
// a real socket, replies as a test tells it to, and fails in the ways that
// real servers do.
package openaitest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Request is one chat-completion request as it arrived.
type Request struct {
	N        int    `json:"-"` // counts from 1
	Key      string `json:"-"` // the bearer token
	Raw      string `json:"-"` // the body
	Model    string
	Messages []Message
	Stream   bool
	// Nil: the field was not in the body.
	Temperature         *float64
	MaxTokens           *int           `json:"max_tokens"`
	MaxCompletionTokens *int           `json:"max_completion_tokens"`
	StreamOptions       map[string]any `json:"stream_options"`
}

// Message is one turn of a request's prompt.
type Message struct{ Role, Content string }

// Server is a running fake.
type Server struct {
	http  *httptest.Server
	reply func(Request) Reply

	mu       sync.Mutex
	requests []Request
}

// Start runs a server on a free loopback port until the test ends. It calls
// reply for each request, from several goroutines at once where requests
// overlap.
func Start(tb testing.TB, reply func(Request) Reply) *Server {
	tb.Helper()
	s := &Server{reply: reply}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", s.complete)
	s.http = httptest.NewServer(mux)
	tb.Cleanup(func() {
		s.http.CloseClientConnections() // or Close would wait for a Stall
		s.http.Close()
	})
	return s
}

// Script replies in the given order and repeats the last reply.
func Script(replies ...Reply) func(Request) Reply {
	return func(r Request) Reply { return replies[min(r.N, len(replies))-1] }
}

// URL is what a client takes as its base address; it ends in /v1.
func (s *Server) URL() string { return s.http.URL + "/v1" }

// Requests returns what has arrived so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func (s *Server) complete(w http.ResponseWriter, r *http.Request) {
	request, err := s.receive(r)
	if err != nil || len(request.Messages) == 0 {
		Reply{Status: http.StatusBadRequest, Message: "the request is no chat completion"}.refuse(w)
		return
	}
	reply := s.reply(request)
	switch {
	case reply.Status != 0:
		reply.refuse(w)
	case !request.Stream:
		reply.whole(w, request)
	default:
		reply.stream(w, r, request)
	}
}

func (s *Server) receive(r *http.Request) (Request, error) {
	var body json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return Request{}, err
	}
	request := Request{Key: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), Raw: string(body)}
	if err := json.Unmarshal(body, &request); err != nil {
		return Request{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	request.N = len(s.requests) + 1
	s.requests = append(s.requests, request)
	return request, nil
}
