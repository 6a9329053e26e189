package content

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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

// appendText appends a JSON string. It also escapes what ends a script element, so that the
// JSON may stand in a page.
func appendText(out []byte, s string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, '\\', 'n')
		case c < ' ' || c == '<' || c == '>' || c == '&' || c == 0x7f:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// member is one member of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// membersOf returns the members of a JSON object in their order; false if it is none.
func membersOf(data json.RawMessage) ([]member, bool) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, false
	}
	var members []member
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, false
		}
		m := member{}
		m.name, _ = token.(string)
		if decoder.Decode(&m.value) != nil {
			return nil, false
		}
		members = append(members, m)
	}
	return members, true
}
