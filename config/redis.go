package config

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Redis says where the store's server is. Its zero value is no server.
type Redis struct {
	// Addrs are host:port pairs, or one absolute path of a Unix socket.
	Addrs []string
	// Cluster: Addrs are nodes of a Cluster to start from.
	Cluster bool
	// TLS: the connection is encrypted, and the server's name verified.
	TLS      bool
	Username string
	Password Secret
	DB       int // 0 in a Cluster
}

// readRedis never repeats a part of the value: it may hold a password.
func readRedis(c *Config, value string) string {
	var all Redis
	parts := strings.Split(value, ",")
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if i > 0 && !strings.Contains(part, "://") { // redis://a:6379,b:6379
			scheme, _, _ := strings.Cut(parts[0], "://")
			part = strings.TrimSpace(scheme) + "://" + part
		}
		node, problem := parseRedis(part)
		if problem != "" {
			return problem
		}
		if i > 0 {
			if problem := all.differs(node); problem != "" {
				return problem
			}
			node.Addrs = append(all.Addrs, node.Addrs...)
			node.Username, node.Password = all.Username, all.Password
		}
		all = node
	}
	all.Cluster = len(parts) > 1
	if all.Cluster && (all.DB != 0 || all.Addrs[0][0] == '/') {
		return "lists several servers, which means a Cluster: a Cluster has no database numbers and no unix sockets"
	}
	c.Redis = all
	return ""
}

// differs says in what a further node of a list contradicts the first.
func (r Redis) differs(node Redis) string {
	switch {
	case r.TLS != node.TLS:
		return "mixes redis:// and rediss://; all nodes of a Cluster must be reached the same way"
	case node.Password.IsSet() && (node.Username != r.Username || node.Password.Reveal() != r.Password.Reveal()):
		return "has different passwords for its nodes; write the user and password at the first only"
	}
	return ""
}

func parseRedis(text string) (Redis, string) {
	u, err := url.Parse(text)
	if err != nil { // err would repeat the text
		return Redis{}, "is not an address; special characters of a password must be percent-encoded"
	}
	password, _ := u.User.Password()
	r := Redis{TLS: u.Scheme == "rediss", Username: u.User.Username(), Password: NewSecret(password)}
	switch {
	case u.Scheme == "unix" && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		r.Addrs = []string{u.Path}
		return r.withDB(u.Query().Get("db"))
	case u.Scheme == "unix":
		return r, "names no socket: unix:// is followed by a path that begins with /"
	case u.Scheme != "redis" && u.Scheme != "rediss":
		return r, "must begin with redis://, rediss:// or unix://"
	case u.Hostname() == "":
		return r, "names no host"
	case u.RawQuery != "" || u.Fragment != "":
		return r, "has a ? or # in it: options are not read here, and in a password they must be percent-encoded"
	}
	port := u.Port()
	if port == "" {
		port = "6379"
	}
	if !isPort(port) {
		return r, "has a port that is not between 1 and 65535"
	}
	r.Addrs = []string{net.JoinHostPort(u.Hostname(), port)}
	return r.withDB(strings.Trim(u.Path, "/"))
}

// withDB adds a database number, "" being 0.
func (r Redis) withDB(number string) (Redis, string) {
	if number == "" {
		return r, ""
	}
	db, err := strconv.Atoi(number)
	if err != nil || db < 0 {
		return r, "must end in a database number, or in nothing, after the host"
	}
	r.DB = db
	return r, ""
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}
