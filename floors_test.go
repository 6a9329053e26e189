package fingerpost_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The floors of the house, from the bottom (docs/adr/0006-floors.md). A package may
// import packages of lower floors, and of its own floor those that beside allows.
const (
	noFloor = iota
	ground  // values and functions: no I/O, clock, log or goroutine
	state   // goroutines; the clock is injected
	drivers // implement interfaces that their users declare
	edges   // protocols and status codes live here only
	roof    // wires, parses configuration, runs, closes
)

var floorNames = []string{"no floor", "ground", "state", "drivers", "edges", "roof"}

// floorOf lists every package; below cmd everything is roof. A package that is born gets its line here.
var floorOf = map[string]int{
	"jsonread":    ground,
	"rules":       ground,
	"builder":     ground,
	"flags":       ground,
	"environment": ground,
	"importer":    ground,
	"keys":        ground,
	"records":     ground,
	"content":     ground,
	"images":      ground,
	"profiles":    ground,
	"events":      ground,
	"models":      ground,
	"privacy":     ground,
	"experiments": ground,
	"subject":     ground,
	"scenario":    ground,
	"codegen":     ground,
	"sample":      ground,

	"accounts":  state,
	"revisions": state,
	"drafts":    state,
	"people":    state,
	"decision":  state,
	"push":      state,

	"storage":             drivers,
	"storage/bolt":        drivers,
	"storage/mem":         drivers,
	"storage/postgres":    drivers,
	"storage/storagetest": drivers,
	"models/remote":       drivers,
	"events/kafka":        drivers,

	"server":      edges,
	"openfeature": edges,
	"web":         edges,
}

// beside lists the imports that are allowed inside a floor, each with its reason.
var beside = map[string]string{
	"content -> jsonread":            "values are taken apart as they are written",
	"environment -> jsonread":        "definitions that are published are JSON, which one package reads",
	"content -> rules":               "texts show attributes, which rules compute",
	"content -> images":              "the ID of an image says what a page needs of it",
	"flags -> content":               "the variants of a slot show content",
	"environment -> content":         "the file's entries are compiled where the file is read",
	"builder -> rules":               "a rule is built from sentences, and read back into them",
	"flags -> rules":                 "a targeting entry holds a compiled rule",
	"environment -> rules":           "the file's rules are compiled and diagnosed where the file is read",
	"environment -> flags":           "the file's flags are compiled into the set that decides",
	"importer -> rules":              "conditions of other systems become rules",
	"importer -> flags":              "features of other systems become flags",
	"importer -> environment":        "what is imported are definitions, checked as a file is",
	"codegen -> flags":               "it writes what the variants of flags are",
	"codegen -> content":             "it writes the fields of content that slots show",
	"scenario -> rules":              "a scenario's person is what a rule reads",
	"scenario -> flags":              "a scenario decides with a compiled set",
	"scenario -> content":            "a scenario says what a slot shows",
	"scenario -> environment":        "a scenario names the file that it is run against",
	"scenario -> events":             "a scenario's people do things",
	"scenario -> profiles":           "what a scenario's people do is folded as the server folds it",
	"scenario -> subject":            "a scenario decides from what is known as the server does",
	"subject -> rules":               "it answers what rules ask",
	"subject -> profiles":            "it answers from a profile",
	"subject -> events":              "what a profile answers are values of events",
	"events -> jsonread":             "events are read strictly, as contexts are",
	"profiles -> events":             "a profile is folded from events",
	"environment -> events":          "the file's schemas check events",
	"people -> revisions":            "events are checked by what is published",
	"decision -> revisions":          "the engine decides with the newest published set",
	"drafts -> revisions":            "a draft becomes a revision",
	"decision -> people":             "the engine decides from what is known of people",
	"push -> decision":               "it decides anew",
	"push -> revisions":              "a publish is one of the causes",
	"push -> people":                 "what is done to profiles is another",
	"storage/bolt -> storage":        "errors that all drivers share",
	"storage/mem -> storage":         "errors that all drivers share",
	"storage/postgres -> storage":    "errors that all drivers share",
	"storage/storagetest -> storage": "errors that all drivers share",
}

