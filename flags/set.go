package flags

import (
	"sync/atomic"
	"time"

	"github.com/fingerpost/fingerpost/rules"
)

type encoded = atomic.Pointer[[]byte]

// Encoded returns what encode makes of the outcome, remembered with it: the
// first caller's encoding is kept, so a process must use one encoding only.
func (o *Outcome) Encoded(encode func(*Outcome) []byte) []byte {
	if p := o.encoded.Load(); p != nil {
		return *p
	}
	b := encode(o)
	o.encoded.Store(&b)
	return b
}

// Segment is the definition of a segment: a named rule.
type Segment struct {
	Description string `json:"description,omitempty"`
	When        string `json:"when"`
}

// Source is what a set is compiled from. It must not be changed afterwards;
// definitions that did not change since the previous set should be the same pointers.
type Source struct {
	Revision uint64
	Schema   *rules.Schema
	Segments map[string]*Segment
	Flags    map[string]*Flag
}

// Problem is one thing that is wrong with a definition.
type Problem struct {
	// Path is where, in the words of the environment file: flags.new-editor.targeting[1].when
	Path string
	// Message is what is wrong, as a sentence without a full stop.
	Message string
	// Hint is what to do about it; may be empty.
	Hint string
	// Rule is the diagnostic where the problem lies inside a rule's text.
	Rule *rules.Diagnostic
}

// Set is a compiled revision: everything that deciding needs, immutable, safe
// for concurrent use.
type Set struct{}

// Compile compiles a set, taking over from previous (which may be nil) what did
// not change. It always returns a set: a flag with a problem answers ERROR with
// the problem as its message, a segment with a problem is unknown, and nothing else suffers.
func Compile(source Source, previous *Set) (*Set, []Problem) { return nil, nil }

// Revision returns the number of the revision that was compiled.
func (s *Set) Revision() uint64 { return 0 }

// Schema returns the schema that subjects of the set must have.
func (s *Set) Schema() *rules.Schema { return nil }

// Keys returns the keys of all flags, sorted. It must not be changed.
func (s *Set) Keys() []string { return nil }

// Decide decides one flag. It does no I/O, reads no clock, takes no lock and
// does not allocate. An unknown key gives an outcome with FlagNotFound.
func (s *Set) Decide(key string, subject *rules.Subject, now time.Time) Decision { return Decision{} }

// DecideAll decides all flags in the order of their keys, from one reading of
// the subject, and hands each to visit until it returns false. Segments and
// prerequisites that several flags share are evaluated once.
func (s *Set) DecideAll(subject *rules.Subject, now time.Time, visit func(Decision) bool) {}

// Explanation is how a decision came about.
type Explanation struct {
	Flag     string    `json:"flag"`
	Decision Decision  `json:"-"`
	Until    time.Time `json:"until"`
	// Entries are the targeting entries in order, up to and after the one that decided.
	Entries []ExplainedEntry `json:"entries"`
}

// ExplainedEntry is one targeting entry's part in a decision.
type ExplainedEntry struct {
	Name    string `json:"name"`
	Reached bool   `json:"reached"` // false after the entry that decided
	// Result is "match", "no match", "unknown", "not covered", "not in force" or "skipped: …".
	Result string `json:"result"`
	// Rule is the rule with every node's value and outcome; nil if the entry has none.
	Rule *rules.Explanation `json:"rule,omitempty"`
	// Bucket is where the person falls, 0 to 99999, if the entry splits.
	Bucket *int `json:"bucket,omitempty"`
}

// Explain decides one flag and says how.
func (s *Set) Explain(key string, subject *rules.Subject, now time.Time) (*Explanation, bool) {
	return nil, false
}

// Portable says whether a flag reads only what a caller's context can hold, directly or through
// segments and prerequisites; such a flag can be decided in the caller's process.
func (s *Set) Portable(key string) bool { return false }
