package fingerpost_test

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	inlineLink    = regexp.MustCompile(`\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)`)
	referenceLink = regexp.MustCompile(`^\s{0,3}\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)`)
	htmlLink      = regexp.MustCompile(`(?:href|src)="([^"]+)"`)
	htmlAnchor    = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)
	heading       = regexp.MustCompile(`^\s{0,3}#{1,6}\s+(.+?)\s*#*\s*$`)
	codeSpan      = regexp.MustCompile("`+[^`]*`+")
	linkText      = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	notInAnchor   = regexp.MustCompile(`[^\p{L}\p{N}_\- ]`)
)

// TestLinks follows every relative link, with its anchor, in every tracked Markdown file.
func TestLinks(t *testing.T) {
	checked := 0
	for _, name := range tracked(t) {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, problem := range brokenLinks(t, ".", name) {
			t.Errorf("%s:%s", name, problem)
		}
		checked++
	}
	if checked == 0 {
		t.Error("no Markdown file was found: the test looks in the wrong place")
	}
}

// TestBrokenLinksAreFound is the control.
func TestBrokenLinksAreFound(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "docs", "other.md"), "# The `apply` command, twice\n\n## Again\n\n## Again\n\n```\n# no heading\n```\n<a id=\"here\"></a>\n")
	tests := []struct {
		name, line string
		broken     bool
	}{
		{"a file that is there", "[x](other.md)", false},
		{"a file that is not", "[x](missing.md)", true},
		{"an image that is not", "![x](missing.png)", true},
		{"two links in a line, the second broken", "[x](other.md) [y](missing.md)", true},
		{"a title behind the link", `[x](missing.md "title")`, true},
		{"a reference", "[x]: missing.md", true},
		{"HTML", `<img src="missing.svg" alt="">`, true},
		{"an anchor that is there", "[x](other.md#the-apply-command-twice)", false},
		{"the second heading of a name", "[x](other.md#again-1)", false},
		{"the third of two", "[x](other.md#again-2)", true},
		{"an anchor in HTML", "[x](other.md#here)", false},
		{"an anchor that is not there", "[x](other.md#nowhere)", true},
		{"a comment in code is no heading", "[x](other.md#no-heading)", true},
		{"an anchor in the same file", "[x](#title)", false},
		{"an anchor missing from the same file", "[x](#nowhere)", true},
		{"a folder", "[x](../docs/)", false},
		{"a way out of the repository", "[x](../../shared)", true},
		{"a path from the machine's root", "[x](/docs/other.md)", true},
		{"the web", "[x](https://openfeature.dev/nowhere.md) [y](mailto:a@b.org)", false},
		{"code", "`[x](missing.md)`", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			write(t, filepath.Join(root, "docs", "page.md"), "# Title\n\n"+test.line+"\n")
			problems := brokenLinks(t, root, "docs/page.md")
			if (len(problems) > 0) != test.broken {
				t.Errorf("%s: problems %q, want broken = %v", test.line, problems, test.broken)
			}
		})
	}
}

// brokenLinks returns what is wrong with the relative links of one Markdown file.
func brokenLinks(t *testing.T, root, name string) (problems []string) {
	t.Helper()
	for number, line := range prose(t, filepath.Join(root, filepath.FromSlash(name))) {
		line = codeSpan.ReplaceAllString(line, "")
		for _, pattern := range []*regexp.Regexp{inlineLink, referenceLink, htmlLink} {
			for _, match := range pattern.FindAllStringSubmatch(line, -1) {
				if problem := brokenLink(t, root, name, match[1]); problem != "" {
					problems = append(problems, place(number, match[1])+": "+problem)
				}
			}
		}
	}
	return problems
}

func brokenLink(t *testing.T, root, name, link string) string {
	t.Helper()
	target, err := url.Parse(link)
	switch {
	case err != nil:
		return err.Error()
	case target.Scheme != "" || target.Host != "":
		return "" // the web
	case strings.HasPrefix(target.Path, "/"):
		return "write it relative to the file that it stands in"
	}
	file := name
	if target.Path != "" {
		file = path.Join(path.Dir(name), target.Path)
	}
	if strings.HasPrefix(file, "../") {
		return "it leads out of the repository"
	}
	local := filepath.Join(root, filepath.FromSlash(file))
	if _, err := os.Stat(local); err != nil {
		return "there is no file " + file
	}
	if target.Fragment != "" && path.Ext(file) == ".md" && !anchors(t, local)[target.Fragment] {
		return "there is no heading #" + target.Fragment + " in " + file
	}
	return ""
}

// anchors returns what a Markdown file can be linked to at, by the rules of GitHub.
func anchors(t *testing.T, file string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, line := range prose(t, file) {
		for _, match := range htmlAnchor.FindAllStringSubmatch(line, -1) {
			found[match[1]] = true
		}
		match := heading.FindStringSubmatch(line)
		if match == nil {
			continue
		}
		text := linkText.ReplaceAllString(match[1], "$1")
		slug := strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(text), ""), " ", "-")
		unique := slug
		for i := 1; found[unique]; i++ {
			unique = fmt.Sprintf("%s-%d", slug, i)
		}
		found[unique] = true
	}
	return found
}

// prose returns the lines of a Markdown file; those in fenced code are empty.
func prose(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil // deleted, and not yet committed
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	fence := ""
	for i, line := range lines {
		trimmed := strings.TrimSpace(line)
		switch {
		case fence != "" && strings.HasPrefix(trimmed, fence):
			fence, lines[i] = "", ""
		case fence != "":
			lines[i] = ""
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			fence, lines[i] = trimmed[:3], ""
		}
	}
	return lines
}

// place names a line, counted from 0, and what stands there.
func place(number int, what string) string { return fmt.Sprintf("%d: %q", number+1, what) }
