//go:build !race

package openfeature

import "testing"

// The race detector lets pools forget what they hold, so that this holds only without it.
func TestEvaluationInTheProcessDoesNotAllocate(t *testing.T) {
	p, flat, ctx := benchmarkProvider(t), benchmarkFlat(), t.Context()
	evaluate := func() { p.BooleanEvaluation(ctx, "flag-7", false, flat) }
	evaluate() // the first one finds out what the flag reads
	if n := testing.AllocsPerRun(1000, evaluate); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
