package decision

import (
	"time"

	"github.com/fingerpost/fingerpost/rules"
)

// facts answers what rules ask about a person beyond the attributes. Events,
// models and percentiles are not known to the engine yet: nobody has any events.
type facts struct {
	lists map[string]*memberSet
}

// Member implements rules.Facts.
func (f *facts) Member(list, value string) bool { return f.lists[list].has(value) }

// Event implements rules.Facts.
func (*facts) Event(query *rules.EventQuery, _ time.Time) (rules.Value, time.Time) {
	if query.Aggregate == "count" || query.Aggregate == "sum" {
		return rules.OfNumber(0), time.Time{}
	}
	return rules.Value{}, time.Time{}
}

// Score implements rules.Facts.
func (*facts) Score(rules.ScoreKind, string) rules.Value { return rules.Value{} }
