package scenario

import (
	"fmt"
	"strings"
	"time"
)

// String prints the report for people: a line for each scenario, and below it each decision
// that is not as expected, with how it came about.
func (r *Report) String() string {
	var b strings.Builder
	width := 0
	for _, s := range r.Scenarios {
		width = max(width, len([]rune(s.name())))
	}
	for i := range r.Scenarios {
		r.Scenarios[i].print(&b, width)
	}
	return b.String()
}

func (s *Scenario) name() string {
	if s.Title == "" {
		return "decisions"
	}
	return s.Title
}

func (s *Scenario) print(b *strings.Builder, width int) {
	failed := s.Failed()
	if failed == 0 {
		fmt.Fprintf(b, "  %s %-*s  %s\n", Matched, width, s.name(), count(len(s.Decisions), "decision"))
		return
	}
	fmt.Fprintf(b, "  %s %-*s  %d of %s not as expected\n", Unmatched, width, s.name(), failed, count(len(s.Decisions), "decision"))
	for _, d := range s.Decisions {
		if !d.Passed {
			d.print(b)
		}
	}
	b.WriteByte('\n')
}

func (d *Result) print(b *strings.Builder) {
	whom := ""
	if d.Person != "" {
		whom = " for " + name(d.Person)
	}
	fmt.Fprintf(b, "\n      line %d: decide %s%s at %s\n", d.Line, d.Flag, whom, d.At.UTC().Format(time.RFC3339))
	fmt.Fprintf(b, "        expected  %s\n        got       %s\n", d.Expected, d.Got)
	if d.Explanation != nil {
		b.WriteString("        because\n")
		for line := range strings.Lines(Explain(d.Explanation)) {
			b.WriteString("          " + line)
		}
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
