package rules

import (
	"math"
	"slices"
	"strings"
	"time"
)

// slot returns the place of an attribute and remembers that it is read.
func (c *compiler) slot(n *Node) int {
	if c.inWhere {
		place, _ := slices.BinarySearch(c.properties, n.Name)
		return place
	}
	c.reads.attribute(n.Name)
	c.reads.Stored = c.reads.Stored || c.schema.declared.Attributes[n.Name].Stored
	return c.schema.slots[n.Name]
}

// value compiles an attribute, the element, or a call that gives a Value.
func (c *compiler) value(n *Node) func(*Env) Value {
	switch {
	case n.Op == opAttribute:
		value := c.attribute(n)
		return func(e *Env) Value { return *value(e) }
	case n.Op == opElement:
		return func(e *Env) Value { return e.element }
	case n.Name == "flag":
		c.reads.flag(n.Args[0].Text)
		place, _ := c.schema.Flag(n.Args[0].Text)
		return func(e *Env) Value { return e.flag(e, place) }
	case n.Name == "score":
		return c.score(ModelScore, n.Args[0].Text)
	case n.Name == "cluster":
		return c.score(ModelCluster, n.Args[0].Text)
	case n.Name == "percentile":
		return c.score(AttributePercentile, n.Args[0].Text)
	case n.Name == "band":
		return c.score(AttributeBand, n.Args[0].Text)
	}
	return c.event(n)
}

func (c *compiler) score(kind ScoreKind, name string) func(*Env) Value {
	c.reads.score(kind, name)
	want := Number
	if kind == ModelCluster || kind == AttributeBand {
		want = String
	}
	return func(e *Env) Value {
		if e.subject.Facts == nil {
			return Value{}
		}
		v := e.subject.Facts.Score(kind, name)
		if v.kind != want {
			return Value{}
		}
		return v
	}
}

// event compiles an aggregate over events.
func (c *compiler) event(n *Node) func(*Env) Value {
	query := &EventQuery{Aggregate: strings.TrimPrefix(n.Name, aggregatePrefix), Event: n.Args[0].Text}
	var anchor func(*Env) *Value
	for _, arg := range n.Args[1:] {
		if arg.Op == opString {
			query.Property = arg.Text
			continue
		}
		if isWhere(arg) {
			query.Where = c.where(arg.Args[0])
			continue
		}
		query.Window.Kind = arg.Name
		if len(arg.Args) > 0 {
			query.Window.Length, _ = ParseLength(arg.Args[0].Text)
		}
		if arg.Name == "within" {
			anchor = c.attribute(arg.Args[1])
			query.Window.Anchor = arg.Args[1].Name
		}
	}
	c.reads.event(query)
	empty := query.Empty()
	return func(e *Env) Value {
		if anchor != nil {
			return anchored(e, query, anchor(e), empty)
		}
		return ask(e, query, empty)
	}
}

func ask(e *Env, query *EventQuery, empty Value) Value {
	if e.subject.Facts == nil {
		return empty
	}
	v, until := e.subject.Facts.Event(query, time.UnixMilli(int64(e.now)).UTC())
	if !until.IsZero() {
		e.Hold(firstMilli(until))
	}
	return v
}

// firstMilli is the first whole millisecond at which an instant has come.
func firstMilli(t time.Time) float64 {
	at := t.UnixMilli()
	if time.UnixMilli(at).Before(t) {
		at++
	}
	return float64(at)
}

// anchored asks within a stretch of time that begins at an attribute; where that is missing the answer is unknown.
func anchored(e *Env, query *EventQuery, from *Value, empty Value) Value {
	if from.kind != Time {
		return Value{}
	}
	if e.subject.Facts == nil {
		return empty
	}
	e.query = *query
	e.query.Window.From = from.Instant()
	return ask(e, &e.query, empty)
}

// wrong says whether an operand of ?? is there with a wrong type, so that the default does not replace it.
func (c *compiler) wrong(n *Node) func(*Env) bool {
	switch n.Op {
	case opAttribute:
		slot := c.slot(n)
		return func(e *Env) bool { return e.slots[slot].kind == Wrong }
	case opCoalesce:
		left, right, known := c.wrong(n.Args[0]), c.wrong(n.Args[1]), c.present(n.Args[0])
		return func(e *Env) bool { return left(e) || !known(e) && right(e) }
	}
	return func(*Env) bool { return false }
}

// present says whether an operand is known. A condition is known if it is true or false.
func (c *compiler) present(n *Node) func(*Env) bool {
	switch {
	case c.stored(n):
		slot := c.slot(n)
		return func(e *Env) bool { return e.slots[slot].Known() }
	case n.Op == opElement:
		return func(e *Env) bool { return e.element.Known() }
	}
	switch n.typ {
	case TypeBool:
		truth := c.truth(n)
		return func(e *Env) bool { return truth(e) != Unknown }
	case TypeNumber:
		number := c.number(n)
		return func(e *Env) bool { _, known := number(e); return known }
	case TypeString:
		text := c.string(n)
		return func(e *Env) bool { _, known := text(e); return known }
	case TypeTime:
		instant := c.instant(n)
		return func(e *Env) bool { _, _, known := instant(e); return known }
	case TypeVersion:
		version := c.version(n)
		return func(e *Env) bool { _, known := version(e); return known }
	}
	value := c.value(n)
	return func(e *Env) bool { v := value(e); return v.Known() }
}

