// Package newsdesk_test holds the law of the rooms: who may import whom.
package newsdesk_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "newsdesk.example/newsdesk/"

// rooms says which of our packages a room may import; a folder without a line
// of its own follows the nearest one above it. "*" is all of them.
func rooms() map[string][]string {
	return map[string][]string{
		"config":           {},
		"retrieval":        {"retrieval/prose"},
		"retrieval/prose":  {},
		"prompts":          {"retrieval/prose"},
		"handlers":         {"retrieval", "retrieval/fetch", "retrieval/prose", "prompts"},
		"handlers/discord": {"handlers", "prompts", "retrieval"},
		"handlers/ledger":  {"handlers", "prompts", "retrieval/prose", "retrieval/redisstore"},
		"bot":              {"*"},
		"bot/openai":       {"prompts"},

		// The sub-rooms of retrieval.
		"retrieval/embedded":   {"retrieval", "retrieval/prose"},
		"retrieval/fetch":      {"retrieval", "retrieval/prose"},
		"retrieval/redisstore": {"retrieval", "retrieval/prose"},
	}
}

// vendors says which rooms alone may import a library. A sub-room counts only
// where it is named.
func vendors() map[string][]string {
	return map[string][]string{
		"github.com/bwmarrin/discordgo":       {"handlers/discord", "bot"},
		"github.com/sashabaranov/go-openai":   {"bot/openai"},
		"github.com/redis/go-redis":           {"retrieval/redisstore", "retrieval/redisstore/redistest", "retrieval/embedded", "handlers/ledger", "bot"},
		"github.com/alicebob/miniredis":       {"retrieval/embedded"},
		"go.etcd.io/bbolt":                    {"retrieval/embedded"},
		"github.com/markusmobius/go-htmldate": {"retrieval/fetch"},
		"github.com/joho/godotenv":            {"config"},
	}
}

func TestImports(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, file := range sources(t) {
		room := path.Dir(file)
		allowed, ok := lawOf(room)
		if !ok {
			t.Errorf("%s: no room of that name is in the law", room)
			continue
		}
		for _, imported := range imports(t, file) {
			seen++
			if ours, ok := strings.CutPrefix(imported, module); ok {
				if ours != room && !slices.Contains(allowed, ours) && !slices.Contains(allowed, "*") {
					t.Errorf("%s: room %s may not import %s", file, room, ours)
				}
			}
			for vendor, homes := range vendors() {
				if (imported == vendor || strings.HasPrefix(imported, vendor+"/")) && !slices.Contains(homes, room) {
					t.Errorf("%s: only %s may import %s", file, strings.Join(homes, ", "), vendor)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no import was read, so nothing was checked")
	}
}

// lawOf finds a room's line, or that of the nearest folder above it.
func lawOf(room string) (allowed []string, ok bool) {
	for ; room != "."; room = path.Dir(room) {
		if allowed, ok := rooms()[room]; ok {
			return allowed, true
		}
	}
	return nil, false
}

// sources lists the Go files of this module but its tests, by slash path.
func sources(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != "." {
			_, modErr := os.Stat(filepath.Join(name, "go.mod"))
			if modErr == nil || strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" {
				return fs.SkipDir // another module, or no code
			}
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files = append(files, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func imports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, imported)
	}
	return found
}
