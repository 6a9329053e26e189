package flags

import (
	"slices"

	"github.com/fingerpost/fingerpost/rules"
)

// Segments visits the keys of all segments in the order of their keys, with
// whether the subject is in each and until when that holds, as Decision.Until does.
func (e *Evaluation) Segments(visit func(key string, in rules.Truth, until float64)) {
	for _, segment := range e.set.ordered {
		e.env.Reset()
		in := rules.Unknown
		if segment.rule != nil {
			in = segment.rule.Match(e.env)
		}
		visit(segment.key, in, e.env.Until())
	}
}

// SegmentKeys returns the keys of all segments, sorted.
func (s *Set) SegmentKeys() []string {
	keys := make([]string, len(s.ordered))
	for i, segment := range s.ordered {
		keys[i] = segment.key
	}
	return keys
}

// SegmentRule returns the compiled rule of a segment; nil if there is none or it is broken.
func (s *Set) SegmentRule(key string) *rules.Rule {
	place, ok := s.schema.Segment(key)
	if !ok || place >= len(s.segments) || s.segments[place] == nil {
		return nil
	}
	return s.segments[place].rule
}

// Percentiles returns the attributes, sorted, whose percentile or band any rule of the set asks for.
func (s *Set) Percentiles() []string {
	var names []string
	for _, segment := range s.ordered {
		if segment.rule != nil {
			names = append(names, segment.rule.Reads().Percentiles...)
		}
	}
	for _, c := range s.sorted {
		for i := range c.entries {
			if rule := c.entries[i].rule; rule != nil {
				names = append(names, rule.Reads().Percentiles...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// SegmentUses visits which flags and segments read a segment directly, as "flag new-editor" and
// "segment payers", segments first, both in the order of their keys.
func (s *Set) SegmentUses(visit func(segment, user string)) {
	for _, user := range s.ordered {
		if user.rule != nil {
			for _, key := range user.rule.Reads().Segments {
				visit(key, "segment "+user.key)
			}
		}
	}
	for _, c := range s.sorted {
		keys := slices.Clone(c.segments)
		slices.Sort(keys)
		for _, key := range slices.Compact(keys) {
			visit(key, "flag "+c.key)
		}
	}
}
