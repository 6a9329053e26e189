package flags

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// MarshalJSON writes the variants as an object whose members are in the variants' order.
func (vs Variants) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, v := range vs {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, v.Name), ':')
		if len(v.Value) == 0 {
			return nil, fmt.Errorf("variant %q has no value", v.Name)
		}
		out = append(out, v.Value...)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads an object and keeps the order of its members, also of those
// inside the values. A name that stands twice is refused.
func (vs *Variants) UnmarshalJSON(data []byte) error {
	var read Variants
	err := members(data, func(name string, value json.RawMessage) error {
		var compact bytes.Buffer
		if err := json.Compact(&compact, value); err != nil {
			return fmt.Errorf("variant %q: %w", name, err)
		}
		read = append(read, Variant{Name: name, Value: compact.Bytes()})
		return nil
	})
	if err != nil {
		return fmt.Errorf("variants: %w", err)
	}
	*vs = read
	return nil
}

// MarshalJSON writes a variant's name, or an object of weights in their order.
func (s Serve) MarshalJSON() ([]byte, error) {
	if len(s.Weights) == 0 {
		return appendText(nil, s.Variant), nil
	}
	out := []byte{'{'}
	for i, w := range s.Weights {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, w.Variant), ':')
		out = strconv.AppendInt(out, int64(w.Weight), 10)
	}
	return append(out, '}'), nil
}

// UnmarshalJSON reads a variant's name, or an object of integer weights whose
// order is kept. A name that stands twice is refused.
func (s *Serve) UnmarshalJSON(data []byte) error {
	var read Serve
	if len(data) > 0 && data[0] == '"' {
		if err := json.Unmarshal(data, &read.Variant); err != nil {
			return fmt.Errorf("serve: %w", err)
		}
		*s = read
		return nil
	}
	err := members(data, func(name string, value json.RawMessage) error {
		weight, err := strconv.Atoi(string(value))
		if err != nil {
			return fmt.Errorf("the weight of variant %q is %s, but must be an integer", name, value)
		}
		read.Weights = append(read.Weights, Weight{Variant: name, Weight: weight})
		return nil
	})
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	*s = read
	return nil
}

// members hands the members of a JSON object to visit in their order.
func members(data []byte, visit func(name string, value json.RawMessage) error) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if open, err := decoder.Token(); err != nil {
		return err
	} else if open != json.Delim('{') {
		return errors.New("a JSON object is expected")
	}
	seen := make(map[string]bool)
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		if seen[name] {
			return fmt.Errorf("the name %q stands twice", name)
		}
		seen[name] = true
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		if err := visit(name, value); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

// appendText appends a JSON string in the one form that canonical bytes have:
// only what JSON demands is escaped.
func appendText(out []byte, s string) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string always encodes
	return append(out, bytes.TrimSuffix(text.Bytes(), []byte{'\n'})...)
}
