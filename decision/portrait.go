package decision

import (
	"maps"
	"slices"
	"time"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/people"
	"github.com/fingerpost/fingerpost/profiles"
	"github.com/fingerpost/fingerpost/rules"
)

// Portrait is a profile with what the definitions make of it.
type Portrait struct {
	people.Found
	// Group says that it is the profile of a group of people.
	Group bool
	// Traits are those that were not removed, in the order of their names.
	Traits []PortraitTrait
	// Computed are the computed attributes that have a value, in the order of their names.
	Computed []PortraitAttribute
	// Lists are the keys of the lists that rules find the person in, sorted.
	Lists []string
}

// PortraitTrait is a stored fact.
type PortraitTrait struct {
	profiles.Trait
	// Type is what the attribute is declared as, "string" for instance; empty where no attribute of the name is declared.
	Type string
	// Wrong says that the value is not of that type, so that rules take it for missing.
	Wrong bool
	// Computed says that the attribute is computed, so that rules do not read what was told.
	Computed bool
}

// PortraitAttribute is an attribute that is made of something else.
type PortraitAttribute struct {
	Name, Type string
	Value      any
	// Until is the earliest instant at which time alone can change the value; the zero time if none can.
	Until time.Time
}

// Portrait returns a profile with what the definitions make of it at an instant.
func (v View) Portrait(found people.Found, now time.Time) Portrait {
	p := Portrait{Found: found, Group: isGroup(found.Profile)}
	attributes := &v.table.top
	if p.Group {
		attributes = &v.table.group
	}
	for trait := range found.Profile.Known() {
		p.Traits = append(p.Traits, portraitTrait(attributes, trait))
	}
	if p.Group {
		return p
	}
	var c Context
	c.profile(v, v.known(found))
	evaluation := v.Set.Begin(c.Subject(), now)
	defer evaluation.End()
	p.Computed = v.computed(evaluation)
	for _, list := range slices.Sorted(maps.Keys(v.Set.Schema().Declarations().Lists)) {
		rule, _ := rules.Compile(`list("`+list+`")`, v.Set.Schema())
		if rule != nil && evaluation.Match(rule) == rules.True {
			p.Lists = append(p.Lists, list)
		}
	}
	return p
}

// computed returns the computed attributes that have a value.
func (v View) computed(evaluation *flags.Evaluation) []PortraitAttribute {
	var all []PortraitAttribute
	schema := v.Set.Schema()
	declared := schema.Declarations().Attributes
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		if declared[name].Computed == "" {
			continue
		}
		operand, wrong := rules.NewOperand(name, schema)
		if len(wrong) > 0 {
			continue
		}
		value, until := evaluation.ValueUntil(operand)
		if value.Known() {
			all = append(all, PortraitAttribute{name, operand.Type().String(), value.Any(), instantOf(until)})
		}
	}
	return all
}

func portraitTrait(in *index, trait profiles.Trait) PortraitTrait {
	p := PortraitTrait{Trait: trait}
	if a := in.find(trait.Name); a != nil {
		p.Type, p.Computed = a.kind.String(), a.computed
		p.Wrong = valueOf(a.kind, trait.Value).Kind() == rules.Wrong
	}
	return p
}

// instantOf is the instant of an Until; the zero time if it is never.
func instantOf(until float64) time.Time {
	if until == rules.Never {
		return time.Time{}
	}
	return time.UnixMilli(int64(until)).UTC()
}
