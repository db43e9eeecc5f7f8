package config

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The readers below store a value in the Config and return what is wrong with
// it in words that follow the setting's name, or "".

func readToken(c *Config, value string) string {
	// Examples in the wild show the header's value, "Bot <token>".
	if prefix, rest, ok := strings.Cut(value, " "); ok && strings.EqualFold(prefix, "bot") {
		value = strings.TrimSpace(rest)
	}
	if problem := spaced(value); problem != "" {
		return problem
	}
	if strings.Count(value, ".") != 2 {
		c.warn("DISCORD_TOKEN", "does not look like a bot token, which has three parts with dots between them; "+
			"a client secret or a public key will not do")
	}
	c.DiscordToken = NewSecret(value)
	return ""
}

func readDiscordAPI(c *Config, value string) string {
	u, problem := webAddress(value)
	if problem != "" {
		return problem
	}
	c.DiscordAPI = strings.TrimRight(u.String(), "/") + "/"
	return ""
}

// webAddress parses an http or https address of a service. What it returns as
// wrong does not repeat the value, which may hold a key by mistake.
func webAddress(value string) (*url.URL, string) {
	u, err := url.Parse(value)
	switch {
	case err != nil:
		return nil, "is not a web address"
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, "must be a web address that begins with http:// or https://"
	case u.User != nil:
		return nil, "holds a user name or password, which would end up in logs; take it out"
	case u.Port() != "" && !isPort(u.Port()):
		return nil, "has a port that is not between 1 and 65535"
	case u.RawQuery != "" || u.Fragment != "":
		return nil, "must end with its path, without ? or #"
	}
	return u, ""
}

// The bounds of ANSWER_TIMEOUT. A Discord reply can be edited for 15 minutes
// only, and what follows the model needs some of them.
const (
	minAnswerTimeout = 5 * time.Second
	maxAnswerTimeout = 10 * time.Minute
)

func readAnswerTimeout(c *Config, value string) string {
	if _, err := strconv.Atoi(value); err == nil {
		value += "s"
	}
	d, err := time.ParseDuration(value)
	if err != nil || d < minAnswerTimeout || d > maxAnswerTimeout {
		return fmt.Sprintf("%s is not a time from 5s to 10m", quote(value))
	}
	c.AnswerTimeout = d
	return ""
}

func readDataDir(c *Config, value string) string {
	// No shell expands a ~ from a .env file; a folder of that name is a trap.
	if value == "~" || strings.HasPrefix(value, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return "begins with ~, and no home folder is known here"
		}
		value = filepath.Join(home, value[1:])
	}
	c.DataDir = filepath.Clean(value)
	return ""
}

func readFetchAllow(c *Config, value string) string {
	for item := range strings.SplitSeq(value, ",") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		host, port, err := net.SplitHostPort(item)
		if err != nil || host == "" || !isPort(port) || strings.ContainsAny(host, "/* \t") {
			return quote(item) + " is not of the form host:port"
		}
		c.FetchAllow = append(c.FetchAllow, net.JoinHostPort(strings.ToLower(host), port))
	}
	return ""
}

func readLogLevel(c *Config, value string) string {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo,
		"warn": slog.LevelWarn, "warning": slog.LevelWarn, "error": slog.LevelError,
	}
	level, ok := levels[strings.ToLower(value)]
	if !ok {
		return quote(value) + " is not one of debug, info, warn, error"
	}
	c.LogLevel = level
	return ""
}

// spaced reports white space and control characters inside a value that can
// have none: a token pasted with a line break.
func spaced(value string) string {
	if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return "has a space or a line break in it"
	}
	return ""
}

// quote shows a value that is no secret, shortened.
func quote(value string) string {
	const most = 40
	if runes := []rune(value); len(runes) > most {
		value = string(runes[:most]) + "…"
	}
	return strconv.Quote(value)
}
