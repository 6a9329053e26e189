package rules

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
)

// Bounds of a rule. Each closes a way in which a rule's text could crash the
// process or keep it busy.
const (
	MaxSource      = 8 << 10 // bytes of a rule's text, also when it is printed canonically
	MaxNodes       = 1000    // nodes of its tree
	maxVisits      = 2000    // the parser shares operands, so walking can be longer than counting
	maxDiagnostics = 20
)

// Parse parses a rule without checking names and types.
func Parse(source string) (*Node, Diagnostics) {
	node, r := parse(source)
	if found := r.sorted(); len(found) > 0 {
		return nil, found
	}
	return node, nil
}

// parse returns the tree as far as there is one: what is not part of the language
// stands in it as an invalid node, so that the rest can still be checked.
func parse(source string) (*Node, *report) {
	p := &converter{report: report{source: []rune(source)}}
	switch {
	case len(source) > MaxSource:
		p.fail(span{}, fmt.Sprintf("the rule has %d bytes; at most %d are allowed", len(source), MaxSource), "split it into segments")
		return nil, &p.report
	case !utf8.ValidString(source):
		p.fail(firstInvalid(source), "the rule is not valid UTF-8", "save the text as UTF-8")
		return nil, &p.report
	case strings.TrimSpace(source) == "":
		p.fail(span{}, "the rule is empty", `write true for "everybody"`)
		return nil, &p.report
	}
	tree, err := parser.ParseWithConfig(source, &conf.Config{MaxNodes: MaxNodes})
	if err != nil {
		p.syntaxError(source, err)
		return nil, &p.report
	}
	node := p.convert(tree.Node)
	if p.visits > maxVisits {
		return nil, &p.report
	}
	p.bound(node)
	return node, &p.report
}

func firstInvalid(source string) span {
	at := 0
	for i, r := range source {
		if _, size := utf8.DecodeRuneInString(source[i:]); r == utf8.RuneError && size == 1 {
			break
		}
		at++
	}
	return span{at, at + 1}
}

// bound refuses a tree that could not be printed and parsed again.
func (r *report) bound(n *Node) {
	if n.weight() > MaxNodes {
		r.tooManyParts()
		return
	}
	if size := len(n.String()); size > MaxSource {
		r.fail(span{}, fmt.Sprintf("the rule has %d bytes when it is written out; at most %d are allowed", size, MaxSource), "split it into segments")
	}
}

func (r *report) tooManyParts() {
	r.fail(span{}, fmt.Sprintf("the rule has more than %d parts", MaxNodes), "use a list, or split it into segments")
}

// converter turns the parser's tree into ours, within a budget.
type converter struct {
	report
	visits int
}

func spanOf(n ast.Node) span { return span{n.Location().From, n.Location().To} }

func (p *converter) convert(n ast.Node) *Node {
	p.visits++
	if p.visits > maxVisits {
		if p.visits == maxVisits+1 {
			p.fail(span{}, "the rule repeats too many parts", "split it into segments")
		}
		return invalid(span{})
	}
	switch n := n.(type) {
	case *ast.BoolNode:
		return &Node{Op: opBool, Number: oneIf(n.Value), at: spanOf(n)}
	case *ast.StringNode:
		return p.string(n)
	case *ast.IntegerNode:
		return p.number(n, float64(n.Value))
	case *ast.FloatNode:
		return p.number(n, n.Value)
	case *ast.IdentifierNode:
		return p.attribute(n)
	case *ast.UnaryNode:
		return p.unary(n)
	case *ast.BinaryNode:
		return p.binary(n)
	case *ast.MemberNode:
		return p.member(n)
	case *ast.CallNode:
		return p.call(n)
	case *ast.BuiltinNode:
		return p.node(&Node{Op: opCall, Name: n.Name, at: spanOf(n)}, n.Arguments...)
	case *ast.PredicateNode:
		return p.convert(n.Node)
	case *ast.PointerNode:
		return p.element(n)
	case *ast.ArrayNode:
		return p.node(&Node{Op: opList, at: spanOf(n)}, n.Nodes...)
	}
	return p.unsupported(n)
}

