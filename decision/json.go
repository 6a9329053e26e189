package decision

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// Bounds of a context.
const (
	// MaxDepth is how deep objects and lists may nest, the context itself being the first level.
	MaxDepth = 32
	// MaxValues is how many members of objects and elements of lists a context may have in all.
	MaxValues = 10_000
)

// SyntaxError says what makes a text no JSON that a context can be read from, and where.
type SyntaxError struct {
	Offset  int // in bytes, from 0
	Message string
}

// Error says what is wrong and at which byte.
func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.Message, e.Offset) }

// reader reads JSON (RFC 8259) from a text without building anything. Each of
// its methods reads one thing and returns false after it has noted why it could
// not. Strings that it returns are parts of the text, or of unescaped.
type reader struct {
	text  string
	pos   int
	depth int
	// values counts members and elements.
	values int
	err    *SyntaxError
	// unescaped holds the strings that were written with escapes. It only grows
	// while a text is read, so that what refers to it stays what it was.
	unescaped []byte
	names     names
}

func (r *reader) reset(text string) {
	r.text, r.pos, r.depth, r.values, r.err = text, 0, 0, 0, nil
	r.unescaped = r.unescaped[:0]
	r.names.reset()
}

func (r *reader) fail(offset int, message string) bool {
	r.err = &SyntaxError{Offset: offset, Message: message}
	return false
}

// unexpected fails at the next byte, because something else should be there.
func (r *reader) unexpected(wanted string) bool {
	if r.pos >= len(r.text) {
		return r.fail(len(r.text), "unexpected end, expected "+wanted)
	}
	if r.text[r.pos] >= utf8.RuneSelf || r.text[r.pos] < ' ' {
		return r.fail(r.pos, fmt.Sprintf("unexpected byte 0x%02x, expected %s", r.text[r.pos], wanted))
	}
	return r.fail(r.pos, fmt.Sprintf("unexpected %q, expected %s", r.text[r.pos], wanted))
}

// next skips white space and returns the byte after it without consuming it; 0 at the end.
func (r *reader) next() byte {
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
		r.pos++
	}
	return 0
}

// end checks that nothing but white space is left.
func (r *reader) end() bool {
	r.next()
	if r.pos < len(r.text) {
		return r.unexpected("the end")
	}
	return true
}

// enter begins an object or a list, whose bracket comes next.
func (r *reader) enter() bool {
	if r.depth >= MaxDepth {
		return r.fail(r.pos, fmt.Sprintf("nesting deeper than %d", MaxDepth))
	}
	r.depth++
	r.pos++
	return true
}

// count counts one member or element.
func (r *reader) count() bool {
	r.values++
	if r.values > MaxValues {
		return r.fail(r.pos, fmt.Sprintf("more than %d members and elements", MaxValues))
	}
	return true
}

// more reads what stands before a member or an element: nothing before the
// first, a comma before the others. It returns false at the closing bracket,
// which it consumes, and where it fails.
func (r *reader) more(first bool, closing byte) bool {
	c := r.next()
	switch {
	case c == closing && c != 0:
		r.pos++
		r.depth--
		return false
	case first:
		return r.count()
	case c != ',':
		return r.unexpected("',' or '" + string(closing) + "'")
	}
	r.pos++
	r.next()
	return r.count()
}

// name reads a member's name and the colon after it.
func (r *reader) name() (string, bool) {
	if r.next() != '"' {
		return "", r.unexpected("a name in double quotes")
	}
	name, ok := r.string()
	if !ok {
		return "", false
	}
	if r.next() != ':' {
		return "", r.unexpected("':'")
	}
	r.pos++
	return name, true
}

// repeated fails because a name came twice in one object.
func (r *reader) repeated(offset int, name string) bool {
	return r.fail(offset, "duplicate name "+quoteName(name))
}

func quoteName(name string) string {
	const longest = 64
	if len(name) > longest {
		return strconv.Quote(name[:longest]) + "…"
	}
	return strconv.Quote(name)
}

// string reads a string, whose opening quote comes next.
func (r *reader) string() (string, bool) {
	start := r.pos + 1
	ascii := byte(0)
	for i := start; i < len(r.text); i++ {
		c := r.text[i]
		switch {
		case c == '"':
			r.pos = i + 1
			if ascii >= utf8.RuneSelf && !r.valid(start, i) {
				return "", false
			}
			return r.text[start:i], true
		case c == '\\':
			if ascii >= utf8.RuneSelf && !r.valid(start, i) {
				return "", false
			}
			return r.escaped(start, i)
		case c < ' ':
			return "", r.fail(i, "control character in a string")
		}
		ascii |= c
	}
	return "", r.fail(len(r.text), "unexpected end inside a string")
}

