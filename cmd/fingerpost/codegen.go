package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/fingerpost/fingerpost/codegen"
)

type codegenCommand struct {
	place
	File        string `short:"f" help:"Read the flags from this environment file, without a server; - is standard input." placeholder:"FILE"`
	Lang        string `enum:"typescript,go" default:"typescript" help:"The language: typescript or go." placeholder:"LANGUAGE"`
	Client      bool   `xor:"which" help:"Only flags with client: true, which is what TypeScript has if nothing is said."`
	All         bool   `xor:"which" help:"All flags, which is what Go has if nothing is said."`
	OpenFeature bool   `name:"openfeature" help:"TypeScript: tell OpenFeature's own clients and hooks, too, which flags there are."`
	Package     string `default:"flags" help:"Go: the name of the package." placeholder:"NAME"`
	Out         string `short:"o" help:"Write this file instead of to standard output." placeholder:"FILE"`
	Check       bool   `help:"Write nothing; say by the exit code 1 that the file of --out is not as it would be written."`
}

// Help is printed below the command's options.
func (codegenCommand) Help() string {
	return "Writes the types of flags, and of the content that slots show, so that the compiler finds an unknown flag and a default of another type.\n" +
		"For example: fingerpost codegen --out src/flags.d.ts, and in CI fingerpost codegen --out src/flags.d.ts --check"
}

// Run writes the types.
func (c *codegenCommand) Run(ctx context.Context, m *Main) error {
	if err := c.valid(); err != nil {
		return err
	}
	decider, err := (&evalCommand{place: c.place, File: c.File}).decider(ctx, m)
	if err != nil {
		return err
	}
	definitions, err := decider.definitions(ctx)
	if err != nil {
		return err
	}
	text, err := c.write(m, codegen.Source{Flags: definitions.Flags, Types: definitions.ContentTypes, Entries: definitions.Content})
	if err != nil {
		return err
	}
	if c.Out == "" {
		return m.writeFile("", text)
	}
	return c.update(m, text)
}

// valid says what is wrong with the options together.
func (c *codegenCommand) valid() error {
	switch {
	case c.Check && c.Out == "":
		return failf(exitUsage, "--check needs a file to check").or("name it with --out FILE")
	case c.OpenFeature && c.Lang != "typescript":
		return failf(exitUsage, "--openfeature is for TypeScript")
	case !codegen.PackageName(c.Package):
		return failf(exitUsage, "%q cannot be the name of a Go package", c.Package)
	}
	return nil
}

// write returns what is written of those flags that are wanted.
func (c *codegenCommand) write(m *Main, found codegen.Source) ([]byte, error) {
	if c.Client || c.Lang == "typescript" && !c.All {
		all := len(found.Flags)
		if found.Flags = codegen.Visible(found.Flags); len(found.Flags) == 0 && all > 0 {
			p := m.printer(m.Stderr)
			p.printf("%s no flag has client: true; --all writes the others\n", p.paint(yellow, "note:"))
		}
	}
	if c.Lang == "go" {
		return codegen.Go(found, c.Package)
	}
	return codegen.TypeScript(found, codegen.TypeScriptOptions{OpenFeature: c.OpenFeature}), nil
}

// update writes the file, or checks it. A file that is right already is left alone, so that nothing is built anew.
func (c *codegenCommand) update(m *Main, text []byte) error {
	there, err := os.ReadFile(c.Out)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return failf(exitReach, "%s cannot be read: %s", c.Out, err)
	}
	if err == nil && bytes.Equal(there, text) {
		return nil
	}
	if !c.Check {
		return m.writeFile(c.Out, text)
	}
	what := "is not as the flags are now"
	if err != nil {
		what = "is not there"
	}
	return failf(exitProblems, "%s %s", c.Out, what).or("write it with the same command without --check")
}
