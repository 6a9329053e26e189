package builder

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fingerpost/fingerpost/rules"
)

// writer makes the tree of a form, and remembers what each part of it says.
type writer struct {
	faults []Diagnostic
	failed int // how many faults there were, also beyond those that are kept
	leaves []leaf
	marks  map[*rules.Node]mark
	count  int
	way    string // to the condition that is being written
}

// leaf is a condition that could be written, and is checked by itself.
type leaf struct {
	condition *Condition
	id        string
	node      *rules.Node
}

// mark says which member of which condition a node was made of.
type mark struct{ condition, field string }

// fault says that a condition cannot be written.
func (w *writer) fault(field, hint, format string, args ...any) *rules.Node {
	return w.keep(Diagnostic{
		Diagnostic: rules.Diagnostic{Message: fmt.Sprintf(format, args...), Hint: hint, Line: 1, Column: 1, Length: 1},
		Condition:  w.way, Field: field,
	})
}

func (w *writer) keep(d Diagnostic) *rules.Node {
	w.failed++
	if len(w.faults) < maxDiagnostics {
		w.faults = append(w.faults, d)
	}
	return nothing()
}

// nothing stands where something cannot be written.
func nothing() *rules.Node { return &rules.Node{Op: "bool", Number: 1} }

// mark remembers what a node was made of.
func (w *writer) mark(field string, n *rules.Node) *rules.Node {
	if w.marks == nil {
		w.marks = map[*rules.Node]mark{}
	}
	w.marks[n] = mark{w.way, field}
	return n
}

// joined writes conditions that stand at a depth.
func (w *writer) joined(match Match, conditions []Condition, depth int) *rules.Node {
	way := w.way
	op := map[Match]string{All: "and", Any: "or"}[match]
	switch {
	case op == "":
		return w.fault("match", `it is "all" or "any"`, "%.20q does not join conditions", match)
	case depth > MaxDepth:
		return w.fault("", "name a part as a segment", "conditions nest in more than %d levels", MaxDepth)
	case len(conditions) == 0:
		return nothing()
	}
	n := &rules.Node{Op: op}
	for i := range conditions {
		w.count++
		if w.count > MaxConditions {
			w.way = way
			return w.fault("", "use a list, or split it into segments", "there are more than %d conditions", MaxConditions)
		}
		w.way = conditions[i].wayBelow(way, i)
		part := w.condition(&conditions[i], depth)
		if part.Op == op { // and inside and is one and
			n.Args = append(n.Args, part.Args...)
		} else {
			n.Args = append(n.Args, part)
		}
	}
	w.way = way
	if len(n.Args) == 1 {
		return n.Args[0]
	}
	return n
}

// wayBelow is the ID by which diagnostics name the condition: its own if it has one, else its way.
func (c *Condition) wayBelow(way string, place int) string {
	const most = 100
	switch {
	case c.ID != "" && len(c.ID) <= most:
		return c.ID
	case way == "":
		return strconv.Itoa(place)
	}
	return way + "." + strconv.Itoa(place)
}

// condition writes a condition that stands at a depth.
func (w *writer) condition(c *Condition, depth int) *rules.Node {
	failed := w.failed
	n := w.plain(c, depth)
	if c.Not {
		n = &rules.Node{Op: "not", Args: []*rules.Node{n}}
	}
	if _, marked := w.marks[n]; !marked {
		w.mark("", n)
	}
	if c.Kind != Group && w.failed == failed {
		w.leaves = append(w.leaves, leaf{c, w.way, n})
	}
	return n
}

// plain writes a condition without its not.
func (w *writer) plain(c *Condition, depth int) *rules.Node {
	switch c.Kind {
	case Group:
		if len(c.Conditions) == 0 {
			return w.fault("conditions", "add one, or delete the group", "the group has no condition")
		}
		return w.joined(c.Match, c.Conditions, depth+1)
	case Card:
		return w.card(c)
	case Has:
		return w.called("has", w.attribute("attribute", c.Attribute))
	case List, Segment:
		if c.Op != "" {
			return w.fault("op", "leave it out", "a %s is not compared with anything", c.Kind)
		}
		return w.operand(c, depth)
	case Compare, Event, Percentile, Band, Flag, Score, Cluster, Calendar:
		return w.comparison(c, depth)
	}
	return w.fault("kind", "", "%.20q is not a kind of condition", c.Kind)
}

// comparison writes a condition that compares.
func (w *writer) comparison(c *Condition, depth int) *rules.Node {
	compared := w.compared(c, w.operand(c, depth))
	switch {
	case c.Each == "":
		return compared
	case !slices.Contains(loops, c.Each) || c.Kind != Compare:
		return w.fault("each", "it is any, all or none of an attribute", "%.20q does not choose elements of a list", c.Each)
	}
	return w.called(c.Each, w.attribute("attribute", c.Attribute), compared)
}

// card writes an expression.
func (w *writer) card(c *Condition) *rules.Node {
	n, found := rules.Parse(c.Text)
	if len(found) == 0 {
		return n
	}
	for _, d := range found {
		w.keep(Diagnostic{Diagnostic: d, Condition: w.way, Field: "text", Within: &Within{d.Offset, d.Length}})
	}
	return nothing()
}

func (w *writer) attribute(field, name string) *rules.Node {
	n, err := attribute(name)
	if err != nil {
		return w.fault(field, "", "%s", err.Error())
	}
	return w.mark(field, n)
}

// name is an argument that is the name of something.
func (w *writer) name(field, what, name string) *rules.Node {
	if name == "" {
		return w.fault(field, "", "no %s is chosen", what)
	}
	return w.mark(field, text(name))
}

