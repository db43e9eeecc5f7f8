package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"newsdesk.example/newsdesk/config"
)

func TestEnvironmentWinsOverFile(t *testing.T) {
	t.Parallel()
	file := "LOG_LEVEL=debug\nOPENAI_API_KEY=from-file\n"
	c := mustLoad(t, file, map[string]string{"LOG_LEVEL": "error"})
	if c.LogLevel.String() != "ERROR" || c.Model.Key.Reveal() != "from-file" {
		t.Errorf("%+v", c)
	}
	c = mustLoad(t, file, map[string]string{"OPENAI_API_KEY": ""})
	if c.Model.Configured() {
		t.Error("an empty variable does not switch the file's value off")
	}
}

func TestDotenvValues(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ line, want string }{
		"plain":                         {"OPENAI_API_KEY=abc", "abc"},
		"spaces and a comment":          {"OPENAI_API_KEY = abc   # mine", "abc"},
		"export":                        {"export OPENAI_API_KEY=abc", "abc"},
		"quoted":                        {`OPENAI_API_KEY="a#b"`, "a#b"},
		"a number sign within":          {"OPENAI_API_KEY=a#b", "a#b"},
		"Windows line ends":             {"OPENAI_API_KEY=abc\r\n", "abc"},
		"a byte order mark":             {"\ufeffOPENAI_API_KEY=abc", "abc"},
		"a dollar is a dollar":          {"OPENAI_API_KEY=pa$WORD${X}$(y)$", "pa$WORD${X}$(y)$"},
		"a dollar in quotes":            {`OPENAI_API_KEY="pa$WORD"`, "pa$WORD"},
		"after a value of several rows": {"NOTE=\"one\ntwo\"\nOPENAI_API_KEY=abc", "abc"},
		"an equals sign within":         {"OPENAI_API_KEY=abc==", "abc=="},
		"empty":                         {"OPENAI_API_KEY=", ""},
		"empty in quotes":               {`OPENAI_API_KEY=""`, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := mustLoad(t, tt.line, nil).Model.Key.Reveal(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// godotenv's own message repeats the rest of the file; ours must not.
func TestMalformedDotenvKeepsItsSecrets(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, line string }{
		"no equals sign":      {"LOG_LEVEL=info\nhush-hush\nOPENAI_API_KEY=hush\n", "line 2:"},
		"no name":             {"=hush\n", "line 1:"},
		"a quote left open":   {"LOG_LEVEL=info\n\nOPENAI_API_KEY=\"hush\nDISCORD_TOKEN=hush.hush.hush\n", "line 3:"},
		"a space in the name": {"OPENAI KEY=hush\n", "line 1:"},
		"a dash in the name":  {"OPENAI-API-KEY=hush\n", "line 1:"},
		"the last line":       {"LOG_LEVEL=info\nhush", "line 2:"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, tt.text, nil)
			if err == nil {
				t.Fatal("no error")
			}
			if text := err.Error(); !strings.Contains(text, tt.line) || strings.Contains(text, "hush") || strings.Count(text, "\n") != 1 {
				t.Errorf("error %q, want one fault on %q", text, tt.line)
			}
		})
	}
}

func TestDotenvThatIsNoFileOfSettings(t *testing.T) {
	t.Parallel()
	utf16le := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune("LOG_LEVEL=info\r\n")) {
		utf16le = append(utf16le, byte(unit), byte(unit>>8))
	}
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"UTF-16 from PowerShell": {utf16le, "UTF-8"},
		"binary":                 {[]byte("A=\xff\xff\n"), "UTF-8"},
		"huge":                   {[]byte(strings.Repeat("#\n", 64<<10)), "larger than 64 kB"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, string(tt.content), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestDotenvThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// A folder, because root may read a file of any mode.
	if err := os.Mkdir(filepath.Join(dir, ".env"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := config.Load(dir, func(string) (string, bool) { return "", false })
	if err == nil || !strings.Contains(err.Error(), ".env: cannot be read (is a directory)") {
		t.Errorf("error %v", err)
	}
}

func TestStrangeNamesInDotenv(t *testing.T) {
	t.Parallel()
	c := mustLoad(t, strings.Join([]string{
		"DISCORD_TOKN=hush", "NEWSDESK_COLOUR=hush", "COMPOSE_PROJECT_NAME=news", "log_level=debug",
		"LOG_LEVEL=info", "LOG_LEVEL=warn",
	}, "\n"), nil)
	got := strings.Join(c.Warnings, "\n")
	for _, want := range []string{
		"line 1: DISCORD_TOKN is no setting; did you mean DISCORD_TOKEN?",
		"line 2: NEWSDESK_COLOUR is no setting and is ignored",
		"line 4: log_level is no setting; did you mean LOG_LEVEL?",
		"LOG_LEVEL is set on line 5 already; line 6 counts",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing from:\n%s", want, got)
		}
	}
	if len(c.Warnings) != 4 || strings.Contains(got, "hush") {
		t.Errorf("warnings:\n%s", got)
	}
}

func FuzzDotenv(f *testing.F) {
	for _, seed := range []string{"A=b\n", "A='b\n", "=", "export A=\"$B\"", "A: b", "\x00", "A=\\", "#\r\nA=\"\\\"\"\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		secret := "OPENAI_API_KEY=hush-hush\n"
		if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(secret+text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(dir, func(name string) (string, bool) { return "/home/someone", name == "HOME" })
		if err != nil && strings.Contains(err.Error(), "hush-hush") && !strings.Contains(text, "hush-hush") {
			t.Errorf("the error repeats a secret: %v", err)
		}
	})
}
