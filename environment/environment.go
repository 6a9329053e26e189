// Package environment is the definitions document: everything that a team
// configures for one environment. It reads and writes the environment file,
// checks it as a whole, compares two of them and compiles one into the set that
// decisions are made from.
package environment

import (
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
	Flags      map[string]*flags.Flag
	Settings   *Settings

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
	// Enum lists the only values that a string can have; empty allows any.
	Enum []string `json:"enum,omitempty"`
	// Client lets client keys set the attribute.
	Client bool `json:"client,omitempty"`
	// Purposes are the purposes of consent that the attribute may be used for; empty means any.
	Purposes []string `json:"purposes,omitempty"`
	// Computed is how the attribute is aggregated from events; nil if it is set.
	Computed *Computed `json:"computed,omitempty"`
}

// Computed says how an attribute is aggregated from events.
type Computed struct {
	// Aggregate is count, sum, avg, min, max, first or last.
	Aggregate string `json:"aggregate"`
	Event     string `json:"event"`
	Property  string `json:"property,omitempty"`
	Last      string `json:"last,omitempty"`   // a length such as 24h or 7d, up to now
	Within    string `json:"within,omitempty"` // a length counted from the attribute Of
	Of        string `json:"of,omitempty"`
}

// Event declares an event by its name.
type Event struct {
	Description string               `json:"description,omitempty"`
	Properties  map[string]*Property `json:"properties,omitempty"`
}

// Property is a typed property of an event.
type Property struct {
	Type string `json:"type"` // string, number, bool or time
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
