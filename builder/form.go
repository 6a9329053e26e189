// Package builder is the form in which a rule is built from sentences: conditions of a few
// kinds, joined by all or any, and groups of them. Every rule has one, and it is written
// back to the same rule; what no sentence can say stays in it as a card with its text.
package builder

import "github.com/fingerpost/fingerpost/rules"

// Form is a rule, or the where of an event, as sentences. Without conditions it is true: everybody.
type Form struct {
	Match      Match       `json:"match"`
	Conditions []Condition `json:"conditions"`
}

// Match says how conditions are joined.
type Match string

// The ways of joining.
const (
	All Match = "all"
	Any Match = "any"
)

// Kind says what a condition is about, and so which of its members mean something.
type Kind string

// The kinds of conditions. Those that compare have an Op; list, segment and has have none.
const (
	Compare    Kind = "compare"    // Attribute
	Has        Kind = "has"        // Attribute: it is there
	List       Kind = "list"       // Key
	Segment    Kind = "segment"    // Key
	Event      Kind = "event"      // Event, Aggregate, Property, Where, Window
	Percentile Kind = "percentile" // Attribute
	Band       Kind = "band"       // Attribute
	Flag       Kind = "flag"       // Key
	Score      Kind = "score"      // Key
	Cluster    Kind = "cluster"    // Key
	Calendar   Kind = "calendar"   // Part, Zone and perhaps Attribute
	Group      Kind = "group"      // Match, Conditions
	Card       Kind = "card"       // Text
)

// Condition is one sentence.
type Condition struct {
	// ID is the condition's way in the form: "2.0" is the first condition of the third.
	ID   string `json:"id"`
	Kind Kind   `json:"kind"`
	// Not turns the condition around. Where it is unknown it stays unknown.
	Not bool `json:"not"`
	// Text is the condition as an expression, without its Not. Only of a card it counts.
	Text string `json:"text"`

	Attribute string `json:"attribute,omitempty"` // inside where, a property
	As        string `json:"as,omitempty"`        // lower, semver or count, of the attribute
	Each      string `json:"each,omitempty"`      // any, all or none of a list's elements is what is compared
	Key       string `json:"key,omitempty"`       // of a list, segment, flag or model
	Event     string `json:"event,omitempty"`
	Aggregate string `json:"aggregate,omitempty"` // count, sum, avg, min, max, first, last, unique, top or duration
	Property  string `json:"property,omitempty"`
	// Where chooses among the events; its conditions compare properties.
	Where  *Form   `json:"where,omitempty"`
	Window *Window `json:"window,omitempty"`
	Part   string  `json:"part,omitempty"` // hour, weekday, day, month, year or now
	Zone   string  `json:"zone,omitempty"`
	// Default stands for what is compared where that is missing.
	Default Value `json:"default,omitzero"`

	// Op compares: ==, !=, <, <=, >, >=, in, contains, startsWith, endsWith, matches, between, cidr,
	// holds (a list has the value) and is (nothing is compared: it is true itself).
	Op string `json:"op,omitempty"`
	// Reversed says that the expression has the value on its left: 5 < sessions.
	Reversed bool    `json:"reversed,omitempty"`
	Value    Value   `json:"value,omitzero"`
	Values   []Value `json:"values,omitempty"` // of in and cidr
	From     *Bound  `json:"from,omitempty"`   // of between
	To       *Bound  `json:"to,omitempty"`

	Match      Match       `json:"match,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`

	node *rules.Node // that it was read from
}

// Expression returns the condition of a form that was read from a rule as an expression, with its Not.
func (c *Condition) Expression() string {
	if !c.Not || c.node == nil {
		return c.Text
	}
	return (&rules.Node{Op: "not", Args: []*rules.Node{c.node}}).String()
}

// Window says which events count: those of the last time, those within some time of an attribute, those of this session.
type Window struct {
	Kind   string `json:"kind"` // last, within or session
	Length string `json:"length,omitempty"`
	Of     string `json:"of,omitempty"` // an attribute; of within
}

// Bound is one end of a range.
type Bound struct {
	Value    Value `json:"value"`
	Included bool  `json:"included"`
}

// Bounds of a form.
const (
	// MaxDepth is how deep groups and wheres may nest, the form itself being the first level. Of a rule
	// that is deeper, what lies below is read as cards.
	MaxDepth = 8
	// MaxConditions is how many conditions a form may have in all.
	MaxConditions = rules.MaxNodes
)
