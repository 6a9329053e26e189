package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestEveryCommandIsDocumented holds docs/cli.md to the commands and to the options of serve.
func TestEveryCommandIsDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository(t), "docs", "cli.md"))
	if err != nil {
		t.Fatal(err)
	}
	parser, err := newTestMain().parser(&commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	documented := string(text)
	for _, command := range parser.Model.Children {
		if !regexp.MustCompile("`" + command.Name + "[ `\\[]").MatchString(documented) {
			t.Errorf("docs/cli.md does not speak of %s", command.Name)
		}
		for _, flag := range command.Flags {
			for _, variable := range flag.Envs {
				if !strings.Contains(documented, "`"+variable+"`") {
					t.Errorf("docs/cli.md does not speak of %s", variable)
				}
			}
			if command.Name == "serve" && flag.Name != "admin-token" && !strings.Contains(documented, "`--"+flag.Name) {
				t.Errorf("docs/cli.md does not speak of serve --%s", flag.Name)
			}
		}
	}
}

func newTestMain() *Main { return &Main{Name: "fingerpost", Clock: noon} }

// TestEveryServeOptionHasAVariable holds serve to its promise.
func TestEveryServeOptionHasAVariable(t *testing.T) {
	parser, err := newTestMain().parser(&commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range parser.Model.Children {
		if command.Name != "serve" {
			continue
		}
		for _, flag := range command.Flags {
			want := "FINGERPOST_" + strings.ToUpper(strings.ReplaceAll(flag.Name, "-", "_"))
			if len(flag.Envs) != 1 || flag.Envs[0] != want {
				t.Errorf("--%s has the variables %v, want %s", flag.Name, flag.Envs, want)
			}
		}
	}
}

// TestEveryCommandHasHelp prints the help of every command.
func TestEveryCommandHasHelp(t *testing.T) {
	parser, err := newTestMain().parser(&commandLine{})
	if err != nil {
		t.Fatal(err)
	}
	err = kong.Visit(parser.Model.Node, func(node kong.Visitable, next kong.Next) error {
		if command, ok := node.(*kong.Node); ok && command.Type == kong.CommandNode {
			r := run(t, append(strings.Fields(commandPath(command)), "--help")...)
			if r.code != exitOK || !strings.Contains(r.stdout, command.Help) || command.Help == "" {
				t.Errorf("%s --help: %d %s", commandPath(command), r.code, r.stdout)
			}
		}
		return next(nil)
	})
	if err != nil {
		t.Fatal(err)
	}
}

var exampleBlock = regexp.MustCompile("(?s)```(scenario|text)( fails)?\n(.*?)```\n")

// TestScenarioExamples runs the examples of docs/scenarios.md. What the one that fails prints stands below it.
func TestScenarioExamples(t *testing.T) {
	page := filepath.Join(repository(t), "docs", "scenarios.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copyFiles(t, filepath.Join(repository(t), "sample"), folder)
	t.Chdir(folder)
	var printed string
	examples := 0
	for _, block := range exampleBlock.FindAllStringSubmatch(string(text), -1) {
		kind, fails, body := block[1], block[2] != "", block[3]
		if kind == "text" {
			if body != printed && *update {
				text = []byte(strings.Replace(string(text), "```text\n"+body+"```", "```text\n"+printed+"```", 1))
				write(t, page, string(text))
			} else if body != printed {
				t.Errorf("the page says\n%s\nbut it prints\n%s", body, printed)
			}
			continue
		}
		write(t, "example.scenario", body)
		r := run(t, "test", "example.scenario")
		if (r.code == exitOK) == fails {
			t.Errorf("exit code %d of\n%s\n%s%s", r.code, body, r.stdout, r.stderr)
		}
		printed = r.stdout
		examples++
	}
	if examples < 4 {
		t.Errorf("%d examples were found", examples)
	}
}

// TestCompletionForBash asks bash what it would complete.
func TestCompletionForBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	script := run(t, "completion", "bash").stdout
	tests := []struct{ name, words, want string }{
		{"commands", "fingerpost ap", "apply"},
		{"commands of a command", "fingerpost keys rev", "revoke"},
		{"options of a command", "fingerpost keys create --ki", "--kind"},
		{"other names of commands", "fingerpost env", "environments envs"},
		{"commands of a command by its other name", "fingerpost envs cr", "create"},
		{"options of a command by its other name", "fingerpost lists members --js", "--json"},
		{"options behind arguments", "fingerpost eval next-step a=b --exp", "--explain"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ask := script + "\nCOMP_WORDS=(" + test.words + "); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _fingerpost; echo \"${COMPREPLY[@]}\"\n"
			command := exec.CommandContext(t.Context(), bash)
			command.Stdin = strings.NewReader(ask)
			output, err := command.CombinedOutput()
			if err != nil || strings.TrimSpace(string(output)) != test.want {
				t.Errorf("%s completes to %q %v, want %s", test.words, output, err, test.want)
			}
		})
	}
	for _, shell := range []string{"zsh", "fish"} {
		if r := run(t, "completion", shell); r.code != exitOK || !strings.Contains(r.stdout, "revoke") || !strings.Contains(r.stdout, "envs") {
			t.Errorf("%s: %d %s", shell, r.code, r.stdout)
		}
	}
}
