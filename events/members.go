package events

import (
	"iter"
	"math"
	"strings"

	"github.com/fingerpost/fingerpost/jsonread"
)

// Member is the value of a member of an object, as JSON. It is part of the object it was found in.
type Member []byte

// Value returns the value if it is a truth value, a number or a text; else, and where the
// number is none that a float64 comes near, the Kind is None. A text without
// escapes is part of the object, which must not change.
func (m Member) Value() Value {
	if len(m) == 0 {
		return Value{}
	}
	switch m[0] {
	case '"':
		return textValue(m)
	case 't':
		return Value{Kind: Bool, Num: 1}
	case 'f':
		return Value{Kind: Bool}
	case 'n', '{', '[':
		return Value{}
	}
	var in jsonread.Reader
	in.Reset(m, jsonread.Limits{})
	number, ok := in.Number()
	float, finite := number.Float()
	if !ok || !finite || math.IsInf(float, 0) {
		return Value{}
	}
	return Value{Kind: Number, Num: float}
}

// Null says whether the value is null.
func (m Member) Null() bool { return len(m) > 0 && m[0] == 'n' }

func textValue(m Member) Value {
	if len(m) < 2 {
		return Value{}
	}
	text := unsafeString(m[1 : len(m)-1])
	if strings.IndexByte(text, '\\') >= 0 {
		var in jsonread.Reader
		in.Reset(m, jsonread.Limits{})
		var ok bool
		if text, ok = in.String(); !ok {
			return Value{}
		}
	}
	return Value{Kind: Text, Text: text}
}

// Members visits the members of an object, in their order, with their names and
// values: those of an event's Properties or Context, or of a Member that is an object. It
// stops where the text is no JSON object; that of an event always is one. Names
// without escapes are parts of the object, which must not change.
func Members(object []byte) iter.Seq2[string, Member] {
	return func(yield func(string, Member) bool) {
		var in jsonread.Reader
		in.Reset(object, jsonread.Limits{Depth: 1, Values: math.MaxInt})
		if in.Next() != '{' {
			return
		}
		in.Enter()
		for in.More('}') {
			name, ok := in.Name()
			in.Next()
			start := in.Pos()
			if !ok || !in.Pass() || !yield(name, object[start:in.Pos():in.Pos()]) {
				return
			}
		}
	}
}

// Elements visits the elements of a list, in their order. It stops where the text is
// no JSON list; a Member that begins with '[' always is one.
func Elements(list []byte) iter.Seq[Member] {
	return func(yield func(Member) bool) {
		var in jsonread.Reader
		in.Reset(list, jsonread.Limits{Depth: 1, Values: math.MaxInt})
		if in.Next() != '[' {
			return
		}
		in.Enter()
		for in.More(']') {
			in.Next()
			start := in.Pos()
			if !in.Pass() || !yield(list[start:in.Pos():in.Pos()]) {
				return
			}
		}
	}
}
