package builder

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// Of returns the form of a rule's tree. Printing it gives the rule's canonical text.
func Of(tree *rules.Node) Form {
	f := formOf(tree, 1)
	f.name("")
	return f
}

// formOf reads a tree that stands at a depth.
func formOf(n *rules.Node, depth int) Form {
	f := Form{Match: All, Conditions: []Condition{}}
	parts := []*rules.Node{n}
	switch {
	case n.Op == "and":
		parts = n.Args
	case n.Op == "or":
		f.Match, parts = Any, n.Args
	case n.Op == "bool" && n.Number != 0:
		return f
	}
	for i := 0; i < len(parts); i++ {
		if f.Match == All && i+1 < len(parts) {
			if c, ok := rangeOf(parts[i], parts[i+1]); ok {
				f.Conditions = append(f.Conditions, c)
				i++
				continue
			}
		}
		f.Conditions = append(f.Conditions, conditionOf(parts[i], depth))
	}
	return f
}

// name gives all conditions their IDs.
func (f *Form) name(prefix string) { nameAll(f.Conditions, prefix) }

func nameAll(conditions []Condition, prefix string) {
	for i := range conditions {
		c := &conditions[i]
		c.ID = prefix + strconv.Itoa(i)
		nameAll(c.Conditions, c.ID+".")
		if c.Where != nil {
			c.Where.name(c.ID + ".")
		}
	}
}

// conditionOf reads one condition that stands at a depth.
func conditionOf(n *rules.Node, depth int) Condition {
	if n.Op != "not" {
		return plainOf(n, depth)
	}
	c := plainOf(n.Args[0], depth)
	c.Not = true
	return c
}

// plainOf reads a condition that no not turns around, or that is turned around once more.
func plainOf(n *rules.Node, depth int) Condition {
	joined := n.Op == "and" || n.Op == "or" || n.Op == "not"
	switch {
	case joined && depth < MaxDepth:
		f := Form{Match: All}
		if n.Op == "not" {
			f.Conditions = []Condition{conditionOf(n, depth+1)}
		} else if f = formOf(n, depth+1); len(f.Conditions) == 1 {
			return f.Conditions[0] // a range
		}
		return Condition{Kind: Group, Text: n.String(), Match: f.Match, Conditions: f.Conditions, node: n}
	case !joined:
		if c, ok := sentenceOf(n, depth); ok {
			return c.of(n)
		}
	}
	return Condition{Kind: Card, Text: n.String(), node: n}
}

func (c Condition) of(n *rules.Node) Condition {
	c.Text, c.node = n.String(), n
	return c
}

// sentenceOf reads a condition of any kind but groups and cards; false if it would not be written as it stands.
func sentenceOf(n *rules.Node, depth int) (Condition, bool) {
	c, ok := comparisonOf(n, depth)
	if !ok {
		return c, false
	}
	w := &writer{}
	written := w.plain(&c, depth)
	return c, len(w.faults) == 0 && written.Equal(n)
}

// comparisonOf reads what looks like a sentence.
func comparisonOf(n *rules.Node, depth int) (Condition, bool) {
	switch {
	case slices.Contains(orders, n.Op):
		return orderOf(n, depth)
	case n.Op == "in":
		return inOf(n, depth)
	case slices.Contains(textOps, n.Op):
		c, ok := operandOf(n.Args[0], depth)
		return c.with(n.Op, n.Args[1], ok)
	case n.Op != "call":
	case n.Name == "has" && len(n.Args) == 1 && n.Args[0].Op == "attribute":
		return Condition{Kind: Has, Attribute: n.Args[0].Name}, true
	case n.Name == "cidr" && len(n.Args) > 1:
		c, ok := operandOf(n.Args[0], depth)
		return c.among("cidr", n.Args[1:], ok)
	case slices.Contains(loops, n.Name) && len(n.Args) == 2 && n.Args[0].Op == "attribute":
		c, ok := comparisonOf(n.Args[1], depth)
		c.Each, c.Attribute = n.Name, n.Args[0].Name
		return c, ok
	}
	c, ok := operandOf(n, depth)
	if c.Kind != Segment && c.Kind != List {
		c.Op = "is"
	}
	return c, ok
}

var (
	orders  = []string{"==", "!=", "<", "<=", ">", ">="}
	textOps = []string{"contains", "startsWith", "endsWith", "matches"}
	loops   = []string{"any", "all", "none"}
	// mirrored are the orders as they are read from the right.
	mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
)

// with adds what the condition compares with.
func (c Condition) with(op string, value *rules.Node, ok bool) (Condition, bool) {
	v, is := valueOf(value)
	c.Op, c.Value = op, v
	return c, ok && is
}

// among adds the values among which the condition looks.
func (c Condition) among(op string, values []*rules.Node, ok bool) (Condition, bool) {
	c.Op = op
	for _, value := range values {
		v, is := valueOf(value)
		c.Values, ok = append(c.Values, v), ok && is && value.Op != "attribute"
	}
	return c, ok
}

