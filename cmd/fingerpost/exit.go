package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/fingerpost/fingerpost/environment"
)

// The exit codes. docs/cli.md lists them; scripts depend on them.
const (
	exitOK       = 0
	exitProblems = 1 // what was examined has problems, or differs
	exitUsage    = 2 // the command line is wrong
	exitReach    = 3 // a server, store or file cannot be reached or read
	exitRefused  = 4 // the server refused: a conflict, a wrong token, an unknown name
)

// failure is an error for the person who gave the command.
type failure struct {
	code    int
	message string // what is wrong, and where
	hint    string // what to do; may be empty
	// quiet failures were reported already, by what was printed.
	quiet bool
}

// Error makes a failure an error.
func (f *failure) Error() string { return f.message }

func failf(code int, format string, arguments ...any) *failure {
	return &failure{code: code, message: fmt.Sprintf(format, arguments...)}
}

// or says what to do about the failure.
func (f *failure) or(format string, arguments ...any) *failure {
	f.hint = fmt.Sprintf(format, arguments...)
	return f
}

// errProblems ends a command whose output has shown the problems.
func errProblems() error {
	return &failure{code: exitProblems, message: "problems were found", quiet: true}
}

func exitCode(err error) int {
	var f *failure
	var refused *refusal
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &f):
		return f.code
	case errors.As(err, &refused):
		return refused.exitCode()
	}
	return exitReach
}

// usage turns an error of the command line into a failure that names the help to read.
func (m *Main) usage(err error) error {
	command := ""
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		command = commandPath(parse.Context.Selected())
	}
	return failf(exitUsage, "%s", err).or("%s%s --help shows what it takes", m.Name, command)
}

// commandPath returns the words of a command as they are typed, each behind a space.
func commandPath(node *kong.Node) string {
	if node == nil || node.Type != kong.CommandNode {
		return ""
	}
	return commandPath(node.Parent) + " " + node.Name
}

// report prints an error with what to do about it.
func (m *Main) report(err error) {
	p := m.printer(m.Stderr)
	var f *failure
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		p.refusal(refused)
	case !errors.As(err, &f):
		p.failure(err.Error(), "")
	case !f.quiet:
		p.failure(f.message, f.hint)
	}
}

func (p *printer) failure(message, hint string) {
	p.printf("%s %s\n", p.paint(red, "error:"), message)
	if hint != "" {
		p.printf("  %s\n", strings.ReplaceAll(hint, "\n", "\n  "))
	}
}

// unreadable says why a file cannot be read.
func unreadable(path string, err error) error {
	if where, ok := errors.AsType[*fs.PathError](err); ok {
		err = where.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return failf(exitReach, "there is no file %s", path).or("check the name, or the directory you are in")
	}
	return failf(exitReach, "%s cannot be read: %s", path, err)
}

// problemLine is a problem as it is printed, wherever it comes from.
type problemLine struct {
	Path    string `json:"path,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func linesOf(problems environment.Problems) []problemLine {
	lines := make([]problemLine, len(problems))
	for i, p := range problems {
		lines[i] = problemLine{Path: p.Path, Line: p.Line, Column: p.Column, Message: p.Message, Hint: p.Hint}
	}
	return lines
}

// problems prints where each problem is, what it is and what to do, with the line of the file it is about.
func (p *printer) problems(name string, source []byte, problems []problemLine) {
	name = spoken(name)
	text := strings.Split(string(source), "\n")
	for _, problem := range problems {
		at := name
		if problem.Line > 0 {
			at = fmt.Sprintf("%s:%d:%d", name, problem.Line, problem.Column)
		}
		p.printf("%s %s\n", p.paint(bold, at+":"), problem.Message)
		if problem.Line > 0 && problem.Line <= len(text) {
			p.caret(text[problem.Line-1], problem.Line, problem.Column)
		}
		if problem.Path != "" {
			p.printf("  in %s\n", problem.Path)
		}
		if problem.Hint != "" {
			p.printf("  %s %s\n", p.paint(green, "→"), problem.Hint)
		}
	}
}

// caret prints a line of a file with a caret below the place.
func (p *printer) caret(line string, number, column int) {
	line = strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", " ")
	const longest = 160
	if len([]rune(line)) > longest || column < 1 {
		return
	}
	prefix := fmt.Sprintf("%5d | ", number)
	p.printf("%s%s\n", p.paint(faint, prefix), line)
	p.printf("%s%s%s\n", p.paint(faint, "      | "), strings.Repeat(" ", column-1), p.paint(red, "^"))
}

// notes prints what is right in a file, and yet may not be meant.
func (p *printer) notes(notes []problemLine) {
	for _, n := range notes {
		at := n.Path
		if n.Line > 0 {
			at = fmt.Sprintf("line %d, %s", n.Line, n.Path)
		}
		p.printf("  %s %s: %s; %s\n", p.paint(yellow, "note:"), at, n.Message, n.Hint)
	}
}
