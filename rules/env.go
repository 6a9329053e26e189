package rules

import (
	"math"
	"slices"
	"time"
)

// Truth is the outcome of a condition in Kleene's three-valued logic: and is
// the least, or the greatest, not the negative.
type Truth int8

// The truths.
const (
	False   Truth = -1
	Unknown Truth = 0
	True    Truth = 1
)

// String returns true, false or unknown.
func (t Truth) String() string { return [...]string{"false", "unknown", "true"}[t+1] }

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Env is what rules are evaluated in: one subject at one instant, with the
// segments and flags that rules refer to. An Env is reused from subject to
// subject by Begin and must not be used concurrently.
type Env struct {
	subject *Subject
	slots   []Value
	now     float64    // milliseconds since 1970 UTC
	until   float64    // the earliest instant at which time alone can change what was evaluated so far
	element Value      // of the list that any, all, none or count is at
	query   EventQuery // with the instant at which its window begins
	padded  []Value    // the slots of a subject that has too few

	size     int
	segments []*Rule
	flag     func(e *Env, place int) Value

	// memo remembers the segments evaluated since Begin; entries of earlier turns are void.
	memo []memo
	turn uint32
	// derived likewise remembers computed attributes; derives says that there are some.
	derived []derived
	derives bool
}

type memo struct {
	turn    uint32
	outcome Truth
	until   float64
}

const never = math.MaxFloat64

// NewEnv returns an Env for subjects of a schema. Segments holds the compiled
// segments at the places that the schema gives them; nil at a place makes that
// segment unknown. Flag gives the value of a flag, with Hold telling until when; nil makes all flags unknown.
func NewEnv(schema *Schema, segments []*Rule, flag func(e *Env, place int) Value) *Env {
	if flag == nil {
		flag = func(*Env, int) Value { return Value{} }
	}
	return &Env{size: schema.Slots(), segments: segments, flag: flag, memo: make([]memo, len(segments)), derived: make([]derived, len(schema.places))}
}

// Begin turns to a subject and an instant, forgetting those before.
func (e *Env) Begin(subject *Subject, now time.Time) {
	e.subject = subject
	e.now = float64(now.UnixMilli())
	e.until = never
	e.slots = subject.Slots
	if len(e.slots) < e.size {
		e.pad()
	}
	e.turn++
	if e.turn == 0 { // it wrapped round: old entries could look new
		clear(e.memo)
		clear(e.derived)
		e.turn = 1
	}
}

// End forgets the subject, so that a pooled Env does not keep it alive.
func (e *Env) End() {
	e.subject, e.slots = nil, nil
	if len(e.padded) > 0 {
		clear(e.padded)
		e.padded = e.padded[:0]
	}
	if e.derives {
		clear(e.derived)
		e.derives = false
	}
}

// pad gives a subject that has fewer slots than the schema the missing ones.
func (e *Env) pad() {
	e.padded = slices.Grow(e.padded[:0], e.size)[:e.size]
	clear(e.padded[copy(e.padded, e.slots):])
	e.slots = e.padded
}

// Subject returns the subject of the last Begin.
func (e *Env) Subject() *Subject { return e.subject }

// Slot returns the value of an attribute by the place that the schema gives it; it computes nothing.
func (e *Env) Slot(place int) *Value { return &e.slots[place] }

// Now returns the instant of the last Begin in milliseconds since 1970 UTC.
func (e *Env) Now() float64 { return e.now }

// Until returns, in milliseconds since 1970 UTC, the earliest instant at which
// time alone can change what was evaluated since the last Reset or Begin; Never if none can.
func (e *Env) Until() float64 { return e.until }

// Never is the Until of what time alone cannot change.
const Never = never

// Hold says that what is being evaluated can change at an instant; instants that have passed do not count.
func (e *Env) Hold(until float64) {
	if until > e.now && until < e.until {
		e.until = until
	}
}

// Reset begins a new Until and returns the one before, to be given to Hold later.
func (e *Env) Reset() float64 {
	before := e.until
	e.until = never
	return before
}

// segment evaluates a segment once a turn.
func (e *Env) segment(place int) Truth {
	m := &e.memo[place]
	if m.turn != e.turn {
		rule := e.segments[place]
		if rule == nil {
			return Unknown
		}
		before := e.Reset()
		outcome := rule.match(e)
		*m = memo{turn: e.turn, outcome: outcome, until: e.until}
		e.until = before
	}
	e.Hold(m.until)
	return m.outcome
}