// orderOf reads ==, <= and the like, with the value on the right or on the left.
func orderOf(n *rules.Node, depth int) (Condition, bool) {
	left, ok := operandOf(n.Args[0], depth)
	if left, ok = left.with(n.Op, n.Args[1], ok); ok {
		return left, true
	}
	right, ok := operandOf(n.Args[1], depth)
	right.Reversed = true
	return right.with(mirrored[n.Op], n.Args[0], ok)
}

func inOf(n *rules.Node, depth int) (Condition, bool) {
	value, list := n.Args[0], n.Args[1]
	c, ok := operandOf(value, depth)
	switch {
	case list.Op == "list":
		return c.among("in", list.Args, ok)
	case ok:
		return c.with("in", list, list.Op == "attribute")
	}
	c, ok = operandOf(list, depth)
	return c.with("holds", value, ok && value.Op != "attribute")
}

// rangeOf reads two conditions that are the two ends of a range: 1 < sessions && sessions <= 7.
func rangeOf(low, high *rules.Node) (Condition, bool) {
	if !below(low) || !below(high) || !low.Args[1].Equal(high.Args[0]) {
		return Condition{}, false
	}
	c, ok := operandOf(low.Args[1], MaxDepth)
	from, hasFrom := valueOf(low.Args[0])
	to, hasTo := valueOf(high.Args[1])
	c.Op, c.From, c.To = "between", &Bound{from, low.Op == "<="}, &Bound{to, high.Op == "<="}
	whole := infix("and", low, high)
	w := &writer{}
	if !ok || !hasFrom || !hasTo || from.node.Op == "attribute" || !w.plain(&c, MaxDepth).Equal(whole) {
		return c, false
	}
	return c.of(whole), len(w.faults) == 0
}

func below(n *rules.Node) bool { return n.Op == "<" || n.Op == "<=" }

// operandOf reads what a condition compares.
func operandOf(n *rules.Node, depth int) (Condition, bool) {
	switch n.Op {
	case "attribute":
		return Condition{Kind: Compare, Attribute: n.Name}, true
	case "element":
		return Condition{Kind: Compare}, true
	case "??":
		c, ok := operandOf(n.Args[0], depth)
		substitute, is := valueOf(n.Args[1])
		ok = ok && is && c.Default.IsZero() && c.As == ""
		c.Default = substitute
		return c, ok
	case "call":
		return calledOf(n, depth)
	}
	return Condition{}, false
}

// referring are the functions whose one argument is the name of something.
var referring = map[string]Kind{
	"list": List, "segment": Segment, "flag": Flag, "score": Score, "cluster": Cluster, "percentile": Percentile, "band": Band,
}

// calledOf reads a function's result as what a condition compares.
func calledOf(n *rules.Node, depth int) (Condition, bool) {
	kind, refers := referring[n.Name]
	aggregate, isEvent := strings.CutPrefix(n.Name, eventPrefix)
	switch {
	case refers && onlyTexts(n.Args) && len(n.Args) == 1:
		if kind == Percentile || kind == Band {
			return Condition{Kind: kind, Attribute: n.Args[0].Text}, true
		}
		return Condition{Kind: kind, Key: n.Args[0].Text}, true
	case isEvent:
		return eventOf(n, aggregate, depth)
	case (n.Name == "lower" || n.Name == "semver" || n.Name == "count") && len(n.Args) == 1:
		c, ok := operandOf(n.Args[0], depth)
		ok = ok && c.Kind == Compare && c.As == ""
		c.As = n.Name
		return c, ok
	case n.Name == "now" && len(n.Args) == 0:
		return Condition{Kind: Calendar, Part: n.Name}, true
	case slices.Contains(parts, n.Name):
		return calendarOf(n)
	}
	return Condition{}, false
}

const eventPrefix = "event_"

var parts = []string{"hour", "weekday", "day", "month", "year"}

// calendarOf reads hour("Europe/Berlin") and weekday(signed_up_at, "UTC").
func calendarOf(n *rules.Node) (Condition, bool) {
	c := Condition{Kind: Calendar, Part: n.Name}
	last := len(n.Args) - 1
	if last < 0 || last > 1 || n.Args[last].Op != "string" {
		return c, false
	}
	c.Zone = n.Args[last].Text
	if last == 1 {
		c.Attribute = n.Args[0].Name
		return c, n.Args[0].Op == "attribute"
	}
	return c, true
}

// eventOf reads an aggregate over events.
func eventOf(n *rules.Node, aggregate string, depth int) (Condition, bool) {
	c := Condition{Kind: Event, Aggregate: aggregate}
	for i, arg := range n.Args {
		switch {
		case arg.Op == "string" && i == 0:
			c.Event = arg.Text
		case arg.Op == "string" && i == 1:
			c.Property = arg.Text
		case arg.Op != "call" || c.Window != nil:
			return c, false
		case arg.Name == "where" && len(arg.Args) == 1 && c.Where == nil && depth < MaxDepth:
			where := formOf(arg.Args[0], depth+1)
			c.Where = &where
		default:
			c.Window = windowOf(arg)
		}
	}
	return c, true // what was not understood is not written back
}

func windowOf(n *rules.Node) *Window {
	w := &Window{Kind: n.Name}
	if len(n.Args) > 0 {
		w.Length = n.Args[0].Text
	}
	if len(n.Args) > 1 {
		w.Of = n.Args[1].Name
	}
	return w
}
