package rules

// Conditions returns the parts of the rule that are joined by and, printed
// canonically; nil for a rule that is a single condition.
func (r *Rule) Conditions() []string {
	if r.tree.Op != opAnd {
		return nil
	}
	parts := make([]string, len(r.tree.Args))
	for i, arg := range r.tree.Args {
		parts[i] = arg.String()
	}
	return parts
}
