package rules

import (
	"slices"
	"testing"
)

func TestConditionsAreThePartsJoinedByAnd(t *testing.T) {
	schema := NewSchema(Declarations{Attributes: map[string]Attribute{"plan": {Type: TypeString}, "seats": {Type: TypeNumber}}}, nil)
	for source, want := range map[string][]string{
		`plan == "pro" && seats > 5 && (seats < 9 || plan == "x")`: {`plan == "pro"`, `seats > 5`, `seats < 9 || plan == "x"`},
		`plan == "pro" || seats > 5`:                               nil,
		`not (plan == "pro" and seats > 5)`:                        nil,
	} {
		rule, found := Compile(source, schema)
		if len(found) > 0 {
			t.Fatal(found)
		}
		if got := rule.Conditions(); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", source, got, want)
		}
	}
}
