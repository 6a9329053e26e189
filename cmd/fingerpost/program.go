package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// Main is the program with its surroundings, so that tests run the real one.
type Main struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Clock gives the instant of everything that happens.
	Clock func() time.Time
	// Name is how the program was called, for the commands that it prints.
	Name string
	// Color says whether what is printed may be coloured.
	Color bool
	// Width is how many characters fit on a line of standard output; 0 if nobody counts them.
	Width int
	// Interactive says whether somebody sits at a terminal who can be asked.
	Interactive bool
	// Logger takes what happens in the background; nil discards it.
	Logger *slog.Logger

	profileMemory int64 // bytes that profiles may take; 0 is as many as usual
	// Listening, if set, is told the address that serve listens at.
	Listening func(net.Addr)

	closers []io.Closer
}

// newMain returns the program as its process runs it.
func newMain() *Main {
	terminal := isTerminal(os.Stdout)
	return &Main{
		Stdin:       os.Stdin,
		Stdout:      os.Stdout,
		Stderr:      os.Stderr,
		Clock:       time.Now,
		Name:        calledAs(os.Args[0]),
		Color:       terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
		Width:       widthOf(os.Stdout),
		Interactive: terminal && isTerminal(os.Stdin),
	}
}

// calledAs returns the program's name as a person would type it again.
func calledAs(path string) string {
	if filepath.IsAbs(path) || !strings.ContainsRune(path, filepath.Separator) {
		return filepath.Base(path)
	}
	return path
}

// Run runs one command and returns the exit code. It stops when ctx is done.
func (m *Main) Run(ctx context.Context, arguments []string) int {
	if len(arguments) == 0 {
		arguments = []string{"--help"}
	}
	err := m.run(ctx, arguments)
	if err != nil {
		m.report(err)
	}
	return exitCode(err)
}

func (m *Main) run(ctx context.Context, arguments []string) error {
	commands := &commandLine{}
	parser, err := m.parser(commands)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(arguments)
	if errors.Is(err, errHelp) {
		return nil
	}
	if err != nil {
		return m.usage(err)
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed.Run(m)
}

func (m *Main) parser(commands *commandLine) (*kong.Kong, error) {
	return kong.New(commands, append(valueMappers(),
		kong.Name("fingerpost"),
		kong.Description("Decides, for each person and right now, which feature flags are on."),
		kong.NoDefaultHelp(),
		kong.Writers(m.Stdout, m.Stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100, NoExpandSubcommands: true}),
		kong.ValueFormatter(optionHelp),
		kong.ExplicitGroups(commandGroups()),
	)...)
}

// optionHelp adds to an option's help what holds if it is not given, and the variable that gives it too.
func optionHelp(value *kong.Value) string {
	var more []string
	if value.HasDefault && !value.IsBool() && value.Default != "0s" {
		more = append(more, value.Default)
	}
	for _, name := range value.Tag.Envs {
		more = append(more, "$"+name)
	}
	if len(more) == 0 {
		return value.Help
	}
	return strings.TrimSuffix(value.Help, ".") + " (" + strings.Join(more, ", ") + ")."
}

// Close closes what the commands left open, last opened first.
func (m *Main) Close() error {
	var errs []error
	for _, closer := range slices.Backward(m.closers) {
		errs = append(errs, closer.Close())
	}
	m.closers = nil
	return errors.Join(errs...)
}

// errHelp ends parsing once help was printed.
var errHelp = errors.New("help was printed")

// helpFlag prints the help of the command that it stands behind.
type helpFlag bool

// BeforeReset is called by kong before options are checked. A command that would be run because
// none of its neighbours was named does not hide them.
func (helpFlag) BeforeReset(parsed *kong.Context) error {
	parsed.Path = slices.DeleteFunc(parsed.Path, func(p *kong.Path) bool {
		return p.Command != nil && p.Command.Parent.DefaultCmd == p.Command && !slices.Contains(parsed.Args, p.Command.Name)
	})
	if err := parsed.PrintUsage(false); err != nil {
		return err
	}
	return errHelp
}
