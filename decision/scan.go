package decision

import (
	"github.com/fingerpost/fingerpost/jsonread"
	"github.com/fingerpost/fingerpost/rules"
)

// Bounds of a context.
const (
	// MaxDepth is how deep objects and lists may nest, the context itself being the first level.
	MaxDepth = 32
	// MaxValues is how many members of objects and elements of lists a context may have in all.
	MaxValues = 10_000
)

// SyntaxError says what makes a text no JSON that a context can be read from, and where.
type SyntaxError = jsonread.SyntaxError

// limits are those of a context.
func limits() jsonread.Limits { return jsonread.Limits{Depth: MaxDepth, Values: MaxValues} }

// Scan reads a JSON object of attributes straight into the slots that the view's
// schema gives them. Attributes that are not declared are skipped, those of the
// wrong type are Wrong, null is missing. The members of "group" are the attributes
// that rules write as "group.plan".
//
// A text that is no JSON, has a name twice in one object, invalid UTF-8, half a
// surrogate pair or anything beyond MaxDepth and MaxValues is a *SyntaxError; one
// that is no object, or whose targetingKey is no string, a *ContextError.
//
// The subject refers to data, which must not change until the next Reset, Scan or Set.
func (c *Context) Scan(view View, trust Trust, data []byte) error {
	c.begin(view, trust)
	c.reader.Reset(data, limits())
	return c.finish(c.context("the context") && c.reader.End())
}

// ScanRequest reads the body of an OFREP request: an object with the context as
// its member "context", which may be null or absent. Other members are skipped.
// For the rest it is like Scan.
func (c *Context) ScanRequest(view View, trust Trust, body []byte) error {
	c.begin(view, trust)
	c.reader.Reset(body, limits())
	return c.finish(c.envelope() && c.reader.End())
}

// envelope reads the object around a context.
func (c *Context) envelope() bool {
	r := &c.reader
	if r.Next() != '{' {
		return c.noObject("the body")
	}
	r.EnterEnvelope()
	own := r.Names()
	for r.More('}') {
		name, ok := r.NewName(own)
		if !ok {
			return false
		}
		if name == "context" && r.Next() != 'n' {
			ok = c.context("context")
		} else {
			ok = r.Skip()
		}
		if !ok {
			return false
		}
	}
	return r.Err() == nil
}

// context reads the context; what names it in the message if it is no object.
func (c *Context) context(what string) bool {
	if c.reader.Next() != '{' {
		return c.noObject(what)
	}
	return c.attributes(&c.table.top)
}

// noObject fails because of what comes next.
func (c *Context) noObject(what string) bool {
	kind := kindName(c.reader.Next())
	return c.reader.Skip() && c.refuse(what+" must be a JSON object, not "+kind)
}

// identityToken is the member of a context that is no attribute: it shows that the caller speaks for the person.
const identityToken = "identityToken"

// attributes reads an object whose members are attributes.
func (c *Context) attributes(in *index) bool {
	r := &c.reader
	if !r.Enter() {
		return false
	}
	undeclared := r.Names()
	for r.More('}') {
		at := r.Pos()
		name, ok := r.Name()
		if !ok {
			return false
		}
		a := in.find(name)
		if a == nil {
			ok = r.Add(undeclared, name)
		} else {
			ok = c.mark(a.slot)
		}
		if !ok {
			return r.Repeated(at, name)
		}
		if a == nil && name == identityToken && r.Next() == '"' {
			c.token, ok = r.String()
		} else {
			ok = c.attribute(a)
		}
		if !ok {
			return false
		}
	}
	r.Forget(undeclared)
	return r.Err() == nil
}

