package rules

import (
	"fmt"
	"slices"
	"strings"
)

func (c *checker) comparison(n *Node) Type {
	left, right := n.Args[0], n.Args[1]
	if left.Op == opNot && left.Args[0].Op != opNot {
		return c.comparedNot(n)
	}
	if right.Op == opList {
		c.check(left)
		c.failAt(n, fmt.Sprintf("write %s in %s", left.brief(), right.brief()), "a list cannot be compared")
		return TypeBool
	}
	x, y := c.check(left), c.check(right)
	switch {
	case x == 0 || y == 0:
	case c.bothLiteral(n):
	case x != y:
		c.failAt(n, mismatchHint(n, x, y), "%s cannot be compared with %s", aType(x), aType(y))
	default:
		c.comparable(n, x)
	}
	return TypeBool
}

// comparedNot reports not a == b, which means (not a) == b, unless a is a condition.
func (c *checker) comparedNot(n *Node) Type {
	negated := n.Args[0].Args[0]
	t, other := c.check(negated), c.check(n.Args[1])
	n.Args[0].typ = TypeBool
	if t == 0 || other == 0 || t == TypeBool && other == TypeBool {
		return TypeBool
	}
	meant := &Node{Op: n.Op, Args: []*Node{negated, n.Args[1]}}
	c.failAt(n, fmt.Sprintf("write not (%s)", meant.brief()), `"not" belongs to %s alone here`, negated)
	c.mendWhole(n, fmt.Sprintf("not (%s)", meant))
	return TypeBool
}

// bothLiteral reports an operator between two literals: mostly a name in quotation marks.
func (c *checker) bothLiteral(n *Node) bool {
	left, right := n.Args[0], n.Args[1]
	if !left.literal() || !right.literal() && right.Op != opList {
		return false
	}
	hint := "compare an attribute with it"
	if c.scope != nil {
		hint = "compare a property with it"
	}
	var name *Node
	for _, literal := range n.Args {
		if quoted := c.quotedName(literal.Text); quoted != "" && literal.Op == opString {
			hint, name = quoted, literal
		}
	}
	c.failAt(n, hint, "both sides are fixed, so this is always the same")
	if name != nil && ValidAttribute(name.Text) {
		c.mend(name.at, name.Text)
	}
	return true
}

func mismatchHint(n *Node, left, right Type) string {
	other, t, literal := left, right, n.Args[1]
	if n.Args[0].literal() {
		other, t, literal = right, left, n.Args[0]
	}
	switch {
	case other == TypeStrings || other == TypeNumbers:
		return `ask "a" in list, any(list, # == "a") or count(list) > 0`
	case other == TypeTime:
		return `write date("2026-03-01") or ago("7d")`
	case other == TypeVersion && literal.Op == opString:
		return fmt.Sprintf("write semver(%s)", literal.brief())
	case other == TypeString && t == TypeVersion:
		return "write semver(…) on both sides"
	case other == TypeString && literal.literal():
		return fmt.Sprintf("write %q", literal.brief())
	case (other == TypeNumber || other == TypeBool) && literal.Op == opString:
		return "leave out the quotation marks"
	}
	return ""
}

// comparable reports what cannot be compared by the node's operator although both sides have type t.
func (c *checker) comparable(n *Node, t Type) {
	equality := n.Op == "==" || n.Op == "!="
	switch {
	case t == TypeStrings || t == TypeNumbers:
		c.failAt(n, "ask any(list, # == …) or all(list, # == …)", "%s cannot be compared", aType(t))
	case t == TypeObject:
		c.failAt(n, "ask has(…)", "an object cannot be compared")
	case t == TypeString && !equality:
		c.failAt(n, fmt.Sprintf("compare versions: semver(%s) %s semver(%s)", n.Args[0].brief(), n.Op, n.Args[1].brief()), "texts have no order, so %s is refused", n.Op)
	case t == TypeBool && !equality:
		c.failAt(n, "combine conditions with && and ||", "conditions have no order, so %s is refused", n.Op)
	case t == TypeString:
		c.enum(n.Args[0], n.Args[1])
		c.enum(n.Args[1], n.Args[0])
	}
}

// enum reports a literal that the other operand can never be.
func (c *checker) enum(operand, literal *Node) {
	if literal.Op != opString {
		return
	}
	if low := strings.ToLower(literal.Text); low != literal.Text && operand.Op == opCall && operand.Name == "lower" {
		c.failAt(literal, fmt.Sprintf("write %q", low), "%s is never %q", operand, literal.Text)
		c.mendText(literal, low)
		return
	}
	values := c.values(operand)
	if len(values) == 0 || slices.Contains(values, literal.Text) {
		return
	}
	nearest := Nearest(literal.Text, values)
	if nearest == "" {
		c.failAt(literal, "it is one of "+strings.Join(values, ", "), "%s is never %q", operand, literal.Text)
		return
	}
	c.failAt(literal, suggestion(nearest), "%s is never %q", operand, literal.Text)
	c.mendText(literal, nearest)
}

