package flags

import "fmt"

// Shadowed reports targeting entries that are never reached, or never match, because an earlier one takes everybody whom they
// could take. Nothing is wrong with such a flag; somebody may have meant something else.
func (s *Set) Shadowed() []Problem {
	var notes []Problem
	for _, c := range s.sorted {
		for i := range c.entries {
			if by := c.shadows(i); by >= 0 {
				notes = append(notes, Problem{
					Path:    fmt.Sprintf("flags.%s.targeting[%d]", c.key, i),
					Message: fmt.Sprintf("nobody gets here: targeting[%d], %q, takes them all before", by, c.entries[by].name),
					Hint:    "move it up, or take it out",
				})
			}
		}
	}
	return notes
}

// shadows returns the entry that takes everybody whom entry i could take; -1 if none does.
func (c *compiled) shadows(i int) int {
	for j := range i {
		earlier := &c.entries[j]
		if !earlier.takesAll() {
			continue
		}
		if earlier.rule == nil || c.entries[i].rule.Implies(earlier.rule) {
			return j
		}
	}
	return -1
}

// takesAll says whether an entry takes, at all times, everybody for whom its rule holds.
func (t *entry) takesAll() bool {
	bySome := t.by == byAttribute && (t.splits != nil || t.coverage < All) // whoever lacks the attribute goes on
	alwaysShown := t.only == nil || t.only.piece == nil || t.only.piece.Always()
	for _, s := range t.splits {
		alwaysShown = alwaysShown && (s.outcome == nil || s.outcome.piece == nil || s.outcome.piece.Always())
	}
	unlimited := t.capped == nil && t.places == nil && t.exclusive == nil
	return t.coverage == All && !bySome && alwaysShown && unlimited && t.start < -1e300 && t.end > 1e300
}