// attribute reads the value of an attribute; nil is one that is not declared.
func (c *Context) attribute(a *attribute) bool {
	r := &c.reader
	if a == nil {
		return r.Skip()
	}
	begin := r.Next()
	if a.group && begin == '{' {
		if !c.refused(a) {
			c.slots[a.slot] = rules.OfObject()
		}
		return c.attributes(&c.table.group)
	}
	if c.refused(a) {
		return r.Skip()
	}
	slot := &c.slots[a.slot]
	ok := c.value(a.kind, slot)
	if ok && a.slot == 0 && slot.Kind() == rules.Wrong {
		return c.refuseKey(kindName(begin))
	}
	return ok
}

// kindName names the kind of JSON value that begins with a byte.
func kindName(begin byte) string {
	switch begin {
	case '"':
		return "a string"
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "a truth value"
	case 'n':
		return "null"
	}
	return "a number"
}

// value reads a value of a declared type into a slot: values are large, and
// returning them through several calls would cost as much as reading them.
func (c *Context) value(kind rules.Type, slot *rules.Value) bool {
	r := &c.reader
	begin, start := r.Next(), r.Pos()
	switch begin {
	case '"':
		text, ok := r.String()
		if kind == rules.TypeString {
			*slot = rules.OfString(text)
		} else {
			*slot = c.text(kind, text)
		}
		return ok
	case '[':
		v, ok := c.list(kind)
		*slot = v
		return ok
	case '{':
		ok := r.Skip()
		*slot = c.whole(kind, start)
		return ok
	case 't':
		*slot = truth(kind, true)
		return r.Literal("true")
	case 'f':
		*slot = truth(kind, false)
		return r.Literal("false")
	case 'n':
		return r.Literal("null")
	}
	n, ok := r.Number()
	f, finite := n.Float()
	if kind == rules.TypeNumber && finite {
		*slot = rules.OfNumber(f)
	} else {
		*slot = rules.OfWrong(n.Text)
	}
	return ok
}

// text converts a string.
func (c *Context) text(kind rules.Type, text string) rules.Value {
	switch kind {
	case rules.TypeString:
		return rules.OfString(text)
	case rules.TypeVersion:
		return c.version(text)
	}
	return kind.ParseText(text)
}

// truth converts a truth value.
func truth(kind rules.Type, b bool) rules.Value {
	switch {
	case kind == rules.TypeBool:
		return rules.OfBool(b)
	case b:
		return rules.OfWrong("true")
	}
	return rules.OfWrong("false")
}

// whole is an object or a list that was read from start on and of which no element counts.
func (c *Context) whole(kind rules.Type, start int) rules.Value {
	if kind == rules.TypeObject {
		return rules.OfObject()
	}
	return rules.OfWrong(c.reader.Since(start))
}

// list reads a list.
func (c *Context) list(kind rules.Type) (rules.Value, bool) {
	r := &c.reader
	start, texts, numbers := r.Pos(), len(c.texts), len(c.numbers)
	if !r.Enter() {
		return rules.Value{}, false
	}
	fits := kind == rules.TypeStrings || kind == rules.TypeNumbers
	for r.More(']') {
		if !fits {
			r.Skip()
		} else {
			fits = c.element(kind)
		}
		if r.Err() != nil {
			break
		}
	}
	switch {
	case r.Err() != nil:
		return rules.Value{}, false
	case !fits:
		return c.whole(kind, start), true
	case kind == rules.TypeStrings:
		return rules.OfStrings(c.texts[texts:len(c.texts):len(c.texts)]), true
	}
	return rules.OfNumbers(c.numbers[numbers:len(c.numbers):len(c.numbers)]), true
}

// element reads an element of a list and says whether it is of the list's type.
func (c *Context) element(kind rules.Type) bool {
	r := &c.reader
	begin := r.Next()
	switch {
	case kind == rules.TypeStrings && begin == '"':
		text, ok := r.String()
		c.texts = append(c.texts, text)
		return ok
	case kind == rules.TypeNumbers && (begin == '-' || begin >= '0' && begin <= '9'):
		n, ok := r.Number()
		f, finite := n.Float()
		c.numbers = append(c.numbers, f)
		return ok && finite
	}
	r.Skip()
	return false
}
