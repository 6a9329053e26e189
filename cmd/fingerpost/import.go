package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/importer"
)

type importCommand struct {
	From    string `required:"" enum:"unleash" help:"What the file was exported from: unleash (its client features)." placeholder:"SYSTEM"`
	File    string `arg:"" help:"The exported file; - is standard input."`
	Output  string `short:"o" help:"Write the environment file here instead of to standard output." placeholder:"FILE"`
	Members string `help:"Write the members of lists into this folder, a file for each list." placeholder:"FOLDER"`
}

// Help is printed below the command's options.
func (importCommand) Help() string {
	return "What cannot be carried over exactly is printed to standard error, with the reason. Nothing is published: fingerpost apply does that."
}

// Run writes the environment file that the export becomes.
func (c *importCommand) Run(m *Main) error {
	source, err := m.readFile(c.File)
	if err != nil {
		return err
	}
	imported, err := importer.Unleash(source)
	if err != nil {
		return failf(exitProblems, "%s cannot be imported: %s", c.File, err)
	}
	if err := m.writeFile(c.Output, environment.Format(imported.Definitions, 0)); err != nil {
		return err
	}
	p := m.printer(m.Stderr)
	p.findings(imported.Findings)
	p.printf("%s %s: %s\n", p.paint(green, "Imported"), c.File, contents(imported.Definitions))
	return c.members(m, imported.Members)
}

// writeFile writes a file, or to standard output where it has no name.
func (m *Main) writeFile(path string, data []byte) error {
	if path == "" || path == "-" {
		_, err := m.Stdout.Write(data)
		return err
	}
	const readable = 0o644
	if err := os.WriteFile(path, data, readable); err != nil {
		return failf(exitReach, "%s cannot be written: %s", path, err)
	}
	return nil
}

// findings prints each message once, with all the places that it is about.
func (p *printer) findings(findings []importer.Finding) {
	paths := map[string][]string{}
	var messages []string
	for _, f := range findings {
		if paths[f.Message] == nil {
			messages = append(messages, f.Message)
		}
		paths[f.Message] = append(paths[f.Message], f.Path)
	}
	for _, message := range messages {
		p.printf("%s %s\n", p.paint(yellow, "note:"), message)
		for _, path := range paths[message] {
			p.printf("  in %s\n", path)
		}
	}
}

// members writes the members of lists to files and says how to add them. They are people, and
// so neither in the environment file nor, as arguments of a command, in anybody's history.
func (c *importCommand) members(m *Main, members map[string][]string) error {
	if len(members) == 0 {
		return nil
	}
	p := m.printer(m.Stderr)
	p.printf("An environment file does not hold the members of its lists, of which there are %s.\n", plural(len(members), "list"))
	if c.Members == "" {
		p.printf("  With --members FOLDER they are written there, with the commands that add them.\n")
		return nil
	}
	const private = 0o700
	if err := os.MkdirAll(c.Members, private); err != nil {
		return failf(exitReach, "%s cannot be written: %s", c.Members, err)
	}
	p.printf("Once the environment file is published, add them:\n")
	for _, list := range slices.Sorted(maps.Keys(members)) {
		path := filepath.Join(c.Members, list+".txt")
		if err := writePrivately(path, strings.Join(members[list], "\n")+"\n"); err != nil {
			return err
		}
		p.printf("  %s lists add %s - < %s\n", m.Name, list, path)
	}
	return nil
}

func writePrivately(path, text string) error {
	const private = 0o600
	if err := os.WriteFile(path, []byte(text), private); err != nil {
		return failf(exitReach, "%s cannot be written: %s", path, err)
	}
	return nil
}
