package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is the program's binary as it runs.
type process struct {
	*exec.Cmd
	url    string
	hello  string // what it has printed when it listens
	stderr bytes.Buffer
}

var address = regexp.MustCompile(`serves (https?://\S+)`)

// startProcess starts a command that serves, in a folder, and waits until it listens.
func startProcess(t *testing.T, folder, name string, arguments ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(name, arguments...)}
	p.Dir = folder
	p.Stderr = &p.stderr
	if runtime.GOOS != "windows" {
		separate(p.Cmd)
	}
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.kill() })
	reader := bufio.NewReader(stdout)
	for !strings.Contains(p.hello, "Ctrl-C stops the server") && !strings.Contains(p.hello, "serve --demo\n") {
		line, err := reader.ReadString('\n')
		p.hello += line
		if err != nil {
			_ = p.Wait()
			t.Fatalf("%s ended before it served: %s%s", name, p.hello, p.stderr.String())
		}
	}
	go io.Copy(io.Discard, reader)
	match := address.FindStringSubmatch(p.hello)
	if match == nil {
		t.Fatalf("no address in %q", p.hello)
	}
	p.url = match[1]
	return p
}

// waitExit waits until the process has ended and returns its exit code, -1 if a signal ended it.
func (p *process) waitExit(t *testing.T) int {
	t.Helper()
	timer := time.AfterFunc(20*time.Second, func() { p.kill() })
	defer timer.Stop()
	var exit *exec.ExitError
	if err := p.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.ProcessState.ExitCode()
}

