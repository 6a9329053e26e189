package environment

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// syntaxError says why a text cannot be read at all.
type syntaxError struct {
	at            place
	message, hint string
}

func (e *syntaxError) Error() string { return e.message }

func tooDeep(at place) error {
	return &syntaxError{at, fmt.Sprintf("values are nested more than %d deep", MaxDepth), "make the structure flatter"}
}

func tooMany(at place) error {
	return &syntaxError{at, fmt.Sprintf("there are more than %d values", MaxItems), "spread them over several environments"}
}

// jsonReader makes nodes of JSON. It never recurses deeper than MaxDepth.
type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	count   int
	// offset is that of the last place asked for, at.
	offset int
	at     place
}

// readJSON reads one JSON value, which must be valid UTF-8, and nothing after it.
func readJSON(data []byte) (*node, error) {
	r := &jsonReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), at: place{1, 1}}
	r.decoder.UseNumber()
	root, err := r.value(0)
	if err != nil {
		return nil, err
	}
	at := r.start()
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, &syntaxError{at, "something follows the end of the value", "delete it"}
	}
	return root, nil
}

// start returns where the next token begins.
func (r *jsonReader) start() place {
	offset := int(r.decoder.InputOffset())
	for offset < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[offset]) >= 0 {
		offset++
	}
	return r.placeOf(offset)
}

// placeOf returns the place of an offset; offsets must not get smaller from call to call.
func (r *jsonReader) placeOf(offset int) place {
	for r.offset < offset && r.offset < len(r.data) {
		c, size := utf8.DecodeRune(r.data[r.offset:])
		r.offset += size
		if c == '\n' {
			r.at = place{r.at.line + 1, 1}
		} else {
			r.at.column++
		}
	}
	return r.at
}

func (r *jsonReader) token() (json.Token, place, error) {
	at := r.start()
	token, err := r.decoder.Token()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return nil, at, &syntaxError{r.placeOf(int(syntax.Offset) - 1), "this is no JSON: " + syntax.Error(), ""}
	}
	if err != nil {
		return nil, at, &syntaxError{at, "this is no JSON: it ends too early", ""}
	}
	r.count++
	if r.count > MaxItems*2 {
		return nil, at, tooMany(at)
	}
	return token, at, nil
}

func (r *jsonReader) value(depth int) (*node, error) {
	token, at, err := r.token()
	if err != nil {
		return nil, err
	}
	if depth > MaxDepth {
		return nil, tooDeep(at)
	}
	n := &node{at: at}
	switch token := token.(type) {
	case nil:
		n.text = "null"
	case bool:
		n.kind, n.text = boolean, fmt.Sprint(token)
	case json.Number:
		n.kind, n.text = number, token.String()
	case string:
		n.kind, n.text, n.style = text, token, doubleQuoted
		err = r.whole(token, at)
	case json.Delim:
		n.kind = list
		if token == '{' {
			n.kind = object
		}
		err = r.children(n, depth)
	}
	return n, err
}

func (r *jsonReader) children(n *node, depth int) error {
	for r.decoder.More() {
		name, nameAt := "", place{}
		if n.kind == object {
			token, at, err := r.token()
			if err != nil {
				return err
			}
			name, _ = token.(string)
			nameAt = at
			if err := r.whole(name, at); err != nil {
				return err
			}
		}
		child, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		child.name, child.nameAt = name, nameAt
		n.add(child)
	}
	_, _, err := r.token()
	return err
}

// whole refuses a string in which an escape stands for half a character, which
// the decoder replaces silently.
func (r *jsonReader) whole(s string, at place) error {
	replaced := strings.Count(s, "\uFFFD")
	if replaced == 0 {
		return nil
	}
	end := int(r.decoder.InputOffset())
	raw := bytes.ToLower(r.data[r.offset:max(end, r.offset)])
	if bytes.Count(raw, []byte("\uFFFD"))+bytes.Count(raw, []byte(`\ufffd`)) < replaced {
		return &syntaxError{at, "a \\u escape stands for half a character", "write both halves, or the character itself"}
	}
	return nil
}
