package openai_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/bot/openai"
	"newsdesk.example/newsdesk/bot/openai/openaitest"
)

// lengths is a space in which a text's vector tells its length.
func lengths(text string) []float32 { return []float32{float32(len(text)), 1} }

// texts are n texts of different lengths.
func texts(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = strings.Repeat("x", i+1)
	}
	return all
}

func TestEmbed(t *testing.T) {
	t.Parallel()
	refuse := func(r openaitest.Reply) openaitest.Vectors { return openaitest.Vectors{Refuse: r} }
	well := openaitest.Vectors{Of: lengths}
	// What a server does with each request, by what it has of it.
	type server func(openaitest.Inputs) openaitest.Vectors
	script := func(replies ...openaitest.Vectors) server {
		return func(in openaitest.Inputs) openaitest.Vectors { return replies[min(in.N, len(replies))-1] }
	}
	atMost := func(n int, r openaitest.Reply) server {
		return func(in openaitest.Inputs) openaitest.Vectors {
			if len(in.Input) > n {
				return refuse(r)
			}
			return well
		}
	}
	short := func(n int, r openaitest.Reply) server {
		return func(in openaitest.Inputs) openaitest.Vectors {
			if slices.ContainsFunc(in.Input, func(s string) bool { return len(s) > n }) {
				return refuse(r)
			}
			return well
		}
	}
	for name, tt := range map[string]struct {
		server   server
		texts    []string
		want     error
		requests int
	}{
		"one":                         {script(well), texts(1), nil, 1},
		"none":                        {script(well), nil, nil, 0},
		"more than go together":       {script(well), texts(150), nil, 3},
		"long ones":                   {script(well), slices.Repeat([]string{strings.Repeat("y", 20<<10)}, 5), nil, 3},
		"out of order":                {script(openaitest.Vectors{Of: lengths, Shuffled: true}), texts(9), nil, 1},
		"without numbers":             {script(openaitest.Vectors{Of: lengths, Unnumbered: true}), texts(9), nil, 1},
		"one missing":                 {script(openaitest.Vectors{Of: lengths, Short: true}), texts(9), openai.ErrUpstream, 1},
		"500 passes":                  {script(refuse(openaitest.Failing()), well), texts(9), nil, 2},
		"429 passes":                  {script(refuse(openaitest.RateLimited(0)), well), texts(9), nil, 2},
		"429 stays":                   {script(refuse(openaitest.RateLimited(0))), texts(9), openai.ErrRateLimited, 3},
		"429 without credit":          {script(refuse(openaitest.NoCredit())), texts(9), openai.ErrQuota, 1},
		"503 while loading":           {script(refuse(openaitest.Loading()), refuse(openaitest.Loading()), refuse(openaitest.Loading()), well), texts(9), nil, 4},
		"401":                         {script(refuse(openaitest.WrongKey(key))), texts(9), openai.ErrUnauthorized, 1},
		"404 for the model":           {script(refuse(openaitest.NoSuchModel())), texts(9), openai.ErrNoSuchModel, 1},
		"no such address":             {script(refuse(openaitest.Reply{Status: 404, Body: "404 page not found", Type: "text/plain"})), texts(9), openai.ErrNoEndpoint, 1},
		"a web page":                  {script(refuse(openaitest.Reply{Status: 200, Body: "<html>", Type: "text/html"})), texts(9), openai.ErrNoEndpoint, 1},
		"200 with an error":           {script(refuse(openaitest.Reply{Status: 200, Message: "hush"})), texts(9), openai.ErrUpstream, 1},
		"200 that is no JSON":         {script(refuse(openaitest.Reply{Status: 200, Body: "hush"})), texts(9), openai.ErrUpstream, 1},
		"400":                         {script(refuse(openaitest.Reply{Status: 400, Message: "hush"})), texts(9), openai.ErrUpstream, 1},
		"too many, as TEI says":       {atMost(32, openaitest.Reply{Status: 422, Message: "batch size 64 > maximum allowed batch size 32"}), texts(128), nil, 1 + 2 + 2},
		"too many, ever fewer":        {atMost(1, openaitest.Reply{Status: 400, Message: "at most 1 inputs"}), texts(4), nil, 7},
		"too long, as OpenAI says":    {short(5000, openaitest.Reply{Status: 400, Code: "context_length_exceeded", Message: "maximum context length is 8192 tokens"}), append(texts(3), strings.Repeat("é", 4000)), nil, 6},
		"too long, as llama.cpp says": {short(5000, openaitest.Reply{Status: 500, Message: "input (9000 tokens) is too large to process. increase the physical batch size"}), []string{strings.Repeat("z", 8000)}, nil, 2},
		"too long at any length":      {short(0, openaitest.Reply{Status: 413}), []string{strings.Repeat("z", 8000)}, openai.ErrTooLong, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := openaitest.StartEmbeddings(t, tt.server)
			vectors, tokens, err := openai.NewEmbedder(fast(server.URL())).Embed(t.Context(), tt.texts)
			if !errors.Is(err, tt.want) || err != nil && strings.Contains(err.Error(), "hush") {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if n := len(server.Requests()); n != tt.requests {
				t.Errorf("%d requests, want %d", n, tt.requests)
			}
			if err != nil {
				return
			}
			if len(vectors) != len(tt.texts) || tokens != len(tt.texts) {
				t.Fatalf("%d vectors, %d tokens for %d texts", len(vectors), tokens, len(tt.texts))
			}
			for i, text := range tt.texts {
				if got := int(vectors[i][0]); got != len(text) && (len(text) < 8000 || got != len(text)/2) {
					t.Errorf("text %d of %d bytes has the vector of one of %d", i, len(text), got)
				}
			}
			if got := server.Requests(); len(got) > 0 && (got[0].Key != key || got[0].Model != "small") {
				t.Errorf("request %+v", got[0])
			}
		})
	}
}

