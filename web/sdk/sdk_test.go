// Package sdk_test runs the tests of the packages for web pages, so that `go test` counts them with all others: those of the packages by
// themselves, what they weigh, and pages in Chromium with a real server. What they need is installed by `make web`; where it is not there
// they are skipped, or fail if FINGERPOST_E2E is set, as it is for `make e2e` and in CI.
package sdk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// report is what vitest tells of a run.
type report struct {
	Success     bool
	TestResults []struct {
		Name             string // the file
		Status, Message  string
		AssertionResults []struct {
			FullName, Status string
			FailureMessages  []string
		}
	}
}

// need skips the test where something was not installed, or fails it where everything has to be.
func need(t *testing.T, paths ...string) {
	t.Helper()
	complain := t.Skipf
	if os.Getenv("FINGERPOST_E2E") != "" {
		complain = t.Fatalf
	}
	if _, err := exec.LookPath("node"); err != nil {
		complain("node is not installed: the packages for web pages are built with it")
	}
	watch(t)
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			complain("%s is not there: `make sdk` installs what the packages need, and builds them", path)
		}
	}
}

// measured is what tests print that is worth reading.
var measured = regexp.MustCompile(`publish to document.* ms|all \d+ pages were back.* s`)

// watch has go test run again when a source has changed: it remembers a success for as long as the files that the test itself looked at stay.
func watch(t *testing.T) {
	t.Helper()
	for _, pattern := range []string{"*.json", "*.ts", "scripts/*", "e2e/*", "e2e/pages/*", "*/src/*", "*/src/slots/*", "*/dist/*"} {
		files, err := filepath.Glob(pattern)
		for _, file := range files {
			if _, missing := os.Stat(file); missing != nil {
				err = missing
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// vitest runs a configuration, shows what its tests print, and makes each of them a subtest.
func vitest(t *testing.T, arguments, environment []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.json")
	arguments = append([]string{filepath.Join("node_modules", "vitest", "vitest.mjs"), "run", "--reporter=default", "--reporter=json", "--outputFile=" + file}, arguments...)
	output, err := run(t, environment, "node", arguments...)
	for line := range strings.Lines(string(output)) {
		if measured.MatchString(line) {
			t.Log(measured.FindString(line))
		}
	}
	text, unread := os.ReadFile(file)
	var r report
	if unread != nil || json.Unmarshal(text, &r) != nil {
		t.Fatalf("vitest reported nothing: %v\n%s", err, output)
	}
	counted := 0
	for _, result := range r.TestResults {
		name := filepath.ToSlash(strings.TrimPrefix(result.Name, working(t)+string(filepath.Separator)))
		for _, assertion := range result.AssertionResults {
			counted++
			t.Run(name+": "+assertion.FullName, func(t *testing.T) {
				switch assertion.Status {
				case "passed":
				case "failed":
					t.Error(strings.Join(assertion.FailureMessages, "\n"))
				default:
					t.Skip(assertion.Status)
				}
			})
		}
		if result.Status != "passed" && len(result.AssertionResults) == 0 {
			t.Errorf("%s: %s", name, result.Message)
		}
	}
	if counted == 0 || (err != nil || !r.Success) && !t.Failed() {
		t.Errorf("vitest failed: %v\n%s", err, output)
	}
}

// run runs a command in this folder, for five minutes at most, and returns all that it prints.
func run(t *testing.T, environment []string, name string, arguments ...string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, name, arguments...)
	command.Env = append(os.Environ(), environment...)
	command.WaitDelay = 5 * time.Second // for a browser that holds on to the output
	return command.CombinedOutput()
}

func working(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestPackages runs the tests of the packages, of types as well.
func TestPackages(t *testing.T) {
	need(t, "node_modules", "web/dist")
	vitest(t, nil, nil)
}

// TestTypes checks everything against the strictest rules, the tests too.
func TestTypes(t *testing.T) {
	need(t, "node_modules", "web/dist", "angular/dist")
	if output, err := run(t, nil, "node", "node_modules/typescript/bin/tsc", "-p", "tsconfig.test.json"); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// TestSizes holds what pages load to its budget, and prints what it weighs.
func TestSizes(t *testing.T) {
	need(t, "node_modules", "web/dist")
	output, err := run(t, nil, "node", "scripts/size.mjs")
	t.Logf("\n%s", bytes.TrimSpace(output))
	if err != nil {
		t.Error(err)
	}
}

// TestTooLargeIsFoundOut is the control: with no bytes to spend nothing fits.
func TestTooLargeIsFoundOut(t *testing.T) {
	need(t, "node_modules", "web/dist")
	output, err := run(t, []string{"FINGERPOST_SIZE_LIMIT=0"}, "node", "scripts/size.mjs")
	if err == nil || bytes.Contains(output, []byte("ok  ")) {
		t.Errorf("what is too large passes: %v\n%s", err, output)
	}
}

// TestPagesInABrowser has pages, each with another package, follow a real server in Chromium.
func TestPagesInABrowser(t *testing.T) {
	need(t, "node_modules", "web/dist", "angular/dist", chromium())
	binary := filepath.Join(t.TempDir(), "fingerpost")
	if output, err := run(t, nil, "go", "build", "-o", binary, "../../cmd/fingerpost"); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	vitest(t, []string{"--config", "vitest.e2e.config.ts"}, []string{"FINGERPOST_BINARY=" + binary, "CHROMIUM=" + chromium()})
}

// chromium is where the browser is.
func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

var exactVersion = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// TestToolsArePinned holds what the packages are built with to exact versions, with a checksum of all that they bring, and to no
// place that they would be downloaded from: everybody has a registry of their own choice.
func TestToolsArePinned(t *testing.T) {
	var wanted struct {
		DevDependencies map[string]string
		Workspaces      []string
	}
	var locked struct {
		Packages map[string]struct {
			Version, Resolved, Integrity string
			Link                         bool
		}
	}
	for name, into := range map[string]any{"package.json": &wanted, "package-lock.json": &locked} {
		text, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if len(wanted.DevDependencies) == 0 || len(locked.Packages) < len(wanted.DevDependencies) {
		t.Fatalf("%d tools, %d packages", len(wanted.DevDependencies), len(locked.Packages))
	}
	for name, version := range wanted.DevDependencies {
		if !exactVersion.MatchString(version) || locked.Packages["node_modules/"+name].Version != version {
			t.Errorf("%s is wanted as %q and locked as %q", name, version, locked.Packages["node_modules/"+name].Version)
		}
	}
	explained := explained(t)
	for name := range wanted.DevDependencies {
		if !slices.Contains(explained, name) {
			t.Errorf("docs/dependencies.md does not say why there is %s: add its line", name)
		}
	}
	for _, name := range explained {
		if wanted.DevDependencies[name] == "" {
			t.Errorf("docs/dependencies.md explains %s, which package.json does not ask for: delete its line", name)
		}
	}
	own := append([]string{""}, wanted.Workspaces...)
	for path, p := range locked.Packages {
		switch {
		case p.Link || slices.Contains(own, path):
		case p.Integrity == "":
			t.Errorf("%s is locked without a checksum", path)
		case p.Resolved != "":
			t.Errorf("%s is locked to %s: run npm in this folder, whose .npmrc leaves that out", path, p.Resolved)
		}
	}
}

var npmRow = regexp.MustCompile("(?m)^\\| npm `([^`]+)` \\|")

// explained returns the packages of npm that docs/dependencies.md explains.
func explained(t *testing.T) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range npmRow.FindAllStringSubmatch(string(text), -1) {
		names = append(names, match[1])
	}
	return names
}
