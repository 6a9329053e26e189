package environment

import (
	"strings"

	"github.com/fingerpost/fingerpost/jsonread"
)

// readQuick makes the nodes that readJSON makes, without their places; nil where that has to look, which it has at
// everything that is wrong, and says in which way.
func readQuick(data []byte) *node {
	q := &quickReader{}
	q.Reset(data, jsonread.Limits{Depth: MaxDepth, Values: MaxItems / 2})
	n := q.value()
	if n == nil || !q.End() {
		return nil
	}
	return n
}

// quickReader makes nodes of JSON; nil of what is none.
type quickReader struct{ jsonread.Reader }

func (q *quickReader) value() *node {
	n := &node{}
	switch c := q.Next(); c {
	case '{', '[':
		n.kind = list
		if c == '{' {
			n.kind = object
		}
		return q.children(n, c+2) // in ASCII, the brackets that close are two behind
	case '"':
		s, ok := q.String()
		if !ok {
			return nil
		}
		n.kind, n.style, n.text = text, doubleQuoted, strings.Clone(s)
	case 't', 'f', 'n':
		return q.word(n, map[byte]string{'t': "true", 'f': "false", 'n': "null"}[c])
	default:
		begin := q.Pos()
		if _, ok := q.Number(); !ok {
			return nil
		}
		n.kind, n.text = number, strings.Clone(q.Since(begin))
	}
	return n
}

func (q *quickReader) word(n *node, word string) *node {
	if !q.Literal(word) {
		return nil
	}
	n.text = word
	if word != "null" {
		n.kind = boolean
	}
	return n
}

func (q *quickReader) children(n *node, closing byte) *node {
	if !q.Enter() {
		return nil
	}
	for q.More(closing) {
		name := ""
		if n.kind == object {
			said, ok := q.Name()
			if !ok {
				return nil
			}
			name = strings.Clone(said)
		}
		child := q.value()
		if child == nil {
			return nil
		}
		child.name = name
		n.add(child)
	}
	if q.Err() != nil {
		return nil
	}
	return n
}