// mendWhole mends a node that stands in the source as it was read, perhaps with brackets at its end that are not its own.
func (c *checker) mendWhole(n *Node, text string) {
	const brackets = 3
	for at := n.at; at.to <= min(len(c.source), n.at.to+brackets); at.to++ {
		if read, found := Parse(string(c.source[at.from:at.to])); len(found) == 0 && read.Equal(n) {
			c.mend(at, text)
			return
		}
	}
}

// mendText mends a text that is written in the rule.
func (c *checker) mendText(n *Node, text string) {
	c.mend(n.at, (&Node{Op: opString, Text: text}).String())
}

// values lists the only values an operand can have; nil means any.
func (c *checker) values(operand *Node) []string {
	if operand.Op == opAttribute && c.scope == nil {
		attribute, _ := c.schema.attribute(operand.Name)
		return attribute.Enum
	}
	switch {
	case operand.Op == opCall && operand.Name == "weekday":
		return weekdays[:]
	case operand.Op == opCall && operand.Name == "band" && len(operand.Args) == 1:
		return c.schema.declared.Attributes[operand.Args[0].Text].Bands
	}
	return nil
}

var weekdays = [7]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (c *checker) in(n *Node) Type {
	if c.negatedOperand(n) {
		return TypeBool
	}
	left, list := c.check(n.Args[0]), n.Args[1]
	if list.Op == opList {
		if c.bothLiteral(n) {
			return TypeBool
		}
		c.literals(n.Args[0], left, list)
		return TypeBool
	}
	right := c.check(list)
	switch {
	case left == 0 || right == 0:
	case right == TypeStrings && left == TypeString, right == TypeNumbers && left == TypeNumber:
	case right != TypeStrings && right != TypeNumbers:
		c.failAt(list, `write a list: in ["a", "b"], or a list attribute`, "%s is %s, not a list", list, aType(right))
	default:
		c.failAt(n, "", "%s cannot be in %s", aType(left), aType(right))
	}
	return TypeBool
}

// negatedOperand reports not a in b, which means (not a) in b.
func (c *checker) negatedOperand(n *Node) bool {
	if n.Args[0].Op != opNot {
		return false
	}
	negated := n.Args[0].Args[0]
	c.check(negated)
	c.failAt(n, fmt.Sprintf("write %s not %s %s", negated.brief(), n.Op, n.Args[1].brief()), `"not" belongs to %s alone here`, negated)
	c.mendWhole(n, (&Node{Op: opNot, Args: []*Node{{Op: n.Op, Args: []*Node{negated, n.Args[1]}}}}).String())
	return true
}

func (c *checker) literals(operand *Node, t Type, list *Node) {
	list.typ = TypeStrings
	if t == TypeNumber {
		list.typ = TypeNumbers
	}
	if t != 0 && t != TypeString && t != TypeNumber {
		c.failAt(operand, literalsHint(operand, t), "%s is %s, which cannot be looked up in a list", operand, aType(t))
		return
	}
	if len(list.Args) == 0 {
		c.failAt(list, "name at least one value", "nothing is in an empty list")
	}
	for _, literal := range list.Args {
		c.inLiteral(operand, t, literal)
	}
}

func literalsHint(operand *Node, t Type) string {
	if t == TypeStrings || t == TypeNumbers {
		return fmt.Sprintf("write any(%s, # in [\"a\", \"b\"])", operand.brief())
	}
	return "compare it with =="
}

func (c *checker) inLiteral(operand *Node, t Type, literal *Node) {
	switch {
	case literal.Op == opInvalid:
	case literal.Op != opString && literal.Op != opNumber:
		hint := fmt.Sprintf("write %s == %s", operand.brief(), literal.brief())
		if literal.Op == opAttribute && t == TypeString {
			hint = fmt.Sprintf("write %q if it is a text, or compare with ==", literal.Name)
		}
		c.failAt(literal, hint, "a list holds only texts and numbers as they are, not %s", literal)
	case t != 0 && c.check(literal) != t:
		c.failAt(literal, mismatchHint(&Node{Args: []*Node{operand, literal}}, t, literal.typ), "%s is %s, but %s is %s", literal, aType(literal.typ), operand, aType(t))
	default:
		c.check(literal)
		c.enum(operand, literal)
	}
}
