package embedded

import "fmt"

// info is the reply to INFO, whatever section it asks for: what a store wants
// to know of its server at start. The caller holds e.mu. miniredis's own has none
// of it. The version is that of the Redis whose behaviour the tests hold us to.
func (e *engine) info() []byte {
	status := "ok"
	if e.failed != nil {
		status = "err"
	}
	text := "# Server\r\nredis_version:7.0.15\r\nserver_name:newsdesk-embedded\r\nredis_mode:standalone\r\n" +
		"\r\n# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\n" +
		"\r\n# Persistence\r\nloading:0\r\naof_enabled:1\r\naof_last_write_status:" + status + "\r\n" +
		"\r\n# Replication\r\nrole:master\r\n"
	return fmt.Appendf(nil, "$%d\r\n%s\r\n", len(text), text)
}
