package config_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk.example/newsdesk/config"
)

// load runs Load in a folder with the given .env ("" for none) and environment.
func load(t *testing.T, dotenv string, env map[string]string) (config.Config, error) {
	t.Helper()
	dir := t.TempDir()
	if dotenv != "" {
		if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(dotenv), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.Load(dir, func(name string) (string, bool) {
		if value, ok := env[name]; ok {
			return value, true
		}
		return "/home/someone", name == "HOME"
	})
}

func mustLoad(t *testing.T, dotenv string, env map[string]string) config.Config {
	t.Helper()
	c, err := load(t, dotenv, env)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNothingSet(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, "", nil)
	if c.DiscordToken.IsSet() || c.Model.Configured() || c.Redis.Addrs != nil || c.FetchAllow != nil || c.Warnings != nil {
		t.Errorf("something is set: %+v", c)
	}
	if c.DiscordAPI != "https://discord.com/" || c.AnswerTimeout != 2*time.Minute || c.LogLevel != slog.LevelInfo {
		t.Errorf("defaults: %+v", c)
	}
	if !strings.HasPrefix(c.DataDir, "/home/someone/") || !strings.HasSuffix(c.DataDir, "/newsdesk") {
		t.Errorf("data folder %q", c.DataDir)
	}
}

func TestEverySetting(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, "", map[string]string{
		"DISCORD_TOKEN":    " Bot a.b.c ",
		"DISCORD_API_BASE": "http://127.0.0.1:8080",
		"OPENAI_API_KEY":   `"sk-1"`,
		"OPENAI_BASE_URL":  "http://127.0.0.1:11434/v1/",
		"OPENAI_MODEL":     "llama3.2",
		"ANSWER_TIMEOUT":   "90",
		"REDIS_URL":        "rediss://me:pa%24s@redis.example/3",
		"NEWSDESK_DATA":    "data/",
		"FETCH_ALLOW":      "Intranet.example:443, [::1]:8080,",
		"LOG_LEVEL":        "WARN",

		"VERIFY_MODEL":           "judge",
		"OPENAI_EMBEDDING_MODEL": "minilm",
		"OPENAI_EMBEDDING_URL":   "http://127.0.0.1:8081/v1/",
		"OPENAI_EMBEDDING_KEY":   "ek",
		"ANSWER_TOKENS":          "4,000",
		"DAILY_TOKENS":           "500_000",
		"MODEL_PRICES":           "llama3.2 = $.25/2, minilm=0.02",
	})
	same := []struct{ what, got, want string }{
		{"token", c.DiscordToken.Reveal(), "a.b.c"},
		{"Discord", c.DiscordAPI, "http://127.0.0.1:8080/"},
		{"key", c.Model.Key.Reveal(), "sk-1"},
		{"model's address", c.Model.BaseURL, "http://127.0.0.1:11434/v1"},
		{"model", c.Model.Name, "llama3.2"},
		{"timeout", c.AnswerTimeout.String(), "1m30s"},
		{"Redis", strings.Join(c.Redis.Addrs, " "), "redis.example:6379"},
		{"Redis user", c.Redis.Username, "me"},
		{"Redis password", c.Redis.Password.Reveal(), "pa$s"},
		{"data", c.DataDir, "data"},
		{"allowed", strings.Join(c.FetchAllow, " "), "intranet.example:443 [::1]:8080"},
		{"level", c.LogLevel.String(), "WARN"},
		{"verifier", c.Verifier.Name + " " + c.Verifier.BaseURL + " " + c.Verifier.Key.Reveal(), "judge http://127.0.0.1:11434/v1 sk-1"},
		{"embedder", c.Embedder.Name + " " + c.Embedder.BaseURL + " " + c.Embedder.Key.Reveal(), "minilm http://127.0.0.1:8081/v1 ek"},
		{"bounds", fmt.Sprint(c.AnswerTokens, c.DailyTokens), "4000 500000"},
		{"prices", fmt.Sprint(c.Prices), "map[llama3.2:{0.25 2} minilm:{0.02 0}]"},
		{"warnings", strings.Join(c.Warnings, "\n"), ""},
	}
	for _, s := range same {
		if s.got != s.want {
			t.Errorf("%s: got %q, want %q", s.what, s.got, s.want)
		}
	}
	if !c.Redis.TLS || c.Redis.DB != 3 || c.Redis.Cluster {
		t.Errorf("Redis: %+v", c.Redis)
	}
}

