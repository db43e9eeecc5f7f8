package discordtest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schema holds bodies to Discord's OpenAPI document. A nil schema passes all.
type schema struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	ready    map[string]*jsonschema.Schema // by JSON pointer
	judged   map[string][]string           // short bodies, which come often
}

// shortBody is the length up to which a body's verdict is kept.
const shortBody = 64

// errNoSchema: the document is not at hand; it is not part of this project.
var errNoSchema = errors.New("no discord/openapi.json under $NEWSDESK_SHARED or ../shared beside the repository")

// theSchema is read once for all servers of a test: it is over a megabyte.
var theSchema = sync.OnceValues(loadSchema)

func loadSchema() (*schema, error) {
	path, err := findSchema()
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaName, doc); err != nil {
		return nil, err
	}
	return &schema{compiler: c, ready: make(map[string]*jsonschema.Schema), judged: make(map[string][]string)}, nil
}

const schemaName = "https://discord.example/openapi.json"

// findSchema looks where NEWSDESK_SHARED says, or beside the repository that
// the test runs in.
func findSchema() (string, error) {
	const name = "discord/openapi.json"
	dir := os.Getenv("NEWSDESK_SHARED")
	if dir == "" {
		at, err := os.Getwd()
		if err != nil {
			return "", err
		}
		for {
			if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
				break
			}
			if at == filepath.Dir(at) {
				return "", errNoSchema
			}
			at = filepath.Dir(at)
		}
		dir = filepath.Join(filepath.Dir(at), "shared")
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", errNoSchema
	}
	return path, nil
}

// check returns what a body breaks of the schema of a request, given by its
// method and its path in the document.
func (s *schema) check(method, template string, body []byte) []string {
	if s == nil || template == "" {
		return nil
	}
	key := method + template + string(body)
	s.mu.Lock()
	known, ok := s.judged[key]
	s.mu.Unlock()
	if ok {
		return known
	}
	problems := s.judge(method, template, body)
	if len(body) <= shortBody {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.judged[key] = problems
	}
	return problems
}

func (s *schema) judge(method, template string, body []byte) []string {
	escaped := strings.NewReplacer("~", "~0", "/", "~1").Replace(template)
	pointer := "/paths/" + escaped + "/" + strings.ToLower(method) + "/requestBody/content/application~1json/schema"
	sch, err := s.compile(pointer)
	if err != nil {
		return []string{"schema: " + err.Error()}
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return []string{"not JSON: " + err.Error()}
	}
	if err := sch.Validate(asSchemaHasIt(v)); err != nil {
		return []string{"schema: " + err.Error()}
	}
	return nil
}

func (s *schema) compile(pointer string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sch := s.ready[pointer]; sch != nil {
		return sch, nil
	}
	sch, err := s.compiler.Compile(schemaName + "#" + pointer)
	if err != nil {
		return nil, err
	}
	s.ready[pointer] = sch
	return sch, nil
}

// asSchemaHasIt turns a command's default_member_permissions from the string
// that the documentation asks for into the integer that the schema does;
// Discord takes both.
func asSchemaHasIt(v any) any {
	list, _ := v.([]any)
	for _, e := range list {
		if c, ok := e.(object); ok {
			if digits, ok := c["default_member_permissions"].(string); ok {
				if n, err := jsonschema.UnmarshalJSON(strings.NewReader(digits)); err == nil {
					c["default_member_permissions"] = n
				}
			}
		}
	}
	return v
}
