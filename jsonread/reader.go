package jsonread

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"
)

// Limits bound what a Reader reads.
type Limits struct {
	// Depth is how deep objects and lists may nest, the outermost being the first level.
	Depth int
	// Values is how many members of objects and elements of lists there may be in all.
	Values int
	// Finite has Skip refuse numbers that no float64 comes near, such as 1e999.
	Finite bool
}

// Kind tells apart why a text is refused.
type Kind uint8

// The kinds of syntax errors.
const (
	Malformed Kind = iota // no JSON, or two readers could read it differently
	Limited               // may well be JSON, but is beyond the Limits
	Infinite              // a number that no float64 comes near
)

// SyntaxError says what makes a text no JSON that is accepted, and where.
type SyntaxError struct {
	Offset  int // in bytes, from 0
	Message string
	Kind    Kind
}

// Error says what is wrong and at which byte.
func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.Message, e.Offset) }

// Reader reads JSON (RFC 8259) from a text without building anything. It refuses
// names that come twice in an object, invalid UTF-8, half surrogate pairs and what
// is beyond its limits. Each of its methods reads one thing and returns false after
// it has noted in Err why it could not; nothing may be read after that.
//
// The zero Reader has read nothing: Reset gives it a text. It is used again and
// again, for one text at a time, and by one goroutine at a time.
type Reader struct {
	text   string
	pos    int
	depth  int
	limits Limits
	// first says that an object or a list was entered and none of its members or elements read.
	first bool
	// values counts members and elements.
	values int
	// blanks counts the white space between tokens.
	blanks int
	err    *SyntaxError
	// unescaped holds the strings that were written with escapes. It only grows
	// while a text is read, so that what refers to it stays what it was.
	unescaped []byte
	names     names
}

// keepUnescaped is how many bytes of a buffer are kept that one unusual text made large.
const keepUnescaped = 64 << 10

// Reset begins a text, and forgets the one before. Strings that the Reader returns
// are parts of the text, or of a buffer of its own where they were written with
// escapes: the text must not change, and they hold, until the next Reset.
func (r *Reader) Reset(text []byte, limits Limits) {
	r.text, r.pos, r.depth, r.limits = unsafeString(text), 0, 0, limits
	r.first, r.values, r.blanks, r.err = false, 0, 0, nil
	r.unescaped = r.unescaped[:0]
	if cap(r.unescaped) > keepUnescaped {
		r.unescaped = nil
	}
	r.names.reset()
}

// Err returns why reading ended early; nil while it has not.
func (r *Reader) Err() *SyntaxError { return r.err }

// Pos returns the offset of the next byte.
func (r *Reader) Pos() int { return r.pos }

// Blanks returns how many bytes of white space between tokens were read so far: a
// value during which it does not change is compact.
func (r *Reader) Blanks() int { return r.blanks }

// Since returns the text from an offset up to the next byte.
func (r *Reader) Since(offset int) string { return r.text[offset:r.pos] }

func (r *Reader) fail(offset int, message string) bool {
	r.err = &SyntaxError{Offset: offset, Message: message}
	return false
}

// unexpected fails at the next byte, because something else should be there.
func (r *Reader) unexpected(wanted string) bool {
	if r.pos >= len(r.text) {
		return r.fail(len(r.text), "unexpected end, expected "+wanted)
	}
	if r.text[r.pos] >= utf8.RuneSelf || r.text[r.pos] < ' ' {
		return r.fail(r.pos, fmt.Sprintf("unexpected byte 0x%02x, expected %s", r.text[r.pos], wanted))
	}
	return r.fail(r.pos, fmt.Sprintf("unexpected %q, expected %s", r.text[r.pos], wanted))
}

// beyond fails because of a limit.
func (r *Reader) beyond(message string) bool {
	r.err = &SyntaxError{Offset: r.pos, Message: message, Kind: Limited}
	return false
}

// Next skips white space and returns the byte after it without consuming it; 0 at the end.
func (r *Reader) Next() byte {
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
		r.pos++
		r.blanks++
	}
	return 0
}

// End checks that nothing but white space is left.
func (r *Reader) End() bool {
	r.Next()
	if r.pos < len(r.text) {
		return r.unexpected("the end")
	}
	return true
}

// Enter begins an object or a list, whose bracket comes next. More leaves it.
func (r *Reader) Enter() bool {
	if r.depth >= r.limits.Depth {
		return r.beyond(fmt.Sprintf("nesting deeper than %d", r.limits.Depth))
	}
	r.depth++
	r.pos++
	r.first = true
	return true
}

// EnterEnvelope is Enter for an object or a list around what the limits are meant
// for, which does not count as a level.
func (r *Reader) EnterEnvelope() {
	r.depth--
	r.Enter()
}

// count counts one member or element.
func (r *Reader) count() bool {
	r.values++
	if r.values > r.limits.Values {
		return r.beyond(fmt.Sprintf("more than %d members and elements", r.limits.Values))
	}
	return true
}

