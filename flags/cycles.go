package flags

import "strings"

// breakCycles finds flags and segments that read themselves, through whatever
// others, and breaks all that lie on such a cycle.
func (s *Set) breakCycles() []Problem {
	f := &cycleFinder{set: s, state: make(map[string]visit)}
	for _, c := range s.sorted {
		if len(c.flags) > 0 || len(c.segments) > 0 {
			f.visit("flags." + c.key)
		}
	}
	for _, g := range s.segments {
		if g != nil {
			f.visit("segments." + g.key)
		}
	}
	var problems []Problem
	for _, cycle := range f.cycles {
		for _, name := range cycle {
			problems = append(problems, s.breakNamed(name, cycle))
		}
	}
	return problems
}

// breakNamed breaks one flag or segment of a cycle.
func (s *Set) breakNamed(name string, cycle []string) Problem {
	kind, key, _ := strings.Cut(name, ".")
	p := Problem{
		Path:    name,
		Message: "it reads itself: " + strings.Join(append(cycle, cycle[0]), " → "),
		Hint:    "take one of these references out",
	}
	if kind == "segments" {
		place, _ := s.schema.Segment(key)
		broken := *s.segments[place]
		broken.rule = nil
		s.segments[place] = &broken
		return p
	}
	place, _ := s.schema.Flag(key)
	broken := breakFlag(s.places[place], p)
	s.places[place] = broken
	for i, c := range s.sorted {
		if c.key == key {
			s.sorted[i] = broken
		}
	}
	return p
}

type visit uint8

const (
	entered visit = iota + 1
	left
)

// cycleFinder walks the graph of what reads what, depth first.
type cycleFinder struct {
	set    *Set
	state  map[string]visit
	path   []string
	cycles [][]string
}

func (f *cycleFinder) visit(name string) {
	switch f.state[name] {
	case left:
		return
	case entered:
		for i := range f.path {
			if f.path[i] == name {
				f.cycles = append(f.cycles, append([]string(nil), f.path[i:]...))
			}
		}
		return
	}
	f.state[name] = entered
	f.path = append(f.path, name)
	for _, read := range f.reads(name) {
		f.visit(read)
	}
	f.path = f.path[:len(f.path)-1]
	f.state[name] = left
}

// reads are the names of the flags and segments that a flag or segment reads directly.
func (f *cycleFinder) reads(name string) []string {
	kind, key, _ := strings.Cut(name, ".")
	var segments, flags []string
	if kind == "flags" {
		c := f.set.flag(key)
		if c == nil {
			return nil
		}
		segments, flags = c.segments, c.flags
	} else {
		place, ok := f.set.schema.Segment(key)
		if !ok || f.set.segments[place] == nil || f.set.segments[place].rule == nil {
			return nil
		}
		reads := f.set.segments[place].rule.Reads()
		segments, flags = reads.Segments, reads.Flags
	}
	names := make([]string, 0, len(segments)+len(flags))
	for _, segment := range segments {
		names = append(names, "segments."+segment)
	}
	for _, flag := range flags {
		names = append(names, "flags."+flag)
	}
	return names
}
