// Package redistest starts real Redis and Valkey servers for tests: on
// 127.0.0.1, in a folder that goes with the test, with every acknowledged
// write on disk (appendfsync always).
package redistest

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// patience is how long a server may take to answer.
const patience = 20 * time.Second

// Server is a running redis-server or valkey-server. Its methods end the test
// when the server does not do as told.
type Server struct {
	// Addr is host:port; it stays the same over a restart. While the server is
	// down, though, anybody may take the port.
	Addr string
	// Socket is the path of a Unix socket where the server listens too, which
	// nobody else can take: for tests that kill and restart.
	Socket string

	t    testing.TB
	path string
	dir  string
	args []string
	cmd  *exec.Cmd
	done chan struct{} // closed when cmd has ended
}

// Start runs redis-server until the end of the test. Further arguments are
// those of its command line ("--maxmemory", "4mb"). The test is skipped where
// redis-server is not installed.
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	return StartBinary(t, "redis-server", args...)
}

// StartBinary is Start for another program of the family, "valkey-server".
func StartBinary(t testing.TB, binary string, args ...string) *Server {
	t.Helper()
	return launch(t, binary, append([]string{"--save", "", "--appendonly", "yes", "--appendfsync", "always"}, args...)...)
}

func launch(t testing.TB, binary string, args ...string) *Server {
	t.Helper()
	path, err := exec.LookPath(binary)
	if err != nil {
		t.Skipf("%s is not installed: this test needs a real one", binary)
	}
	dir, err := os.MkdirTemp("", "redis") //nolint:usetesting // t.TempDir's path may be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, path: path, dir: dir, Socket: filepath.Join(dir, "socket"), args: args}
	t.Cleanup(func() {
		s.Kill()
		_ = os.RemoveAll(dir)
	})
	// Somebody else may take the port between our look and the server's: try
	// another one then.
	for range 5 {
		s.Addr = "127.0.0.1:" + FreePort(t)
		if err = s.start(); err == nil {
			return s
		}
		s.Kill()
	}
	t.Fatalf("%s does not start: %v", binary, err)
	return nil
}

// StartSentinel runs a Sentinel that watches the master under the name
// "news", until the end of the test.
func StartSentinel(t testing.TB, master *Server) *Server {
	t.Helper()
	host, port, _ := net.SplitHostPort(master.Addr)
	conf := filepath.Join(t.TempDir(), "sentinel.conf")
	text := fmt.Sprintf("sentinel monitor news %s %s 1\n", host, port)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return launch(t, "redis-server", conf, "--sentinel")
}

// URL is the server's redis:// address, without user or password.
func (s *Server) URL() string { return "redis://" + s.Addr }

// Dir is the folder of the server's files.
func (s *Server) Dir() string { return s.dir }

// Kill ends the server as a crash would (SIGKILL) and waits for its end.
func (s *Server) Kill() { s.signal(syscall.SIGKILL) }

// Stop lets the server shut down in order and waits for its end.
func (s *Server) Stop() { s.signal(syscall.SIGTERM) }

// Pause stops the server's process where it stands, so that connections stay
// open and nothing answers; Resume lets it go on.
func (s *Server) Pause() { s.send(syscall.SIGSTOP) }

// Resume undoes Pause.
func (s *Server) Resume() { s.send(syscall.SIGCONT) }

// Restart starts the server again at the same address, with the data that it
// had on disk; a running one is stopped first.
func (s *Server) Restart() {
	s.t.Helper()
	s.Stop()
	if err := s.start(); err != nil {
		s.t.Fatalf("restart: %v", err)
	}
}

func (s *Server) signal(sig syscall.Signal) {
	if s.cmd == nil {
		return
	}
	s.send(sig)
	select {
	case <-s.done:
	case <-time.After(patience):
		_ = s.cmd.Process.Kill()
		<-s.done
	}
	s.cmd = nil
}

func (s *Server) send(sig syscall.Signal) {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(sig)
	}
}

func (s *Server) start() error {
	host, port, _ := net.SplitHostPort(s.Addr)
	log := filepath.Join(s.dir, "server.log")
	// A configuration file, where there is one, has to come first.
	args := append(slices.Clone(s.args), "--bind", host, "--port", port, "--dir", s.dir, "--logfile", log, "--unixsocket", s.Socket)
	s.cmd = exec.Command(s.path, args...)
	if err := s.cmd.Start(); err != nil {
		s.cmd = nil
		return err
	}
	cmd, done := s.cmd, make(chan struct{})
	s.done = done
	go func() {
		defer close(done)
		_ = cmd.Wait()
	}()
	if err := s.await(); err != nil {
		text, _ := os.ReadFile(log)
		return fmt.Errorf("%w; its log:\n%s", err, text)
	}
	return nil
}

// await polls until the server answers a PING with anything but LOADING.
func (s *Server) await() error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		if s.answers() {
			return nil
		}
		select {
		case <-tick.C:
		case <-s.done:
			return fmt.Errorf("%s ended", s.path)
		case <-deadline:
			return fmt.Errorf("%s does not answer", s.path)
		}
	}
}

func (s *Server) answers() bool {
	conn, err := net.DialTimeout("tcp", s.Addr, time.Second)
	if err != nil {
		return false
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return false
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	return err == nil && line != "" && line[:2] != "-L"
}

// FreePort finds a port of 127.0.0.1 that nobody listens on.
func FreePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}
