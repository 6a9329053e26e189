package drafts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// checkValue returns a definition without white space between its parts; nil if it says null, which
// deletes. What it means is not looked at: it may be half written. ErrInvalid says that it is no JSON or too
// deep, ErrTooLarge that it is too large.
func checkValue(value json.RawMessage) (json.RawMessage, error) {
	switch {
	case len(value) > MaxValue:
		return nil, fmt.Errorf("%w: the definition has %d bytes, at most %d are allowed", ErrTooLarge, len(value), MaxValue)
	case !utf8.Valid(value):
		return nil, fmt.Errorf("%w: the definition is not UTF-8", ErrInvalid)
	}
	if err := checkDepth(value); err != nil {
		return nil, err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, value); err != nil {
		return nil, fmt.Errorf("%w: the definition is no JSON: %w", ErrInvalid, err)
	}
	if compact.String() == "null" {
		return nil, nil
	}
	return compact.Bytes(), nil
}

// checkDepth bounds the nesting before anything recurses.
func checkDepth(value json.RawMessage) error {
	decoder := json.NewDecoder(bytes.NewReader(value))
	for depth := 0; ; {
		token, err := decoder.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w: the definition is no JSON: %w", ErrInvalid, err)
		case token == json.Delim('{'), token == json.Delim('['):
			depth++
			if depth > MaxDepth {
				return fmt.Errorf("%w: the definition is nested more than %d deep", ErrInvalid, MaxDepth)
			}
		case token == json.Delim('}'), token == json.Delim(']'):
			depth--
		}
	}
}
