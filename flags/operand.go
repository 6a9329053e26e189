package flags

import "github.com/fingerpost/fingerpost/rules"

// Match evaluates a rule that was compiled for the set's schema.
func (e *Evaluation) Match(rule *rules.Rule) rules.Truth { return rule.Match(e.env) }

// Value evaluates an operand that was compiled for the set's schema.
func (e *Evaluation) Value(operand *rules.Operand) rules.Value { return operand.Value(e.env) }

// ValueUntil evaluates an operand as Value does, and says until when that holds, as Decision.Until does.
func (e *Evaluation) ValueUntil(operand *rules.Operand) (value rules.Value, until float64) {
	e.env.Reset()
	value = operand.Value(e.env)
	return value, e.env.Until()
}
