package flags

import "slices"

// Changed returns the keys, in order, of the flags of next for which somebody may be
// given something else than in before: those whose definition is another one, or
// that read, at any depth, a segment or a flag that is. Next must have been compiled with before as its previous set.
func Changed(before, next *Set) []string {
	c := &comparison{before: before, next: next, flags: map[string]bool{}, segments: map[string]bool{}}
	var changed []string
	for _, key := range next.keys {
		if !c.sameFlag(key) {
			changed = append(changed, key)
		}
	}
	return changed
}

// ChangedOrGone is Changed with the flags of before that next no longer has.
func ChangedOrGone(before, next *Set) []string {
	keys := Changed(before, next)
	for _, key := range before.keys {
		if next.flag(key) == nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// comparison remembers what was compared; what is being compared counts as the same.
type comparison struct {
	before, next    *Set
	flags, segments map[string]bool
}

func (c *comparison) sameFlag(key string) bool {
	if same, done := c.flags[key]; done {
		return same
	}
	c.flags[key] = true
	next := c.next.flag(key)
	same := next != nil && next == c.before.flag(key) && (next.pieces == nil || c.before.holdout.same(c.next.holdout)) && c.sameAll(next.segments, next.flags)
	c.flags[key] = same
	return same
}

func (c *comparison) sameSegment(key string) bool {
	if same, done := c.segments[key]; done {
		return same
	}
	c.segments[key] = true
	rule := c.next.SegmentRule(key)
	same := rule != nil && rule == c.before.SegmentRule(key) && c.sameAll(rule.Reads().Segments, rule.Reads().Flags)
	c.segments[key] = same
	return same
}

func (c *comparison) sameAll(segments, flags []string) bool {
	for _, key := range segments {
		if !c.sameSegment(key) {
			return false
		}
	}
	for _, key := range flags {
		if !c.sameFlag(key) {
			return false
		}
	}
	return true
}
