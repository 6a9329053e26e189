package main

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/fingerpost/fingerpost/environment"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/scenario"
)

type testCommand struct {
	output
	Files []string `arg:"" name:"file" help:"Scenario files, or folders of them (*.scenario)."`
}

// tested is what came of one scenario file.
type tested struct {
	File     string           `json:"file"`
	OK       bool             `json:"ok"`
	Problems []problemLine    `json:"problems,omitempty"`
	Report   *scenario.Report `json:"report,omitempty"`
	// source and about are the file that the problems lie in.
	source []byte
	about  string
}

// Run runs the scenario files, without a server.
func (c *testCommand) Run(m *Main) error {
	paths, err := scenarioFiles(c.Files)
	if err != nil {
		return err
	}
	results := make([]*tested, 0, len(paths))
	ok := true
	for _, path := range paths {
		result, err := runScenarios(path)
		if err != nil {
			return err
		}
		results = append(results, result)
		ok = ok && result.OK
		if !c.JSON {
			m.printTested(result)
		}
	}
	if c.JSON {
		if err := m.printJSON(map[string]any{"ok": ok, "files": results}); err != nil {
			return err
		}
	} else {
		m.printTotal(results, ok)
	}
	if !ok {
		return errProblems()
	}
	return nil
}

// scenarioFiles puts the scenario files of folders in place of the folders.
func scenarioFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		inside, err := filepath.Glob(filepath.Join(path, "*.scenario"))
		switch {
		case err != nil:
			return nil, failf(exitUsage, "%s: %s", path, err)
		case len(inside) > 0:
			files = append(files, inside...)
		default:
			files = append(files, path)
		}
	}
	return files, nil
}

func runScenarios(path string) (*tested, error) {
	source, err := readFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	result := &tested{File: path, source: source, about: path}
	file, problems := scenario.Parse(source)
	if len(problems) > 0 {
		return result.broken(problems), nil
	}
	set, definitions, err := result.compile(file)
	if set == nil {
		return result, err
	}
	report, problems := file.Run(set, definitions)
	if len(problems) > 0 {
		return result.broken(problems), nil
	}
	_, failed := report.Count()
	result.Report, result.OK = report, failed == 0
	return result, nil
}

// compile compiles the environment that a scenario file is about; the set is nil if that has problems.
func (t *tested) compile(file *scenario.File) (*flags.Set, *environment.Definitions, error) {
	source := file.Environment
	if file.Use != "" {
		path := file.Use
		if !filepath.IsAbs(path) {
			path = filepath.Join(filepath.Dir(t.File), path)
		}
		read, err := readFile(path)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, nil, failf(exitReach, "%s uses %s, and there is no such file", t.File, path).
					or("the path behind `use` counts from the folder of the scenario file")
			}
			return nil, nil, unreadable(path, err)
		}
		source, t.source, t.about = read, read, path
	}
	checked, problems := environment.Check(source)
	if len(problems) > 0 {
		t.Problems = linesOf(problems)
		return nil, nil, nil
	}
	set, _ := environment.Compile(checked.Definitions, checked.Revision, nil)
	return set, checked.Definitions, nil
}

func (t *tested) broken(problems scenario.Problems) *tested {
	source, err := readFile(t.File)
	if err == nil {
		t.source, t.about = source, t.File
	}
	for _, p := range problems {
		t.Problems = append(t.Problems, problemLine{Line: p.Line, Column: p.Column, Message: p.Message, Hint: p.Hint})
	}
	return t
}

func (m *Main) printTested(t *tested) {
	p := m.printer(m.Stdout)
	if len(t.Problems) > 0 {
		p.problems(t.about, t.source, t.Problems)
		p.printf("\n")
		return
	}
	p.printf("%s\n%s\n\n", p.paint(bold, t.File), strings.TrimRight(p.marks(t.Report.String()), "\n"))
}

func (m *Main) printTotal(results []*tested, ok bool) {
	p := m.printer(m.Stdout)
	decisions, failed, broken := 0, 0, 0
	for _, t := range results {
		if t.Report == nil {
			broken++
			continue
		}
		d, f := t.Report.Count()
		decisions, failed = decisions+d, failed+f
	}
	if ok {
		p.printf("%s %s, all as expected\n", p.paint(green, "✓"), plural(decisions, "decision"))
		return
	}
	if broken > 0 {
		p.printf("%s %s could not be run\n", p.paint(red, "✗"), plural(broken, "file"))
	}
	if failed > 0 {
		p.printf("%s %d of %s not as expected\n", p.paint(red, "✗"), failed, plural(decisions, "decision"))
	}
}
