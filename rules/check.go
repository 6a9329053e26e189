package rules

import (
	"fmt"
	"slices"
	"strings"
)

// checker finds out the type of every node and reports everything that is wrong
// at once. A node whose type could not be found has type 0, which fits everywhere,
// so that one mistake is reported once.
type checker struct {
	*report
	schema  *Schema
	element Type // of # inside a loop; 0 outside
	looping bool
	scope   *eventScope // inside where(…); nil outside
}

// failAt reports something about a node; nodes among the arguments are printed shortly.
func (c *checker) failAt(n *Node, hint, format string, args ...any) Type {
	if len(c.diagnostics) >= maxDiagnostics {
		c.failed++
		return 0
	}
	for i, arg := range args {
		if node, ok := arg.(*Node); ok {
			args[i] = node.brief()
		}
	}
	c.fail(n.at, fmt.Sprintf(format, args...), hint)
	return 0
}

// brief prints a node for a message.
func (n *Node) brief() string {
	const most = 60
	text := n.String()
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// check finds the type of a node and remembers it there.
func (c *checker) check(n *Node) Type {
	n.typ = c.typeOf(n)
	return n.typ
}

func (c *checker) typeOf(n *Node) Type {
	switch n.Op {
	case opInvalid:
		return 0
	case opBool:
		return TypeBool
	case opNumber:
		return TypeNumber
	case opString:
		return TypeString
	case opAttribute:
		return c.attribute(n)
	case opElement:
		if c.scope != nil {
			return c.failAt(n, "", "# is the element of a list, and where looks at the event alone")
		}
		return c.element
	case opList:
		return c.failAt(n, `write it after "in": country in ["DE", "FR"]`, "a list can stand only on the right of in")
	case opCall:
		return c.call(n)
	case opAnd, opOr, opNot:
		return c.logic(n)
	case opIn:
		return c.in(n)
	case opContains, opStartsWith, opEndsWith, opMatches:
		return c.text(n)
	case opCoalesce:
		return c.coalesce(n)
	case "+", "-", "*", "/", opNegate:
		return c.arithmetic(n)
	}
	return c.comparison(n)
}

func (c *checker) attribute(n *Node) Type {
	if c.scope != nil {
		return c.property(n)
	}
	attribute, ok := c.schema.attribute(n.Name)
	if ok {
		return attribute.Type
	}
	if usage, called := usages[n.Name]; called {
		return c.failAt(n, "write "+usage, "%s is a function", n.Name)
	}
	nearest := c.nearestAttribute(n.Name)
	c.failAt(n, c.unknownHint(n.Name, nearest), "unknown attribute %q", n.Name)
	if nearest != "" {
		c.mend(n.at, nearest)
	}
	return 0
}

// nearestAttribute returns what an unknown name may be meant to be.
func (c *checker) nearestAttribute(name string) string {
	switch lower := strings.ToLower(name); lower {
	case "true", "false":
		return lower
	case groupName, "null", "none", "undefined":
		return ""
	}
	return Nearest(name, append(keys(c.schema.declared.Attributes), TargetingKey))
}

func (c *checker) unknownHint(name, nearest string) string {
	switch lower := strings.ToLower(name); {
	case lower == "true" || lower == "false":
		return "write " + lower
	case name == groupName:
		return "group.plan reads the attribute plan of the person's group"
	case lower == "null" || lower == "none" || lower == "undefined":
		return "ask has(attribute), or not has(attribute)"
	}
	if nearest != "" {
		return suggestion(nearest)
	}
	if ValidAttribute(name) && !Reserved(name) {
		return fmt.Sprintf("declare it under attributes, or write %q if it is a text", name)
	}
	return "the name is reserved; declare the attribute under another one"
}

func (c *checker) call(n *Node) Type {
	if c.scope != nil {
		return c.callInWhere(n)
	}
	return c.plainCall(n)
}

func (c *checker) plainCall(n *Node) Type {
	switch n.Name {
	case "has":
		return c.has(n)
	case "lower":
		return c.lower(n)
	case "semver":
		return c.semver(n)
	case "cidr":
		return c.cidr(n)
	case "now":
		return c.now(n)
	case "ago", "ahead":
		return c.length(n)
	case "date":
		return c.date(n)
	case "hour", "weekday", "day", "month", "year":
		return c.calendar(n)
	case "any", "all", "none", "count":
		return c.loop(n)
	case "segment":
		return c.segment(n)
	case "list":
		return c.list(n)
	case "flag":
		return c.flag(n)
	case "score", "cluster":
		return c.score(n)
	case "percentile":
		return c.percentile(n)
	case "band":
		return c.band(n)
	case "last", "within", "session", "where":
		return c.outsideEvent(n)
	}
	if aggregates[n.Name] != nil {
		return c.event(n)
	}
	return c.unknownFunction(n)
}

// foreignFunctions are functions that other languages have, and what rules write instead.
var foreignFunctions = map[string]string{
	"len": "count(list)", "length": "count(list)", "size": "count(list)", "upper": "lower(text)", "toLower": "lower(text)",
	"exists": "has(attribute)", "isset": "has(attribute)", "defined": "has(attribute)", "one": `count(list, # == "x") == 1`,
	"hasPrefix": `text startsWith "x"`, "hasSuffix": `text endsWith "x"`, "indexOf": `text contains "x"`,
	"filter": `count(list, # == "x")`, "version": `semver("2.4.0")`, "today": "now()", "duration": `ago("7d")`,
	"sum": `event_sum("event", "property", last("24h"))`, "avg": `event_avg("event", "property", last("24h"))`,
}

func (c *checker) unknownFunction(n *Node) Type {
	nearest := Nearest(n.Name, keys(usages))
	hint := suggestion(nearest)
	if usage, foreign := foreignFunctions[n.Name]; foreign {
		nearest, hint = "", "write "+usage
	}
	c.failAt(n, hint, "unknown function %q", n.Name)
	if nearest != "" {
		c.mendName(n, nearest)
	}
	looping := c.looping
	c.looping = true // what # is there is not known
	for _, arg := range n.Args {
		if arg.Op != opList && !ofEvent(arg) {
			c.check(arg)
		}
	}
	c.looping = looping
	return 0
}

// mendName mends the name of a called function.
func (c *checker) mendName(n *Node, name string) {
	at := span{n.at.from, n.at.from + len(n.Name)}
	if at.to <= len(c.source) && string(c.source[at.from:at.to]) == n.Name { // a list that is piped to it stands before it
		c.mend(at, name)
	}
}

// logic checks and, or and not.
func (c *checker) logic(n *Node) Type {
	for _, arg := range n.Args {
		c.truth(arg)
	}
	return TypeBool
}

// truth checks a node that must be true or false.
func (c *checker) truth(n *Node) {
	t := c.check(n)
	if t == 0 || t == TypeBool {
		return
	}
	hint := "compare it with something"
	if n.Op == opAttribute {
		hint = fmt.Sprintf("compare it with something, or ask has(%s)", n.Name)
	}
	c.failAt(n, hint, "%s is %s, not a condition", n, aType(t))
}

// aType names a type with its article.
func aType(t Type) string {
	if t == TypeObject {
		return "an " + t.String()
	}
	return "a " + t.String()
}

// want checks a node that must have one type.
func (c *checker) want(n *Node, want Type) bool {
	t := c.check(n)
	if t == want {
		return true
	}
	if t != 0 {
		c.failAt(n, "", "%s is %s, but %s is needed here", n, aType(t), aType(want))
	}
	return false
}

func (c *checker) coalesce(n *Node) Type {
	value, substitute := n.Args[0], n.Args[1]
	left, right := c.check(value), c.check(substitute)
	switch {
	case left == 0 || right == 0:
		return max(left, right)
	case !value.canBeMissing():
		return c.failAt(value, `"??" stands right behind an attribute: (sessions ?? 0) + 1`, "%s is never missing itself", value)
	case left != right:
		return c.failAt(n, "the default must have the same type", "%s is %s, but its default is %s", value, aType(left), aType(right))
	case left == TypeObject || left == TypeStrings || left == TypeNumbers:
		return c.failAt(n, "ask has(…)", "%s cannot have a default", aType(left))
	}
	return left
}

// canBeMissing says whether a node is a value that may not be there, rather than computed from such values.
func (n *Node) canBeMissing() bool {
	switch n.Op {
	case opAttribute:
		return true
	case opCoalesce:
		return n.Args[1].canBeMissing()
	case opCall:
		switch n.Name {
		case "segment", "flag", "score", "cluster", "percentile", "band":
			return true
		}
		if a := aggregates[n.Name]; a != nil { // a window can begin at an attribute that is missing
			return !a.zero || slices.ContainsFunc(n.Args, func(arg *Node) bool { return arg.Op == opCall && arg.Name == "within" })
		}
	}
	return false
}

func (c *checker) arithmetic(n *Node) Type {
	ok := true
	for _, arg := range n.Args {
		t := c.check(arg)
		if t == 0 || t == TypeNumber {
			ok = ok && t == TypeNumber
			continue
		}
		c.failAt(arg, arithmeticHint(n.Op, t), "%s is %s, but a number is needed here", arg, aType(t))
		ok = false
	}
	if !ok {
		return 0
	}
	return TypeNumber
}

func arithmeticHint(op string, t Type) string {
	switch {
	case t == TypeTime:
		return `compare times: signed_up_at > ago("7d")`
	case t == TypeString && op == "+":
		return "texts cannot be joined in a rule"
	case t == TypeString && op == opNegate:
		return "leave out the minus"
	case t == TypeStrings || t == TypeNumbers:
		return "count(list) gives the number of its elements"
	}
	return ""
}
