package decision

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/fingerpost/fingerpost/rules"
)

// Set takes a context that is already decoded: bool, string, the integers and
// floats, json.Number, time.Time, []any, []string, []float64, []int, []int64,
// map[string]any and nil. It gives what Scan gives for the same context written
// as JSON; a value of any other kind is Wrong. The errors are *ContextError.
//
// The subject refers to the values, which must not change until the next Reset, Scan or Set.
func (c *Context) Set(view View, trust Trust, attributes map[string]any) error {
	c.begin(view, trust)
	ok := c.setAll(&c.table.top, attributes)
	slices.Sort(c.dropped)
	return c.finish(ok)
}

func (c *Context) setAll(in *index, attributes map[string]any) bool {
	for name, v := range attributes {
		if a := in.find(name); a != nil && !c.setOne(a, v) {
			return false
		}
	}
	return true
}

func (c *Context) setOne(a *attribute, v any) bool {
	c.mark(a.slot)
	if below, ok := v.(map[string]any); ok && a.group {
		if !c.refused(a) {
			c.slots[a.slot] = rules.OfObject()
		}
		return c.setAll(&c.table.group, below)
	}
	if c.refused(a) {
		return true
	}
	value, ok := c.convert(a.kind, v)
	if !ok {
		return c.refuse(a.name + " is not valid UTF-8")
	}
	if a.slot == 0 && value.Kind() == rules.Wrong {
		return c.refuseKey(fmt.Sprintf("a Go %T", v))
	}
	c.slots[a.slot] = value
	return true
}

// convert converts a decoded value; false if it holds a text that is not UTF-8.
func (c *Context) convert(kind rules.Type, v any) (rules.Value, bool) {
	switch v := v.(type) {
	case string:
		return c.text(kind, v), utf8.ValidString(v)
	case bool:
		return truth(kind, v), true
	case time.Time:
		return c.instant(kind, v), true
	case []string:
		return texts(kind, v)
	case []float64:
		return floats(kind, v), true
	case []int:
		return floats(kind, toFloats(v)), true
	case []int64:
		return floats(kind, toFloats(v)), true
	case []any:
		return elements(kind, v)
	case map[string]any:
		if kind == rules.TypeObject {
			return rules.OfObject(), true
		}
	case nil:
		return rules.Value{}, true
	}
	f, ok := toFloat(v)
	switch {
	case !ok:
		return rules.OfWrong(fmt.Sprintf("a Go %T", v)), true
	case kind != rules.TypeNumber:
		return rules.OfWrong(rules.FormatNumber(f)), true
	}
	return rules.OfNumber(f), true
}

// instant converts a time; where none is declared it is the text that JSON has for it.
func (c *Context) instant(kind rules.Type, at time.Time) rules.Value {
	if year := at.UTC().Year(); kind == rules.TypeTime && year >= 0 && year < 10000 {
		return rules.OfTime(at)
	}
	return c.text(kind, at.Format(time.RFC3339Nano))
}

// toFloat converts the numbers that Go has.
func toFloat(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case int32:
		return float64(v), true
	case int16:
		return float64(v), true
	case int8:
		return float64(v), true
	case uint:
		return float64(v), true
	case uint64:
		return float64(v), true
	case uint32:
		return float64(v), true
	case uint16:
		return float64(v), true
	case uint8:
		return float64(v), true
	case float32: // 0.1, as in JSON, and not 0.10000000149
		return parseFloat(strconv.FormatFloat(float64(v), 'g', -1, 32))
	case json.Number:
		return parseFloat(string(v))
	}
	return 0, false
}

func parseFloat(text string) (float64, bool) {
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil
}

func toFloats[T int | int64](list []T) []float64 {
	converted := make([]float64, len(list))
	for i, v := range list {
		converted[i] = float64(v)
	}
	return converted
}

// wholeList is a list none of whose elements counts.
func wholeList(kind rules.Type, list any) rules.Value {
	if kind == rules.TypeObject {
		return rules.OfObject()
	}
	return rules.OfWrong(fmt.Sprintf("a Go %T", list))
}

func texts(kind rules.Type, list []string) (rules.Value, bool) {
	for _, text := range list {
		if !utf8.ValidString(text) {
			return rules.Value{}, false
		}
	}
	if kind == rules.TypeStrings || len(list) == 0 && kind == rules.TypeNumbers {
		return listOf(kind, list, nil), true
	}
	return wholeList(kind, list), true
}

func floats(kind rules.Type, list []float64) rules.Value {
	for _, f := range list {
		if f-f != 0 { // NaN or infinite
			return wholeList(kind, list)
		}
	}
	if kind == rules.TypeNumbers || len(list) == 0 && kind == rules.TypeStrings {
		return listOf(kind, nil, list)
	}
	return wholeList(kind, list)
}

func listOf(kind rules.Type, texts []string, numbers []float64) rules.Value {
	if kind == rules.TypeStrings {
		return rules.OfStrings(texts)
	}
	return rules.OfNumbers(numbers)
}

// elements converts a list whose elements may be of any kind.
func elements(kind rules.Type, list []any) (rules.Value, bool) {
	switch kind {
	case rules.TypeStrings:
		converted := make([]string, len(list))
		for i, element := range list {
			text, ok := element.(string)
			if !ok {
				return wholeList(kind, list), true
			}
			converted[i] = text
		}
		return texts(kind, converted)
	case rules.TypeNumbers:
		converted := make([]float64, len(list))
		for i, element := range list {
			f, ok := toFloat(element)
			if !ok {
				return wholeList(kind, list), true
			}
			converted[i] = f
		}
		return floats(kind, converted), true
	}
	return wholeList(kind, list), true
}
