package rules

import "fmt"

// eventScope is what the names inside where(…) mean: the properties of one event.
type eventScope struct {
	event      string
	properties map[string]Type
}

// where checks the condition of an aggregate, whose names are the properties of its event.
func (c *checker) where(n *Node, scope *eventScope) {
	n.typ = TypeBool
	if !c.arguments(n, 1, 1) {
		return
	}
	inner := &checker{report: c.report, schema: c.schema, scope: scope}
	inner.truth(n.Args[0])
}

// allowedInWhere are the functions that look at nothing but their arguments' values.
var allowedInWhere = map[string]bool{"has": true, "lower": true, "semver": true, "date": true}

// callInWhere checks a call inside where(…).
func (c *checker) callInWhere(n *Node) Type {
	if _, known := usages[n.Name]; known && !allowedInWhere[n.Name] {
		return c.failAt(n, "the functions that can are has, lower, semver and date", "%s(…) cannot stand in where, which looks at the event alone", n.Name)
	}
	return c.plainCall(n)
}

// property finds the type of a property of the event inside where(…).
func (c *checker) property(n *Node) Type {
	t, ok := c.scope.properties[n.Name]
	if ok {
		return c.single(n, n.Name, t)
	}
	if _, attribute := c.schema.attribute(n.Name); attribute && Suggest(n.Name, keys(c.scope.properties)) == "" {
		return c.failAt(n, "compare the attribute outside where", "%s is an attribute, not a property of the event %q", n.Name, c.scope.event)
	}
	c.unknown(n, "event property", n.Name, keys(c.scope.properties))
	return 0
}

// single refuses a property that holds more than one value: no more than single values are kept of events.
func (c *checker) single(at *Node, name string, t Type) Type {
	switch t {
	case TypeStrings, TypeNumbers, TypeObject:
		return c.failAt(at, "report what rules ask about as a property of its own", "%s is %s; of events only single values can be asked about", name, aType(t))
	}
	return t
}

// quotedName says what to write instead of a name in quotation marks; empty if the text is no name.
func (c *checker) quotedName(text string) string {
	_, named := c.schema.attribute(text)
	if c.scope != nil {
		_, named = c.scope.properties[text]
	}
	switch {
	case !named:
		return ""
	case c.scope != nil && !ValidAttribute(text):
		return "report the property under a name of letters, digits and underscores"
	}
	return fmt.Sprintf("leave out the quotation marks around %s", text)
}
