package identity_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
)

// examples are the programs of this folder, each with how the document shows it and how it is run.
var examples = []struct {
	language, file string
	command        []string
}{
	{"go", "go/main.go", []string{"go", "run", "./go"}},
	{"js", "node/identity.mjs", []string{"node", "node/identity.mjs"}},
	{"python", "python/identity.py", []string{"python3", "python/identity.py"}},
}

func TestTheDocumentShowsTheExamples(t *testing.T) {
	page, err := os.ReadFile("../../docs/identity.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		program, err := os.ReadFile(e.file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), "\n```"+e.language+"\n"+string(program)+"```\n") {
			t.Errorf("docs/identity.md does not show %s as it is", e.file)
		}
	}
	if shown := strings.Count(string(page), "\n```\n"); shown != len(examples) {
		t.Errorf("docs/identity.md shows %d programs, of which %d are here", shown, len(examples))
	}
}

func TestTheExamplesSignWhatIsBelieved(t *testing.T) {
	root := privacy.NewSecrets().Identity
	secret, key, err := keys.NewIdentity(root, "production", "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	secretOf := func(kid string) (string, bool) { return keys.Derive(root, "production", kid), kid == key.ID }
	for _, e := range examples {
		t.Run(e.language, func(t *testing.T) {
			if _, err := exec.LookPath(e.command[0]); err != nil {
				t.Skipf("%s is not installed", e.command[0])
			}
			for _, user := range []string{"ada", "Zoë 名前", "a.b_c%20'\"$"} {
				token := signed(t, e.command, secret, user)
				if err := privacy.VerifyToken(token, user, secretOf, time.Now()); err != nil {
					t.Errorf("%s for %s: %v", token, user, err)
				}
				if privacy.VerifyToken(token, user+" ", secretOf, time.Now()) == nil { // the control
					t.Errorf("%s for %s is believed of somebody else", token, user)
				}
			}
		})
	}
}

// signed runs a program that prints a token.
func signed(t *testing.T, command []string, secret, user string) string {
	t.Helper()
	run := exec.CommandContext(t.Context(), command[0], append(command[1:], user)...)
	run.Env = append(os.Environ(), "FINGERPOST_IDENTITY_KEY="+secret)
	output, err := run.Output()
	if err != nil {
		t.Fatalf("%v: %v", command, err)
	}
	return strings.TrimSpace(string(output))
}
