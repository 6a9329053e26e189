package rules

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

// Kind is the kind of a Value at run time.
type Kind uint8

// The kinds of values. The zero Value is Missing.
const (
	Missing Kind = iota
	Bool
	Number
	String
	Time
	Version
	Strings
	Numbers
	Object
	// Wrong stands for a value that does not have its attribute's declared type;
	// rules take it as unknown, and Explain says so.
	Wrong
)

var kindNames = [...]string{"missing", "bool", "number", "string", "time", "version", "list of strings", "list of numbers", "object", "wrong type"}

// String returns the kind's name as the rule language's messages use it.
func (k Kind) String() string { return kindNames[k] }

// Value is one value that a rule reads. Values are immutable and may be shared.
type Value struct {
	kind Kind
	num  float64 // Number; Bool as 0 or 1; Time as milliseconds since 1970 UTC
	str  string  // String; Version and Wrong as written
	ref  *composite
}

// composite holds the kinds of values that do not fit into a Value itself.
type composite struct {
	strings []string
	numbers []float64
	version version
}

// OfBool returns a truth value.
func OfBool(b bool) Value {
	if b {
		return Value{kind: Bool, num: 1}
	}
	return Value{kind: Bool}
}

// OfNumber returns a number; NaN and the infinities are Missing.
func OfNumber(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return Value{kind: Number, num: f}
}

// OfString returns a text, which must be valid UTF-8.
func OfString(s string) Value { return Value{kind: String, str: s} }

// OfTime returns an instant, cut to whole milliseconds.
func OfTime(t time.Time) Value { return Value{kind: Time, num: float64(t.UnixMilli())} }

// OfStrings returns a list of texts. The caller must not change it afterwards.
func OfStrings(list []string) Value { return Value{kind: Strings, ref: &composite{strings: list}} }

// OfNumbers returns a list of finite numbers. The caller must not change it afterwards.
func OfNumbers(list []float64) Value { return Value{kind: Numbers, ref: &composite{numbers: list}} }

// OfVersion parses a semantic version; a text that is none gives a Wrong value.
func OfVersion(s string) Value {
	v, ok := parseVersion(s)
	if !ok {
		return OfWrong(s)
	}
	return Value{kind: Version, str: s, ref: &composite{version: v}}
}

// OfObject returns a value of which rules can only ask whether it is there.
func OfObject() Value { return Value{kind: Object} }

// OfWrong returns a value that does not have its declared type; text is how it was written.
func OfWrong(text string) Value { return Value{kind: Wrong, str: text} }

// Kind returns the kind of the value.
func (v Value) Kind() Kind { return v.kind }

// Known says whether the value is there and has its declared type.
func (v Value) Known() bool { return v.kind != Missing && v.kind != Wrong }

// Truth returns the truth value of a Bool.
func (v Value) Truth() bool { return v.num != 0 }

// Float returns the number of a Number.
func (v Value) Float() float64 { return v.num }

// Text returns the text of a String, or a Version or Wrong value as it was written.
func (v Value) Text() string { return v.str }

// Instant returns the instant of a Time.
func (v Value) Instant() time.Time { return time.UnixMilli(int64(v.num)).UTC() }

// Texts returns the elements of a list of strings.
func (v Value) Texts() []string {
	if v.ref == nil {
		return nil
	}
	return v.ref.strings
}

// Floats returns the elements of a list of numbers.
func (v Value) Floats() []float64 {
	if v.ref == nil {
		return nil
	}
	return v.ref.numbers
}

// Any returns the value as bool, float64, string, time.Time, []string or []float64; nil if it is missing or wrong.
func (v Value) Any() any {
	switch v.kind {
	case Bool:
		return v.Truth()
	case Number:
		return v.num
	case String, Version:
		return v.str
	case Time:
		return v.Instant()
	case Strings:
		return v.ref.strings
	case Numbers:
		return v.ref.numbers
	default:
		return nil
	}
}

// FormatNumber prints a number in its shortest decimal form, which is also the
// form that bucketing uses: 5, 0.1, 1e+21.
func FormatNumber(f float64) string {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// AppendKey appends bytes that are the same for values that are the same, and for no others; they end by themselves.
func (v Value) AppendKey(b []byte) []byte {
	b = append(b, byte(v.kind))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.num))
	b = appendSized(b, v.str)
	for _, text := range v.Texts() {
		b = appendSized(append(b, 's'), text)
	}
	for _, number := range v.Floats() {
		b = binary.LittleEndian.AppendUint64(append(b, 'n'), math.Float64bits(number))
	}
	return append(b, 0)
}

func appendSized(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
