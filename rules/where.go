package rules

import (
	"slices"
	"sync"
)

// Where is the condition of an aggregate over events: where(feature == "export").
// It is immutable and may be used concurrently.
type Where struct {
	tree       *Node // the condition itself
	properties []string
	match      truthFunc
	pool       sync.Pool // of *Env
}

// Properties returns, sorted, the declared names of the properties that the condition reads. It must not be changed.
func (w *Where) Properties() []string { return w.properties }

// Match evaluates the condition for one event, of which values are the properties in the order
// of Properties; what is missing there stays unknown. Only True is a match. It does not allocate.
func (w *Where) Match(values []Value) Truth {
	if len(values) < len(w.properties) {
		return Unknown
	}
	e := w.pool.Get().(*Env)
	e.slots = values
	outcome := w.match(e)
	e.slots = nil
	w.pool.Put(e)
	return outcome
}

// String returns the condition in canonical form, without the where around it.
func (w *Where) String() string { return w.tree.String() }

// CompileWhere parses and checks a condition on the properties of a declared event, as
// it stands inside where(…). It returns all diagnostics at once; the condition is nil if there are any.
func CompileWhere(source, event string, schema *Schema) (*Where, Diagnostics) {
	tree, found := parse(source)
	if tree != nil {
		c := &checker{report: found, schema: schema, scope: &eventScope{event, schema.declared.Events[event]}}
		c.truth(tree)
	}
	if diagnostics := found.sorted(); len(diagnostics) > 0 {
		return nil, diagnostics
	}
	return (&compiler{schema: schema}).where(tree), nil
}

// where compiles the condition of an aggregate. Its slots are the properties that it reads.
func (c *compiler) where(condition *Node) *Where {
	w := &Where{tree: condition}
	condition.eachAttribute(func(name string) { insert(&w.properties, name) })
	inner := &compiler{schema: c.schema, reads: &readsBuilder{}, properties: w.properties, inWhere: true}
	w.match = inner.truth(condition)
	w.pool.New = func() any { return &Env{until: never} }
	return w
}

// eachAttribute visits the names that stand in a tree, also more than once.
func (n *Node) eachAttribute(visit func(name string)) {
	if n.Op == opAttribute {
		visit(n.Name)
	}
	for _, arg := range n.Args {
		arg.eachAttribute(visit)
	}
}

// holdsIn says whether the condition means the same for the properties of a later schema.
func (w *Where) holdsIn(was, is map[string]Type) bool {
	return w == nil || !slices.ContainsFunc(w.properties, func(name string) bool { return was[name] != is[name] })
}