// value writes one of the values that a condition has.
func (w *writer) value(field string, v Value) *rules.Node {
	switch {
	case v.fault != nil:
		return w.fault(field, "", "%s", v.fault.Error())
	case v.node == nil:
		return w.fault(field, "", "no value is given")
	}
	n := *v.node // the same value may stand in several conditions
	return w.mark(field, &n)
}

// operand writes what is compared.
func (w *writer) operand(c *Condition, depth int) *rules.Node {
	n := w.bare(c, depth)
	if !c.Default.IsZero() {
		n = infix("??", n, w.value("default", c.Default))
	}
	switch {
	case c.As == "":
		return n
	case c.Kind == Compare && (c.As == "lower" || c.As == "semver" || c.As == "count"):
		return w.called(c.As, n)
	}
	return w.fault("as", "an attribute is taken as lower, semver or count", "%.20q cannot be taken of this", c.As)
}

// bare writes what is compared, without its default.
func (w *writer) bare(c *Condition, depth int) *rules.Node {
	switch c.Kind {
	case Compare:
		if c.Each != "" {
			return &rules.Node{Op: "element"}
		}
		return w.attribute("attribute", c.Attribute)
	case Percentile, Band:
		return w.called(string(c.Kind), w.name("attribute", "attribute", c.Attribute))
	case List, Segment, Flag:
		return w.called(string(c.Kind), w.name("key", string(c.Kind), c.Key))
	case Score, Cluster:
		return w.called(string(c.Kind), w.name("key", "model", c.Key))
	case Calendar:
		return w.calendar(c)
	}
	return w.event(c, depth)
}

func (w *writer) called(name string, args ...*rules.Node) *rules.Node {
	return &rules.Node{Op: "call", Name: name, Args: args}
}

func (w *writer) calendar(c *Condition) *rules.Node {
	switch {
	case c.Part == "now":
		return w.called(c.Part)
	case !slices.Contains(parts, c.Part):
		return w.fault("part", "it is hour, weekday, day, month, year or now", "%.20q is no part of a date", c.Part)
	case c.Attribute == "":
		return w.called(c.Part, w.name("zone", "time zone", c.Zone))
	}
	return w.called(c.Part, w.attribute("attribute", c.Attribute), w.name("zone", "time zone", c.Zone))
}

// aggregates are what is made of events.
var aggregates = []string{"count", "sum", "avg", "min", "max", "first", "last", "unique", "top", "duration"}

func (w *writer) event(c *Condition, depth int) *rules.Node {
	if !slices.Contains(aggregates, c.Aggregate) {
		return w.fault("aggregate", "it is one of "+strings.Join(aggregates, ", "), "%.20q is not made of events", c.Aggregate)
	}
	n := w.called(eventPrefix+c.Aggregate, w.name("event", "event", c.Event))
	if c.Property != "" {
		n.Args = append(n.Args, w.mark("property", text(c.Property)))
	}
	if c.Where != nil {
		leaves := w.leaves
		where := w.joined(c.Where.Match, c.Where.Conditions, depth+1)
		w.leaves = leaves // they are checked with the event, whose properties they compare
		n.Args = append(n.Args, w.mark("where", w.called("where", where)))
	}
	if c.Window != nil {
		n.Args = append(n.Args, w.mark("window", w.window(c.Window)))
	}
	return n
}

func (w *writer) window(window *Window) *rules.Node {
	n := w.called(window.Kind)
	switch window.Kind {
	case "session":
		return n
	case "last":
		n.Args = []*rules.Node{w.name("window", "length of time", window.Length)}
		return n
	case "within":
		n.Args = []*rules.Node{w.name("window", "length of time", window.Length), w.attribute("window", window.Of)}
		return n
	}
	return w.fault("window", "it is last, within or session", "%.20q is no window", window.Kind)
}

// compared writes the comparison of an operand.
func (w *writer) compared(c *Condition, operand *rules.Node) *rules.Node {
	switch {
	case c.Op == "":
		return w.fault("op", "", "nothing is chosen to compare it by")
	case c.Op == "is":
		return operand
	case c.Op == "between":
		return w.between(c, operand)
	case c.Op == "cidr":
		return w.called("cidr", append([]*rules.Node{operand}, w.values(c.Values)...)...)
	case c.Op == "in" && c.Value.IsZero():
		return infix("in", operand, w.mark("values", &rules.Node{Op: "list", Args: w.values(c.Values)}))
	case c.Op == "holds":
		return infix("in", w.value("value", c.Value), operand)
	case slices.Contains(orders, c.Op) && c.Reversed:
		return infix(mirrored[c.Op], w.value("value", c.Value), operand)
	case slices.Contains(orders, c.Op), slices.Contains(textOps, c.Op), c.Op == "in":
		return infix(c.Op, operand, w.value("value", c.Value))
	}
	return w.fault("op", "", "%.20q does not compare", c.Op)
}

func infix(op string, left, right *rules.Node) *rules.Node {
	return &rules.Node{Op: op, Args: []*rules.Node{left, right}}
}

func (w *writer) values(values []Value) []*rules.Node {
	if len(values) == 0 {
		return []*rules.Node{w.fault("values", "", "no value is given")}
	}
	nodes := make([]*rules.Node, len(values))
	for i, v := range values {
		nodes[i] = w.value("values", v)
	}
	return nodes
}

func (w *writer) between(c *Condition, operand *rules.Node) *rules.Node {
	if c.From == nil || c.To == nil {
		return w.fault("from", "", "a range has two ends: from and to")
	}
	return infix("and",
		infix(belowOp(c.From), w.value("from", c.From.Value), operand),
		infix(belowOp(c.To), operand, w.value("to", c.To.Value)))
}

func belowOp(b *Bound) string {
	if b.Included {
		return "<="
	}
	return "<"
}
