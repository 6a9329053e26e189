// Package admin_test runs the tests of the console, so that `go test` counts them with all others: types, units, sizes, and the console in Chromium with
// a real server. What they need is installed by `make console`; where it is not there they are skipped, or fail if FINGERPOST_E2E is set.
package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// need skips the test where something was not installed, or fails it where everything has to be.
func need(t *testing.T, paths ...string) {
	t.Helper()
	watch(t)
	if _, err := exec.LookPath("node"); err != nil {
		complain(t, "node is not installed: the console is built with it")
	}
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			complain(t, "%s is not there: `make console` installs what the console needs, and builds it", path)
		}
	}
}

// complain skips the test, or fails it where nothing may be missing.
func complain(t *testing.T, format string, arguments ...any) {
	t.Helper()
	if os.Getenv("FINGERPOST_E2E") != "" {
		t.Fatalf(format, arguments...)
	}
	t.Skipf(format, arguments...)
}

// watch has go test run again when a source has changed: it remembers a success for as long as the files that the test itself looked at stay.
func watch(t *testing.T) {
	t.Helper()
	for _, pattern := range []string{"*.json", "*.ts", "scripts/*", "e2e/*", "src/*", "src/*/*", "src/*/*/*", "dist/*", "../../server/openapi.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if _, err := os.Stat(file); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// run runs a command in this folder, for a quarter of an hour at most, and returns all that it prints.
func run(t *testing.T, environment []string, name string, arguments ...string) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, name, arguments...)
	command.Env = append(os.Environ(), environment...)
	command.WaitDelay = 5 * time.Second // for a browser that holds on to the output
	return command.CombinedOutput()
}

// TestTypes checks everything against the strictest rules, the tests too.
func TestTypes(t *testing.T) {
	need(t, "node_modules")
	if output, err := run(t, nil, "node", "node_modules/typescript/bin/tsc"); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// TestAPITypesAreThoseOfTheServer compares the generated types with the server's document.
func TestAPITypesAreThoseOfTheServer(t *testing.T) {
	need(t, "node_modules")
	if output, err := run(t, nil, "node", "scripts/types.mjs", "--check"); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// TestUnits runs the tests that stand beside components.
func TestUnits(t *testing.T) {
	need(t, "node_modules")
	file := filepath.Join(t.TempDir(), "report.json")
	output, err := run(t, nil, "node", "node_modules/vitest/vitest.mjs", "run", "--reporter=json", "--outputFile="+file)
	var report struct {
		TestResults []struct {
			Name, Message    string
			AssertionResults []struct {
				FullName, Status string
				FailureMessages  []string
			}
		}
	}
	text, unread := os.ReadFile(file)
	if unread != nil || json.Unmarshal(text, &report) != nil {
		t.Fatalf("vitest reported nothing: %v\n%s", err, output)
	}
	for _, result := range report.TestResults {
		for _, assertion := range result.AssertionResults {
			t.Run(filepath.Base(result.Name)+": "+assertion.FullName, func(t *testing.T) {
				if assertion.Status != "passed" {
					t.Error(strings.Join(assertion.FailureMessages, "\n"))
				}
			})
		}
	}
	if err != nil && !t.Failed() {
		t.Errorf("vitest failed: %v\n%s", err, output)
	}
}

// TestSizes holds what browsers load to its budget, and prints what it weighs.
func TestSizes(t *testing.T) {
	need(t, "node_modules", "dist/index.html")
	output, err := run(t, nil, "node", "scripts/size.mjs")
	t.Logf("\n%s", bytes.TrimSpace(output))
	if err != nil {
		t.Error(err)
	}
}

// TestTooLargeIsFoundOut is the control: with no bytes to spend nothing fits.
func TestTooLargeIsFoundOut(t *testing.T) {
	need(t, "node_modules", "dist/index.html")
	output, err := run(t, []string{"FINGERPOST_SIZE_LIMIT=0"}, "node", "scripts/size.mjs")
	if err == nil || bytes.Contains(output, []byte("ok  ")) {
		t.Errorf("what is too large passes: %v\n%s", err, output)
	}
}

// TestConsoleInABrowser goes through the console in Chromium, and looks at every screen with axe: light and dark, wide and narrow. It takes some
// minutes, so that only `make e2e` runs it.
func TestConsoleInABrowser(t *testing.T) {
	if os.Getenv("FINGERPOST_CONSOLE_E2E") == "" {
		t.Skip("it takes some minutes: `make e2e` runs it")
	}
	need(t, "node_modules", "dist/index.html")
	binary := filepath.Join(t.TempDir(), "fingerpost")
	if output, err := run(t, nil, "go", "build", "-o", binary, "../../cmd/fingerpost"); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	environment := []string{"FINGERPOST_BINARY=" + binary, "FINGERPOST_REPORT=" + filepath.Join(t.TempDir(), "report.json")}
	if output, err := run(t, environment, "node", "node_modules/@playwright/test/cli.js", "test"); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}
