package flags

import (
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/rules"
)

// Explanation is how a decision came about.
type Explanation struct {
	Flag     string   `json:"flag"`
	Decision Decision `json:"-"`
	// Entries are the targeting entries in order, up to and after the one that decided.
	Entries []ExplainedEntry `json:"entries"`
}

// ExplainedEntry is one targeting entry's part in a decision.
type ExplainedEntry struct {
	Name    string `json:"name"`
	Reached bool   `json:"reached"` // false after the entry that decided
	// Result is "match", "no match", "unknown", "not covered", "held out",
	// "seen often enough", "not in force" or "nothing to bucket by".
	Result string `json:"result"`
	// Rule is the rule with every node's value and outcome; nil if the entry has none.
	Rule *rules.Explanation `json:"rule,omitempty"`
	// Bucket is where the person falls, 0 to 99999, if the entry splits.
	Bucket *int `json:"bucket,omitempty"`
}

// Explain decides one flag and says how; false if there is no such flag.
func (s *Set) Explain(key string, subject *rules.Subject, now time.Time) (*Explanation, bool) {
	e := s.Begin(subject, now)
	defer e.End()
	return e.Explain(key)
}

// Explain decides one flag and says how; false if there is no such flag.
func (e *Evaluation) Explain(key string) (*Explanation, bool) {
	c := e.set.flag(key)
	if c == nil {
		return nil, false
	}
	x := &Explanation{Flag: key, Decision: e.decision(c)}
	reached := c.fixed == nil
	for i := range c.entries {
		explained, served := e.explain(c, &c.entries[i])
		explained.Reached = reached
		x.Entries = append(x.Entries, explained)
		reached = reached && !served
	}
	return x, true
}

// explain says what becomes of one entry, and whether it serves something where it is reached.
func (e *Evaluation) explain(c *compiled, t *entry) (ExplainedEntry, bool) {
	x := ExplainedEntry{Name: t.name, Result: "match"}
	outcome := rules.True
	if t.rule != nil {
		outcome = t.rule.Match(e.env)
		x.Rule = t.rule.Explain(e.env)
	}
	if len(t.splits) > 0 {
		if value, ok := e.bucketingValue(&t.serving); ok {
			bucket := int(t.bucket(e.scratch, value))
			x.Bucket = &bucket
		}
	}
	switch {
	case !e.inForce(t):
		x.Result = "not in force"
	case outcome == rules.False:
		x.Result = "no match"
	case outcome == rules.Unknown:
		x.Result = "unknown"
	case !e.explainLimits(t, &x):
	default:
		if outcome, served := e.serve(c, t); served && e.inTime(outcome) {
			return x, true
		} else if served {
			x.Result = "not in force"
			return x, false
		}
		x.Result = "not covered"
		if _, ok := e.bucketingValue(&t.serving); !ok {
			x.Result = "nothing to bucket by"
		}
	}
	return x, false
}

// explainLimits says whether the limits of an entry let somebody in; if not, in which way.
func (e *Evaluation) explainLimits(t *entry, x *ExplainedEntry) bool {
	in, out := e.allows(t)
	switch {
	case out:
		x.Result = "held out"
	case !in && !e.placed(t), !in && slices.ContainsFunc(t.capped, func(rule *rules.Rule) bool { return rule.Match(e.env) != rules.True }):
		x.Result = "seen often enough"
	case !in:
		x.Result = "not covered"
	}
	return in && !out
}
