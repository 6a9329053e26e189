package rules

import "fmt"

// Explanation is a node of a rule with its value and outcome, whatever
// short-circuiting would have skipped. Below segment("…") stands the segment's own rule, once.
type Explanation struct {
	Text    string `json:"text"`    // the node, printed canonically
	Outcome string `json:"outcome"` // true, false or unknown; "value" for operands
	// Value is the value of an operand: bool, float64, string, time.Time, []string or []float64; nil if unknown.
	Value any `json:"value,omitempty"`
	// Note says why the node is unknown.
	Note     string         `json:"note,omitempty"`
	Children []*Explanation `json:"children,omitempty"`
}

// Explain evaluates every node of the rule. It does not touch the Until of the Env.
func (r *Rule) Explain(e *Env) *Explanation {
	return explainTree(r.tree, r.schema, e)
}

func explainTree(tree *Node, schema *Schema, e *Env) *Explanation {
	defer e.Restore(e.Until())
	x := &explainer{shown: map[string]bool{}}
	return x.of(schema).explain(tree, e)
}

// explainer compiles every node on its own.
type explainer struct {
	compiler
	shown map[string]bool // the segments and computed attributes whose rules are in the explanation already
}

// of explains what was compiled against a schema.
func (c *explainer) of(schema *Schema) *explainer {
	return &explainer{compiler: compiler{schema: schema, reads: &readsBuilder{}}, shown: c.shown}
}

// first says whether something is not in the explanation yet.
func (c *explainer) first(name string) bool {
	again := c.shown[name]
	c.shown[name] = true
	return !again
}

func (c *explainer) explain(n *Node, e *Env) *Explanation {
	x := &Explanation{Text: n.String(), Outcome: "value"}
	if n.typ == TypeBool {
		x.Outcome = c.truth(n)(e).String()
		if x.Outcome == Unknown.String() && (n.Op == opAttribute || n.Op == opCall && len(n.explained()) == 0) {
			x.Note = c.why(n, e)
		}
	} else {
		x.Value, x.Note = c.operand(n, e)
	}
	for _, arg := range n.explained() {
		x.Children = append(x.Children, c.explain(arg, e))
	}
	var below *Explanation
	switch {
	case n.Op == opCall && n.Name == "segment":
		below = c.explainSegment(n.Args[0].Text, e)
	case n.Op == opAttribute:
		below = c.explainComputed(n, e)
	}
	if below != nil {
		x.Children, x.Note = []*Explanation{below}, "" // the reasons stand below
	}
	return x
}

// explainSegment explains a segment's rule, unless it is in the explanation already or broken.
func (c *explainer) explainSegment(key string, e *Env) *Explanation {
	place, _ := c.schema.Segment(key)
	if place >= len(e.segments) || e.segments[place] == nil || !c.first("segments."+key) {
		return nil
	}
	segment := e.segments[place]
	return c.of(segment.schema).explain(segment.tree, e)
}

// explainComputed explains how an attribute was computed, unless the subject has it or the explanation is there already.
func (c *explainer) explainComputed(n *Node, e *Env) *Explanation {
	o := c.schema.computed[n.Name]
	if o == nil || o.value == nil || e.slots[c.slot(n)].kind != Missing || !c.first("attributes."+n.Name) {
		return nil
	}
	return c.of(o.schema).explain(o.tree, e)
}

// explained are the children worth a line of their own: not literals, names or conditions about an element.
func (n *Node) explained() []*Node {
	var children []*Node
	for i, arg := range n.Args {
		if arg.literal() || arg.Op == opList || ofEvent(arg) || n.loops() && i > 0 {
			continue
		}
		children = append(children, arg)
	}
	return children
}

// operand returns the value of a node that is not a condition, or a note why there is none.
func (c *explainer) operand(n *Node, e *Env) (any, string) {
	var value any
	var known bool
	switch n.typ {
	case TypeNumber:
		value, known = c.number(n)(e)
	case TypeString:
		value, known = c.string(n)(e)
	case TypeTime:
		at, _, ok := c.instant(n)(e)
		value, known = Value{kind: Time, num: at}.Any(), ok
	case TypeVersion:
		var v version
		v, known = c.version(n)(e)
		value = v.String()
	default:
		v := c.value(n)(e)
		value, known = v.Any(), v.Known()
	}
	if known {
		return value, ""
	}
	return nil, c.why(n, e)
}

// why says why a node is unknown that is not made of others with reasons of their own.
func (c *explainer) why(n *Node, e *Env) string {
	if n.Op == opCall {
		return whyCall(n)
	}
	if n.Op != opAttribute {
		return "cannot be calculated from what is known"
	}
	v := e.slots[c.slot(n)]
	switch {
	case v.kind == Wrong:
		return fmt.Sprintf("has the wrong type: %q is not %s", v.str, aType(n.typ))
	case !c.stored(n):
		return n.Name + " cannot be computed from what is known"
	}
	return n.Name + " is missing"
}

func whyCall(n *Node) string {
	switch n.Name {
	case "segment":
		return "it cannot be said whether the person is in this segment"
	case "flag":
		return "the flag has no value"
	case "score", "cluster", "percentile", "band":
		return "the person has none yet"
	case "semver":
		return "this is not a version"
	}
	switch a := aggregates[n.Name]; {
	case a == nil:
	case a.zero:
		return "it is not known when the window begins"
	default:
		return "there are no such events"
	}
	return "cannot be calculated from what is known"
}
