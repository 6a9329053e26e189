package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrTree is wrapped by the errors about a JSON text that is not the tree of a rule.
var ErrTree = errors.New("not the tree of a rule")

// maxTree bounds the JSON of a tree, in bytes.
const maxTree = 256 << 10

// CompileTree compiles a tree, such as one that came as JSON: it prints the tree
// and compiles the text, to which the places of the diagnostics refer.
func CompileTree(tree *Node, schema *Schema) (*Rule, Diagnostics) {
	if err := tree.valid(new(int)); err != nil {
		return nil, Diagnostics{{Message: err.Error(), Line: 1, Column: 1, Length: 1}}
	}
	return Compile(tree.String(), schema)
}

// Equal says whether two trees are the same, wherever in a text they stood.
func (n *Node) Equal(m *Node) bool {
	return n.Op == m.Op && n.Name == m.Name && n.Text == m.Text && n.Number == m.Number && slices.EqualFunc(n.Args, m.Args, (*Node).Equal)
}

// MarshalJSON writes the tree as {"op": …} with the name of an attribute or a
// function as "name", what a string, number or bool is as "value", and operands,
// arguments or elements as "args", which is left out if there are none.
func (n *Node) MarshalJSON() ([]byte, error) { return n.appendJSON(nil), nil }

func (n *Node) appendJSON(b []byte) []byte {
	b = append(b, `{"op":`...)
	b = appendText(b, n.Op)
	if n.Name != "" {
		b = appendText(append(b, `,"name":`...), n.Name)
	}
	switch n.Op {
	case opString:
		b = appendText(append(b, `,"value":`...), n.Text)
	case opNumber:
		b = append(append(b, `,"value":`...), FormatNumber(n.Number)...)
	case opBool:
		b = strconv.AppendBool(append(b, `,"value":`...), n.Number != 0)
	}
	for i, arg := range n.Args {
		b = append(b, map[bool]string{true: `,"args":[`, false: ","}[i == 0]...)
		b = arg.appendJSON(b)
	}
	if len(n.Args) > 0 {
		b = append(b, ']')
	}
	return append(b, '}')
}

func appendText(b []byte, s string) []byte {
	text, _ := json.Marshal(s)
	return append(b, text...)
}

// UnmarshalJSON reads what MarshalJSON writes, and nothing else: unknown, missing and
// repeated fields, operators with too many or too few arguments, names that cannot be
// written in a rule, and trees beyond the bounds of a rule are errors that wrap ErrTree.
func (n *Node) UnmarshalJSON(data []byte) error {
	read, err := readTree(data)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTree, err)
	}
	*n = *read
	return nil
}

func readTree(data []byte) (*Node, error) {
	switch {
	case len(data) > maxTree:
		return nil, fmt.Errorf("it has %d bytes; at most %d are allowed", len(data), maxTree)
	case !utf8.Valid(data):
		return nil, errors.New("it is not valid UTF-8")
	}
	r := &treeReader{decoder: json.NewDecoder(bytes.NewReader(data))}
	r.decoder.UseNumber()
	node, err := r.node()
	if err != nil {
		return nil, err
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows it")
	}
	return node.asParsed()
}

// asParsed returns the node as the parser gives it from the canonical text, which is what a tree stands for.
func (n *Node) asParsed() (*Node, error) {
	if err := n.valid(new(int)); err != nil {
		return nil, err
	}
	n.normalize()
	parsed, found := Parse(n.String())
	if len(found) > 0 {
		return nil, fmt.Errorf("%s: %w", n.brief(), found[0])
	}
	if !parsed.Equal(n) {
		return nil, fmt.Errorf("%s means something else", n.brief())
	}
	return parsed, nil
}

// normalize brings a tree into the form that the parser gives it.
func (n *Node) normalize() {
	for i, arg := range n.Args {
		arg.normalize()
		n.Args[i] = arg
	}
	switch n.Op {
	case opAnd, opOr:
		n.flatten()
	case opNegate:
		*n = *n.folded()
	}
}

// treeReader reads a tree token by token, so that its bounds hold while it is read.
type treeReader struct {
	decoder *json.Decoder
	nodes   int
}

