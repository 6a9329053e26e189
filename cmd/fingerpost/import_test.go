package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const unleashExport = `{"version": 2, "features": [
	{"name": "checkout", "enabled": true, "strategies": [{"name": "userWithId", "parameters": {"userIds": "ada, grace"}}]},
	{"name": "first banner", "enabled": true},
	{"name": "second banner", "enabled": true}]}`

// TestImport imports a file, publishes it, adds the members and decides.
func TestImport(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "unleash.json", unleashExport)
	r := run(t, "import", "--from", "unleash", "unleash.json", "-o", "out.yaml", "--members", "members")
	if r.code != exitOK || r.stdout != "" {
		t.Fatalf("import: %d %s %s", r.code, r.stdout, r.stderr)
	}
	for _, words := range []string{
		"the flag is called first-banner", "\n  in features[\"first banner\"]\n", "Imported unleash.json: 3 flags",
		"fingerpost lists add checkout.users - < " + filepath.Join("members", "checkout.users.txt"),
	} {
		if !strings.Contains(r.stderr, words) {
			t.Errorf("import does not say %q but\n%s", words, r.stderr)
		}
	}
	server := serve(t, "--store", "mem://", "--admin-token", testToken)
	t.Setenv("FINGERPOST_URL", server.url)
	t.Setenv("FINGERPOST_TOKEN", testToken)
	if r := run(t, "apply", "-f", "out.yaml"); r.code != exitOK {
		t.Fatalf("apply: %d %s", r.code, r.stderr)
	}
	members, err := os.ReadFile(filepath.Join("members", "checkout.users.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if r := runWith(t, string(members), "lists", "add", "checkout.users", "-"); r.code != exitOK {
		t.Fatalf("lists add: %d %s", r.code, r.stderr)
	}
	for person, want := range map[string]string{"ada": "true", "mary": "false"} {
		if r := run(t, "eval", "checkout", "--for", person); !strings.Contains(r.stdout, want) {
			t.Errorf("checkout for %s: %s %s", person, r.stdout, r.stderr)
		}
	}
}

// TestImportPrints prints to standard output what can be checked as it is, and leaves people out.
func TestImportPrints(t *testing.T) {
	r := runWith(t, unleashExport, "import", "--from", "unleash", "-")
	if r.code != exitOK || !strings.HasPrefix(r.stdout, "fingerpost: 1\n") || strings.Contains(r.stdout+r.stderr, "grace") {
		t.Errorf("import: %d %s %s", r.code, r.stdout, r.stderr)
	}
	if !strings.Contains(r.stderr, "--members FOLDER") {
		t.Errorf("nothing says where the members are: %s", r.stderr)
	}
	if r := runWith(t, r.stdout, "check", "-f", "-"); r.code != exitOK {
		t.Errorf("check: %d %s", r.code, r.stdout)
	}
}

// TestImportRefuses is about what cannot be imported.
func TestImportRefuses(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "other.json", `{"flags": []}`)
	tests := []struct {
		name, command string
		code          int
		says          string
	}{
		{"no system", "import other.json", exitUsage, "--from"},
		{"an unknown system", "import --from toggly other.json", exitUsage, "unleash"},
		{"a file that does not exist", "import --from unleash missing.json", exitReach, "there is no file missing.json"},
		{"a file that is something else", "import --from unleash other.json", exitProblems, "Unleash's client features"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := run(t, strings.Fields(test.command)...)
			if r.code != test.code || !strings.Contains(r.stderr, test.says) {
				t.Errorf("exit code %d, want %d; printed\n%s%s", r.code, test.code, r.stdout, r.stderr)
			}
		})
	}
}