// valid checks that a stretch of the text is UTF-8.
func (r *reader) valid(from, to int) bool {
	for i := from; i < to; {
		char, size := utf8.DecodeRuneInString(r.text[i:to])
		if char == utf8.RuneError && size == 1 {
			return r.fail(i, "invalid UTF-8")
		}
		i += size
	}
	return true
}

// escaped reads the rest of a string, the first escape of which stands at i.
func (r *reader) escaped(start, i int) (string, bool) {
	begin := len(r.unescaped)
	for plain := start; i < len(r.text); {
		switch c := r.text[i]; {
		case c == '"', c == '\\':
			if !r.valid(plain, i) {
				return "", false
			}
			r.unescaped = append(r.unescaped, r.text[plain:i]...)
			r.pos = i + 1
			if c == '"' {
				return unsafeString(r.unescaped[begin:]), true
			}
			if !r.escape() {
				return "", false
			}
			i, plain = r.pos, r.pos
		case c < ' ':
			return "", r.fail(i, "control character in a string")
		default:
			i++
		}
	}
	return "", r.fail(len(r.text), "unexpected end inside a string")
}

// escape reads what follows a backslash and appends what it stands for.
func (r *reader) escape() bool {
	if r.pos >= len(r.text) {
		return r.fail(len(r.text), "unexpected end inside a string")
	}
	c := r.text[r.pos]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return r.codePoint()
	default:
		return r.fail(r.pos-1, "invalid escape in a string")
	}
	r.pos++
	r.unescaped = append(r.unescaped, c)
	return true
}

// codePoint reads \uXXXX, or two of them that make a surrogate pair; the u comes next.
func (r *reader) codePoint() bool {
	at := r.pos - 1
	char, ok := r.hex4(r.pos + 1)
	if !ok {
		return r.fail(at, "invalid escape in a string")
	}
	r.pos += 5
	if utf16.IsSurrogate(char) {
		low, ok := rune(0), false
		if r.pos+1 < len(r.text) && r.text[r.pos] == '\\' && r.text[r.pos+1] == 'u' {
			low, ok = r.hex4(r.pos + 2)
		}
		char = utf16.DecodeRune(char, low)
		if !ok || char == utf8.RuneError {
			return r.fail(at, "half a surrogate pair in a string")
		}
		r.pos += 6
	}
	r.unescaped = utf8.AppendRune(r.unescaped, char)
	return true
}

func (r *reader) hex4(from int) (rune, bool) {
	if from+4 > len(r.text) {
		return 0, false
	}
	var char rune
	for _, c := range []byte(r.text[from : from+4]) {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		char = char<<4 | rune(c)
	}
	return char, true
}

// literal reads true, false or null.
func (r *reader) literal(word string) bool {
	if len(r.text)-r.pos < len(word) || r.text[r.pos:r.pos+len(word)] != word {
		return r.unexpected("a value")
	}
	r.pos += len(word)
	return true
}

// skip checks a value and forgets it.
func (r *reader) skip() bool {
	switch c := r.next(); c {
	case '{':
		return r.skipObject()
	case '[':
		return r.skipList()
	case '"':
		_, ok := r.string()
		return ok
	case 't':
		return r.literal("true")
	case 'f':
		return r.literal("false")
	case 'n':
		return r.literal("null")
	default:
		_, ok := r.number()
		return ok
	}
}

func (r *reader) skipObject() bool {
	if !r.enter() {
		return false
	}
	object := r.names.begin()
	for first := true; r.more(first, '}'); first = false {
		at := r.pos
		name, ok := r.name()
		if !ok {
			return false
		}
		if !r.names.add(object, name) {
			return r.repeated(at, name)
		}
		if !r.skip() {
			return false
		}
	}
	r.names.end(object)
	return r.err == nil
}

func (r *reader) skipList() bool {
	if !r.enter() {
		return false
	}
	for first := true; r.more(first, ']'); first = false {
		if !r.skip() {
			return false
		}
	}
	return r.err == nil
}

// unsafeString returns the bytes as a string that shares their memory.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
