// Package environment is the definitions document: everything that a team
// configures for one environment. It reads and writes the environment file,
// checks it as a whole, compares two of them and compiles one into the set that
// decisions are made from.
package environment

import (
	"github.com/fingerpost/fingerpost/content"
	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// Definitions are everything that is defined in one environment. They are
// immutable once made; a change makes new ones that share what did not change.
type Definitions struct {
	Attributes map[string]*Attribute
	Groups     map[string]*Attribute // attributes of the group a person belongs to: group.plan
	Events     map[string]*Event
	Lists      map[string]*List
	Segments   map[string]*flags.Segment
	Models     map[string]*Model
	// ContentTypes are those in addition to the ones that every environment has.
	ContentTypes map[string]*content.Type
	Content      map[string]*content.Entry
	Flags        map[string]*flags.Flag
	Settings     *Settings

	// flagTypes are the types of all flags, if they were counted: what a publish
	// of one among thousands need not do again.
	flagTypes map[string]rules.Type
}

// Attribute is a typed fact about a profile.
type Attribute struct {
	Description string `json:"description,omitempty"`
	// Type is string, number, bool, time, version, list or object.
	Type string `json:"type"`
	// Items is what a list holds: string (also if empty) or number.
	Items string `json:"items,omitempty"`
	// Source is trait or context; empty is both. A trait lies in profiles, so that flags that read it
	// are decided where those are; what is of the context is never read from a profile.
	Source string `json:"source,omitempty"`
	// Enum lists the only values that a string can have; empty allows any.
	Enum []string `json:"enum,omitempty"`
	// Pattern is a regular expression that is found in every value of a string; empty allows any.
	Pattern string `json:"pattern,omitempty"`
	// Bands divide the people who have a number, from the highest down; nil if they are not divided.
	Bands Bands `json:"bands,omitempty"`
	// Client lets client keys set the attribute.
	Client bool `json:"client,omitempty"`
	// Content lets texts show the attribute to whoever it is about; those that client keys may set they may show anyway.
	Content bool `json:"content,omitempty"`
	// Purposes are the purposes of consent that the attribute may be used for; empty means any.
	Purposes []string `json:"purposes,omitempty"`
	// OnViolation is what is done with a reported value that is not like this: coerce (also
	// if empty), accept, drop or quarantine. See events.Violation.
	OnViolation string `json:"on_violation,omitempty"`
	// Computed is how the attribute is computed; nil if it is set.
	Computed *Computed `json:"computed,omitempty"`
}

// Computed says how an attribute is computed: from events, by an aggregate, or by a formula.
type Computed struct {
	// Aggregate is count, sum, avg, min, max, first, last, unique, top or duration; empty where there is a formula.
	Aggregate string `json:"aggregate,omitempty"`
	Event     string `json:"event,omitempty"`
	Property  string `json:"property,omitempty"`
	Where     string `json:"where,omitempty"`  // a condition on the event's properties
	Last      string `json:"last,omitempty"`   // a length such as 24h or 7d, up to now
	Within    string `json:"within,omitempty"` // a length counted from the attribute Of
	Of        string `json:"of,omitempty"`
	Session   bool   `json:"session,omitempty"` // the session that goes on now
	// Formula is an expression of the rule language.
	Formula string `json:"formula,omitempty"`
}

// Event declares an event by its name.
type Event struct {
	Description string               `json:"description,omitempty"`
	Properties  map[string]*Property `json:"properties,omitempty"`
	// OnViolation is what is done with a property that is not what is declared:
	// quarantine (also if empty), accept, coerce or drop. See events.Violation.
	OnViolation string `json:"on_violation,omitempty"`
	// Extra is what is done with a property that is not declared: accept (also if empty), drop or quarantine.
	Extra string `json:"extra,omitempty"`
	// Retention is how long such events are kept, such as 90d; empty means the environment's.
	Retention string `json:"retention,omitempty"`
}

// Property is a typed property of an event.
type Property struct {
	Description string `json:"description,omitempty"`
	Type        string `json:"type"`            // string, number, bool, time, version or list
	Items       string `json:"items,omitempty"` // what a list holds: string (also if empty) or number
	// Enum lists the only values that a string, or an element of a list of strings, can have; empty allows any.
	Enum []string `json:"enum,omitempty"`
	// Pattern is a regular expression that is found in each of them; empty allows any.
	Pattern string `json:"pattern,omitempty"`
	// Required says that an event without the property violates its declaration.
	Required bool `json:"required,omitempty"`
	// OnViolation is that of the event if it is empty.
	OnViolation string `json:"on_violation,omitempty"`
}

// List declares a list; its members live outside the definitions.
type List struct {
	Description string `json:"description,omitempty"`
	// Of names the attribute whose values are the members; empty means targetingKey.
	Of string `json:"of,omitempty"`
}

// Model declares a model that gives scores or clusters.
type Model struct {
	Description string `json:"description,omitempty"`
	Kind        string `json:"kind"` // score or cluster
}

// Settings are what is set for the environment as a whole.
type Settings struct {
	// Origins are the web origins that client keys may be used from; empty allows any.
	Origins []string `json:"origins,omitempty"`
	// Identity is verified (also if empty) or open: whether a client key needs an
	// identity token to be answered as a known person.
	Identity string `json:"identity,omitempty"`
	// Locales are the languages of content, the default one first; empty leaves content in one language.
	Locales []string `json:"locales,omitempty"`
	// Holdout keeps some people from the targeting of all slots; nil keeps nobody.
	Holdout *flags.Holdout `json:"holdout,omitempty"`
	// Caps bound how many pieces of content somebody sees in all slots together.
	Caps []flags.SharedCap `json:"caps,omitempty"`
	// UndeclaredEvents is accept (also if empty) or quarantine: what is done with events whose name is not declared.
	UndeclaredEvents string `json:"undeclared_events,omitempty"`
	// Dedupe is for how long an event that comes again counts once; 24h if empty.
	Dedupe string `json:"dedupe,omitempty"`
	// DedupeEvents is how many events are remembered for that at most, the latest; 4,194,304 if 0.
	DedupeEvents int `json:"dedupe_events,omitempty"`
	// Retention is how long events are kept that do not say so themselves; for ever if empty.
	Retention string `json:"retention,omitempty"`
	// FailedRetention is how long events are kept that were not accepted; 7d if empty.
	FailedRetention string `json:"failed_retention,omitempty"`
}

// File is an environment file.
type File struct {
	Definitions *Definitions
	// Revision is the revision that the file expects to change; 0 if it does not say.
	Revision uint64
}

// Limits of an environment file.
const (
	MaxFile  = 32 << 20 // bytes
	MaxDepth = 64       // nesting of values
	MaxItems = 1 << 20  // values, all told: about 60,000 flags
)

// Limits of definitions.
const (
	MaxVariants  = 500       // of a flag
	MaxTargeting = 1000      // entries of a flag
	MaxValue     = 256 << 10 // bytes of a variant's value, as compact JSON
	MaxSchema    = 64 << 10  // bytes of an object flag's JSON Schema
	MaxText      = 10_000    // bytes of a description
	MaxEvent     = 200       // bytes of an event's or entry's name
)
