package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const testToken = "at_of-the-tests"

// TestMain keeps the surroundings of whoever runs the tests out of them.
func TestMain(m *testing.M) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "FINGERPOST_") && name != "FINGERPOST_LONG" {
			os.Unsetenv(name)
		}
	}
	code := m.Run()
	if built.folder != "" {
		os.RemoveAll(built.folder)
	}
	os.Exit(code)
}

// noon is the instant at which all commands of the tests happen.
func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// result is what a command did.
type result struct {
	code           int
	stdout, stderr string
}

// run runs one command in this process.
func run(t *testing.T, arguments ...string) result {
	t.Helper()
	return runWith(t, "", arguments...)
}

// runWith runs one command with some text on standard input.
func runWith(t *testing.T, input string, arguments ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	m := &Main{Stdin: strings.NewReader(input), Stdout: &stdout, Stderr: &stderr, Clock: noon, Name: "fingerpost", Width: 80}
	code := m.Run(t.Context(), arguments)
	if err := m.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	return result{code, stdout.String(), stderr.String()}
}

// serving is a server that runs in this process.
type serving struct {
	url    string
	stdout *bytes.Buffer
	stop   func() result
}

// serve starts the program's serve command on a free port.
func serve(t *testing.T, arguments ...string) *serving {
	t.Helper()
	var stdout, stderr bytes.Buffer
	listening := make(chan net.Addr, 1)
	m := &Main{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Clock: noon, Name: "fingerpost"}
	m.Listening = func(address net.Addr) { listening <- address }
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		code := m.Run(ctx, append([]string{"serve", "--listen", "127.0.0.1:0"}, arguments...))
		if err := m.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		ended <- code
	}()
	stop := sync.OnceValue(func() result {
		cancel()
		return result{<-ended, stdout.String(), stderr.String()}
	})
	select {
	case address := <-listening:
		t.Cleanup(func() { stop() })
		return &serving{url: "http://" + address.String(), stdout: &stdout, stop: stop}
	case code := <-ended:
		cancel()
		t.Fatalf("serve ended with %d:\n%s%s", code, stdout.String(), stderr.String())
		return nil
	}
}

// built is the program's binary, built once for all tests that need a process.
var built struct {
	once         sync.Once
	folder, path string
	err          error
	output       []byte
}

// binary returns the path of the program's binary.
func binary(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		if built.folder, built.err = os.MkdirTemp("", "fingerpost-test-*"); built.err != nil { //nolint:usetesting // it outlives this test
			return
		}
		built.path = filepath.Join(built.folder, "fingerpost")
		built.output, built.err = exec.Command("go", "build", "-o", built.path, ".").CombinedOutput()
	})
	if built.err != nil {
		t.Fatalf("build: %v\n%s", built.err, built.output)
	}
	return built.path
}

// repository returns the folder of the whole repository.
func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// copyFiles copies the files of a folder into another.
func copyFiles(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// fetch returns the body of what is at an address.
func fetch(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
