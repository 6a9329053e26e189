package rules

import (
	"fmt"
	"maps"
	"sort"
)

// Type is the declared type of an attribute, an event property or a flag's value.
type Type uint8

// The types that can be declared.
const (
	TypeString Type = iota + 1
	TypeNumber
	TypeBool
	TypeTime
	TypeVersion
	TypeStrings // a list of strings
	TypeNumbers // a list of numbers
	TypeObject
)

var typeNames = [...]string{"unknown", "string", "number", "bool", "time", "version", "list of strings", "list of numbers", "object"}

// String returns the name of the type as messages use it.
func (t Type) String() string { return typeNames[t] }

// Attribute is what a schema says of one attribute.
type Attribute struct {
	Type Type
	// Enum lists the only values that a string can have; empty allows any. A
	// comparison with another literal is refused, because it can never hold.
	Enum []string
	// Computed is the expression, of the attribute's type, that gives the value where a
	// subject has none: event_count("feature_used", last("7d")), or sessions * 60. Empty
	// if the attribute is not computed. See Schema.Computed for what is wrong with it.
	Computed string
	// Stored says that the value lies in profiles and need not stand in a caller's context.
	Stored bool
	// Bands are the names that band("attribute") can give, from the highest down; only of a number.
	Bands []string
}

// Declarations are the names that rules may use. Group attributes are declared
// as they are written in rules: "group.plan".
type Declarations struct {
	Attributes map[string]Attribute
	Events     map[string]map[string]Type // event name → property → type
	Lists      map[string]string          // list key → the attribute whose value is a member; "targetingKey" for people
	Segments   []string
	Flags      map[string]Type // flag key → type of its value
	Models     []string
}

// TargetingKey is the name of the attribute that is always there: who is asked about.
const TargetingKey = "targetingKey"

// Schema gives every declared name its place. It is immutable. Places are kept
// from schema to schema, so that rules compiled against an earlier one still hold.
type Schema struct {
	declared Declarations
	slots    map[string]int // attribute → slot; also those no longer declared
	segments map[string]int
	flags    map[string]int

	declaredSegments, declaredModels map[string]bool

	places   map[string]int // of computed attributes; also those no longer declared
	computed map[string]*Operand
	wrong    map[string]Diagnostics // what is wrong with them
}

// NewSchema makes the schema of some declarations. Names that previous (which
// may be nil) knew keep their places. The declarations must not change afterwards.
func NewSchema(declared Declarations, previous *Schema) *Schema {
	s := &Schema{declared: declared}
	if previous == nil {
		previous = &Schema{slots: map[string]int{TargetingKey: 0}}
	}
	s.slots = places(previous.slots, keys(declared.Attributes))
	s.segments = places(previous.segments, declared.Segments)
	s.flags = places(previous.flags, keys(declared.Flags))
	s.declaredSegments, s.declaredModels = setOf(declared.Segments), setOf(declared.Models)
	s.places = places(previous.places, s.computedNames())
	s.compute()
	return s
}

func setOf(names []string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

func keys[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	return names
}

// places returns previous itself where names holds nothing new.
func places(previous map[string]int, names []string) map[string]int {
	var fresh []string
	for _, name := range names {
		if _, ok := previous[name]; !ok {
			fresh = append(fresh, name)
		}
	}
	if len(fresh) == 0 && previous != nil {
		return previous
	}
	sort.Strings(fresh)
	next := make(map[string]int, len(previous)+len(fresh))
	maps.Copy(next, previous)
	for _, name := range fresh {
		next[name] = len(next)
	}
	return next
}

// Slots returns how many slots a subject of this schema has.
func (s *Schema) Slots() int { return len(s.slots) }

// Slot returns the slot and the declared type of an attribute; false if it is not declared.
func (s *Schema) Slot(attribute string) (int, Type, bool) {
	a, ok := s.attribute(attribute)
	if !ok {
		return 0, 0, false
	}
	return s.slots[attribute], a.Type, true
}

// Segment returns the place of a segment; false if it is not declared.
func (s *Schema) Segment(key string) (int, bool) {
	return s.segments[key], s.declaredSegments[key]
}

// Segments returns one more than the highest place of a segment.
func (s *Schema) Segments() int { return len(s.segments) }

// Flag returns the place of a flag; false if it is not declared.
func (s *Schema) Flag(key string) (int, bool) {
	_, declared := s.declared.Flags[key]
	return s.flags[key], declared
}

// Flags returns one more than the highest place of a flag.
func (s *Schema) Flags() int { return len(s.flags) }

// Declarations returns what the schema was made from; it must not be changed.
func (s *Schema) Declarations() Declarations { return s.declared }

func (s *Schema) attribute(name string) (Attribute, bool) {
	if name == TargetingKey {
		return Attribute{Type: TypeString}, true
	}
	a, ok := s.declared.Attributes[name]
	return a, ok
}

// Parse converts a decoded JSON value (bool, float64, string, []any, map[string]any
// or nil) to a Value of the declared type: times are RFC 3339 texts, versions
// are texts. Nil is Missing; what does not fit is Wrong.
func (t Type) Parse(v any) Value {
	switch v := v.(type) {
	case nil:
		return Value{}
	case bool:
		if t == TypeBool {
			return OfBool(v)
		}
	case float64:
		if t == TypeNumber {
			return OfNumber(v)
		}
	case string:
		return t.ParseText(v)
	case []any:
		return t.parseList(v)
	case map[string]any:
		if t == TypeObject {
			return OfObject()
		}
	}
	return OfWrong(fmt.Sprint(v))
}

// ParseText converts a text to a Value of type string, time or version; for the other types it is Wrong.
func (t Type) ParseText(s string) Value {
	switch t {
	case TypeString:
		return OfString(s)
	case TypeTime:
		if at, ok := parseInstant(s); ok {
			return Value{kind: Time, num: at}
		}
	case TypeVersion:
		return OfVersion(s)
	}
	return OfWrong(s)
}

func (t Type) parseList(list []any) Value {
	switch t {
	case TypeStrings:
		texts := make([]string, len(list))
		for i, element := range list {
			text, ok := element.(string)
			if !ok {
				return OfWrong(fmt.Sprint(list))
			}
			texts[i] = text
		}
		return OfStrings(texts)
	case TypeNumbers:
		numbers := make([]float64, len(list))
		for i, element := range list {
			number, ok := element.(float64)
			if !ok {
				return OfWrong(fmt.Sprint(list))
			}
			numbers[i] = number
		}
		return OfNumbers(numbers)
	case TypeObject:
		return OfObject()
	}
	return OfWrong(fmt.Sprint(list))
}