// forTests lists packages that only tests may import.
var forTests = []string{"storage/storagetest"}

// strangers lists pairs that must not know each other, whatever their floors say.
var strangers = map[[2]string]string{
	{"rules", "profiles"}: "subject joins them",
}

// barred lists what a floor may not import, with what to do instead.
var barred = map[int]map[string]string{
	ground: {
		"net":          "take the value as a parameter; for addresses use net/netip",
		"net/http":     "protocols live on the edges",
		"os":           "take the bytes, an io.Reader or an fs.FS",
		"log":          "return an error or a diagnostic",
		"log/slog":     "return an error or a diagnostic",
		"database/sql": "declare an interface on the state floor, implement it in a driver",
	},
	state: {
		"net/http": "protocols and status codes live on the edges",
	},
}

// clockCalls are those functions of package time that read the clock or wait for it.
var clockCalls = []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTicker", "NewTimer"}

// lockFree are those names of package sync that do not make a value wait for another.
var lockFree = []string{"Once", "Pool"}

// vague are names that say nothing about what a package holds.
var vague = []string{"internal", "pkg", "util", "utils", "common", "helper", "helpers", "model", "dto"}

func TestFloors(t *testing.T) {
	files, err := sources(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no Go file was found: the test looks in the wrong place")
	}
	for _, violation := range violations(files) {
		t.Error(violation)
	}
}

// TestFloorsReportsViolations is the control: a house in which each rule is broken once.
func TestFloorsReportsViolations(t *testing.T) {
	const here = "github.com/fingerpost/fingerpost/"
	tests := []struct{ name, file, body, want string }{
		{"an import that points up", "rules/a.go", `import _ "` + here + `revisions"`, "rules (ground) imports revisions (state): imports point down only"},
		{"an import that skips floors upwards", "revisions/a.go", `import _ "` + here + `server"`, "revisions (state) imports server (edges)"},
		{"an import inside a floor that is not listed", "rules/a.go", `import _ "` + here + `flags"`, `add "rules -> flags"`},
		{"an import inside a floor against its listed direction", "revisions/a.go", `import _ "` + here + `decision"`, `add "revisions -> decision"`},
		{"drivers that know each other", "storage/mem/a.go", `import _ "` + here + `storage/bolt"`, "both on the drivers floor"},
		{"rules that know profiles", "rules/a.go", `import _ "` + here + `profiles"`, "must not know each other: subject joins them"},
		{"profiles that know rules", "profiles/a.go", `import _ "` + here + `rules"`, "must not know each other: subject joins them"},
		{"a test package in the program", "cmd/fingerpost/a.go", `import _ "` + here + `storage/storagetest"`, "only tests may import"},
		{"a package that no floor lists", "weather/a.go", ``, "weather stands on no floor: add it to floorOf in floors_test.go"},
		{"an import of a package that no floor lists", "server/a.go", `import _ "` + here + `weather"`, "weather stands on no floor"},
		{"a vague name", "server/util/a.go", ``, `"util" says nothing`},
		{"I/O on the ground", "rules/a.go", `import _ "os"`, `rules (ground) imports "os"`},
		{"I/O below a barred package", "rules/a.go", `import _ "net/http/httptest"`, `rules (ground) imports "net/http/httptest"`},
		{"a log on the ground", "flags/a.go", `import _ "log/slog"`, "return an error or a diagnostic"},
		{"protocols in the state", "decision/a.go", `import _ "net/http"`, "live on the edges"},
		{"the clock on the ground", "flags/a.go", `import "time"; var x = time.Now()`, "time.Now reads the clock"},
		{"the clock under another name", "flags/a.go", `import clock "time"; func f() { clock.NewTicker(1) }`, "time.NewTicker reads the clock"},
		{"the clock as a value", "flags/a.go", `import "time"; var now = time.Now`, "time.Now reads the clock"},
		{"the clock by a dot import", "flags/a.go", `import . "time"; var x = Now()`, "name the import"},
		{"a goroutine on the ground", "flags/a.go", `func f() { go f() }`, "starts a goroutine"},
		{"a lock on the ground", "flags/a.go", `import "sync"; var m sync.Mutex`, "uses sync.Mutex"},
		{"a file that is no Go", "flags/a.go", `func {`, "expected"},

		{"imports that point down", "server/a.go", `import _ "` + here + `rules"`, ""},
		{"a listed import inside a floor", "flags/a.go", `import _ "` + here + `rules"`, ""},
		{"addresses and text of URLs on the ground", "rules/a.go", `import (_ "net/netip"; _ "net/url")`, ""},
		{"instants, pools and atomics on the ground", "rules/a.go", `import ("sync"; _ "sync/atomic"; "time"); var p sync.Pool; var t time.Time`, ""},
		{"clock and goroutines above the ground", "decision/a.go", `import "time"; func f() { go f(); time.Now() }`, ""},
		{"a variable called time", "flags/a.go", `func f(time struct{ Now int }) int { return time.Now }`, ""},
		{"a command's own package", "cmd/fingerpost/a.go", `import (_ "` + here + `server"; _ "os")`, ""},
		{"tools and examples", "tools/util/a.go", `import _ "` + here + `server"`, ""},
		{"tests", "rules/a_test.go", `import _ "` + here + `server"`, ""},
		{"another module", "web/sdk/a.go", `import _ "os"`, ""},
		{"folders that Go leaves out", "rules/testdata/util/a.go", `import _ "os"`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(violationsIn(t, test.file, test.body), "\n")
			if test.want == "" && got != "" {
				t.Errorf("reported although it is allowed:\n%s", got)
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("got %q, want a violation that says %q", got, test.want)
			}
		})
	}
}

