package environment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// deletedInUse returns a problem for each name that the schema before declared,
// the definitions no longer do, and something still uses. It says who.
func (d *Definitions) deletedInUse(before *rules.Schema) Problems {
	deleted := deletedNames(before.Declarations(), d.declarations())
	if len(deleted) == 0 {
		return nil
	}
	users := map[use][]string{}
	d.eachUse(before, deleted, func(u use, by Name) {
		if user := by.Kind + " " + by.Key; !slices.Contains(users[u], user) {
			users[u] = append(users[u], user)
		}
	})
	var problems Problems
	for _, u := range deleted {
		if len(users[u]) > 0 {
			problems = append(problems, problemAt(u.path(), fmt.Sprintf("the %s is still used by %s", u, listed(users[u])), "change what uses it first, or delete both in one publish"))
		}
	}
	return problems
}

// listed lists the first few names for a message.
func listed(names []string) string {
	const enough = 5
	if len(names) <= enough {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:enough], ", ") + fmt.Sprintf(" and %d more", len(names)-enough)
}

// use is something that is referred to: a kind of definition and a name; of a property also its event.
type use struct{ kind, name, event string }

// property is the kind of what belongs to an event.
const property = "property"

// path says where in the file it stands.
func (u use) path() string {
	if u.kind == property {
		return "events." + u.event + ".properties." + u.name
	}
	return sections[u.kind] + "." + u.name
}

// String names it for a message.
func (u use) String() string {
	if u.kind == property {
		return fmt.Sprintf("property %q of the event %q", u.name, u.event)
	}
	return fmt.Sprintf("%s %q", u.kind, u.name)
}

// attributeUse is the use of an attribute by its name in rules.
func attributeUse(name string) use {
	if group, ok := strings.CutPrefix(name, "group."); ok {
		return use{kind: "group", name: group}
	}
	return use{kind: "attribute", name: name}
}

func deletedNames(before, after rules.Declarations) []use {
	var deleted []use
	for _, name := range slices.Sorted(maps.Keys(before.Attributes)) {
		if _, ok := after.Attributes[name]; !ok {
			deleted = append(deleted, attributeUse(name))
		}
	}
	for _, kind := range []struct {
		kind          string
		before, after []string
	}{
		{"event", slices.Sorted(maps.Keys(before.Events)), slices.Sorted(maps.Keys(after.Events))},
		{"list", slices.Sorted(maps.Keys(before.Lists)), slices.Sorted(maps.Keys(after.Lists))},
		{"segment", before.Segments, after.Segments},
		{"model", before.Models, after.Models},
		{"flag", slices.Sorted(maps.Keys(before.Flags)), slices.Sorted(maps.Keys(after.Flags))},
	} {
		for _, name := range kind.before {
			if _, ok := slices.BinarySearch(kind.after, name); !ok {
				deleted = append(deleted, use{kind: kind.kind, name: name})
			}
		}
	}
	return append(deleted, deletedProperties(before.Events, after.Events)...)
}

// deletedProperties are those of events that are still there.
func deletedProperties(before, after map[string]map[string]rules.Type) []use {
	var deleted []use
	for _, event := range slices.Sorted(maps.Keys(before)) {
		for _, name := range slices.Sorted(maps.Keys(before[event])) {
			if _, kept := after[event][name]; !kept && after[event] != nil {
				deleted = append(deleted, use{property, name, event})
			}
		}
	}
	return deleted
}