func (c *compiler) number(n *Node) numberFunc {
	if c.stored(n) {
		slot := c.slot(n)
		return func(e *Env) (float64, bool) { v := &e.slots[slot]; return v.num, v.kind == Number }
	}
	switch n.Op {
	case opAttribute:
		value := c.attribute(n)
		return func(e *Env) (float64, bool) { v := value(e); return v.num, v.kind == Number }
	case opNumber:
		literal := n.Number
		return func(*Env) (float64, bool) { return literal, true }
	case opCoalesce:
		left, right, wrong := c.number(n.Args[0]), c.number(n.Args[1]), c.wrong(n.Args[0])
		return func(e *Env) (float64, bool) {
			if x, known := left(e); known || wrong(e) {
				return x, known
			}
			return right(e)
		}
	case opElement:
		return func(e *Env) (float64, bool) { return e.element.num, e.element.kind == Number }
	case opNegate:
		arg := c.number(n.Args[0])
		return func(e *Env) (float64, bool) { x, known := arg(e); return -x, known }
	case "+", "-", "*", "/":
		return c.arithmetic(n)
	}
	switch n.Name {
	case "count":
		return c.count(n)
	case "hour", "day", "month", "year":
		return c.calendarNumber(n)
	}
	value := c.value(n)
	return func(e *Env) (float64, bool) { v := value(e); return v.num, v.kind == Number }
}

// arithmetic takes results that are not finite as unknown.
func (c *compiler) arithmetic(n *Node) numberFunc {
	a, b, calculate := c.number(n.Args[0]), c.number(n.Args[1]), calculation(n.Op)
	return func(e *Env) (float64, bool) {
		x, xKnown := a(e)
		y, yKnown := b(e)
		if !xKnown || !yKnown {
			return 0, false
		}
		z := calculate(x, y)
		return z, !math.IsNaN(z) && !math.IsInf(z, 0)
	}
}

func calculation(op string) func(x, y float64) float64 {
	switch op {
	case "+":
		return func(x, y float64) float64 { return x + y }
	case "-":
		return func(x, y float64) float64 { return x - y }
	case "*":
		return func(x, y float64) float64 { return x * y }
	}
	return func(x, y float64) float64 { return x / y }
}

// count counts elements; one for which the condition is unknown makes the count unknown.
func (c *compiler) count(n *Node) numberFunc {
	list := c.list(n.Args[0])
	if len(n.Args) == 1 {
		return func(e *Env) (float64, bool) {
			elements := list(e)
			if elements == nil {
				return 0, false
			}
			return float64(elements.len()), true
		}
	}
	holds := c.truth(n.Args[1])
	return func(e *Env) (float64, bool) {
		elements := list(e)
		if elements == nil || elements.len() > maxElements {
			return 0, false
		}
		return hits(e, elements, holds)
	}
}

func hits(e *Env, list *composite, holds truthFunc) (count float64, known bool) {
	known = true
	outer := e.element
	for i := 0; i < list.len() && known; i++ {
		e.element = list.at(i)
		outcome := holds(e)
		known = outcome != Unknown
		if outcome == True {
			count++
		}
	}
	e.element = outer
	return count, known
}

func (c *compiler) string(n *Node) stringFunc {
	switch {
	case n.Op == opString:
		literal := n.Text
		return func(*Env) (string, bool) { return literal, true }
	case c.stored(n):
		slot := c.slot(n)
		return func(e *Env) (string, bool) { v := &e.slots[slot]; return v.str, v.kind == String }
	case n.Op == opAttribute:
		value := c.attribute(n)
		return func(e *Env) (string, bool) { v := value(e); return v.str, v.kind == String }
	case n.Op == opElement:
		return func(e *Env) (string, bool) { return e.element.str, e.element.kind == String }
	case n.Op == opCoalesce:
		left, right, wrong := c.string(n.Args[0]), c.string(n.Args[1]), c.wrong(n.Args[0])
		return func(e *Env) (string, bool) {
			if x, known := left(e); known || wrong(e) {
				return x, known
			}
			return right(e)
		}
	case n.Name == "lower":
		arg := c.string(n.Args[0])
		return func(e *Env) (string, bool) { x, known := arg(e); return strings.ToLower(x), known }
	case n.Name == "weekday":
		return c.weekday(n)
	}
	value := c.value(n)
	return func(e *Env) (string, bool) { v := value(e); return v.str, v.kind == String }
}

func (c *compiler) version(n *Node) versionFunc {
	switch {
	case n.Op == opCoalesce:
		left, right, wrong := c.version(n.Args[0]), c.version(n.Args[1]), c.wrong(n.Args[0])
		return func(e *Env) (version, bool) {
			if x, known := left(e); known || wrong(e) {
				return x, known
			}
			return right(e)
		}
	case n.Op == opCall && n.Name == "semver":
		return c.semver(n.Args[0])
	}
	value := c.value(n)
	return func(e *Env) (version, bool) {
		v := value(e)
		if v.kind != Version {
			return version{}, false
		}
		return v.ref.version, true
	}
}

func (c *compiler) semver(arg *Node) versionFunc {
	if arg.typ == TypeVersion {
		return c.version(arg)
	}
	if arg.Op == opString {
		literal, _ := parseVersion(arg.Text)
		return func(*Env) (version, bool) { return literal, true }
	}
	text := c.string(arg)
	return func(e *Env) (version, bool) {
		x, known := text(e)
		if !known {
			return version{}, false
		}
		return parseVersion(x)
	}
}

func (c *compiler) list(n *Node) listFunc {
	want := Strings
	if n.typ == TypeNumbers {
		want = Numbers
	}
	if n.Op == opAttribute {
		slot := c.slot(n)
		return func(e *Env) *composite {
			if v := &e.slots[slot]; v.kind == want {
				return v.ref
			}
			return nil
		}
	}
	value := c.value(n)
	return func(e *Env) *composite {
		if v := value(e); v.kind == want {
			return v.ref
		}
		return nil
	}
}
