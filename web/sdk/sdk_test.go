// Package sdk_test runs the tests of the packages for web pages, so that `go test` counts them with all others: those of the packages by
// themselves, what they weigh, and pages in Chromium with a real server. What they need is installed by `make web`; where it is not there
// they are skipped, or fail if FINGERPOST_E2E is set, as it is for `make e2e` and in CI.
package sdk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
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
	if _, err := exec.LookPath("node"); err != nil {
		complain(t, "node is not installed: the packages for web pages are built with it")
	}
	watch(t)
	for _, path := range paths {
		if _, err := os.Stat(path); err != nil {
			complain(t, "%s is not there: `make sdk` installs what the packages need, and builds them", path)
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

// measured is what tests print that is worth reading.
var measured = regexp.MustCompile(`(publish to|event to another) document.* ms|all \d+ pages were back.* s`)

// watch has go test run again when a source has changed: it remembers a success for as long as the files that the test itself looked at stay.
func watch(t *testing.T, others ...string) {
	t.Helper()
	for _, pattern := range append(others, "*.json", "*.ts", "scripts/*", "e2e/*", "e2e/pages/*", "*/src/*", "*/src/slots/*", "*/dist/*", "typed/*/*",
		"../../examples/*.*", "../../examples/*/*.*", "../../examples/*/src/*", "../../examples/*/dist/*") {
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

// compilers are the ones of packages and of Angular's templates.
var compilers = map[string]string{"tsc": "node_modules/typescript/bin/tsc", "ngc": "node_modules/@angular/compiler-cli/bundles/src/bin/ngc.js"}

// TestGeneratedTypes compiles what uses the packages with a file of `fingerpost codegen`: what is right has to, what is wrong must not.
func TestGeneratedTypes(t *testing.T) {
	need(t, "node_modules", "web/dist", "react/dist", "vue/dist", "angular/dist")
	for _, test := range []struct {
		name, compiler, project string
		wants                   []string // errors; none if it is right
	}{
		{"the packages know flags", "tsc", "typed/flags", nil},
		{"OpenFeature's own clients know flags", "tsc", "typed/openfeature", nil},
		{"templates of Angular know flags", "ngc", "typed/angular", nil},
		{"without the file nothing is known", "tsc", "typed/without", []string{"web.ts", "react.tsx", "vue.ts", "angular.ts", "slots.tsx", "Unused '@ts-expect-error' directive"}},
		{"templates with mistakes", "ngc", "typed/wrong", []string{`"drak"' is not assignable to type '"dark" | "light"`, `Did you mean '"price"'?`, `Type '"strat"' is not assignable to type 'keyof Slots'`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			output, err := run(t, []string{"NO_COLOR=1"}, "node", compilers[test.compiler], "-p", test.project)
			if (err == nil) != (test.wants == nil) {
				t.Errorf("%v\n%s", err, output)
			}
			for _, want := range test.wants {
				if !bytes.Contains(output, []byte(want)) {
					t.Errorf("there is no %q in\n%s", want, output)
				}
			}
		})
	}
}

// TestSamples compiles the code on the pages about the packages.
func TestSamples(t *testing.T) {
	need(t, "node_modules", "web/dist", "react/dist", "vue/dist", "angular/dist")
	pages := []string{"../../docs/web.md", "../../docs/streaming.md", "web/README.md", "react/README.md", "vue/README.md", "angular/README.md"}
	watch(t, pages...)
	output, err := run(t, nil, "node", append([]string{"scripts/samples.mjs"}, pages...)...)
	t.Logf("%s", bytes.TrimSpace(output))
	if err != nil {
		t.Error(err)
	}
}

// wrongPage has a mistake of each kind; the comments say where it has to be found.
const wrongPage = `
## One

~~~ts
import { createClient } from "@fingerpost/web"; // and known below
const client = createClient({ url, key, contxt: {} });
~~~

~~~ts
const on: boolean = createClient({ url, key }).value("a", "b");
const fine: string = createClient({ url, key }).value("a", "b"); // error: no, it is none
~~~

~~~vue
<script setup>
import { useFlag } from "@fingerpost/vue";
const step = useFlag("next-step", "Explore the templates");
</script>

<template>
  <h1>{{ stepp }}</h1>
</template>
~~~

~~~html
<script>
  Fingerpost.conect({ url, key });
</script>
~~~

~~~jsx
import { useFlags } from "@fingerpost/react";
~~~
`

// TestWrongSamplesAreFoundOut is the control.
func TestWrongSamplesAreFoundOut(t *testing.T) {
	need(t, "node_modules", "web/dist", "react/dist", "vue/dist")
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte(strings.ReplaceAll(wrongPage, "~~~", "```")), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := run(t, nil, "node", "scripts/samples.mjs", page)
	if err == nil {
		t.Error("mistakes pass")
	}
	for _, want := range []string{"page.md:6: ", "page.md:10: ", "page.md:11: this is said to be an error", "page.md:14: the template knows no stepp", "page.md:27: ", "page.md:32: "} {
		if !bytes.Contains(output, []byte(want)) {
			t.Errorf("there is no %q in\n%s", want, output)
		}
	}
	if lines := bytes.Count(bytes.TrimSpace(output), []byte("page.md:")); lines != 6 {
		t.Errorf("%d mistakes were found:\n%s", lines, output)
	}
	if output, err := run(t, nil, "node", "scripts/samples.mjs"); err == nil {
		t.Errorf("without a page everything is right: %s", output)
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
	browse(t, "e2e/pages.test.ts", build(t))
}

// TestSlotsInABrowser has pages show the content of slots, each with another package.
func TestSlotsInABrowser(t *testing.T) {
	need(t, "node_modules", "web/dist", "angular/dist", chromium())
	browse(t, "e2e/slots.test.ts", build(t))
}

// TestScriptsInABrowser has attackers write wherever somebody can: nothing of it runs, on pages with a package or in what the server renders.
func TestScriptsInABrowser(t *testing.T) {
	need(t, "node_modules", "web/dist", "angular/dist", chromium())
	programs := build(t)
	for _, tests := range []string{"e2e/scripts.test.ts", "e2e/rendered.test.ts"} {
		browse(t, tests, programs)
	}
}

// TestExamplesInABrowser has the pages of examples/ do in Chromium, side by side, what `make demo` promises.
func TestExamplesInABrowser(t *testing.T) {
	need(t, "node_modules", chromium())
	for _, example := range []string{"react", "vue", "angular", "plain"} {
		page := filepath.Join("..", "..", "examples", example, "dist", "index.html")
		if _, err := os.Stat(page); err != nil {
			complain(t, "%s is not there: `make examples` installs what the examples need, and builds them", page)
		}
	}
	browse(t, "e2e/examples.test.ts", build(t))
}

// build builds the server and the demo into a folder.
func build(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if output, err := run(t, nil, "go", "build", "-o", folder, "../../cmd/fingerpost", "../../tools/demo"); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	return folder
}

// browse runs tests that drive Chromium, with the programs of a folder.
func browse(t *testing.T, tests, programs string) {
	t.Helper()
	vitest(t, []string{"--config", "vitest.e2e.config.ts", tests}, []string{
		"FINGERPOST_BINARY=" + filepath.Join(programs, "fingerpost"), "FINGERPOST_DEMO_BINARY=" + filepath.Join(programs, "demo"), "CHROMIUM=" + chromium(),
	})
}

// chromium is where the browser is.
func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

var exactVersion = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// manifest is what a package.json asks for.
type manifest struct {
	Dependencies, DevDependencies map[string]string
	Workspaces                    []string
}

// lock is what a package-lock.json holds.
type lock struct {
	Packages map[string]struct {
		Version, Resolved, Integrity string
		Link                         bool
	}
}

// TestToolsArePinned holds what the packages, the console and the examples are built with to exact versions, with a checksum of all that they bring, and to
// no place that they would be downloaded from: everybody has a registry of their own choice.
func TestToolsArePinned(t *testing.T) {
	wanted := map[string]string{}
	for _, folder := range []string{".", "../admin", "../../examples"} {
		asked := map[string]string{}
		var locked lock
		own := read(t, filepath.Join(folder, "package.json"), asked).Workspaces
		if folder != "." { // the packages of this folder ask for no more than it does itself
			for _, workspace := range own {
				read(t, filepath.Join(folder, workspace, "package.json"), asked)
			}
		}
		decode(t, filepath.Join(folder, "package-lock.json"), &locked)
		locked.check(t, folder, append([]string{""}, own...), asked)
		maps.Copy(wanted, asked)
	}
	explained := explained(t)
	for name := range wanted {
		if !slices.Contains(explained, name) {
			t.Errorf("docs/dependencies.md does not say why there is %s: add its line", name)
		}
	}
	for _, name := range explained {
		if wanted[name] == "" {
			t.Errorf("docs/dependencies.md explains %s, which no package.json asks for: delete its line", name)
		}
	}
}

// read adds what a package.json asks for, without our own packages.
func read(t *testing.T, name string, asked map[string]string) manifest {
	t.Helper()
	var m manifest
	decode(t, name, &m)
	for _, part := range []map[string]string{m.Dependencies, m.DevDependencies} {
		for name, version := range part {
			if !strings.HasPrefix(name, "@fingerpost/") {
				asked[name] = version
			}
		}
	}
	return m
}

// check compares what is locked with what is asked for; own are the folders that are packages themselves.
func (l *lock) check(t *testing.T, folder string, own []string, asked map[string]string) {
	t.Helper()
	if len(asked) == 0 || len(l.Packages) < len(asked) {
		t.Fatalf("%s: %d tools, %d packages", folder, len(asked), len(l.Packages))
	}
	for name, version := range asked {
		if !exactVersion.MatchString(version) || l.Packages["node_modules/"+name].Version != version {
			t.Errorf("%s: %s is wanted as %q and locked as %q", folder, name, version, l.Packages["node_modules/"+name].Version)
		}
	}
	for path, p := range l.Packages {
		switch {
		case p.Link || slices.Contains(own, path) || strings.HasPrefix(p.Resolved, "file:../web/sdk/"):
		case p.Integrity == "":
			t.Errorf("%s: %s is locked without a checksum", folder, path)
		case p.Resolved != "":
			t.Errorf("%s: %s is locked to %s: run npm in this folder, whose .npmrc leaves that out", folder, path, p.Resolved)
		}
	}
}

func decode(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
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