// eachUse visits who uses one of the wanted names, or, if none are given, any name. Rules are compiled against
// the schema in which those names were still there.
func (d *Definitions) eachUse(before *rules.Schema, wanted []use, visit func(u use, user Name)) {
	for _, key := range slices.Sorted(maps.Keys(d.Lists)) {
		visit(attributeUse(d.Lists[key].Of), Name{"list", key})
	}
	d.eachComputed(func(name, _ string, a *Attribute) {
		if o, found := rules.NewOperand(d.expression(a), before); len(found) == 0 {
			eachRead(o.Written(), func(u use) { visit(u, Name{"attribute", name}) })
		}
	})
	rule := func(text string, user Name) {
		if mentions(text, wanted) {
			if r := compiled(text, before); r != nil {
				eachRead(r.Written(), func(u use) { visit(u, user) })
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.Segments)) {
		rule(d.Segments[key].When, Name{"segment", key})
	}
	for _, key := range slices.Sorted(maps.Keys(d.Flags)) {
		for _, e := range d.Flags[key].Targeting {
			rule(e.When, Name{"flag", key})
			visit(attributeUse(e.By), Name{"flag", key})
		}
	}
}

// mentions says whether a rule's text could use one of the names. A name may be
// written with escapes; then the text has a backslash.
func mentions(text string, wanted []use) bool {
	return wanted == nil || strings.Contains(text, `\`) || slices.ContainsFunc(wanted, func(u use) bool { return strings.Contains(text, u.name) })
}

// compiled returns a rule; nil if it is wrong or there is none.
func compiled(text string, schema *rules.Schema) *rules.Rule {
	if text == "" {
		return nil
	}
	rule, _ := rules.Compile(text, schema)
	return rule
}

// eachRead visits what is read.
func eachRead(reads *rules.Reads, visit func(use)) {
	for _, kind := range []struct {
		kind  string
		names []string
	}{
		{"event", reads.Events}, {"list", reads.Lists}, {"segment", reads.Segments}, {"flag", reads.Flags}, {"model", reads.Scores},
	} {
		for _, name := range kind.names {
			visit(use{kind: kind.kind, name: name})
		}
	}
	for _, name := range slices.Concat(reads.Attributes, reads.Percentiles) {
		visit(attributeUse(name))
	}
	for _, query := range reads.Queries {
		visit(use{property, query.Property, query.Event})
		if query.Where != nil {
			for _, name := range query.Where.Properties() {
				visit(use{property, name, query.Event})
			}
		}
	}
}

// Portable returns the part of the definitions that a provider in somebody
// else's process may have: the portable flags and the attributes, groups,
// segments and flags that they read. Remote are the keys of the other flags,
// sorted. Set must have been compiled from d without problems.
func Portable(d *Definitions, set *flags.Set) (portable *Definitions, remote []string) {
	p := &porter{from: d, schema: set.Schema(), to: &Definitions{
		Attributes: map[string]*Attribute{}, Groups: map[string]*Attribute{}, Events: map[string]*Event{}, Lists: map[string]*List{},
		Segments: map[string]*flags.Segment{}, Models: map[string]*Model{}, Flags: map[string]*flags.Flag{},
	}}
	for _, key := range set.Keys() {
		if !set.Portable(key) {
			remote = append(remote, key)
			continue
		}
		p.take(use{kind: "flag", name: key})
	}
	return p.to, remote
}

// porter copies definitions and what they read.
type porter struct {
	from, to *Definitions
	schema   *rules.Schema
}

func (p *porter) take(u use) {
	switch u.kind {
	case "attribute":
		p.takeAttribute(u.name, p.from.Attributes, p.to.Attributes)
	case "group":
		p.takeAttribute(u.name, p.from.Groups, p.to.Groups)
	case "segment":
		if s := p.from.Segments[u.name]; s != nil && p.to.Segments[u.name] == nil {
			p.to.Segments[u.name] = s
			p.takeRule(s.When)
		}
	case "flag":
		if f := p.from.Flags[u.name]; f != nil && p.to.Flags[u.name] == nil {
			p.to.Flags[u.name] = f
			for i := range f.Targeting {
				p.takeRule(f.Targeting[i].When)
				p.take(attributeUse(f.Targeting[i].By))
			}
		}
	}
}

// takeRule copies what a rule reads, also through what attributes are computed from.
func (p *porter) takeRule(text string) {
	if rule := compiled(text, p.schema); rule != nil {
		eachRead(rule.Reads(), p.take)
	}
}

// takeAttribute copies an attribute. A formula goes along with what it reads; what is computed from events stays behind, as they do.
func (p *porter) takeAttribute(name string, from, to map[string]*Attribute) {
	a := from[name]
	if a == nil || to[name] != nil {
		return
	}
	if a.Computed != nil && a.Computed.Formula == "" {
		copied := *a
		copied.Computed = nil
		a = &copied
	}
	to[name] = a
}