// violationsIn checks a house of one file. Its folder web/sdk is another module.
func violationsIn(t *testing.T, name, body string) []string {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module github.com/fingerpost/fingerpost\n")
	write(t, filepath.Join(root, "web", "sdk", "go.mod"), "module sdk\n")
	write(t, filepath.Join(root, name), "package p\n"+body+"\n")
	files, err := sources(root)
	if err != nil {
		return []string{err.Error()}
	}
	return violations(files)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// source is one Go file of the program, parsed.
type source struct {
	pkg   string // its folder, slash-separated, relative to the root
	tree  *ast.File
	files *token.FileSet
}

// sources parses the Go files of the module below root, whatever their build tags.
// Tests, tools, examples and what the go command ignores are left out.
func sources(root string) ([]source, error) {
	var found []source
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return skipFolder(root, name)
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(name))
		found = append(found, source{filepath.ToSlash(folder), tree, files})
		return err
	})
	return found, err
}

func skipFolder(root, name string) error {
	if name == root {
		return nil
	}
	base := filepath.Base(name)
	ignored := strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules"
	exempt := filepath.Dir(name) == filepath.Clean(root) && slices.Contains([]string{"tools", "examples", "bin"}, base)
	_, err := os.Stat(filepath.Join(name, "go.mod")) // another module
	if ignored || exempt || err == nil {
		return filepath.SkipDir
	}
	return nil
}

// violations returns what the files break, one sentence each, with its place.
// What is wrong with a package as a whole is said once.
func violations(files []source) (found []string) {
	seen := map[string]bool{}
	for _, file := range files {
		report := func(at token.Pos, format string, args ...any) {
			found = append(found, fmt.Sprintf("%s: %s", file.files.Position(at), fmt.Sprintf(format, args...)))
		}
		if !seen[file.pkg] {
			file.misplaced(report)
		}
		seen[file.pkg] = true
		for _, spec := range file.tree.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if problem := file.importProblem(imported); problem != "" {
				report(spec.Pos(), "%s", problem)
			}
		}
		if floor(file.pkg) == ground {
			file.impure(report)
		}
	}
	return found
}

