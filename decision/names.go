package decision

import "slices"

// names finds names that come twice in an object. The names of the objects that
// are being read lie behind each other on a stack; a short object is searched,
// a long one goes into a map.
type names struct {
	stack   []string
	long    map[longName]struct{}
	objects int // how many objects were begun
}

// object is an object whose names are being collected.
type object struct {
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

func (n *names) begin() object {
	n.objects++
	return object{from: len(n.stack), number: n.objects}
}

// end forgets the names of the innermost object.
func (n *names) end(o object) {
	clear(n.stack[o.from:])
	n.stack = n.stack[:o.from]
}

// add adds a name to the innermost object and returns false if it has it already.
func (n *names) add(o object, name string) bool {
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

// lengthen moves the names of an object that has become long into the map.
func (n *names) lengthen(o object) {
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
