package config

import (
	"strconv"
	"strings"
)

// Model says which model answers, checks or embeds. Its zero value is no model.
type Model struct {
	Name string
	// BaseURL ends in a path such as /v1, without a trailing slash.
	BaseURL string
	// Key may be unset: a local server seldom wants one.
	Key Secret
}

// Configured tells whether there is a model.
func (m Model) Configured() bool { return m.Name != "" }

// Price is what a model costs, in US dollars a million tokens.
type Price struct{ Prompt, Completion float64 }

func readModelURL(c *Config, value string) string {
	return readAPI(&c.Model, value, "/completions", "must end before /chat/completions, which is added for each call")
}

func readEmbeddingURL(c *Config, value string) string {
	return readAPI(&c.Embedder, value, "/embeddings", "must end before /embeddings, which is added for each call")
}

// readAPI stores the address of an API, which ends before the path of a call.
func readAPI(m *Model, value, call, tooLong string) string {
	u, problem := webAddress(value)
	if problem != "" {
		return problem
	}
	u.Path = strings.TrimRight(u.Path, "/")
	if strings.HasSuffix(u.Path, call) {
		return tooLong
	}
	m.BaseURL = u.String()
	return ""
}

// maxTokens bounds what can be set as a number of tokens; more is a slip.
const maxTokens = 1_000_000_000

func readTokens(into *int, value string) string {
	n, err := strconv.Atoi(strings.NewReplacer("_", "", ",", "").Replace(value))
	if err != nil || n < 0 || n > maxTokens {
		return quote(value) + " is not a number of tokens; 0 is no limit"
	}
	*into = n
	return ""
}

// readPrices reads "model=prompt/completion, ...", a price alone being that of
// the prompt.
func readPrices(c *Config, value string) string {
	prices := map[string]Price{}
	for item := range strings.SplitSeq(value, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		// A model's own name may hold "=" no more than a space; it may hold "/".
		name, price, ok := strings.Cut(item, "=")
		prompt, completion, _ := strings.Cut(price, "/")
		p, wrong := amounts(prompt, completion)
		if !ok || strings.TrimSpace(name) == "" || wrong {
			return quote(item) + " is not of the form model=dollars/dollars, for a million tokens of prompt and of reply"
		}
		prices[strings.TrimSpace(name)] = p
	}
	c.Prices = prices
	return ""
}

func amounts(prompt, completion string) (p Price, wrong bool) {
	for _, part := range []struct {
		text string
		into *float64
	}{{prompt, &p.Prompt}, {completion, &p.Completion}} {
		text := strings.TrimPrefix(strings.TrimSpace(part.text), "$")
		if text == "" && part.into == &p.Completion {
			continue // an embedding model has no reply
		}
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || !(n >= 0 && n < 1e6) { // not NaN either
			return Price{}, true
		}
		*part.into = n
	}
	return p, false
}

// completeModel applies the rules between the settings of the models that
// write, and returns what is missing.
func (c *Config) completeModel(places map[string]string) Faults {
	m, v := &c.Model, &c.Verifier
	switch {
	case m.BaseURL == "" && !m.Key.IsSet():
		for _, unused := range []struct {
			setting string
			name    *string
		}{{"OPENAI_MODEL", &m.Name}, {"VERIFY_MODEL", &v.Name}} {
			if *unused.name != "" {
				c.warn(places[unused.setting], "is not used: without OPENAI_API_KEY or OPENAI_BASE_URL there is no model")
				*unused.name = ""
			}
		}
		return nil
	case m.BaseURL == "":
		m.BaseURL = DefaultModelURL
		if m.Name == "" {
			m.Name = DefaultModel
		}
	case m.Name == "":
		// Guessing here would send a stranger's server a name it does not know.
		return missing("OPENAI_MODEL", "OPENAI_BASE_URL", "llama3.2")
	}
	if v.Name != "" {
		v.BaseURL, v.Key = m.BaseURL, m.Key
	}
	return nil
}

// completeEmbedder does so for the embedder, which is where the model is unless
// it has an address of its own. The key goes to the model's server only.
func (c *Config) completeEmbedder(places map[string]string) Faults {
	m, e := &c.Model, &c.Embedder
	switch {
	case e.Name == "" && e.BaseURL != "":
		return missing("OPENAI_EMBEDDING_MODEL", "OPENAI_EMBEDDING_URL", "all-minilm")
	case e.Name == "", e.BaseURL != "":
		return nil
	case m.BaseURL == "" && !m.Key.IsSet():
		c.warn(places["OPENAI_EMBEDDING_MODEL"], "is not used: without OPENAI_API_KEY, OPENAI_BASE_URL or OPENAI_EMBEDDING_URL there is no server to ask")
		*e = Model{}
		return nil
	}
	e.BaseURL = m.BaseURL
	if e.BaseURL == "" {
		e.BaseURL = DefaultModelURL
	}
	if !e.Key.IsSet() {
		e.Key = m.Key
	}
	return nil
}

func missing(setting, server, example string) Faults {
	return Faults{{Where: setting, Problem: "is missing: name the model that the server at " + server + " is to use", Example: example}}
}

// readModelName stores a model's name.
func readModelName(m *Model, value string) string {
	m.Name = value
	return spaced(value)
}
