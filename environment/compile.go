package environment

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// Compile compiles the definitions into a set, taking over what did not change
// from previous (which may be nil): definitions that are the same pointers, and
// the schema if nothing is declared otherwise than before. A set is returned
// also where there are problems: see flags.Compile. Whatever refers to something
// that is not there is a problem; where previous had it, so is its deletion.
func Compile(d *Definitions, revision uint64, previous *flags.Set) (*flags.Set, Problems) {
	return CompileSpread(d, revision, previous, nil)
}

// Spread calls do for 0 to n-1, each once and perhaps side by side, and returns when all are done.
type Spread func(n int, do func(i int))

// CompileSpread is Compile with its work spread, so that many entries of content are compiled on all processors.
func CompileSpread(d *Definitions, revision uint64, previous *flags.Set, spread Spread) (*flags.Set, Problems) {
	set, problems := compile(d, revision, previous, spread)
	return set, problems.capped(0)
}

// compile is CompileSpread with all problems, however many.
func compile(d *Definitions, revision uint64, previous *flags.Set, spread Spread) (*flags.Set, Problems) {
	var before *rules.Schema
	if previous != nil {
		before = previous.Schema()
	}
	schema := schemaOf(d, before)
	problems := d.references(schema)
	library, wrong := d.library(schema, previous.Content(), spread)
	problems = append(problems, wrong...)
	set, found := flags.Compile(flags.Source{
		Revision: revision, Schema: schema, Segments: d.Segments, Flags: d.Flags, Content: library, Holdout: d.settings().Holdout, Caps: d.settings().Caps,
	}, previous)
	for _, p := range found {
		problems = append(problems, Problem{Problem: p})
	}
	if len(problems) > 0 && before != nil {
		problems = append(d.deletedInUse(before), problems...)
	}
	return set, problems
}

// schemaOf returns previous itself if the definitions declare the same.
func schemaOf(d *Definitions, previous *rules.Schema) *rules.Schema {
	if previous != nil && d.sameFlags(previous.Declarations().Flags) && sameButFlags(previous.Declarations(), d.declareButFlags()) {
		return previous
	}
	return rules.NewSchema(d.declarations(), previous)
}

// declarations are what the definitions declare for rules.
func (d *Definitions) declarations() rules.Declarations {
	declared := d.declareButFlags()
	declared.Flags = d.flagTypes
	if declared.Flags == nil {
		declared.Flags = typesOf(d.Flags)
	}
	return declared
}

// typesOf are the types that the flags have in rules.
func typesOf(definitions map[string]*flags.Flag) map[string]rules.Type {
	types := make(map[string]rules.Type, len(definitions))
	for key, f := range definitions {
		types[key] = flagRuleType(f.Type)
	}
	return types
}

// sameFlags says whether the flags are these and have these types. With ten
// thousand of them, it matters for every publish that they are not gone through
// where the map is the very one.
func (d *Definitions) sameFlags(declared map[string]rules.Type) bool {
	if d.flagTypes == nil {
		return maps.Equal(declared, typesOf(d.Flags))
	}
	return reflect.ValueOf(declared).UnsafePointer() == reflect.ValueOf(d.flagTypes).UnsafePointer() ||
		maps.Equal(declared, d.flagTypes)
}

func (d *Definitions) declareButFlags() rules.Declarations {
	declared := rules.Declarations{
		Attributes: make(map[string]rules.Attribute, len(d.Attributes)+len(d.Groups)),
		Events:     make(map[string]map[string]rules.Type, len(d.Events)),
		Lists:      make(map[string]string, len(d.Lists)),
		Segments:   slices.Sorted(maps.Keys(d.Segments)),
		Models:     slices.Sorted(maps.Keys(d.Models)),
	}
	for name, a := range d.Attributes {
		declared.Attributes[name] = d.declare(a)
	}
	for name, a := range d.Groups {
		declared.Attributes["group."+name] = d.declare(a)
	}
	for name, e := range d.Events {
		properties := make(map[string]rules.Type, len(e.Properties))
		for property, p := range e.Properties {
			properties[property] = ruleType(p.Type, p.Items)
		}
		declared.Events[name] = properties
	}
	for key, l := range d.Lists {
		declared.Lists[key] = rules.TargetingKey
		if l.Of != "" {
			declared.Lists[key] = l.Of
		}
	}
	return declared
}

var ruleTypes = map[string]rules.Type{
	"string": rules.TypeString, "number": rules.TypeNumber, "bool": rules.TypeBool, "time": rules.TypeTime,
	"version": rules.TypeVersion, "list": rules.TypeStrings, "object": rules.TypeObject,
}

// flagRuleType returns the type that a flag has in rules. It is no map because
// every publish asks for every flag's.
func flagRuleType(t flags.Type) rules.Type {
	switch t {
	case flags.Boolean:
		return rules.TypeBool
	case flags.String:
		return rules.TypeString
	case flags.Number:
		return rules.TypeNumber
	}
	return rules.TypeObject // also where the type is wrong: then there is nothing to compare with
}

// declare returns what an attribute is to rules.
func (d *Definitions) declare(a *Attribute) rules.Attribute {
	return rules.Attribute{Type: ruleType(a.Type, a.Items), Enum: a.Enum, Computed: d.expression(a), Stored: a.Source == "trait", Bands: a.Bands.names()}
}

func ruleType(name, items string) rules.Type {
	if name == "list" && items == "number" {
		return rules.TypeNumbers
	}
	if t, ok := ruleTypes[name]; ok {
		return t
	}
	return rules.TypeObject // the type is wrong: then there is nothing to compare with
}

func sameButFlags(a, b rules.Declarations) bool {
	return slices.Equal(a.Segments, b.Segments) &&
		slices.Equal(a.Models, b.Models) &&
		maps.Equal(a.Lists, b.Lists) &&
		maps.EqualFunc(a.Events, b.Events, maps.Equal) &&
		maps.EqualFunc(a.Attributes, b.Attributes, func(x, y rules.Attribute) bool {
			return x.Type == y.Type && x.Computed == y.Computed && x.Stored == y.Stored && slices.Equal(x.Enum, y.Enum) && slices.Equal(x.Bands, y.Bands)
		})
}

// references checks what definitions other than segments and flags refer to.
func (d *Definitions) references(schema *rules.Schema) Problems {
	var problems Problems
	for _, key := range slices.Sorted(maps.Keys(d.Lists)) {
		problems = append(problems, d.listReferences(key)...)
	}
	return append(problems, d.computedProblems(schema)...)
}

// attribute returns the attribute that a name means in rules, or nil.
func (d *Definitions) attribute(name string) *Attribute {
	if len(name) > len("group.") && name[:len("group.")] == "group." {
		return d.Groups[name[len("group."):]]
	}
	return d.Attributes[name]
}

func (d *Definitions) unknownAttribute(path, name string) Problem {
	hint := suggest(name, slices.Collect(maps.Keys(d.Attributes)))
	return problemAt(path, fmt.Sprintf("unknown attribute %q", shorten(name)), hint)
}

func (d *Definitions) listReferences(key string) Problems {
	of := d.Lists[key].Of
	if of == "" || of == rules.TargetingKey {
		return nil
	}
	path := "lists." + key + ".of"
	switch a := d.attribute(of); {
	case a == nil:
		return Problems{d.unknownAttribute(path, of)}
	case a.Type != "string" && a.Type != "number":
		return Problems{problemAt(path, fmt.Sprintf("%s is a %s, but a list is of strings or numbers", of, a.Type), "")}
	}
	return nil
}
