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
	d.eachUse(before, deleted, func(u use, user string) {
		if !slices.Contains(users[u], user) {
			users[u] = append(users[u], user)
		}
	})
	var problems Problems
	for _, u := range deleted {
		if len(users[u]) > 0 {
			problems = append(problems, problemAt(sections[u.kind]+"."+u.name,
				fmt.Sprintf("the %s %q is still used by %s", u.kind, u.name, listed(users[u])),
				"change what uses it first, or delete both in one publish"))
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

// use is something that is referred to: a kind of definition and a name.
type use struct{ kind, name string }

// attributeUse is the use of an attribute by its name in rules.
func attributeUse(name string) use {
	if group, ok := strings.CutPrefix(name, "group."); ok {
		return use{"group", group}
	}
	return use{"attribute", name}
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
				deleted = append(deleted, use{kind.kind, name})
			}
		}
	}
	return deleted
}

// eachUse visits who uses one of the wanted names. Rules are compiled against
// the schema in which those names were still there.
func (d *Definitions) eachUse(before *rules.Schema, wanted []use, visit func(u use, user string)) {
	for _, key := range slices.Sorted(maps.Keys(d.Lists)) {
		visit(attributeUse(d.Lists[key].Of), "list "+key)
	}
	for _, name := range slices.Sorted(maps.Keys(d.Attributes)) {
		if c := d.Attributes[name].Computed; c != nil {
			visit(attributeUse(c.Of), "attribute "+name)
			visit(use{"event", c.Event}, "attribute "+name)
		}
	}
	rule := func(text, user string) {
		if mentions(text, wanted) {
			eachRead(text, before, func(u use) { visit(u, user) })
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.Segments)) {
		rule(d.Segments[key].When, "segment "+key)
	}
	for _, key := range slices.Sorted(maps.Keys(d.Flags)) {
		for _, e := range d.Flags[key].Targeting {
			rule(e.When, "flag "+key)
			visit(attributeUse(e.By), "flag "+key)
		}
	}
}

// mentions says whether a rule's text could use one of the names. A name may be
// written with escapes; then the text has a backslash.
func mentions(text string, wanted []use) bool {
	return strings.Contains(text, `\`) || slices.ContainsFunc(wanted, func(u use) bool { return strings.Contains(text, u.name) })
}

// eachRead visits what a rule reads; nothing if the rule is wrong.
func eachRead(text string, schema *rules.Schema, visit func(use)) {
	if text == "" {
		return
	}
	rule, diagnostics := rules.Compile(text, schema)
	if len(diagnostics) > 0 {
		return
	}
	reads := rule.Reads()
	for _, kind := range []struct {
		kind  string
		names []string
	}{
		{"event", reads.Events}, {"list", reads.Lists}, {"segment", reads.Segments}, {"flag", reads.Flags}, {"model", reads.Scores},
	} {
		for _, name := range kind.names {
			visit(use{kind.kind, name})
		}
	}
	for _, name := range slices.Concat(reads.Attributes, reads.Percentiles) {
		visit(attributeUse(name))
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
		p.take(use{"flag", key})
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
		takeAttribute(u.name, p.from.Attributes, p.to.Attributes)
	case "group":
		takeAttribute(u.name, p.from.Groups, p.to.Groups)
	case "segment":
		if s := p.from.Segments[u.name]; s != nil && p.to.Segments[u.name] == nil {
			p.to.Segments[u.name] = s
			eachRead(s.When, p.schema, p.take)
		}
	case "flag":
		if f := p.from.Flags[u.name]; f != nil && p.to.Flags[u.name] == nil {
			p.to.Flags[u.name] = f
			for i := range f.Targeting {
				eachRead(f.Targeting[i].When, p.schema, p.take)
				p.take(attributeUse(f.Targeting[i].By))
			}
		}
	}
}

// takeAttribute copies an attribute. How it is computed stays behind: the events do too.
func takeAttribute(name string, from, to map[string]*Attribute) {
	a := from[name]
	if a == nil || to[name] != nil {
		return
	}
	if a.Computed != nil {
		copied := *a
		copied.Computed = nil
		a = &copied
	}
	to[name] = a
}
