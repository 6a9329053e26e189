package fingerpost_test

import (
	"os"
	"regexp"
	"slices"
	"testing"
)

var (
	requirement   = regexp.MustCompile(`(?m)^(?:require\s+|\t)([^\s()]+\.[^\s()]+) v\S+$`) // without "// indirect"
	dependencyRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|")
)

// TestDependenciesAreExplained holds go.mod and docs/dependencies.md to each other.
func TestDependenciesAreExplained(t *testing.T) {
	direct := matches(t, requirement, "go.mod")
	explained := matches(t, dependencyRow, "docs/dependencies.md")
	for _, module := range direct {
		if !slices.Contains(explained, module) {
			t.Errorf("go.mod requires %s, and docs/dependencies.md does not say why: add its line", module)
		}
	}
	if len(direct) == 0 {
		t.Skip("go.mod marks every requirement as indirect: run go mod tidy")
	}
	for _, module := range explained {
		if !slices.Contains(direct, module) {
			t.Errorf("docs/dependencies.md explains %s, which go.mod does not require directly: delete its line", module)
		}
	}
}

// TestRequirementPattern is the control: direct requirements are found, indirect ones are not.
func TestRequirementPattern(t *testing.T) {
	const text = "module m.org/m\n\ngo 1.26\n\nrequire a.org/one v1.0.0\n\nrequire (\n\tb.org/two/v2 v2.0.0-pre\n\tc.org/three v1.0.0 // indirect\n)\n"
	var found []string
	for _, match := range requirement.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	if want := []string{"a.org/one", "b.org/two/v2"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

// matches returns the first group of every match in a file.
func matches(t *testing.T, pattern *regexp.Regexp, name string) (found []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, match := range pattern.FindAllStringSubmatch(string(text), -1) {
		found = append(found, match[1])
	}
	return found
}
