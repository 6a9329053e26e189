package flags

import "github.com/fingerpost/fingerpost/rules"

// ValueUntil evaluates an operand as Value does, and says until when that holds, as Decision.Until does.
func (e *Evaluation) ValueUntil(operand *rules.Operand) (value rules.Value, until float64) {
	e.env.Reset()
	value = operand.Value(e.env)
	return value, e.env.Until()
}
