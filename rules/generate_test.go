package rules

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// generator makes random rules that are well typed over the names of testSchema.
type generator struct {
	*rand.Rand
	// shared restricts it to what expr has as well, with the same meaning.
	shared  bool
	looping Type // of # where a rule stands inside a loop
	single  bool // keeps it from lists: of an event there are only single values
}

func (g *generator) pick(options ...string) string { return options[g.IntN(len(options))] }

func call(name string, args ...*Node) *Node { return &Node{Op: opCall, Name: name, Args: args} }
func op(name string, args ...*Node) *Node   { return &Node{Op: name, Args: args} }
func textNode(s string) *Node               { return &Node{Op: opString, Text: s} }
func numberNode(f float64) *Node            { return &Node{Op: opNumber, Number: f} }
func attributeNode(name string) *Node       { return &Node{Op: opAttribute, Name: name} }
func (g *generator) literalText() *Node {
	return textNode(g.pick("DE", "de", "FR", "a", "", "é😀", "17.2", `q"\`, "d", "E", "17", "😀", "2"))
}
func (g *generator) literalNumber() *Node {
	return numberNode(float64(g.IntN(9)-3) / float64(1+g.IntN(2)))
}
func (g *generator) comparison() string           { return g.pick("==", "!=", "<", "<=", ">", ">=") }
func (g *generator) equality() string             { return g.pick("==", "!=") }
func (g *generator) one(of ...func() *Node) *Node { return of[g.IntN(len(of))]() }

// condition makes a rule of about a depth.
func (g *generator) condition(depth int) *Node {
	if depth > 0 && g.IntN(5) < 3 {
		return g.one(
			func() *Node { return g.joined(opAnd, depth) },
			func() *Node { return g.joined(opOr, depth) },
			func() *Node { return op(opNot, g.condition(depth-1)) },
			func() *Node { return op(g.equality(), g.condition(depth-1), g.plainCondition(depth-1)) },
			func() *Node { return g.loop(depth) },
		)
	}
	if !g.shared && g.IntN(3) == 0 {
		return g.ownCondition()
	}
	return g.one(
		func() *Node { return attributeNode(g.pick("beta", "staff")) },
		func() *Node { return op(g.comparison(), g.number(2), g.anyNumber(2)) },
		func() *Node { return op(g.equality(), g.text(), g.anyText()) },
		func() *Node { return op(g.pick(opContains, opStartsWith, opEndsWith), g.text(), g.anyText()) },
		func() *Node { return op(opMatches, g.text(), textNode(g.pick("^D", "(?i)e$", ".", "^$", "[a-z]+"))) },
		func() *Node { return op(opIn, g.text(), op(opList, g.lowerText(), g.lowerText())) },
		func() *Node {
			return op(opIn, g.number(1), op(opList, g.literalNumber(), g.literalNumber(), numberNode(7)))
		},
		func() *Node { return g.inList(g.anyText(), "tags") },
		func() *Node { return g.inList(g.anyNumber(1), "sizes") },
		func() *Node { return &Node{Op: opBool, Number: float64(g.IntN(2))} },
	)
}

func (g *generator) inList(value *Node, list string) *Node {
	if g.single {
		return g.condition(0)
	}
	return op(opIn, value, attributeNode(list))
}

// plainCondition is no not, which would belong to the left side alone.
func (g *generator) plainCondition(depth int) *Node {
	for {
		if n := g.condition(depth); n.Op != opNot && !n.literal() {
			return n
		}
	}
}

func (g *generator) joined(name string, depth int) *Node {
	n := op(name, g.condition(depth-1), g.condition(depth-1))
	for g.IntN(3) == 0 {
		n.Args = append(n.Args, g.condition(depth-1))
	}
	return n
}

func (g *generator) loop(depth int) *Node {
	if g.looping != 0 || g.single {
		return g.condition(0)
	}
	list := g.pick("tags", "sizes")
	g.looping = map[string]Type{"tags": TypeString, "sizes": TypeNumber}[list]
	condition := g.condition(depth - 1)
	g.looping = 0
	name := g.pick("any", "all", "none", "count")
	if name == "count" {
		return op(g.comparison(), call(name, attributeNode(list), condition), g.literalNumber())
	}
	return call(name, attributeNode(list), condition)
}

func (g *generator) text() *Node {
	if g.looping == TypeString && g.IntN(2) == 0 {
		return &Node{Op: opElement}
	}
	n := attributeNode(g.pick("country", "os_version", "targetingKey"))
	switch {
	case g.IntN(4) == 0:
		return call("lower", n)
	case !g.shared && g.IntN(4) == 0:
		return op(opCoalesce, n, g.literalText())
	}
	return n
}

func (g *generator) anyText() *Node {
	if g.IntN(2) == 0 {
		return g.lowerText()
	}
	return g.text()
}

// lowerText is a literal that lower(…) can give, too.
func (g *generator) lowerText() *Node { return textNode(strings.ToLower(g.literalText().Text)) }

func (g *generator) number(depth int) *Node {
	if g.looping == TypeNumber && g.IntN(2) == 0 {
		return &Node{Op: opElement}
	}
	if depth > 0 && g.IntN(2) == 0 {
		return g.one(
			func() *Node { return op(g.pick("+", "-", "*"), g.number(depth-1), g.anyNumber(depth-1)) },
			func() *Node { return op("/", g.number(depth-1), numberNode(float64(1+g.IntN(3)))) },
			func() *Node { return op(opNegate, g.number(depth-1)) },
		)
	}
	if n := attributeNode(g.pick("sessions", "score1")); g.shared || g.IntN(4) > 0 {
		return n
	} else {
		return op(opCoalesce, n, g.literalNumber())
	}
}

func (g *generator) anyNumber(depth int) *Node {
	if g.IntN(2) == 0 {
		return g.literalNumber()
	}
	return g.number(depth)
}

// ownCondition makes what only our language has.
func (g *generator) ownCondition() *Node {
	instant := func() *Node {
		return g.one(
			func() *Node { return attributeNode(g.pick("signed_up_at", "last_seen")) },
			func() *Node { return call(g.pick("ago", "ahead"), textNode(g.pick("7d", "1h", "5ms"))) },
			func() *Node { return call("now") },
			func() *Node { return call("date", textNode("2026-03-01")) },
			func() *Node { return op(opCoalesce, attributeNode("last_seen"), attributeNode("signed_up_at")) },
		)
	}
	version := func() *Node {
		return g.one(
			func() *Node { return attributeNode("app_version") },
			func() *Node { return call("semver", attributeNode("os_version")) },
			func() *Node { return call("semver", textNode("17.2")) },
		)
	}
	return g.one(
		func() *Node { return op(g.comparison(), instant(), instant()) },
		func() *Node { return op(g.comparison(), version(), version()) },
		func() *Node { return call("cidr", attributeNode("ip"), textNode("10.0.0.0/8"), textNode("::1/128")) },
		func() *Node { return call("has", attributeNode(g.pick("country", "address", "tags"))) },
		func() *Node {
			return op(opCoalesce, attributeNode(g.pick("beta", "staff")), &Node{Op: opBool, Number: 1})
		},
		func() *Node { return op("==", call("hour", textNode("Europe/Berlin")), numberNode(10)) },
		func() *Node {
			return op(opIn, call("weekday", attributeNode("last_seen"), textNode("UTC")), op(opList, textNode("monday")))
		},
		func() *Node { return call(g.pick("segment"), textNode("power-users")) },
		func() *Node { return call("list", textNode("beta-testers")) },
		func() *Node { return op("==", call("flag", textNode("theme")), textNode("dark")) },
		func() *Node {
			return op(g.comparison(), call("event_count", textNode("feature_used")), g.literalNumber())
		},
		func() *Node {
			where := op("==", attributeNode("feature"), g.literalText())
			window := g.one(func() *Node { return call("last", textNode("1d")) }, func() *Node { return call("within", textNode("1d"), attributeNode("last_seen")) }, func() *Node { return call("session") })
			return op(g.comparison(), call("event_unique", textNode("feature_used"), textNode("minutes"), call("where", where), window), g.literalNumber())
		},
		func() *Node { return op(g.comparison(), call("count", attributeNode("tags")), g.literalNumber()) },
		func() *Node { return op("==", attributeNode("group.plan"), textNode("team")) },
	)
}

// subject makes random attributes; of those that may be missing, some are.
func (g *generator) subject(missing bool) map[string]any {
	attributes := map[string]any{
		"targetingKey": g.pick("ada", "DE", ""), "country": g.pick("DE", "de", "fr", "é😀", ""), "os_version": g.pick("17.2", "17.3", "a"),
		"sessions": float64(g.IntN(9) - 2), "score1": float64(g.IntN(5)) / 2, "beta": g.IntN(2) == 0, "staff": g.IntN(2) == 0,
		"tags": [][]any{{}, {"a"}, {"DE", "a"}, {"", "de", "x"}}[g.IntN(4)], "sizes": [][]any{{}, {7.0}, {1.0, 2.5}}[g.IntN(3)],
		"signed_up_at": randomInstant(g.Rand), "last_seen": randomInstant(g.Rand), "app_version": g.pick("17.2", "17.2.1-rc.1", "2.0"), "ip": g.pick("10.1.2.3", "::1"),
		"group.plan": g.pick("team", "solo"), "address": map[string]any{}, "plan": "pro",
	}
	if missing {
		for _, name := range sortedKeys(attributes) {
			switch g.IntN(6) {
			case 0, 1:
				delete(attributes, name)
			case 2:
				attributes[name] = []any{"wrong", 1.0} // of no type
			}
		}
	}
	return attributes
}

func sortedKeys[V any](m map[string]V) []string {
	names := keys(m)
	slices.Sort(names)
	return names
}

// interpret is a slow and plain reading of the shared part of the language: nil is unknown.
func interpret(n *Node, attributes map[string]any, element any) any {
	value := func(i int) any { return interpret(n.Args[i], attributes, element) }
	switch n.Op {
	case opBool:
		return n.Number != 0
	case opNumber:
		return n.Number
	case opString:
		return n.Text
	case opElement:
		return element
	case opAttribute:
		return attributes[n.Name]
	case opAnd, opOr:
		return interpretJoined(n, attributes, element)
	case opCall:
		return interpretCall(n, attributes, element)
	case opNot, opNegate:
		switch x := value(0).(type) {
		case bool:
			return !x
		case float64:
			return -x
		}
		return nil
	case opIn:
		x := value(0)
		if n.Args[1].Op == opList {
			hit := slices.ContainsFunc(n.Args[1].Args, func(l *Node) bool { return interpret(l, nil, nil) == x })
			return unlessNil(x, hit)
		}
		list, ok := value(1).([]any)
		if !ok {
			return nil
		}
		return unlessNil(x, slices.Contains(list, x))
	}
	x, y := value(0), value(1)
	if x == nil || y == nil {
		return nil
	}
	return interpretInfix(n.Op, x, y)
}

func unlessNil(x any, result bool) any {
	if x == nil {
		return nil
	}
	return result
}

// interpretJoined: the deciding value if there is one, else unknown if one is, else the other.
func interpretJoined(n *Node, attributes map[string]any, element any) any {
	decides := n.Op == opOr
	unknown := false
	for _, arg := range n.Args {
		switch interpret(arg, attributes, element) {
		case decides:
			return decides
		case nil:
			unknown = true
		}
	}
	if unknown {
		return nil
	}
	return !decides
}

func interpretCall(n *Node, attributes map[string]any, element any) any {
	if n.Name == "lower" {
		if s, ok := interpret(n.Args[0], attributes, element).(string); ok {
			return strings.ToLower(s)
		}
		return nil
	}
	list, ok := attributes[n.Args[0].Name].([]any)
	if !ok {
		return nil
	}
	hits, unknowns := 0, 0
	for _, e := range list {
		switch interpret(n.Args[1], attributes, e) {
		case true:
			hits++
		case nil:
			unknowns++
		}
	}
	switch {
	case n.Name == "any" && hits > 0, n.Name == "all" && hits == len(list), n.Name == "none" && hits+unknowns == 0:
		return true
	case n.Name == "none" && hits > 0, n.Name == "all" && hits+unknowns < len(list), n.Name == "any" && unknowns == 0:
		return false
	case unknowns > 0:
		return nil
	}
	return float64(hits)
}

func interpretInfix(name string, x, y any) any {
	switch name {
	case "==":
		return x == y
	case "!=":
		return x != y
	case opContains:
		return strings.Contains(x.(string), y.(string))
	case opStartsWith:
		return strings.HasPrefix(x.(string), y.(string))
	case opEndsWith:
		return strings.HasSuffix(x.(string), y.(string))
	case opMatches:
		return regexp.MustCompile(y.(string)).MatchString(x.(string))
	}
	a, b := x.(float64), y.(float64)
	switch name {
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case ">=":
		return a >= b
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "/":
		return a / b
	}
	panic(fmt.Sprintf("what is %s?", name))
}
