package flags

import (
	"time"

	"github.com/fingerpost/fingerpost/rules"
)

// Evaluation decides any number of flags for one subject at one instant: segments
// and prerequisites that several flags share are evaluated once. It must not be used concurrently.
type Evaluation struct {
	set     *Set
	env     *rules.Env
	memo    []memo // by place, of flags that others read
	turn    uint32
	scratch []byte // for hashing
	key     []byte // of content that is to be shown
	read    []rules.Value
	drafts  bool // drafts of content are shown
	unkept  bool // what is shown is not remembered
	page    page
	rooms   []room // by place, of the environment's caps
}

type memo struct {
	turn    uint32
	outcome *Outcome
	until   float64
}

func newEvaluation(s *Set) *Evaluation {
	e := &Evaluation{set: s, memo: make([]memo, len(s.places)), rooms: make([]room, len(s.caps)), scratch: make([]byte, 0, 256)}
	e.env = rules.NewEnv(s.schema, s.rules, func(_ *rules.Env, place int) rules.Value { return e.prerequisite(place) })
	return e
}

func (e *Evaluation) begin(subject *rules.Subject, now time.Time) {
	e.env.Begin(subject, now)
	e.turn++
	if e.turn == 0 { // it wrapped round: old entries could look new
		clear(e.memo)
		clear(e.rooms)
		e.turn = 1
	}
}

// End gives the evaluation back to its set; it must not be used afterwards.
func (e *Evaluation) End() {
	e.env.End()
	clear(e.read)
	e.drafts = false
	e.set.pool.Put(e)
}

// Decide decides one flag. It does no I/O, reads no clock, takes no lock and, for
// a flag that exists, does not allocate. An unknown key gives an outcome with FlagNotFound.
func (e *Evaluation) Decide(key string) Decision {
	c := e.set.flag(key)
	if c == nil {
		o := &Outcome{About: &About{Flag: key, Reason: Failed, Code: FlagNotFound, Message: "there is no flag " + key}}
		return Decision{Outcome: o.finish(), Revision: e.set.revision}
	}
	return e.decision(c)
}

// DecideAll decides all flags in the order of their keys and hands each to visit until it returns false.
func (e *Evaluation) DecideAll(visit func(Decision) bool) {
	e.openPage()
	defer e.closePage()
	for _, c := range e.set.sorted {
		if !visit(e.decision(c)) {
			return
		}
	}
}

// decision decides a flag on its own.
func (e *Evaluation) decision(c *compiled) Decision {
	e.env.Reset()
	outcome := e.walk(c)
	if outcome.piece != nil {
		outcome = e.present(c, outcome)
	}
	return Decision{Outcome: outcome, Revision: e.set.revision, until: e.env.Until()}
}

// prerequisite is what flag("…") is in a rule: the flag is decided once a turn, however many read it.
func (e *Evaluation) prerequisite(place int) rules.Value {
	c := e.set.places[place]
	if c == nil {
		return rules.Value{}
	}
	m := &e.memo[place]
	if m.turn != e.turn {
		before := e.env.Reset()
		outcome := e.walk(c)
		*m = memo{turn: e.turn, outcome: outcome, until: e.env.Until()}
		e.env.Restore(before)
	}
	e.env.Hold(m.until)
	return m.outcome.operand
}

// walk goes through the targeting list to the first entry that serves something.
func (e *Evaluation) walk(c *compiled) *Outcome {
	if c.fixed != nil {
		return c.fixed
	}
	if c.pieces != nil && e.heldOut(c) {
		return c.withheld
	}
	if c.holds {
		if kept := e.kept(c); kept != nil {
			return kept
		}
	}
	for i := range c.entries {
		t := &c.entries[i]
		if !e.inForce(t) || t.rule != nil && t.rule.Match(e.env) != rules.True {
			continue
		}
		if t.limited {
			in, out := e.allows(t)
			if out && c.withheld != nil {
				return c.withheld
			}
			if !in || out {
				continue
			}
		}
		if outcome, ok := e.serve(c, t); ok && e.inTime(outcome) {
			return outcome
		}
	}
	if c.fallback.only != nil {
		return c.fallback.only
	}
	value, ok := e.bucketingValue(&c.fallback)
	if !ok {
		return c.keyless
	}
	return c.fallback.pick(c.fallback.bucket(e.scratch, value))
}

func (e *Evaluation) inForce(t *entry) bool {
	now := e.env.Now()
	if now < t.start {
		e.env.Hold(t.start)
		return false
	}
	e.env.Hold(t.end)
	return now < t.end
}

// serve returns what an entry that matches serves; false if the person is not covered, or has no value to be bucketed by.
func (e *Evaluation) serve(c *compiled, t *entry) (*Outcome, bool) {
	if t.only != nil && t.coverage == All {
		return t.only, true
	}
	value, ok := e.bucketingValue(&t.serving)
	switch {
	case !ok && t.by == byAttribute:
		return nil, false
	case !ok:
		return c.keyless, true
	case t.coverage < All && t.cover.bucket(e.scratch, value) >= t.coverage:
		return nil, false
	case t.only != nil:
		return t.only, true
	}
	return t.pick(t.bucket(e.scratch, value)), true
}

// bucketingValue returns what a split is by; false if it is missing.
func (e *Evaluation) bucketingValue(s *serving) (string, bool) {
	switch s.by {
	case byPerson:
		if person := e.env.Subject().Person; person != "" {
			return person, true
		}
	case byAttribute:
		v := e.env.Slot(s.slot)
		if v.Kind() == rules.Number {
			return rules.FormatNumber(v.Float()), true
		}
		return v.Text(), v.Known()
	}
	key := e.env.Subject().TargetingKey()
	return key, key != ""
}

func (s *serving) pick(bucket uint32) *Outcome {
	last := len(s.splits) - 1
	for i := range last {
		if bucket < s.splits[i].upTo {
			return s.splits[i].outcome
		}
	}
	return s.splits[last].outcome
}
