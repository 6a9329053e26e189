package environment

import (
	"encoding/json"
	"strconv"
	"strings"
)

// node is a value as it stands in a file or a change. YAML and JSON both become
// nodes, so that there is one reader of definitions and one set of checks.
type node struct {
	kind  kind
	style style
	// text is that of a text; of a number or truth value, how it is written.
	text     string
	children []*node // the items of a list, the members of an object, in their order
	name     string  // as a member of an object
	index    int     // as an item of a list
	parent   *node
	at       place // of the value
	nameAt   place // of the name; that of the value where there is none
}

type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	list
	object
)

var kindNames = [...]string{"nothing", "true or false", "a number", "a text", "a list", "an object"}

// style is how a scalar is written.
type style uint8

const (
	plain style = iota
	singleQuoted
	doubleQuoted
	literal
	folded
)

// place is a place in a file, from 1, the column in characters; zero means nowhere.
type place struct{ line, column int }

// path says where a node is, in the words of the file: flags.new-editor.targeting[1].when
func (n *node) path() string {
	var b strings.Builder
	n.writePath(&b)
	return b.String()
}

func (n *node) writePath(b *strings.Builder) {
	if n.parent == nil {
		return
	}
	n.parent.writePath(b)
	if n.parent.kind == list {
		b.WriteString("[" + strconv.Itoa(n.index) + "]")
		return
	}
	if b.Len() > 0 {
		b.WriteByte('.')
	}
	b.WriteString(n.name)
}

// add makes child the next child of n.
func (n *node) add(child *node) {
	child.parent, child.index = n, len(n.children)
	if child.nameAt == (place{}) {
		child.nameAt = child.at
	}
	n.children = append(n.children, child)
}

// member returns the member of that name, or nil.
func (n *node) member(name string) *node {
	if n == nil || n.kind != object {
		return nil
	}
	for _, child := range n.children {
		if child.name == name {
			return child
		}
	}
	return nil
}

// displace removes the places, of what does not stand in a file.
func (n *node) displace() {
	n.at, n.nameAt = place{}, place{}
	for _, child := range n.children {
		child.displace()
	}
}

// find returns the node that a path leads to, or else the nearest one above it.
// Names may hold dots, so the longest name that fits is taken.
func (n *node) find(path string) *node {
	for path != "" {
		var next *node
		rest := ""
		for _, child := range n.children {
			step := child.name
			if n.kind == list {
				step = "[" + strconv.Itoa(child.index) + "]"
			}
			after, ok := strings.CutPrefix(path, step)
			ends := after == "" || after[0] == '.' || after[0] == '['
			if ok && ends && (next == nil || len(after) < len(rest)) {
				next, rest = child, after
			}
		}
		if next == nil {
			return n
		}
		n, path = next, strings.TrimPrefix(rest, ".")
	}
	return n
}

// definition returns the definition that a node is part of (the flag, say), or
// nil if it is above all of them.
func (n *node) definition() *node {
	for n != nil && n.parent != nil {
		if n.parent.parent != nil && n.parent.parent.parent == nil {
			return n
		}
		n = n.parent
	}
	return nil
}

// appendText appends a JSON string in which only what JSON demands is escaped.
func appendText(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, '\\', 'n')
		case c == '\t':
			out = append(out, '\\', 't')
		case c == '\r':
			out = append(out, '\\', 'r')
		case c < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

var _ json.Marshaler = (*node)(nil)

// MarshalJSON writes a node as compact JSON, with members in their order and
// numbers as they are written.
func (n *node) MarshalJSON() ([]byte, error) { return n.appendJSON(nil), nil }

func (n *node) appendJSON(out []byte) []byte {
	switch n.kind {
	case null:
		return append(out, "null"...)
	case boolean, number:
		return append(out, n.text...)
	case text:
		return appendText(out, n.text)
	}
	open, end := byte('{'), byte('}')
	if n.kind == list {
		open, end = '[', ']'
	}
	out = append(out, open)
	for i, child := range n.children {
		if i > 0 {
			out = append(out, ',')
		}
		if n.kind == object {
			out = append(appendText(out, child.name), ':')
		}
		out = child.appendJSON(out)
	}
	return append(out, end)
}
