//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestDemo has pages served beside a server: pages know the server and a key that opens it, people are known there, and an interrupt ends both.
func TestDemo(t *testing.T) {
	url := "http://" + freeAddress(t)
	d := start(t, "-pages", "127.0.0.1:0", "--", "--listen", strings.TrimPrefix(url, "http://"), "--store", "mem://")
	address := d.until(t, regexp.MustCompile(`side by side:\s+(http://\S+)`))

	for path, want := range map[string]string{"/": "overview", "/react/": "react", "/plain/": "plain", "/shared/people.json": "ada"} {
		if text := fetch(t, http.MethodGet, address+path, "", ""); !strings.Contains(text, want) {
			t.Errorf("%s is %q, want %q in it", path, text, want)
		}
	}
	var s settings
	if err := json.Unmarshal([]byte(fetch(t, http.MethodGet, address+"/config.json", "", "")), &s); err != nil {
		t.Fatal(err)
	}
	if s.URL != url || s.Environment != "production" {
		t.Errorf("the pages are told %+v, want the server at %s", s, url)
	}
	answer := fetch(t, http.MethodPost, url+"/ofrep/v1/evaluate/flags/guided-tour", s.Key, `{"context": {"targetingKey": "ada"}}`)
	if !strings.Contains(answer, `"value":true`) {
		t.Errorf("somebody who has just signed up, on trial, is not shown the tour: %s", answer)
	}

	if err := d.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := d.wait(); err != nil {
		t.Errorf("after an interrupt: %v\n%s", err, d.text)
	}
	for _, gone := range []string{url + "/readyz", address} {
		if response, err := http.Get(gone); err == nil {
			response.Body.Close()
			t.Errorf("%s is still served", gone)
		}
	}
}

// TestDemoSaysWhatIsInTheWay has each thing that the demo needs missing.
func TestDemoSaysWhatIsInTheWay(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	taken := busy.Addr().String()
	tests := []struct {
		name      string
		arguments []string
		want      string
	}{
		{"the pages' address", []string{"-pages", taken}, "choose another address"},
		{"the server's address", []string{"-pages", "127.0.0.1:0", "--", "--store", "mem://", "--listen", taken}, "something else listens at " + taken},
		{"pages that are not built", []string{"-folder", t.TempDir()}, "make examples"},
		{"no such server", []string{"-pages", "127.0.0.1:0", "-server", "no/such/program"}, "the server cannot be started"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := start(t, test.arguments...)
			text, _ := io.ReadAll(d.output)
			var exit *exec.ExitError
			if err := d.wait(); !errors.As(err, &exit) || !strings.Contains(string(text), test.want) {
				t.Errorf("%v, want an exit code, and %q in:\n%s", err, test.want, text)
			}
		})
	}
}

// TestOverviewShowsWhatIsPrinted holds the page to the commands that the terminal shows; those of the page are run in a browser's test.
func TestOverviewShowsWhatIsPrinted(t *testing.T) {
	page, err := os.ReadFile("../../examples/overview.html")
	if err != nil {
		t.Fatal(err)
	}
	var printed strings.Builder
	(&lumen{url: "http://" + defaultListen, token: "at_1"}).announce(&printed, "http://127.0.0.1:7071")
	commands := regexp.MustCompile(`(?m)^  (bin/fingerpost .+)$`).FindAllStringSubmatch(printed.String(), -1)
	if len(commands) != 5 {
		t.Errorf("%d commands are printed, want 5:\n%s", len(commands), &printed)
	}
	for _, command := range commands {
		if !strings.Contains(string(page), "<code>"+command[1]+"</code>") {
			t.Errorf("the overview does not show %s", command[1])
		}
	}
}

func TestServerURL(t *testing.T) {
	tests := []struct {
		name    string
		options []string
		set     string
		want    string
	}{
		{"the default", nil, "", "http://127.0.0.1:7070"},
		{"an option", []string{"--store", "mem://", "--listen", "127.0.0.1:8080"}, "127.0.0.1:9090", "http://127.0.0.1:8080"},
		{"an option in one word", []string{"--listen=localhost:8080"}, "", "http://localhost:8080"},
		{"the environment", nil, "127.0.0.1:9090", "http://127.0.0.1:9090"},
		{"all addresses", []string{"--listen", ":8080"}, "", "http://127.0.0.1:8080"},
		{"all addresses of version six", []string{"--listen", "[::]:8080"}, "", "http://127.0.0.1:8080"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := serverURL(test.options, func(string) string { return test.set }); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// process is a demo with pages that need no build.
type process struct {
	*exec.Cmd
	output *bufio.Reader
	text   string // what was read of it
}

func start(t *testing.T, arguments ...string) *process {
	t.Helper()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	given := append([]string{"-server", programs.server, "-folder", folder(t)}, arguments...)
	d := &process{Cmd: exec.Command(programs.demo, given...), output: bufio.NewReader(reader)}
	d.Stdout, d.Stderr = writer, writer
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	writer.Close()
	t.Cleanup(func() {
		_ = d.Process.Signal(syscall.SIGTERM)
		reader.Close()
	})
	return d
}

// until reads what the demo prints until there is the pattern, and returns its group.
func (d *process) until(t *testing.T, pattern *regexp.Regexp) string {
	t.Helper()
	for {
		if match := pattern.FindStringSubmatch(d.text); match != nil {
			return match[1]
		}
		line, err := d.output.ReadString('\n')
		d.text += line
		if err != nil {
			t.Fatalf("the demo ended: %s", d.text)
		}
	}
}

// wait waits for the end, for twenty seconds at most.
func (d *process) wait() error {
	defer time.AfterFunc(20*time.Second, func() { _ = d.Process.Kill() }).Stop()
	return d.Wait()
}

// folder makes examples that are built.
func folder(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	files := map[string]string{
		"overview.html":      "overview",
		"shared/people.json": `[{"context": {"targetingKey": "ada"}, "traits": {"plan": "trial"}, "signedUp": "1h"}]`,
	}
	for _, example := range examples {
		files[example+"/dist/index.html"] = example
	}
	for name, text := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// programs are what the tests run.
var programs struct{ demo, server string }

func TestMain(m *testing.M) {
	os.Exit(func() int {
		folder, err := os.MkdirTemp("", "fingerpost-demo-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(folder)
		if output, err := exec.Command("go", "build", "-o", folder, ".", "../../cmd/fingerpost").CombinedOutput(); err != nil {
			panic(string(output))
		}
		programs.demo, programs.server = filepath.Join(folder, "demo"), filepath.Join(folder, "fingerpost")
		return m.Run()
	}())
}

func fetch(t *testing.T, method, url, key, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-API-Key", key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v %s", url, response.Status, err, text)
	}
	return string(text)
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
