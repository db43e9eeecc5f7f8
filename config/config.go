package config

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// What holds where a setting is left out.
const (
	// DefaultDiscordAPI is Discord's address.
	DefaultDiscordAPI = "https://discord.com/"
	// DefaultModelURL is OpenAI's address.
	DefaultModelURL = "https://api.openai.com/v1"
	// DefaultModel is the model asked for with a key and no address: small,
	// cheap, and without an announced end (OpenAI's deprecations page, read in
	// November 2026, names it as the successor of gpt-4.1-mini and gpt-4o-mini).
	DefaultModel = "gpt-6-luna"

	defaultAnswerTimeout = 2 * time.Minute
	defaultAnswerTokens  = 8000
)

// Config is what the user set, checked.
type Config struct {
	// DiscordToken is not set where there is to be no Discord.
	DiscordToken Secret
	// DiscordAPI is an http or https address that ends in "/".
	DiscordAPI string
	// Model answers, Verifier gives a second opinion on what it wrote, and
	// Embedder turns texts into vectors.
	Model, Verifier, Embedder Model
	// AnswerTokens bounds what one answer may cost, and DailyTokens what all of a
	// server may on one day; 0: no bound.
	AnswerTokens, DailyTokens int
	// Prices of models by name.
	Prices map[string]Price
	Redis  Redis
	// DataDir is the folder of the embedded store; it need not exist yet. It is
	// "" only where Redis is set and no home folder is known.
	DataDir string
	// FetchAllow are host:port pairs that may be fetched though they are not
	// public.
	FetchAllow []string
	// AnswerTimeout is how long a model may take over one answer.
	AnswerTimeout time.Duration
	LogLevel      slog.Level
	// Warnings are remarks about settings that were ignored or look mistaken,
	// a sentence each, for the user to see at start.
	Warnings []string
}

// Load reads the settings from the file .env in the folder dir, where there
// is one, and from lookup, which is os.LookupEnv outside tests. What lookup
// finds wins, an empty value too: setting a variable to nothing switches the
// file's value off. An empty value is an unset one. A non-nil error is
// [Faults].
func Load(dir string, lookup func(string) (string, bool)) (Config, error) {
	c := Config{DiscordAPI: DefaultDiscordAPI, AnswerTimeout: defaultAnswerTimeout, AnswerTokens: defaultAnswerTokens}
	file := readDotenv(filepath.Join(dir, ".env"))
	c.Warnings = append(file.warnings, strangers(file)...)
	faults := Faults(file.faults)
	places := map[string]string{}
	for _, s := range Settings() {
		value, where := find(s.Name, file, lookup)
		places[s.Name] = where
		if value == "" {
			continue
		}
		if problem := s.read(&c, value); problem != "" {
			faults = append(faults, Fault{Where: where, Problem: problem, Example: s.Example})
		}
	}
	if c.DataDir == "" {
		c.DataDir = userDataDir(runtime.GOOS, lookup)
	}
	// What is missing can be said only once everything has been read: a setting
	// that seems absent may stand on a line that could not be.
	if len(faults) == 0 {
		faults = c.complete(places)
	}
	if len(faults) > 0 {
		return Config{}, faults
	}
	return c, nil
}

// find returns the value of a setting, trimmed and unquoted, and where it was
// set.
func find(name string, file dotenv, lookup func(string) (string, bool)) (value, where string) {
	if value, ok := lookup(name); ok {
		return trim(value), name
	}
	if e, ok := file.entries[name]; ok {
		return trim(e.value), fmt.Sprintf("%s (%s, line %d)", name, file.path, e.line)
	}
	return "", name
}

// trim drops white space and one pair of quotes around a value: docker
// --env-file and systemd hand quotes on.
func trim(value string) string {
	value = strings.TrimSpace(value)
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = strings.TrimSpace(value[1 : n-1])
	}
	return value
}

// complete applies the rules between settings, fills in what follows from
// them, and returns what is missing.
func (c *Config) complete(places map[string]string) Faults {
	faults := append(c.completeEmbedder(places), c.completeModel(places)...)
	if c.DataDir == "" && len(c.Redis.Addrs) == 0 {
		faults = append(faults, Fault{
			Where:   "NEWSDESK_DATA",
			Problem: "is missing, and no home folder is known here: name a folder for the articles",
			Example: "/var/lib/newsdesk",
		})
	}
	return faults
}

func (c *Config) warn(where, remark string) {
	c.Warnings = append(c.Warnings, where+" "+remark)
}

// userDataDir is where the operating system goos wants a user's data, "" where
// no home folder is known.
func userDataDir(goos string, lookup func(string) (string, bool)) string {
	under := func(variable string, path ...string) string {
		root, _ := lookup(variable)
		if !filepath.IsAbs(root) { // the XDG specification: a relative path is to be ignored
			return ""
		}
		return filepath.Join(append(append([]string{root}, path...), "newsdesk")...)
	}
	if dir := under("XDG_DATA_HOME"); dir != "" {
		return dir
	}
	switch goos {
	case "windows":
		return under("LOCALAPPDATA")
	case "darwin":
		return under("HOME", "Library", "Application Support")
	default:
		return under("HOME", ".local", "share")
	}
}
