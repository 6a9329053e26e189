package environment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fingerpost/fingerpost/flags"
	"github.com/fingerpost/fingerpost/rules"
)

// computed reads how an attribute is computed.
func (r *reader) computed(n *node, a *Attribute) *Computed {
	if n == nil {
		return nil
	}
	m, ok := r.members(n, computedKeys)
	if !ok {
		return nil
	}
	c := &Computed{
		Aggregate: r.choice(m.get("aggregate"), aggregates),
		Event:     r.text(m.get("event"), MaxEvent),
		Property:  r.text(m.get("property"), MaxEvent),
		Where:     r.filled(m.get("where")),
		Last:      r.length(m.get("last")),
		Within:    r.length(m.get("within")),
		Of:        r.text(m.get("of"), MaxEvent),
		Session:   r.truth(m.get("session")),
		Formula:   r.filled(m.get("formula")),
	}
	if m.get("formula") != nil {
		r.checkFormula(m)
		return c
	}
	for _, name := range []string{"aggregate", "event"} {
		if m.get(name) == nil {
			r.failName(n, fmt.Sprintf("%q is missing", name), "write aggregate and event, or a formula")
		}
	}
	r.checkWindow(n, c)
	r.checkAggregate(n, c, a.Type)
	return c
}

// filled reads the text of a rule that may be absent, but not empty.
func (r *reader) filled(n *node) string {
	rule := r.rule(n)
	if n != nil && n.kind == text && rule == "" {
		r.fail(n, "the text is empty", "fill it in or leave the key out")
	}
	return rule
}

// checkFormula reports what cannot stand beside a formula.
func (r *reader) checkFormula(m *members) {
	for i, name := range m.names {
		if m.nodes[i] != nil && name != "formula" {
			r.failName(m.nodes[i], name+" cannot stand beside a formula", `ask in the formula: event_count("event", where(property == "x"), last("24h"))`)
		}
	}
}

func (r *reader) checkWindow(n *node, c *Computed) {
	switch {
	case c.Last != "" && c.Within != "":
		r.fail(n, "last and within exclude each other", "keep one of them")
	case c.Session && (c.Last != "" || c.Within != ""):
		r.fail(n, "session excludes last and within", "keep one of them")
	case c.Within != "" && c.Of == "":
		r.fail(n, "within needs the time it begins at", "name an attribute of type time: of: signed_up_at")
	case c.Of != "" && c.Within == "":
		r.fail(n, "of goes with within", "add within: 24h, or leave of out")
	}
}

// numericAggregates give a number; the result of the others is like their property.
var numericAggregates = []string{"count", "sum", "avg", "min", "max", "unique", "duration"}

func (r *reader) checkAggregate(n *node, c *Computed, attributeType string) {
	if !slices.Contains(aggregates, c.Aggregate) {
		return
	}
	alone := c.Aggregate == "count" || c.Aggregate == "duration"
	timed := c.Aggregate == "first" || c.Aggregate == "last"
	want := ""
	switch {
	case slices.Contains(numericAggregates, c.Aggregate):
		want = "number"
	case timed && c.Property == "":
		want = "time"
	}
	switch {
	case alone && c.Property != "":
		r.fail(n, c.Aggregate+" looks at the events themselves and has no property", "leave property out")
	case !alone && !timed && c.Property == "":
		r.fail(n, c.Aggregate+" needs a property of the event", "name it: property: …")
	case want != "" && attributeType != want && slices.Contains(attributeTypes, attributeType):
		r.fail(n, fmt.Sprintf("%s gives a %s, but the attribute is a %s", c.Aggregate, want, attributeType), "write type: "+want)
	}
}

// expression returns the rule language's text for how an attribute is computed; empty if
// there is none, because something is wrong that is reported elsewhere.
func (d *Definitions) expression(a *Attribute) string {
	c := a.Computed
	switch {
	case c == nil:
		return ""
	case c.Formula != "":
		return c.Formula
	case c.Of != "" && !rules.ValidAttribute(strings.TrimPrefix(c.Of, "group.")):
		return ""
	}
	event := &rules.Node{Op: "call", Name: "event_" + c.Aggregate, Args: []*rules.Node{textNode(c.Event)}}
	if c.Property != "" {
		event.Args = append(event.Args, textNode(c.Property))
	}
	if c.Where != "" {
		where, found := rules.Parse(c.Where)
		if len(found) > 0 {
			return ""
		}
		event.Args = append(event.Args, &rules.Node{Op: "call", Name: "where", Args: []*rules.Node{where}})
	}
	event.Args = append(event.Args, c.window()...)
	if a.Type == "version" && d.propertyType(c) == "string" {
		event = &rules.Node{Op: "call", Name: "semver", Args: []*rules.Node{event}}
	}
	return event.String()
}