// More reads what stands before a member or an element: nothing before the
// first, a comma before the others. It returns false at the closing bracket, which
// it consumes, and where it fails: Err tells them apart.
func (r *Reader) More(closing byte) bool {
	c, first := r.Next(), r.first
	r.first = false
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
	r.Next()
	return r.count()
}

// Name reads a member's name and the colon after it.
func (r *Reader) Name() (string, bool) {
	if r.Next() != '"' {
		return "", r.unexpected("a name in double quotes")
	}
	name, ok := r.String()
	if !ok {
		return "", false
	}
	if r.Next() != ':' {
		return "", r.unexpected("':'")
	}
	r.pos++
	return name, true
}

// Repeated fails because the name at an offset came twice in one object.
func (r *Reader) Repeated(offset int, name string) bool {
	return r.fail(offset, "duplicate name "+quoteName(name))
}

func quoteName(name string) string {
	const longest = 64
	if len(name) > longest {
		return strconv.Quote(name[:longest]) + "…"
	}
	return strconv.Quote(name)
}

// String reads a string, whose opening quote comes next.
func (r *Reader) String() (string, bool) {
	start := r.pos + 1
	i, ascii := start, uint64(0)
	for i+8 <= len(r.text) {
		word := r.word(i)
		if at := special(word); at < 8 {
			ascii |= word & (1<<(8*at) - 1)
			i += at
			break
		}
		ascii |= word
		i += 8
	}
	for ; i < len(r.text); i++ {
		c := r.text[i]
		switch {
		case c == '"':
			r.pos = i + 1
			if ascii&highBits != 0 && !r.valid(start, i) {
				return "", false
			}
			return r.text[start:i], true
		case c == '\\':
			if ascii&highBits != 0 && !r.valid(start, i) {
				return "", false
			}
			return r.escaped(start, i)
		case c < ' ':
			return "", r.fail(i, "control character in a string")
		}
		ascii |= uint64(c)
	}
	return "", r.fail(len(r.text), "unexpected end inside a string")
}

// word returns eight bytes, the first of them lowest.
func (r *Reader) word(from int) uint64 {
	return binary.LittleEndian.Uint64(unsafeBytes(r.text[from:]))
}

const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
)

// special returns which of eight bytes is the first that is a quote, a backslash or a
// control character; 8 if none is. It looks at all of them at once: a subtraction
// sets the high bit of those that were too small, or were made zero. A borrow may
// set those behind as well, but never those before.
func special(word uint64) int {
	quote, backslash := word^eachByte*'"', word^eachByte*'\\'
	found := ((word - eachByte*' ') | (quote - eachByte) | (backslash - eachByte)) &^ word & highBits
	return bits.TrailingZeros64(found) / 8
}

// valid checks that a stretch of the text is UTF-8.
func (r *Reader) valid(from, to int) bool {
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
func (r *Reader) escaped(start, i int) (string, bool) {
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
func (r *Reader) escape() bool {
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
func (r *Reader) codePoint() bool {
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

func (r *Reader) hex4(from int) (rune, bool) {
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

// Literal reads true, false or null.
func (r *Reader) Literal(word string) bool {
	if len(r.text)-r.pos < len(word) || r.text[r.pos:r.pos+len(word)] != word {
		return r.unexpected("a value")
	}
	r.pos += len(word)
	return true
}

// Skip checks a value and forgets it.
func (r *Reader) Skip() bool {
	switch c := r.Next(); c {
	case '{':
		return r.skipObject()
	case '[':
		return r.skipList()
	case '"':
		_, ok := r.String()
		return ok
	case 't':
		return r.Literal("true")
	case 'f':
		return r.Literal("false")
	case 'n':
		return r.Literal("null")
	default:
		return r.skipNumber()
	}
}

func (r *Reader) skipNumber() bool {
	start := r.pos
	n, ok := r.Number()
	if !ok || n.short || !r.limits.Finite {
		return ok
	}
	if _, finite := n.Float(); !finite {
		r.err = &SyntaxError{Offset: start, Message: "a number beyond what a float64 holds", Kind: Infinite}
		return false
	}
	return true
}

func (r *Reader) skipObject() bool {
	if !r.Enter() {
		return false
	}
	names := r.Names()
	for r.More('}') {
		if _, ok := r.NewName(names); !ok || !r.Skip() {
			return false
		}
	}
	r.Forget(names)
	return r.err == nil
}

func (r *Reader) skipList() bool {
	if !r.Enter() {
		return false
	}
	for r.More(']') {
		if !r.Skip() {
			return false
		}
	}
	return r.err == nil
}

// unsafeBytes returns the text as bytes that share its memory and must not be changed.
func unsafeBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// unsafeString returns the bytes as a string that shares their memory.
func unsafeString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
