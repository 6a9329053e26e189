package rules

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// Bounds of a rule. Each closes a way in which a rule's text could crash the
// process or keep it busy.
const (
	MaxSource      = 8 << 10 // bytes of a rule's text
	MaxNodes       = 1000    // nodes of its tree
	maxVisits      = 2000    // the parser shares operands, so walking can be longer than counting
	maxDiagnostics = 20
)

// maxExact is the largest integer up to which a float64 holds every integer.
const maxExact = 1 << 53

// Parse parses a rule without checking names and types.
func Parse(source string) (*Node, Diagnostics) {
	p := &converter{report: report{source: []rune(source)}}
	switch {
	case len(source) > MaxSource:
		p.fail(span{}, fmt.Sprintf("the rule has %d bytes; at most %d are allowed", len(source), MaxSource), "split it into segments")
		return nil, p.diagnostics
	case !utf8.ValidString(source):
		p.fail(span{}, "the rule is not valid UTF-8", "")
		return nil, p.diagnostics
	case strings.TrimSpace(source) == "":
		p.fail(span{}, "the rule is empty", `write true for "everybody"`)
		return nil, p.diagnostics
	}
	tree, err := parser.ParseWithConfig(source, &conf.Config{MaxNodes: MaxNodes})
	if err != nil {
		p.syntaxError(err)
		return nil, p.diagnostics
	}
	node := p.convert(tree.Node)
	if len(p.diagnostics) > 0 {
		return nil, p.diagnostics
	}
	return node, nil
}

// report collects diagnostics about one source text.
type report struct {
	source      []rune
	diagnostics Diagnostics
}

func (r *report) fail(at span, message, hint string) {
	if len(r.diagnostics) < maxDiagnostics {
		r.diagnostics = append(r.diagnostics, place(r.source, at, message, hint))
	}
}

func (p *converter) syntaxError(err error) {
	var e *file.Error
	if !errors.As(err, &e) {
		p.fail(span{}, err.Error(), "")
		return
	}
	message, hint := plainSyntax(e.Message)
	p.fail(span{e.From, e.To}, message, hint)
}

// plainSyntax turns the parser's messages into plain ones.
func plainSyntax(message string) (string, string) {
	token := strings.TrimPrefix(message, "unexpected token ")
	switch {
	case token == "EOF" || message == "unexpected end of expression":
		return "the rule ends here, but something is missing", ""
	case token == `Operator("=")`:
		return `"=" is not an operator`, `compare with "=="`
	case strings.HasPrefix(message, "compilation failed: expression exceeds"):
		return fmt.Sprintf("the rule has more than %d parts", MaxNodes), "use a list, or split it into segments"
	case strings.HasPrefix(message, "Operator (") && strings.Contains(message, "coalesce"):
		return `"??" cannot stand beside another operator`, "put it in parentheses: (x ?? 0) > 5"
	case token != message:
		_, text, _ := strings.Cut(strings.TrimSuffix(token, ")"), "(")
		return fmt.Sprintf("%s is not expected here", text), ""
	}
	return strings.ToLower(message[:1]) + message[1:], ""
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
		return nil
	}
	switch n := n.(type) {
	case *ast.BoolNode:
		number := 0.0
		if n.Value {
			number = 1
		}
		return &Node{Op: opBool, Number: number, at: spanOf(n)}
	case *ast.StringNode:
		return &Node{Op: opString, Text: n.Value, at: spanOf(n)}
	case *ast.IntegerNode:
		return p.integer(n)
	case *ast.FloatNode:
		return &Node{Op: opNumber, Number: n.Value, at: spanOf(n)}
	case *ast.IdentifierNode:
		return &Node{Op: opAttribute, Name: n.Value, at: spanOf(n)}
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
		if n.Name != "" {
			return p.refuse(n, fmt.Sprintf("#%s is not known", n.Name), "# alone is the element")
		}
		return &Node{Op: opElement, at: spanOf(n)}
	case *ast.ArrayNode:
		return p.node(&Node{Op: opList, at: spanOf(n)}, n.Nodes...)
	}
	return p.unsupported(n)
}

// node converts the arguments and widens the node's span over them; nil if one could not be converted.
func (p *converter) node(n *Node, args ...ast.Node) *Node {
	n.Args = make([]*Node, 0, len(args))
	for _, arg := range args {
		child := p.convert(arg)
		if child == nil {
			continue
		}
		n.Args = append(n.Args, child)
		n.at.from, n.at.to = min(n.at.from, child.at.from), max(n.at.to, child.at.to)
	}
	if len(n.Args) < len(args) {
		return nil
	}
	return n
}

func (p *converter) refuse(n ast.Node, message, hint string) *Node {
	p.fail(spanOf(n), message, hint)
	return nil
}

func (p *converter) unsupported(n ast.Node) *Node {
	switch n := n.(type) {
	case *ast.NilNode:
		return p.refuse(n, "nil cannot be compared with", "ask has(attribute), or not has(attribute)")
	case *ast.ConditionalNode:
		at := n.Cond
		return p.refuse(at, `"?:" and "if" are not part of the language`, "combine conditions with && and ||")
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
	case nil:
		return nil
	}
	return p.refuse(n, "this is not part of the language", "")
}

func (p *converter) integer(n *ast.IntegerNode) *Node {
	if n.Value > maxExact || n.Value < -maxExact {
		return p.refuse(n, fmt.Sprintf("%d is beyond 2^53 and would lose digits", n.Value), "compare such identifiers as strings")
	}
	return &Node{Op: opNumber, Number: float64(n.Value), at: spanOf(n)}
}

func (p *converter) unary(n *ast.UnaryNode) *Node {
	switch n.Operator {
	case "not", "!":
		return p.node(&Node{Op: opNot, at: spanOf(n)}, n.Node)
	case "-":
		negated := p.node(&Node{Op: opNegate, at: spanOf(n)}, n.Node)
		return foldNegation(negated)
	case "+":
		return p.refuse(n, `a "+" before a value has no meaning`, "leave it out")
	}
	return p.refuse(n, fmt.Sprintf("the operator %q is not part of the language", n.Operator), "")
}

// foldNegation makes -5 a literal, so that it can stand in lists.
func foldNegation(n *Node) *Node {
	if n == nil || n.Args[0].Op != opNumber || math.Signbit(n.Args[0].Number) || n.Args[0].Number == 0 {
		return n
	}
	return &Node{Op: opNumber, Number: -n.Args[0].Number, at: n.at}
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
		return p.refuse(n, fmt.Sprintf("the operator %q is not part of the language", n.Operator), "")
	}
	node := p.node(&Node{Op: op, at: spanOf(n)}, n.Left, n.Right)
	if node != nil && (op == opAnd || op == opOr) {
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

func (p *converter) member(n *ast.MemberNode) *Node {
	object, isName := n.Node.(*ast.IdentifierNode)
	property, isText := n.Property.(*ast.StringNode)
	if !isName || !isText || n.Optional || object.Value != "group" || n.Method {
		return p.refuse(n, "members can be read of group only", "group.plan reads the attribute plan of the person's group")
	}
	return &Node{Op: opAttribute, Name: "group." + property.Value, at: span{object.Location().From, property.Location().To}}
}

func (p *converter) call(n *ast.CallNode) *Node {
	name, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return p.refuse(n, "methods are not part of the language", "")
	}
	return p.node(&Node{Op: opCall, Name: name.Value, at: spanOf(name)}, n.Arguments...)
}
