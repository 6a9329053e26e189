package fingerpost_test

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// foreign are words that belong to the machine on which a text was written, with
// the reason why the next reader cannot use them.
var foreign = []struct {
	pattern *regexp.Regexp
	reason  string
}{
	{regexp.MustCompile(`(^|[^\w.])/(work|root|home/\w+|Users/\w+)/`), "a path of one machine"},
	{regexp.MustCompile(`(proxy|sum)\.golang\.org|registry\.npmjs\.org|registry\.yarnpkg\.com`), "a registry's host is the reader's own choice"},
}

// TestTextsBelongHere reads every tracked text file except go.sum and this one.
func TestTextsBelongHere(t *testing.T) {
	for _, name := range tracked(t) {
		if name == "text_test.go" || path.Base(name) == "go.sum" {
			continue
		}
		text, err := os.ReadFile(filepath.FromSlash(name))
		if os.IsNotExist(err) {
			continue // deleted, and not yet committed
		}
		if err != nil {
			t.Error(err)
			continue
		}
		for _, finding := range foreignWords(text) {
			t.Errorf("%s: %s", name, finding)
		}
	}
}

// TestForeignWordsAreFound is the control.
func TestForeignWordsAreFound(t *testing.T) {
	for _, text := range []string{"see /home/ada/notes", "cd /Users/ada/src", "https://proxy" + ".golang.org"} {
		if foreignWords([]byte("fine\n"+text+"\n")) == nil {
			t.Errorf("%q was not found", text)
		}
	}
	for _, text := range []string{"the root /", "./home/ada/x", "docs/home/x", "storage/DESIGN.md", "\xff/home/ada/"} {
		if found := foreignWords([]byte(text)); found != nil {
			t.Errorf("%q was reported: %s", text, found)
		}
	}
}

// foreignWords says where a text holds what does not belong into it. What is no text holds nothing.
func foreignWords(text []byte) (findings []string) {
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return nil
	}
	for number, line := range strings.Split(string(text), "\n") {
		for _, word := range foreign {
			if match := word.pattern.FindString(line); match != "" {
				findings = append(findings, place(number, match)+": "+word.reason)
			}
		}
	}
	return findings
}

// tracked returns the slash-separated names of all files that git tracks.
func tracked(t *testing.T) []string {
	t.Helper()
	if _, err := os.Stat(".git"); err != nil {
		t.Skip("this is no git checkout, so nobody knows which files belong to it")
	}
	out, err := exec.CommandContext(t.Context(), "git", "ls-files", "-z").Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	names := strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
	if !slices.Contains(names, "go.mod") {
		t.Fatal("git ls-files does not list go.mod: the test looks in the wrong place")
	}
	return names
}
