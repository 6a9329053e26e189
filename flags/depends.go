package flags

import (
	"slices"

	"github.com/fingerpost/fingerpost/rules"
)

// SegmentReads returns the attributes, sorted, that the segments and the percentiles of the set read: directly,
// through what attributes are computed from, and through flags that segments ask for.
func (s *Set) SegmentReads() []string {
	r := &reading{set: s, flags: map[string]bool{}}
	for _, segment := range s.ordered {
		r.rule(segment.rule)
	}
	for _, name := range s.Percentiles() {
		if operand, _ := rules.NewOperand(name, s.schema); operand != nil {
			r.reads(operand.Reads())
		}
	}
	slices.Sort(r.attributes)
	return slices.Compact(r.attributes)
}

// reading collects the attributes that something reads.
type reading struct {
	set        *Set
	flags      map[string]bool // that were looked at
	attributes []string
}

// rule collects what a rule reads; a nil one reads nothing.
func (r *reading) rule(rule *rules.Rule) {
	if rule != nil {
		r.reads(rule.Reads())
	}
}

func (r *reading) reads(reads *rules.Reads) {
	r.attributes = append(r.attributes, reads.Attributes...)
	for _, key := range reads.Flags {
		r.flag(key)
	}
}

func (r *reading) flag(key string) {
	c := r.set.flag(key)
	if c == nil || r.flags[key] {
		return
	}
	r.flags[key] = true
	r.attributes = append(r.attributes, c.by...)
	for i := range c.entries {
		r.rule(c.entries[i].rule)
	}
}
