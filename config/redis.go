package config

import (
	"net"
	"net/url"
	"strconv"
	"strings"
)

// Redis says where the store's server is. Its zero value is no server.
type Redis struct {
	// URL is the address as it was set, checked: what the store dials.
	URL Secret
	// Addrs are the host:port pairs in it, or one absolute path of a Unix
	// socket, for people to read.
	Addrs []string
}

// redisNode is one server of the list.
type redisNode struct {
	addr               string
	tls                bool
	username, password string
	db                 int
}

// readRedis never repeats a part of the value: it may hold a password. The
// store parses the address again; what is found wrong here is said in terms of
// the setting, before anything is dialled.
func readRedis(c *Config, value string) string {
	var first redisNode
	var addrs []string
	parts := strings.Split(value, ",")
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if i > 0 && !strings.Contains(part, "://") { // redis://a:6379,b:6379
			scheme, _, _ := strings.Cut(parts[0], "://")
			part = strings.TrimSpace(scheme) + "://" + part
		}
		node, problem := parseRedis(part)
		if problem == "" && i > 0 {
			problem = first.differs(node)
		}
		if problem != "" {
			return problem
		}
		if i == 0 {
			first = node
		}
		addrs = append(addrs, node.addr)
	}
	if len(parts) > 1 && (first.db != 0 || addrs[0][0] == '/') {
		return "lists several servers, which means a Cluster: a Cluster has no database numbers and no unix sockets"
	}
	c.Redis = Redis{URL: NewSecret(value), Addrs: addrs}
	return ""
}

// differs says in what a further node of a list contradicts the first.
func (r redisNode) differs(node redisNode) string {
	switch {
	case r.tls != node.tls:
		return "mixes redis:// and rediss://; all nodes of a Cluster must be reached the same way"
	case node.password != "" && (node.username != r.username || node.password != r.password):
		return "has different passwords for its nodes; write the user and password at the first only"
	}
	return ""
}

func parseRedis(text string) (redisNode, string) {
	u, err := url.Parse(text)
	if err != nil { // err would repeat the text
		return redisNode{}, "is not an address; special characters of a password must be percent-encoded"
	}
	password, _ := u.User.Password()
	r := redisNode{tls: u.Scheme == "rediss", username: u.User.Username(), password: password}
	switch {
	case u.Scheme == "unix" && u.Host == "" && strings.HasPrefix(u.Path, "/"):
		r.addr = u.Path
		return r.withDB(u.Query().Get("db"))
	case u.Scheme == "unix":
		return r, "names no socket: unix:// is followed by a path that begins with /"
	case u.Scheme != "redis" && u.Scheme != "rediss":
		return r, "must begin with redis://, rediss:// or unix://"
	case u.Hostname() == "":
		return r, "names no host"
	case u.Fragment != "":
		return r, "has a # in it; in a password it must be percent-encoded"
	}
	port := u.Port()
	if port == "" {
		port = "6379"
	}
	if !isPort(port) {
		return r, "has a port that is not between 1 and 65535"
	}
	r.addr = net.JoinHostPort(u.Hostname(), port)
	return r.withDB(strings.Trim(u.Path, "/"))
}

// withDB adds a database number, "" being 0.
func (r redisNode) withDB(number string) (redisNode, string) {
	if number == "" {
		return r, ""
	}
	db, err := strconv.Atoi(number)
	if err != nil || db < 0 {
		return r, "must end in a database number, or in nothing, after the host"
	}
	r.db = db
	return r, ""
}

func isPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}
