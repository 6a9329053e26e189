package rules

// This file checks the functions that refer to something declared by its name.

// reference checks a call with one name, which must be declared.
func reference[V any](c *checker, n *Node, what string, declared map[string]V) (V, bool) {
	var none V
	if !c.arguments(n, 1, 1) {
		return none, false
	}
	key, ok := c.name(n, 0)
	if !ok {
		return none, false
	}
	value, ok := declared[key]
	if !ok {
		c.unknown(n.Args[0], what, key, keys(declared))
	}
	return value, ok
}

func (c *checker) unknown(at *Node, what, key string, declared []string) {
	nearest := Nearest(key, declared)
	if nearest == "" {
		c.failAt(at, "declare it first", "unknown %s %q", what, key)
		return
	}
	c.failAt(at, suggestion(nearest), "unknown %s %q", what, key)
	switch {
	case at.Op == opString:
		c.mendText(at, nearest)
	case ValidAttribute(nearest):
		c.mend(at.at, nearest)
	}
}

func (c *checker) segment(n *Node) Type {
	reference(c, n, "segment", c.schema.declaredSegments)
	return TypeBool
}

func (c *checker) list(n *Node) Type {
	reference(c, n, "list", c.schema.declared.Lists)
	return TypeBool
}

func (c *checker) flag(n *Node) Type {
	t, _ := reference(c, n, "flag", c.schema.declared.Flags)
	return t
}

func (c *checker) score(n *Node) Type {
	reference(c, n, "model", c.schema.declaredModels)
	if n.Name == "cluster" {
		return TypeString
	}
	return TypeNumber
}

func (c *checker) percentile(n *Node) Type {
	a, ok := reference(c, n, "attribute", c.schema.declared.Attributes)
	if ok && a.Type != TypeNumber {
		c.failAt(n.Args[0], "", "%s is %s; only numbers have percentiles", n.Args[0].Text, aType(a.Type))
	}
	return TypeNumber
}

func (c *checker) band(n *Node) Type {
	a, ok := reference(c, n, "attribute", c.schema.declared.Attributes)
	switch {
	case ok && a.Type != TypeNumber:
		c.failAt(n.Args[0], "", "%s is %s; only numbers have bands", n.Args[0].Text, aType(a.Type))
	case ok && len(a.Bands) == 0:
		c.failAt(n.Args[0], "declare them with the attribute: bands: {top: 20, rest: 80}", "%s has no bands", n.Args[0].Text)
	}
	return TypeString
}

// event checks event_count and the other aggregates: an event, where it is
// needed one of its properties, and then perhaps a condition and a window.
func (c *checker) event(n *Node) Type {
	if !c.arguments(n, 1, 4) {
		return 0
	}
	event, ok := c.name(n, 0)
	if !ok {
		return 0
	}
	properties, declared := c.schema.declared.Events[event]
	if !declared {
		c.unknown(n.Args[0], "event", event, keys(c.schema.declared.Events))
		return 0
	}
	rest := n.Args[1:]
	if last := len(rest) - 1; last >= 0 && isWindow(rest[last]) {
		c.window(rest[last])
		rest = rest[:last]
	}
	if last := len(rest) - 1; last >= 0 && isWhere(rest[last]) {
		c.where(rest[last], &eventScope{event, properties})
		rest = rest[:last]
	}
	for _, arg := range rest {
		if ofEvent(arg) {
			return c.failAt(arg, "the order is: event, property, where, window", "%s(…) stands in the wrong place", arg.Name)
		}
	}
	return c.aggregate(n, rest, properties)
}

// aggregate finds the type of an aggregate over the property that rest names.
func (c *checker) aggregate(n *Node, rest []*Node, properties map[string]Type) Type {
	a := aggregates[n.Name]
	switch {
	case len(rest) == 0 && a.property != needed:
		return a.alone
	case len(rest) != 1 || a.property == unwanted:
		return c.failAt(n, "write "+usages[n.Name], "%s is not called like this", n.Name)
	case rest[0].Op != opString:
		return c.failAt(rest[0], "write "+usages[n.Name], "%s needs a property's name in quotation marks here", n.Name)
	}
	rest[0].typ = TypeString
	t, ok := properties[rest[0].Text]
	if !ok {
		c.unknown(rest[0], "event property", rest[0].Text, keys(properties))
		return 0
	}
	switch t = c.single(rest[0], rest[0].Text, t); {
	case t == 0:
		return 0
	case a.numbers && t != TypeNumber:
		return c.failAt(rest[0], "", "%s is %s; %s needs a number", rest[0].Text, aType(t), n.Name)
	case a.of != 0:
		return a.of
	}
	return t
}

func isWindow(n *Node) bool {
	return n.Op == opCall && (n.Name == "last" || n.Name == "within" || n.Name == "session")
}

func isWhere(n *Node) bool { return n.Op == opCall && n.Name == "where" }

// ofEvent says whether a node has a meaning only as an argument of an event_… function.
func ofEvent(n *Node) bool { return isWindow(n) || isWhere(n) }

// window checks last("24h"), within("24h", attribute) and session().
func (c *checker) window(n *Node) {
	switch n.Name {
	case "session":
		c.arguments(n, 0, 0)
	case "last":
		c.length(n)
	case "within":
		if c.arguments(n, 2, 2) {
			c.lengthArgument(n, 0)
			if c.want(n.Args[1], TypeTime) && n.Args[1].Op != opAttribute {
				c.failAt(n.Args[1], "write "+usages["within"], "within counts from an attribute")
			}
		}
	}
}

// outsideEvent refuses a window or a condition that does not stand inside an event_… call.
func (c *checker) outsideEvent(n *Node) Type {
	return c.failAt(n, `write event_count("event", `+usages[n.Name]+")", "%s(…) has a meaning only inside event_… functions", n.Name)
}