func oneIf(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// node converts the arguments and widens the node's span over them.
func (p *converter) node(n *Node, args ...ast.Node) *Node {
	n.Args = make([]*Node, len(args))
	for i, arg := range args {
		child := p.convert(arg)
		n.Args[i] = child
		n.at.from, n.at.to = min(n.at.from, child.at.from), max(n.at.to, child.at.to)
	}
	return n
}

func invalid(at span) *Node { return &Node{Op: opInvalid, at: at} }

func (p *converter) refuse(n ast.Node, message, hint string) *Node {
	at := leftmost(n)
	p.fail(at, message, hint)
	return invalid(at)
}

// leftmost is the place at which a node begins: of most nodes the parser tells only where their operator stands.
func leftmost(n ast.Node) span {
	at := spanOf(n)
	for {
		switch outer := n.(type) {
		case *ast.ConditionalNode:
			n = outer.Cond
		case *ast.SliceNode:
			n = outer.Node
		case *ast.MemberNode:
			n = outer.Node
		case *ast.ChainNode:
			n = outer.Node
		case *ast.BinaryNode:
			n = outer.Left
		case *ast.CallNode:
			n = outer.Callee
		default:
			return at
		}
		if here := spanOf(n); here.from <= at.from || at.to == 0 {
			at = here
		}
	}
}

func (p *converter) unsupported(n ast.Node) *Node {
	switch n := n.(type) {
	case *ast.NilNode:
		return p.refuse(n, "nothing can be compared with nil", "ask has(attribute), or not has(attribute)")
	case *ast.ConditionalNode:
		return p.refuse(n, `"?:" and "if" are not part of the language`, "combine conditions with && and ||")
	case *ast.VariableDeclaratorNode:
		return p.refuse(n, `"let" is not part of the language`, "name the part as a segment")
	case *ast.SequenceNode:
		return p.refuse(n, `";" is not part of the language`, "combine conditions with && and ||")
	case *ast.SliceNode, *ast.ChainNode:
		return p.refuse(n, "slices and optional chaining are not part of the language", "")
	case *ast.MapNode:
		return p.refuse(n, "maps are not part of the language", "")
	case *ast.BytesNode:
		return p.refuse(n, "byte strings are not part of the language", `write "text"`)
	}
	return p.refuse(n, "this is not part of the language", "")
}

func (p *converter) string(n *ast.StringNode) *Node {
	if !utf8.ValidString(n.Value) {
		return p.refuse(n, "the text is not valid UTF-8", `write the characters as they are, or as \u00e9`)
	}
	return &Node{Op: opString, Text: n.Value, at: spanOf(n)}
}

// maxExact is the largest integer up to which a float64 holds every integer.
const maxExact = 1 << 53

// number refuses a literal that a float64 cannot hold as it is written.
func (p *converter) number(n ast.Node, value float64) *Node {
	at := spanOf(n)
	written := string(p.source[at.from:at.to])
	switch {
	case losesDigits(written, value):
		return p.refuse(n, written+" is beyond 2^53 and would lose digits", "compare such identifiers as strings")
	case value == 0 && significant(written) != "":
		return p.refuse(n, written+" is too close to 0 to be told from it", "write 0")
	}
	return &Node{Op: opNumber, Number: value, at: at}
}

func losesDigits(written string, value float64) bool {
	return math.Abs(value) >= maxExact && significant(written) != significant(strconv.FormatFloat(value, 'e', -1, 64))
}

// significant returns the digits of a number without the sign and those zeros that only give its size.
func significant(number string) string {
	number = strings.TrimPrefix(strings.ReplaceAll(strings.ToLower(number), "_", ""), "-")
	if len(number) > 1 && strings.ContainsRune("xob", rune(number[1])) {
		n, _ := strconv.ParseInt(number, 0, 64)
		number = strconv.FormatInt(n, 10)
	}
	mantissa, _, _ := strings.Cut(number, "e")
	return strings.Trim(strings.Replace(mantissa, ".", "", 1), "0")
}

func (p *converter) attribute(n *ast.IdentifierNode) *Node {
	if !ValidAttribute(n.Value) {
		return p.refuse(n, n.Value+" cannot be a name", notAName)
	}
	return &Node{Op: opAttribute, Name: n.Value, at: spanOf(n)}
}

const notAName = "a name has letters from a to z, digits and underscores; a text stands in quotation marks"

func (p *converter) element(n *ast.PointerNode) *Node {
	if n.Name != "" {
		return p.refuse(n, "#"+n.Name+" is not known", "# alone is the element; perhaps a space is missing behind it")
	}
	at := spanOf(n)
	if p.source[at.from] != '#' {
		return p.refuse(n, "elements have no members", "# is the element itself")
	}
	return &Node{Op: opElement, at: at}
}

func (p *converter) unary(n *ast.UnaryNode) *Node {
	switch n.Operator {
	case "not", "!":
		return p.node(&Node{Op: opNot, at: spanOf(n)}, n.Node)
	case "-":
		return p.node(&Node{Op: opNegate, at: spanOf(n)}, n.Node).folded()
	case "+":
		return p.refuse(n, `a "+" before a value has no meaning`, "leave it out")
	}
	return p.refuse(n, fmt.Sprintf("the operator %q is not part of the language", n.Operator), "")
}

// folded makes -5 a literal, so that it can stand in lists.
func (n *Node) folded() *Node {
	if arg := n.Args[0]; arg.Op == opNumber && arg.Number > 0 {
		return &Node{Op: opNumber, Number: -arg.Number, at: n.at}
	}
	return n
}

var binaryOps = map[string]string{
	"and": opAnd, "&&": opAnd, "or": opOr, "||": opOr,
	"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
	"in": opIn, "contains": opContains, "startsWith": opStartsWith, "endsWith": opEndsWith, "matches": opMatches,
	"??": opCoalesce, "+": "+", "-": "-", "*": "*", "/": "/",
}

func (p *converter) binary(n *ast.BinaryNode) *Node {
	op, ok := binaryOps[n.Operator]
	if !ok {
		hint := ""
		if n.Operator == ".." {
			hint = "write 1 <= x <= 3"
		}
		return p.refuse(n, fmt.Sprintf("the operator %q is not part of the language", n.Operator), hint)
	}
	node := p.node(&Node{Op: op, at: spanOf(n)}, n.Left, n.Right)
	if op == opAnd || op == opOr {
		node.flatten()
	}
	return node
}

// flatten makes a && (b && c) one node of three arguments.
func (n *Node) flatten() {
	flat := make([]*Node, 0, len(n.Args))
	for _, arg := range n.Args {
		if arg.Op == n.Op {
			flat = append(flat, arg.Args...)
		} else {
			flat = append(flat, arg)
		}
	}
	n.Args = flat
}

// groupName is what the group's attributes are read of: group.plan.
const groupName = "group"

func (p *converter) member(n *ast.MemberNode) *Node {
	object, isName := n.Node.(*ast.IdentifierNode)
	property, isText := n.Property.(*ast.StringNode)
	switch {
	case isName && isText && object.Value == groupName && spanOf(property) != spanOf(n):
		return p.refuse(n, "members are read with a dot", "write group."+property.Value)
	case !isText || spanOf(property) != spanOf(n): // list[0], group["plan"]
		return p.refuse(n, "elements cannot be read by their place or name", `ask "a" in list, or any(list, # == "a")`)
	case !isName || n.Optional || object.Value != groupName || n.Method || !ValidAttribute(property.Value):
		return p.refuse(n, "only group has members", "group.plan reads the attribute plan of the person's group")
	}
	return &Node{Op: opAttribute, Name: groupName + "." + property.Value, at: span{object.Location().From, property.Location().To}}
}

func (p *converter) call(n *ast.CallNode) *Node {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return p.refuse(n, "methods are not part of the language", "a function stands before its arguments: lower(country)")
	}
	if !ValidAttribute(name.Value) {
		return p.refuse(n, name.Value+" cannot be a name", notAName)
	}
	return p.node(&Node{Op: opCall, Name: name.Value, at: spanOf(name)}, n.Arguments...)
}
