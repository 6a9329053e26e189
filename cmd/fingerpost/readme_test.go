package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// defaultAddress is the address in the README. Another process of whoever runs the tests may
// listen there, so the test serves at another (FINGERPOST_LISTEN, FINGERPOST_URL) and puts that
// into the README's commands in place of this one. Nothing else of them is changed.
const defaultAddress = "127.0.0.1:7070"

// TestReadme does what the README says, as it says it: `make demo` in a clone, then, in a second
// shell, the line that the demo printed and all the other commands, to a changed decision; then the Go
// program. `make test` is left out: it runs this test.
func TestReadme(t *testing.T) {
	for _, tool := range []string{"curl", "make", "sh", "sed"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	if testing.Short() {
		t.Skip("it builds the program twice")
	}
	commands, programs := readme(t)
	if len(commands) < 4 || commands[0] != "make demo\n" || commands[1] != "make test\n" || len(programs) != 1 {
		t.Fatalf("the README no longer begins with make demo and make test, or has not one Go program:\n%q", commands)
	}
	here := freeAddress(t)
	t.Setenv("FINGERPOST_LISTEN", here)
	t.Setenv("FINGERPOST_URL", "http://"+here)
	t.Setenv("PAGES", "") // the pages of the demo have tests of their own, and are built once for them
	clone := cloneTree(t)
	demo := startProcess(t, clone, "make", "--no-print-directory", "demo")

	script := exported(t, demo.hello)
	for _, block := range commands[2:] {
		script += strings.ReplaceAll(block, defaultAddress, here)
	}
	script += "echo KEY=$KEY\n"
	output, err := shell(t, clone, script, os.Environ())
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	inOrder(t, output, `"value":"Guten Tag"`, `"value":"Moin"`, "speaks German")

	key := regexp.MustCompile(`KEY=(sk_\w+)`).FindStringSubmatch(output)
	if key == nil {
		t.Fatalf("no key in %s", output)
	}
	program := strings.ReplaceAll(programs[0], defaultAddress, here)
	if printed := goRun(t, program, "KEY="+key[1]); printed != "Moin\n" {
		t.Errorf("the Go program prints %q, want Moin", printed)
	}
}

var fence = regexp.MustCompile("(?s)```(\\w+)\n(.*?)```\n")

// readme returns the README's shell commands and Go programs.
func readme(t *testing.T) (commands, programs []string) {
	text, err := os.ReadFile(filepath.Join(repository(t), "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(string(text), "\n"); lines > 100 {
		t.Errorf("the README has %d lines, more than 100", lines)
	}
	for _, block := range fence.FindAllStringSubmatch(string(text), -1) {
		switch block[1] {
		case "sh":
			commands = append(commands, block[2])
		case "go":
			programs = append(programs, block[2])
		}
	}
	return commands, programs
}

// exported returns the line that the demo asks to paste.
func exported(t *testing.T, hello string) string {
	line := regexp.MustCompile(`(?m)^\s*(export FINGERPOST_TOKEN=at_\w+)$`).FindStringSubmatch(hello)
	if line == nil {
		t.Fatalf("the demo prints no export line:\n%s", hello)
	}
	return line[1] + "\n"
}

func inOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("%q is missing, or comes too early, in:\n%s", part, text)
		}
		rest = after
	}
}

func freeAddress(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// cloneTree makes a folder that looks like a fresh clone: links to everything in the
// repository except what is built or stored there.
func cloneTree(t *testing.T) string {
	clone := t.TempDir()
	entries, err := os.ReadDir(repository(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") || name == "bin" || name == "fingerpost-data" {
			continue
		}
		if err := os.Symlink(filepath.Join(repository(t), name), filepath.Join(clone, name)); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	return clone
}

// goRun runs a program as if it stood in the repository's folder cmd/readme.
func goRun(t *testing.T, program, variable string) string {
	t.Helper()
	folder := t.TempDir()
	source, overlay := filepath.Join(folder, "main.go"), filepath.Join(folder, "overlay.json")
	place := filepath.Join(repository(t), "cmd", "readme", "main.go")
	write(t, source, program)
	write(t, overlay, `{"Replace": {"`+filepath.ToSlash(place)+`": "`+filepath.ToSlash(source)+`"}}`)
	command := exec.CommandContext(t.Context(), "go", "run", "-overlay", overlay, "./cmd/readme")
	command.Dir, command.Env = repository(t), append(os.Environ(), variable)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return string(output)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
