package jsonread

import "slices"

// names finds names that come twice in an object. The names of the objects that
// are being read lie behind each other on a stack; a short object is searched,
// a long one goes into a map.
type names struct {
	stack   []string
	long    map[longName]struct{}
	objects int // how many objects were begun
}

// Names are the names of an object that is being read.
type Names struct {
	from   int // where its names begin on the stack
	number int
}

type longName struct {
	object int
	name   string
}

// searched is up to how many names an object is searched name by name.
const searched = 16

// reset forgets all names, so that nothing refers to the text they came from.
func (n *names) reset() {
	clear(n.stack)
	n.stack = n.stack[:0]
	n.long = nil
	n.objects = 0
}

// Names begins to collect the names of the object that was entered last.
func (r *Reader) Names() Names {
	r.names.objects++
	return Names{from: len(r.names.stack), number: r.names.objects}
}

// Forget forgets the names of the innermost object that collects any: it was left.
func (r *Reader) Forget(o Names) {
	n := &r.names
	clear(n.stack[o.from:])
	n.stack = n.stack[:o.from]
}

// Add adds a name to those of the innermost object that collects any, and returns
// false if they have it already: a name is the same however it is escaped.
func (r *Reader) Add(o Names, name string) bool {
	n := &r.names
	own := n.stack[o.from:]
	if len(own) > searched {
		return n.addLong(o.number, name)
	}
	if slices.Contains(own, name) {
		return false
	}
	n.stack = append(n.stack, name)
	if len(own) == searched {
		n.lengthen(o)
	}
	return true
}

// NewName reads the next name of the innermost object that collects any, and refuses one that it has already.
func (r *Reader) NewName(o Names) (name string, ok bool) {
	at := r.pos
	name, ok = r.Name()
	if ok && !r.Add(o, name) {
		return name, r.Repeated(at, name)
	}
	return name, ok
}

// lengthen moves the names of an object that has become long into the map.
func (n *names) lengthen(o Names) {
	for _, name := range n.stack[o.from:] {
		n.addLong(o.number, name)
	}
}

func (n *names) addLong(object int, name string) bool {
	if n.long == nil {
		n.long = make(map[longName]struct{})
	}
	key := longName{object, name}
	if _, ok := n.long[key]; ok {
		return false
	}
	n.long[key] = struct{}{}
	return true
}
