// Package flags decides: which variant of a flag a person has right now, why,
// and until when that holds. Deciding is a pure function of a compiled set, a
// subject and an instant.
package flags

import (
	"encoding/json"
	"time"
)

// Type is the type of a flag's value.
type Type string

// The types of flags.
const (
	Boolean Type = "boolean"
	String  Type = "string"
	Number  Type = "number"
	Object  Type = "object"  // a JSON object or list
	Content Type = "content" // entries of content: the flag is a slot
)

// All is the sum of the weights of a split, and the number of buckets.
const All = 100000

// Flag is the definition of a flag, as it stands in an environment file.
type Flag struct {
	Description string `json:"description,omitempty"`
	Type        Type   `json:"type"`
	// Client makes the flag visible to client keys.
	Client bool `json:"client,omitempty"`
	// Accepts are the content types that a slot shows; empty takes any. MaxItems is how many entries it shows at once; 0 is one.
	Accepts  []string `json:"accepts,omitempty"`
	MaxItems int      `json:"max_items,omitempty"`
	// Variants are ordered: the order is that of the bucket ranges.
	Variants Variants `json:"variants"`
	// Schema is a JSON Schema that every variant of an object flag must meet.
	Schema json.RawMessage `json:"schema,omitempty"`
	// Enabled false answers DISABLED, or the variant Off. Absent means true.
	Enabled   *bool   `json:"enabled,omitempty"`
	Off       string  `json:"off,omitempty"`
	Targeting []Entry `json:"targeting,omitempty"`
	// Cap bounds how often somebody sees what the targeting of a slot shows, but for entries that are uncapped.
	Cap *Cap `json:"cap,omitempty"`
	// Uncapped keeps the environment's caps away from a slot; what it shows does not count for them either.
	Uncapped bool `json:"uncapped,omitempty"`
	// Holdout false keeps the environment's holdout away from a slot. Absent means true.
	Holdout *bool `json:"holdout,omitempty"`
	// Default is served where no entry is reached; nil leaves the caller's default.
	Default *Serve `json:"default,omitempty"`
	// Metadata holds strings, numbers and booleans that every answer carries.
	Metadata map[string]any `json:"metadata,omitempty"`
}

// Variant is one of the values that a flag can have.
type Variant struct {
	Name string
	// Value is the value as compact JSON, with the members of objects in the order written.
	Value json.RawMessage
}

// Variants are the variants of a flag in their order. In JSON they are an
// object whose member order counts.
type Variants []Variant

// Entry is one entry of a flag's targeting list.
type Entry struct {
	Name string `json:"name,omitempty"`
	// When is the rule; empty always matches.
	When  string `json:"when,omitempty"`
	Serve Serve  `json:"serve"`
	// Coverage is the share, of 100000, of those who match that the entry takes; nil takes all.
	Coverage *int `json:"coverage,omitempty"`
	// By is what bucketing is by: "targetingKey" (also if empty), "person" or an attribute.
	By string `json:"by,omitempty"`
	// Seed is the seed of the buckets; empty means "<flag>/<entry name>".
	Seed string `json:"seed,omitempty"`
	// CoverageSeed is the seed of the coverage's buckets; empty means "<seed>/coverage".
	CoverageSeed string `json:"coverage_seed,omitempty"`
	// Hash names the hash of an imported flag: "murmur3-unleash"; empty is our own.
	Hash string `json:"hash,omitempty"`
	// Cap bounds how often somebody sees what the entry of a slot shows; Uncapped keeps the caps of the slot and of the environment away from it.
	Cap      *Cap `json:"cap,omitempty"`
	Uncapped bool `json:"uncapped,omitempty"`
	// Hold is "session" if whoever has seen what the entry shows keeps it for the session; else it is empty.
	Hold string `json:"hold,omitempty"`
	// Holdout is the share, of 100000, of those who match that are given the default instead.
	Holdout int `json:"holdout,omitempty"`
	// Rank orders what the entry of a slot shows: a formula by the name of each, the highest first. Nil leaves it as it is listed.
	Rank map[string]string `json:"rank,omitempty"`
	// Exclusive gives the entry a part of a group's people; nil gives it all.
	Exclusive *Exclusive `json:"exclusive,omitempty"`
	// Start and End bound when the entry is in force: Start ≤ now < End.
	Start *time.Time `json:"start,omitempty"`
	End   *time.Time `json:"end,omitempty"`
}

// Serve is what an entry or the default serves: one variant, or a split by
// weights. In JSON it is a string or an object whose member order is kept.
type Serve struct {
	Variant string   // empty where there are weights
	Weights []Weight // they sum to All
}

// Weight is the share of one variant in a split, of 100000.
type Weight struct {
	Variant string
	Weight  int
}
