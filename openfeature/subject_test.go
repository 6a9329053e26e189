package openfeature

import (
	"encoding/json"
	"math"
	"net/netip"
	"reflect"
	"testing"
	"time"

	of "github.com/open-feature/go-sdk/openfeature"

	"github.com/fingerpost/fingerpost/rules"
)

type plan string

func TestContextValuesBecomeTheAttributesType(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	text := "pro"
	tests := []struct {
		name string
		kind rules.Type
		in   any
		want any // nil is Missing, wrong{} is Wrong
	}{
		{"a text", rules.TypeString, "pro", "pro"},
		{"a text of a named type", rules.TypeString, plan("pro"), "pro"},
		{"a pointer to a text", rules.TypeString, &text, "pro"},
		{"a pointer to nothing", rules.TypeString, (*string)(nil), nil},
		{"nothing", rules.TypeString, nil, nil},
		{"text that is not UTF-8", rules.TypeString, "\xff", wrong{}},
		{"a truth value", rules.TypeBool, true, true},
		{"an int", rules.TypeNumber, 5, 5.0},
		{"an int64", rules.TypeNumber, int64(5), 5.0},
		{"a json.Number", rules.TypeNumber, json.Number("5"), 5.0},
		{"an uint8", rules.TypeNumber, uint8(5), 5.0},
		{"a float32", rules.TypeNumber, float32(0.1), 0.1},
		{"a duration is its number", rules.TypeNumber, time.Duration(7), 7.0},
		{"not a number", rules.TypeNumber, math.NaN(), nil},
		{"infinity", rules.TypeNumber, math.Inf(1), nil},
		{"an instant", rules.TypeTime, noon, noon},
		{"an instant as text", rules.TypeTime, "2026-03-04T12:00:00Z", noon},
		{"a date", rules.TypeTime, "2026-03-04", time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)},
		{"a text that is no instant", rules.TypeTime, "yesterday", wrong{}},
		{"an instant for a text", rules.TypeString, noon, "2026-03-04T12:00:00Z"},
		{"a version", rules.TypeVersion, "2.4.0", "2.4.0"},
		{"texts", rules.TypeStrings, []string{"a", "b"}, []string{"a", "b"}},
		{"texts as a JSON list", rules.TypeStrings, []any{"a", "b"}, []string{"a", "b"}},
		{"texts of a named type", rules.TypeStrings, []plan{"a"}, []string{"a"}},
		{"no texts", rules.TypeStrings, []string{}, []string{}},
		{"texts that are not UTF-8", rules.TypeStrings, []string{"\xff"}, wrong{}},
		{"numbers", rules.TypeNumbers, []float64{1, 2}, []float64{1, 2}},
		{"ints", rules.TypeNumbers, []int{1, 2}, []float64{1, 2}},
		{"numbers among texts", rules.TypeStrings, []any{"a", 1}, wrong{}},
		{"a text for a number", rules.TypeNumber, "5", wrong{}},
		{"a number for a text", rules.TypeString, 5, wrong{}},
		{"a truth value for a number", rules.TypeNumber, true, wrong{}},
		{"a list for a text", rules.TypeString, []string{"a"}, wrong{}},
		{"a list of numbers that JSON has not", rules.TypeNumbers, []float64{math.NaN()}, wrong{}},
		{"what marshals itself", rules.TypeString, netip.MustParseAddr("10.0.0.1"), "10.0.0.1"},
		{"a function", rules.TypeString, func() {}, wrong{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			value := valueOf(test.kind, test.in)
			filled := make([]rules.Value, 1)
			fill(filled, []slot{{name: "a", kind: test.kind}}, of.FlattenedContext{"a": test.in})
			if !reflect.DeepEqual(filled[0], value) {
				t.Errorf("fill gives %v, valueOf %v", filled[0], value)
			}
			switch {
			case test.want == nil && value.Kind() == rules.Missing:
			case test.want == wrong{} && value.Kind() == rules.Wrong:
			case reflect.DeepEqual(value.Any(), test.want):
			default:
				t.Fatalf("got %v %v, want %v", value.Kind(), value.Any(), test.want)
			}
		})
	}
}

type wrong struct{}

func TestObjectsOnlyNeedToBeThere(t *testing.T) {
	for _, in := range []any{map[string]any{}, map[string]string{"a": "b"}, struct{ A int }{1}, []any{"a", 1, nil}} {
		if got := valueOf(rules.TypeObject, in); got.Kind() != rules.Object {
			t.Errorf("%T became %v", in, got.Kind())
		}
	}
}

func TestFillReadsOnlyWhatAFlagReads(t *testing.T) {
	schema := rules.NewSchema(rules.Declarations{Attributes: map[string]rules.Attribute{
		"plan": {Type: rules.TypeString}, "age": {Type: rules.TypeNumber}, "group.plan": {Type: rules.TypeString},
	}}, nil)
	var slots []slot
	for _, name := range []string{rules.TargetingKey, "plan", "group.plan"} {
		s, ok := newSlot(schema, name)
		if !ok {
			t.Fatal(name)
		}
		slots = append(slots, s)
	}
	subject := &rules.Subject{Slots: make([]rules.Value, schema.Slots())}
	fill(subject.Slots, slots, of.FlattenedContext{
		"targetingKey": "ada", "plan": "pro", "age": 36, "undeclared": true, "group": map[string]any{"plan": "team"},
	})
	if got := subject.TargetingKey(); got != "ada" {
		t.Errorf("targeting key %q", got)
	}
	known := map[string]bool{}
	for _, value := range subject.Slots {
		known[value.Text()] = value.Known()
	}
	if !known["pro"] || !known["team"] || len(known) != 4 {
		t.Errorf("slots hold %v", subject.Slots)
	}
	fill(subject.Slots, slots, of.FlattenedContext{"group": map[string]string{"plan": "solo"}, "group.plan": "no"})
	if got := subject.Slots[slots[2].place].Text(); got != "solo" {
		t.Errorf("a group of another type gives %q", got)
	}
	if subject.TargetingKey() != "" {
		t.Error("the person of the decision before is still there")
	}
	empty(subject.Slots, slots)
	if !reflect.DeepEqual(subject.Slots, make([]rules.Value, schema.Slots())) {
		t.Errorf("left behind: %v", subject.Slots)
	}
}

func TestFillDoesNotAllocate(t *testing.T) {
	schema := rules.NewSchema(rules.Declarations{Attributes: map[string]rules.Attribute{
		"plan": {Type: rules.TypeString}, "age": {Type: rules.TypeNumber}, "tags": {Type: rules.TypeBool},
	}}, nil)
	slots := []slot{}
	for _, name := range []string{rules.TargetingKey, "plan", "age", "tags"} {
		s, _ := newSlot(schema, name)
		slots = append(slots, s)
	}
	values := make([]rules.Value, schema.Slots())
	flat := of.FlattenedContext{"targetingKey": "ada", "plan": "pro", "age": 36, "tags": true}
	if n := testing.AllocsPerRun(100, func() { fill(values, slots, flat) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
