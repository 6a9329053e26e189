package rules

import (
	"fmt"
	"math"
	"net/netip"
	"regexp"
	"regexp/syntax"
	"slices"
	"time"
	_ "time/tzdata" // rules mean the same wherever the server runs
)

// checker finds out the type of every node and reports everything that is wrong
// at once. A node whose type could not be found has type 0, which fits everywhere,
// so that one mistake is reported once.
type checker struct {
	report
	schema  *Schema
	element Type // of # inside a loop; 0 outside
	looping bool
}

func (c *checker) failAt(n *Node, hint, format string, args ...any) Type {
	c.fail(n.at, fmt.Sprintf(format, args...), hint)
	return 0
}

// check finds the type of a node and remembers it there.
func (c *checker) check(n *Node) Type {
	n.typ = c.typeOf(n)
	return n.typ
}

func (c *checker) typeOf(n *Node) Type {
	switch n.Op {
	case opBool:
		return TypeBool
	case opNumber:
		return c.number(n)
	case opString:
		return TypeString
	case opAttribute:
		return c.attribute(n)
	case opElement:
		return c.element
	case opList:
		return c.failAt(n, `write it after "in": country in ["DE", "FR"]`, "a list can only stand on the right of in")
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

func (c *checker) number(n *Node) Type {
	if math.IsNaN(n.Number) || math.IsInf(n.Number, 0) {
		return c.failAt(n, "", "the number is too large")
	}
	return TypeNumber
}

func (c *checker) attribute(n *Node) Type {
	attribute, ok := c.schema.attribute(n.Name)
	if ok {
		return attribute.Type
	}
	if usage, called := usages[n.Name]; called {
		return c.failAt(n, "write "+usage, "%s is a function", n.Name)
	}
	hint := Suggest(n.Name, keys(c.schema.declared.Attributes))
	if hint == "" {
		hint = "declare it under attributes"
	}
	return c.failAt(n, hint, "unknown attribute %q", n.Name)
}

func (c *checker) call(n *Node) Type {
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
	case "event_count", "event_sum", "event_avg", "event_min", "event_max", "event_first", "event_last":
		return c.event(n)
	case "last", "within", "session":
		return c.windowOutside(n)
	}
	return c.failAt(n, Suggest(n.Name, keys(usages)), "unknown function %q", n.Name)
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
	c.failAt(n, hint, "%s is a %s, not a condition", n, t)
}

// want checks a node that must have one type.
func (c *checker) want(n *Node, want Type, hint string) bool {
	t := c.check(n)
	if t == want {
		return true
	}
	if t != 0 {
		c.failAt(n, hint, "%s is a %s, but a %s is needed here", n, t, want)
	}
	return false
}

func (c *checker) comparison(n *Node) Type {
	left, right := c.check(n.Args[0]), c.check(n.Args[1])
	if left == 0 || right == 0 {
		return TypeBool
	}
	if left != right {
		c.failAt(n, mismatchHint(n, left, right), "a %s cannot be compared with a %s", left, right)
		return TypeBool
	}
	c.comparable(n, left)
	return TypeBool
}

func mismatchHint(n *Node, left, right Type) string {
	other, literal := left, n.Args[1]
	if n.Args[0].literal() {
		other, literal = right, n.Args[0]
	}
	if literal.Op != opString {
		return ""
	}
	switch other {
	case TypeVersion:
		return fmt.Sprintf("write semver(%s)", literal)
	case TypeTime:
		return `write date("2026-03-01") or ago("7d")`
	case TypeNumber, TypeBool:
		return "leave out the quotation marks"
	}
	return ""
}

// comparable reports what cannot be compared by the node's operator although both sides have type t.
func (c *checker) comparable(n *Node, t Type) {
	equality := n.Op == "==" || n.Op == "!="
	switch {
	case t == TypeStrings || t == TypeNumbers || t == TypeObject:
		c.failAt(n, "ask any(list, # == …) or all(list, # == …)", "a %s cannot be compared", t)
	case t == TypeString && !equality:
		c.failAt(n, "versions are compared as semver(a) "+n.Op+" semver(b)", "strings have no order: %q is refused", n.Op)
	case t == TypeBool && !equality:
		c.failAt(n, "", "conditions have no order: %q is refused", n.Op)
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
	values := c.values(operand)
	if len(values) > 0 && !slices.Contains(values, literal.Text) {
		c.failAt(literal, Suggest(literal.Text, slices.Clone(values)), "%s is never %q", operand, literal.Text)
	}
}

// values lists the only values an operand can have; nil means any.
func (c *checker) values(operand *Node) []string {
	if operand.Op == opAttribute {
		attribute, _ := c.schema.attribute(operand.Name)
		return attribute.Enum
	}
	if operand.Op == opCall && operand.Name == "weekday" {
		return weekdays[:]
	}
	return nil
}

var weekdays = [7]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (c *checker) in(n *Node) Type {
	left, list := c.check(n.Args[0]), n.Args[1]
	if list.Op == opList {
		c.literals(n.Args[0], left, list)
		return TypeBool
	}
	right := c.check(list)
	switch {
	case left == 0 || right == 0:
	case right == TypeStrings && left == TypeString, right == TypeNumbers && left == TypeNumber:
	case right != TypeStrings && right != TypeNumbers:
		c.failAt(list, `write a list: in ["a", "b"], or a list attribute`, "%s is a %s, not a list", list, right)
	default:
		c.failAt(n, "", "a %s cannot be in a %s", left, right)
	}
	return TypeBool
}

func (c *checker) literals(operand *Node, t Type, list *Node) {
	list.typ = TypeStrings
	if t == TypeNumber {
		list.typ = TypeNumbers
	}
	if t != 0 && t != TypeString && t != TypeNumber {
		c.failAt(operand, "", "a %s cannot be looked up in a list", t)
		return
	}
	if len(list.Args) == 0 {
		c.failAt(list, "name at least one value", "nothing is in an empty list")
	}
	for _, literal := range list.Args {
		if !literal.literal() {
			c.failAt(literal, "compare with == instead", "lists hold only texts and numbers")
			continue
		}
		if u := c.check(literal); t != 0 && u != t {
			c.failAt(literal, "", "%s is a %s, but %s is a %s", literal, u, operand, t)
			continue
		}
		c.enum(operand, literal)
	}
}

func (c *checker) text(n *Node) Type {
	left, right := n.Args[0], n.Args[1]
	if t := c.check(left); t == TypeStrings && n.Op == opContains {
		c.failAt(n, fmt.Sprintf("write %s in %s", right, left), "a list does not contain a text")
		return TypeBool
	} else if t != 0 && t != TypeString {
		c.failAt(left, "", "%s is a %s, but a string is needed here", left, t)
	}
	if c.want(right, TypeString, "") && n.Op == opMatches {
		c.pattern(right)
	}
	return TypeBool
}

// Bounds of regular expressions, which can otherwise cost seconds and hundreds of megabytes.
const (
	maxPattern   = 256     // bytes
	maxProgram   = 1000    // instructions
	maxRegexText = 4 << 10 // bytes of text that is matched
)

func (c *checker) pattern(n *Node) {
	switch {
	case n.Op != opString:
		c.failAt(n, "", "the pattern must be written as a text")
	case len(n.Text) > maxPattern:
		c.failAt(n, "", "the pattern has %d bytes; at most %d are allowed", len(n.Text), maxPattern)
	default:
		if err := checkPattern(n.Text); err != nil {
			c.failAt(n, "see RE2's syntax", "the pattern is refused: %v", err)
		}
	}
}

func checkPattern(pattern string) error {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return err
	}
	if instructions(tree.Simplify(), maxProgram) > maxProgram {
		return fmt.Errorf("it is too costly; use fewer or smaller repetitions")
	}
	_, err = regexp.Compile(pattern)
	return err
}

// instructions estimates the size of a pattern's program, giving up at limit.
func instructions(tree *syntax.Regexp, limit int) int {
	total := 1 + len(tree.Rune)
	for _, sub := range tree.Sub {
		total += instructions(sub, limit)
		if total > limit {
			return total
		}
	}
	return total
}

func (c *checker) coalesce(n *Node) Type {
	left, right := c.check(n.Args[0]), c.check(n.Args[1])
	switch {
	case left == 0 || right == 0:
		return max(left, right)
	case left != right:
		return c.failAt(n, "the default must have the same type", "%s is a %s, but its default is a %s", n.Args[0], left, right)
	case left == TypeObject || left == TypeStrings || left == TypeNumbers:
		return c.failAt(n, "", "a %s cannot have a default", left)
	case n.Args[0].literal():
		return c.failAt(n.Args[0], "leave the ?? out", "%s is never missing", n.Args[0])
	}
	return left
}

func (c *checker) arithmetic(n *Node) Type {
	ok := true
	for _, arg := range n.Args {
		hint := ""
		if t := c.check(arg); t == TypeTime {
			hint = `compare times: signed_up_at > ago("7d")`
		} else if t == TypeString && n.Op == "+" {
			hint = "texts cannot be joined in a rule"
		}
		if arg.typ != 0 && arg.typ != TypeNumber {
			c.failAt(arg, hint, "%s is a %s, but a number is needed here", arg, arg.typ)
			ok = false
		}
	}
	if !ok {
		return 0
	}
	return TypeNumber
}

// arguments checks how many arguments a call has.
func (c *checker) arguments(n *Node, least, most int) bool {
	if len(n.Args) < least || len(n.Args) > most {
		c.failAt(n, "write "+usages[n.Name], "%s has %d arguments", n.Name, len(n.Args))
		return false
	}
	return true
}

// name returns an argument that must be written as a text.
func (c *checker) name(n *Node, i int) (string, bool) {
	if n.Args[i].Op != opString {
		c.failAt(n.Args[i], "write "+usages[n.Name], "%s needs a text in quotation marks here", n.Name)
		return "", false
	}
	n.Args[i].typ = TypeString
	return n.Args[i].Text, true
}

func (c *checker) has(n *Node) Type {
	if !c.arguments(n, 1, 1) {
		return TypeBool
	}
	arg := n.Args[0]
	if arg.Op == opAttribute || arg.Op == opElement || arg.Op == opCall && !arg.loops() {
		c.check(arg)
		return TypeBool
	}
	c.failAt(arg, "has(attribute) asks whether the attribute is there", "has needs an attribute, not %s", arg)
	return TypeBool
}

func (c *checker) lower(n *Node) Type {
	if c.arguments(n, 1, 1) {
		c.want(n.Args[0], TypeString, "")
	}
	return TypeString
}

func (c *checker) semver(n *Node) Type {
	if !c.arguments(n, 1, 1) {
		return TypeVersion
	}
	arg := n.Args[0]
	if arg.Op == opString {
		if _, ok := parseVersion(arg.Text); !ok {
			c.failAt(arg, `write it like "2.4.0" or "2.4.0-beta.1"`, "%q is not a version", arg.Text)
		}
	}
	if t := c.check(arg); t != 0 && t != TypeString && t != TypeVersion {
		c.failAt(arg, "", "%s is a %s, not a version", arg, t)
	}
	return TypeVersion
}

func (c *checker) cidr(n *Node) Type {
	if !c.arguments(n, 2, MaxNodes) {
		return TypeBool
	}
	c.want(n.Args[0], TypeString, "")
	for i := 1; i < len(n.Args); i++ {
		if text, ok := c.name(n, i); ok {
			if _, err := netip.ParsePrefix(text); err != nil {
				c.failAt(n.Args[i], `write it like "10.0.0.0/8" or "2001:db8::/32"`, "%q is not a network", text)
			}
		}
	}
	return TypeBool
}

func (c *checker) now(n *Node) Type {
	c.arguments(n, 0, 0)
	return TypeTime
}

func (c *checker) length(n *Node) Type {
	if c.arguments(n, 1, 1) {
		c.lengthArgument(n, 0)
	}
	return TypeTime
}

func (c *checker) lengthArgument(n *Node, i int) {
	text, ok := c.name(n, i)
	if !ok {
		return
	}
	if _, err := ParseLength(text); err != nil {
		c.failAt(n.Args[i], "", "%v", err)
	}
}

func (c *checker) date(n *Node) Type {
	if !c.arguments(n, 1, 2) {
		return TypeTime
	}
	text, ok := c.name(n, 0)
	zoned := len(n.Args) == 2 && c.zone(n, 1)
	if !ok {
		return TypeTime
	}
	if zoned {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			c.failAt(n.Args[0], `write a day: date("2026-03-01", "Europe/Berlin")`, "%q is not a day", text)
		}
		return TypeTime
	}
	if _, ok := parseInstant(text); !ok {
		c.failAt(n.Args[0], `write "2026-03-01" or "2026-03-01T12:00:00Z"`, "%q is not a date", text)
	}
	return TypeTime
}

