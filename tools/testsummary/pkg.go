package main

import (
	"maps"
	"slices"
	"strings"
)

// pkg is what has been read of one package.
type pkg struct {
	tests  map[string]*test
	output strings.Builder // what belongs to no test
	cached bool
}

type test struct {
	action      string // pass, fail or skip; empty while it runs
	output      strings.Builder
	hasSubtests bool
	failedBelow bool // some subtest failed
}

// results is a package's share of the summary.
type results struct {
	passed, failed, skipped int
	failures, skips         []report
}

// take adds one event and reports whether it ended the package.
func (p *pkg) take(e event) (ended bool) {
	terminal := e.Action == "pass" || e.Action == "fail" || e.Action == "skip"
	if e.Test == "" {
		if e.Action == "output" {
			p.output.WriteString(e.Output)
			p.cached = p.cached || strings.Contains(e.Output, "\t(cached)")
		}
		return terminal
	}
	t := p.tests[e.Test]
	if t == nil {
		t = &test{}
		p.tests[e.Test] = t
	}
	switch {
	case terminal:
		t.action = e.Action
	case e.Action == "output" && !isFrame(e.Output):
		t.output.WriteString(e.Output)
	}
	return false
}

// results counts the package's tests. A test that never ended has failed.
func (p *pkg) results() results {
	for name, t := range p.tests {
		if t.action == "" {
			t.action = "fail"
			t.output.WriteString("    the test did not finish\n")
		}
		p.tellParents(name, t.action == "fail")
	}
	var r results
	for _, name := range slices.Sorted(maps.Keys(p.tests)) {
		t := p.tests[name]
		switch {
		case t.action == "skip":
			r.skipped++
			r.skips = append(r.skips, report{name, t.output.String()})
		case t.action == "fail" && !t.failedBelow:
			r.failed++
			r.failures = append(r.failures, report{name, t.output.String()})
		case t.action == "fail" && t.output.Len() > 0:
			r.failures = append(r.failures, report{name, t.output.String()})
		case t.action == "pass" && !t.hasSubtests:
			r.passed++
		}
	}
	return r
}

// tellParents marks every test above name. The names of subtests may hold slashes themselves.
func (p *pkg) tellParents(name string, failed bool) {
	for i, char := range name {
		if parent := p.tests[name[:i]]; char == '/' && parent != nil {
			parent.hasSubtests = true
			parent.failedBelow = parent.failedBelow || failed
		}
	}
}

// isFrame reports whether a line is go test's own "=== RUN" or "--- FAIL" around a test's output.
func isFrame(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "=== ") || strings.HasPrefix(line, "--- ")
}
