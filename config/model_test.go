package config_test

import (
	"strings"
	"testing"

	"newsdesk.example/newsdesk/config"
)

func TestWhichEmbedder(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		env                map[string]string
		want               string // address and key
		wantFault, wantTip string
	}{
		"where the model is": {
			env:  map[string]string{"OPENAI_BASE_URL": "http://h/v1", "OPENAI_MODEL": "m", "OPENAI_EMBEDDING_MODEL": "e", "OPENAI_API_KEY": "k"},
			want: "http://h/v1 k",
		},
		"OpenAI's": {
			env:  map[string]string{"OPENAI_API_KEY": "k", "OPENAI_EMBEDDING_MODEL": "e"},
			want: config.DefaultModelURL + " k",
		},
		"the key of one server is not for another": {
			env:  map[string]string{"OPENAI_API_KEY": "k", "OPENAI_EMBEDDING_MODEL": "e", "OPENAI_EMBEDDING_URL": "http://other/v1"},
			want: "http://other/v1 ",
		},
		"without a model": {
			env:  map[string]string{"OPENAI_EMBEDDING_MODEL": "e", "OPENAI_EMBEDDING_URL": "http://other/v1"},
			want: "http://other/v1 ",
		},
		"an address without a name": {
			env:       map[string]string{"OPENAI_EMBEDDING_URL": "http://other/v1"},
			wantFault: "OPENAI_EMBEDDING_MODEL: is missing",
		},
		"a name alone": {
			env:     map[string]string{"OPENAI_EMBEDDING_MODEL": "e"},
			wantTip: "OPENAI_EMBEDDING_MODEL is not used", want: " ",
		},
		"the address of a call": {
			env:       map[string]string{"OPENAI_EMBEDDING_MODEL": "e", "OPENAI_EMBEDDING_URL": "http://other/v1/embeddings"},
			wantFault: "must end before /embeddings",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := load(t, "", tt.env)
			if tt.wantFault != "" {
				if err == nil || !strings.Contains(err.Error(), tt.wantFault) {
					t.Fatalf("error %v, want %q", err, tt.wantFault)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Embedder.BaseURL + " " + c.Embedder.Key.Reveal(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tips := strings.Join(c.Warnings, "\n"); tt.wantTip == "" && tips != "" || !strings.Contains(tips, tt.wantTip) {
				t.Errorf("warnings %q, want %q", tips, tt.wantTip)
			}
		})
	}
}

func TestVerifierWithoutModel(t *testing.T) {
	t.Parallel()
	for range 8 { // in the same order each time
		c := mustLoad(t, "", map[string]string{"VERIFY_MODEL": "judge", "OPENAI_MODEL": "writer"})
		if c.Verifier.Configured() || len(c.Warnings) != 2 || !strings.Contains(c.Warnings[1], "VERIFY_MODEL is not used") {
			t.Fatalf("verifier %+v, warnings %q", c.Verifier, c.Warnings)
		}
	}
}

func TestNumbersThatAreNone(t *testing.T) {
	t.Parallel()
	for setting, values := range map[string][]string{
		"ANSWER_TOKENS": {"many", "-1", "1e9", "10000000000"},
		"DAILY_TOKENS":  {"0x10", "1.5"},
		"MODEL_PRICES":  {"0.25/2", "=1/2", "m=", "m=NaN/1", "m=1/-2", "m=1/2/3", "m=1/two"},
	} {
		for _, value := range values {
			if _, err := load(t, "", map[string]string{setting: value}); err == nil || !strings.Contains(err.Error(), setting+":") {
				t.Errorf("%s=%s: error %v", setting, value, err)
			}
		}
	}
}
