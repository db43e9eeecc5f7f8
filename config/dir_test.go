package config

import "testing"

func TestUserDataDir(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		goos string
		env  map[string]string
		want string
	}{
		"linux":                      {"linux", map[string]string{"HOME": "/h"}, "/h/.local/share/newsdesk"},
		"macOS":                      {"darwin", map[string]string{"HOME": "/h"}, "/h/Library/Application Support/newsdesk"},
		"XDG":                        {"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/x/newsdesk"},
		"XDG, relative, is ignored":  {"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "x"}, "/h/.local/share/newsdesk"},
		"Windows without its folder": {"windows", map[string]string{"HOME": "/h"}, ""},
		"no home":                    {"linux", nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lookup := func(name string) (string, bool) { value, ok := tt.env[name]; return value, ok }
			if got := userDataDir(tt.goos, lookup); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
