package rules

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

// The closures that a rule is compiled to, one kind for each type of operand.
// The second result of the others says whether the value is known.
type (
	truthFunc   func(*Env) Truth
	numberFunc  func(*Env) (float64, bool)
	stringFunc  func(*Env) (string, bool)
	versionFunc func(*Env) (version, bool)
	listFunc    func(*Env) *composite // nil if unknown
	// instantFunc also says whether the instant moves with the time that passes, as ago("7d") does.
	instantFunc func(*Env) (at float64, moves, known bool)
)

// compiler makes closures from a tree that the checker found right.
type compiler struct {
	schema *Schema
	reads  *readsBuilder
	// properties are the slots inside where(…), by their place.
	properties []string
	inWhere    bool
}

func (c *compiler) truth(n *Node) truthFunc {
	switch n.Op {
	case opBool:
		outcome := truthOf(n.Number != 0)
		return func(*Env) Truth { return outcome }
	case opAttribute:
		if !c.stored(n) {
			value := c.attribute(n)
			return func(e *Env) Truth { return truthOfKnown(value(e)) }
		}
		slot := c.slot(n)
		return func(e *Env) Truth { return truthOfKnown(&e.slots[slot]) }
	case opAnd:
		return c.and(n.Args)
	case opOr:
		return c.or(n.Args)
	case opNot:
		arg := c.truth(n.Args[0])
		return func(e *Env) Truth { return -arg(e) }
	case opIn:
		return c.in(n)
	case opContains, opStartsWith, opEndsWith, opMatches:
		return c.text(n)
	case opCoalesce:
		left, right := c.truth(n.Args[0]), c.truth(n.Args[1])
		wrong := c.wrong(n.Args[0])
		return func(e *Env) Truth {
			if x := left(e); x != Unknown || wrong(e) {
				return x
			}
			return right(e)
		}
	case opCall:
		return c.truthCall(n)
	}
	return c.comparison(n)
}

func truthOfKnown(v *Value) Truth {
	if v.kind != Bool {
		return Unknown
	}
	return truthOf(v.num != 0)
}

func (c *compiler) truths(args []*Node) []truthFunc {
	compiled := make([]truthFunc, len(args))
	for i, arg := range args {
		compiled[i] = c.truth(arg)
	}
	return compiled
}

// and evaluates until one is false; an unknown one does not end it.
func (c *compiler) and(args []*Node) truthFunc {
	list := c.truths(args)
	switch len(list) {
	case 2:
		a, b := list[0], list[1]
		return func(e *Env) Truth {
			x := a(e)
			if x == False {
				return False
			}
			return min(x, b(e))
		}
	case 3:
		a, b, d := list[0], list[1], list[2]
		return func(e *Env) Truth {
			x := a(e)
			if x == False {
				return False
			}
			if x = min(x, b(e)); x == False {
				return False
			}
			return min(x, d(e))
		}
	}
	return func(e *Env) Truth {
		outcome := True
		for _, arg := range list {
			if outcome = min(outcome, arg(e)); outcome == False {
				break
			}
		}
		return outcome
	}
}

func (c *compiler) or(args []*Node) truthFunc {
	list := c.truths(args)
	return func(e *Env) Truth {
		outcome := False
		for _, arg := range list {
			if outcome = max(outcome, arg(e)); outcome == True {
				break
			}
		}
		return outcome
	}
}

// comparison compiles ==, !=, <, <=, > and >=.
func (c *compiler) comparison(n *Node) truthFunc {
	left, right := n.Args[0], n.Args[1]
	switch left.typ {
	case TypeNumber:
		return c.numberComparison(n)
	case TypeString:
		return c.stringComparison(n)
	case TypeTime:
		return instantComparison(n.Op, c.instant(left), c.instant(right))
	case TypeVersion:
		return c.versionComparison(n)
	}
	a, b, equal := c.truth(left), c.truth(right), n.Op == "=="
	return func(e *Env) Truth {
		x, y := a(e), b(e)
		if x == Unknown || y == Unknown {
			return Unknown
		}
		return truthOf((x == y) == equal)
	}
}