func (c *checker) zone(n *Node, i int) bool {
	text, ok := c.name(n, i)
	if !ok {
		return false
	}
	if _, err := loadZone(text); err != nil {
		c.failAt(n.Args[i], `write it like "Europe/Berlin" or "UTC"`, "%q is not a time zone", text)
		return false
	}
	return true
}

// loadZone loads an IANA zone; "Local" and the empty name would mean different things on different machines.
func loadZone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is not a time zone", name)
	}
	return time.LoadLocation(name)
}

// calendar checks hour, weekday, day, month and year.
func (c *checker) calendar(n *Node) Type {
	if c.arguments(n, 1, 2) {
		c.zone(n, len(n.Args)-1)
		if len(n.Args) == 2 {
			c.want(n.Args[0], TypeTime, "")
		}
	}
	if n.Name == "weekday" {
		return TypeString
	}
	return TypeNumber
}

// loop checks any, all, none and count.
func (c *checker) loop(n *Node) Type {
	result := TypeBool
	least := 2
	if n.Name == "count" {
		result, least = TypeNumber, 1
	}
	if !c.arguments(n, least, 2) {
		return result
	}
	if c.looping {
		c.failAt(n, "name the inner part as a segment, or flatten the list", "%s cannot stand inside another any, all, none or count", n.Name)
		return result
	}
	element := elementOf(c.check(n.Args[0]))
	if element == 0 && n.Args[0].typ != 0 {
		c.failAt(n.Args[0], "", "%s is a %s, not a list", n.Args[0], n.Args[0].typ)
	}
	if len(n.Args) == 2 {
		c.looping, c.element = true, element
		c.truth(n.Args[1])
		c.looping, c.element = false, 0
	}
	return result
}

func elementOf(list Type) Type {
	switch list {
	case TypeStrings:
		return TypeString
	case TypeNumbers:
		return TypeNumber
	}
	return 0
}
