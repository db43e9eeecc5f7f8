package config_test

import (
	"strings"
	"testing"
)

func TestRedisURL(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		value     string
		addrs     string
		user, pw  string
		db        int
		tls, many bool
	}{
		"plain":                     {value: "redis://127.0.0.1", addrs: "127.0.0.1:6379"},
		"slash at the end":          {value: "redis://h:1/", addrs: "h:1"},
		"password, database":        {value: "redis://:p%40ss@h:1/2", addrs: "h:1", pw: "p@ss", db: 2},
		"user, TLS":                 {value: "rediss://u:p@h:1", addrs: "h:1", user: "u", pw: "p", tls: true},
		"IPv6":                      {value: "redis://[::1]:7", addrs: "[::1]:7"},
		"socket":                    {value: "unix:///run/redis.sock?db=3", addrs: "/run/redis.sock", db: 3},
		"socket, password":          {value: "unix://:p@/run/redis.sock", addrs: "/run/redis.sock", pw: "p"},
		"cluster":                   {value: "redis://a:1,redis://b:2", addrs: "a:1 b:2", many: true},
		"cluster, short":            {value: "rediss://u:p@a:1, b:2 ,c", addrs: "a:1 b:2 c:6379", user: "u", pw: "p", tls: true, many: true},
		"cluster, password at each": {value: "redis://:p@a:1,redis://:p@b:2", addrs: "a:1 b:2", pw: "p", many: true},
		"cluster, one entry point":  {value: "redis://a:1,a:1", addrs: "a:1 a:1", many: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := mustLoad(t, "", map[string]string{"REDIS_URL": tt.value}).Redis
			if got := strings.Join(r.Addrs, " "); got != tt.addrs {
				t.Errorf("addresses %q, want %q", got, tt.addrs)
			}
			if r.Username != tt.user || r.Password.Reveal() != tt.pw || r.DB != tt.db || r.TLS != tt.tls || r.Cluster != tt.many {
				t.Errorf("got %+v", r)
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
		"question mark":           {"redis://h:1?password=hush", "percent-encoded"},
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