// mirrored are the comparisons with their sides exchanged.
var mirrored = map[string]string{"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

func (c *compiler) numberComparison(n *Node) truthFunc {
	left, right, op := n.Args[0], n.Args[1], n.Op
	if left.Op == opNumber && right.Op == opAttribute {
		left, right, op = right, left, mirrored[op]
	}
	if c.stored(left) && right.Op == opNumber {
		return slotNumber(c.slot(left), op, right.Number)
	}
	a, b := c.number(left), c.number(right)
	holds := numberHolds(op)
	return func(e *Env) Truth {
		x, xKnown := a(e)
		y, yKnown := b(e)
		if !xKnown || !yKnown {
			return Unknown
		}
		return truthOf(holds(x, y))
	}
}

func numberHolds(op string) func(x, y float64) bool {
	switch op {
	case "==":
		return func(x, y float64) bool { return x == y }
	case "!=":
		return func(x, y float64) bool { return x != y }
	case "<":
		return func(x, y float64) bool { return x < y }
	case "<=":
		return func(x, y float64) bool { return x <= y }
	case ">":
		return func(x, y float64) bool { return x > y }
	}
	return func(x, y float64) bool { return x >= y }
}

// slotNumber compares an attribute with a literal: the commonest leaf, so each operator has a closure without a call inside.
func slotNumber(slot int, op string, literal float64) truthFunc {
	switch op {
	case "==", "!=":
		return slotEqual(slot, op == "==", literal)
	case ">":
		return func(e *Env) Truth {
			v := &e.slots[slot]
			if v.kind != Number {
				return Unknown
			}
			return truthOf(v.num > literal)
		}
	case ">=":
		return func(e *Env) Truth {
			v := &e.slots[slot]
			if v.kind != Number {
				return Unknown
			}
			return truthOf(v.num >= literal)
		}
	case "<":
		return func(e *Env) Truth {
			v := &e.slots[slot]
			if v.kind != Number {
				return Unknown
			}
			return truthOf(v.num < literal)
		}
	}
	return func(e *Env) Truth {
		v := &e.slots[slot]
		if v.kind != Number {
			return Unknown
		}
		return truthOf(v.num <= literal)
	}
}

func slotEqual(slot int, equal bool, literal float64) truthFunc {
	return func(e *Env) Truth {
		v := &e.slots[slot]
		if v.kind != Number {
			return Unknown
		}
		return truthOf((v.num == literal) == equal)
	}
}

func (c *compiler) stringComparison(n *Node) truthFunc {
	left, right, equal := n.Args[0], n.Args[1], n.Op == "=="
	if left.Op == opString {
		left, right = right, left
	}
	if c.stored(left) && right.Op == opString {
		slot, literal := c.slot(left), right.Text
		return func(e *Env) Truth {
			v := &e.slots[slot]
			if v.kind != String {
				return Unknown
			}
			return truthOf((v.str == literal) == equal)
		}
	}
	a, b := c.string(left), c.string(right)
	return func(e *Env) Truth {
		x, xKnown := a(e)
		y, yKnown := b(e)
		if !xKnown || !yKnown {
			return Unknown
		}
		return truthOf((x == y) == equal)
	}
}

func (c *compiler) versionComparison(n *Node) truthFunc {
	a, b := c.version(n.Args[0]), c.version(n.Args[1])
	holds := numberHolds(n.Op)
	return func(e *Env) Truth {
		x, xKnown := a(e)
		y, yKnown := b(e)
		if !xKnown || !yKnown {
			return Unknown
		}
		return truthOf(holds(float64(x.compare(y)), 0))
	}
}

func (c *compiler) in(n *Node) truthFunc {
	left, right := n.Args[0], n.Args[1]
	switch {
	case right.Op == opList && left.typ == TypeString:
		return c.inTexts(left, right.Args)
	case right.Op == opList:
		return c.inNumbers(left, right.Args)
	case left.typ == TypeString:
		return inTextList(c.string(left), c.list(right))
	}
	a, list := c.number(left), c.list(right)
	return func(e *Env) Truth {
		x, known := a(e)
		elements := list(e)
		if !known || elements == nil {
			return Unknown
		}
		return truthOf(slices.Contains(elements.numbers, x))
	}
}

func inTextList(text stringFunc, list listFunc) truthFunc {
	return func(e *Env) Truth {
		x, known := text(e)
		elements := list(e)
		if !known || elements == nil {
			return Unknown
		}
		return truthOf(slices.Contains(elements.strings, x))
	}
}

// fewTexts is up to how many texts a scan is quicker than a map.
const fewTexts = 8

func (c *compiler) inTexts(left *Node, literals []*Node) truthFunc {
	texts := make([]string, len(literals))
	for i, literal := range literals {
		texts[i] = literal.Text
	}
	switch {
	case len(texts) > fewTexts:
		return inTextSet(c.string(left), texts)
	case c.stored(left):
		return slotInTexts(c.slot(left), texts)
	}
	a := c.string(left)
	return func(e *Env) Truth {
		x, known := a(e)
		if !known {
			return Unknown
		}
		return truthOf(slices.Contains(texts, x))
	}
}

// slotInTexts looks an attribute up among a few texts, without a call inside:
// lengths differ mostly, and comparing them first saves comparing the bytes.
func slotInTexts(slot int, texts []string) truthFunc {
	return func(e *Env) Truth {
		v := &e.slots[slot]
		if v.kind != String {
			return Unknown
		}
		for i := range texts {
			if text := texts[i]; len(text) == len(v.str) && text == v.str {
				return True
			}
		}
		return False
	}
}

func inTextSet(text stringFunc, texts []string) truthFunc {
	set := setOf(texts)
	return func(e *Env) Truth {
		x, known := text(e)
		if !known {
			return Unknown
		}
		return truthOf(set[x])
	}
}

func (c *compiler) inNumbers(left *Node, literals []*Node) truthFunc {
	set := make(map[float64]struct{}, len(literals))
	for _, literal := range literals {
		set[literal.Number] = struct{}{}
	}
	a := c.number(left)
	return func(e *Env) Truth {
		x, known := a(e)
		if !known {
			return Unknown
		}
		_, hit := set[x]
		return truthOf(hit)
	}
}

func (c *compiler) text(n *Node) truthFunc {
	a := c.string(n.Args[0])
	if n.Op == opMatches {
		return matches(a, n.Args[1].pattern)
	}
	b := c.string(n.Args[1])
	holds := strings.Contains
	switch n.Op {
	case opStartsWith:
		holds = strings.HasPrefix
	case opEndsWith:
		holds = strings.HasSuffix
	}
	return func(e *Env) Truth {
		x, xKnown := a(e)
		y, yKnown := b(e)
		if !xKnown || !yKnown {
			return Unknown
		}
		return truthOf(holds(x, y))
	}
}

// matches takes texts that are too long to match as unknown.
func matches(text stringFunc, pattern *regexp.Regexp) truthFunc {
	return func(e *Env) Truth {
		x, known := text(e)
		if !known || len(x) > maxRegexText {
			return Unknown
		}
		return truthOf(pattern.MatchString(x))
	}
}

func (c *compiler) truthCall(n *Node) truthFunc {
	switch n.Name {
	case "has":
		has := c.present(n.Args[0])
		return func(e *Env) Truth { return truthOf(has(e)) }
	case "cidr":
		return c.cidr(n)
	case "segment":
		c.reads.segment(n.Args[0].Text)
		place, _ := c.schema.Segment(n.Args[0].Text)
		return func(e *Env) Truth { return e.segment(place) }
	case "list":
		return c.member(n.Args[0].Text)
	case "any", "all", "none":
		return c.quantifier(n)
	}
	value := c.value(n)
	return func(e *Env) Truth { v := value(e); return truthOfKnown(&v) }
}

// maxAddress is more than the longest IP address with a zone needs.
const maxAddress = 128

// cidr takes a text that is no IP address as unknown.
func (c *compiler) cidr(n *Node) truthFunc {
	var networks []netip.Prefix
	for _, arg := range n.Args[1:] {
		network, _ := parseNetwork(arg.Text)
		networks = append(networks, network)
	}
	a := c.string(n.Args[0])
	return func(e *Env) Truth {
		x, known := a(e)
		if !known || len(x) > maxAddress {
			return Unknown
		}
		address, err := netip.ParseAddr(x)
		if err != nil {
			return Unknown
		}
		address = address.Unmap().WithZone("")
		for _, network := range networks {
			if network.Contains(address) {
				return True
			}
		}
		return False
	}
}

// member asks for membership in a list; it is never unknown. A number is a
// member as its shortest decimal form.
func (c *compiler) member(key string) truthFunc {
	c.reads.list(key)
	of := c.schema.declared.Lists[key]
	if of == "" {
		of = TargetingKey
	}
	value := c.attribute(&Node{Op: opAttribute, Name: of})
	return func(e *Env) Truth {
		if e.subject.Facts == nil {
			return False
		}
		v := value(e)
		switch v.kind {
		case String:
			return truthOf(e.subject.Facts.Member(key, v.str))
		case Number:
			return truthOf(e.subject.Facts.Member(key, FormatNumber(v.num)))
		}
		return False
	}
}

// maxElements bounds the lists that any, all, none and count walk through;
// a longer one is unknown.
const maxElements = 1000

func (c *compiler) quantifier(n *Node) truthFunc {
	list, holds := c.list(n.Args[0]), c.truth(n.Args[1])
	walk, sign := some, True
	switch n.Name {
	case "all":
		walk = every
	case "none":
		sign = False
	}
	return func(e *Env) Truth {
		elements := list(e)
		if elements == nil || elements.len() > maxElements {
			return Unknown
		}
		return sign * walk(e, elements, holds)
	}
}

// some is the or of a condition over the elements, every their and.
func some(e *Env, list *composite, holds truthFunc) Truth {
	outcome, outer := False, e.element
	for i := range list.len() {
		e.element = list.at(i)
		if outcome = max(outcome, holds(e)); outcome == True {
			break
		}
	}
	e.element = outer
	return outcome
}

func every(e *Env, list *composite, holds truthFunc) Truth {
	outcome, outer := True, e.element
	for i := range list.len() {
		e.element = list.at(i)
		if outcome = min(outcome, holds(e)); outcome == False {
			break
		}
	}
	e.element = outer
	return outcome
}

func (l *composite) len() int { return len(l.strings) + len(l.numbers) }

func (l *composite) at(i int) Value {
	if len(l.strings) > 0 {
		return OfString(l.strings[i])
	}
	return OfNumber(l.numbers[i])
}
