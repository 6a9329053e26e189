package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

func TestManyChangesAreCounted(t *testing.T) {
	var changes []definitionChange
	for i := range 10_003 {
		changes = append(changes, definitionChange{Kind: "flag", Key: fmt.Sprint("f", i), Action: "add"})
	}
	changes = append(changes, definitionChange{Kind: "flag", Key: "old", Action: "delete"}, definitionChange{Kind: "segment", Key: "german", Action: "add"})
	var b bytes.Buffer
	(&printer{out: &b}).changes(changes, "--json")
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	for i, want := range map[int]string{
		0: "+ flag     f0", 19: "  + flag     f19", 20: "  + flag     … and 9,983 more (--json shows all)",
		21: "  - flag     old", 22: "  + segment  german", 23: "10,005 changes in all: 10,004 additions, 1 deletion",
	} {
		if len(lines) != 24 || lines[i] != want {
			t.Errorf("line %d of %d is not %q:\n%s", i, len(lines), want, b.String())
		}
	}
}

func TestManyDifferencesInsideOfAChangeAreCounted(t *testing.T) {
	before, after := strings.Repeat("1,", 29)+"1", strings.Repeat("2,", 29)+"2"
	var b bytes.Buffer
	(&printer{out: &b}).changes([]definitionChange{{
		Kind: "flag", Key: "f", Action: "change", Before: []byte("[" + before + "]"), After: []byte("[" + after + "]"),
	}}, "--json")
	if lines := strings.Count(b.String(), "\n"); lines != 22 || !strings.HasSuffix(b.String(), "… and 10 more\n") {
		t.Errorf("%d lines:\n%s", lines, b.String())
	}
}

// staleServer rehearses a publish of a file that expects an earlier revision, and refuses to publish it.
func staleServer(t *testing.T) *httptest.Server {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("dry_run") != "true" {
			t.Errorf("%s %s: a stale file was sent to be published", r.Method, r.URL)
		}
		fmt.Fprint(w, `{"revision": 6, "dry_run": true, "stale": true, "changes": [{"kind": "flag", "key": "new", "action": "delete"}]}`)
	}))
	t.Cleanup(s.Close)
	return s
}

func TestDifferencesOfAStaleFile(t *testing.T) {
	server := staleServer(t)
	t.Chdir(t.TempDir())
	if err := os.WriteFile("old.yaml", []byte("fingerpost: 1\nrevision: 4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := run(t, "diff", "-f", "old.yaml", "--prune", "--url", server.URL)
	if want := "note: old.yaml expects revision 4, and 6 is the newest: apply will refuse it\n"; r.code != exitProblems || r.stderr != want || r.stdout != "  - flag  new\n" {
		t.Errorf("exit code %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	r = run(t, "diff", "-f", "old.yaml", "--json", "--url", server.URL)
	if r.code != exitProblems || !strings.Contains(r.stdout, `"stale": true`) {
		t.Errorf("exit code %d\n%s", r.code, r.stdout)
	}
	r = run(t, "apply", "-f", "old.yaml", "--prune", "--yes", "--url", server.URL)
	if want := "error: old.yaml expects revision 4, and 6 is the newest\n  export again, and repeat the change in that"; r.code != exitRefused || !strings.HasPrefix(r.stderr, want) {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
}