func textNode(s string) *rules.Node { return &rules.Node{Op: "string", Text: s} }

// window returns the last argument of an aggregate, if it has one.
func (c *Computed) window() []*rules.Node {
	switch {
	case c.Last != "":
		return []*rules.Node{{Op: "call", Name: "last", Args: []*rules.Node{textNode(c.Last)}}}
	case c.Within != "":
		return []*rules.Node{{Op: "call", Name: "within", Args: []*rules.Node{textNode(c.Within), {Op: "attribute", Name: c.Of}}}}
	case c.Session:
		return []*rules.Node{{Op: "call", Name: "session"}}
	}
	return nil
}

func (d *Definitions) propertyType(c *Computed) string {
	if event := d.Events[c.Event]; event != nil && event.Properties[c.Property] != nil {
		return event.Properties[c.Property].Type
	}
	return ""
}

// eachComputed visits the attributes that are computed, by their names in rules, with where they stand in the file.
func (d *Definitions) eachComputed(visit func(name, path string, a *Attribute)) {
	for _, section := range []struct {
		name, prefix string
		attributes   map[string]*Attribute
	}{{"attributes", "", d.Attributes}, {"groups", "group.", d.Groups}} {
		for _, name := range slices.Sorted(maps.Keys(section.attributes)) {
			if a := section.attributes[name]; a.Computed != nil {
				visit(section.prefix+name, section.name+"."+name+".computed", a)
			}
		}
	}
}

// computedProblems are what is wrong with how attributes are computed.
func (d *Definitions) computedProblems(schema *rules.Schema) Problems {
	var problems Problems
	d.eachComputed(func(name, path string, a *Attribute) {
		if a.Computed.Formula != "" {
			_, found := schema.Computed(name)
			problems = append(problems, ruleProblems(path+".formula", found)...)
			return
		}
		found := d.computedReferences(path, a, schema)
		if _, diagnostics := schema.Computed(name); len(found) == 0 && len(diagnostics) > 0 {
			found = Problems{problemAt(path, diagnostics[0].Message, diagnostics[0].Hint)} // the text is not the file's
		}
		problems = append(problems, found...)
	})
	return problems
}

// ruleProblems are diagnostics of a text that stands in the file.
func ruleProblems(path string, found rules.Diagnostics) Problems {
	var problems Problems
	for i := range found {
		problems = append(problems, Problem{Problem: flags.Problem{Path: path, Message: found[i].Message, Hint: found[i].Hint, Rule: &found[i]}})
	}
	return problems
}

// computedReferences checks what an aggregate refers to.
func (d *Definitions) computedReferences(path string, a *Attribute, schema *rules.Schema) Problems {
	var problems Problems
	c := a.Computed
	event := d.Events[c.Event]
	if event == nil {
		hint := suggest(c.Event, slices.Collect(maps.Keys(d.Events)))
		if hint == "" {
			hint = "declare it under events"
		}
		problems = append(problems, problemAt(path+".event", fmt.Sprintf("unknown event %q", shorten(c.Event)), hint))
	} else {
		problems = append(problems, d.propertyReferences(path, a, event)...)
		if c.Where != "" {
			_, found := rules.CompileWhere(c.Where, c.Event, schema)
			problems = append(problems, ruleProblems(path+".where", found)...)
		}
	}
	if c.Of == "" {
		return problems
	}
	switch of := d.attribute(c.Of); {
	case of == nil:
		problems = append(problems, d.unknownAttribute(path+".of", c.Of))
	case of.Type != "time":
		problems = append(problems, problemAt(path+".of", fmt.Sprintf("%s is a %s, but within counts from a time", c.Of, of.Type), ""))
	}
	return problems
}

func (d *Definitions) propertyReferences(path string, a *Attribute, event *Event) Problems {
	c := a.Computed
	if c.Property == "" {
		return nil
	}
	path += ".property"
	property := event.Properties[c.Property]
	if property == nil {
		hint := suggest(c.Property, slices.Collect(maps.Keys(event.Properties)))
		return Problems{problemAt(path, fmt.Sprintf("the event %q has no property %q", c.Event, shorten(c.Property)), hint)}
	}
	want := a.Type
	switch {
	case property.Type == "list":
		return Problems{problemAt(path, fmt.Sprintf("%s is a list; of events only single values can be asked about", shorten(c.Property)), "report it as a property of its own")}
	case c.Aggregate == "unique":
		return nil
	case slices.Contains(numericAggregates, c.Aggregate):
		want = "number"
	case want == "version" && property.Type == "string":
		return nil
	}
	if property.Type != want {
		return Problems{problemAt(path, fmt.Sprintf("the property is a %s, but %s of it must be a %s", property.Type, c.Aggregate, want), "")}
	}
	return nil
}
