package config_test

import (
	"strings"
	"testing"
)

func TestRedisURL(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ value, addrs string }{
		"plain":                     {"redis://127.0.0.1", "127.0.0.1:6379"},
		"slash at the end":          {"redis://h:1/", "h:1"},
		"password, database":        {"redis://:p%40ss@h:1/2", "h:1"},
		"user, TLS":                 {"rediss://u:p@h:1", "h:1"},
		"options":                   {"redis://h:1?pool_size=4", "h:1"},
		"IPv6":                      {"redis://[::1]:7", "[::1]:7"},
		"socket":                    {"unix:///run/redis.sock?db=3", "/run/redis.sock"},
		"socket, password":          {"unix://:p@/run/redis.sock", "/run/redis.sock"},
		"cluster":                   {"redis://a:1,redis://b:2", "a:1 b:2"},
		"cluster, short":            {"rediss://u:p@a:1, b:2 ,c", "a:1 b:2 c:6379"},
		"cluster, password at each": {"redis://:p@a:1,redis://:p@b:2", "a:1 b:2"},
		"cluster, one entry point":  {"redis://a:1,a:1", "a:1 a:1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mustLoad(t, "", map[string]string{"REDIS_URL": tt.value}).Redis
			if got := strings.Join(r.Addrs, " "); got != tt.addrs {
				t.Errorf("addresses %q, want %q", got, tt.addrs)
			}
			if r.URL.Reveal() != tt.value {
				t.Errorf("the store would dial %q", r.URL.Reveal())
			}
		})
	}
}

func TestRedisURLFaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ value, want string }{
		"no scheme":               {"127.0.0.1:6379", "is not an address"},
		"a name without a scheme": {"localhost:6379", "must begin with"},
		"a web address":           {"https://:hush@h", "must begin with"},
		"no host":                 {"redis://", "names no host"},
		"bad port":                {"redis://:hush@h:99999", "between 1 and 65535"},
		"bad database":            {"redis://:hush@h/one", "database number"},
		"negative database":       {"redis://:hush@h/-1", "database number"},
		"slash in the password":   {"redis://:hu/hush@h:1", "percent-encoded"},
		"number sign":             {"redis://h:1/#hush", "percent-encoded"},
		"control character":       {"redis://:hush\x7f@h:1", "is not an address"},
		"socket without a path":   {"unix://run/redis.sock", "names no socket"},
		"cluster with a database": {"redis://a/1,b/1", "no database numbers"},
		"cluster of sockets":      {"unix:///a,unix:///b", "no unix sockets"},
		"mixed":                   {"redis://a,rediss://b", "mixes"},
		"two passwords":           {"redis://:hush1@a,redis://:hush2@b", "different passwords"},
		"nothing between commas":  {"redis://a,,redis://b", "names no host"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, "", map[string]string{"REDIS_URL": tt.value})
			wantFault(t, err, "REDIS_URL", tt.want)
		})
	}
}
