package events

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Bounds of what is learnt. What is beyond them is counted only.
const (
	// MaxInferred is how many names of events are learnt.
	MaxInferred = 200
	// MaxInferredProperties is how many properties of each are.
	MaxInferredProperties = 100
	// maxInferredName is how many bytes the name of a property may have.
	maxInferredName = 100
)

// Inference learns what events look like that nobody has declared: their names, their
// properties and the types of those. It keeps no values, and so nothing about
// anybody. It encodes as JSON. The zero Inference has seen nothing; it is used by one
// goroutine at a time.
type Inference struct {
	// Events are what tracks were called; pages and screens are "page" and "screen".
	Events map[string]*SeenObject `json:"events,omitempty"`
	// Attributes are the traits of people, Groups those of groups.
	Attributes *SeenObject `json:"attributes,omitempty"`
	Groups     *SeenObject `json:"groups,omitempty"`
	// Missed counts the events whose names are not among the MaxInferred that were first.
	Missed int64 `json:"missed,omitempty"`
}

// Seen says how often and when something was seen.
type Seen struct {
	Count int64 `json:"count"`
	First int64 `json:"first"` // in milliseconds since 1970 UTC, as events have it
	Last  int64 `json:"last"`
}

// SeenObject is what an object of properties or traits looks like.
type SeenObject struct {
	Seen
	Properties map[string]*SeenProperty `json:"properties,omitempty"`
	// Missed counts the properties whose names are too long, or not among the MaxInferredProperties that were first.
	Missed int64 `json:"missed,omitempty"`
}

// SeenProperty is what a property or trait looks like. Null is not counted.
type SeenProperty struct {
	Seen
	// Types count the values of each type. A text that looks like a time or a version counts as such,
	// an empty list as TypeAny.
	Types map[Type]int64 `json:"types,omitempty"`
}

func (s *Seen) at(instant int64) {
	if s.Count == 0 || instant < s.First {
		s.First = instant
	}
	s.Last = max(s.Last, instant)
	s.Count++
}

func (s *Seen) merge(other Seen) {
	if s.Count == 0 || other.Count > 0 && other.First < s.First {
		s.First = other.First
	}
	s.Last = max(s.Last, other.Last)
	s.Count += other.Count
}

// Observe learns from an event, of which it keeps no part.
func (i *Inference) Observe(e *Event) {
	if o := i.object(e); o != nil {
		o.observe(e)
	}
}

// object returns what an event is counted under, nil if under nothing.
func (i *Inference) object(e *Event) *SeenObject {
	switch e.Call {
	case Identify:
		return made(&i.Attributes)
	case Group:
		return made(&i.Groups)
	case Alias:
		return nil
	}
	if o := i.event(e.Name); o != nil {
		return o
	}
	i.Missed++
	return nil
}

// made returns what a pointer points to, and makes it first where it is nil.
func made(o **SeenObject) *SeenObject {
	if *o == nil {
		*o = &SeenObject{}
	}
	return *o
}

// event returns what is known of a name; nil if there is no room for it.
func (i *Inference) event(name string) *SeenObject {
	if o := i.Events[name]; o != nil || len(i.Events) >= MaxInferred {
		return o
	}
	if i.Events == nil {
		i.Events = map[string]*SeenObject{}
	}
	o := &SeenObject{}
	i.Events[strings.Clone(name)] = o
	return o
}

func (o *SeenObject) observe(e *Event) {
	o.at(e.Time)
	for name, value := range Members(e.Properties) {
		if value.Null() {
			continue
		}
		if p := o.property(name); p != nil {
			p.at(e.Time)
			p.Types[typeOf(value)]++
		} else {
			o.Missed++
		}
	}
}

// property returns what is known of a property; nil if there is no room for it.
func (o *SeenObject) property(name string) *SeenProperty {
	if p := o.Properties[name]; p != nil || len(o.Properties) >= MaxInferredProperties || len(name) > maxInferredName {
		return p
	}
	if o.Properties == nil {
		o.Properties = map[string]*SeenProperty{}
	}
	p := &SeenProperty{Types: map[Type]int64{}}
	o.Properties[strings.Clone(name)] = p
	return p
}

// typeOf returns the type that a value looks like.
func typeOf(value Member) Type {
	switch value[0] {
	case '"':
		return typeOfText(value.Value().Text)
	case 't', 'f':
		return TypeBool
	case '{':
		return TypeObject
	case '[':
		switch {
		case len(value) == len("[]"):
			return TypeAny
		case all(value, func(element Member) bool { return element[0] == '"' }):
			return TypeStrings
		case all(value, isNumber):
			return TypeNumbers
		}
		return TypeAny
	}
	return TypeNumber
}

func typeOfText(text string) Type {
	const year, dots = len("2026"), 2
	if len(text) > year && text[year] == '-' {
		if _, ok := ParseTime(text); ok {
			return TypeTime
		}
	}
	if strings.Count(text, ".") >= dots && isVersion(text) {
		return TypeVersion
	}
	return TypeString
}

// Merge learns what another Inference has learnt, as far as there is room. It keeps no part of it.
func (i *Inference) Merge(other *Inference) {
	for _, name := range slices.Sorted(maps.Keys(other.Events)) {
		if o := i.event(name); o != nil {
			o.merge(other.Events[name])
		} else {
			i.Missed += other.Events[name].Count
		}
	}
	if other.Attributes != nil {
		made(&i.Attributes).merge(other.Attributes)
	}
	if other.Groups != nil {
		made(&i.Groups).merge(other.Groups)
	}
	i.Missed += other.Missed
}

func (o *SeenObject) merge(other *SeenObject) {
	o.Seen.merge(other.Seen)
	for _, name := range slices.Sorted(maps.Keys(other.Properties)) {
		p, theirs := o.property(name), other.Properties[name]
		if p == nil {
			o.Missed += theirs.Count
			continue
		}
		p.Seen.merge(theirs.Seen)
		for t, count := range theirs.Types {
			p.Types[t] += count
		}
	}
	o.Missed += other.Missed
}

// Suggest returns declarations of what was seen. A property is of a type if all of its values
// were; texts of which some look like times or versions are strings. One that none of at least
// 20 events lacked is required; traits never are. What is done with violations is left open.
func (i *Inference) Suggest() Declarations {
	d := Declarations{Events: make(map[string]EventSchema, len(i.Events))}
	for name, o := range i.Events {
		d.Events[name] = EventSchema{Properties: o.suggest()}
	}
	if i.Attributes != nil {
		d.Attributes = optional(i.Attributes.suggest())
	}
	if i.Groups != nil {
		d.Groups = optional(i.Groups.suggest())
	}
	return d
}

func (o *SeenObject) suggest() map[string]PropertySchema {
	const enough = 20
	properties := make(map[string]PropertySchema, len(o.Properties))
	for name, p := range o.Properties {
		properties[name] = PropertySchema{Type: p.suggest(), Required: o.Count >= enough && p.Count == o.Count}
	}
	return properties
}

func (p *SeenProperty) suggest() Type {
	types := slices.Collect(maps.Keys(p.Types))
	if len(types) == 1 {
		return types[0]
	}
	for _, t := range types {
		if t != TypeString && t != TypeTime && t != TypeVersion {
			return TypeAny
		}
	}
	return TypeString
}

// MarshalText returns the type's name.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText sets the type of a name.
func (t *Type) UnmarshalText(name []byte) error {
	for known := TypeAny; known <= TypeObject; known++ {
		if known.String() == string(name) {
			*t = known
			return nil
		}
	}
	return fmt.Errorf("%q is no type of a property", shortened(string(name)))
}
