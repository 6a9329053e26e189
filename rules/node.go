package rules

import (
	"regexp"
	"strings"
)

// Node is one node of a rule's syntax tree.
//
// Op tells what it is: "and", "or", "not", a comparison ("==", "!=", "<", "<=",
// ">", ">="), "in", "contains", "startsWith", "endsWith", "matches", "??", an
// arithmetic operator ("+", "-", "*", "/", "negate"), "attribute", "call", "list",
// "string", "number", "bool", or "element" (the # inside any, all, none and count).
type Node struct {
	Op     string
	Name   string  // of an attribute or a called function
	Text   string  // of a string
	Number float64 // of a number; 1 or 0 of a bool
	Args   []*Node

	at      span           // where it stands in the source
	typ     Type           // set by the checker
	pattern *regexp.Regexp // of a literal on the right of matches; set by the checker
}

const (
	opAnd        = "and"
	opOr         = "or"
	opNot        = "not"
	opIn         = "in"
	opContains   = "contains"
	opStartsWith = "startsWith"
	opEndsWith   = "endsWith"
	opMatches    = "matches"
	opCoalesce   = "??"
	opNegate     = "negate"
	opAttribute  = "attribute"
	opCall       = "call"
	opList       = "list"
	opString     = "string"
	opNumber     = "number"
	opBool       = "bool"
	opElement    = "element"
	opInvalid    = "invalid" // not part of the language; never in a tree without diagnostics
)

// precedences are those of the expr parser; a child that binds less tightly
// than its parent is printed in parentheses.
var precedences = map[string]int{
	opOr: 10, opAnd: 15,
	"==": 20, "!=": 20, "<": 20, "<=": 20, ">": 20, ">=": 20,
	opIn: 20, opContains: 20, opStartsWith: 20, opEndsWith: 20, opMatches: 20,
	"+": 30, "-": 30, opNot: 50, "*": 60, "/": 60, opNegate: 90,
}

const comparisonPrecedence = 20

// atomic is the precedence of what never needs parentheses.
const atomic = 1000

func (n *Node) precedence() int {
	if n.Op == opCoalesce {
		return 0 // expr refuses it beside any other operator: always in parentheses
	}
	if n.Op == opNumber && n.Number < 0 {
		return precedences[opNegate]
	}
	if p, ok := precedences[n.Op]; ok {
		return p
	}
	return atomic
}

// Place says where in the source the node stands, in characters, end exclusive: its operator, and what is in it.
func (n *Node) Place() (from, to int) { return n.at.from, n.at.to }

func (n *Node) literal() bool {
	return n.Op == opString || n.Op == opNumber || n.Op == opBool
}

// loops says whether the node is any, all, none or count over a list.
func (n *Node) loops() bool {
	if n.Op != opCall {
		return false
	}
	switch n.Name {
	case "any", "all", "none", "count":
		return true
	}
	return false
}

// weight is how many nodes the parser makes of the node's canonical text, or a few more.
func (n *Node) weight() int {
	total := 1
	switch {
	case n.Op == opAnd || n.Op == opOr:
		total = len(n.Args) - 1
	case n.Op == opCall:
		total = 2
	case n.Op == opNumber && n.Number < 0:
		total = 2
	case n.Op == opAttribute && strings.Contains(n.Name, "."):
		total = 3
	}
	for _, arg := range n.Args {
		total += arg.weight()
	}
	return total
}
