package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary the program: end-to-end tests start the real
// thing, race detector included, without building it twice.
const asProgram = "NEWSDESK_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

// patience is how long a test waits for a state that must come. It is no
// measure of speed: a loaded machine with the race detector on is slow.
const patience = 60 * time.Second

// process is one run of the program.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *transcript
	err  *transcript
	done chan struct{}
}

// launch starts the program in an empty folder with nothing set but env
// ("NAME=value") and a data folder, which env may override.
func launch(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{
		t: t, cmd: exec.CommandContext(t.Context(), exe, args...),
		out: newTranscript(), err: newTranscript(), done: make(chan struct{}),
	}
	p.cmd.Dir = t.TempDir()
	p.cmd.Env = append([]string{asProgram + "=1", "HOME=" + p.cmd.Dir, "NEWSDESK_DATA=" + t.TempDir()}, env...)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.err
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // the exit code is read from the process state
		close(p.done)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("%v\nstdout:\n%s\nstderr:\n%s", args, p.out, p.err)
		}
	})
	return p
}

// run starts the program, gives it input, and waits for its end.
func runProgram(t *testing.T, env []string, input string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	p := launch(t, env, args...)
	if _, err := io.WriteString(p.in, input); err != nil {
		t.Logf("writing input: %v", err) // a program that fails early closes its end
	}
	if err := p.in.Close(); err != nil {
		t.Fatal(err)
	}
	code = p.wait()
	return p.out.String(), p.err.String(), code
}

// wait waits for the end and returns the exit code.
func (p *process) wait() int {
	p.t.Helper()
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		p.t.Fatalf("still running after %v", patience)
		return -1
	}
}

// terminate asks the program to end, as a service manager does.
func (p *process) terminate() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

// kill ends the program as a power cut does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.done
}

// transcript keeps what a process writes and wakes those who wait for it.
type transcript struct {
	mu    sync.Mutex
	buf   bytes.Buffer
	grown chan struct{} // closed and replaced at each write
}

func newTranscript() *transcript { return &transcript{grown: make(chan struct{})} }

func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.grown)
	t.grown = make(chan struct{})
	return t.buf.Write(b)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

// await waits until want has been written.
func (t *transcript) await(tb testing.TB, want string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	for {
		t.mu.Lock()
		text, grown := t.buf.String(), t.grown
		t.mu.Unlock()
		if strings.Contains(text, want) {
			return
		}
		select {
		case <-grown:
		case <-ctx.Done():
			tb.Fatalf("did not write %q; it wrote:\n%s", want, text)
		}
	}
}

// eventually waits for a state that is reached by itself.
func eventually(t *testing.T, what string, reached func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for !reached() {
		if ctx.Err() != nil {
			t.Fatalf("there was never %s", what)
		}
	}
}