func TestTerminateLetsRequestsFinish(t *testing.T) {
	p := startProcess(t, t.TempDir(), binary(t), "serve", "--demo", "--listen", "127.0.0.1:0", "--store", "mem://", "--drain-delay", "200ms")
	const body = `{"context": {"targetingKey": "ada", "role": "engineer"}}`
	connection, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	fmt.Fprintf(connection, "POST /ofrep/v1/evaluate/flags/next-step HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nContent-Length: %d\r\n\r\n%s",
		keyOf(t, p.hello, "sk"), len(body), body[:10])
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitUntilUnready(t, p.url)
	fmt.Fprint(connection, body[10:])
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatalf("the request in flight was cut off: %v", err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Contains(answer, []byte("Connect your repository")) {
		t.Errorf("the request in flight was answered %d %s %v", response.StatusCode, answer, err)
	}
	if code := p.waitExit(t); code != exitOK {
		t.Errorf("exit code %d\n%s", code, p.stderr.String())
	}
	if !strings.Contains(p.stderr.String(), "stopped") {
		t.Errorf("log: %s", p.stderr.String())
	}
}

// waitUntilUnready waits until a server that stops says so, or takes no more connections.
func waitUntilUnready(t *testing.T, url string) {
	t.Helper()
	for range 200 {
		response, err := http.Get(url + "/readyz")
		if err != nil {
			return
		}
		response.Body.Close()
		if response.StatusCode == http.StatusServiceUnavailable {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the server does not stop")
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	p := startProcess(t, t.TempDir(), binary(t), "serve", "--demo", "--listen", "127.0.0.1:0", "--store", "mem://", "--drain-delay", "1m")
	started := time.Now()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitUntilUnready(t, p.url)
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := p.waitExit(t); code != -1 || time.Since(started) > 15*time.Second {
		t.Errorf("exit code %d after %s", code, time.Since(started))
	}
}

func TestSecondProcessOnTheSameStore(t *testing.T) {
	folder := t.TempDir()
	p := startProcess(t, folder, binary(t), "serve", "--listen", "127.0.0.1:0")
	for _, arguments := range [][]string{
		{"serve", "--listen", "127.0.0.1:0"},
		{"keys", "list", "--store", "bolt://./fingerpost-data"},
		{"backup", "--store", "bolt://./fingerpost-data", "x"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		command := exec.CommandContext(ctx, binary(t), arguments...)
		command.Dir = folder
		output, _ := command.CombinedOutput()
		cancel()
		if code := command.ProcessState.ExitCode(); code != exitReach {
			t.Errorf("%v: exit code %d", arguments, code)
		}
		if !strings.Contains(string(output), fmt.Sprintf("process %d", p.Process.Pid)) {
			t.Errorf("%v does not say which process has the store: %s", arguments, output)
		}
	}
}

func TestSecondServerOnTheSameAddress(t *testing.T) {
	first := serve(t, "--store", "mem://")
	r := run(t, "serve", "--store", "mem://", "--listen", strings.TrimPrefix(first.url, "http://"))
	if r.code != exitReach || !strings.Contains(r.stderr, "something else listens at") {
		t.Errorf("%d %s", r.code, r.stderr)
	}
}

func TestServeRestarts(t *testing.T) {
	t.Chdir(t.TempDir())
	first := serve(t, "--demo")
	if r := first.stop(); r.code != exitOK {
		t.Fatalf("%d %s", r.code, r.stderr)
	}
	again := serve(t, "--demo")
	if keyOf(t, first.stdout.String(), "sk") == keyOf(t, again.stdout.String(), "sk") {
		t.Error("the demo's keys stayed")
	}
	t.Setenv("FINGERPOST_URL", again.url)
	t.Setenv("FINGERPOST_TOKEN", keyOf(t, again.stdout.String(), "at"))
	if r := run(t, "keys", "list"); strings.Count(r.stdout, "demo") != 3 {
		t.Errorf("keys after a second start: %s%s", r.stdout, r.stderr)
	}
	if r := run(t, "revisions"); strings.Count(r.stdout, "\n") != 2 {
		t.Errorf("revisions after a second start: %s%s", r.stdout, r.stderr)
	}
}

func TestDemoLeavesOtherStoresAlone(t *testing.T) {
	folder := t.TempDir()
	copyFiles(t, "testdata/files", folder)
	t.Chdir(folder)
	server := serve(t, "--admin-token", testToken)
	t.Setenv("FINGERPOST_URL", server.url)
	t.Setenv("FINGERPOST_TOKEN", testToken)
	if r := run(t, "apply", "-f", "greeting.yaml"); r.code != exitOK {
		t.Fatal(r.stderr)
	}
	server.stop()
	r := run(t, "serve", "--demo", "--listen", "127.0.0.1:0")
	if r.code != exitRefused || !strings.Contains(r.stderr, "definitions of your own") {
		t.Errorf("%d %s", r.code, r.stderr)
	}
	if r := run(t, "revisions", "--store", "bolt://./fingerpost-data"); strings.Count(r.stdout, "\n") != 2 {
		t.Errorf("revisions: %s%s", r.stdout, r.stderr)
	}
}

var secret = map[string]*regexp.Regexp{
	"sk": regexp.MustCompile(`\bsk_[0-9A-Za-z]{43}\b`),
	"ck": regexp.MustCompile(`\bck_[0-9A-Za-z]{43}\b`),
	"at": regexp.MustCompile(`\bat_[0-9A-Za-z]{43}\b`),
}

// keyOf finds a key in what was printed.
func keyOf(t *testing.T, text, kind string) string {
	t.Helper()
	key := secret[kind].FindString(text)
	if key == "" {
		t.Fatalf("no %s_ key in %s", kind, text)
	}
	return key
}

// TestDemoRequestsWorkAsPrinted pastes what the demo prints, as a reader does: the fifth event changes the answer.
func TestDemoRequestsWorkAsPrinted(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	p := startProcess(t, t.TempDir(), binary(t), "serve", "--demo", "--listen", "127.0.0.1:0")
	var requests []string
	for line := range strings.Lines(p.hello) {
		if strings.HasPrefix(line, "curl ") {
			requests = append(requests, line)
		}
	}
	want := []string{
		`"accepted":1`, "Upload your brand kit", `"accepted":4`, "Upload your brand kit", `"accepted":1`, "Invite your team",
		`"key":"guided-tour","reason":"TARGETING_MATCH","variant":"on"`,
	}
	if len(requests) != len(want) {
		t.Fatalf("%d requests are printed:\n%s", len(requests), p.hello)
	}
	for i, request := range requests {
		output, err := shell(t, p.Dir, request, os.Environ())
		if err != nil || !strings.Contains(output, want[i]) {
			t.Errorf("%s\nanswers %s %v\nwant %s", request, output, err, want[i])
		}
	}
}

// shell runs a script as somebody who pastes it into a shell.
func shell(t *testing.T, folder, script string, environment []string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "sh")
	command.Dir, command.Env, command.Stdin = folder, environment, strings.NewReader(script)
	output, err := command.CombinedOutput()
	return string(output), err
}
