// Package environment is the definitions document: everything that a team
// configures for one environment. It reads and writes the environment file,
// checks it as a whole, compares two of them and compiles one into the set that
// decisions are made from.
package environment

import (
	"encoding/json"

	"github.com/fingerpost/fingerpost/flags"
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

// Change sets or deletes one definition.
type Change struct {
	// Kind is "attribute", "group", "event", "list", "segment", "model", "flag" or "setting".
	Kind string `json:"kind"`
	// Key is the definition's key, unique within its kind; a setting's is its name.
	Key string `json:"key"`
	// Value is the definition as canonical JSON; absent deletes it.
	Value json.RawMessage `json:"value,omitempty"`
}

// Problem is one thing that is wrong with the definitions or the file they stand in.
type Problem struct {
	flags.Problem
	// Line and Column say where in the file, from 1; 0 if the definitions came from elsewhere.
	Line, Column int
}

// Problems are all the things that are wrong, in the order of the file; none means it is right.
type Problems []Problem

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
)

// Parse reads an environment file, YAML 1.2 or JSON, and checks its shape: unknown
// and duplicate keys, types, limits. It reports all problems with their places.
// Rules and references are checked by Compile.
func Parse(data []byte) (*File, Problems) { return nil, nil }

// Check parses and compiles a file; the problems of both have their places in the file.
func Check(data []byte) (*File, Problems) { return nil, nil }

// Format writes the definitions as an environment file in canonical form. The
// revision is left out if it is 0. Parse gives the same definitions back.
func Format(d *Definitions, revision uint64) []byte { return nil }

// Diff returns the changes that lead from one to the other, sorted by kind and key.
func Diff(from, to *Definitions) []Change { return nil }

// Apply returns the definitions with the changes made. A change that cannot be
// read is a problem; then the definitions are nil.
func (d *Definitions) Apply(changes []Change) (*Definitions, Problems) { return nil, nil }

// Compile compiles the definitions into a set, taking over what did not change
// from previous and the definitions that it was compiled from. A set is returned
// also where there are problems: see flags.Compile.
func Compile(d *Definitions, revision uint64, previous *flags.Set) (*flags.Set, Problems) {
	return nil, nil
}
