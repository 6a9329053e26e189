package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// deepest bounds the nesting of JSON that the admin API reads.
const deepest = 64

// encode writes v as JSON in which <, > and & stand as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode reads one JSON object into v. Invalid UTF-8, duplicate and unknown
// names, nesting deeper than 64 and anything after the object are faults.
func decode(data []byte, v any) error {
	if err := checkJSON(data); err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return badJSON(err)
	}
	return nil
}

// checkJSON finds what encoding/json lets pass.
func checkJSON(data []byte) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return faultf(badRequest, "the body is empty").or("send a JSON object")
	}
	if !utf8.Valid(data) {
		return faultf(badRequest, "the body is not valid UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err := checkValue(decoder, 0); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return faultf(badRequest, "something follows the JSON at byte %d", decoder.InputOffset())
	}
	return nil
}

func checkValue(decoder *json.Decoder, depth int) error {
	if depth > deepest {
		return faultf(badRequest, "the JSON is nested deeper than %d", deepest)
	}
	token, err := decoder.Token()
	if err != nil {
		return badJSON(err)
	}
	switch token {
	case json.Delim('{'):
		return checkMembers(decoder, depth)
	case json.Delim('['):
		for decoder.More() {
			if err := checkValue(decoder, depth+1); err != nil {
				return err
			}
		}
		return closing(decoder)
	}
	return nil
}

func checkMembers(decoder *json.Decoder, depth int) error {
	seen := map[string]struct{}{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return badJSON(err)
		}
		name, _ := token.(string)
		if _, twice := seen[name]; twice {
			return faultf(badRequest, "the name %s stands twice in one object, at byte %d", quoted(name), decoder.InputOffset())
		}
		seen[name] = struct{}{}
		if err := checkValue(decoder, depth+1); err != nil {
			return err
		}
	}
	return closing(decoder)
}

func closing(decoder *json.Decoder) error {
	if _, err := decoder.Token(); err != nil {
		return badJSON(err)
	}
	return nil
}

// badJSON puts an error of encoding/json into words for whoever sent the JSON.
func badJSON(err error) error {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return faultf(badRequest, "the body is not JSON: %s at byte %d", syntax.Error(), syntax.Offset)
	case errors.As(err, &mismatch):
		return faultf(badRequest, "%s cannot be a %s", memberName(mismatch.Field), mismatch.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return faultf(badRequest, "the JSON breaks off before its end")
	}
	return faultf(badRequest, "%s", strings.TrimPrefix(err.Error(), "json: "))
}

func memberName(field string) string {
	if field == "" {
		return "the body"
	}
	return quoted(field)
}