// A server that puts another model under the old name is found out.
func TestEmbedDimensions(t *testing.T) {
	t.Parallel()
	server := openaitest.StartEmbeddings(t, func(in openaitest.Inputs) openaitest.Vectors {
		return openaitest.Vectors{Of: func(string) []float32 { return make([]float32, 2+in.N/2) }}
	})
	e := openai.NewEmbedder(fast(server.URL()))
	for i, want := range []error{nil, openai.ErrDimensions} {
		if _, _, err := e.Embed(t.Context(), texts(1)); !errors.Is(err, want) {
			t.Errorf("call %d: %v, want %v", i, err, want)
		}
	}
	var lasting interface{ Lasting() bool }
	if _, _, err := e.Embed(t.Context(), texts(1)); !errors.As(err, &lasting) {
		t.Errorf("%v would be waited for", err)
	}
}

// Who asks does not wait for a server that is down, nor longer than they want.
func TestEmbedImpatient(t *testing.T) {
	t.Parallel()
	server := openaitest.StartEmbeddings(t, func(openaitest.Inputs) openaitest.Vectors {
		return openaitest.Vectors{Of: lengths, Delay: time.Minute}
	})
	e := openai.NewEmbedder(fast(server.URL()))
	for i := range 8 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		if _, _, err := e.Embed(ctx, texts(1)); !errors.Is(err, openai.ErrTimeout) && (i < 5 || !errors.Is(err, openai.ErrUpstream)) {
			t.Errorf("call %d: %v", i, err)
		}
		cancel()
	}
	if n := len(server.Requests()); n > 5 {
		t.Errorf("a server that hangs was asked %d times", n)
	}
	// Articles have a patience of their own.
	before := len(server.Requests())
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, _, err := e.Embed(ctx, texts(2))
		done <- err
	}()
	for len(server.Requests()) == before {
		select {
		case err := <-done:
			t.Fatalf("articles were not tried: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func ExampleEmbedder() {
	e := openai.NewEmbedder(openai.Options{Model: "all-minilm-l6-v2", BaseURL: "http://127.0.0.1:18090/v1"})
	fmt.Println(e.Model())
	// Output: all-minilm-l6-v2
}