func TestWhichModel(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		key, url, name     string
		wantName, wantBase string
		wantFault, wantTip string
	}{
		"key alone":              {key: "k", wantName: config.DefaultModel, wantBase: config.DefaultModelURL},
		"key and name":           {key: "k", name: "m", wantName: "m", wantBase: config.DefaultModelURL},
		"address and name":       {url: "http://h/v1", name: "m", wantName: "m", wantBase: "http://h/v1"},
		"address without a name": {url: "http://h/v1", wantFault: "OPENAI_MODEL: is missing"},
		"name alone":             {name: "m", wantTip: "OPENAI_MODEL is not used"},
		"an empty key is no key": {key: " ", name: "m", wantTip: "OPENAI_MODEL is not used"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := load(t, "", map[string]string{"OPENAI_API_KEY": tt.key, "OPENAI_BASE_URL": tt.url, "OPENAI_MODEL": tt.name})
			if (err != nil) != (tt.wantFault != "") || (err != nil && !strings.Contains(err.Error(), tt.wantFault)) {
				t.Fatalf("error %v, want %q", err, tt.wantFault)
			}
			if c.Model.Name != tt.wantName || c.Model.BaseURL != tt.wantBase || c.Model.Configured() != (tt.wantName != "") {
				t.Errorf("model %+v", c.Model)
			}
			if tips := strings.Join(c.Warnings, "\n"); tt.wantTip == "" && tips != "" || !strings.Contains(tips, tt.wantTip) {
				t.Errorf("warnings %q, want %q", tips, tt.wantTip)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ setting, value, want string }{
		"token with a line break":     {"DISCORD_TOKEN", "abc\ndef", "space or a line break"},
		"Discord without a scheme":    {"DISCORD_API_BASE", "discord.com", "http:// or https://"},
		"model with a scheme missing": {"OPENAI_BASE_URL", "localhost:8080/v1", "http:// or https://"},
		"model with its whole path":   {"OPENAI_BASE_URL", "http://h/v1/chat/completions", "must end before"},
		"key in the address":          {"OPENAI_BASE_URL", "http://hush:hush@h/v1", "user name or password"},
		"address with a query":        {"OPENAI_BASE_URL", "http://h/v1?api-key=hush", "without ? or #"},
		"port out of range":           {"OPENAI_BASE_URL", "http://h:70000/v1", "between 1 and 65535"},
		"timeout in words":            {"ANSWER_TIMEOUT", "soon", `"soon" is not a time`},
		"timeout too long":            {"ANSWER_TIMEOUT", "1h", "from 5s to 10m"},
		"timeout negative":            {"ANSWER_TIMEOUT", "-90", "from 5s to 10m"},
		"allow without a port":        {"FETCH_ALLOW", "a:80,b", `"b" is not of the form host:port`},
		"allow a web address":         {"FETCH_ALLOW", "http://b/", "host:port"},
		"level":                       {"LOG_LEVEL", "loud", `"loud" is not one of debug, info, warn, error`},
		"level, endless":              {"LOG_LEVEL", strings.Repeat("x", 500), "…"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, "", map[string]string{tt.setting: tt.value})
			wantFault(t, err, tt.setting, tt.want)
		})
	}
}

// wantFault checks that the error names the setting and the problem, gives an
// example, stays short, and does not repeat the secret "hush".
func wantFault(t *testing.T, err error, setting, problem string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	text := err.Error()
	for _, want := range []string{setting, problem, "for example"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
	if strings.Contains(text, "hush") {
		t.Errorf("%q repeats a secret", text)
	}
	if len(text) > 400 {
		t.Errorf("%d bytes of error", len(text))
	}
}

func TestAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := load(t, "LOG_LEVEL=loud\nnonsense\nREDIS_URL=http://h\nmore nonsense\n", map[string]string{"ANSWER_TIMEOUT": "0"})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"5 settings", ".env, line 2", ".env, line 4", "line 1): \"loud\"", "line 3): must begin", "ANSWER_TIMEOUT: "} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing from:\n%v", want, err)
		}
	}
}

func TestNoHomeFolder(t *testing.T) {
	t.Parallel()
	nothing := func(string) (string, bool) { return "", false }
	_, err := config.Load(t.TempDir(), nothing)
	wantFault(t, err, "NEWSDESK_DATA", "no home folder")

	_, err = config.Load(t.TempDir(), func(name string) (string, bool) { return "redis://h", name == "REDIS_URL" })
	if err != nil {
		t.Errorf("with Redis no folder is needed: %v", err)
	}
}

func TestHomeFolderIsExpanded(t *testing.T) {
	t.Setenv("HOME", "/home/someone")
	c := mustLoad(t, "NEWSDESK_DATA=~/news\n", nil)
	if c.DataDir != "/home/someone/news" {
		t.Errorf("data folder %q", c.DataDir)
	}
}

func TestTokenThatIsNone(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, "", map[string]string{"DISCORD_TOKEN": "hush"})
	if !slices.ContainsFunc(c.Warnings, func(w string) bool { return strings.Contains(w, "three parts") }) {
		t.Errorf("warnings %q", c.Warnings)
	}
}

// Every example of the table must itself be accepted, or it helps nobody.
func TestExamplesAreAccepted(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	for _, s := range config.Settings() {
		env[s.Name] = s.Example
	}
	if c := mustLoad(t, "", env); len(c.Warnings) > 0 {
		t.Errorf("warnings %q", c.Warnings)
	}
}

// .env.example is written out from the table here, so the file and the code
// cannot name different settings, defaults or help.
func TestEnvExampleListsTheSettings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "\n\n")
	var want strings.Builder
	for i, s := range config.Settings() {
		if i > 0 {
			want.WriteString("\n")
		}
		want.WriteString("# " + s.Help + "\n# Default: " + s.Default + "\n# Example: " + s.Example + "\n" + s.Name + "=\n")
	}
	if list != want.String() {
		t.Errorf(".env.example does not match config.Settings; after its first paragraph it should read:\n%s", want.String())
	}
}

// A copy of .env.example, unchanged, is a bot with nothing set.
func TestEnvExampleSetsNothing(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	c := mustLoad(t, string(text), nil)
	if c.DiscordToken.IsSet() || c.Model.Configured() || c.Redis.Addrs != nil || c.Warnings != nil {
		t.Errorf("something is set: %+v", c)
	}
}

// The README's table repeats the list for people who read no code.
func TestReadmeListsTheSettings(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "<!-- settings -->\n")
	list, _, found := strings.Cut(after, "<!-- /settings -->")
	var want strings.Builder
	want.WriteString("| Setting | What it is for | Default |\n|---|---|---|\n")
	for _, s := range config.Settings() {
		want.WriteString("| `" + s.Name + "` | " + s.Help + " | " + s.Default + " |\n")
	}
	if !found || list != want.String() {
		t.Errorf("README.md does not match config.Settings; between its settings marks it should read:\n%s", want.String())
	}
}
