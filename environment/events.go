package environment

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/events"
	"github.com/fingerpost/fingerpost/rules"
)

// Kept returns the declared properties of each declared event that hold single
// values, sorted: those that rules can ask about, so those to keep of each event.
func (d *Definitions) Kept() map[string][]string {
	kept := make(map[string][]string, len(d.Events))
	for name, event := range d.Events {
		properties := []string{}
		for _, property := range slices.Sorted(maps.Keys(event.Properties)) {
			if event.Properties[property].Type != "list" {
				properties = append(properties, property)
			}
		}
		kept[name] = properties
	}
	return kept
}

// What holds where the settings say nothing.
const (
	defaultDedupe          = day
	defaultDedupeEvents    = 4 << 20
	defaultFailedRetention = 7 * day
)

// Retention returns how long the events of a name are kept, whether it is declared or not; 0 means for ever.
func (d *Definitions) Retention(event string) time.Duration {
	if e := d.Events[event]; e != nil && e.Retention != "" {
		return lengthOr(e.Retention, 0)
	}
	return lengthOr(d.settings().Retention, 0)
}

// FailedRetention returns how long events are kept that were not accepted.
func (d *Definitions) FailedRetention() time.Duration {
	return lengthOr(d.settings().FailedRetention, defaultFailedRetention)
}

// Dedupe returns for how long an event that comes again counts once.
func (d *Definitions) Dedupe() time.Duration { return lengthOr(d.settings().Dedupe, defaultDedupe) }

// DedupeEvents returns how many events are remembered for that at most.
func (d *Definitions) DedupeEvents() int {
	return cmp.Or(d.settings().DedupeEvents, defaultDedupeEvents)
}

// settings are those that are set.
func (d *Definitions) settings() Settings {
	if d.Settings == nil {
		return Settings{}
	}
	return *d.Settings
}

func lengthOr(text string, otherwise time.Duration) time.Duration {
	length, err := rules.ParseLength(text)
	if err != nil {
		return otherwise
	}
	return length
}

// EventSchema returns what incoming events and traits are held to. Attributes that are
// computed are not part of it: what somebody reports under their names means nothing.
func (d *Definitions) EventSchema() *events.Schema {
	declared := events.Declarations{
		Events:     make(map[string]events.EventSchema, len(d.Events)),
		Undeclared: violationOf(d.settings().UndeclaredEvents, events.Accept),
		Attributes: traitSchemas(d.Attributes),
		Groups:     traitSchemas(d.Groups),
	}
	for name, e := range d.Events {
		properties := make(map[string]events.PropertySchema, len(e.Properties))
		for property, p := range e.Properties {
			properties[property] = events.PropertySchema{
				Type: eventType(p.Type, p.Items), Required: p.Required, Enum: p.Enum, Pattern: patternOf(p.Pattern), OnViolation: violationOf(p.OnViolation, events.Inherit),
			}
		}
		declared.Events[name] = events.EventSchema{
			Properties: properties, OnViolation: violationOf(e.OnViolation, events.Quarantine), Extra: violationOf(e.Extra, events.Accept),
		}
	}
	return events.NewSchema(declared)
}

func traitSchemas(attributes map[string]*Attribute) map[string]events.PropertySchema {
	traits := make(map[string]events.PropertySchema, len(attributes))
	for name, a := range attributes {
		if a.Computed == nil {
			traits[name] = events.PropertySchema{Type: eventType(a.Type, a.Items), Enum: a.Enum, Pattern: patternOf(a.Pattern), OnViolation: violationOf(a.OnViolation, events.Coerce)}
		}
	}
	return traits
}

// violationOf returns what a word of the file means.
func violationOf(word string, otherwise events.Violation) events.Violation {
	switch word {
	case "accept":
		return events.Accept
	case "coerce":
		return events.Coerce
	case "drop":
		return events.Drop
	case "quarantine":
		return events.Quarantine
	}
	return otherwise
}

// eventType returns the type that a word of the file means for events.
func eventType(name, items string) events.Type {
	switch name {
	case "string":
		return events.TypeString
	case "number":
		return events.TypeNumber
	case "bool":
		return events.TypeBool
	case "time":
		return events.TypeTime
	case "version":
		return events.TypeVersion
	case "object":
		return events.TypeObject
	case "list":
		if items == "number" {
			return events.TypeNumbers
		}
		return events.TypeStrings
	}
	return events.TypeAny
}

// patternOf compiles a pattern that was checked when it was read; nil if there is none.
func patternOf(pattern string) *regexp.Regexp {
	if pattern == "" {
		return nil
	}
	compiled, err := rules.CompilePattern(pattern)
	if err != nil {
		return nil // only of a definition that was put together by hand and wrongly
	}
	return compiled
}
