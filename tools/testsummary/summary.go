package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// event is one line of `go test -json`; `go doc test2json` describes it.
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build-output, instead of Package
	Test        string
	Elapsed     float64 // seconds
	Output      string
	FailedBuild string // of a package's fail: the ImportPath that did not build
}

// summary counts results while they are read and keeps what is shown at the end.
type summary struct {
	out      io.Writer
	module   string                   // import path to leave out of package names
	packages map[string]*pkg          // those that have not ended yet
	builds   map[string]*bytes.Buffer // the compiler's messages by ImportPath
	failures []report
	skips    []report

	passed, failed, skipped int
}

// report is one test, or one package where name is the package alone, with its output.
type report struct {
	name   string
	output string
}

func newSummary(out io.Writer, module string) *summary {
	return &summary{out: out, module: module, packages: map[string]*pkg{}, builds: map[string]*bytes.Buffer{}}
}

// read takes in a whole stream. Lines that are not events are passed on as they are.
func (s *summary) read(stream io.Reader) error {
	reader := bufio.NewReader(stream)
	for {
		line, err := reader.ReadBytes('\n')
		var e event
		if len(bytes.TrimSpace(line)) > 0 {
			if json.Unmarshal(line, &e) == nil && e.Action != "" {
				s.take(e)
			} else {
				fmt.Fprintln(s.out, string(bytes.TrimSpace(line)))
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("test output: %w", err)
		}
	}
}

func (s *summary) take(e event) {
	if e.Action == "build-output" {
		if s.builds[e.ImportPath] == nil {
			s.builds[e.ImportPath] = &bytes.Buffer{}
		}
		s.builds[e.ImportPath].WriteString(e.Output)
		return
	}
	if e.Package == "" {
		return
	}
	p := s.packages[e.Package]
	if p == nil {
		p = &pkg{tests: map[string]*test{}}
		s.packages[e.Package] = p
	}
	if ended := p.take(e); ended {
		delete(s.packages, e.Package)
		s.add(e, p)
	}
}

// add counts a package that has ended and prints its line.
func (s *summary) add(end event, p *pkg) {
	name := s.short(end.Package)
	results := p.results()
	for _, failure := range results.failures {
		s.failures = append(s.failures, report{name + " " + failure.name, failure.output})
	}
	for _, skip := range results.skips {
		s.skips = append(s.skips, report{name + " " + skip.name, skip.output})
	}
	if end.Action == "fail" && results.failed == 0 {
		results.failed = 1
		output := p.output.String()
		if build := s.builds[end.FailedBuild]; build != nil {
			output = build.String() + output
		}
		s.failures = append(s.failures, report{name, output})
	}
	s.passed += results.passed
	s.failed += results.failed
	s.skipped += results.skipped

	mark, counts := "ok", tally(results.passed, results.failed, results.skipped)
	took := fmt.Sprintf("%.2fs", end.Elapsed)
	switch {
	case results.failed > 0:
		mark = "FAIL"
	case results.passed+results.skipped == 0:
		mark, counts, took = "-", "no tests", ""
	case p.cached:
		took = "cached"
	}
	fmt.Fprintf(s.out, "%-4s  %-24s %8s  %s\n", mark, name, took, counts)
}

// close prints skips, failures and the final line and reports whether all is well.
func (s *summary) close() bool {
	for _, name := range slices.Sorted(maps.Keys(s.packages)) {
		s.add(event{Action: "fail", Package: name}, s.packages[name])
	}
	for i, skip := range s.skips {
		if i == 0 {
			fmt.Fprintln(s.out, "\nSkipped:")
		}
		fmt.Fprintf(s.out, "  %s: %s\n", skip.name, oneLine(skip.output))
	}
	for _, failure := range s.failures {
		fmt.Fprintf(s.out, "\nFAIL %s\n%s\n", failure.name, strings.TrimRight(failure.output, "\n"))
	}
	if s.passed+s.failed+s.skipped == 0 {
		fmt.Fprintln(s.out, "no test was run: that is a failure too")
	}
	fmt.Fprintf(s.out, "\n%s\n", tally(s.passed, s.failed, s.skipped))
	return s.failed == 0 && s.passed > 0
}

func (s *summary) short(importPath string) string {
	if importPath == s.module {
		return "."
	}
	return strings.TrimPrefix(importPath, s.module+"/")
}

func tally(passed, failed, skipped int) string {
	text := fmt.Sprintf("%d passed, %d failed", passed, failed)
	if skipped > 0 {
		text += fmt.Sprintf(", %d skipped", skipped)
	}
	return text
}

func oneLine(text string) string {
	if fields := strings.Fields(text); len(fields) > 0 {
		return strings.Join(fields, " ")
	}
	return "no reason given"
}
