package clients_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"
)

var exactVersion = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// TestPackagesArePinned holds the libraries to exact versions, with a checksum of all that they bring, and to no place that they
// would be downloaded from: everybody has a registry of their own choice.
func TestPackagesArePinned(t *testing.T) {
	var wanted struct{ Dependencies map[string]string }
	var locked struct {
		Packages map[string]struct{ Version, Resolved, Integrity string }
	}
	for name, into := range map[string]any{"package.json": &wanted, "package-lock.json": &locked} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if len(wanted.Dependencies) == 0 || len(locked.Packages) < len(wanted.Dependencies) {
		t.Fatalf("%d libraries, %d packages", len(wanted.Dependencies), len(locked.Packages))
	}
	for name, version := range wanted.Dependencies {
		if !exactVersion.MatchString(version) || locked.Packages["node_modules/"+name].Version != version {
			t.Errorf("%s is wanted as %q and locked as %q", name, version, locked.Packages["node_modules/"+name].Version)
		}
	}
	for path, p := range locked.Packages {
		if path != "" && p.Integrity == "" {
			t.Errorf("%s is locked without a checksum", path)
		}
		if p.Resolved != "" {
			t.Errorf("%s is locked to %s: run npm in this folder, whose .npmrc leaves that out", path, p.Resolved)
		}
	}
}
