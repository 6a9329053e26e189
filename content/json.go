package content

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/jsonread"
)

// MarshalJSON writes the fields as an object whose members are in the fields' order.
func (fs Fields) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i := range fs {
		if i > 0 {
			out = append(out, ',')
		}
		var value bytes.Buffer
		encoder := json.NewEncoder(&value)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(&fs[i]); err != nil {
			return nil, fmt.Errorf("field %q: %w", fs[i].Name, err)
		}
		out = append(appendText(out, fs[i].Name), ':')
		out = append(out, bytes.TrimSuffix(value.Bytes(), []byte{'\n'})...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads an object and keeps the order of its members.
func (fs *Fields) UnmarshalJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	open, err := decoder.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return errors.New("fields are an object")
	}
	var read Fields
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		f := Field{Name: name}
		if err := decoder.Decode(&f); err != nil {
			return fmt.Errorf("field %q: %w", name, err)
		}
		read = append(read, f)
	}
	*fs = read
	return nil
}

// appendText appends a JSON string.
func appendText(out []byte, s string) []byte {
	out = slices.Grow(out, len(s)+len(s)/4+2) // which is enough for most
	return append(appendEscaped(append(out, '"'), s), '"')
}

// appendEscaped appends what stands between the quotes of a JSON string. It also escapes what ends a script element,
// so that the JSON may stand in a page.
func appendEscaped[T string | []byte](out []byte, s T) []byte {
	const hex = "0123456789abcdef"
	plain := 0 // from here on nothing was escaped
	for i := range len(s) {
		c := s[i]
		if !escaped[c] {
			continue
		}
		out = append(out, s[plain:i]...)
		plain = i + 1
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(out, s[plain:]...)
}

// escaped are the bytes that do not stand for themselves.
var escaped = func() (is [256]bool) { //nolint:gochecknoglobals // nobody changes it
	for c := range is {
		is[c] = c < ' ' || c == 0x7f
	}
	for _, c := range []byte(`"\<>&`) {
		is[c] = true
	}
	return is
}()

// unquoted returns the text of a JSON string; false if it is none.
func unquoted(raw json.RawMessage) (string, bool) {
	last := len(raw) - 1
	if last > 0 && raw[0] == '"' && raw[last] == '"' {
		inner := raw[1:last]
		if !bytes.ContainsAny(inner, "\"\\") && utf8.Valid(inner) { // with nothing to be decoded in it
			return string(inner), true
		}
	}
	var r jsonread.Reader
	r.Reset(raw, jsonread.Limits{})
	if r.Next() == '"' {
		if s, ok := r.String(); ok && r.End() {
			return strings.Clone(s), true
		}
	}
	var s string
	err := json.Unmarshal(raw, &s) // which replaces what is half a character
	return s, err == nil
}

// member is one member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// membersOf returns the members of a JSON object in their order; false if it is none.
func membersOf(data json.RawMessage) ([]member, bool) {
	var r jsonread.Reader
	r.Reset(data, jsonread.Limits{Depth: len(data), Values: len(data)})
	if r.Next() != '{' || !r.Enter() {
		return nil, false
	}
	var members []member
	for r.More('}') {
		name, ok := r.Name()
		r.Next()
		begin := r.Pos()
		if !ok || !r.Pass() {
			return nil, false
		}
		members = append(members, member{strings.Clone(name), data[begin:r.Pos()]})
	}
	return members, r.Err() == nil
}
