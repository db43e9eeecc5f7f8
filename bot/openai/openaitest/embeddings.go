package openaitest

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
)

// Inputs is one request for embeddings as it arrived.
type Inputs struct {
	N     int    `json:"-"` // counts from 1
	Key   string `json:"-"` // the bearer token
	Model string
	Input []string
}

// Vectors is what the server answers to Inputs.
type Vectors struct {
	// Of gives a text its vector.
	Of func(text string) []float32
	// The vectors come in another order than the texts, told by their index; or
	// in order, with no index; or the last is missing.
	Shuffled, Unnumbered, Short bool
	// Delay passes before the reply.
	Delay time.Duration
	// Refuse, with a Status, is sent instead.
	Refuse Reply
}

// Embeddings is a running fake of the API of embeddings.
type Embeddings struct {
	http  *httptest.Server
	reply func(Inputs) Vectors

	mu       sync.Mutex
	requests []Inputs
}

// StartEmbeddings runs a server on a free loopback port until the test ends. It
// calls reply for each request, from several goroutines at once where requests
// overlap. Tokens are counted as words.
func StartEmbeddings(tb testing.TB, reply func(Inputs) Vectors) *Embeddings {
	tb.Helper()
	s := &Embeddings{reply: reply}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/embeddings", s.embed)
	s.http = httptest.NewServer(mux)
	tb.Cleanup(func() {
		s.http.CloseClientConnections() // or Close would wait for a Delay
		s.http.Close()
	})
	return s
}

// URL is what a client takes as its base address; it ends in /v1.
func (s *Embeddings) URL() string { return s.http.URL + "/v1" }

// Requests returns what has arrived so far.
func (s *Embeddings) Requests() []Inputs {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func (s *Embeddings) embed(w http.ResponseWriter, r *http.Request) {
	in := Inputs{Key: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
	err := json.NewDecoder(r.Body).Decode(&in)
	if err != nil || len(in.Input) == 0 || slices.Contains(in.Input, "") {
		Reply{Status: http.StatusBadRequest, Message: "'input' must be a non-empty array of non-empty strings"}.refuse(w)
		return
	}
	s.mu.Lock()
	in.N = len(s.requests) + 1
	s.requests = append(s.requests, in)
	s.mu.Unlock()
	v := s.reply(in)
	select {
	case <-time.After(v.Delay):
	case <-r.Context().Done():
		return
	}
	if v.Refuse.Status != 0 {
		v.Refuse.refuse(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(encode(v.body(in))))
}

func (v Vectors) body(in Inputs) map[string]any {
	var data []any
	tokens := 0
	for i, text := range in.Input {
		one := map[string]any{"object": "embedding", "index": i, "embedding": v.Of(text)}
		if v.Unnumbered {
			delete(one, "index")
		}
		data = append(data, one)
		tokens += len(strings.Fields(text))
	}
	if v.Shuffled {
		slices.Reverse(data)
	}
	if v.Short {
		data = data[1:]
	}
	return map[string]any{
		"object": "list", "model": in.Model, "data": data,
		"usage": map[string]any{"prompt_tokens": tokens, "total_tokens": tokens},
	}
}

// Axes is a space with an axis for each meaning: a text's vector tells which of
// the meanings its words have, and words of two languages that mean the same
// have one. Words without an entry have an axis by their letters.
func Axes(meanings map[string]string) func(text string) []float32 {
	return func(text string) []float32 {
		const axes = 256
		v := make([]float32, axes)
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if m, ok := meanings[word]; ok {
				word = m
			}
			if word == "" { // means nothing
				continue
			}
			h := fnv.New32a()
			_, _ = h.Write([]byte(word))
			v[h.Sum32()%axes]++
		}
		return v
	}
}
