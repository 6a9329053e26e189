package decision

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

// FuzzScan holds the scanner to encoding/json, made strict.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		`{"targetingKey":"ada","plan":"p\u0072o\ud83d\ude00","sessions":-1.5e3,"beta":true,"group":{"plan":"x","seats":2}}`,
		`{"tags":["a","\n"],"scores":[1,2.5],"address":{"a":[{}]},"signed_up_at":"2026-11-01","app_version":"1.2.3-a"}`,
		`{"a":1,"a":2}`, `{"a":{"b":1,"b":2}}`, `{"plan":"\ud800"}`, `{"plan":nul}`, ` [1] `, `{"sessions":1e999,"x":-0}`, "{\"\xff\":1}",
	} {
		f.Add([]byte(seed))
	}
	view := testView()
	f.Fuzz(func(t *testing.T, data []byte) {
		var c Context
		err := c.Scan(view, Server, bytes.Clone(data))
		want, wantErr := reference(data)
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: got %v, encoding/json %v", data, err, wantErr)
		}
		var syntax *SyntaxError
		if errors.As(err, &syntax) && (syntax.Offset < 0 || syntax.Offset > len(data)) {
			t.Fatalf("%q: offset %d", data, syntax.Offset)
		}
		if err != nil {
			return
		}
		compare(t, view, c.Subject(), want)
		if err := c.ScanRequest(view, Server, append(append([]byte(`{"context":`), data...), '}')); err != nil {
			t.Fatalf("%q as a request: %v", data, err)
		}
		compare(t, view, c.Subject(), want)
	})
}

// compare holds a subject to a decoded context.
func compare(t *testing.T, view View, s *rules.Subject, want map[string]any) {
	t.Helper()
	group, _ := want[groupName].(map[string]any)
	for _, in := range []struct {
		index *index
		from  map[string]any
	}{{&view.table.top, want}, {&view.table.group, group}} {
		for _, e := range in.index.entries {
			if e.name == "" || e.slot == view.table.slots {
				continue
			}
			got, want := s.Slots[e.slot], e.kind.Parse(floatsOf(in.from[e.name]))
			if got.Kind() != want.Kind() || !same(got, want) {
				t.Fatalf("%s is %v %#v, want %v %#v", e.attribute.name, got.Kind(), got.Any(), want.Kind(), want.Any())
			}
		}
	}
}

func same(a, b rules.Value) bool {
	switch a.Kind() {
	case rules.Number:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	case rules.Strings, rules.Numbers:
		return fmt.Sprint(a.Any()) == fmt.Sprint(b.Any())
	}
	return reflect.DeepEqual(a.Any(), b.Any())
}

// floatsOf makes float64s of json.Numbers; those that overflow become something that fits no type.
func floatsOf(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, err := strconv.ParseFloat(string(v), 64)
		if err != nil {
			return struct{}{}
		}
		return f
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = floatsOf(element)
		}
		return list
	}
	return v
}

// reference decodes a context with encoding/json and refuses what that lets pass.
func reference(data []byte) (map[string]any, error) {
	if !json.Valid(data) || !utf8.Valid(data) || halfSurrogates(data) {
		return nil, errors.New("not JSON")
	}
	values := 0
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := referenceValue(d, 0, &values)
	if err != nil {
		return nil, err
	}
	object, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("not an object")
	}
	if key := object[rules.TargetingKey]; key != nil {
		if _, ok := key.(string); !ok {
			return nil, errors.New("key is no string")
		}
	}
	return object, nil
}

func referenceValue(d *json.Decoder, depth int, values *int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	delimiter, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == MaxDepth {
		return nil, errors.New("too deep")
	}
	object, list := map[string]any{}, []any{}
	for d.More() {
		*values++
		if *values > MaxValues {
			return nil, errors.New("too many")
		}
		name := ""
		if delimiter == '{' {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			name = key.(string)
			if _, ok := object[name]; ok {
				return nil, errors.New("duplicate")
			}
		}
		v, err := referenceValue(d, depth+1, values)
		if err != nil {
			return nil, err
		}
		object[name], list = v, append(list, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if delimiter == '{' {
		return object, nil
	}
	return list, nil
}

// halfSurrogates looks through valid JSON for escapes that are half a surrogate pair.
func halfSurrogates(data []byte) bool {
	unit := func(i int) rune {
		if i+6 > len(data) || data[i] != '\\' || data[i+1] != 'u' {
			return 0
		}
		n, _ := strconv.ParseUint(string(data[i+2:i+6]), 16, 32)
		return rune(n)
	}
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		if first := unit(i); utf16.IsSurrogate(first) {
			if utf16.DecodeRune(first, unit(i+6)) == utf8.RuneError {
				return true
			}
			i += 6
		}
		i++
	}
	return false
}
