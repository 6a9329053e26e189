package rules

import (
	"fmt"
	"slices"
	"strings"
)

// maxComputed is how many attributes, each computed from the next, an attribute may be computed through.
const maxComputed = 16

// Computed returns how an attribute is computed; nil if it is not. Where the text in the
// declarations is wrong, or the attribute is computed from itself, there are diagnostics and the
// operand is nil: to rules the attribute is then missing unless a subject has it.
func (s *Schema) Computed(attribute string) (*Operand, Diagnostics) {
	if found := s.wrong[attribute]; len(found) > 0 {
		return nil, found
	}
	return s.computed[attribute], nil
}

// compute compiles how attributes are computed.
func (s *Schema) compute() {
	s.computed, s.wrong = map[string]*Operand{}, map[string]Diagnostics{}
	names := s.computedNames()
	for _, name := range names { // all of them first: they can read each other
		s.computed[name] = newOperand(s.declared.Attributes[name].Computed, s)
	}
	for _, name := range names {
		s.fault(name, s.computed[name].compile(s.declared.Attributes[name].Type))
	}
	w := &computedWalk{schema: s, depth: map[string]int{}}
	for _, name := range names {
		w.visit(name)
	}
	for _, name := range names {
		o := s.computed[name]
		o.reads = o.direct.complete(s)
	}
}

// computedNames are the names of the attributes that are computed, sorted.
func (s *Schema) computedNames() []string {
	var names []string
	for name, a := range s.declared.Attributes {
		if a.Computed != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// fault remembers what is wrong with how an attribute is computed, if anything is.
func (s *Schema) fault(name string, found Diagnostics) {
	if len(found) > 0 {
		s.computed[name].value = nil
		s.wrong[name] = found
	}
}

// broken makes the diagnostics of something that is wrong with an operand as a whole.
func (o *Operand) broken(message, hint string) Diagnostics {
	source := []rune(o.source)
	return Diagnostics{place(source, span{0, len(source)}, message, hint)}
}

// computedWalk finds attributes that are computed from themselves, or through too many others, depth first.
type computedWalk struct {
	schema *Schema
	depth  map[string]int // -1 while it is being found out
	path   []string
}

// visit returns how many computed attributes an attribute is computed through, itself included.
func (w *computedWalk) visit(name string) int {
	switch depth, seen := w.depth[name]; {
	case seen && depth < 0:
		w.circle(name)
		return 0
	case seen:
		return depth
	}
	w.depth[name] = -1
	w.path = append(w.path, name)
	o, depth := w.schema.computed[name], 0
	for _, read := range slices.Concat(o.direct.Attributes, o.direct.Percentiles) {
		if w.schema.computed[read] != nil {
			depth = max(depth, w.visit(read))
		}
	}
	w.path = w.path[:len(w.path)-1]
	if depth == maxComputed {
		w.schema.fault(name, o.broken(
			fmt.Sprintf("%s is computed from an attribute that is itself computed, and so on, through more than %d of them", name, maxComputed),
			"compute it from attributes that are set, or from events"))
		depth = 0
	}
	w.depth[name] = depth + 1
	return depth + 1
}

// circle reports the attributes of the path that are computed from the last one.
func (w *computedWalk) circle(name string) {
	circle := w.path[slices.Index(w.path, name):]
	for i, member := range circle {
		if len(w.schema.wrong[member]) > 0 {
			continue
		}
		way := slices.Concat(circle[i:], circle[:i], []string{member})
		w.schema.fault(member, w.schema.computed[member].broken("it is computed from itself: "+strings.Join(way, " → "), "take one of these references out"))
	}
}

// stored says whether a node is an attribute that stands in its slot or nowhere.
func (c *compiler) stored(n *Node) bool {
	return n.Op == opAttribute && (c.inWhere || c.schema.computed[n.Name] == nil)
}

// attribute compiles an attribute that may be computed where a subject does not have it.
// What it gives holds until the next turn.
func (c *compiler) attribute(n *Node) func(*Env) *Value {
	slot := c.slot(n)
	if c.stored(n) {
		return func(e *Env) *Value { return &e.slots[slot] }
	}
	operand, place := c.schema.computed[n.Name], c.schema.places[n.Name]
	return func(e *Env) *Value {
		if v := &e.slots[slot]; v.kind != Missing {
			return v
		}
		return e.computed(place, operand)
	}
}

// derived is what an attribute was computed to be.
type derived struct {
	turn  uint32
	until float64
	value Value
}

// computed evaluates how an attribute is computed once a turn. What is computed from itself is missing.
func (e *Env) computed(place int, o *Operand) *Value {
	m := &e.derived[place]
	if m.turn != e.turn {
		e.derives = true
		m.turn, m.until, m.value = e.turn, never, Value{}
		if o.value != nil {
			before := e.Reset()
			m.value = o.value(e)
			m.until, e.until = e.until, before
		}
	}
	e.Hold(m.until)
	return &m.value
}
