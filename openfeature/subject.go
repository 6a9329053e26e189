package openfeature

import (
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/rules"
)

// slot is an attribute that a flag reads: how the caller's context names it, and
// where the subject holds it.
type slot struct {
	name string
	// group and member are the two halves of a group's attribute, "group.plan",
	// which a context may also hold as an object "group"; empty otherwise.
	group, member string
	place         int
	kind          rules.Type
}

func newSlot(schema *rules.Schema, name string) (slot, bool) {
	place, kind, ok := schema.Slot(name)
	group, member, grouped := strings.Cut(name, ".")
	if !grouped {
		group, member = "", ""
	}
	return slot{name: name, group: group, member: member, place: place, kind: kind}, ok
}

// fill puts what the context says of the attributes into a subject's slots.
func fill(values []rules.Value, slots []slot, flat of.FlattenedContext) {
	for i := range slots {
		values[slots[i].place] = slots[i].read(flat)
	}
}

// empty forgets what fill has put into a subject.
func empty(values []rules.Value, slots []slot) {
	for i := range slots {
		values[slots[i].place] = rules.Value{}
	}
}

func (s *slot) read(flat of.FlattenedContext) rules.Value {
	v, ok := flat[s.name]
	if !ok && s.member != "" {
		if group, isObject := flat[s.group].(map[string]any); isObject {
			v = group[s.member]
		}
	}
	return valueOf(s.kind, v)
}

// valueOf converts a value of the caller's context to one of the attribute's
// declared type, as the server does with the JSON that the value becomes on the
// way there. What does not fit is Wrong, nil is Missing.
func valueOf(kind rules.Type, v any) rules.Value {
	switch v := v.(type) {
	case string:
		if !utf8.ValidString(v) {
			return rules.OfWrong("text that is not UTF-8")
		}
		return kind.ParseText(v)
	case bool:
		if kind == rules.TypeBool {
			return rules.OfBool(v)
		}
	case float64:
		return numberOf(kind, v)
	case int:
		return numberOf(kind, float64(v))
	case int64:
		return numberOf(kind, float64(v))
	case nil:
		return rules.Value{}
	case time.Time:
		return timeOf(kind, v)
	case []string:
		if kind == rules.TypeStrings {
			return textsOf(v)
		}
	case []float64:
		if kind == rules.TypeNumbers {
			return kind.Parse(anySlice(reflect.ValueOf(v)))
		}
	case map[string]any:
		return kind.Parse(v)
	default:
		return reflectedOf(kind, reflect.ValueOf(v))
	}
	return rules.OfWrong(fmt.Sprint(v))
}

func numberOf(kind rules.Type, f float64) rules.Value {
	if kind != rules.TypeNumber {
		return rules.OfWrong(rules.FormatNumber(f))
	}
	return rules.OfNumber(f)
}

// timeOf takes an instant also for a text, as which it travels to the server.
func timeOf(kind rules.Type, t time.Time) rules.Value {
	if kind == rules.TypeTime {
		return rules.OfTime(t)
	}
	return kind.ParseText(t.Format(time.RFC3339Nano))
}

func textsOf(list []string) rules.Value {
	for _, text := range list {
		if !utf8.ValidString(text) {
			return rules.OfWrong("a list with text that is not UTF-8")
		}
	}
	return rules.OfStrings(list)
}

// reflectedOf converts the types that few contexts hold: named ones, other sizes
// of numbers, other lists, pointers.
func reflectedOf(kind rules.Type, v reflect.Value) rules.Value {
	switch v.Kind() {
	case reflect.String:
		return valueOf(kind, v.String())
	case reflect.Bool:
		return valueOf(kind, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return numberOf(kind, float64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return numberOf(kind, float64(v.Uint()))
	case reflect.Float32, reflect.Float64:
		return numberOf(kind, v.Float())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return rules.Value{}
		}
		return valueOf(kind, v.Elem().Interface())
	case reflect.Slice, reflect.Array:
		return kind.Parse(anySlice(v))
	case reflect.Map, reflect.Struct:
		return kind.Parse(map[string]any{})
	}
	return rules.OfWrong(fmt.Sprint(v))
}

// anySlice returns a list's elements as decoded JSON has them; what is neither a
// text, a number nor a truth value stays as it is, and is wrong in any list.
func anySlice(v reflect.Value) []any {
	elements := make([]any, v.Len())
	for i := range elements {
		element := v.Index(i)
		for element.Kind() == reflect.Interface && !element.IsNil() {
			element = element.Elem()
		}
		switch {
		case element.Kind() == reflect.String:
			elements[i] = element.String()
		case element.CanInt():
			elements[i] = float64(element.Int())
		case element.CanUint():
			elements[i] = float64(element.Uint())
		case element.CanFloat():
			elements[i] = element.Float()
		case element.CanInterface():
			elements[i] = element.Interface()
		}
	}
	return elements
}