// misplaced reports a package without a floor or with a name that says nothing.
func (s source) misplaced(report func(token.Pos, string, ...any)) {
	for name := range strings.SplitSeq(s.pkg, "/") {
		if slices.Contains(vague, name) {
			report(s.tree.Package, "%q says nothing about what package %s holds: name it after that, or move its content to its users", name, s.pkg)
		}
	}
	if floor(s.pkg) == noFloor {
		report(s.tree.Package, "%s", onNoFloor(s.pkg))
	}
}

// importProblem says why the file must not import a package; it is empty if it may.
func (s source) importProblem(imported string) string {
	from := floor(s.pkg)
	if from == noFloor {
		return "" // misplaced says it
	}
	for barredPath, instead := range barred[from] {
		allowed := imported == "net/netip" || imported == "net/url" // values, although they stand below net
		if !allowed && (imported == barredPath || strings.HasPrefix(imported, barredPath+"/")) {
			return fmt.Sprintf("%s (%s) imports %q: %s", s.pkg, floorNames[from], imported, instead)
		}
	}
	target, ours := strings.CutPrefix(imported, "github.com/fingerpost/fingerpost/")
	if !ours {
		return ""
	}
	to := floor(target)
	for pair, reason := range strangers {
		if pair == [2]string{s.pkg, target} || pair == [2]string{target, s.pkg} {
			return fmt.Sprintf("%s and %s must not know each other: %s", pair[0], pair[1], reason)
		}
	}
	switch {
	case to == noFloor:
		return onNoFloor(target)
	case slices.Contains(forTests, target):
		return fmt.Sprintf("%s imports %s, which only tests may import: move what you need out of it", s.pkg, target)
	case to > from:
		return fmt.Sprintf("%s (%s) imports %s (%s): imports point down only. Declare a small interface in %s for what it needs, or move the value that both need down",
			s.pkg, floorNames[from], target, floorNames[to], s.pkg)
	case to == from && from != roof && beside[s.pkg+" -> "+target] == "":
		return fmt.Sprintf("%s imports %s, both on the %s floor: have the floor above join them, or add \"%s -> %s\" with its reason to beside in floors_test.go",
			s.pkg, target, floorNames[from], s.pkg, target)
	}
	return ""
}

// impure reports clocks, goroutines and locks, by which a result would depend on more than the arguments.
func (s source) impure(report func(token.Pos, string, ...any)) {
	names := map[string]string{} // local name to time or sync
	for _, spec := range s.tree.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if imported != "time" && imported != "sync" {
			continue
		}
		local := imported
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if local == "." {
			report(spec.Pos(), "%s imports %q with a dot: name the import, so that calls can be checked", s.pkg, imported)
		}
		names[local] = imported
	}
	ast.Inspect(s.tree, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			report(node.Pos(), "%s (ground) starts a goroutine: return a value, and let the state floor run things side by side", s.pkg)
		case *ast.SelectorExpr:
			if name, ok := node.X.(*ast.Ident); ok && name.Obj == nil { // no local name hides the package
				s.impureSelector(report, node.Pos(), names[name.Name], node.Sel.Name)
			}
		}
		return true
	})
}

func (s source) impureSelector(report func(token.Pos, string, ...any), at token.Pos, pkg, name string) {
	switch {
	case pkg == "time" && slices.Contains(clockCalls, name):
		report(at, "%s (ground) uses time.%s: time.%s reads the clock; take the instant as a parameter", s.pkg, name, name)
	case pkg == "sync" && !slices.Contains(lockFree, name):
		report(at, "%s (ground) uses sync.%s: nothing waits on the ground floor; share immutable values, or move the state up", s.pkg, name)
	}
}

// floor returns a package's floor, noFloor if none lists it. Below cmd everything is roof.
func floor(pkg string) int {
	if strings.HasPrefix(pkg, "cmd/") {
		return roof
	}
	return floorOf[path.Clean(pkg)]
}

func onNoFloor(pkg string) string {
	return fmt.Sprintf("package %s stands on no floor: add it to floorOf in floors_test.go, and ask first whether it fits into a package that is there", pkg)
}