func (r *treeReader) node() (*Node, error) {
	r.nodes++
	if r.nodes > MaxNodes {
		return nil, fmt.Errorf("it has more than %d nodes", MaxNodes)
	}
	if err := r.delimiter('{'); err != nil {
		return nil, err
	}
	n, seen := &Node{}, map[string]bool{}
	var value json.Token
	for r.decoder.More() {
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		if seen[name] {
			return nil, fmt.Errorf("the field %q stands twice", name)
		}
		seen[name] = true
		if name == "value" {
			value, err = r.decoder.Token()
		} else {
			err = r.field(n, name)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := r.delimiter('}'); err != nil {
		return nil, err
	}
	return n, n.setValue(value, seen)
}

func (r *treeReader) field(n *Node, name string) (err error) {
	switch name {
	case "op":
		n.Op, err = r.text()
	case "name":
		n.Name, err = r.text()
	case "args":
		n.Args, err = r.args()
	default:
		err = fmt.Errorf("unknown field %q", name)
	}
	return err
}

func (r *treeReader) args() ([]*Node, error) {
	if err := r.delimiter('['); err != nil {
		return nil, err
	}
	var args []*Node
	for r.decoder.More() {
		arg, err := r.node()
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	return args, r.delimiter(']')
}

func (r *treeReader) delimiter(want json.Delim) error {
	got, err := r.decoder.Token()
	if err == nil && got != want {
		err = fmt.Errorf("%v stands where %v must stand", got, want)
	}
	return err
}

func (r *treeReader) text() (string, error) {
	got, err := r.decoder.Token()
	text, ok := got.(string)
	if err == nil && !ok {
		err = fmt.Errorf("%v stands where a text must stand", got)
	}
	return text, err
}

// setValue sets what a literal is; only literals have, and must have, a value.
func (n *Node) setValue(value json.Token, seen map[string]bool) error {
	if n.literal() != seen["value"] {
		return fmt.Errorf("%q has a value only and always if it is a string, a number or a bool", n.Op)
	}
	ok := true
	switch n.Op {
	case opString:
		n.Text, ok = value.(string)
	case opBool:
		var b bool
		b, ok = value.(bool)
		n.Number = oneIf(b)
	case opNumber:
		var number json.Number
		if number, ok = value.(json.Number); ok {
			return n.setNumber(number)
		}
	}
	if !ok {
		return fmt.Errorf("the value of a %s cannot be %v", n.Op, value)
	}
	return nil
}

func (n *Node) setNumber(number json.Number) error {
	f, err := number.Float64()
	if err != nil || losesDigits(string(number), f) || f == 0 && significant(string(number)) != "" {
		return fmt.Errorf("the number %s cannot be held exactly", number)
	}
	if f != 0 { // not -0
		n.Number = f
	}
	return nil
}

// arity is how many arguments an operator has at least and at most.
func arity(op string) (least, most int, known bool) {
	switch op {
	case opString, opNumber, opBool, opElement, opAttribute:
		return 0, 0, true
	case opCall, opList:
		return 0, MaxNodes, true
	case opAnd, opOr:
		return 2, MaxNodes, true
	case opNot, opNegate:
		return 1, 1, true
	}
	for _, binary := range binaryOps {
		if op == binary {
			return 2, 2, true
		}
	}
	return 0, 0, false
}

// valid checks operators, counts and names, which is what makes a tree safe to print. It counts the nodes.
func (n *Node) valid(nodes *int) error {
	if n == nil {
		return errors.New("a node is missing")
	}
	least, most, known := arity(n.Op)
	*nodes++
	switch {
	case *nodes > MaxNodes:
		return fmt.Errorf("it has more than %d nodes", MaxNodes)
	case !known:
		return fmt.Errorf("unknown op %q", n.Op)
	case len(n.Args) < least || len(n.Args) > most:
		return fmt.Errorf("%q cannot have %s", n.Op, plural(len(n.Args), "argument"))
	}
	if err := n.validName(); err != nil {
		return err
	}
	for _, arg := range n.Args {
		if err := arg.valid(nodes); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) validName() error {
	name := n.Name
	switch n.Op {
	case opAttribute:
		name = strings.TrimPrefix(name, groupName+".")
	case opCall:
	default:
		if name != "" {
			return fmt.Errorf("%q has no name", n.Op)
		}
		return n.validLiteral()
	}
	if !ValidAttribute(name) {
		return fmt.Errorf("%q is not a name", n.Name)
	}
	return nil
}

func (n *Node) validLiteral() error {
	switch {
	case n.Op != opString && n.Text != "" || !utf8.ValidString(n.Text):
		return fmt.Errorf("%q cannot have the text %q", n.Op, n.Text)
	case n.Op != opNumber && n.Op != opBool && n.Number != 0 || math.IsNaN(n.Number) || math.IsInf(n.Number, 0):
		return fmt.Errorf("%q cannot have the number %v", n.Op, n.Number)
	}
	return nil
}
