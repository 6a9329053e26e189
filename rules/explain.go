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
	defer e.Restore(e.Until())
	x := &explainer{compiler: compiler{schema: r.schema, reads: &readsBuilder{}}, shown: map[int]bool{}}
	return x.explain(r.tree, e)
}

// explainer compiles every node on its own.
type explainer struct {
	compiler
	shown map[int]bool // the segments whose rules are in the explanation already, by place
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
	if n.Op == opCall && n.Name == "segment" {
		if x.Children = c.explainSegment(n.Args[0].Text, e); len(x.Children) > 0 {
			x.Note = "" // the reasons stand below
		}
	}
	return x
}

// explainSegment explains a segment's rule, unless it is in the explanation already or broken.
func (c *explainer) explainSegment(key string, e *Env) []*Explanation {
	place, _ := c.schema.Segment(key)
	if c.shown[place] || place >= len(e.segments) || e.segments[place] == nil {
		return nil
	}
	c.shown[place] = true
	segment := e.segments[place]
	inner := &explainer{compiler: compiler{schema: segment.schema, reads: &readsBuilder{}}, shown: c.shown}
	return []*Explanation{inner.explain(segment.tree, e)}
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
	if v.kind == Wrong {
		return fmt.Sprintf("has the wrong type: %q is not %s", v.str, aType(n.typ))
	}
	return n.Name + " is missing"
}

func whyCall(n *Node) string {
	switch n.Name {
	case "segment":
		return "it cannot be said whether the person is in this segment"
	case "flag":
		return "the flag has no value"
	case "score", "cluster", "percentile":
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
