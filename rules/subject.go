package rules

import "time"

// Subject is everything known about one person at one instant. It is immutable
// while decisions are made from it.
type Subject struct {
	// Slots holds the attributes at the places that the Schema gives them;
	// slot 0 is the targeting key. What lies beyond its end is missing. Attributes that are
	// computed are missing here, unless they are to have another value than the computed one.
	Slots []Value
	// Person is the bucketing id that survives the step from anonymous to known; empty if there is none.
	Person string
	// Language is which languages the person reads, in the form of HTTP's Accept-Language; empty if nothing says it.
	// No rule reads it: content is shown in it, where no attribute says another.
	Language string
	// Facts answers what does not stand in slots; nil knows nothing.
	Facts Facts
}

// TargetingKey returns who is asked about; empty if nobody said.
func (s *Subject) TargetingKey() string {
	if len(s.Slots) == 0 {
		return ""
	}
	return s.Slots[0].str
}

// Facts answers what a rule may ask about a person beyond the attribute slots.
// Implementations are immutable while decisions are made from them.
type Facts interface {
	// Member says whether a value is a member of a list.
	Member(list, value string) bool
	// Event aggregates the person's events, and says until when the answer holds
	// if no further event arrives; the zero time means for ever. The query must not be kept.
	Event(query *EventQuery, now time.Time) (Value, time.Time)
	// Score returns a score, the name of a cluster or a band, or a percentile; Missing if there is none.
	Score(kind ScoreKind, name string) Value
}

// ScoreKind tells apart what Facts.Score is asked for.
type ScoreKind uint8

// What Facts.Score is asked for.
const (
	ModelScore          ScoreKind = iota // score("model"): a number
	ModelCluster                         // cluster("model"): a string
	AttributePercentile                  // percentile("attribute"): a number from 0 to 1
	AttributeBand                        // band("attribute"): a string, one of the attribute's bands
)

// EventQuery is one aggregate over a person's events, as written in event_count and its like.
type EventQuery struct {
	// Aggregate is count, sum, avg, min, max, first, last, unique (the number of distinct
	// values), top (the most frequent value) or duration (the seconds between the first and the last event).
	Aggregate string
	Event     string
	Property  string // empty for count and duration; first and last without one give the time
	Where     *Where // nil takes all events
	Window    Window
}

// Empty returns what the aggregate is without events: 0 for count, sum and unique, else Missing.
func (q *EventQuery) Empty() Value {
	if a := aggregates[aggregatePrefix+q.Aggregate]; a != nil && a.zero {
		return OfNumber(0)
	}
	return Value{}
}

// Window is the stretch of time that an aggregate looks at.
type Window struct {
	Kind   string        // "" (lifetime), "last", "within" or "session"
	Length time.Duration // of "last" and "within"
	// Anchor is the attribute from which "within" counts.
	Anchor string
	// From is the anchor's instant when the query is asked.
	From time.Time
}
