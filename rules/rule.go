// Package rules is the rule language: it parses a rule, checks it against the
// declared names and types, and compiles it to closures that evaluate it in three-valued
// logic without allocating. It also prints, explains and says what a rule reads.
//
// The parser is that of expr-lang; the tree, its meaning and its bounds are our own.
package rules

import "slices"

// Rule is a compiled rule. It is immutable and may be used concurrently.
type Rule struct {
	source string
	tree   *Node
	schema *Schema
	direct *Reads // what is written in it
	reads  *Reads // with what the attributes among that are computed from
	match  truthFunc
}

// Compile parses and checks a rule and compiles it for subjects of the schema,
// and of every later schema in which what the rule reads is declared alike.
// It returns all diagnostics at once; the rule is nil if there are any.
func Compile(source string, schema *Schema) (*Rule, Diagnostics) {
	tree, found := parse(source)
	if tree != nil {
		c := &checker{report: found, schema: schema}
		c.truth(tree)
	}
	if diagnostics := found.sorted(); len(diagnostics) > 0 {
		return nil, diagnostics
	}
	reads := &readsBuilder{}
	compiled := &compiler{schema: schema, reads: reads}
	rule := &Rule{source: source, tree: tree, schema: schema, direct: &reads.Reads}
	rule.match = compiled.truth(tree)
	rule.reads = rule.direct.complete(schema)
	return rule, nil
}

// Match evaluates the rule. Only True is a match.
func (r *Rule) Match(e *Env) Truth { return r.match(e) }

// Reads says what the rule reads, together with what the attributes among it are computed from. It must not be changed.
func (r *Rule) Reads() *Reads { return r.reads }

// Written says what is written in the rule itself, however attributes are computed. It must not be changed.
func (r *Rule) Written() *Reads { return r.direct }

// Source returns the text that was compiled.
func (r *Rule) Source() string { return r.source }

// String returns the rule in canonical form: compiling it gives the same rule.
func (r *Rule) String() string { return r.tree.String() }

// Tree returns the rule's syntax tree. It must not be changed.
func (r *Rule) Tree() *Node { return r.tree }

// Implies says whether another rule certainly is true of everybody of whom this one is: because it says the same, is one of the
// conditions that this one joins by and, or is always true. False means that it cannot be told. A nil rule is always true and implies only what is.
func (r *Rule) Implies(other *Rule) bool {
	if other.tree.Op == opBool {
		return other.tree.Number != 0
	}
	return r != nil && r.tree.joins(other.String())
}

// joins says whether a condition is one of those that a tree joins by and, or the tree itself.
func (n *Node) joins(condition string) bool {
	return n.String() == condition || n.Op == opAnd && slices.ContainsFunc(n.Args, func(arg *Node) bool { return arg.joins(condition) })
}
