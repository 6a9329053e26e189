package rules

import "fmt"

// Operand is a compiled expression that gives a value: how an attribute is computed.
// It is immutable and may be used concurrently.
type Operand struct {
	source string
	tree   *Node
	schema *Schema
	direct *Reads             // what is written in it
	reads  *Reads             // with what the attributes among that are computed from
	value  func(e *Env) Value // nil if the operand is broken
}

// NewOperand parses, checks and compiles an expression that gives a number, a text, a
// truth value, an instant that does not move with the clock, or a version. It returns all
// diagnostics at once; the operand is nil if there are any.
func NewOperand(source string, schema *Schema) (*Operand, Diagnostics) {
	o := newOperand(source, schema)
	if found := o.compile(0); len(found) > 0 {
		return nil, found
	}
	o.reads = o.direct.complete(schema)
	return o, nil
}

// newOperand returns an operand that is still to be compiled.
func newOperand(source string, schema *Schema) *Operand {
	return &Operand{source: source, schema: schema, direct: &Reads{}, reads: &Reads{}}
}

// Value evaluates the operand; Missing is unknown. As a rule does, it adds to the Until of the Env.
func (o *Operand) Value(e *Env) Value { return o.value(e) }

// Type returns the type of the operand's values.
func (o *Operand) Type() Type { return o.tree.typ }

// Reads says what the operand reads, together with what the attributes among it are computed from. It must not be changed.
func (o *Operand) Reads() *Reads { return o.reads }

// Written says what is written in the operand itself, however attributes are computed. It must not be changed.
func (o *Operand) Written() *Reads { return o.direct }

// Source returns the text that was compiled.
func (o *Operand) Source() string { return o.source }

// String returns the operand in canonical form: compiling it gives the same operand.
func (o *Operand) String() string { return o.tree.String() }

// Explain evaluates every node of the operand. It does not touch the Until of the Env.
func (o *Operand) Explain(e *Env) *Explanation { return explainTree(o.tree, o.schema, e) }

// compile compiles an operand of a type, or of any if that is 0; with diagnostics it is broken.
// What the attributes that it reads are computed from is not looked at yet.
func (o *Operand) compile(want Type) Diagnostics {
	tree, found := parse(o.source)
	if tree != nil {
		(&checker{report: found, schema: o.schema}).operand(tree, want)
	}
	if diagnostics := found.sorted(); len(diagnostics) > 0 {
		return diagnostics
	}
	builder := &readsBuilder{}
	c := &compiler{schema: o.schema, reads: builder}
	o.tree, o.value, o.direct = tree, c.any(tree), &builder.Reads
	return nil
}

// operand checks an expression that must give a single value of a type, or of any if that is 0.
func (c *checker) operand(n *Node, want Type) {
	t := c.check(n)
	switch {
	case t == 0:
	case t == TypeStrings || t == TypeNumbers || t == TypeObject:
		c.failAt(n, "", "%s is %s; only single values can be computed", n, aType(t))
	case want != 0 && t != want:
		c.failAt(n, operandHint(t, want), "%s is %s, but the attribute is %s", n, aType(t), aType(want))
	case t == TypeTime:
		c.still(n)
	}
}

func operandHint(t, want Type) string {
	switch want {
	case TypeVersion:
		return "write semver(…)"
	case TypeStrings, TypeNumbers, TypeObject:
		return "only single values can be computed"
	}
	return fmt.Sprintf("declare the attribute as %s, or compute %s", aType(t), aType(want))
}

// still refuses a time that moves with the clock: an attribute that is computed has one value until something happens.
func (c *checker) still(n *Node) {
	switch {
	case n.Op == opCoalesce:
		c.still(n.Args[0])
		c.still(n.Args[1])
	case n.Op == opCall && (n.Name == "now" || n.Name == "ago" || n.Name == "ahead"):
		c.failAt(n, fmt.Sprintf("write %s in the rules that compare with it", n.brief()), "%s moves with the clock, so it is no attribute's value", n)
	}
}

// any compiles an operand of any single-valued type.
func (c *compiler) any(n *Node) func(*Env) Value {
	switch n.typ {
	case TypeBool:
		truth := c.truth(n)
		return func(e *Env) Value {
			if t := truth(e); t != Unknown {
				return OfBool(t == True)
			}
			return Value{}
		}
	case TypeNumber:
		number := c.number(n)
		return func(e *Env) Value {
			if x, known := number(e); known {
				return OfNumber(x)
			}
			return Value{}
		}
	case TypeString:
		text := c.string(n)
		return func(e *Env) Value {
			if x, known := text(e); known {
				return OfString(x)
			}
			return Value{}
		}
	case TypeTime:
		instant := c.instant(n)
		return func(e *Env) Value {
			if at, _, known := instant(e); known {
				return Value{kind: Time, num: at}
			}
			return Value{}
		}
	}
	version := c.version(n)
	return func(e *Env) Value {
		if v, known := version(e); known {
			return Value{kind: Version, str: v.String(), ref: &composite{version: v}}
		}
		return Value{}
	}
}
