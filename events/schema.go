package events

import (
	"maps"
	"regexp"
	"slices"
)

// Type is the type of a property or a trait.
type Type uint8

// The types. Null is not there, whatever the type.
const (
	TypeAny     Type = iota // anything
	TypeString              // a text
	TypeNumber              // a number
	TypeBool                // true or false
	TypeTime                // a text that ParseTime reads; it becomes RFC 3339 in UTC with milliseconds
	TypeVersion             // a text that is a semantic version; minor and patch may be left out
	TypeStrings             // a list of texts
	TypeNumbers             // a list of numbers
	TypeObject              // an object
)

// String returns the type's name as rules have it.
func (t Type) String() string {
	names := [...]string{"any", "string", "number", "bool", "time", "version", "list of strings", "list of numbers", "object"}
	if int(t) < len(names) {
		return names[t]
	}
	return "unknown"
}

// Violation is what is done with something that a schema does not allow.
type Violation uint8

// The violations.
const (
	// Inherit does with a property what is done with those of its event, and is Accept for all else.
	Inherit Violation = iota
	// Accept lets it pass.
	Accept
	// Coerce converts it if nothing is lost by that: "12" and 12, "true" and true, 1 and
	// true, seconds or milliseconds and a time, each element of a list. Else a trait is left out and fails by itself,
	// and for a property it is Quarantine.
	Coerce
	// Drop leaves the property out. If it is required that is Quarantine.
	Drop
	// Quarantine fails the event.
	Quarantine
)

// Declarations say what events and traits look like. The zero value allows everything.
type Declarations struct {
	// Events are what tracks are called. Pages and screens are declared as "page" and "screen".
	Events map[string]EventSchema
	// Undeclared is what is done with a track whose name Events does not have: Drop ignores
	// it, Quarantine fails it, everything else accepts it.
	Undeclared Violation
	// Attributes are the traits of people, which an identify sets. Those that are not
	// declared are accepted, and none is required: calls give what they know.
	Attributes map[string]PropertySchema
	// Groups are the traits of groups, which are treated like those of people.
	Groups map[string]PropertySchema
}

// EventSchema says what an event looks like.
type EventSchema struct {
	Properties map[string]PropertySchema
	// OnViolation is what is done with a property that is not what it should be.
	OnViolation Violation
	// Extra is what is done with a property that is not declared: Drop leaves it out,
	// Quarantine fails the event, everything else accepts it.
	Extra Violation
}

// PropertySchema says what a property or trait looks like. The zero value allows everything.
type PropertySchema struct {
	Type     Type
	Required bool // of an event only
	// Enum lists the texts that it can be, or that the elements of a list can be; empty allows any.
	Enum []string
	// Pattern is found in each text that it is, or that the elements of a list are; nil
	// allows any. Whoever compiles it bounds its size. Texts beyond MaxMatched do not match.
	Pattern *regexp.Regexp
	// OnViolation is what is done with a value that is not like this.
	OnViolation Violation
}

// MaxMatched is how many bytes a text may have that a pattern is looked for in.
const MaxMatched = 4 << 10

// Schema is Declarations, ready to check events with. It is immutable and may be
// used concurrently. The nil Schema allows everything.
type Schema struct {
	events     map[string]*objectSchema
	undeclared Violation
	attributes *objectSchema
	groups     *objectSchema
}

// Where the members of an object are in an event.
const pathOfProperties, pathOfTraits = "properties", "traits"

// objectSchema is what an object of properties or traits looks like.
type objectSchema struct {
	path       string // pathOfProperties or pathOfTraits
	properties map[string]*property
	extra      Violation
	required   int // how many properties are
}

// property is a PropertySchema that inherits nothing.
type property struct {
	PropertySchema
	enum map[string]struct{}
}

// NewSchema returns the schema of declarations, of which it keeps copies.
func NewSchema(d Declarations) *Schema {
	s := &Schema{events: make(map[string]*objectSchema, len(d.Events)), undeclared: d.Undeclared}
	for name, event := range d.Events {
		s.events[name] = newObject(pathOfProperties, event)
	}
	s.attributes = newObject(pathOfTraits, EventSchema{Properties: optional(d.Attributes)})
	s.groups = newObject(pathOfTraits, EventSchema{Properties: optional(d.Groups)})
	return s
}

// optional returns traits of which none is required.
func optional(traits map[string]PropertySchema) map[string]PropertySchema {
	traits = maps.Clone(traits)
	for name, trait := range traits {
		trait.Required = false
		traits[name] = trait
	}
	return traits
}

func newObject(path string, e EventSchema) *objectSchema {
	o := &objectSchema{path: path, properties: make(map[string]*property, len(e.Properties)), extra: e.Extra}
	for name, declared := range e.Properties {
		p := &property{PropertySchema: declared}
		if p.OnViolation == Inherit {
			p.OnViolation = e.OnViolation
		}
		if len(declared.Enum) > 0 {
			p.Enum = slices.Clone(declared.Enum)
			p.enum = make(map[string]struct{}, len(p.Enum))
			for _, text := range p.Enum {
				p.enum[text] = struct{}{}
			}
		}
		if p.Required {
			o.required++
		}
		o.properties[name] = p
	}
	return o
}
